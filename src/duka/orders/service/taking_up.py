"""An order that was given up for want of money, whose money came after all."""

from uuid import UUID

from duka.inventory.permissions import require_order_step
from duka.kernel.context import Context
from duka.orders.events import OrderTakenUp
from duka.orders.telling import tell
from duka.promotions import claims


def take_up_again(ctx: Context, order_id: UUID) -> bool:
    """It is open again, and its cart, if untouched since, is its own again. False for an order that people cancelled, and
    when the buyer has ordered from the same cart meanwhile: the money goes back then. The caller holds its row."""
    require_order_step(ctx)
    number = ctx.db.value(
        """with taken as (
             update orders o set status = 'open', is_given_up = false, cancel_reason = '', cancelled_at = null,
                    updated_at = %(now)s, version = o.version + 1
             where o.tenant_id = %(tenant)s and o.id = %(order)s and o.status = 'cancelled' and o.is_given_up
               and not exists (select from orders x where x.tenant_id = %(tenant)s and x.cart_id = o.cart_id
                               and x.id <> o.id and x.status <> 'cancelled')
             returning o.number, o.cart_id, o.cart_version),
           closed as (
             update carts c set status = 'ordered', version = t.cart_version, updated_at = %(now)s from taken t
             where c.tenant_id = %(tenant)s and c.id = t.cart_id and c.status = 'open'
               and c.version = t.cart_version + 1)
           select t.number from taken t""",
        order=order_id,
        now=ctx.now,
    )
    if number is None:
        return False
    claims.use_again(ctx, order_id)
    event = OrderTakenUp(aggregate_id=order_id, number=number)
    tell(ctx, event, {"status": "cancelled"}, {"status": "open"})
    return True
