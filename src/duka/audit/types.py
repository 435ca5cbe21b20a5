"""What others may hold of the trail."""

from typing import Any

import msgspec


class AuditEntry(msgspec.Struct, frozen=True):
    """`object` is the public id of what it was done to, `name` what people call it (empty when it is not told or is gone).
    `before` and `after` hold what differs. `actor_kind` is staff, key, shopper, customer, operator or system; `origin` is
    address and program. `sequence` is its place in the chain, None until it is sealed."""

    id: str
    at: str
    actor: str
    actor_kind: str
    actor_name: str
    origin: str
    action: str
    kind: str
    object: str
    name: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    details: dict[str, Any]
    request_id: str
    sequence: int | None = None


class HistoryItem(msgspec.Struct, frozen=True):
    """One thing that was done to the thing whose history this is."""

    id: str
    at: str
    actor_kind: str
    actor_name: str
    action: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    details: dict[str, Any]
