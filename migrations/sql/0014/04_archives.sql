-- Whole companies written to one file. `error` says why one was not made, `asked_by` who asked: `staff:…`, `operator:…`.
create table archives (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    status text not null default 'waiting' check (status in ('waiting', 'running', 'ready', 'failed', 'gone')),
    asked_by text not null,
    asked_by_name text not null default '',
    step text not null default '',
    done integer not null default 0,
    steps integer not null default 0,
    rows bigint not null default 0,
    files bigint not null default 0,
    bytes bigint not null default 0,
    sha256 text not null default '',
    error text not null default '',
    created_at timestamptz not null,
    heard_at timestamptz,
    finished_at timestamptz,
    expires_at timestamptz,
    primary key (tenant_id, id)
);
create index archives_recent on archives (tenant_id, created_at desc);
create index archives_age on archives (expires_at) where status = 'ready';

-- Companies that are deleted for good, or were: the platform's own, for the company has no row left then. `certificate` and
-- its hash are written when nothing is left, and never changed.
create table tenant_deletions (
    id uuid primary key,
    tenant_id uuid not null,
    slug text not null,
    name text not null,
    status text not null default 'waiting' check (status in ('waiting', 'running', 'done', 'cancelled')),
    reason text not null check (length(reason) between 1 and 500),
    asked_at timestamptz not null,
    asked_by text not null,
    asked_by_name text not null default '',
    due_at timestamptz not null,
    skipped_because text not null default '',
    step text not null default '',
    deleted jsonb not null default '{}',
    files bigint not null default 0,
    audit_sequence bigint not null default 0,
    audit_hash text not null default '',
    started_at timestamptz,
    finished_at timestamptz,
    certificate jsonb,
    certificate_hash text not null default ''
);
create unique index tenant_deletions_open on tenant_deletions (tenant_id) where status in ('waiting', 'running');
grant select, insert, update on tenant_deletions to duka_platform;

do $$
declare t text;
begin
    foreach t in array array['archives'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update on %I to duka_app', t);
        execute format('grant select, insert, update, delete on %I to duka_platform', t);
    end loop;
end $$;

create function certificate_is_final() returns trigger language plpgsql as $$
begin
    raise exception 'the certificate of a deletion is final' using errcode = 'insufficient_privilege';
end $$;
create trigger certificate_is_final before update on tenant_deletions
    for each row when (old.certificate is not null) execute function certificate_is_final();

-- What a restored archive brings was computed already, and a company that goes takes everything along: triggers that follow a
-- row keep still while the platform's role says
-- so. No other role can.
create function is_whole_company() returns boolean language sql stable as $$
    select current_user = 'duka_platform' and coalesce(current_setting('app.whole_company', true), '') = 'on'
$$;

-- Rows that nobody may delete go with their company, and only then: while its deletion runs.
create function goes_with_its_company() returns trigger language plpgsql as $$
begin
    if current_user not in ('duka_app', 'duka_platform') then
        return null;
    end if;
    if not exists (select from tenant_deletions d where d.status = 'running')
       or exists (select from (select distinct g.tenant_id from gone g) g where not exists (
           select from tenant_deletions d where d.tenant_id = g.tenant_id and d.status = 'running')) then
        raise exception 'rows of % are final', tg_table_name using errcode = 'insufficient_privilege';
    end if;
    return null;
end $$;

-- The books: as before, whoever asks, but that an entry goes with its company.
drop trigger ledger_is_final on ledger_lines;
drop trigger ledger_is_final on ledger_entries;
create trigger ledger_is_final before update or truncate on ledger_lines
    for each statement execute function ledger_is_final();
create trigger ledger_is_final before update or truncate on ledger_entries
    for each statement execute function ledger_is_final();
create trigger ledger_stays before delete on ledger_lines
    for each statement when (not is_whole_company()) execute function ledger_is_final();
create trigger ledger_stays before delete on ledger_entries
    for each statement when (not is_whole_company()) execute function ledger_is_final();
