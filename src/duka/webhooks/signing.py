"""Secrets of endpoints: made, sealed at rest, used for signing."""

import base64
import secrets
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from uuid import UUID

from standardwebhooks.webhooks import Webhook

from duka.identity.sealing import Keyring

PURPOSE = "webhook endpoints"
BYTES = 32
"""The specification asks for 24 to 64."""


def new_secret() -> str:
    return "whsec_" + base64.b64encode(secrets.token_bytes(BYTES)).decode()


def seal(keyring: Keyring, secret: str) -> bytes:
    return keyring.seal(PURPOSE, secret)


@lru_cache(1024)
def opened(keyring: Keyring, sealed: bytes) -> str | None:
    """None when no key of this installation sealed it."""
    return keyring.open(PURPOSE, sealed)


def message_id(id: UUID) -> str:
    """What receivers know a message by: the same for every attempt, and for every endpoint."""
    return f"evt_{id.hex}"


def headers(id: UUID, at: datetime, body: str, signing: Sequence[str]) -> dict[str, str]:
    """The three headers of the specification; one signature for each secret."""
    name = message_id(id)
    return {
        "webhook-id": name,
        "webhook-timestamp": str(int(at.timestamp())),
        "webhook-signature": " ".join(Webhook(secret).sign(name, at, body) for secret in signing),
    }
