alter table import_runs enable row level security;
alter table import_runs force row level security;
create policy tenant_border on import_runs
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid))
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
grant select, insert, update, delete on import_runs to duka_app, duka_platform;
