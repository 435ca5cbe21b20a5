-- Sale events, and what prices were in force when.

create table sale_events (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    name text not null,
    -- Scheduled ones are to come, running or over by the clock.
    status text not null default 'draft' check (status in ('draft', 'scheduled', 'cancelled')),
    starts_at timestamptz not null,
    ends_at timestamptz,
    percent_ppm integer not null check (percent_ppm between 1 and 1000000),
    round_to_minor bigint not null default 1 check (round_to_minor > 0),
    has_banner boolean not null default true,
    banner_title text not null default '',
    banner_text text not null default '',
    translations jsonb not null default '{}',
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade,
    check (ends_at is null or ends_at > starts_at)
);
create index sale_events_open on sale_events (tenant_id, store_id, starts_at) where status = 'scheduled';

-- What is in the sale; `percent_ppm` of a target goes before the event's own, and the most of several holds.
create table sale_targets (
    tenant_id uuid not null references tenants (id),
    sale_id uuid not null,
    kind text not null check (kind in ('all', 'category', 'collection', 'product')),
    target_id uuid,
    percent_ppm integer check (percent_ppm between 1 and 1000000),
    position integer not null,
    primary key (tenant_id, sale_id, position),
    foreign key (tenant_id, sale_id) references sale_events (tenant_id, id) on delete cascade,
    check ((kind = 'all') = (target_id is null))
);
create index sale_targets_of on sale_targets (tenant_id, target_id);

-- What each variant costs in each sale. The one that holds, or comes next, stands in prices.sale_minor.
create table sale_prices (
    tenant_id uuid not null references tenants (id),
    sale_id uuid not null,
    store_id uuid not null,
    variant_id uuid not null,
    price_minor bigint not null check (price_minor >= 0),
    starts_at timestamptz not null,
    ends_at timestamptz,
    primary key (tenant_id, store_id, variant_id, sale_id),
    foreign key (tenant_id, sale_id) references sale_events (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references variants (tenant_id, id) on delete cascade
);
create index sale_prices_schedule on sale_prices (starts_at, ends_at);
create index sale_prices_of on sale_prices (tenant_id, sale_id);

create table price_history (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    variant_id uuid not null,
    at timestamptz not null,
    price_minor bigint not null,
    is_reduced boolean not null,
    primary key (tenant_id, store_id, variant_id, at),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references variants (tenant_id, id) on delete cascade
);

insert into price_history (tenant_id, store_id, variant_id, at, price_minor, is_reduced)
select r.tenant_id, r.store_id, r.variant_id, now(), p.price, p.price < r.base_minor
  from prices r
 cross join lateral (select price_in_force(r.base_minor, r.special_minor, r.special_from, r.special_until, r.sale_minor,
                                           r.sale_from, r.sale_until, now()) as price) p;

do $$
declare t text;
begin
    foreach t in array array['sale_events', 'sale_targets', 'sale_prices', 'price_history'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
