-- What the list of the back office filters and sorts by: one narrow row a product, so that any filter with any order reads
-- little. Status, title and times follow the product, pictures and variants follow theirs, in the same transaction. Stock
-- is not followed by triggers (two checkouts of one product would wait for each other): it is brought up to date from the
-- ledger by whoever asks for it (`product_figure_marks`), and at once where only staff change it.
create table product_figures (
    tenant_id uuid not null references tenants (id),
    product_id uuid not null,
    status text not null,
    title_key text collate "C" not null,
    attribute_set_id uuid,
    vendor text not null,
    tax_class text not null,
    tags text[] not null,
    pictures integer not null default 0,
    variants integer not null default 0,
    on_hand bigint,
    available bigint,
    is_low boolean not null default false,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, product_id),
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade
);
create index product_figures_updated on product_figures (tenant_id, updated_at, product_id);
create index product_figures_status on product_figures (tenant_id, status, updated_at, product_id);
create index product_figures_created on product_figures (tenant_id, created_at, product_id);
create index product_figures_title on product_figures (tenant_id, title_key, product_id);
create index product_figures_bare on product_figures (tenant_id, updated_at, product_id) where pictures = 0;
create index product_figures_low on product_figures (tenant_id, updated_at, product_id) where is_low;
-- What is not counted stands above all stock, what has no price below all prices.
create index product_figures_stock on product_figures
    (tenant_id, (coalesce(available, 9223372036854775807)), product_id);
create index store_products_priced on store_products (tenant_id, store_id, (coalesce(price_minor, -1)), product_id);

create table product_figure_marks (
    tenant_id uuid not null references tenants (id),
    counted_until timestamptz not null,
    primary key (tenant_id)
);

create function title_key(title text) returns text language sql stable parallel safe
    return left(lower(unaccent(title)), 120);

create function count_product_stock(whose uuid, ids uuid[]) returns void language sql as $$
    update product_figures f
       set variants = s.variants, on_hand = s.on_hand, available = s.available, is_low = s.is_low
      from (select c.id,
                   (select count(*) from variants v where v.tenant_id = whose and v.product_id = c.id and v.is_active)
                       as variants,
                   t.on_hand, t.available, coalesce(t.is_low, false) as is_low
              from unnest(ids) as c (id)
             cross join lateral (
                   select case when bool_or(i.tracks_stock) then coalesce(sum(l.on_hand), 0) end as on_hand,
                          case when bool_or(i.tracks_stock)
                               then coalesce(sum(l.on_hand - l.reserved - l.safety), 0) end as available,
                          bool_or(l.low_at > 0 and l.on_hand - l.reserved - l.safety <= l.low_at) as is_low
                     from (select distinct v.stock_item_id, v.tracks_stock from variants v
                            where v.tenant_id = whose and v.product_id = c.id and v.is_active) i
                     left join stock_levels l on l.tenant_id = whose and l.item_id = i.stock_item_id
                                             and i.tracks_stock) t) s
     where f.tenant_id = whose and f.product_id = s.id
       and (f.variants, f.on_hand, f.available, f.is_low) is distinct from (s.variants, s.on_hand, s.available, s.is_low)
$$;

create function keep_product_figures() returns trigger language plpgsql as $$
begin
    if tg_op = 'INSERT' then
        insert into product_figures (tenant_id, product_id, status, title_key, attribute_set_id, vendor, tax_class, tags,
                                     created_at, updated_at)
        select n.tenant_id, n.id, n.status, title_key(n.title), n.attribute_set_id, n.vendor, n.tax_class, n.tags,
               n.created_at, n.updated_at from fresh n;
    else
        update product_figures f
           set status = n.status, title_key = title_key(n.title), attribute_set_id = n.attribute_set_id,
               vendor = n.vendor, tax_class = n.tax_class, tags = n.tags, updated_at = n.updated_at
          from fresh n join stale o on o.tenant_id = n.tenant_id and o.id = n.id
         where f.tenant_id = n.tenant_id and f.product_id = n.id
           and (n.status, n.title, n.attribute_set_id, n.vendor, n.tax_class, n.tags, n.updated_at)
               is distinct from (o.status, o.title, o.attribute_set_id, o.vendor, o.tax_class, o.tags, o.updated_at);
    end if;
    return null;
end $$;
create trigger products_figures_made after insert on products referencing new table as fresh
    for each statement execute function keep_product_figures();
create trigger products_figures_changed after update on products referencing old table as stale new table as fresh
    for each statement execute function keep_product_figures();

