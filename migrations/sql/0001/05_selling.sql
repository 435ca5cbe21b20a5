-- A rate holds in the most specific zone that matches: country, then region, then postal prefix. ppm: 180000 is 18 %.
create table tax_rates (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    country text not null check (country ~ '^[A-Z]{2}$'),
    region text not null default '',
    postal_prefix text not null default '',
    tax_class text not null,
    code text not null,
    name text not null,
    rate_ppm integer not null check (rate_ppm between 0 and 1000000),
    priority integer not null default 0,
    is_compound boolean not null default false,
    primary key (tenant_id, id),
    unique (tenant_id, store_id, country, region, postal_prefix, tax_class, code),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

create table shipping_zones (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    name text not null,
    countries text[] not null,
    regions text[] not null default '{}',
    postal_prefixes text[] not null default '{}',
    position integer not null default 0,
    primary key (tenant_id, id),
    unique (tenant_id, store_id, name),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- tiers: [{"up_to": grams or minor units, "price_minor": …}, …], ascending; the last may have no up_to.
create table shipping_rates (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    zone_id uuid not null,
    code text not null,
    name text not null,
    description text not null default '',
    translations jsonb not null default '{}',
    kind text not null check (kind in ('flat', 'by_weight', 'by_total', 'pickup')),
    price_minor bigint not null default 0 check (price_minor >= 0),
    free_over_minor bigint check (free_over_minor >= 0),
    tiers jsonb not null default '[]',
    min_total_minor bigint,
    max_total_minor bigint,
    max_weight_grams bigint,
    tax_class text not null default 'standard',
    location_id uuid,
    min_days integer,
    max_days integer,
    position integer not null default 0,
    is_active boolean not null default true,
    primary key (tenant_id, id),
    unique (tenant_id, zone_id, code),
    foreign key (tenant_id, zone_id) references shipping_zones (tenant_id, id) on delete cascade,
    foreign key (tenant_id, location_id) references locations (tenant_id, id),
    check (kind <> 'pickup' or location_id is not null)
);

create table payment_methods (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    provider text not null,
    name text not null,
    description text not null default '',
    translations jsonb not null default '{}',
    config jsonb not null default '{}',
    position integer not null default 0,
    is_active boolean not null default true,
    primary key (tenant_id, id),
    unique (tenant_id, store_id, provider),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);
