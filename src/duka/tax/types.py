"""What others may hold of taxes: the buyer's side of them, and what an order says of its own."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from duka.tax.rules import Rate

Source = Literal["own", "service", "kept"]
"""Where rates came from: the store's own, a service's fresh answer for these things, or an older one of it or one for other
prices."""
Reason = Literal["", "exempt", "reverse_charge"]
VatState = Literal["unchecked", "valid", "invalid"]
CARRIAGE = ":carriage"
"""The class under which a service's answer about carriage is kept."""


class OrderTax(msgspec.Struct, frozen=True):
    """How a document is taxed. `source` and `service`: where its rates came from; `rounding`: how its taxes are rounded.

    `reason` says why no tax is charged, if none is, in `country` and (unless empty) for `classes`; `note` is what an invoice
    prints about it. `prices`: what became of prices that include tax (`net` or `shown`). `vat_number` is the buyer's,
    `consultation_number` and `checked_at` the proof that it was valid."""

    source: Source = "own"
    service: str = ""
    rounding: Literal["line", "document"] = "line"
    reason: Reason = ""
    note: str = ""
    country: str = ""
    classes: tuple[str, ...] = ()
    prices: Literal["", "net", "shown"] = ""
    vat_number: str = ""
    certificate_number: str = ""
    consultation_number: str = ""
    checked_at: datetime | None = None

    def kept(self) -> dict[str, object]:
        """As an order keeps it: without what is empty."""
        return {name: value for name, value in msgspec.to_builtins(self).items() if value}


class Exempt(msgspec.Struct, frozen=True):
    """An exemption in force. Empty `countries` and `classes`: all."""

    reason: str
    certificate_number: str = ""
    countries: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()


class Known(msgspec.Struct, frozen=True):
    """What is known of a VAT number."""

    state: VatState
    consultation_number: str = ""
    checked_at: datetime | None = None


class Answer(msgspec.Struct, frozen=True):
    """What a service said of one kind of thing in the buyer's area."""

    tax_class: str
    unit_price_minor: int
    rates: tuple[Rate, ...]
    is_fresh: bool


class Asked(msgspec.Struct, frozen=True):
    """The service that a store asks, for addresses in these countries."""

    provider: str
    countries: tuple[str, ...]


class Buyer(msgspec.Struct, frozen=True):
    """What taxes need to know of who buys, read with the cart. `vat_number` is the cart's, or else the customer's own."""

    vat_number: str = ""
    known: Known | None = None
    exempt: tuple[Exempt, ...] = ()
    asked: Asked | None = None
    answers: tuple[Answer, ...] = ()


NOBODY = Buyer()


class TaxExemptionInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`customer_id` or `group_id`, one of them. `reason` is printed on invoices. Empty `countries` (two letters each) and
    `classes`: all. It holds before `until`."""

    customer_id: Annotated[str, Meta(max_length=40)] | None = None
    group_id: Annotated[str, Meta(max_length=40)] | None = None
    reason: Annotated[str, Meta(min_length=1, max_length=200)]
    certificate_number: Annotated[str, Meta(max_length=80)] = ""
    countries: Annotated[list[Annotated[str, Meta(pattern="^[A-Z]{2}$")]], Meta(max_length=60)] = []
    classes: Annotated[list[Annotated[str, Meta(pattern=r"^[\w.-]{1,40}$")]], Meta(max_length=40)] = []
    until: datetime | None = None


class TaxExemption(msgspec.Struct, frozen=True, kw_only=True):
    """`is_in_force`: neither ended by staff nor run out. `name` is the customer's or the group's."""

    id: str
    customer_id: str | None
    group_id: str | None
    name: str
    reason: str
    certificate_number: str
    countries: list[str]
    classes: list[str]
    until: datetime | None
    ended_at: datetime | None
    ended_by: str
    created_by: str
    created_at: datetime
    is_in_force: bool


class VatCheck(msgspec.Struct, frozen=True):
    """One look at a number: the proof. `outcome` unknown: the service did not tell, `reason` says why. `name` and `address`
    are as the service tells them; `requester` is the number of who asked."""

    outcome: str
    service: str
    at: datetime
    consultation_number: str = ""
    name: str = ""
    address: str = ""
    requester: str = ""
    reason: str = ""


class VatNumber(msgspec.Struct, frozen=True):
    """`state` is the last definite answer, of `checked_at`; `checks` are the last looks, newest first."""

    number: str
    country: str
    state: VatState
    checked_at: datetime | None = None
    asked_at: datetime | None = None
    checks: list[VatCheck] = []


class CustomerTaxes(msgspec.Struct, frozen=True):
    """A customer's taxes, as staff see them: the number, and every exemption of theirs and of their groups, newest first."""

    vat_number: VatNumber | None
    exemptions: list[TaxExemption]


class VatNumberInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Written with its country's two letters; empty takes it away."""

    vat_number: Annotated[str, Meta(max_length=30)]
