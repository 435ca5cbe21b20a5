-- Imported past orders were written without a part of their way of delivery, and could not be read back.
update orders set shipping_method = '{"free_over_minor": null, "min_days": null, "max_days": null}'::jsonb || shipping_method
where sales_channel = 'import' and not shipping_method ? 'free_over_minor';

-- What another system gave back of what it had sold: history beside the past orders, which have no payments here. A row a line;
-- `kind` says of what. What could be matched to a purchase of the same customer and article has a part for each.
create table past_refunds (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    number text not null,
    position integer not null,
    kind text not null check (kind in ('goods', 'postage', 'discount', 'charge')),
    customer_id uuid,
    refunded_at timestamptz not null,
    currency text not null,
    sku text not null,
    title text not null,
    quantity bigint not null check (quantity > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    created_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, number, position),
    foreign key (tenant_id, store_id) references stores (tenant_id, id),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);
create index past_refunds_of_customer on past_refunds (tenant_id, customer_id) where customer_id is not null;
create index past_refunds_in_store on past_refunds (tenant_id, store_id, refunded_at);

create table past_refund_parts (
    tenant_id uuid not null references tenants (id),
    refund_id uuid not null,
    order_line_id uuid not null,
    order_id uuid not null,
    quantity bigint not null check (quantity > 0),
    amount_minor bigint not null check (amount_minor >= 0),
    primary key (tenant_id, refund_id, order_line_id),
    foreign key (tenant_id, refund_id) references past_refunds (tenant_id, id) on delete cascade,
    foreign key (tenant_id, order_line_id) references order_lines (tenant_id, id) on delete cascade,
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index past_refund_parts_of on past_refund_parts (tenant_id, order_id);
create index past_refund_parts_of_line on past_refund_parts (tenant_id, order_line_id);

-- Files of what a store sells, for other systems to fetch. `token`: sealed, so that staff can read the address again; it is looked
-- up by its hash. `settings` say what is in it. `revision` counts the refreshes that changed something; `findings` are how many
-- items have which problem. `refreshed_to` is up to when changes are followed, `whole_at` when all was looked at last (null:
-- look at all next time), `purged_revision` the last of which removed items are forgotten.
create table feeds (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    name text not null,
    channel text not null check (channel in ('google', 'meta', 'plain')),
    format text not null check (format in ('xml', 'tsv', 'csv', 'json')),
    locale text not null,
    market text not null default '',
    status text not null default 'draft' check (status in ('draft', 'live', 'paused')),
    settings jsonb not null default '{}',
    token_hash bytea not null,
    token bytea not null,
    password_hash bytea,
    currency text not null default '',
    items integer not null default 0,
    left_out integer not null default 0,
    findings jsonb not null default '{}',
    revision bigint not null default 0,
    purged_revision bigint not null default 0,
    refreshed_to timestamptz,
    refreshed_at timestamptz,
    whole_at timestamptz,
    took_ms integer not null default 0,
    fetched_at timestamptz,
    fetched_by text not null default '',
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);
create index feeds_recent on feeds (tenant_id, created_at desc, id desc);

-- What a feed says of a variant: `body` is its piece of the file, empty when it cannot be listed. `revision`: of the feed, when
-- it changed last. A removed one stays for a while, so that others can be told.
create table feed_items (
    tenant_id uuid not null references tenants (id),
    feed_id uuid not null,
    variant_id uuid not null,
    product_id uuid not null,
    item_id text not null,
    title text not null,
    is_listed boolean not null,
    problems text[] not null default '{}',
    body text not null,
    hash bytea not null,
    revision bigint not null,
    changed_at timestamptz not null,
    removed_at timestamptz,
    primary key (tenant_id, feed_id, variant_id),
    foreign key (tenant_id, feed_id) references feeds (tenant_id, id) on delete cascade
);
create index feed_items_of_product on feed_items (tenant_id, feed_id, product_id);
create index feed_items_changed on feed_items (tenant_id, feed_id, revision);

-- The whole file, in gzip, ready to be fetched.
create table feed_files (
    tenant_id uuid not null references tenants (id),
    feed_id uuid not null,
    body bytea not null,
    bytes bigint not null,
    etag text not null,
    revision bigint not null,
    made_at timestamptz not null,
    primary key (tenant_id, feed_id),
    foreign key (tenant_id, feed_id) references feeds (tenant_id, id) on delete cascade
);

-- What Google calls a category; those below it are called the same unless they say otherwise.
create table feed_categories (
    tenant_id uuid not null references tenants (id),
    category_id uuid not null,
    google_category text not null check (google_category <> ''),
    primary key (tenant_id, category_id),
    foreign key (tenant_id, category_id) references categories (tenant_id, id) on delete cascade
);

do $$
declare t text;
begin
    foreach t in array array['past_refunds', 'past_refund_parts', 'feeds', 'feed_items', 'feed_files', 'feed_categories'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
