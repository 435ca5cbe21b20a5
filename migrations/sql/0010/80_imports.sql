-- Files that staff gave to the console. The content (always CSV) is kept until the run is over.
create table import_files (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    kind text not null check (kind in ('products', 'stock', 'customers', 'orders')),
    file_name text not null,
    store text not null default '',
    options jsonb not null default '{}',
    preview jsonb not null default '{}',
    content bytea,
    total_rows bigint not null,
    status text not null default 'ready' check (status in
        ('ready', 'waiting', 'running', 'finished', 'stopped', 'failed')),
    is_dry boolean not null default false,
    last_row bigint not null default 0,
    created bigint not null default 0,
    updated bigint not null default 0,
    unchanged bigint not null default 0,
    refused bigint not null default 0,
    why text not null default '',
    asked_by uuid,
    asked_by_kind text not null,
    asked_by_name text not null,
    caller jsonb not null default '{}',
    created_at timestamptz not null,
    started_at timestamptz,
    closed_at timestamptz,
    primary key (tenant_id, id)
);
create index import_files_recent on import_files (tenant_id, created_at desc, id desc);

-- What is wrong with a row, or was left out of it.
create table import_problems (
    tenant_id uuid not null references tenants (id),
    file_id uuid not null,
    number bigint not null,
    row_number bigint not null,
    key text not null default '',
    column_name text not null default '',
    why text not null,
    is_refused boolean not null,
    primary key (tenant_id, file_id, number),
    foreign key (tenant_id, file_id) references import_files (tenant_id, id) on delete cascade
);

do $$
declare t text;
begin
    foreach t in array array['import_files', 'import_problems'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
