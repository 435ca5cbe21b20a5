-- Who is logged in to the platform's own company is an operator. `factor_at`: when a second factor was shown in this very
-- session; an operator's opens nothing but their own account before it was.
alter table sessions
    drop constraint sessions_audience_check,
    add constraint sessions_audience_check check (audience in ('staff', 'customer', 'operator')),
    add column factor_at timestamptz;

-- An operator at work in a merchant's company, in the operator's own name: who, as what, why, from when until when.
-- `session_id` is the operator's own log-in, with which the visit ends. `token_hash`: of the cookie, empty once it is over.
create table support_visits (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    operator_id uuid not null,
    operator_name text not null check (operator_name <> ''),
    session_id uuid not null,
    role text not null,
    reason text not null check (length(reason) between 1 and 500),
    token_hash bytea,
    began_at timestamptz not null,
    until_at timestamptz not null,
    ended_at timestamptz,
    ended_by text not null default '' check (ended_by in ('', 'operator', 'merchant')),
    primary key (tenant_id, id),
    check (until_at > began_at and until_at <= began_at + interval '60 minutes')
);
create unique index support_visits_token on support_visits (tenant_id, token_hash) where token_hash is not null;
create index support_visits_began on support_visits (tenant_id, began_at);
create index support_visits_of_everybody on support_visits (began_at);

do $$
declare t text;
begin
    foreach t in array array['support_visits'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select on %I to duka_app', t);
        execute format('grant select, insert, update, delete on %I to duka_platform', t);
    end loop;
end $$;
grant update (ended_at, ended_by, token_hash) on support_visits to duka_app;
