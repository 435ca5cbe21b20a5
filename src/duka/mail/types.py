"""What others may hold of mail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec


class Rendered(msgspec.Struct, frozen=True):
    """A letter in words and in HTML that says the same."""

    subject: str
    text: str
    html: str


class Letter(msgspec.Struct, frozen=True):
    """As the mailbox of a demonstration shows it; an SMS has no HTML."""

    id: UUID
    recipient: str
    kind: str
    subject: str
    text: str
    html: str
    status: str
    created_at: datetime
    channel: str = "email"


class Letterhead(msgspec.Struct, frozen=True, kw_only=True):
    """How a store's letters look and whom they come from. Colours are #rrggbb; `on_accent` is read on `accent`,
    `accent_text` on white. `links`: words → whole address. `foot`: lines of the footer, the store's address and the legal
    name among them."""

    name: str = "Duka"
    url: str = ""
    logo: str = ""
    logo_width: int = 0
    accent: str = "#1f5e4a"
    on_accent: str = "#ffffff"
    accent_text: str = "#1f5e4a"
    ink: str = "#1f1b16"
    heading_font: str = "system"
    body_font: str = "system"
    radius: str = "soft"
    foot: tuple[str, ...] = ()
    links: tuple[tuple[str, str], ...] = ()
    sender_name: str = ""
    reply_to: str = ""


class Outgoing(msgspec.Struct, frozen=True, kw_only=True):
    """A letter as a provider takes it. `unsubscribe`: the address of one click, for advertising only."""

    id: UUID
    tenant: UUID
    to: str
    from_name: str
    from_address: str
    reply_to: str = ""
    subject: str
    text: str
    html: str
    locale: str
    unsubscribe: str = ""


class Report(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says later of one message. `outcome`: delivered, bounced (there is no such address), complained,
    failed."""

    tenant: UUID
    mail_id: UUID
    outcome: str
    detail: str = ""


class Provider(Protocol):
    """Takes letters. It is tried again later after `Unreachable`, and not after `Refused`."""

    @property
    def code(self) -> str:
        """Its short name: smtp, postmark."""

    def take(self, letter: Outgoing) -> str:
        """Hands the letter over; the provider's own name for it. Raises `Unreachable` and `Refused`."""

    def read_reports(self, body: bytes) -> list[Report]:
        """What it posts to our door; empty when it is of no interest."""


class Unreachable(Exception):
    """The provider cannot take it now. `is_away`: nobody answers, so that others need not try for a while."""

    def __init__(self, why: str, *, is_away: bool = True) -> None:
        super().__init__(why)
        self.is_away = is_away


class Refused(Exception):
    """The provider will never take it. `is_bounce`: because of the address."""

    def __init__(self, why: str, *, is_bounce: bool = False) -> None:
        super().__init__(why)
        self.is_bounce = is_bounce


Values = Mapping[str, Any]
