-- Goods that come back, exchanges and claims; and what customers may spend in place of money.

create table returns (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    order_id uuid not null,
    store_id uuid not null,
    position integer not null,
    number text not null,
    kind text not null check (kind in ('return', 'exchange', 'claim')),
    status text not null default 'requested' check (status in
        ('requested', 'approved', 'refused', 'in_transit', 'received', 'completed', 'cancelled')),
    outcome text not null check (outcome in ('refund', 'exchange', 'credit')),
    needs_goods boolean not null default true,
    note text not null default '',
    policy jsonb not null,
    by_customer boolean not null,
    refuse_reason text not null default '',
    location_id uuid,
    carrier text not null default '',
    tracking_number text not null default '',
    tracking_url text not null default '',
    -- What the way back costs the customer; taken off what they are given.
    carriage_minor bigint not null default 0 check (carriage_minor >= 0),
    currency text not null,
    -- How it was settled: `goods_minor` for the lines, less the fee, with what is for the carriage.
    goods_minor bigint not null default 0 check (goods_minor >= 0),
    fee_minor bigint not null default 0 check (fee_minor >= 0),
    shipping_minor bigint not null default 0,
    amount_minor bigint not null default 0 check (amount_minor >= 0),
    -- So much of the amount goes back as money.
    refund_minor bigint not null default 0 check (refund_minor >= 0),
    exchange_order_id uuid,
    settled_at timestamptz,
    -- The money is on its way and has not all arrived.
    is_paying boolean not null default false,
    requested_at timestamptz not null,
    approved_at timestamptz,
    refused_at timestamptz,
    in_transit_at timestamptz,
    received_at timestamptz,
    completed_at timestamptz,
    cancelled_at timestamptz,
    updated_at timestamptz not null,
    version integer not null default 1,
    need text not null generated always as (case
        when status = 'requested' then 'to_judge'
        when status in ('refused', 'cancelled', 'completed') then 'done'
        when settled_at is null and (status = 'received' or not needs_goods) then 'to_settle'
        when is_paying then 'to_settle'
        else 'to_receive' end) stored,
    primary key (tenant_id, id),
    unique (tenant_id, order_id, position),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
    foreign key (tenant_id, location_id) references locations (tenant_id, id),
    foreign key (tenant_id, exchange_order_id) references orders (tenant_id, id) on delete set null (exchange_order_id)
);
create index returns_need on returns (tenant_id, need, requested_at desc, id desc) include (store_id);
create index returns_recent on returns (tenant_id, requested_at desc, id desc) include (store_id);
create index returns_exchange on returns (tenant_id, exchange_order_id) where exchange_order_id is not null;

-- Of a line's `quantity`, once it was received, so much can be sold again, is damaged, or never came. `value_minor`: what the
-- line is worth in what was settled, before the fee.
create table return_lines (
    tenant_id uuid not null references tenants (id),
    return_id uuid not null,
    order_line_id uuid not null,
    position integer not null,
    quantity bigint not null check (quantity > 0),
    reason text not null,
    note text not null default '',
    fee_percent integer not null default 0 check (fee_percent between 0 and 100),
    sellable bigint not null default 0 check (sellable >= 0),
    damaged bigint not null default 0 check (damaged >= 0),
    missing bigint not null default 0 check (missing >= 0),
    settled bigint not null default 0 check (settled >= 0 and settled <= quantity),
    value_minor bigint not null default 0 check (value_minor >= 0),
    primary key (tenant_id, return_id, order_line_id),
    foreign key (tenant_id, return_id) references returns (tenant_id, id) on delete cascade,
    foreign key (tenant_id, order_line_id) references order_lines (tenant_id, id) on delete cascade,
    check (sellable + damaged + missing <= quantity)
);
create index return_lines_of on return_lines (tenant_id, order_line_id);

-- What somebody wants in place of what they send back.
create table return_wishes (
    tenant_id uuid not null references tenants (id),
    return_id uuid not null,
    variant_id uuid not null,
    quantity bigint not null check (quantity > 0),
    primary key (tenant_id, return_id, variant_id),
    foreign key (tenant_id, return_id) references returns (tenant_id, id) on delete cascade,
    foreign key (tenant_id, variant_id) references variants (tenant_id, id) on delete cascade
);
create index return_wishes_of on return_wishes (tenant_id, variant_id);

-- Pictures that go with a request; uploaded before it, they have no return yet.
create table return_photos (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    order_id uuid not null,
    return_id uuid,
    media_id uuid not null,
    created_at timestamptz not null,
    primary key (tenant_id, id),
    foreign key (tenant_id, order_id) references orders (tenant_id, id) on delete cascade,
    foreign key (tenant_id, return_id) references returns (tenant_id, id) on delete cascade,
    foreign key (tenant_id, media_id) references media (tenant_id, id)
);
create index return_photos_order on return_photos (tenant_id, order_id, created_at);
create index return_photos_return on return_photos (tenant_id, return_id) where return_id is not null;
create index return_photos_media on return_photos (tenant_id, media_id);

-- A refund that went to the customer's credit in place of their bank.
alter table refunds drop constraint if exists refunds_origin_check;
alter table refunds add constraint refunds_origin_check check (origin in ('ours', 'provider', 'credit')) not valid;
alter table refunds validate constraint refunds_origin_check;

create table store_credits (
    tenant_id uuid not null references tenants (id),
    customer_id uuid not null,
    currency text not null,
    balance_minor bigint not null default 0 check (balance_minor >= 0),
    updated_at timestamptz not null,
    primary key (tenant_id, customer_id, currency),
    foreign key (tenant_id, customer_id) references customers (tenant_id, id)
);

-- Every change of a balance. What came in is used up oldest end first: `left_minor` is what is still there of it.
create table store_credit_entries (
    tenant_id uuid not null references tenants (id),
    id uuid not null,
    customer_id uuid not null,
    currency text not null,
    kind text not null check (kind in ('issued', 'taken', 'returned', 'spent', 'given_back', 'expired')),
    amount_minor bigint not null check (amount_minor <> 0),
    left_minor bigint not null default 0 check (left_minor >= 0),
    source text not null,
    reason text not null default '',
    order_id uuid,
    payment_id uuid,
    refund_id uuid,
    return_id uuid,
    expires_at timestamptz,
    actor text not null,
    actor_name text not null default '',
    at timestamptz not null,
    primary key (tenant_id, id),
    unique (tenant_id, kind, source),
    foreign key (tenant_id, customer_id, currency) references store_credits (tenant_id, customer_id, currency)
);
create index store_credit_entries_of on store_credit_entries (tenant_id, customer_id, currency, at desc, id desc);
create index store_credit_entries_ending on store_credit_entries (expires_at)
    where left_minor > 0 and expires_at is not null;

do $$
declare t text;
begin
    foreach t in array array['returns', 'return_lines', 'return_wishes', 'return_photos', 'store_credits',
                             'store_credit_entries'] loop
        execute format('alter table %I alter column tenant_id set (n_distinct = 100)', t);
        execute format('alter table %I enable row level security', t);
        execute format('alter table %I force row level security', t);
        execute format(
            'create policy tenant_border on %I using (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid)) '
            'with check (tenant_id = (select nullif(current_setting(''app.tenant_id'', true), '''')::uuid))', t);
        execute format('grant select, insert, update, delete on %I to duka_app, duka_platform', t);
    end loop;
end $$;
