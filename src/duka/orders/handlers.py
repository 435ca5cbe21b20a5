"""What orders do when something was announced."""

from duka.kernel.context import Context
from duka.kernel.events import Delivery


def count_sales(ctx: Context, delivery: Delivery) -> None:
    """On `order.placed`: each product's count of sales in its store grows, by pieces, or by one for goods by
    weight."""
    ctx.db.run(
        """update store_products sp set sold = sp.sold + s.pieces
           from (select l.product_id, o.store_id,
               sum(case when l.scale = 0 then l.quantity else 1 end) as pieces
                 from orders o
                 join order_lines l on l.tenant_id = o.tenant_id and l.order_id = o.id
                 where o.tenant_id = %(tenant)s and o.id = %(order)s
                 group by l.product_id, o.store_id) s
           where sp.tenant_id = %(tenant)s and sp.store_id = s.store_id and sp.product_id = s.product_id""",
        order=delivery.aggregate_id,
    )
