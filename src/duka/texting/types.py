"""What others may hold of texts and of accounts for them."""

from collections.abc import Mapping
from typing import Protocol
from uuid import UUID

import msgspec


class TextingField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an account's form. A secret one is sealed and never shown again. `label` and `help` are English words
    that the console translates."""

    name: str
    label: str
    help: str = ""
    is_secret: bool = False
    is_required: bool = True


class AboutTexting(msgspec.Struct, frozen=True, kw_only=True):
    code: str
    name: str
    fields: tuple[TextingField, ...]


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A company's account, its secrets opened. `report_url` is where the provider says what became of a text."""

    id: UUID
    tenant: UUID
    provider: str
    settings: Mapping[str, str]
    secrets: Mapping[str, str]
    report_url: str
    base_url: str = ""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """A provider took a text. The cost is in millionths of the currency's unit; None when it is not told yet."""

    reference: str
    segments: int = 0
    cost_micro: int | None = None
    cost_currency: str = ""


class Heard(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider says: of a text that we sent (`reference`, `outcome`: sent, delivered, bounced, failed), or that
    somebody wrote to us (`sender`, `words`). `is_opted_out`: the provider itself will not send there."""

    reference: str = ""
    outcome: str = ""
    detail: str = ""
    sender: str = ""
    words: str = ""
    is_opted_out: bool = False
    cost_micro: int | None = None
    cost_currency: str = ""


class Sealer(Protocol):
    """Seals and opens what a purpose keeps secret: the installation's keyring."""

    def seal(self, purpose: str, text: str) -> bytes: ...

    def open(self, purpose: str, sealed: bytes) -> str | None: ...


class Provider(Protocol):
    """Adapters raise `mail.types.Unreachable` (try later) and `Refused` (never); they talk outside transactions."""

    about: AboutTexting

    def take(self, account: Account, to: str, words: str) -> Taken:
        """Hands a text over, to a number in E.164."""

    def check(self, account: Account) -> tuple[bool, str]:
        """Whether the credentials work, and what the provider said."""

    def read(self, account: Account, headers: Mapping[str, str], body: bytes) -> Heard | None:
        """What it posts to our door; None when it is of no interest. Refuses `ReportRefused` for a forged one."""
