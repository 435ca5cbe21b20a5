"""What automatic promotions make of a price before anything lies in a cart: *was* and *now* of goods on a page or in an answer.

Shown is what one piece costs anybody who comes now (`duka.promotions.showing` has which promotions that are). A cart may come to
less, and to more only where a promotion that shows is not to be had together with what else lies in it.
"""

from collections.abc import Sequence
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.promotions import active as promotions
from duka.promotions.compiling import Compiled
from duka.promotions.facts import Facts, Line
from duka.promotions.rules import evaluate
from duka.stores import queries as stores

CHANNEL = "storefront"
Piece = tuple[frozenset[str], int, bool]
"""All that promotions can tell of a piece: what they name of it, its price, whether that is reduced."""


class Shelf(msgspec.Struct, frozen=True):
    """Promotions that show, where and when (`facts`, without lines); `places`: product → its categories and collections, all as
    public ids. `known` are pieces that were judged."""

    compiled: Compiled
    facts: Facts
    places: dict[str, list[str]]
    known: dict[Piece, int] = {}

    def now(self, product: str, price_minor: int, *, variant: str = "", is_reduced: bool = False) -> int:
        """What one piece of it costs. `product` and `variant` are public ids; without a variant, those promotions count
        that are for all of the product."""
        named = self.compiled.named.intersection((product, variant, *self.places.get(product, ())))
        if not (named or self.compiled.others):
            return price_minor
        piece = (named, price_minor, is_reduced)
        if piece not in self.known:
            self.known[piece] = self._judged(*piece)
        return self.known[piece]

    def _judged(self, named: frozenset[str], price_minor: int, is_reduced: bool) -> int:
        line = Line(
            key="piece",
            places=named,
            unit_price_minor=price_minor,
            quantity=1,
            scale=0,
            subtotal_minor=price_minor,
            is_reduced=is_reduced,
        )
        facts = msgspec.structs.replace(self.facts, lines=(line,))
        return price_minor - evaluate(self.compiled, facts).goods_minor


def is_bare(ctx: Context) -> bool:
    """Whether no promotion of the company shows in a price. One statement, when they are not remembered."""
    return not promotions.of(ctx).shelf.definitions


def stocked(ctx: Context, store: UUID, currency: str, products: Sequence[str]) -> Shelf | None:
    """The shelf of a store for these products (public ids); None, at no cost, where no promotion shows. One statement where
    promotions are for categories or collections; one each where they, or the store, are not remembered."""
    found = promotions.of(ctx)
    if not found.shelf.definitions or not products:
        return None
    places: dict[str, list[str]] = {}
    if found.shelf.asks.places:
        rows = ctx.db.all(
            "select p as id, product_places(%(tenant)s, p) as places from unnest(%(products)s::uuid[]) p",
            products=[ids.parse("prod", product) for product in products],
        )
        places = {ids.public("prod", row.id): row.places for row in rows}
    timezone, market = stores.whereabouts(ctx, store)
    facts = Facts(
        currency=currency,
        lines=(),
        moment=ctx.now.astimezone(ZoneInfo(timezone)),
        store=ids.public("store", store),
        channel=CHANNEL,
        market=market,
        used=found.used,
    )
    return Shelf(found.shelf, facts, places)
