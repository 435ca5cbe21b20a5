"""The axes of an order that checkout, payments and staff move: placed, paid, given up."""

from uuid import UUID

from duka.carts import service as carts
from duka.inventory import service as inventory
from duka.inventory.permissions import require_order_step
from duka.kernel import events
from duka.kernel.context import Context
from duka.ledger import service as ledger
from duka.ledger.types import Sale
from duka.orders import rules
from duka.orders.errors import PaymentStatusRefused
from duka.orders.events import OrderCancelled, OrderPlaced
from duka.orders.holding import hold
from duka.orders.telling import tell
from duka.orders.types import OrderState
from duka.promotions import claims


def lock(ctx: Context, order_id: UUID) -> str:
    """Like `hold`; only the order's status. For those who do not belong to the order's steps."""
    return hold(ctx, order_id).status


def set_payment_method(ctx: Context, order_id: UUID, method: str) -> None:
    """The order is to be paid another way. The caller holds its row and knows that the store offers it."""
    require_order_step(ctx)
    ctx.db.run(
        """update orders set payment_method = %(method)s, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s and payment_method <> %(method)s""",
        order=order_id,
        method=method,
        now=ctx.now,
    )


def place(ctx: Context, order: OrderState) -> None:
    """From now on the order counts. The caller holds its row and saw that it is open and not placed."""
    require_order_step(ctx)
    row = ctx.db.one(
        """update orders o set placed_at = %(now)s, updated_at = %(now)s, version = version + 1
           where o.tenant_id = %(tenant)s and o.id = %(order)s
           returning o.shipping_minor, o.tax_minor,
                     (select coalesce(sum(l.net_minor), 0)::bigint from order_lines l
                      where l.tenant_id = %(tenant)s and l.order_id = o.id) as goods_minor""",
        order=order.id,
        now=ctx.now,
    )
    assert row is not None
    ledger.sold(
        ctx,
        Sale(
            order_id=order.id,
            store_id=order.store_id,
            currency=order.currency,
            goods_minor=row.goods_minor,
            shipping_minor=row.shipping_minor,
            tax_minor=row.tax_minor,
            total_minor=order.total_minor,
            memo=order.number,
        ),
    )
    events.emit(
        ctx,
        OrderPlaced(
            aggregate_id=order.id,
            number=order.number,
            store_id=order.store_id,
            total_minor=order.total_minor,
            currency=order.currency,
            email=order.email,
            locale=order.locale,
        ),
    )


def set_payment_status(ctx: Context, order_id: UUID, status: str, before: str | None = None) -> None:
    """What payments know of the money. The same again changes nothing. `before`: the caller holds the order's row, and saw
    this status. Refuses `PaymentStatusRefused`."""
    require_order_step(ctx)
    before = before or hold(ctx, order_id).payment_status
    if before == status:
        return
    if status not in rules.PAYMENT_FOLLOWS[before]:
        raise PaymentStatusRefused(before=before, after=status)
    ctx.db.run(
        """update orders set payment_status = %(status)s, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        status=status,
        now=ctx.now,
    )


def give_up(ctx: Context, order_id: UUID, reason: str) -> bool:
    """Cancels an order that was never placed and gives its cart back to the shopper. False when there is
    nothing to give up: it was placed, or is cancelled already."""
    require_order_step(ctx)
    order = hold(ctx, order_id)
    if order.placed_at is not None or order.status != "open":
        return False
    if order.cart_id is not None and order.cart_version is not None:
        carts.reopen(ctx, order.cart_id, order.cart_version)
    inventory.release(ctx, order_id)
    claims.give_back(ctx, order_id)
    status = "expired" if order.payment_status in rules.WAITING else order.payment_status
    close(ctx, order, reason, status, is_given_up=True)
    return True


def close(
    ctx: Context,
    order: OrderState,
    reason: str,
    payment_status: str,
    *,
    is_refunded: bool = True,
    is_given_up: bool = False,
) -> None:
    """The order is cancelled. For `cancel` and `give_up`."""
    ctx.db.run(
        """with ended as (
               update order_holds set outcome = 'cancelled', ended_at = %(now)s, ended_by = %(by)s, reason = %(reason)s
               where tenant_id = %(tenant)s and order_id = %(order)s and ended_at is null and not %(given_up)s)
           update orders set status = 'cancelled', payment_status = %(payment)s, cancel_reason = %(reason)s,
                  keeps_payment = not %(refunded)s, is_given_up = %(given_up)s, cancelled_at = %(now)s,
                  updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order.id,
        payment=payment_status,
        reason=reason[:500],
        by=ctx.actor.name or ctx.actor.label,
        refunded=is_refunded,
        given_up=is_given_up,
        now=ctx.now,
    )
    if order.placed_at is not None:
        ledger.unsold(ctx, order.id, keeps_payment=not is_refunded, reason=reason)
    event = OrderCancelled(
        aggregate_id=order.id,
        number=order.number,
        reason=reason[:500],
        was_placed=order.placed_at is not None,
        is_refunded=is_refunded,
    )
    tell(ctx, event, {"status": order.status}, {"status": "cancelled"})
