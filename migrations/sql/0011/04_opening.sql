-- The books open with what happened before there were any: orders that were placed (imported past ones have no entries: their
-- money moved in other books), what was paid for them, given back and cancelled. As `ledger.rules` would have posted it, with
-- two simplifications: all that was refunded of a cancelled order is taken for owed to its customer, whatever came first; and a
-- payment was collected when it was last touched, or when its first refund was asked for.
create function ledger_opening_id(at timestamptz, fact text, source text) returns uuid language sql immutable as $$
    select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || '7' || substr(md5(fact || source), 1, 3)
            || '8' || substr(md5(fact || source), 4, 15))::uuid
$$;

with sales as (
    select o.tenant_id, o.id, o.number, o.store_id, o.currency, o.placed_at as at, o.total_minor, o.tax_minor, o.shipping_minor,
           coalesce(g.net_minor, 0) as goods_minor, o.status = 'cancelled' as is_cancelled, o.keeps_payment, o.cancel_reason,
           coalesce(o.cancelled_at, o.updated_at) as cancelled_at
    from orders o
    left join (select l.tenant_id, l.order_id, sum(l.net_minor)::bigint as net_minor from order_lines l
               group by l.tenant_id, l.order_id) g on g.tenant_id = o.tenant_id and g.order_id = o.id
    where o.placed_at is not null and o.sales_channel <> 'import'
), taken as (
    select p.tenant_id, p.id, p.order_id, p.store_id, p.currency, p.captured_minor,
           case p.provider when 'cash_on_delivery' then 'cash' when 'bank_transfer' then 'bank'
                else 'gateway_clearing:' || p.provider end as account,
           least(p.updated_at, (select min(r.created_at) from refunds r
                                where r.tenant_id = p.tenant_id and r.payment_id = p.id)) as at
    from payments p where p.captured_minor > 0
), money as (
    select t.tenant_id, t.order_id, sum(t.captured_minor)::bigint as captured_minor from taken t group by t.tenant_id, t.order_id
), given as (
    select r.tenant_id, r.id, t.id as payment_id, t.order_id, t.store_id, t.currency, t.account, r.amount_minor, r.updated_at as at,
           (sum(r.amount_minor) over (partition by t.tenant_id, t.order_id order by r.updated_at, r.id))::bigint as so_far,
           coalesce(s.total_minor, 0) as total_minor, coalesce(s.tax_minor, 0) as tax_minor,
           case when s.id is null or s.is_cancelled then m.captured_minor
                else greatest(m.captured_minor - s.total_minor, 0) end as owed_minor
    from refunds r
    join taken t on t.tenant_id = r.tenant_id and t.id = r.payment_id
    join money m on m.tenant_id = t.tenant_id and m.order_id = t.order_id
    left join sales s on s.tenant_id = t.tenant_id and s.id = t.order_id
    where r.status = 'done'
), parted as (
    select g.*, least(g.so_far, g.owed_minor) - least(g.so_far - g.amount_minor, g.owed_minor) as from_owed,
           round(g.tax_minor::numeric * least(greatest(g.so_far - g.owed_minor, 0), g.total_minor) / nullif(g.total_minor, 0))
           - round(g.tax_minor::numeric * least(greatest(g.so_far - g.amount_minor - g.owed_minor, 0), g.total_minor)
                   / nullif(g.total_minor, 0)) as tax_share
    from given g
), back as (
    select p.*, coalesce(p.tax_share, 0)::bigint as tax_back from parted p
), kept as (
    select s.tenant_id, s.id, greatest(coalesce(m.captured_minor, 0) - coalesce(
               (select sum(g.amount_minor) from given g where g.tenant_id = s.tenant_id and g.order_id = s.id), 0), 0)::bigint
               as amount_minor
    from sales s left join money m on m.tenant_id = s.tenant_id and m.order_id = s.id
    where s.is_cancelled and s.keeps_payment
), moves as (
    select s.tenant_id, 'sale' as fact, s.id as source, null::text as tail, s.currency, s.store_id, s.id as order_id,
           null::uuid as payment_id, null::uuid as reverses, s.at, s.number as memo, k.position, k.account, k.amount_minor
    from sales s
    cross join lateral (values
        (1, 'customer_receivable', s.total_minor), (2, 'revenue', -s.goods_minor),
        (3, case when s.shipping_minor = 0 then 'rounding' else 'shipping_revenue' end,
         s.goods_minor + s.tax_minor - s.total_minor),
        (4, 'tax_payable', -s.tax_minor)) as k (position, account, amount_minor)
    union all
    select s.tenant_id, 'cancellation', s.id, null, s.currency, s.store_id, s.id, null,
           ledger_opening_id(s.at, 'sale', replace(s.id::text, '-', '')), s.cancelled_at, s.cancel_reason, k.position, k.account,
           k.amount_minor
    from sales s
    left join kept on kept.tenant_id = s.tenant_id and kept.id = s.id
    cross join lateral (values
        (1, 'customer_receivable', coalesce(kept.amount_minor, 0) - s.total_minor), (2, 'revenue', s.goods_minor),
        (3, case when s.shipping_minor = 0 then 'rounding' else 'shipping_revenue' end,
         s.total_minor - s.goods_minor - s.tax_minor),
        (4, 'tax_payable', s.tax_minor), (5, 'other_income', -kept.amount_minor)) as k (position, account, amount_minor)
    where s.is_cancelled and exists (select 1 where s.total_minor <> 0 or s.goods_minor <> 0 or s.tax_minor <> 0)
    union all
    select t.tenant_id, 'collected', t.id, ':' || t.captured_minor, t.currency, t.store_id, t.order_id, t.id, null, t.at, '',
           k.position, k.account, k.amount_minor
    from taken t
    cross join lateral (values (1, t.account, t.captured_minor), (2, 'customer_receivable', -t.captured_minor))
        as k (position, account, amount_minor)
    union all
    select b.tenant_id, 'refund', b.id, null, b.currency, b.store_id, b.order_id, b.payment_id, null, b.at, '',
           k.position, k.account, k.amount_minor
    from back b
    cross join lateral (values
        (1, 'customer_receivable', b.from_owed), (2, 'refunds', b.amount_minor - b.from_owed - b.tax_back),
        (3, 'tax_payable', b.tax_back), (4, b.account, -b.amount_minor)) as k (position, account, amount_minor)
), named as (
    select m.*, replace(m.source::text, '-', '') || coalesce(m.tail, '') as full_source,
           ledger_opening_id(m.at, m.fact, replace(m.source::text, '-', '') || coalesce(m.tail, '')) as entry_id
    from moves m where m.amount_minor <> 0
), opened as (
    insert into ledger_entries (tenant_id, id, fact, source, currency, store_id, order_id, payment_id, reverses, memo, actor, at,
                                posted_at)
    select distinct on (n.tenant_id, n.entry_id) n.tenant_id, n.entry_id, n.fact, n.full_source, n.currency, n.store_id,
           n.order_id, n.payment_id, n.reverses, n.memo, 'system', n.at, now()
    from named n order by n.tenant_id, n.entry_id
)
insert into ledger_lines (tenant_id, entry_id, position, account, currency, order_id, amount_minor, at)
select n.tenant_id, n.entry_id, row_number() over (partition by n.tenant_id, n.entry_id order by n.position), n.account,
       n.currency, n.order_id, n.amount_minor, n.at
from named n;

drop function ledger_opening_id(timestamptz, text, text);
