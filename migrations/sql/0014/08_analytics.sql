-- How it goes: sums a day, recounted from orders, refunds, parcels and returns whenever something of that day changed.
-- `day` is the calendar day where the store is. Amounts are minor units of `currency`.

-- Days whose sums are to be counted anew. A job takes them; what happens meanwhile writes the day down again.
create table analytics_dirty_days (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    day date not null,
    since timestamptz not null,
    primary key (tenant_id, store_id, day),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- What the sums of a store rest on: the time zone that its days were cut by.
create table analytics_stores (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    timezone text not null,
    primary key (tenant_id, store_id),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- When a company's sums that are not kept by the day were last made: cohorts, stockouts.
create table analytics_states (
    tenant_id uuid not null references tenants (id),
    counted_at timestamptz,
    cohorts_due boolean not null default true,
    cohorts_at timestamptz,
    stockouts_at timestamptz,
    primary key (tenant_id)
);

create table sales_days (
    tenant_id uuid not null references tenants (id),
    day date not null,
    store_id uuid not null,
    channel text not null,
    currency text not null,
    country text not null,
    orders bigint not null default 0,
    items bigint not null default 0,
    gross_minor bigint not null default 0,
    discount_minor bigint not null default 0,
    shipping_minor bigint not null default 0,
    tax_minor bigint not null default 0,
    total_minor bigint not null default 0,
    refund_minor bigint not null default 0,
    first_orders bigint not null default 0,
    repeat_orders bigint not null default 0,
    cancelled bigint not null default 0,
    disputes bigint not null default 0,
    payments bigint not null default 0,
    payments_failed bigint not null default 0,
    primary key (tenant_id, day, store_id, channel, currency, country),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- Products carry no foreign key: what was sold was sold. `quantity` is in steps of `scale` decimal places.
create table product_days (
    tenant_id uuid not null references tenants (id),
    day date not null,
    product_id uuid not null,
    store_id uuid not null,
    channel text not null,
    currency text not null,
    orders bigint not null,
    items bigint not null,
    quantity bigint not null,
    scale integer not null,
    unit text not null,
    gross_minor bigint not null,
    discount_minor bigint not null,
    tax_minor bigint not null,
    total_minor bigint not null,
    primary key (tenant_id, day, product_id, store_id, channel, currency),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);
create index product_days_of on product_days (tenant_id, product_id, day);

-- The same by whole months, so that long periods read fewer rows.
create table product_months (
    tenant_id uuid not null references tenants (id),
    month date not null,
    product_id uuid not null,
    store_id uuid not null,
    channel text not null,
    currency text not null,
    orders bigint not null,
    quantity bigint not null,
    scale integer not null,
    unit text not null,
    total_minor bigint not null,
    primary key (tenant_id, month, product_id, store_id, channel, currency),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

create index product_months_of on product_months (tenant_id, product_id, month);

create table promotion_days (
    tenant_id uuid not null references tenants (id),
    day date not null,
    promotion_id uuid not null,
    store_id uuid not null,
    channel text not null,
    currency text not null,
    orders bigint not null,
    discount_minor bigint not null,
    total_minor bigint not null,
    primary key (tenant_id, day, promotion_id, store_id, channel, currency),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- Parcels by the day they left and the day they arrived; `*_buckets` count them by how long it took since the order
-- (duka.analytics.buckets).
create table fulfillment_days (
    tenant_id uuid not null references tenants (id),
    day date not null,
    store_id uuid not null,
    channel text not null,
    shipped bigint not null default 0,
    ship_seconds bigint not null default 0,
    ship_buckets bigint[] not null,
    delivered bigint not null default 0,
    deliver_seconds bigint not null default 0,
    deliver_buckets bigint[] not null,
    primary key (tenant_id, day, store_id, channel),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- Returns by the day they were asked for, under the reason of their first line; `settled_minor` by the day it was agreed.
create table return_days (
    tenant_id uuid not null references tenants (id),
    day date not null,
    store_id uuid not null,
    channel text not null,
    currency text not null,
    reason text not null,
    returns bigint not null default 0,
    items bigint not null default 0,
    settled_minor bigint not null default 0,
    primary key (tenant_id, day, store_id, channel, currency, reason),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- For how long of a day nothing of an article could be sold at a location.
create table stockout_days (
    tenant_id uuid not null references tenants (id),
    day date not null,
    location_id uuid not null,
    item_id uuid not null,
    minutes integer not null check (minutes between 0 and 1500),
    times integer not null,
    primary key (tenant_id, day, location_id, item_id),
    foreign key (tenant_id, location_id) references locations (tenant_id, id) on delete cascade,
    foreign key (tenant_id, item_id) references stock_items (tenant_id, id) on delete cascade
);

-- Customers by the month of their first order, and what they bought in each month since. The store of all zeros is all of them.
create table cohort_months (
    tenant_id uuid not null references tenants (id),
    store_id uuid not null,
    currency text not null,
    cohort date not null,
    month date not null,
    customers bigint not null,
    orders bigint not null,
    total_minor bigint not null,
    primary key (tenant_id, store_id, currency, cohort, month)
);

-- The month of somebody's first order, kept when its link to them is cut (duka.privacy.aging): they are no new customer then.
alter table customers add column first_order_month date;

-- Visits to the storefront and how far they got, counted where requests arrive; nothing says who it was.
create table funnel_days (
    tenant_id uuid not null references tenants (id),
    day date not null,
    store_id uuid not null,
    source text not null check (source in ('direct', 'search', 'social', 'campaign', 'referral')),
    referrer text not null default '',
    campaign text not null default '',
    device text not null check (device in ('phone', 'tablet', 'computer')),
    visits bigint not null default 0,
    page_views bigint not null default 0,
    product_visits bigint not null default 0,
    cart_visits bigint not null default 0,
    checkout_visits bigint not null default 0,
    order_visits bigint not null default 0,
    primary key (tenant_id, day, store_id, source, referrer, campaign, device),
    foreign key (tenant_id, store_id) references stores (tenant_id, id) on delete cascade
);

-- Which visitors of today were counted already, and for which steps: a hash that nobody can make tomorrow, since its salt is
-- gone then. Unlogged: it reaches no backup.
create unlogged table visit_marks (
    tenant_id uuid not null,
    store_id uuid not null,
    day date not null,
    visitor bytea not null,
    steps integer not null,
    source text not null,
    referrer text not null,
    campaign text not null,
    device text not null,
    primary key (tenant_id, store_id, day, visitor)
);
create unlogged table visit_salts (
    tenant_id uuid not null,
    store_id uuid not null,
    day date not null,
    salt bytea not null,
    primary key (tenant_id, store_id, day)
);

-- Of every merchant, for the platform: milestones and months, filled by a job from the above.
create table merchant_milestones (
    tenant_id uuid primary key references tenants (id),
    registered_at timestamptz not null,
    first_product_at timestamptz,
    first_order_at timestamptz,
    last_order_at timestamptz,
    features text[] not null default '{}',
    counted_at timestamptz not null
);
create table merchant_months (
    tenant_id uuid not null references tenants (id),
    month date not null,
    currency text not null,
    orders bigint not null,
    total_minor bigint not null,
    cancelled bigint not null,
    returns bigint not null,
    disputes bigint not null,
    payments bigint not null,
    payments_failed bigint not null,
    primary key (tenant_id, month, currency)
);

-- What a job made of them for operators (duka.control.insights).
create table insight_reports (
    id boolean primary key default true check (id),
    made_at timestamptz not null,
    report jsonb not null
);
grant select, insert, update on insight_reports to duka_platform;

-- By what the days are recounted.
create index orders_placed on orders (tenant_id, store_id, placed_at) where placed_at is not null;
create index refunds_done on refunds (tenant_id, updated_at) where status = 'done';
create index fulfillments_shipped on fulfillments (tenant_id, shipped_at) where shipped_at is not null;
create index fulfillments_delivered on fulfillments (tenant_id, delivered_at) where delivered_at is not null;
create index returns_settled on returns (tenant_id, settled_at) where settled_at is not null;
create index disputes_opened on disputes (tenant_id, opened_at);

-- Refunds of an earlier system are written without an event: the days that they concern are to be counted anew.
create function note_past_refunds() returns trigger language plpgsql as $$
begin
    insert into analytics_dirty_days (tenant_id, store_id, day, since)
    select distinct n.tenant_id, n.store_id, (n.refunded_at at time zone s.timezone)::date, now()
      from added n join stores s on s.tenant_id = n.tenant_id and s.id = n.store_id
    on conflict do nothing;
    return null;
end $$;
create trigger note_past_refunds after insert on past_refunds referencing new table as added
    for each statement execute function note_past_refunds();

do $$
declare t text;
begin
    foreach t in array array['analytics_dirty_days', 'analytics_stores', 'analytics_states', 'sales_days', 'product_days', 'product_months',
                             'promotion_days', 'fulfillment_days', 'return_days', 'stockout_days', 'cohort_months',
                             'funnel_days', 'visit_marks', 'visit_salts', 'merchant_milestones', 'merchant_months'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;

-- What was sold before there were these sums is counted by the first jobs: the days of marking.mark_all.
insert into analytics_dirty_days (tenant_id, store_id, day, since)
select distinct a.tenant_id, a.store_id, (a.at at time zone s.timezone)::date, now()
  from (
    select o.tenant_id, o.store_id, o.placed_at as at from orders o
    union all select p.tenant_id, p.store_id, p.created_at from payments p
    union all select r.tenant_id, p.store_id, r.updated_at from refunds r
              join payments p on p.tenant_id = r.tenant_id and p.id = r.payment_id where r.status = 'done'
    union all select r.tenant_id, r.store_id, r.refunded_at from past_refunds r
    union all select d.tenant_id, p.store_id, d.opened_at from disputes d
              join payments p on p.tenant_id = d.tenant_id and p.id = d.payment_id
    union all select f.tenant_id, o.store_id, t.at from fulfillments f
              join orders o on o.tenant_id = f.tenant_id and o.id = f.order_id
              cross join lateral (values (f.shipped_at), (f.delivered_at)) t (at)
    union all select n.tenant_id, n.store_id, t.at from returns n
              cross join lateral (values (n.requested_at), (n.settled_at)) t (at)) a
  join stores s on s.tenant_id = a.tenant_id and s.id = a.store_id
 where a.at is not null;
