"""Holding an order: its row is the first lock of every step."""

from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict
from duka.orders.errors import OrderNotFound
from duka.orders.types import OrderState


def hold(ctx: Context, order_id: UUID) -> OrderState:
    """Locks the order's row until the transaction ends; the first lock of every step. Refuses
    `OrderNotFound`."""
    row = ctx.db.one(
        """select o.id, o.number, o.store_id, o.cart_id, o.cart_version, o.status, o.payment_status,
                  o.fulfillment_status, o.payment_method, o.placed_at, o.created_at, o.currency,
                  o.total_minor, o.email, o.locale, o.version, o.is_prepared,
                  exists (select from fulfillments f where f.tenant_id = %(tenant)s and f.order_id = o.id
                          and f.status = 'prepared') as has_packed,
                  exists (select from fulfillments f where f.tenant_id = %(tenant)s and f.order_id = o.id
                          and f.status = 'shipped') as has_sent,
                  exists (select from order_holds h where h.tenant_id = %(tenant)s and h.order_id = o.id
                          and h.ended_at is null) as is_held
           from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s for update""",
        order=order_id,
    )
    if row is None:
        raise OrderNotFound()
    return OrderState(*row)


def hold_version(ctx: Context, order_id: UUID, expected: int | None) -> OrderState:
    """As `hold`, if it is still the version that was seen. Refuses `VersionConflict`."""
    order = hold(ctx, order_id)
    if expected is not None and expected != order.version:
        raise VersionConflict()
    return order
