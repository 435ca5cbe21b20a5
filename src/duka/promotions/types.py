"""What a promotion says: its conditions, its effects, and how it gets along with others.

Amounts are maps from a currency to its minor units: in a currency that is not named a promotion does not apply, and says so.
Ids are public ones (`prod_…`, `cat_…`). Parts per million: 100000 is 10 %.
"""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

MILLION = 1_000_000
MOST_IDS = 500
Minor = Annotated[int, Meta(ge=0, le=10**12)]
Amounts = dict[Annotated[str, Meta(min_length=3, max_length=3)], Minor]
Id = Annotated[str, Meta(max_length=60)]
Ids = Annotated[list[Id], Meta(max_length=MOST_IDS)]
Ppm = Annotated[int, Meta(ge=1, le=MILLION)]
Pieces = Annotated[int, Meta(ge=1, le=1_000_000)]
Times = Annotated[int, Meta(ge=1, le=1000)]
Hour = Annotated[str, Meta(pattern="^([01][0-9]|2[0-3]):[0-5][0-9]$")]


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a piece of a promotion has in common: known fields only, and none that says nothing."""


class ChosenGoods(Part, frozen=True, eq=False):
    """Which goods are meant: those of any of these; nothing named means all. `except_*` are left out whatever else names
    them. Each is its own key, so that what is made of it can be remembered (`compiling.pick`)."""

    products: Ids = []
    variants: Ids = []
    categories: Ids = []
    collections: Ids = []
    except_products: Ids = []
    except_categories: Ids = []
    except_collections: Ids = []


ALL = ChosenGoods()


class Total(Part, frozen=True, tag_field="kind", tag="total"):
    """The goods cost at least this much together, before anything is taken off."""

    at_least: Amounts
    goods: ChosenGoods = ALL


class Quantity(Part, frozen=True, tag_field="kind", tag="quantity"):
    """At least so many pieces of these goods; goods by weight count as one each line."""

    at_least: Pieces
    goods: ChosenGoods = ALL


class InGroup(Part, frozen=True, tag_field="kind", tag="customer_group"):
    any_of: Ids


class FirstOrder(Part, frozen=True, tag_field="kind", tag="first_order"):
    """Whoever buys never ordered here before, by their account or e-mail address."""


class Channel(Part, frozen=True, tag_field="kind", tag="channel"):
    """storefront, phone, till, or the name of another way to sell."""

    any_of: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=20)]


class InStore(Part, frozen=True, tag_field="kind", tag="store"):
    any_of: Ids


class AtLocation(Part, frozen=True, tag_field="kind", tag="location"):
    """Where it is sold over the counter, or fetched."""

    any_of: Ids


class InMarket(Part, frozen=True, tag_field="kind", tag="market"):
    """Handles of markets; an empty one is the store's own."""

    any_of: Annotated[list[Annotated[str, Meta(max_length=40)]], Meta(max_length=100)]


class Hours(Part, frozen=True, tag_field="kind", tag="hours"):
    """On these days (1 Monday … 7 Sunday; none: every day), from `since` up to but not at `until`, in the store's time. Until
    an hour before `since` goes on after midnight."""

    days: Annotated[list[Annotated[int, Meta(ge=1, le=7)]], Meta(max_length=7)] = []
    since: Hour = "00:00"
    until: Hour | None = None


Condition = Total | Quantity | InGroup | FirstOrder | Channel | InStore | AtLocation | InMarket | Hours


class Percent(Part, frozen=True, tag_field="kind", tag="percent"):
    """So much off the goods, one by one (`lines`), off them together (`order`), or off the carriage."""

    ppm: Ppm
    on: Literal["lines", "order", "shipping"] = "lines"
    goods: ChosenGoods = ALL


class Amount(Part, frozen=True, tag_field="kind", tag="amount"):
    """So much off each unit, once off each line, once off the order (shared over the goods), or off the carriage."""

    amounts: Amounts
    on: Literal["each", "line", "order", "shipping"] = "order"
    goods: ChosenGoods = ALL


class FreeShipping(Part, frozen=True, tag_field="kind", tag="free_shipping"):
    """Carriage costs nothing, or, with `up_to`, so much less at most. `methods` are codes of shipping rates; none: all."""

    up_to: Amounts = {}
    methods: Annotated[list[Annotated[str, Meta(max_length=60)]], Meta(max_length=50)] = []


