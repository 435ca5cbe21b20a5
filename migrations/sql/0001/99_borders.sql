-- The borders between tenants: forced row-level security on every table that has a tenant, and grants. The application
-- neither owns a table nor may truncate one; rows that tell what was done cannot be changed by it.
do $$
declare t record;
begin
    for t in select c.relname from pg_class c
             join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
             join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped
             where c.relkind in ('r', 'p') and c.relname not in ('domains')
    loop
        -- Plans are made once and kept, so they are made for a large tenant: told of few tenants, the planner expects many
        -- rows of each, and looks rows up by their whole key. From the true number it would expect one or two.
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t.relname);
        execute format('alter table %I enable row level security', t.relname);
        execute format('alter table %I force row level security', t.relname);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t.relname);
        execute format('grant select, insert, update, delete on %I to duka_app', t.relname);
    end loop;
end $$;

alter table prices alter column store_id set (n_distinct = 2);
alter table store_products alter column store_id set (n_distinct = 2);

revoke update, delete on stock_ledger, audit_log from duka_app;
revoke update, delete on event_receipts from duka_app;
grant select on tenants, domains to duka_app;
grant select, insert, update, delete on all tables in schema public to duka_platform;