create function keep_picture_figures() returns trigger language plpgsql as $$
begin
    update product_figures f
       set pictures = (select count(*) from product_images i
                        where i.tenant_id = f.tenant_id and i.product_id = f.product_id)
      from (select distinct c.tenant_id, c.product_id from moved c) n
     where f.tenant_id = n.tenant_id and f.product_id = n.product_id;
    return null;
end $$;
create trigger product_images_figures_made after insert on product_images referencing new table as moved
    for each statement execute function keep_picture_figures();
create trigger product_images_figures_gone after delete on product_images referencing old table as moved
    for each statement execute function keep_picture_figures();

create function keep_variant_figures() returns trigger language plpgsql as $$
declare each record;
begin
    if tg_op = 'UPDATE' then
        for each in select n.tenant_id, array_agg(distinct n.product_id) as ids
                      from moved n join stale o on o.tenant_id = n.tenant_id and o.id = n.id
                     where (n.is_active, n.stock_item_id, n.tracks_stock)
                           is distinct from (o.is_active, o.stock_item_id, o.tracks_stock) group by n.tenant_id
        loop perform count_product_stock(each.tenant_id, each.ids); end loop;
    else
        for each in select n.tenant_id, array_agg(distinct n.product_id) as ids from moved n group by n.tenant_id
        loop perform count_product_stock(each.tenant_id, each.ids); end loop;
    end if;
    return null;
end $$;
create trigger variants_figures_made after insert on variants referencing new table as moved
    for each statement execute function keep_variant_figures();
create trigger variants_figures_gone after delete on variants referencing old table as moved
    for each statement execute function keep_variant_figures();
create trigger variants_figures_changed after update on variants referencing old table as stale new table as moved
    for each statement execute function keep_variant_figures();

create function keep_shelf_figures() returns trigger language plpgsql as $$
begin
    perform count_product_stock(new.tenant_id, array(select distinct v.product_id from variants v
        where v.tenant_id = new.tenant_id and v.stock_item_id = new.item_id));
    return null;
end $$;
create trigger stock_levels_figures_made after insert on stock_levels
    for each row when (new.safety > 0 or new.low_at > 0) execute function keep_shelf_figures();
create trigger stock_levels_figures_changed after update of safety, low_at on stock_levels
    for each row when (old.safety <> new.safety or old.low_at <> new.low_at) execute function keep_shelf_figures();

-- What shoppers see of a product's attributes: those that are public.
alter table attributes add column is_public boolean not null default true;

-- A change of many products: what is asked, by whom, and how it went for each. Each product is changed in a transaction of
-- its own that writes its outcome, so a run that was stopped goes on where it was.
create table bulk_runs (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    change jsonb not null,
    caller jsonb not null,
    total integer not null,
    undoes uuid,
    status text not null default 'running' check (status in ('running', 'finished')),
    created_at timestamptz not null,
    finished_at timestamptz,
    primary key (tenant_id, id)
);
create table bulk_items (
    tenant_id uuid not null references tenants (id),
    run_id uuid not null,
    place integer not null,
    product_id uuid not null,
    title text not null default '',
    outcome text check (outcome in ('changed', 'unchanged', 'refused')),
    code text not null default '',
    message text not null default '',
    before jsonb,
    primary key (tenant_id, run_id, place),
    foreign key (tenant_id, run_id) references bulk_runs (tenant_id, id) on delete cascade
);
create index bulk_items_outcome on bulk_items (tenant_id, run_id, outcome, place);

do $$
declare t text;
begin
    foreach t in array array['product_figures', 'product_figure_marks', 'bulk_runs', 'bulk_items'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;

-- The goods that are there already: their owner sees them all for the length of this migration.
do $$
declare t text;
begin
    foreach t in array array['products', 'product_images', 'variants', 'stock_levels', 'product_figures'] loop
        execute format('alter table %I no force row level security', t);
    end loop;
    insert into product_figures (tenant_id, product_id, status, title_key, attribute_set_id, vendor, tax_class, tags,
                                 pictures, created_at, updated_at)
    select p.tenant_id, p.id, p.status, title_key(p.title), p.attribute_set_id, p.vendor, p.tax_class, p.tags,
           (select count(*) from product_images i where i.tenant_id = p.tenant_id and i.product_id = p.id),
           p.created_at, p.updated_at
      from products p;
    perform count_product_stock(w.tenant_id, w.ids)
       from (select f.tenant_id, array_agg(f.product_id) as ids from product_figures f group by f.tenant_id) w;
    foreach t in array array['products', 'product_images', 'variants', 'stock_levels', 'product_figures'] loop
        execute format('alter table %I force row level security', t);
    end loop;
end $$;
