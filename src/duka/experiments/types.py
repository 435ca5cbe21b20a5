"""What others may hold of an experiment."""

from typing import Annotated, Literal
from uuid import UUID

import msgspec

from duka.recommendations.types import Kind as Recommendation

Kind = Literal["price", "banner", "ranking", "recommendations"]
Measure = Literal["conversion", "revenue", "clicks", "added"]
Status = Literal["draft", "running", "paused", "stopped", "decided"]
Sort = Literal["", "best", "newest", "price", "price_desc", "title"]
GuardOn = Literal["orders", "order_value", "undone", "errors"]
Wording = Annotated[
    dict[Annotated[str, msgspec.Meta(max_length=20)], Annotated[str, msgspec.Meta(max_length=500)]],
    msgspec.Meta(max_length=20),
]


class ExperimentShown(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """What a variant shows instead of what everybody sees; what is not said stays as it is.

    Of a banner: `announcement`, `title` and `text`, each by language. Of a ranking: `sort` of listings that nobody sorted. Of
    recommendations: `kinds`, those that are shown, in this order; none at all where the list is empty. Of a price: nothing
    here, the price lists that name the variant say it.
    """

    announcement: Wording = {}
    title: Wording = {}
    text: Wording = {}
    sort: Sort = ""
    kinds: Annotated[list[Recommendation], msgspec.Meta(max_length=5)] | None = None


class ExperimentGuard(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What must not get worse in a variant by more than `percent`, or the experiment pauses by itself: `orders` per visitor and
    `order_value` in percent of the control's; `undone` (orders cancelled or refunded, of all orders) and `errors` (visitors who
    met a page that failed) in points."""

    measure: GuardOn
    percent: Annotated[int, msgspec.Meta(ge=1, le=90)] = 10


class ExperimentVariant(msgspec.Struct, frozen=True):
    """The first of an experiment is its control. `share` in ten-thousandths of those who take part."""

    id: str
    name: str
    share: int
    shown: ExperimentShown
    price_list_ids: list[str]


class Pause(msgspec.Struct, frozen=True):
    """Why it paused by itself: what got worse, in which variant, by how many percent or points (at least)."""

    guard: str
    variant_id: str
    variant_name: str
    at_least: float


class ExperimentLine(msgspec.Struct, frozen=True):
    """A line of the list."""

    id: str
    store_id: str
    name: str
    kind: Kind
    measure: Measure
    status: Status
    variants: int
    visitors: int
    starts_at: str | None
    ends_at: str | None
    started_at: str | None
    stopped_at: str | None
    created_at: str


class Experiment(msgspec.Struct, frozen=True):
    """`audience` in ten-thousandths of all visitors; `least_percent` is the least difference worth finding."""

    id: str
    store_id: str
    name: str
    hypothesis: str
    kind: Kind
    measure: Measure
    status: Status
    audience: int
    least_percent: int
    guards: list[ExperimentGuard]
    variants: list[ExperimentVariant]
    starts_at: str | None
    ends_at: str | None
    started_at: str | None
    stopped_at: str | None
    decided_at: str | None
    paused_for: Pause | None
    winner_id: str | None
    decision: str
    version: int


class Running(msgspec.Struct, frozen=True):
    """An experiment that gives its variants to visitors. `variants`: (id, share, what it shows), the control first."""

    id: UUID
    kind: str
    audience: int
    starts_at: float
    ends_at: float
    variants: tuple[tuple[UUID, int, ExperimentShown], ...]


class Given(msgspec.Struct, frozen=True):
    """What somebody was given in one experiment."""

    experiment_id: UUID
    variant_id: UUID
    kind: str
    shown: ExperimentShown
    is_everywhere: bool = True
    """It differs on every page, and not only on those of its kind."""


class GivenVariant(msgspec.Struct, frozen=True):
    """As the shop's API tells it."""

    experiment_id: str
    variant_id: str
    kind: str
    shown: ExperimentShown


class PriceListChoice(msgspec.Struct, frozen=True):
    """A price list that a variant may show; `taken_by` is the experiment that shows it already."""

    id: str
    name: str
    currency: str
    taken_by: str | None
