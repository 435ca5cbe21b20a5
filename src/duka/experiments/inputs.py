"""What comes in."""

from datetime import datetime
from typing import Annotated

import msgspec

from duka.experiments.types import ExperimentGuard, ExperimentShown, Kind, Measure

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=120)]
Id = Annotated[str, msgspec.Meta(max_length=80)]
Instant = Annotated[datetime, msgspec.Meta(tz=True)]
Share = Annotated[int, msgspec.Meta(ge=100, le=9900)]


class ExperimentVariantInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """With `id` the one that there is, without it another. `price_list_ids`: what an experiment with prices shows in it."""

    id: Id | None = None
    name: Name
    share: Share
    shown: ExperimentShown = msgspec.field(default_factory=ExperimentShown)
    price_list_ids: Annotated[list[Id], msgspec.Meta(max_length=20)] = []


class ExperimentInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The first of the `variants` is the control and shows nothing else; their shares make 10,000. Clicks measure recommendations
    only."""

    name: Name
    hypothesis: Annotated[str, msgspec.Meta(max_length=1000)] = ""
    store_id: Id
    kind: Kind
    measure: Measure
    variants: Annotated[list[ExperimentVariantInput], msgspec.Meta(min_length=2, max_length=5)]
    audience: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 10_000
    least_percent: Annotated[int, msgspec.Meta(ge=1, le=100)] = 10
    guards: Annotated[list[ExperimentGuard], msgspec.Meta(max_length=4)] = []
    starts_at: Instant | None = None
    ends_at: Instant | None = None


class DecisionInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`winner_id`: the variant to go on with; none when nothing is changed. `decision` is why, for those who come later. With
    `adopt` the winner's price lists become everybody's; without it they are switched off with the others'."""

    winner_id: Id | None = None
    decision: Annotated[str, msgspec.Meta(max_length=2000)] = ""
    adopt: bool = False


class SeenInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`visitor`: a random word of the shop's own, the same as when it asked for the variants. `page`: what they saw. `cart_id`:
    their cart, so that its order counts for them."""

    visitor: Annotated[str, msgspec.Meta(pattern="^[A-Za-z0-9_-]{16,64}$")]
    page: Annotated[str, msgspec.Meta(pattern="^(home|listing|product|cart|other)$")]
    cart_id: Id | None = None
    clicked: bool = False
