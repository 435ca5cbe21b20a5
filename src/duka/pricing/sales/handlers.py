"""Sale events follow what happens to products and collections."""

from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.pricing import following
from duka.pricing.sales import slots


def follow_product(ctx: Context, delivery: Delivery) -> None:
    """A product was made or changed: it may belong to another event now. Twice is safe."""
    following.follow_product(ctx, delivery.aggregate_id)


def follow_collection(ctx: Context, delivery: Delivery) -> None:
    """A collection changed: the events that sell it have other goods now. Twice is safe."""
    aimed = ctx.db.all(
        """select distinct t.sale_id from sale_targets t
             join sale_events e on e.tenant_id = %(tenant)s and e.id = t.sale_id and e.status = 'scheduled'
            where t.tenant_id = %(tenant)s and t.kind = 'collection' and t.target_id = %(collection)s
            order by t.sale_id""",
        collection=delivery.aggregate_id,
    )
    for row in aimed:
        following.settle(ctx, slots.write(ctx, sale_id=row.sale_id))
