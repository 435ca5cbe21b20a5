"""A cart as its shopper sees it, and the ways to have it carried."""

from uuid import UUID

from duka.carts import assembly, rows, terms
from duka.carts.types import Cart, ShippingOption
from duka.kernel.context import Context


def cart(ctx: Context, cart_id: UUID, token: str | None) -> Cart:
    """Priced now: one statement, and one for the store's settings when they are not remembered."""
    ctx.require("carts:read")
    return assembly.cart(priced(ctx, cart_id, token))


def shipping_options(ctx: Context, cart_id: UUID, token: str | None) -> list[ShippingOption]:
    """What is offered for the cart's address, or for the store's country before there is one; nothing for
    goods that are not carried."""
    ctx.require("carts:read")
    found = priced(ctx, cart_id, token)
    if not found.needs_shipping:
        return []
    offered = found.terms.offered(*found.place, found.goods_minor, found.weight_grams)
    return [terms.option(carriage, minor, ctx.locale) for carriage, minor in offered]


def status(ctx: Context, cart_id: UUID, token: str | None) -> str:
    """Open, ordered or expired."""
    ctx.require("carts:read")
    return rows.load(ctx, cart_id, token).status


def priced(ctx: Context, cart_id: UUID, token: str | None) -> assembly.Priced:
    """The cart with what checkout needs to sell it."""
    row = rows.load(ctx, cart_id, token)
    return assembly.price(row, terms.of(ctx, row.store_id, row.seen), ctx.locale)
