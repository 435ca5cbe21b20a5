-- A list as somebody likes to see it: filters, columns, order. `query` is the console's own and is kept as it comes.
create table saved_views (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    list text not null,
    name text not null check (length(name) between 1 and 80),
    query jsonb not null,
    owner_id uuid not null,
    is_shared boolean not null default false,
    is_default boolean not null default false,
    position integer not null default 0,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, owner_id) references staff (tenant_id, id)
);
create index saved_views_list on saved_views (tenant_id, list, position);
create unique index saved_views_own_default on saved_views (tenant_id, list, owner_id) where is_default and not is_shared;
create unique index saved_views_shared_default on saved_views (tenant_id, list) where is_default and is_shared;

-- A message to one member of staff about something that happened. `data` holds what the console needs to word it.
create table notifications (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    staff_id uuid not null,
    kind text not null,
    event_id uuid not null,
    object text not null,
    store_id uuid,
    data jsonb not null default '{}',
    created_at timestamptz not null,
    read_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, staff_id, event_id),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id)
);
create index notifications_newest on notifications (tenant_id, staff_id, id desc);
create index notifications_unread on notifications (tenant_id, staff_id) where read_at is null;

-- What somebody wants to hear of. Without a row: the kind's default.
create table notification_preferences (
    tenant_id uuid not null references tenants (id),
    staff_id uuid not null,
    kind text not null,
    is_on boolean not null,
    primary key (tenant_id, staff_id, kind),
    foreign key (tenant_id, staff_id) references staff (tenant_id, id)
);

do $$
declare t text;
begin
    foreach t in array array['saved_views', 'notifications', 'notification_preferences']
    loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
