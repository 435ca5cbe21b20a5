"""What others may hold of a letter."""

from datetime import datetime
from uuid import UUID

import msgspec


class Rendered(msgspec.Struct, frozen=True):
    """A letter in words and in HTML that says the same."""

    subject: str
    text: str
    html: str


class Letter(msgspec.Struct, frozen=True):
    """As it is kept."""

    id: UUID
    recipient: str
    kind: str
    subject: str
    text: str
    html: str
    status: str
    created_at: datetime
