-- Every value that a policy had, for everybody; `version` is that of `platform_policies`. SQL null: it was taken away.
create table platform_policy_changes (
    name text not null check (name ~ '^[a-z0-9_]{1,60}$'),
    version integer not null,
    value jsonb,
    note text not null default '',
    changed_by text not null default '',
    changed_at timestamptz not null,
    primary key (name, version)
);
grant select, insert on platform_policy_changes to duka_platform;

-- The same for one company.
create table tenant_policy_changes (
    tenant_id uuid not null references tenants (id),
    name text not null check (name ~ '^[a-z0-9_]{1,60}$'),
    version integer not null,
    value jsonb,
    note text not null default '',
    changed_by text not null default '',
    changed_at timestamptz not null,
    primary key (tenant_id, name, version)
);

-- Orders that somebody looks at before anything is done with their goods. `reasons`: what each rule found,
-- [{"rule": "above", …}]. An order is held at most once at a time.
create table order_holds (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    order_id uuid not null,
    store_id uuid not null,
    reasons jsonb not null,
    held_by text not null default '',
    held_at timestamptz not null,
    outcome text not null default '' check (outcome in ('', 'released', 'cancelled')),
    ended_at timestamptz,
    ended_by text not null default '',
    reason text not null default '',
    primary key (tenant_id, id),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);
create unique index order_holds_open on order_holds (tenant_id, order_id) where ended_at is null;
create index order_holds_of_order on order_holds (tenant_id, order_id, held_at desc);
create index order_holds_of_store on order_holds (tenant_id, store_id);
-- The queue of all companies, for operators.
create index order_holds_queue on order_holds (held_at, id) where ended_at is null;

-- What was removed because its time was over; `counts`: class of data → rows. A run that could not do all is carried on.
create table retention_runs (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    started_at timestamptz not null,
    finished_at timestamptz,
    counts jsonb not null default '{}',
    primary key (tenant_id, id)
);
create index retention_runs_when on retention_runs (tenant_id, started_at desc, id desc);

-- When a company was last looked at; null: there is more to do at once.
create table retention_marks (
    tenant_id uuid not null references tenants (id),
    checked_at timestamptz,
    run_id uuid,
    primary key (tenant_id)
);
-- Orders that still name somebody, the oldest first: each night those that are over are taken from its beginning.
create index orders_with_buyer on orders (tenant_id, created_at, id) where email not like 'erased-%@erased.invalid';

do $$
declare t text;
begin
    foreach t in array array['tenant_policy_changes', 'order_holds', 'retention_runs', 'retention_marks'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_platform', t);
        execute format('grant select on %I to duka_app', t);
    end loop;
end $$;
grant insert, update, delete on order_holds to duka_app;
grant insert, update on retention_runs, retention_marks to duka_app;
