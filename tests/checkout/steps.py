"""A shopper's steps through the checkout."""

from typing import Any
from uuid import UUID

from tests.checkout.bazaar import DAKAR, Bazaar

from duka.carts import service as carts
from duka.carts.types import Cart, CartChange, NewLine
from duka.checkout import service as checkout
from duka.customers.types import Address
from duka.kernel import ids
from duka.orders.events import OrderPlaced
from duka.orders.types import Order


def fill(bazaar: Bazaar, *lines: tuple[UUID, int]) -> Cart:
    """A new cart with these variants and quantities."""
    wanted = [NewLine(variant, quantity) for variant, quantity in lines]
    return bazaar.shop(lambda ctx: carts.create(ctx, bazaar.store, wanted))


def change(bazaar: Bazaar, cart: Cart, **values: Any) -> Cart:
    return bazaar.shop(lambda ctx: carts.update(ctx, cart_id(cart), cart.token, CartChange(**values)))


def ready(bazaar: Bazaar, *lines: tuple[UUID, int], method: str = "cash_on_delivery", **values: Any) -> Cart:
    """A cart that lacks nothing to be ordered; its token is kept."""
    cart = fill(bazaar, *lines)
    filled = {
        "email": "awa@example.com",
        "shipping_address": Address(**DAKAR),
        "shipping_rate_id": bazaar.flat,
        "payment_method": method,
        **values,
    }
    change(bazaar, cart, **filled)
    return cart


def place(bazaar: Bazaar, cart: Cart, expected: int | None = None) -> Order:
    return bazaar.shop(lambda ctx: checkout.place(ctx, cart_id(cart), cart.token, expected))


def buy(bazaar: Bazaar, *lines: tuple[UUID, int], **values: Any) -> Order:
    return place(bazaar, ready(bazaar, *lines, **values))


def cart_id(cart: Cart) -> UUID:
    return ids.parse("cart", cart.id)


def order_id(order: Order) -> UUID:
    return ids.parse("ord", order.id)


def told_placed(order: Order) -> OrderPlaced:
    """What is announced when such an order is placed."""
    return OrderPlaced(
        aggregate_id=order_id(order),
        number=order.number,
        store_id=ids.parse("store", order.store_id),
        total_minor=order.total_minor,
        currency=order.currency,
        email=order.email,
        locale=order.locale,
    )
