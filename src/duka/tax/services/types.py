"""What a tax service is asked and answers, and what staff see of a store's account at one."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Protocol
from uuid import UUID

import msgspec
from msgspec import Meta

from duka.tax.rules import Rate

Mode = Literal["live", "test"]
Line = Annotated[str, Meta(max_length=200)]


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One end of the way of goods. `country` is ISO 3166-1."""

    country: str
    region: str = ""
    postal_code: str = ""
    city: str = ""
    line1: str = ""


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """One kind of thing in a document: goods of a class at a price."""

    tax_class: str
    unit_price_minor: int
    quantity: int = 1


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """What a service is asked about. `shipping_minor`: what carriage costs, or a guess of it: services tell whether it is
    taxed."""

    currency: str
    recipient: Place
    items: tuple[Item, ...]
    shipping_minor: int = 0


class Quoted(msgspec.Struct, frozen=True, kw_only=True):
    """The rates of one item; `item` None: of carriage. `tax_minor` is what the service would charge for it, as a witness: our
    own tax is computed from the rates, with our own one rounding."""

    item: Item | None
    rates: tuple[Rate, ...]
    tax_minor: int


class TaxProviderField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an account's form."""

    name: str
    label: str
    is_secret: bool = False
    is_required: bool = False
    about: str = ""


class TaxProvider(msgspec.Struct, frozen=True, kw_only=True):
    """A service, as staff choose one. `countries`: for which addresses it can be asked."""

    code: str
    name: str
    about: str
    countries: tuple[str, ...]
    fields: tuple[TaxProviderField, ...]
    has_modes: bool = True


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A store's account with its secrets opened. `tax_codes`: our class → the service's code of such goods. `sender` is where
    the store sells from. `base_url` replaces the service's own address, for tests and proxies."""

    tenant: UUID
    store_id: UUID
    provider: str
    mode: Mode
    settings: Mapping[str, str]
    tax_codes: Mapping[str, str]
    secrets: Mapping[str, str]
    sender: Place
    base_url: str = ""


class Checked(msgspec.Struct, frozen=True):
    is_ok: bool
    message: str


class TaxService(Protocol):
    """An outside service. Its methods raise `TaxServiceUnreachable` without an answer and `TaxServiceRefused` when it does not
    accept what it is asked; both may be asked again."""

    @property
    def about(self) -> TaxProvider: ...

    def quote(self, account: Account, document: Document) -> list[Quoted]:
        """One answer for each item, and one for carriage."""
        ...

    def check(self, account: Account) -> Checked:
        """Whether the credentials work; charges nothing."""
        ...


class TaxAccountInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A secret that is left out or empty stays as it is. `tax_codes`: our tax class → the service's code."""

    provider: Annotated[str, Meta(max_length=40)]
    mode: Mode = "live"
    countries: Annotated[list[Annotated[str, Meta(pattern="^[A-Z]{2}$")]], Meta(min_length=1, max_length=60)]
    values: dict[str, Annotated[str, Meta(max_length=500)]] = {}
    tax_codes: Annotated[dict[Line, Annotated[str, Meta(max_length=40)]], Meta(max_length=40)] = {}
    is_active: bool = True


class TaxAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A store's account, without its secrets: `secrets` names those that are there. `is_working` None: never tried since it was
    changed. `waiting` questions have no answer yet, `waiting_since` and `waiting_why` say of the oldest; `answers` are kept."""

    store_id: str
    provider: str
    mode: Mode
    countries: list[str]
    settings: dict[str, str]
    tax_codes: dict[str, str]
    secrets: list[str]
    is_active: bool
    is_locked: bool
    is_working: bool | None
    check_message: str
    checked_at: datetime | None
    answers: int
    last_answer_at: datetime | None
    waiting: int
    waiting_since: datetime | None
    waiting_why: str
    version: int


class StoreTaxService(msgspec.Struct, frozen=True):
    """The service that a store asks; None: it asks none."""

    account: TaxAccount | None


class Consulted(msgspec.Struct, frozen=True, kw_only=True):
    """What a register said of a VAT number. `outcome` unknown: it did not tell; `reason` says why."""

    outcome: Literal["valid", "invalid", "unknown"]
    consultation_number: str = ""
    name: str = ""
    address: str = ""
    reason: str = ""
