-- Promotions: what a shop offers, the codes that open it, what was used of it, and what it took off orders.

-- `rules` are its conditions and effects (duka.promotions.types.Rules). `used` and `spent` (currency → minor units) are kept only
-- where there is a limit or a budget: so that orders of an unlimited promotion never wait for each other.
create table promotions (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    name text not null,
    title text not null,
    translations jsonb not null default '{}',
    status text not null default 'draft' check (status in ('draft', 'active', 'paused', 'ended')),
    needs_code boolean not null default false,
    rules jsonb not null,
    priority integer not null default 100,
    starts_at timestamptz,
    ends_at timestamptz,
    usage_limit bigint check (usage_limit > 0),
    customer_limit integer check (customer_limit > 0),
    budget jsonb not null default '{}',
    used bigint not null default 0 check (used >= 0),
    spent jsonb not null default '{}',
    version integer not null default 1,
    created_by_name text not null default '',
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    check (ends_at is null or starts_at is null or ends_at > starts_at)
);
create index promotions_recent on promotions (tenant_id, created_at desc, id desc);
create index promotions_active on promotions (tenant_id) where status = 'active';

create table promotion_batches (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    promotion_id uuid not null,
    prefix text not null default '',
    count integer not null,
    usage_limit integer check (usage_limit > 0),
    created_by_name text not null default '',
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, promotion_id) references promotions (tenant_id, id) on delete cascade
);
create index promotion_batches_of on promotion_batches (tenant_id, promotion_id, created_at desc, id desc);

-- `code` as it is compared: upper case, without spaces and signs.
create table promotion_codes (
    tenant_id uuid not null references tenants (id),
    code text collate "C" not null check (code <> ''),
    promotion_id uuid not null,
    batch_id uuid,
    usage_limit integer check (usage_limit > 0),
    used integer not null default 0 check (used >= 0),
    is_disabled boolean not null default false,
    created_at timestamptz not null,
    primary key (tenant_id, code),
    foreign key (tenant_id, promotion_id) references promotions (tenant_id, id) on delete cascade
);
create index promotion_codes_of on promotion_codes (tenant_id, promotion_id, code);
create index promotion_codes_batch on promotion_codes (tenant_id, batch_id) where batch_id is not null;

-- How often each buyer used a promotion that limits that. `buyer` is `promotion_buyer` of an e-mail address, or a customer's id.
create table promotion_buyers (
    tenant_id uuid not null references tenants (id),
    promotion_id uuid not null,
    buyer text collate "C" not null,
    used integer not null default 0 check (used >= 0),
    primary key (tenant_id, promotion_id, buyer),
    foreign key (tenant_id, promotion_id) references promotions (tenant_id, id) on delete cascade
);
create index promotion_buyers_of on promotion_buyers (tenant_id, buyer);

-- What an order used; `given_back_at`: it was given up or cancelled before it counted, and others may use it.
create table promotion_uses (
    tenant_id uuid not null references tenants (id),
    order_id uuid not null,
    promotion_id uuid not null,
    code text collate "C" not null default '',
    buyers text[] not null default '{}',
    currency text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    at timestamptz not null,
    given_back_at timestamptz,
    primary key (tenant_id, order_id, promotion_id)
);
create index promotion_uses_of on promotion_uses (tenant_id, promotion_id, at desc);

