"""What feeds announce; `aggregate_id` is the feed. Never its address."""

from typing import ClassVar
from uuid import UUID

from duka.kernel.events import Event


class FeedCreated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "feed.created"

    store_id: UUID
    name: str
    channel: str


class FeedUpdated(Event, frozen=True, kw_only=True):
    """`changed` names the fields; status, address and password among them."""

    TYPE: ClassVar[str] = "feed.updated"

    store_id: UUID
    changed: list[str]


class FeedDeleted(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "feed.deleted"

    store_id: UUID


class FeedRefreshed(Event, frozen=True, kw_only=True):
    """The file of a feed changed. `items` are in it, `left_out` cannot be."""

    TYPE: ClassVar[str] = "feed.refreshed"

    store_id: UUID
    revision: int
    items: int
    left_out: int
