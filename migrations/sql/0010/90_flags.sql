-- Features switched for one merchant against the installation's own default. Only who runs the
-- installation switches them (`duka.flags.service`).
create table feature_flags (
    tenant_id uuid not null references tenants (id),
    name text not null,
    is_on boolean not null,
    changed_by text not null,
    changed_at timestamptz not null,
    primary key (tenant_id, name)
);
alter table feature_flags alter column tenant_id set (n_distinct = 100);
alter table feature_flags enable row level security;
alter table feature_flags force row level security;
create policy tenant_border on feature_flags
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
grant select, insert, update, delete on feature_flags to duka_app, duka_platform;
