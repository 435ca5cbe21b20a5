"""What is hashed, and how: pure, so that anybody can compute a chain anew from the tables.

A link's hash is SHA-256 (FIPS 180-4) over the previous link's 32 bytes followed by the canonical entry: a JSON array in
UTF-8 without white space, objects with their keys sorted, times in UTC with microseconds. The first link follows
`genesis` of its company, so that a chain cannot be passed off as another company's.
"""

import hashlib
from datetime import UTC, datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

VERSION = "duka-audit-1"
_encode = msgspec.json.Encoder(order="sorted").encode


class Entry(Protocol):
    """A row of `audit_log`."""

    id: UUID
    at: datetime
    actor: str
    actor_name: str
    origin: str
    action: str
    kind: str
    object: str
    before: Any
    after: Any
    details: Any
    request_id: str


def genesis(tenant: UUID) -> bytes:
    """What stands before the first link."""
    return hashlib.sha256(f"{VERSION}:{tenant.hex}".encode()).digest()


def canonical(entry: Entry) -> bytes:
    return _encode(
        [
            VERSION,
            entry.id.hex,
            entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            entry.actor,
            entry.actor_name,
            entry.origin,
            entry.action,
            entry.kind,
            entry.object,
            entry.before,
            entry.after,
            entry.details,
            entry.request_id,
        ]
    )


def link(previous: bytes, entry: Entry) -> bytes:
    """The hash of `entry` after the link whose hash is `previous`."""
    return hashlib.sha256(previous + canonical(entry)).digest()
