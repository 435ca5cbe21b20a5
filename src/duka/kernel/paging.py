"""Cursor paging: bounded, stable under inserts, and opaque to the caller.

A cursor is the sort key of the last row, in URL-safe base64 of JSON. It grants nothing: the query it continues asks for
permission and tenant as ever.
"""

import base64
from typing import Any, Generic, TypeVar

import msgspec

from duka.kernel.errors import Invalid

T = TypeVar("T")
MOST = 100


class MalformedCursor(Invalid):
    """This cursor is not one that we gave out; start again without it."""


class Page(msgspec.Struct, Generic[T], frozen=True):
    """`next` is the cursor of the following page, None at the end."""

    items: list[T]
    next: str | None = None


def encode(*key: object) -> str:
    return base64.urlsafe_b64encode(msgspec.json.encode(key)).rstrip(b"=").decode()


def decode(cursor: str, *types: type) -> tuple[Any, ...]:
    """The key behind `cursor`, each part of the given type. Refuses `MalformedCursor`."""
    try:
        raw = base64.urlsafe_b64decode(cursor.encode("ascii") + b"=" * (-len(cursor) % 4))
        parts = msgspec.json.decode(raw, type=list)
        if len(parts) != len(types):
            raise ValueError
        return tuple(msgspec.convert(p, t) for p, t in zip(parts, types, strict=True))
    except (ValueError, msgspec.MsgspecError, UnicodeError):
        raise MalformedCursor() from None


def bounded(limit: int | None, default: int = 20) -> int:
    """A page size between 1 and 100."""
    return max(1, min(limit or default, MOST))
