-- What somebody pays: the store's own price in force, or that of a price list they see, in the currency of their market.

-- A sale event writes its price here when it is planned; the clock switches it on and off.
alter table prices
    add column sale_minor bigint check (sale_minor >= 0),
    add column sale_from timestamptz,
    add column sale_until timestamptz,
    add column sale_id uuid,
    add constraint prices_sale_is_whole check ((sale_minor is null) = (sale_id is null) and (sale_id is null) = (sale_from is null));
create index prices_of_sale on prices (tenant_id, sale_id) where sale_id is not null;

-- The lowest of the base price and the reductions that are open at that moment. Small enough to be written into each statement.
create function price_in_force(base bigint, special bigint, special_from timestamptz, special_until timestamptz,
                               sale bigint, sale_from timestamptz, sale_until timestamptz, at timestamptz)
    returns bigint language sql immutable parallel safe as $$
    select least(base,
                 case when (special_from is null or special_from <= at) and (special_until is null or special_until > at)
                      then special end,
                 case when sale_from <= at and (sale_until is null or sale_until > at) then sale end)
$$;

-- The lowest price of the 30 days before the reduction that is open now.
alter table prices add column prior_minor bigint;
alter table stores add column lowest_price text not null default 'auto' check (lowest_price in ('auto', 'always', 'never'));

-- Must a reduced price be shown beside the lowest of the 30 days before? Directive 98/6/EC, article 6a: the EU and the EEA.
create function shows_prior(lowest_price text, country text) returns boolean language sql immutable parallel safe as $$
    select lowest_price = 'always' or lowest_price = 'auto' and country in (
        'AT', 'BE', 'BG', 'CY', 'CZ', 'DE', 'DK', 'EE', 'ES', 'FI', 'FR', 'GR', 'HR', 'HU', 'IE', 'IS', 'IT', 'LI', 'LT', 'LU',
        'LV', 'MT', 'NL', 'NO', 'PL', 'PT', 'RO', 'SE', 'SI', 'SK')
$$;

-- minor × num / den, to the nearest multiple of `step` (a half upwards) but at least one, less `less`: 9.99 is a step of 100
-- less 1. What costs something never becomes free by rounding.
create function in_currency(minor bigint, num numeric, den numeric, step bigint, less bigint)
    returns bigint language sql immutable parallel safe as $$
    select case when minor > 0 and num > 0
                then (least(greatest(div(2 * minor * num + den * step, 2 * den * step) * step, step), 1000000000000000) - less)::bigint
                when minor is not null then 0 end
$$;

