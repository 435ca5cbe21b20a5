"""Changing where an order goes and how its buyer is reached. What was sold is changed by edits (`order_edits`)."""

from typing import Any
from uuid import UUID

import msgspec

from duka.customers.types import Address
from duka.kernel.context import Context
from duka.orders import possible, reach
from duka.orders.errors import OrderNotFound
from duka.orders.events import OrderAddressChanged, OrderContactChanged
from duka.orders.holding import hold_version
from duka.orders.telling import tell
from duka.orders.types import Destination, OrderState


def hold_destination(
    ctx: Context, order_id: UUID, expected: int | None = None
) -> tuple[OrderState, Destination]:
    """The order, locked, that may still go elsewhere, and where it goes now. Refuses `OrderNotFound`, `VersionConflict`,
    `OrderClosed` and `AddressFixed`."""
    reach.require(ctx, "orders:write", order_id)
    order = hold_version(ctx, order_id, expected)
    no = possible.change_address(order)
    if no is not None:
        raise no
    text = ctx.db.value(
        """select json_build_object(
               'shipping_address', o.shipping_address, 'billing_address', o.billing_address,
               'shipping_method', o.shipping_method, 'goods_minor', o.subtotal_minor - o.discount_minor,
               'tax', o.tax, 'tax_classes', (select coalesce(json_agg(distinct l.tax_class), '[]'::json) from order_lines l
                               where l.tenant_id = %(tenant)s and l.order_id = o.id),
               'weight_grams', (select coalesce(sum(l.weight_grams), 0) from order_lines l
                                where l.tenant_id = %(tenant)s and l.order_id = o.id))::text
           from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s""",
        order=order_id,
    )
    if text is None:
        raise OrderNotFound()
    return order, msgspec.json.decode(text, type=Destination)


def set_addresses(
    ctx: Context, order: OrderState, was: Destination, shipping: Address, billing: Address
) -> None:
    """The order goes there. The caller holds it (`hold_destination`) and has checked that nothing else follows from it."""
    before = _flat("shipping_address", was.shipping_address) | _flat("billing_address", was.billing_address)
    after = _flat("shipping_address", shipping) | _flat("billing_address", billing)
    fields = [name for name in after if before.get(name) != after[name]]
    if not fields:
        return
    ctx.db.run(
        """update orders set shipping_address = %(shipping)s::jsonb, billing_address = %(billing)s::jsonb,
                  updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order.id,
        shipping=msgspec.json.encode(shipping).decode(),
        billing=msgspec.json.encode(billing).decode(),
        now=ctx.now,
    )
    tell(ctx, OrderAddressChanged(aggregate_id=order.id, number=order.number, fields=fields), before, after)


def change_contact(
    ctx: Context, order_id: UUID, *, email: str, phone: str, expected: int | None = None
) -> None:
    """Letters and calls about this order go there from now on; the customer's own profile stays as it is. The caller has
    checked both. Refuses `OrderNotFound` and `VersionConflict`."""
    reach.require(ctx, "orders:write", order_id)
    order = hold_version(ctx, order_id, expected)
    row = ctx.db.one(
        "select email, phone from orders where tenant_id = %(tenant)s and id = %(order)s", order=order_id
    )
    before = {"email": row.email, "phone": row.phone} if row else {}
    after = {"email": email, "phone": phone}
    fields = [name for name in after if before.get(name) != after[name]]
    if not fields:
        return
    ctx.db.run(
        """update orders set email = %(email)s, phone = %(phone)s, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        email=email,
        phone=phone,
        now=ctx.now,
    )
    tell(ctx, OrderContactChanged(aggregate_id=order_id, number=order.number, fields=fields), before, after)


def _flat(prefix: str, address: Address) -> dict[str, Any]:
    return {f"{prefix}.{name}": value for name, value in msgspec.structs.asdict(address).items()}
