"""What was bought before, into the cart again."""

from uuid import UUID

import msgspec

from duka.carts import service as carts
from duka.carts.types import Cart, NewLine
from duka.kernel import ids
from duka.kernel.context import Context
from duka.orders import queries as orders


class NotAgain(msgspec.Struct, frozen=True):
    """A line of the order that is not in the cart as it was bought. `reason`: unavailable, sold_out, or fewer; then
    `quantity`, at the line's `scale` and `unit`, is in it."""

    title: str
    variant_title: str
    reason: str
    quantity: int
    unit: str
    scale: int


class Reordered(msgspec.Struct, frozen=True):
    cart: Cart
    left_out: list[NotAgain]


def reorder(ctx: Context, order_id: UUID) -> Reordered:
    """The goods of an order of the customer who calls are in their cart of that store, at today's prices: at least as many as
    were bought, as far as they are sold. Twice is once. Refuses `OrderNotFound`, `CartFull`, `NotLoggedIn`."""
    ctx.require("carts:write")
    order = orders.order(ctx, order_id)
    lines = {line.variant_id: line for line in order.lines}
    cart_id = carts.have_own(ctx, ids.parse("store", order.store_id))
    wanted = [NewLine(ids.parse("var", line.variant_id), line.quantity) for line in order.lines]
    cart, left = carts.put(ctx, cart_id, None, wanted)
    said = [
        NotAgain(line.title, line.variant_title, gone.reason, gone.quantity, line.unit, line.scale)
        for gone in left
        if (line := lines.get(gone.variant_id)) is not None
    ]
    return Reordered(cart, said)
