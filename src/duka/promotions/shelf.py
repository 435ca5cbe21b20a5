"""What automatic promotions make of a price before anything lies in a cart: *was* and *now* on a page of goods.

Shown is what one piece costs anybody who comes now (`duka.promotions.showing` has which promotions that are). A cart may come to
less, and to more only where a promotion that shows is not to be had together with what else lies in it.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.promotions import active as promotions
from duka.promotions.compiling import Compiled
from duka.promotions.facts import Facts, Line
from duka.promotions.rules import evaluate
from duka.promotions.types import Used

CHANNEL = "storefront"


class Shelf(msgspec.Struct, frozen=True):
    """Promotions that show, where and when; `places`: product → public ids of its categories and collections."""

    compiled: Compiled
    used: dict[str, Used]
    places: dict[UUID, list[str]]
    currency: str
    store: str
    market: str
    moment: datetime

    def now(self, product: str, price_minor: int, *, variant: str = "", is_reduced: bool = False) -> int:
        """What one piece of it costs. `product` and `variant` are public ids; without a variant, those promotions count
        that are for all of the product."""
        own = [product, variant] if variant else [product]
        line = Line(
            key=variant or product,
            places=frozenset([*own, *self.places.get(ids.parse("prod", product), ())]),
            unit_price_minor=price_minor,
            quantity=1,
            scale=0,
            subtotal_minor=price_minor,
            is_reduced=is_reduced,
        )
        facts = Facts(
            currency=self.currency,
            lines=(line,),
            moment=self.moment,
            store=self.store,
            channel=CHANNEL,
            market=self.market,
            used=self.used,
        )
        return price_minor - evaluate(self.compiled, facts).goods_minor


def stocked(ctx: Context, store: UUID, timezone: str, currency: str, products: Sequence[str]) -> Shelf | None:
    """The shelf for these products (public ids); None, at no cost, where no promotion shows. One statement where promotions
    are for categories or collections, and one where they are not remembered."""
    found = promotions.of(ctx)
    showing = found.shelf
    if not showing.definitions or not products:
        return None
    places: dict[UUID, list[str]] = {}
    if showing.asks.places:
        rows = ctx.db.all(
            "select p as id, product_places(%(tenant)s, p) as places from unnest(%(products)s::uuid[]) p",
            products=[ids.parse("prod", product) for product in products],
        )
        places = {row.id: row.places for row in rows}
    return Shelf(
        showing,
        found.used,
        places,
        currency,
        ids.public("store", store),
        ctx.market,
        ctx.now.astimezone(ZoneInfo(timezone)),
    )
