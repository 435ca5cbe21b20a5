-- In which companies somebody with this e-mail address works (its SHA-256: the address itself is in no table of the platform),
-- so that people log in without naming their company. Kept by the database beside `staff`, whoever writes there.
create table staff_directory (
    email_hash bytea not null,
    tenant_id uuid not null references tenants (id),
    primary key (email_hash, tenant_id)
);
create function follow_staff() returns trigger language plpgsql set search_path = public, pg_temp as $$
begin
    if tg_op = 'DELETE' or tg_op = 'UPDATE' then
        delete from staff_directory
        where tenant_id = old.tenant_id and email_hash = sha256(convert_to(old.email, 'UTF8'));
    end if;
    if tg_op <> 'DELETE' then
        if new.is_active then
            insert into staff_directory (email_hash, tenant_id)
            values (sha256(convert_to(new.email, 'UTF8')), new.tenant_id) on conflict do nothing;
        end if;
    end if;
    return null;
end $$;
create trigger follow_staff after insert or delete or update of email, is_active on staff
    for each row execute function follow_staff();
insert into staff_directory (email_hash, tenant_id)
    select sha256(convert_to(email, 'UTF8')), tenant_id from staff where is_active;
-- Everybody may look up a hash; a company writes its own lines only.
alter table staff_directory enable row level security;
create policy look_up on staff_directory for select using (true);
create policy write_own on staff_directory for insert
    with check (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
create policy delete_own on staff_directory for delete
    using (tenant_id = (select nullif(current_setting('app.tenant_id', true), '')::uuid));
grant select, insert, delete on staff_directory to duka_app;
grant select, insert, update, delete on staff_directory to duka_platform;

-- How often something was tried by whom (a hash of account and device or address), and until when it has to wait. Before a
-- tenant is known, so it has none.
create table throttles (
    key bytea primary key,
    tries integer not null,
    blocked_until timestamptz not null,
    updated_at timestamptz not null
);
create index throttles_age on throttles (updated_at);
grant select, insert, update, delete on throttles to duka_platform;

-- Sign-ups, so that a form sent twice makes one company.
create table registrations (
    key bytea primary key,
    tenant_id uuid not null references tenants (id),
    created_at timestamptz not null
);
grant select, insert, update, delete on registrations to duka_platform;