class BuyGet(Part, frozen=True, tag_field="kind", tag="buy_get"):
    """Who buys so many pieces of `goods` gets so many (of `get_goods`; without: of the same) for `ppm` less: the cheapest ones,
    and that at most `most` times an order. A piece is bought or got, never both. Goods by weight do not count."""

    buy: Pieces
    get: Pieces
    goods: ChosenGoods = ALL
    get_goods: ChosenGoods | None = None
    ppm: Ppm = MILLION
    most: Times | None = None


class TierStep(Part, frozen=True):
    """From this much money, or so many pieces, on: `ppm` less, or these amounts less."""

    spend: Amounts = {}
    pieces: Annotated[int, Meta(ge=0, le=1_000_000)] = 0
    ppm: Annotated[int, Meta(ge=0, le=MILLION)] = 0
    amounts: Amounts = {}


class Tiered(Part, frozen=True, tag_field="kind", tag="tiered"):
    """The highest tier that these goods reach together holds for all of them."""

    by: Literal["spend", "pieces"]
    tiers: Annotated[list[TierStep], Meta(min_length=1, max_length=20)]
    goods: ChosenGoods = ALL


class BundlePart(Part, frozen=True):
    goods: ChosenGoods
    pieces: Annotated[int, Meta(ge=1, le=100)] = 1


class Bundle(Part, frozen=True, tag_field="kind", tag="bundle"):
    """These goods together cost `price`, at most `most` times an order: the dearest that fit."""

    parts: Annotated[list[BundlePart], Meta(min_length=1, max_length=10)]
    price: Amounts
    most: Annotated[int, Meta(ge=1, le=100)] = 100


class Gift(Part, frozen=True, tag_field="kind", tag="gift"):
    """So many pieces of one of these variants cost nothing once they lie in the cart. Until then they are on offer."""

    variants: Annotated[list[Id], Meta(min_length=1, max_length=20)]
    pieces: Annotated[int, Meta(ge=1, le=100)] = 1


class UnitPrice(Part, frozen=True, tag_field="kind", tag="unit_price"):
    """A unit of these goods costs so much, where that is less."""

    prices: Amounts
    goods: ChosenGoods = ALL


Effect = Percent | Amount | FreeShipping | BuyGet | Tiered | Bundle | Gift | UnitPrice


class Rules(Part, frozen=True, kw_only=True):
    """Every condition must hold; every effect takes place.

    `stacking`: stackable (beside others), exclusive (alone on the goods or the carriage that it takes something off), best
    (of those with the same `group` only the one that takes most off). `most`: so much off an order at most.
    `leaves_out_reduced`: not off goods that are reduced already. `most_ppm`: together with what is off already, no more than
    this part of the goods.
    """

    conditions: Annotated[list[Condition], Meta(max_length=20)] = []
    effects: Annotated[list[Effect], Meta(min_length=1, max_length=10)]
    stacking: Literal["stackable", "exclusive", "best"] = "stackable"
    group: Annotated[str, Meta(max_length=40)] = ""
    most: Amounts = {}
    most_ppm: Ppm | None = None
    leaves_out_reduced: bool = False


class Definition(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A promotion as it is judged. `titles`: locale → how buyers read it. The lowest `priority` comes first."""

    id: str
    title: str
    rules: Rules
    titles: dict[str, str] = {}
    needs_code: bool = False
    priority: int = 100
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    usage_limit: int | None = None
    customer_limit: int | None = None
    budget: dict[str, int] = {}

    def title_in(self, locale: str) -> str:
        return self.titles.get(locale) or self.title

    @property
    def once_each(self) -> int | None:
        """How often one buyer may use it: a first order there is once."""
        if any(isinstance(condition, FirstOrder) for condition in self.rules.conditions):
            return 1
        return self.customer_limit


class Used(msgspec.Struct, frozen=True):
    """What was used of a promotion that has a limit: how often, and how much money by currency."""

    used: int = 0
    spent: dict[str, int] = {}


class TypedCode(msgspec.Struct, frozen=True):
    """A code that is in a cart, and the promotion that it opens."""

    code: str
    promotion: str
    used: int = 0
    limit: int | None = None
    is_disabled: bool = False


class Known(msgspec.Struct, frozen=True):
    """What is known of a cart beside its lines. `typed` are all codes, `codes` those that there are; `groups` of customers;
    `orders` before this one; `uses`: promotion → how often this buyer used it; `is_known`: by an account or e-mail address."""

    codes: list[TypedCode] = []
    typed: list[str] = []
    is_known: bool = False
    groups: list[UUID] = []
    orders: int = 0
    uses: dict[UUID, int] = {}
