-- Entries wait here, written by the same statement as they are, until the sealer has put them on the chain.
create table audit_unsealed (
    tenant_id uuid not null references tenants (id),
    entry_id uuid not null,
    primary key (tenant_id, entry_id)
);

-- The order in which entries were committed, one link an entry. hash = sha256 (previous hash, canonical entry).
create table audit_chain (
    tenant_id uuid not null references tenants (id),
    sequence bigint not null check (sequence > 0),
    entry_id uuid not null,
    hash bytea not null check (octet_length(hash) = 32),
    sealed_at timestamptz not null,
    primary key (tenant_id, sequence),
    unique (tenant_id, entry_id)
);

-- The last link of each company's chain: the sealer's lock, and how a tail that was cut off is noticed.
create table audit_heads (
    tenant_id uuid not null references tenants (id),
    sequence bigint not null check (sequence >= 0),
    hash bytea not null check (octet_length(hash) = 32),
    sealed_at timestamptz not null,
    primary key (tenant_id)
);

-- What each verification found. Its head is a witness: a chain that was written anew has another hash there.
create table audit_checks (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    at timestamptz not null,
    asked_by text not null default '',
    sequence bigint not null,
    hash bytea not null,
    entries bigint not null,
    took_ms integer not null,
    findings jsonb not null default '[]',
    notices jsonb not null default '[]',
    primary key (tenant_id, id)
);
create index audit_checks_recent on audit_checks (tenant_id, at desc);

insert into audit_unsealed (tenant_id, entry_id) select tenant_id, id from audit_log;

do $$
declare t text;
begin
    foreach t in array array['audit_unsealed', 'audit_chain', 'audit_heads', 'audit_checks']
    loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
    end loop;
end $$;

-- The application writes entries and reads everything; it seals nothing. The platform's role seals; neither of them
-- changes or deletes an entry, a link or the result of a verification.
grant select, insert on audit_unsealed to duka_app;
grant select on audit_chain, audit_heads, audit_checks to duka_app;
grant select, insert, delete on audit_unsealed to duka_platform;
grant select, insert on audit_chain, audit_checks to duka_platform;
grant select, insert, update on audit_heads to duka_platform;
revoke update, delete on audit_log from duka_app, duka_platform;
