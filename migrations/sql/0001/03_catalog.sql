-- Texts that shoppers read are in the tenant's default language in their own column; `translations` holds the others as
-- {"fr": {"title": "…"}}.
create table categories (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    parent_id uuid,
    slug text not null,
    name text not null,
    description text not null default '',
    seo_title text not null default '',
    seo_description text not null default '',
    translations jsonb not null default '{}',
    position integer not null default 0,
    is_visible boolean not null default true,
    image_id uuid,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, slug),
    foreign key (tenant_id, parent_id) references categories (tenant_id, id)
);
create index categories_tree on categories (tenant_id, parent_id, position);

create table attributes (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    code text not null,
    name text not null,
    kind text not null check (kind in ('text', 'number', 'boolean', 'choice', 'measure')),
    choices text[] not null default '{}',
    unit text not null default '',
    is_filter boolean not null default false,
    translations jsonb not null default '{}',
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table attribute_sets (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    code text not null,
    name text not null,
    primary key (tenant_id, id),
    unique (tenant_id, code)
);

create table attribute_set_members (
    tenant_id uuid not null references tenants (id),
    attribute_set_id uuid not null,
    attribute_id uuid not null,
    position integer not null default 0,
    is_required boolean not null default false,
    primary key (tenant_id, attribute_set_id, attribute_id),
    foreign key (tenant_id, attribute_set_id) references attribute_sets (tenant_id, id) on delete cascade,
    foreign key (tenant_id, attribute_id) references attributes (tenant_id, id) on delete cascade
);

create table media (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    key text not null,
    mime text not null,
    width integer not null,
    height integer not null,
    bytes bigint not null,
    checksum bytea not null,
    widths integer[] not null default '{}',
    color text not null default '',
    created_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, checksum)
);
alter table categories add foreign key (tenant_id, image_id) references media (tenant_id, id);

create table products (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    slug text not null,
    title text not null,
    description text not null default '',
    status text not null default 'draft' check (status in ('draft', 'active', 'archived')),
    vendor text not null default '',
    kind text not null default '',
    tags text[] not null default '{}',
    tax_class text not null default 'standard',
    pricing_mode text not null default 'fixed' check (pricing_mode in ('fixed', 'weight')),
    unit text not null default 'C62',
    scale integer not null default 0 check (scale between 0 and 3),
    step bigint not null default 1 check (step > 0),
    minimum bigint not null default 1 check (minimum > 0),
    maximum bigint check (maximum >= minimum),
    average bigint check (average > 0),
    requires_shipping boolean not null default true,
    attribute_set_id uuid,
    attributes jsonb not null default '{}',
    options jsonb not null default '[]',
    seo_title text not null default '',
    seo_description text not null default '',
    translations jsonb not null default '{}',
    search_text text not null default '',
    search_vector tsvector generated always as (to_tsvector('simple', search_text)) stored,
    source jsonb not null default '{}',
    version integer not null default 1,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    primary key (tenant_id, id),
    unique (tenant_id, slug),
    foreign key (tenant_id, attribute_set_id) references attribute_sets (tenant_id, id),
    check (pricing_mode = 'weight' or scale = 0)
);
create index products_status on products (tenant_id, status, created_at desc, id);
create index products_search on products using gin (search_vector);
create index products_trigram on products using gin (search_text gin_trgm_ops);
create index products_tags on products using gin (tags);

-- Every slug a product or category ever had; an old one redirects to where the thing is now.
create table slugs (
    tenant_id uuid not null references tenants (id),
    kind text not null check (kind in ('product', 'category')),
    slug text not null,
    target_id uuid not null,
    created_at timestamptz not null default now(),
    primary key (tenant_id, kind, slug)
);

create table product_images (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    product_id uuid not null,
    media_id uuid,
    source_url text not null default '',
    alt text not null default '',
    position integer not null default 0,
    primary key (tenant_id, id),
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade,
    foreign key (tenant_id, media_id) references media (tenant_id, id),
    check (media_id is not null or source_url <> '')
);
create index product_images_of on product_images (tenant_id, product_id, position);

create table product_categories (
    tenant_id uuid not null references tenants (id),
    product_id uuid not null,
    category_id uuid not null,
    position integer not null default 0,
    primary key (tenant_id, product_id, category_id),
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade,
    foreign key (tenant_id, category_id) references categories (tenant_id, id) on delete cascade
);
create index product_categories_in on product_categories (tenant_id, category_id, position, product_id);

-- What is counted in stock. Several variants may draw on one item (a gift box and its loose piece).
create table stock_items (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    sku text not null,
    unit text not null default 'C62',
    scale integer not null default 0,
    primary key (tenant_id, id),
    unique (tenant_id, sku)
);

create table variants (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    product_id uuid not null,
    sku text not null,
    barcode text not null default '',
    option_values text[] not null default '{}',
    title text not null default '',
    position integer not null default 0,
    weight_grams bigint not null default 0 check (weight_grams >= 0),
    stock_item_id uuid not null,
    stock_per_unit bigint not null default 1 check (stock_per_unit > 0),
    tracks_stock boolean not null default true,
    sells_without_stock boolean not null default false,
    image_id uuid,
    is_active boolean not null default true,
    version integer not null default 1,
    primary key (tenant_id, id),
    unique (tenant_id, sku),
    unique (tenant_id, product_id, option_values),
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade,
    foreign key (tenant_id, stock_item_id) references stock_items (tenant_id, id),
    foreign key (tenant_id, image_id) references product_images (tenant_id, id) on delete set null (image_id)
);
create index variants_of on variants (tenant_id, product_id, position);
create index variants_item on variants (tenant_id, stock_item_id);

-- A product is sold in a store when it is assigned here. `title` and `description` override the product's, if given.
create table store_products (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    product_id uuid not null,
    is_visible boolean not null default true,
    published_at timestamptz not null default now(),
    sold bigint not null default 0,
    price_minor bigint,
    primary key (tenant_id, store_id, product_id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade,
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade
);
create index store_products_new on store_products (tenant_id, store_id, published_at desc, product_id desc) where is_visible;
create index store_products_price on store_products (tenant_id, store_id, price_minor, product_id) where is_visible;
create index store_products_best on store_products (tenant_id, store_id, sold desc, product_id desc) where is_visible;
create index store_products_of on store_products (tenant_id, product_id);

-- One row a variant and store: the base price, and a special price while its window is open. For goods by weight it is
-- the price of one unit (one kilogram).
create table prices (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    variant_id uuid not null,
    base_minor bigint not null check (base_minor >= 0),
    special_minor bigint check (special_minor >= 0),
    special_from timestamptz,
    special_until timestamptz,
    version integer not null default 1,
    primary key (tenant_id, store_id, variant_id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references variants (tenant_id, id) on delete cascade,
    check (special_until is null or special_from is null or special_until > special_from)
);
create index prices_of on prices (tenant_id, variant_id);
create index prices_schedule on prices (special_from, special_until) where special_minor is not null;
