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

-- The unchanging parts of what listings show, as JSON text, made when a row is written: a listing of 20 products would
-- otherwise spend half of its time on spelling the same objects again.
create function product_card(id uuid, slug text, vendor text, pricing_mode text, unit text) returns text
    language sql immutable parallel safe
    return '{"id":"prod_' || replace(id::text, '-', '') || '","slug":' || to_json(slug)::text || ',"vendor":'
        || to_json(vendor)::text || ',"pricing_mode":' || to_json(pricing_mode)::text || ',"unit":' || to_json(unit)::text;
create function variant_card(id uuid, sku text, option_values text[]) returns text
    language sql immutable parallel safe
    return '{"id":"var_' || replace(id::text, '-', '') || '","sku":' || to_json(sku)::text || ',"option_values":'
        || to_json(option_values)::text;

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
    card text not null generated always as (product_card(id, slug, vendor, pricing_mode, unit)) stored,
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

-- The words of products.search_text, each with its first place there. Row-level security keeps full-text and trigram
-- operators away from an index (they are not leakproof); comparisons of text are, so this is the index of searches.
create table search_words (
    tenant_id uuid not null references tenants (id),
    word text collate "C" not null,
    product_id uuid not null,
    place smallint not null,
    primary key (tenant_id, word, product_id) include (place)
);

create function search_words_in(search_text text) returns table (word text, place smallint)
    language sql immutable parallel safe
    begin atomic
        select left(t.word, 40), min(t.place)::smallint
          from unnest(regexp_split_to_array(left(search_text, 20000), '[^[:alnum:]]+')) with ordinality t (word, place)
         where t.word <> ''
         group by left(t.word, 40);
    end;

create function keep_search_words() returns trigger language plpgsql as $$
begin
    if tg_op <> 'INSERT' then
        delete from search_words w
         where w.tenant_id = old.tenant_id and w.product_id = old.id
           and w.word = any(array(select o.word from search_words_in(old.search_text) o));
    end if;
    if tg_op <> 'DELETE' then
        insert into search_words (tenant_id, word, product_id, place)
        select new.tenant_id, n.word, new.id, n.place from search_words_in(new.search_text) n order by n.word;
    end if;
    return null;
end $$;
create trigger products_words after insert or delete on products
    for each row execute function keep_search_words();
create trigger products_words_changed after update of search_text on products
    for each row when (old.search_text is distinct from new.search_text) execute function keep_search_words();

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
    card text,
    primary key (tenant_id, id),
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade,
    foreign key (tenant_id, media_id) references media (tenant_id, id),
    check (media_id is not null or source_url <> '')
);
create index product_images_of on product_images (tenant_id, product_id, position);
create index product_images_media on product_images (tenant_id, media_id);

create function picture_card(image product_images, media media) returns text
    language sql immutable parallel safe
    return '{"id":"img_' || replace(image.id::text, '-', '') || '","url":"/media/' || replace(media.tenant_id::text, '-', '')
        || '/' || replace(media.id::text, '-', '') || '","alt":' || to_json(image.alt)::text || ',"width":' || media.width
        || ',"height":' || media.height || ',"widths":' || to_json(media.widths)::text || ',"color":'
        || to_json(media.color)::text || '}';
create function keep_picture_card() returns trigger language plpgsql as $$
begin
    new.card := (select picture_card(new, m) from media m where m.tenant_id = new.tenant_id and m.id = new.media_id);
    return new;
end $$;
create trigger product_images_card before insert or update on product_images
    for each row execute function keep_picture_card();
create function keep_picture_cards() returns trigger language plpgsql as $$
begin
    update product_images i set card = '' where i.tenant_id = new.tenant_id and i.media_id = new.id;
    return null;
end $$;
create trigger media_cards after update on media for each row execute function keep_picture_cards();

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
    card text not null generated always as (variant_card(id, sku, option_values)) stored,
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
create index store_products_new on store_products (tenant_id, store_id, published_at desc, product_id desc)
    where is_visible and price_minor is not null;
create index store_products_price on store_products (tenant_id, store_id, price_minor, product_id)
    where is_visible and price_minor is not null;
create index store_products_best on store_products (tenant_id, store_id, sold desc, product_id desc)
    where is_visible and price_minor is not null;
create index store_products_of on store_products (tenant_id, product_id);

-- One row a variant and store: the base price, and a special price while its window is open. For goods by weight it is
-- the price of one unit (one kilogram). The variant stands before the store in the key: among many small tenants
-- PostgreSQL believes that a store has a handful of prices, and would read all of a large store's for each variant.
create table prices (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    variant_id uuid not null,
    base_minor bigint not null check (base_minor >= 0),
    special_minor bigint check (special_minor >= 0),
    special_from timestamptz,
    special_until timestamptz,
    version integer not null default 1,
    primary key (tenant_id, variant_id, store_id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references variants (tenant_id, id) on delete cascade,
    check (special_until is null or special_from is null or special_until > special_from)
);
create index prices_schedule on prices (special_from, special_until) where special_minor is not null;
