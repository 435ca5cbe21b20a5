"""What staff send to set prices: arguments of the verb and body of the admin API."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

Instant = Annotated[datetime, msgspec.Meta(tz=True)]


class NewPrice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One variant's price in a store, in minor units of the store's currency; for goods by weight, of one
    unit. The special price holds from `special_from` until just before `special_until`; an absent bound is
    open. `variant_id` is a UUID, or a public id (`var_…`)."""

    variant_id: str
    base_minor: int
    special_minor: int | None = None
    special_from: Instant | None = None
    special_until: Instant | None = None


class Price(msgspec.Struct, frozen=True):
    """A price that is set, for staff."""

    variant_id: UUID
    base_minor: int
    special_minor: int | None
    special_from: datetime | None
    special_until: datetime | None
