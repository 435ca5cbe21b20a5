-- People who were erased. `markers` are what they were known by, kept until every trace is gone and then emptied.
create table erasures (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    customer_id uuid not null,
    reason text not null default '',
    asked_by text not null,
    status text not null default 'running' check (status in ('running', 'done', 'left_traces')),
    markers jsonb not null default '{}',
    counts jsonb not null default '{}',
    traces jsonb not null default '{}',
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, customer_id)
);

-- Entries of the trail whose personal parts were taken out for an erasure. Their links keep the hash of what they were.
create table audit_redactions (
    tenant_id uuid not null references tenants (id),
    entry_id uuid not null,
    erasure_id uuid not null,
    at timestamptz not null,
    primary key (tenant_id, entry_id)
);

create function audit_changes_by_redaction_only() returns trigger language plpgsql as $$
begin
    if current_user in ('duka_app', 'duka_platform')
       and not exists (select from audit_redactions r where r.tenant_id = old.tenant_id and r.entry_id = old.id) then
        raise exception 'audit entry % is final', old.id using errcode = 'insufficient_privilege';
    end if;
    return new;
end $$;
create trigger audit_log_is_final before update on audit_log for each row execute function audit_changes_by_redaction_only();

do $$
declare t text;
begin
    foreach t in array array['erasures', 'audit_redactions'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
    end loop;
end $$;
grant select, insert, update on erasures to duka_app, duka_platform;
grant select on audit_redactions to duka_app;
grant select, insert on audit_redactions to duka_platform;
grant update (actor_name, origin, before, after, details) on audit_log to duka_platform;
