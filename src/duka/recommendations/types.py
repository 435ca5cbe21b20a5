"""What others may hold of recommendations."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from duka.catalog.types import ProductCard
from duka.media.types import Image

Kind = Literal["cross_sell", "together", "up_sell", "similar", "best"]
KINDS: tuple[Kind, ...] = ("cross_sell", "together", "up_sell", "similar", "best")
ChosenKind = Literal["cross_sell", "up_sell"]
Block = Literal["with", "like", "cart"]


class Tuning(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a company recommends: which kinds, how many in each block (0: no block), whether what is sold out comes last or is
    hidden. The last four are for the computing: how many orders two things must share, how much more often than by chance
    (lift), how far back orders count, and after how many days an order counts half (0: all the same)."""

    kinds: Annotated[list[Kind], Meta(max_length=5)] = msgspec.field(default_factory=lambda: list(KINDS))
    beside_product: Annotated[int, Meta(ge=0, le=8)] = 3
    below_product: Annotated[int, Meta(ge=0, le=12)] = 3
    in_cart: Annotated[int, Meta(ge=0, le=8)] = 4
    sold_out: Literal["last", "hidden"] = "last"
    minimum_orders: Annotated[int, Meta(ge=1, le=1000)] = 3
    minimum_lift: Annotated[float, Meta(ge=1, le=100)] = 1.2
    window_days: Annotated[int, Meta(ge=7, le=3650)] = 365
    half_life_days: Annotated[int, Meta(ge=0, le=3650)] = 0


class TuningNow(msgspec.Struct, frozen=True):
    """The tuning with its version, which goes into If-Match: 0 while nothing was decided and the defaults count."""

    tuning: Tuning
    version: int
    updated_at: datetime | None = None


class Recommended(msgspec.Struct, frozen=True):
    """A card, why it is there, and the mark that its links and forms carry."""

    kind: Kind
    mark: str
    card: ProductCard


class Recommendations(msgspec.Struct, frozen=True):
    """What a page shows, in its order. `with_it`: bought together; `like_it`: you may also like; `in_cart`: for what lies in
    the cart."""

    currency: str
    with_it: list[Recommended] = []
    like_it: list[Recommended] = []
    in_cart: list[Recommended] = []


class ProductLine(msgspec.Struct, frozen=True):
    """A product in a list of the console."""

    id: str
    title: str
    slug: str
    status: str
    image: Image | None


class Computed(msgspec.Struct, frozen=True):
    """What a run found for a product. Of things bought together: `orders` had both, `confidence` is the share of the
    product's orders that had the other too, `lift` how many times as often as by chance. `score` orders a kind: for similar
    ones the likeness from 0 to 1."""

    kind: Literal["together", "similar"]
    product: ProductLine
    orders: int
    confidence: float
    lift: float
    score: float


class ProductRecommendations(msgspec.Struct, frozen=True):
    """What is chosen and what was computed for one product. `is_excluded`: it is recommended nowhere itself."""

    product: ProductLine
    cross_sell: list[ProductLine]
    up_sell: list[ProductLine]
    computed: list[Computed]
    is_excluded: bool
    version: int


class RecommendationRun(msgspec.Struct, frozen=True):
    """One computing. `steps_done` of `steps`; `step` names what it is at: orders, together, features, similar, switch.
    `capped_orders`: orders with so many things that only some of them were counted."""

    id: str
    status: Literal["waiting", "running", "finished", "failed"]
    is_live: bool
    asked_by: str
    step: str
    steps_done: int
    steps: int
    orders: int
    lines: int
    capped_orders: int
    products: int
    together_pairs: int
    similar_pairs: int
    error: str
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None


class Sold(msgspec.Struct, frozen=True):
    """Order lines that came from recommendations, in one currency; cancelled orders are left out."""

    currency: str
    orders: int
    lines: int
    sales_minor: int


class KindReport(msgspec.Struct, frozen=True):
    """`click_rate` is clicks over shown, None while nothing was shown."""

    kind: Kind
    shown: int
    clicks: int
    click_rate: float | None
    added: int
    sold: list[Sold]


class RecommendationReport(msgspec.Struct, frozen=True):
    """From the first day to the last, both counted, by kind; all kinds are there."""

    first: date
    last: date
    kinds: list[KindReport]


class PairReport(msgspec.Struct, frozen=True):
    """How one pair did. `orders` and `sales_minor` are in the store's currency, `currency`; None where it was sold in no
    order."""

    kind: Kind
    product: ProductLine
    other: ProductLine
    shown: int
    clicks: int
    added: int
    orders: int
    currency: str | None
    sales_minor: int
