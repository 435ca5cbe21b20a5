-- Derived sums of the ledger, kept beside it. What can be promised is on_hand - reserved - safety.
create table stock_levels (
    tenant_id uuid not null references tenants (id),
    item_id uuid not null,
    location_id uuid not null,
    on_hand bigint not null default 0,
    reserved bigint not null default 0 check (reserved >= 0),
    safety bigint not null default 0 check (safety >= 0),
    low_at bigint not null default 0 check (low_at >= 0),
    primary key (tenant_id, item_id, location_id),
    foreign key (tenant_id, item_id) references stock_items (tenant_id, id) on delete cascade,
    foreign key (tenant_id, location_id) references locations (tenant_id, id),
    check (on_hand >= 0)
);

create table stock_ledger (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    item_id uuid not null,
    location_id uuid not null,
    on_hand_delta bigint not null default 0,
    reserved_delta bigint not null default 0,
    reason text not null check (reason in
        ('initial', 'adjustment', 'count', 'import', 'transfer', 'reserve', 'release', 'consume', 'restock')),
    reference_id uuid,
    note text not null default '',
    actor text not null,
    at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, item_id, location_id) references stock_levels (tenant_id, item_id, location_id)
        on delete cascade,
    check (on_hand_delta <> 0 or reserved_delta <> 0)
);
create index stock_ledger_of on stock_ledger (tenant_id, item_id, location_id, at);
create index stock_ledger_reference on stock_ledger (tenant_id, reference_id) where reference_id is not null;

-- held: promised to an order that is being paid, until expires_at. committed: the order is placed. consumed: prepared
-- and gone from the shelf. released: given back. One row an order, item and location.
create table reservations (
    tenant_id uuid not null references tenants (id),
    order_id uuid not null,
    item_id uuid not null,
    location_id uuid not null,
    quantity bigint not null check (quantity > 0),
    status text not null check (status in ('held', 'committed', 'consumed', 'released')),
    expires_at timestamptz,
    created_at timestamptz not null,
    primary key (tenant_id, order_id, item_id, location_id),
    foreign key (tenant_id, item_id, location_id) references stock_levels (tenant_id, item_id, location_id)
);
create index reservations_expiry on reservations (expires_at) where status = 'held';
