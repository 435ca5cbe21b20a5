"""What may be had in an exchange, as the store sells it now and as `service.exchanging` will price it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from duka.catalog.queries.siblings import siblings
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.money import round_half_up
from duka.returns.errors import ExchangeNotSold, ExchangeQuantityNotAllowed, ExchangeSoldOut
from duka.returns.types import ExchangeChoice


def choices(ctx: Context, order: Row, lines: Sequence[Row]) -> dict[UUID, list[ExchangeChoice]]:
    """The other variants of each line's product, by line; none where the order's currency is not asked any more.
    One statement."""
    sold = siblings(ctx, order.store_id, [line.variant_id for line in lines], order.market)
    return {
        line.id: [
            ExchangeChoice(
                variant_id=ids.public("var", other.id),
                title=other.title,
                price_minor=other.price_minor,
                difference_minor=other.price_minor - _paid_for_one(line, order.prices_include_tax),
                is_available=other.has(1),
            )
            for other in sold
            if other.product_id == line.product_id
            and other.id != line.variant_id
            and other.currency == order.currency
        ]
        for line in lines
    }


def require_sold(ctx: Context, store_id: UUID, wishes: Mapping[UUID, int]) -> None:
    """Refuses `ExchangeNotSold`, `ExchangeQuantityNotAllowed` and `ExchangeSoldOut`, which say of which variant. One
    statement."""
    sold = {one.id: one for one in siblings(ctx, store_id, wishes)}
    for variant, quantity in wishes.items():
        if variant not in sold:
            raise ExchangeNotSold(variant_id=ids.public("var", variant))
        if not sold[variant].is_allowed(quantity):
            raise ExchangeQuantityNotAllowed(variant_id=ids.public("var", variant))
        if not sold[variant].has(quantity):
            raise ExchangeSoldOut(variant_id=ids.public("var", variant))


def _paid_for_one(line: Row, includes_tax: bool) -> int:
    """As prices are told in its store: with the tax, or without."""
    paid = line.total_minor if includes_tax else line.net_minor
    return round_half_up(paid * 10**line.scale, line.quantity)
