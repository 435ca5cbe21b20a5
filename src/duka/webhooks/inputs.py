"""What comes in."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from duka.webhooks.addresses import LONGEST

Choice = Annotated[
    str, msgspec.Meta(min_length=1, max_length=80, pattern=r"^(\*|[a-z_]+(\.[a-z_]+)*(\.\*)?)$")
]
Choices = Annotated[list[Choice], msgspec.Meta(min_length=1, max_length=100)]
Address = Annotated[str, msgspec.Meta(min_length=1, max_length=LONGEST)]
Description = Annotated[str, msgspec.Meta(max_length=200)]
Replayable = Literal["delivered", "failed", "cancelled"]


class EndpointInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`events`: types (`order.placed`), families (`order.*`) or `*`. With `store_id` the endpoint hears only what is known to be
    of that store."""

    url: Address
    description: Description = ""
    events: Choices = msgspec.field(default_factory=lambda: ["*"])
    store_id: Annotated[str, msgspec.Meta(max_length=80)] | None = None


class EndpointChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The store of an endpoint does not change: make another one."""

    url: Address
    description: Description = ""
    events: Choices


class ReplayInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was to be told from `since` until before `until` and ended so is told again, at most 10,000 deliveries."""

    since: Annotated[datetime, msgspec.Meta(tz=True)]
    until: Annotated[datetime, msgspec.Meta(tz=True)]
    statuses: Annotated[list[Replayable], msgspec.Meta(min_length=1, max_length=3)] = msgspec.field(
        default_factory=lambda: ["failed"]
    )
