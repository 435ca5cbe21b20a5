create table carts (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    token_hash bytea not null,
    customer_id uuid,
    status text not null default 'open' check (status in ('open', 'ordered', 'expired')),
    locale text not null,
    email text not null default '',
    phone text not null default '',
    shipping_address jsonb,
    billing_address jsonb,
    shipping_rate_id uuid,
    payment_method text not null default '',
    note text not null default '',
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id),
    foreign key (tenant_id, shipping_rate_id) references shipping_rates (tenant_id, id)
        on delete set null (shipping_rate_id)
);
create index carts_expiry on carts (expires_at) where status = 'open';
create index carts_customer on carts (tenant_id, customer_id) where customer_id is not null;

create table cart_lines (
    tenant_id uuid not null references tenants (id),
    cart_id uuid not null,
    variant_id uuid not null,
    quantity bigint not null check (quantity > 0 and quantity <= 1000000000),
    added_at timestamptz not null,
    primary key (tenant_id, cart_id, variant_id),
    foreign key (tenant_id, cart_id) references carts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references variants (tenant_id, id) on delete cascade
);

-- A natural key (cart, cart version) makes one cart one order, whatever keys its buyer's retries carry.
create table orders (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    number text not null,
    cart_id uuid,
    cart_version integer,
    customer_id uuid,
    type text not null default 'ecommerce',
    sales_channel text not null default 'storefront',
    status text not null default 'open' check (status in ('open', 'completed', 'cancelled')),
    payment_status text not null default 'pending' check (payment_status in
        ('pending', 'requires_action', 'authorized', 'partially_captured', 'captured', 'failed', 'expired',
         'cancelled', 'partially_refunded', 'refunded', 'unknown')),
    fulfillment_status text not null default 'unfulfilled' check (fulfillment_status in
        ('unfulfilled', 'prepared', 'shipped', 'delivered', 'returned')),
    placed_at timestamptz,
    currency text not null check (currency ~ '^[A-Z]{3}$'),
    locale text not null,
    prices_include_tax boolean not null,
    is_estimated boolean not null,
    subtotal_minor bigint not null,
    discount_minor bigint not null default 0,
    shipping_minor bigint not null,
    tax_minor bigint not null,
    total_minor bigint not null,
    email text not null,
    phone text not null default '',
    shipping_address jsonb not null,
    billing_address jsonb not null,
    shipping_method jsonb not null,
    payment_method text not null,
    note text not null default '',
    tracking_hash bytea not null,
    cancel_reason text not null default '',
    cancelled_at timestamptz,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number),
    unique (tenant_id, cart_id, cart_version),
    unique (tenant_id, tracking_hash),
    foreign key (tenant_id, store_id) references stores (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id),
    check (total_minor >= 0),
    check (case when prices_include_tax
                then total_minor = subtotal_minor - discount_minor + shipping_minor
                else total_minor = subtotal_minor - discount_minor + shipping_minor + tax_minor end)
);
create index orders_recent on orders (tenant_id, created_at desc, id desc);
create index orders_customer on orders (tenant_id, customer_id, created_at desc);
create index orders_email on orders (tenant_id, email);
create index orders_unplaced on orders (created_at) where placed_at is null and status = 'open';

-- Snapshots: what was sold, as it was named, priced and taxed at that moment.
create table order_lines (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    order_id uuid not null,
    position integer not null,
    product_id uuid not null,
    variant_id uuid not null,
    stock_item_id uuid not null,
    sku text not null,
    title text not null,
    variant_title text not null default '',
    slug text not null default '',
    image jsonb,
    quantity bigint not null check (quantity > 0),
    unit text not null,
    scale integer not null,
    pricing_mode text not null,
    unit_price_minor bigint not null check (unit_price_minor >= 0),
    subtotal_minor bigint not null,
    discount_minor bigint not null default 0,
    net_minor bigint not null,
    tax_minor bigint not null,
    total_minor bigint not null,
    tax_class text not null,
    taxes jsonb not null default '[]',
    weight_grams bigint not null default 0,
    primary key (tenant_id, id),
    unique (tenant_id, order_id, position),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
    check (net_minor + tax_minor = total_minor)
);

-- The order's taxes by rate, shipping's share included: they add up to orders.tax_minor.
create table order_taxes (
    tenant_id uuid not null references tenants (id),
    order_id uuid not null,
    code text not null,
    name text not null,
    rate_ppm integer not null,
    amount_minor bigint not null,
    primary key (tenant_id, order_id, code, rate_ppm),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);

-- Further tokens that open an order: one for each time its buyer found it by number and e-mail.
create table order_tokens (
    tenant_id uuid not null references tenants (id),
    token_hash bytea not null,
    order_id uuid not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (tenant_id, token_hash),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index order_tokens_of on order_tokens (tenant_id, order_id);

create table payments (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    order_id uuid not null,
    provider text not null,
    attempt integer not null,
    status text not null check (status in
        ('pending', 'requires_action', 'authorized', 'partially_captured', 'captured', 'failed', 'expired',
         'cancelled', 'partially_refunded', 'refunded', 'unknown')),
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    captured_minor bigint not null default 0 check (captured_minor >= 0),
    refunded_minor bigint not null default 0 check (refunded_minor between 0 and captured_minor),
    provider_reference text,
    action_url text not null default '',
    -- Where the buyer comes back to; empty until the provider is first asked. Asking again is the same request.
    return_url text not null default '',
    reason text not null default '',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    expires_at timestamptz,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, order_id, attempt),
    unique (tenant_id, provider, provider_reference),
    foreign key (tenant_id, order_id) references orders (tenant_id, id),
    check (captured_minor <= amount_minor)
);
-- At most one live payment an order: a second click finds the first.
create unique index payments_live on payments (tenant_id, order_id)
    where status in ('pending', 'requires_action', 'authorized', 'unknown');
create index payments_open on payments (updated_at) where status in ('pending', 'requires_action', 'unknown');

-- Money on its way back: written before the provider is asked, so that what is cut off half-way is asked for again with
-- the same key.
create table refunds (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    payment_id uuid not null,
    amount_minor bigint not null check (amount_minor > 0),
    reason text not null default '',
    status text not null default 'pending' check (status in ('pending', 'done', 'refused')),
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, payment_id) references payments (tenant_id, id)
);
create index refunds_of on refunds (tenant_id, payment_id);
create index refunds_pending on refunds (updated_at) where status = 'pending';

-- What providers told us, raw, once each.
create table payment_callbacks (
    tenant_id uuid not null references tenants (id),
    provider text not null,
    event_id text not null,
    payment_id uuid,
    payload jsonb not null,
    received_at timestamptz not null,
    processed_at timestamptz,
    outcome text not null default '',
    primary key (tenant_id, provider, event_id)
);

-- The sandbox gateway's own books: what a real gateway would hold on its side.
create table sandbox_charges (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    reference text not null,
    idempotency_key text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    currency text not null,
    status text not null default 'open' check (status in ('open', 'challenged', 'paid', 'declined', 'refunded', 'cancelled')),
    return_url text not null,
    callback_url text not null,
    behaviour text not null default '',
    refunded_minor bigint not null default 0 check (refunded_minor between 0 and amount_minor),
    refund_keys text[] not null default '{}',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, idempotency_key),
    unique (tenant_id, reference)
);
