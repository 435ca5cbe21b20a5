"""Counting the orders of visitors who had seen an experiment."""

from duka.kernel.context import Context
from duka.kernel.events import Delivery


def order_placed(ctx: Context, delivery: Delivery) -> None:
    """On `order.placed`: it counts in the running experiments that whoever filled its cart takes part in, with its goods less
    discounts in the store's own currency. Twice is once."""
    ctx.db.run(
        """insert into experiment_orders (tenant_id, experiment_id, order_id, variant_id, visitor, goods_minor, placed_at)
           select %(tenant)s, v.experiment_id, o.id, v.variant_id, v.visitor,
                  in_currency(o.subtotal_minor - o.discount_minor, coalesce(r.den, 1), coalesce(r.num, 1), 1, 0),
                  coalesce(o.placed_at, %(now)s)
           from orders o
           join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
           join experiment_carts k on k.tenant_id = %(tenant)s and k.cart_id = o.cart_id
           join experiments e on e.tenant_id = %(tenant)s and e.id = k.experiment_id and e.status = 'running'
           join experiment_visitors v on v.tenant_id = %(tenant)s and v.experiment_id = k.experiment_id and v.visitor = k.visitor
           left join lateral (
               select x.num, x.den from exchange_rates x
               where x.tenant_id = %(tenant)s and x.base = s.currency and x.currency = o.currency and x.valid_from <= o.created_at
               order by x.valid_from desc limit 1) r on o.currency <> s.currency
           where o.tenant_id = %(tenant)s and o.id = %(order)s
           on conflict do nothing""",
        order=delivery.aggregate_id,
        now=ctx.now,
    )


def order_undone(ctx: Context, delivery: Delivery) -> None:
    """On `order.cancelled` and `payment.refunded`: what became of it. Cancelled stays cancelled."""
    ctx.db.run(
        """update experiment_orders set undone = %(undone)s
           where tenant_id = %(tenant)s and order_id = %(order)s and undone <> 'cancelled'""",
        order=delivery.aggregate_id,
        undone="cancelled" if delivery.type == "order.cancelled" else "refunded",
    )
