-- Whose exchange rates are read every day.
create table rate_sources (
    tenant_id uuid not null references tenants (id),
    code text not null,
    -- One unit of `base` in each of `currencies`.
    base text not null,
    currencies text[] not null default '{}',
    is_on boolean not null default true,
    read_at timestamptz,
    problem text not null default '',
    updated_at timestamptz not null,
    primary key (tenant_id, code)
);
create index price_lists_shown on price_lists (tenant_id, priority, id) where is_active;

do $$
declare t text;
begin
    foreach t in array array['rate_sources'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;

alter table import_files drop constraint import_files_kind_check;
alter table import_files add constraint import_files_kind_check
    check (kind in ('products', 'stock', 'customers', 'orders', 'list_prices'));
