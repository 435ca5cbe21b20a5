-- Orders that staff build for somebody. A draft is a cart of staff's with what a cart does not know: prices of staff's own,
-- discounts, carriage by hand, notes, a link. Its id is the cart's; who it is for, what they typed and whether it was ordered is
-- the cart's, so that a draft is sold by the same steps, and once.
create table draft_orders (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    number text not null,
    customer_id uuid,
    -- variant → {unit_price_minor, price_reason, discount}
    agreed jsonb not null default '{}',
    -- {kind: amount | percent, value, reason}, off the goods
    discount jsonb,
    -- {name, price_minor}; without a rate it is carriage of staff's own, with one its price
    carriage jsonb,
    internal_note text not null default '',
    tags text[] not null default '{}',
    hold_until timestamptz,
    -- As it was last priced, for lists.
    total_minor bigint not null default 0,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    count integer not null default 0,
    words text not null default '',
    token_hash bytea,
    sent_to text not null default '',
    sent_at timestamptz,
    link_expires_at timestamptz,
    cancelled_at timestamptz,
    created_by text not null,
    created_by_name text not null default '',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, id) references carts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, store_id) references stores (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index draft_orders_recent on draft_orders (tenant_id, created_at desc, id desc);
create index draft_orders_customer on draft_orders (tenant_id, customer_id) where customer_id is not null;

do $$
declare t text;
begin
    foreach t in array array['draft_orders'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
