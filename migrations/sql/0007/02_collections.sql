-- Groups of products for presentation: chosen by hand, or by conditions. Either way the members are rows, so that a
-- listing of a collection costs what a listing of a category costs; those by conditions are kept by listeners and jobs.
create table collections (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    slug text not null,
    title text not null,
    description text not null default '',
    kind text not null check (kind in ('manual', 'rule')),
    conditions jsonb not null default '[]',
    matches_any boolean not null default false,
    sort text not null default 'manual' check (sort in ('manual', 'newest', 'price', 'price_desc', 'best', 'title')),
    is_visible boolean not null default true,
    image_id uuid,
    seo_title text not null default '',
    seo_description text not null default '',
    translations jsonb not null default '{}',
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    refreshed_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, slug),
    foreign key (tenant_id, image_id) references media (tenant_id, id)
);

create table collection_products (
    tenant_id uuid not null references tenants (id),
    collection_id uuid not null,
    product_id uuid not null,
    position integer not null default 0,
    primary key (tenant_id, collection_id, product_id),
    foreign key (tenant_id, collection_id) references collections (tenant_id, id) on delete cascade,
    foreign key (tenant_id, product_id) references products (tenant_id, id) on delete cascade
);
create index collection_products_order on collection_products (tenant_id, collection_id, position, product_id);
create index collection_products_of on collection_products (tenant_id, product_id);

alter table slugs drop constraint slugs_kind_check;
alter table slugs add constraint slugs_kind_check check (kind in ('product', 'category', 'collection')) not valid;
alter table slugs validate constraint slugs_kind_check;

do $$
declare t text;
begin
    foreach t in array array['collections', 'collection_products'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