-- What was taken off an order: off one of its lines, or (`line_id` null) off its carriage.
create table order_discounts (
    tenant_id uuid not null references tenants (id),
    order_id uuid not null,
    position integer not null,
    line_id uuid,
    promotion_id uuid not null,
    code text not null default '',
    title text not null,
    amount_minor bigint not null check (amount_minor >= 0),
    primary key (tenant_id, order_id, position),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index order_discounts_promotion on order_discounts (tenant_id, promotion_id);

-- The promotions that applied, with what they were judged by: an edit judges them again (duka.promotions.sold.Sold).
alter table orders add column promotions jsonb;
-- How much of a line's discount is of promotions.
alter table order_lines add column promotion_minor bigint not null default 0 check (promotion_minor >= 0);
alter table draft_orders add column without_promotions boolean not null default false;

-- One form for the ways that an e-mail address can be written and still reach the same person: case, a +tag, Gmail's dots.
create function promotion_buyer(email text) returns text language sql immutable parallel safe as $$
    select case when position('@' in e) = 0 then '' else encode(sha256(convert_to(
               case when split_part(e, '@', 2) in ('gmail.com', 'googlemail.com')
                    then replace(split_part(split_part(e, '@', 1), '+', 1), '.', '') || '@gmail.com'
                    else split_part(split_part(e, '@', 1), '+', 1) || '@' || split_part(e, '@', 2) end, 'UTF8')), 'hex') end
      from (select lower(btrim(coalesce(email, '')))) x (e)
$$;

-- The categories of a product with all those above them, and its collections: public ids.
create function product_places(for_tenant uuid, for_product uuid) returns text[] language sql stable as $$
    with recursive up (id, height) as (
        select p.category_id, 0 from product_categories p where p.tenant_id = for_tenant and p.product_id = for_product
        union
        select c.parent_id, up.height + 1 from up
          join categories c on c.tenant_id = for_tenant and c.id = up.id and c.parent_id is not null
         where up.height < 20)
    select array(select 'cat_' || replace(up.id::text, '-', '') from up
                 union
                 select 'coll_' || replace(p.collection_id::text, '-', '') from collection_products p
                  where p.tenant_id = for_tenant and p.product_id = for_product)
$$;

-- What promotions ask of a cart beside its lines: only what is asked is looked up.
create function promotion_facts(for_tenant uuid, for_cart uuid, asks jsonb) returns json language sql stable as $$
    select json_build_object(
        'codes', (select coalesce(json_agg(json_build_object('code', k.code, 'promotion', k.promotion_id, 'used', k.used,
                             'limit', k.usage_limit, 'is_disabled', k.is_disabled) order by k.code), '[]')
                    from promotion_codes k where k.tenant_id = for_tenant and k.code = any (b.codes)),
        'typed', b.codes,
        'is_known', b.email <> '',
        'groups', case when (asks ->> 'groups')::boolean then (
            select coalesce(json_agg(g.group_id), '[]') from customer_group_members g
             where g.tenant_id = for_tenant and g.customer_id = b.customer) else '[]' end,
        'orders', case when (asks ->> 'orders')::boolean then (
            select count(*) from orders o where o.tenant_id = for_tenant and o.placed_at is not null and o.status <> 'cancelled'
               and (o.customer_id = b.customer or o.email = b.email and b.email <> '')) else 0 end,
        'uses', case when asks -> 'limited' <> '[]' then (
            select coalesce(json_object_agg(u.promotion_id, u.used), '{}') from (
                select x.promotion_id, max(x.used) as used from promotion_buyers x
                 where x.tenant_id = for_tenant and x.promotion_id = any (array(select jsonb_array_elements_text(asks -> 'limited')::uuid))
                   and x.buyer in (promotion_buyer(b.email), b.customer::text)
                 group by x.promotion_id) u) else '{}' end)
      from (select c.codes, y.customer, coalesce(nullif(c.email, ''), u.email, '') as email
              from carts c
              left join draft_orders d on d.tenant_id = for_tenant and d.id = c.id
              cross join lateral (select coalesce(c.customer_id, d.customer_id) as customer) y
              left join customers u on u.tenant_id = for_tenant and u.id = y.customer
             where c.tenant_id = for_tenant and c.id = for_cart) b
$$;

-- Those that are switched on, as duka.promotions.active reads them; `unless`: whether a company has promotions that says nothing
-- of its own.
create function promotions_active(for_tenant uuid, at timestamptz, unless boolean) returns text language sql stable as $$
    select json_build_object(
               'definitions', coalesce(json_agg(json_build_object('id', 'promo_' || replace(p.id::text, '-', ''), 'title', p.title,
                   'titles', (select coalesce(json_object_agg(t.key, t.value ->> 'title'), '{}') from jsonb_each(p.translations) t),
                   'needs_code', p.needs_code, 'priority', p.priority, 'rules', p.rules, 'starts_at', p.starts_at,
                   'ends_at', p.ends_at, 'usage_limit', p.usage_limit, 'customer_limit', p.customer_limit,
                   'budget', p.budget) order by p.id)::text, '[]'),
               'used', coalesce(json_object_agg('promo_' || replace(p.id::text, '-', ''), json_build_object('used', p.used, 'spent', p.spent))
                   filter (where p.usage_limit is not null or p.budget <> '{}'), '{}'))::text
      from promotions p
     where p.tenant_id = for_tenant and p.status = 'active' and (p.ends_at is null or p.ends_at > at)
       and coalesce((select f.is_on from feature_flags f where f.tenant_id = for_tenant and f.name = 'promotions'), unless)
$$;

do $$
declare t text;
begin
    foreach t in array array['promotions', 'promotion_batches', 'promotion_codes', 'promotion_buyers', 'promotion_uses',
                             'order_discounts'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
