-- A company's own roles. The built-in ones are in the program; permissions that it no longer knows are ignored.
create table roles (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    name text not null check (length(name) between 1 and 60),
    description text not null default '',
    permissions text[] not null,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id)
);
create unique index roles_name on roles (tenant_id, lower(name));

-- Who has which role: a built-in one by its name, or one of the company's. Without stores (or locations) in all of them.
-- The limits are in the row itself: were they rows of their own, deleting a store could lift the last limit of a grant.
create table grants (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    staff_id uuid not null,
    position integer not null default 0,
    role text,
    role_id uuid,
    stores uuid[] check (cardinality(stores) > 0),
    locations uuid[] check (cardinality(locations) > 0),
    granted_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id) on delete cascade,
    foreign key (tenant_id, role_id) references roles (tenant_id, id),
    check ((role is null) <> (role_id is null)),
    check (role is distinct from 'owner' or (stores is null and locations is null))
);
create index grants_of on grants (tenant_id, staff_id);
create index grants_of_role on grants (tenant_id, role_id);

insert into grants (tenant_id, id, staff_id, role, granted_at)
    select tenant_id, gen_random_uuid(), id, role, created_at from staff where is_active;

-- Invited: not active and not dismissed. `invited_by` is the actor's label, for asking whether they could still do it.
alter table staff
    drop column role,
    add column version integer not null default 1,
    add column joined_at timestamptz,
    add column dismissed_at timestamptz,
    add column invited_at timestamptz,
    add column invited_until timestamptz,
    add column invited_by text not null default '',
    add column invited_by_name text not null default '';
update staff set joined_at = created_at, dismissed_at = case when is_active then null else now() end;

-- While a key is being replaced, the previous secret works until `previous_until`.
alter table api_keys
    add column created_by uuid,
    add column created_by_name text not null default '',
    add column last_used_from text not null default '',
    add column rotated_at timestamptz,
    add column previous_hash bytea,
    add column previous_last_four text,
    add column previous_until timestamptz,
    add constraint api_keys_previous unique (tenant_id, previous_hash);
create index api_keys_made_by on api_keys (tenant_id, created_by);
