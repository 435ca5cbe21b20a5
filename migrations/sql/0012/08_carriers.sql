-- A store's accounts at carriers. `settings` may be shown; `sealed` holds the secrets. A store may have several at one provider.
create table carrier_accounts (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    provider text not null,
    name text not null,
    mode text not null check (mode in ('test', 'live')),
    settings jsonb not null default '{}',
    sealed bytea not null default '',
    callback_key text not null,
    status text not null check (status in ('active', 'paused', 'disconnected')),
    is_working boolean,
    check_message text not null default '',
    checked_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, callback_key),
    foreign key (tenant_id, store_id) references stores (tenant_id, id)
);
create index carrier_accounts_store on carrier_accounts (tenant_id, store_id, name);
create unique index carrier_accounts_name on carrier_accounts (tenant_id, store_id, lower(name)) where status <> 'disconnected';

-- A label that was asked for. `key` makes asking twice harmless. `asked` is what is carried, kept only until the carrier has
-- answered. `due_at`: when the sweeper looks at one that was cut off half-way. `file` is the label itself.
create table shipping_labels (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    order_id uuid not null,
    fulfillment_id uuid,
    location_id uuid,
    account_id uuid not null,
    provider text not null,
    carrier text not null default '',
    service text not null,
    key text not null,
    status text not null check (status in ('asked', 'bought', 'cancelling', 'cancelled', 'failed')),
    asked jsonb,
    tries integer not null default 0,
    reference text not null default '',
    tracking_number text not null default '',
    tracking_url text not null default '',
    cost_minor bigint,
    currency text not null default '',
    format text not null default '',
    file bytea,
    reason text not null default '',
    actor text not null,
    actor_name text not null default '',
    due_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, key),
    foreign key (tenant_id, store_id) references stores (tenant_id, id),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
    foreign key (tenant_id, fulfillment_id) references fulfillments (tenant_id, id) on delete cascade,
    foreign key (tenant_id, account_id) references carrier_accounts (tenant_id, id),
    check ((cost_minor is null) = (currency = ''))
);
create index shipping_labels_order on shipping_labels (tenant_id, order_id, created_at);
create index shipping_labels_account on shipping_labels (tenant_id, account_id);
create unique index shipping_labels_fulfillment on shipping_labels (tenant_id, fulfillment_id)
    where fulfillment_id is not null and status in ('asked', 'bought', 'cancelling');
create index shipping_labels_due on shipping_labels (due_at) where due_at is not null;

-- A parcel that is followed until it arrives. `next_look_at`: when its carrier is asked again; null when nobody is.
create table tracked_parcels (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    order_id uuid not null,
    fulfillment_id uuid,
    account_id uuid,
    carrier text not null,
    tracking_number text not null,
    tracking_url text not null default '',
    status text not null check (status in ('unknown', 'announced', 'in_transit', 'out_for_delivery', 'ready_for_pickup',
                                           'delivered', 'returning', 'failed', 'cancelled')),
    expected_on date,
    delivered_at timestamptz,
    looks integer not null default 0,
    failures integer not null default 0,
    last_look_at timestamptz,
    next_look_at timestamptz,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
    foreign key (tenant_id, fulfillment_id) references fulfillments (tenant_id, id) on delete cascade,
    foreign key (tenant_id, account_id) references carrier_accounts (tenant_id, id)
);
create unique index tracked_parcels_fulfillment on tracked_parcels (tenant_id, fulfillment_id, tracking_number)
    where fulfillment_id is not null;
create index tracked_parcels_order on tracked_parcels (tenant_id, order_id);
create index tracked_parcels_number on tracked_parcels (tenant_id, account_id, tracking_number);
create index tracked_parcels_due on tracked_parcels (next_look_at) where next_look_at is not null;

create table tracking_events (
    tenant_id uuid not null references tenants (id),
    parcel_id uuid not null,
    at timestamptz not null,
    status text not null,
    message text not null default '',
    place text not null default '',
    seen_at timestamptz not null,
    primary key (tenant_id, parcel_id, at, status, message),
    foreign key (tenant_id, parcel_id) references tracked_parcels (tenant_id, id) on delete cascade
);

do $$
declare t text;
begin
    foreach t in array array['carrier_accounts', 'shipping_labels', 'tracked_parcels', 'tracking_events'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
