"""Facts about API keys."""

from typing import ClassVar

from duka.kernel.events import Event


class KeyCreated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "key.created"

    name: str
    kind: str
    scopes: list[str]
    store_id: str | None = None


class KeyRotated(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "key.rotated"

    name: str
    overlap_hours: int


class KeyRevoked(Event, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "key.revoked"

    name: str
