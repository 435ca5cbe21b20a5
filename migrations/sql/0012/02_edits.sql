-- What an order was before each change of its goods, prices or carriage: 1 is as it was placed.
create table order_versions (
    tenant_id uuid not null references tenants (id),
    order_id uuid not null,
    number integer not null check (number > 0),
    snapshot jsonb not null,
    reason text not null default '',
    total_minor bigint not null,
    actor text not null,
    actor_name text not null default '',
    at timestamptz not null,
    -- The edit that followed: by which request it was asked for and what exactly, and how much of a surplus was to go back.
    request bytea,
    asked bytea,
    give_back_minor bigint not null default 0 check (give_back_minor >= 0),
    primary key (tenant_id, order_id, number),
    unique (tenant_id, order_id, request),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);

-- How often it was edited; which later payments and captures know it by.
alter table orders add column edits integer not null default 0;

-- What was agreed off a line, or off the order as a whole: {kind: amount | percent, value: minor units | parts per million,
-- reason}. `shared_discount_minor`: how much of a line's discount is its share of the order's.
alter table orders add column discount jsonb;
alter table order_lines
    add column discount jsonb,
    add column shared_discount_minor bigint not null default 0
        check (shared_discount_minor >= 0 and shared_discount_minor <= discount_minor),
    add column price_reason text not null default '';

-- Links by which an order is paid: who holds one sees the order and pays what is due. One at a time is valid for an order.
create table payment_links (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    order_id uuid not null,
    token_hash bytea not null,
    sent_to text not null default '',
    created_by text not null,
    created_at timestamptz not null,
    expires_at timestamptz not null,
    closed_at timestamptz,
    primary key (tenant_id, id),
    unique (tenant_id, token_hash),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index payment_links_of on payment_links (tenant_id, order_id, created_at desc);

do $$
declare t text;
begin
    foreach t in array array['order_versions', 'payment_links'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
