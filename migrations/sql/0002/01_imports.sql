-- One import of one file: how far it came, so that it goes on after it was stopped. `scope` is the store's slug, or empty
-- for a file that names its stores.
create table import_runs (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    scope text not null,
    checksum bytea not null,
    file_name text not null,
    last_row bigint not null default 0,
    created bigint not null default 0,
    updated bigint not null default 0,
    unchanged bigint not null default 0,
    refused bigint not null default 0,
    status text not null default 'running' check (status in ('running', 'finished', 'dropped')),
    started_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id)
);
create unique index import_runs_running on import_runs (tenant_id, scope, checksum) where status = 'running';
