-- How a company recommends. A company without a row does as the defaults say (`recommendations.types.Tuning`).
create table recommendation_tuning (
    tenant_id uuid not null references tenants (id),
    kinds text[] not null,
    beside_product integer not null check (beside_product between 0 and 8),
    below_product integer not null check (below_product between 0 and 12),
    in_cart integer not null check (in_cart between 0 and 8),
    sold_out text not null check (sold_out in ('last', 'hidden')),
    minimum_orders integer not null check (minimum_orders between 1 and 1000),
    minimum_lift real not null check (minimum_lift between 1 and 100),
    window_days integer not null check (window_days between 7 and 3650),
    half_life_days integer not null check (half_life_days between 0 and 3650),
    version integer not null default 1,
    updated_at timestamptz not null,
    primary key (tenant_id)
);

-- Products that are never recommended, whatever was computed or chosen.
create table recommendation_exclusions (
    tenant_id uuid not null references tenants (id),
    product_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, product_id),
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade
);

-- What the merchant chose to go with a product: further things (cross_sell), better ones (up_sell).
create table recommendation_links (
    tenant_id uuid not null references tenants (id),
    product_id uuid not null,
    kind text not null check (kind in ('cross_sell', 'up_sell')),
    other_id uuid not null,
    position integer not null,
    primary key (tenant_id, product_id, kind, other_id),
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade,
    foreign key (tenant_id, other_id) references products (tenant_id, id) on delete cascade,
    check (product_id <> other_id)
);
create index recommendation_links_other on recommendation_links (tenant_id, other_id);

-- One computing of everything: how far it is, what it read, what came out. What a live run found is shown; the next one
-- takes its place in one statement.
create table recommendation_runs (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    status text not null check (status in ('waiting', 'running', 'finished', 'failed')),
    is_live boolean not null default false,
    asked_by text not null,
    step text not null default '',
    steps_done integer not null default 0,
    steps integer not null default 0,
    orders bigint not null default 0,
    lines bigint not null default 0,
    capped_orders bigint not null default 0,
    weight double precision not null default 0,
    products bigint not null default 0,
    together_pairs bigint not null default 0,
    similar_pairs bigint not null default 0,
    error text not null default '',
    created_at timestamptz not null,
    started_at timestamptz,
    heard_at timestamptz,
    finished_at timestamptz,
    primary key (tenant_id, id)
);
create unique index recommendation_runs_live on recommendation_runs (tenant_id) where is_live;
create unique index recommendation_runs_open on recommendation_runs (tenant_id) where status in ('waiting', 'running');
create index recommendation_runs_recent on recommendation_runs (tenant_id, created_at desc, id desc);

-- What goes with what, best first. `orders`, `confidence` and `lift` are of things bought together; `score` orders a kind.
-- Products carry no foreign key: rows are read through `products`, and there are millions of them to write.
create table recommendation_pairs (
    tenant_id uuid not null,
    run_id uuid not null,
    kind text not null check (kind in ('together', 'similar')),
    product_id uuid not null,
    place smallint not null,
    other_id uuid not null,
    orders integer not null default 0,
    confidence real not null default 0,
    lift real not null default 0,
    score real not null,
    primary key (tenant_id, run_id, kind, product_id, place),
    foreign key (tenant_id, run_id) references recommendation_runs (tenant_id, id) on delete cascade
);

-- The tables that a run works on, emptied when it ends: products by number, what was bought in one order, and what a
-- product is described by, each description's products in the order of their prices.
create unlogged table recommendation_goods (
    tenant_id uuid not null,
    number integer not null,
    product_id uuid not null,
    orders integer not null default 0,
    weight double precision not null default 0,
    price_minor bigint,
    features bigint[] not null default '{}',
    weights real[] not null default '{}',
    described double precision not null default 0,
    primary key (tenant_id, number)
);
create unique index recommendation_goods_product on recommendation_goods (tenant_id, product_id);
create unlogged table recommendation_baskets (
    tenant_id uuid not null,
    order_id uuid not null,
    number integer not null,
    weight real not null,
    primary key (tenant_id, order_id, number)
);
-- Neighbours stand from `low` to `high`: subtracting in a condition would keep it from the index, since operators that may
-- fail do not pass row-level security.
create unlogged table recommendation_features (
    tenant_id uuid not null,
    feature bigint not null,
    place integer not null,
    low integer not null,
    high integer not null,
    number integer not null,
    weight real not null,
    primary key (tenant_id, feature, place)
);

-- What was shown, followed and put into carts, a day and kind; and of each pair, for as long as `measuring.PAIR_DAYS`.
create table recommendation_days (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    day date not null,
    kind text not null check (kind in ('cross_sell', 'together', 'up_sell', 'similar', 'best')),
    shown bigint not null default 0,
    clicks bigint not null default 0,
    added bigint not null default 0,
    primary key (tenant_id, store_id, day, kind),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);
create table recommendation_pair_days (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    day date not null,
    kind text not null check (kind in ('cross_sell', 'together', 'up_sell', 'similar', 'best')),
    product_id uuid not null,
    other_id uuid not null,
    shown bigint not null default 0,
    clicks bigint not null default 0,
    added bigint not null default 0,
    primary key (tenant_id, store_id, day, kind, product_id, other_id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- What somebody put into a cart from a recommendation: it waits for the order, and goes with the cart.
create table recommendation_picks (
    tenant_id uuid not null references tenants (id),
    cart_id uuid not null,
    other_id uuid not null,
    product_id uuid not null,
    kind text not null check (kind in ('cross_sell', 'together', 'up_sell', 'similar', 'best')),
    picked_at timestamptz not null,
    primary key (tenant_id, cart_id, other_id),
    foreign key (tenant_id, cart_id) references carts (tenant_id, id) on delete cascade
);

-- Order lines that came from a recommendation. Amounts are those of the lines, so that edits and cancellations count.
create table recommendation_sales (
    tenant_id uuid not null references tenants (id),
    order_id uuid not null,
    other_id uuid not null,
    product_id uuid not null,
    kind text not null check (kind in ('cross_sell', 'together', 'up_sell', 'similar', 'best')),
    store_id uuid not null,
    day date not null,
    primary key (tenant_id, order_id, other_id),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);
create index recommendation_sales_day on recommendation_sales (tenant_id, day, store_id);

do $$
declare t text;
begin
    foreach t in array array['recommendation_tuning', 'recommendation_exclusions', 'recommendation_links',
                             'recommendation_runs', 'recommendation_pairs', 'recommendation_goods',
                             'recommendation_baskets', 'recommendation_features', 'recommendation_days',
                             'recommendation_pair_days', 'recommendation_picks', 'recommendation_sales'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
