-- What leaves a location for an order, in one parcel or over the counter.

-- How much of a promise has left the shelf: `quantity` is all that the order takes from there, `quantity - consumed` what is
-- still promised while it is held or committed.
alter table reservations add column consumed bigint not null default 0 check (consumed >= 0 and consumed <= quantity);
update reservations set consumed = quantity where status = 'consumed';

alter table stock_ledger drop constraint stock_ledger_reason_check;
alter table stock_ledger add constraint stock_ledger_reason_check check (reason in
    ('initial', 'adjustment', 'count', 'import', 'transfer', 'reserve', 'release', 'consume', 'restock',
     'received', 'damaged', 'lost', 'found', 'used', 'unpack', 'return')) not valid;
alter table stock_ledger validate constraint stock_ledger_reason_check;

-- What one unit of the line takes from its stock item; nothing where stock is not tracked. `returned`: what came back of it.
alter table order_lines
    add column stock_per_unit bigint not null default 0 check (stock_per_unit >= 0),
    add column returned bigint not null default 0 check (returned >= 0 and returned <= quantity);
update order_lines l set stock_per_unit = v.stock_per_unit
from variants v
where v.tenant_id = l.tenant_id and v.id = l.variant_id
  and exists (select from reservations r where r.tenant_id = l.tenant_id and r.order_id = l.order_id
              and r.item_id = l.stock_item_id);

create table fulfillments (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    order_id uuid not null,
    location_id uuid not null,
    position integer not null,
    status text not null default 'prepared' check (status in ('prepared', 'shipped', 'delivered', 'cancelled')),
    is_pickup boolean not null default false,
    carrier text not null default '',
    service text not null default '',
    tracking_number text not null default '',
    tracking_url text not null default '',
    weight_grams bigint not null default 0 check (weight_grams >= 0),
    prepared_at timestamptz not null,
    shipped_at timestamptz,
    delivered_at timestamptz,
    cancelled_at timestamptz,
    updated_at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, order_id, position),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
    foreign key (tenant_id, location_id) references locations (tenant_id, id)
);
create index fulfillments_status on fulfillments (tenant_id, status, prepared_at);
create index fulfillments_tracking on fulfillments (tenant_id, tracking_number) where tracking_number <> '';

-- The goods, as they were named: a line that an edit removed is kept here without it.
create table fulfillment_lines (
    tenant_id uuid not null references tenants (id),
    fulfillment_id uuid not null,
    position integer not null,
    order_line_id uuid,
    stock_item_id uuid not null,
    sku text not null,
    title text not null,
    variant_title text not null default '',
    quantity bigint not null check (quantity > 0),
    unit text not null,
    scale integer not null,
    stock_quantity bigint not null default 0 check (stock_quantity >= 0),
    primary key (tenant_id, fulfillment_id, position),
    foreign key (tenant_id, fulfillment_id) references fulfillments (tenant_id, id) on delete cascade,
    foreign key (tenant_id, order_line_id) references order_lines (tenant_id, id) on delete set null (order_line_id)
);
create index fulfillment_lines_of on fulfillment_lines (tenant_id, order_line_id) where order_line_id is not null;

-- `is_prepared`: nothing of it waits on a shelf any more.
alter table orders drop column need;
alter table orders drop constraint orders_fulfillment_status_check;
alter table orders add constraint orders_fulfillment_status_check check (fulfillment_status in
    ('unfulfilled', 'partially_prepared', 'prepared', 'partially_shipped', 'shipped', 'delivered', 'partially_returned',
     'returned'));
alter table orders add column is_prepared boolean not null default false;
update orders set is_prepared = true where fulfillment_status <> 'unfulfilled';
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
    when fulfillment_status in ('unfulfilled', 'partially_prepared', 'partially_shipped') and not is_prepared then 'to_prepare'
    when fulfillment_status in ('prepared', 'partially_shipped') and shipping_method ->> 'kind' in ('pickup', 'none')
        then 'to_collect'
    when fulfillment_status in ('prepared', 'partially_shipped') then 'to_ship'
    when fulfillment_status = 'shipped' then 'on_the_way'
    else 'to_finish' end) stored;
create index orders_need on orders (tenant_id, need, created_at desc, id desc) include (store_id);
create index orders_need_total on orders (tenant_id, need, total_minor desc, id desc);

-- Orders that were prepared before there were fulfillments have one for each location that they came from.
with packed as (
    select o.tenant_id, o.id as order_id, r.location_id, o.fulfillment_status, o.shipping_method ->> 'kind' = 'pickup' as is_pickup,
           o.updated_at, row_number() over (partition by o.tenant_id, o.id order by r.location_id) as position
    from orders o
    join (select distinct r.tenant_id, r.order_id, r.location_id from reservations r where r.consumed > 0) r
      on r.tenant_id = o.tenant_id and r.order_id = o.id
    where o.fulfillment_status <> 'unfulfilled' and o.status <> 'cancelled'
)
insert into fulfillments (tenant_id, id, order_id, location_id, position, status, is_pickup, prepared_at, shipped_at,
                          delivered_at, updated_at)
select p.tenant_id, gen_random_uuid(), p.order_id, p.location_id, p.position,
       case p.fulfillment_status when 'returned' then 'delivered' else p.fulfillment_status end, coalesce(p.is_pickup, false),
       p.updated_at, case when p.fulfillment_status <> 'prepared' then p.updated_at end,
       case when p.fulfillment_status in ('delivered', 'returned') then p.updated_at end, p.updated_at
from packed p;
insert into fulfillment_lines (tenant_id, fulfillment_id, position, order_line_id, stock_item_id, sku, title, variant_title,
                               quantity, unit, scale, stock_quantity)
select f.tenant_id, f.id, l.position, l.id, l.stock_item_id, l.sku, l.title, l.variant_title, l.quantity, l.unit, l.scale,
       l.quantity * l.stock_per_unit
from fulfillments f
join order_lines l on l.tenant_id = f.tenant_id and l.order_id = f.order_id
where f.position = 1;
update order_lines l set returned = l.quantity from orders o
where o.tenant_id = l.tenant_id and o.id = l.order_id and o.fulfillment_status = 'returned';

do $$
declare t text;
begin
    foreach t in array array['fulfillments', 'fulfillment_lines'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
