-- The life of a tenant: why it is in its state, until when it is kept once it is closed, whose sandbox it is. Operators name
-- the version that they saw, so that the second of two at once is told.
alter table tenants
    add column reason text not null default ''
        check (reason in ('', 'trial_ended', 'unpaid', 'terms', 'risk', 'asked', 'other')),
    add column trial_told_at timestamptz,
    add column keep_until timestamptz,
    add column sandbox_of uuid references tenants (id),
    add column version integer not null default 1,
    add constraint tenants_sandbox check ((kind = 'sandbox') or sandbox_of is null);
create index tenants_newest on tenants (created_at desc, id desc) where kind <> 'platform';
create index tenants_by_name on tenants (lower(name), id) where kind <> 'platform';
create index tenants_trials on tenants (trial_until) where trial_until is not null and status = 'active';
create index tenants_kept on tenants (keep_until) where keep_until is not null;
create index tenants_sandboxes on tenants (sandbox_of) where sandbox_of is not null;
create index domains_of on domains (tenant_id, store_id);
create index subscriptions_by_plan on subscriptions (plan_id, tenant_id);

-- Host names that merchants want for their stores. `domains` holds those that are proved and serve; several merchants may
-- claim the same one, the first who proves it has it. `token` is public: whoever controls the host shows it there.
create table domain_claims (
    tenant_id uuid not null references tenants (id),
    host text not null check (host = lower(host)),
    store_id uuid not null,
    token text not null,
    status text not null default 'pending' check (status in ('pending', 'verified', 'failed')),
    failure text not null default '',
    method text not null default '' check (method in ('', 'http', 'operator', 'before')),
    created_at timestamptz not null,
    checked_at timestamptz,
    verified_at timestamptz,
    primary key (tenant_id, host),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);
create index domain_claims_of_store on domain_claims (tenant_id, store_id, host);
insert into domain_claims (tenant_id, host, store_id, token, status, method, created_at, verified_at)
    select tenant_id, host, store_id, replace(gen_random_uuid()::text, '-', ''), 'verified', 'before', now(), now() from domains;

do $$
declare t text;
begin
    foreach t in array array['domain_claims'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
