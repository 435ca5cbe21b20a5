-- The company that runs this installation is a tenant as well: its people are the operators.
alter table tenants
    add column kind text not null default 'merchant' check (kind in ('merchant', 'sandbox', 'platform')),
    add column trial_until timestamptz,
    add column status_at timestamptz,
    add column status_why text not null default '';
create unique index tenants_platform on tenants (kind) where kind = 'platform';
insert into tenants (id, slug, name, kind) values ('00000000-0000-7000-8000-000000000001', 'control', 'Center Control', 'platform');

-- What merchants may have and how much of it. A version that somebody has never changes; a new one is for those who come.
create table plans (
    id uuid primary key,
    handle text not null unique check (handle ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    position integer not null default 0,
    is_public boolean not null default true,
    created_at timestamptz not null,
    archived_at timestamptz
);

-- `features`: those that it has (all others are off); null: all. `limits`: name -> the most of it; a name that is missing has
-- no limit. `policies`: name -> value, as in `duka.policies`. `names`, `descriptions`: language -> words.
create table plan_versions (
    plan_id uuid not null references plans (id),
    version integer not null,
    names jsonb not null,
    descriptions jsonb not null default '{}',
    features text[],
    limits jsonb not null default '{}',
    policies jsonb not null default '{}',
    price_minor bigint not null default 0 check (price_minor >= 0),
    currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
    trial_days integer not null default 0 check (trial_days between 0 and 365),
    published_at timestamptz not null,
    published_by text not null default '',
    primary key (plan_id, version)
);

-- Which plan a tenant has. Without a row nothing is limited.
create table subscriptions (
    tenant_id uuid primary key references tenants (id),
    plan_id uuid not null,
    version integer not null,
    since timestamptz not null,
    changed_by text not null default '',
    foreign key (plan_id, version) references plan_versions (plan_id, version)
);

-- How far a feature is out, for everybody: `rollout` off, pilot (only those that were switched on one by one), percentage
-- (of companies, the same ones each time) or on; from `starts_at`, until `ends_at`.
create table flag_rules (
    name text primary key check (name ~ '^[a-z0-9_]{1,60}$'),
    rollout text not null check (rollout in ('off', 'pilot', 'percentage', 'on')),
    percentage integer not null default 0 check (percentage between 0 and 100),
    starts_at timestamptz,
    ends_at timestamptz,
    note text not null default '',
    version integer not null default 1,
    changed_by text not null default '',
    changed_at timestamptz not null
);

-- What binds everybody, whatever their plan: name -> value.
create table platform_policies (
    name text primary key check (name ~ '^[a-z0-9_]{1,60}$'),
    value jsonb not null,
    note text not null default '',
    version integer not null default 1,
    changed_by text not null default '',
    changed_at timestamptz not null
);

-- What binds one company in place of that.
create table tenant_policies (
    tenant_id uuid not null references tenants (id),
    name text not null check (name ~ '^[a-z0-9_]{1,60}$'),
    value jsonb not null,
    note text not null default '',
    version integer not null default 1,
    changed_by text not null default '',
    changed_at timestamptz not null,
    primary key (tenant_id, name)
);

grant select on plans, plan_versions, flag_rules, platform_policies to duka_app;
grant select, insert, update, delete on plans, plan_versions, flag_rules, platform_policies to duka_platform;

do $$
declare t text;
begin
    foreach t in array array['subscriptions', 'tenant_policies'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select on %I to duka_app', t);
        execute format('grant select, insert, update, delete on %I to duka_platform', t);
    end loop;
end $$;
