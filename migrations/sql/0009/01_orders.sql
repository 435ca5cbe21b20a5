-- What an order needs next, in one word: the tabs of the merchant's list. `orders.rules.need` says the same, and a test
-- holds them together. `keeps_payment`: it was cancelled without giving the money back, on purpose.
alter table orders add column keeps_payment boolean not null default false;
alter table orders add column need text not null generated always as (case
    when status = 'completed' then 'completed'
    when status = 'cancelled' and not keeps_payment
         and payment_status in ('authorized', 'partially_captured', 'captured', 'partially_refunded') then 'payment_problem'
    when status = 'cancelled' and placed_at is null then 'abandoned'
    when status = 'cancelled' then 'cancelled'
    when payment_status in ('failed', 'expired', 'cancelled', 'unknown') then 'payment_problem'
    when placed_at is null then 'unpaid'
    when fulfillment_status = 'unfulfilled' and payment_status in ('pending', 'requires_action')
         and payment_method <> 'cash_on_delivery' then 'unpaid'
    when fulfillment_status = 'unfulfilled' then 'to_prepare'
    when fulfillment_status = 'prepared' and shipping_method ->> 'kind' in ('pickup', 'none') then 'to_collect'
    when fulfillment_status = 'prepared' then 'to_ship'
    when fulfillment_status = 'shipped' then 'on_the_way'
    else 'to_finish' end) stored;
create index orders_need on orders (tenant_id, need, created_at desc, id desc) include (store_id);
create index orders_need_total on orders (tenant_id, need, total_minor desc, id desc);
create index orders_store on orders (tenant_id, store_id, created_at desc, id desc);
create index orders_total on orders (tenant_id, total_minor desc, id desc);

-- What staff tell each other of an order; `author` is who may change it.
create table order_notes (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    order_id uuid not null,
    author text not null,
    author_name text not null default '',
    body text not null check (body <> ''),
    is_pinned boolean not null default false,
    version integer not null default 1,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index order_notes_of on order_notes (tenant_id, order_id, created_at);

create table order_tags (
    tenant_id uuid not null references tenants (id),
    order_id uuid not null,
    tag text collate "C" not null check (tag <> ''),
    primary key (tenant_id, order_id, tag),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade
);
create index order_tags_by_tag on order_tags (tenant_id, tag, order_id);

-- What a refund was for. `lines`: [{"line_id", "amount_minor"}]. `request`: the digest of the idempotency key that asked.
alter table refunds
    add column shipping_minor bigint not null default 0 check (shipping_minor >= 0),
    add column lines jsonb not null default '[]',
    add column actor text not null default '',
    add column actor_name text not null default '',
    add column request bytea;
create unique index refunds_request on refunds (tenant_id, payment_id, request) where request is not null;

do $$
declare t text;
begin
    foreach t in array array['order_notes', 'order_tags'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
