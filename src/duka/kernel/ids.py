"""Ids: UUIDv7 made by the application, shown to the world as `prefix_` + 32 hex digits (`ord_0190…`).

An id orders rows by time and is no secret: whatever guards access is a token from `secret_token`, never an id.
"""

import hashlib
import secrets
from uuid import UUID

from uuid_utils.compat import uuid7

from duka.kernel.errors import MalformedId


def new_id() -> UUID:
    """A UUIDv7 (RFC 9562): time-ordered, so that inserts land at the end of the index."""
    return uuid7()


def public(prefix: str, value: UUID) -> str:
    return f"{prefix}_{value.hex}"


def parse(prefix: str, text: str) -> UUID:
    """The UUID behind a public id. Refuses `MalformedId` for another prefix or anything that is no id."""
    head, _, tail = text.partition("_")
    if head != prefix or len(tail) != 32 or not tail.isascii():
        raise MalformedId(expected=f"{prefix}_…")
    try:
        return UUID(hex=tail)
    except ValueError:
        raise MalformedId(expected=f"{prefix}_…") from None


def secret_token() -> str:
    """256 bits from the system's generator, URL-safe (ASVS 11.5.1 asks for at least 128)."""
    return secrets.token_urlsafe(32)


def token_hash(token: str) -> bytes:
    """What is stored of a secret token. Unsalted on purpose: the token itself is full-entropy."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