create table markets (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    handle text not null check (handle ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    name text not null,
    countries text[] not null default '{}',
    currency text not null,
    locale text not null default '',
    -- Prices that are converted end on a multiple of this, less `round_less_minor`.
    round_to_minor bigint not null default 1 check (round_to_minor > 0),
    round_less_minor bigint not null default 0 check (round_less_minor >= 0 and round_less_minor < round_to_minor),
    prices_include_tax boolean,
    -- Ways to pay and to ship that are offered here; null offers all of the store's.
    payment_methods text[],
    shipping_codes text[],
    is_active boolean not null default false,
    position integer not null default 0,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, store_id, handle),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- So many minor units of `currency` are `num` for each `den` of `base`. The newest of the past holds.
create table exchange_rates (
    tenant_id uuid not null references tenants (id),
    base text not null,
    currency text not null,
    valid_from timestamptz not null,
    num bigint not null check (num between 1 and 100000000000),
    den bigint not null check (den between 1 and 100000000000),
    source text not null default 'entered',
    created_at timestamptz not null,
    primary key (tenant_id, base, currency, valid_from),
    check (base <> currency)
);

create table price_lists (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    name text not null,
    currency text not null,
    -- Who sees it: everything that is said must hold.
    store_id uuid,
    market_id uuid,
    group_id uuid,
    channel text not null default '',
    variant_id uuid,
    starts_at timestamptz,
    ends_at timestamptz,
    -- What it says of goods that it does not list: millionths more or less than the store's own price.
    percent_ppm integer check (percent_ppm between -1000000 and 10000000),
    round_to_minor bigint check (round_to_minor > 0),
    -- The lowest comes first.
    priority integer not null default 100,
    is_active boolean not null default true,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade,
    foreign key (tenant_id, market_id) references markets (tenant_id, id) on delete cascade,
    foreign key (tenant_id, group_id) references customer_groups (tenant_id, id) on delete cascade,
    check (ends_at is null or starts_at is null or ends_at > starts_at)
);
comment on column price_lists.variant_id is 'the variant of an experiment whose visitors see it';

create table price_list_prices (
    tenant_id uuid not null references tenants (id),
    list_id uuid not null,
    variant_id uuid not null,
    -- From this quantity on, in steps of the product.
    min_quantity bigint not null default 1 check (min_quantity > 0),
    price_minor bigint not null check (price_minor >= 0),
    primary key (tenant_id, variant_id, list_id, min_quantity),
    foreign key (tenant_id, list_id) references price_lists (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references variants (tenant_id, id) on delete cascade
);
create index price_list_prices_of_list on price_list_prices (tenant_id, list_id, variant_id);

-- Which prices somebody sees in a store. `lists` is null, or the price lists from the first to the last; goods that none of them
-- has cost the store's own price × num / den, rounded where that changes it. What is no price of goods (carriage, limits) is
-- × rate_num / rate_den, which no list moves. A market whose currency has no rate counts as none.
create function prices_seen(for_tenant uuid, for_store uuid, for_market text, for_customer uuid, for_channel text,
                            for_variants uuid[], at timestamptz)
    returns table (market_id uuid, currency text, is_plain boolean, num numeric, den numeric, step bigint, less bigint,
                   lists uuid[], rate_num bigint, rate_den bigint, rate_step bigint, rate_less bigint, shows_prior boolean)
    language sql stable as $$
    select m.id, coalesce(m.currency, s.currency), l.lists is null and coalesce(m.num = m.den, true),
           coalesce(m.num, 1)::numeric * (1000000 + coalesce(l.percent_ppm, 0)), coalesce(m.den, 1)::numeric * 1000000,
           case when coalesce(m.num = m.den, true) and coalesce(l.percent_ppm, 0) = 0 then 1
                else coalesce(l.round_to_minor, m.round_to_minor, 1) end,
           case when coalesce(m.num = m.den, true) and coalesce(l.percent_ppm, 0) = 0 or l.round_to_minor is not null then 0
                else coalesce(m.round_less_minor, 0) end,
           l.lists, coalesce(m.num, 1), coalesce(m.den, 1), coalesce(m.round_to_minor, 1), coalesce(m.round_less_minor, 0),
           shows_prior(s.lowest_price, s.country)
      from stores s
      left join lateral (
          select x.id, x.currency, x.round_to_minor, x.round_less_minor, coalesce(f.num, 1) as num, coalesce(f.den, 1) as den
            from markets x
            left join lateral (
                select e.num, e.den from exchange_rates e
                 where e.tenant_id = for_tenant and e.base = s.currency and e.currency = x.currency and e.valid_from <= at
                 order by e.valid_from desc limit 1) f on x.currency <> s.currency
           where x.tenant_id = for_tenant and x.store_id = for_store and x.handle = for_market and x.is_active
             and (x.currency = s.currency or f.num is not null)) m on for_market <> ''
      left join lateral (
          select array_agg(p.id order by p.priority, p.id) as lists,
                 (array_agg(p.percent_ppm order by p.priority, p.id) filter (where p.percent_ppm is not null))[1] as percent_ppm,
                 (array_agg(p.round_to_minor order by p.priority, p.id) filter (where p.percent_ppm is not null))[1] as round_to_minor
            from price_lists p
           where p.tenant_id = for_tenant and p.is_active and p.currency = coalesce(m.currency, s.currency)
             and (p.store_id is null or p.store_id = for_store)
             and (p.market_id is null or p.market_id = m.id)
             and (p.channel = '' or p.channel = for_channel)
             and (p.variant_id is null or p.variant_id = any (for_variants))
             and (p.starts_at is null or p.starts_at <= at) and (p.ends_at is null or p.ends_at > at)
             and (p.group_id is null or exists (
                 select from customer_group_members g where g.tenant_id = for_tenant and g.group_id = p.group_id
                    and g.customer_id = for_customer))) l on true
     where s.tenant_id = for_tenant and s.id = for_store
$$;

-- What a cart remembers of who opened it, and of what was typed.
alter table carts
    add column market text not null default '',
    add column variants uuid[] not null default '{}',
    add column codes text[] not null default '{}';
alter table orders
    add column market text not null default '',
    add column variants uuid[] not null default '{}';

do $$
declare t text;
begin
    foreach t in array array['markets', 'exchange_rates', 'price_lists', 'price_list_prices'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
