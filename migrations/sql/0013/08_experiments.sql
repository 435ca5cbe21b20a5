-- Experiments: who is shown what, and which of it sold more. Shares are in ten-thousandths.

create table experiments (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    store_id uuid not null,
    name text not null,
    hypothesis text not null default '',
    kind text not null check (kind in ('price', 'banner', 'ranking', 'recommendations')),
    measure text not null check (measure in ('conversion', 'revenue', 'clicks', 'added')),
    status text not null default 'draft' check (status in ('draft', 'running', 'paused', 'stopped', 'decided')),
    -- Of all visitors, those who take part at all.
    audience integer not null default 10000 check (audience between 1 and 10000),
    -- The least difference worth finding, in percent.
    least_percent integer not null default 10 check (least_percent between 1 and 100),
    guards jsonb not null default '[]',
    starts_at timestamptz,
    ends_at timestamptz,
    started_at timestamptz,
    stopped_at timestamptz,
    decided_at timestamptz,
    -- Why it paused by itself.
    paused_for jsonb,
    winner_id uuid,
    decision text not null default '',
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id),
    check (ends_at is null or starts_at is null or ends_at > starts_at)
);
create index experiments_recent on experiments (tenant_id, created_at desc, id desc);
-- Two of one kind in one store would be measured through each other.
create unique index experiments_running on experiments (tenant_id, store_id, kind) where status in ('running', 'paused');

-- `position` 0 is the control, which shows what everybody sees. `shown`: what else its visitors see.
create table experiment_variants (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    experiment_id uuid not null,
    position integer not null,
    name text not null,
    share integer not null check (share between 1 and 10000),
    shown jsonb not null default '{}',
    primary key (tenant_id, id),
    unique (tenant_id, experiment_id, position),
    foreign key (tenant_id, experiment_id) references experiments (tenant_id, id) on delete cascade
);
alter table price_lists add foreign key (tenant_id, variant_id) references experiment_variants (tenant_id, id);
create index price_lists_of_experiment on price_lists (tenant_id, variant_id) where variant_id is not null;

-- Who saw which variant, once. `visitor` is a hash of the experiment and the visitor's key: no two experiments can be joined by it.
create table experiment_visitors (
    tenant_id uuid not null references tenants (id),
    experiment_id uuid not null,
    visitor uuid not null,
    variant_id uuid not null,
    seen_at timestamptz not null,
    added_at timestamptz,
    clicked_at timestamptz,
    errors integer not null default 0,
    primary key (tenant_id, experiment_id, visitor),
    foreign key (tenant_id, experiment_id) references experiments (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references experiment_variants (tenant_id, id) on delete cascade
);
create index experiment_visitors_variant on experiment_visitors (tenant_id, variant_id);

-- Whose cart it is, so that its order can be counted for them.
create table experiment_carts (
    tenant_id uuid not null references tenants (id),
    cart_id uuid not null,
    experiment_id uuid not null,
    visitor uuid not null,
    primary key (tenant_id, cart_id, experiment_id),
    foreign key (tenant_id, cart_id) references carts (tenant_id, id) on delete cascade,
    foreign key (tenant_id, experiment_id, visitor)
        references experiment_visitors (tenant_id, experiment_id, visitor) on update cascade on delete cascade
);
create index experiment_carts_visitor on experiment_carts (tenant_id, experiment_id, visitor);

-- The orders of visitors who had seen it. `goods_minor`: goods less discounts, in the store's currency. `undone`: what became of it.
create table experiment_orders (
    tenant_id uuid not null references tenants (id),
    experiment_id uuid not null,
    order_id uuid not null,
    variant_id uuid not null,
    visitor uuid not null,
    goods_minor bigint not null,
    undone text not null default '' check (undone in ('', 'cancelled', 'refunded')),
    placed_at timestamptz not null,
    primary key (tenant_id, experiment_id, order_id),
    foreign key (tenant_id, experiment_id) references experiments (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references experiment_variants (tenant_id, id) on delete cascade,
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index experiment_orders_order on experiment_orders (tenant_id, order_id);
create index experiment_orders_variant on experiment_orders (tenant_id, variant_id, visitor);

do $$
declare t text;
begin
    foreach t in array array['experiments', 'experiment_variants', 'experiment_visitors', 'experiment_carts',
                             'experiment_orders'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
