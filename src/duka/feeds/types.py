"""What others may hold of feeds."""

from datetime import datetime
from typing import Literal

import msgspec

from duka.feeds.inputs import FeedChoice

Level = Literal["error", "warning"]


class FeedFinding(msgspec.Struct, frozen=True):
    """So many items have this problem. With an error an item is left out of the file."""

    problem: str
    level: Level
    items: int


class Feed(msgspec.Struct, frozen=True):
    """`items` are in the file, `left_out` cannot be. `is_refreshing`: its first file is on its way, or one that starts from
    nothing. `address` is told to those who may change feeds; `has_password`: the address also asks for one."""

    id: str
    name: str
    store_id: str
    channel: str
    format: str
    locale: str
    market: str
    currency: str
    status: str
    choice: FeedChoice
    items: int
    left_out: int
    findings: list[FeedFinding]
    revision: int
    bytes: int
    is_refreshing: bool
    refreshed_at: datetime | None
    took_ms: int
    fetched_at: datetime | None
    fetched_by: str
    has_password: bool
    address: str | None
    version: int
    created_at: datetime
    updated_at: datetime


class FeedPassword(msgspec.Struct, frozen=True):
    """Told this once."""

    user: str
    password: str


class FeedItem(msgspec.Struct, frozen=True):
    """What a feed says of a variant. `body` is its piece of the file; empty when it is left out."""

    item_id: str
    variant_id: str
    product_id: str
    title: str
    is_listed: bool
    problems: list[str]
    body: str
    changed_at: datetime


class FeedCategory(msgspec.Struct, frozen=True):
    """`google_category`: what is said of it; `inherited`: what holds because of a category above."""

    id: str
    name: str
    path: list[str]
    google_category: str
    inherited: str
