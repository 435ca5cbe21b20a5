"""PayPal's answers, read: amounts in its decimal form, orders, and what an order means for a payment.

Source: PayPal Orders v2 and Payments v2. An order that is approved is no money yet: only captures are."""

import re
from datetime import datetime
from typing import TypeVar
from urllib.parse import urlsplit
from uuid import UUID

import msgspec

from duka.kernel.money import exponent
from duka.payments.errors import ProviderUnreachable
from duka.payments.types import Outcome
from duka.payments.wire import Answer

CURRENCIES = frozenset({
    "AUD", "BRL", "CAD", "CHF", "CNY", "CZK", "DKK", "EUR", "GBP", "HKD", "HUF", "ILS", "JPY", "MXN", "MYR", "NOK", "NZD",
    "PHP", "PLN", "RUB", "SEK", "SGD", "THB", "TWD", "USD",
})  # fmt: skip
WHOLE = frozenset({"HUF", "JPY", "TWD"})
"""Currencies that PayPal takes without decimals, whatever ISO 4217 says of them."""
TAKEN = frozenset({"COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED"})
"""Captures whose money came, though some of it may be given back."""
UNMADE = frozenset({"FAILED", "CANCELLED"})
"""Refunds that did not happen."""
OPEN = frozenset({"CREATED", "SAVED", "APPROVED", "PAYER_ACTION_REQUIRED"})
_DECIMAL = re.compile(r"([0-9]{1,15})(?:\.([0-9]+))?")
T = TypeVar("T")

DECLINED = "PayPal could not charge this way of paying. Choose another one at PayPal, or pay in another way."
REVIEWED = "PayPal is still checking this payment."
NOT_TAKEN = "PayPal does not take this payment. Choose another way to pay."
TOO_LATE = "The time to approve this payment at PayPal is over."


class NotPayable(ValueError):
    """PayPal has no way to say this amount: it does not take the currency, or no parts of its units."""


class Amount(msgspec.Struct, frozen=True):
    currency_code: str
    value: str

    @property
    def minor(self) -> int:
        """In minor units of ISO 4217. Raises `ProviderUnreachable` for what is no amount."""
        found = _DECIMAL.fullmatch(self.value)
        try:
            digits = exponent(self.currency_code)
        except ValueError:
            raise ProviderUnreachable() from None
        part = (found[2] or "").rstrip("0") if found else ""
        if found is None or len(part) > digits:
            raise ProviderUnreachable()
        return int(found[1] + part.ljust(digits, "0"))


class Link(msgspec.Struct, frozen=True):
    href: str
    rel: str


class Fees(msgspec.Struct, frozen=True):
    paypal_fee: Amount | None = None


class Capture(msgspec.Struct, frozen=True):
    id: str
    status: str
    amount: Amount
    final_capture: bool = False
    invoice_id: str = ""
    seller_receivable_breakdown: Fees | None = None


class Hold(msgspec.Struct, frozen=True):
    """An authorization."""

    id: str
    status: str
    amount: Amount
    expiration_time: datetime | None = None
    update_time: datetime | None = None


class Refund(msgspec.Struct, frozen=True):
    id: str
    status: str
    amount: Amount | None = None
    custom_id: str = ""
    links: tuple[Link, ...] = ()

    @property
    def capture(self) -> str:
        """The capture that it gives back from; empty when PayPal does not say."""
        up = next((link.href for link in self.links if link.rel == "up"), "")
        return urlsplit(up).path.rpartition("/")[2]


class Money(msgspec.Struct, frozen=True):
    authorizations: tuple[Hold, ...] = ()
    captures: tuple[Capture, ...] = ()
    refunds: tuple[Refund, ...] = ()


class Unit(msgspec.Struct, frozen=True):
    amount: Amount | None = None
    custom_id: str = ""
    payments: Money | None = None


class Order(msgspec.Struct, frozen=True):
    id: str
    status: str
    intent: str = ""
    update_time: str = ""
    purchase_units: tuple[Unit, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def unit(self) -> Unit:
        return self.purchase_units[0] if self.purchase_units else Unit()

    @property
    def money(self) -> Money:
        return self.unit.payments or Money()

    @property
    def hold(self) -> Hold | None:
        """What the buyer's money is held by: the newest one that PayPal did not deny, else the newest."""
        holds = self.money.authorizations
        good = [hold for hold in holds if hold.status != "DENIED"]
        return good[-1] if good else holds[-1] if holds else None

    def has_capture(self, invoice_id: str) -> bool:
        """Was it taken, or is it on its way, under this number?"""
        return any(
            c.invoice_id == invoice_id and c.status in TAKEN | {"PENDING"} for c in self.money.captures
        )

    def having(self, capture: Capture) -> "Order":
        """The order with a capture that PayPal just made, though it may not list it yet."""
        if any(known.id == capture.id for known in self.money.captures):
            return self
        money = msgspec.structs.replace(self.money, captures=(*self.money.captures, capture))
        unit = msgspec.structs.replace(self.unit, payments=money)
        return msgspec.structs.replace(self, purchase_units=(unit,))

    @property
    def approve_url(self) -> str:
        """Where the buyer approves."""
        return link_in(self.links)


def link_in(links: tuple[Link, ...]) -> str:
    by_rel = {link.rel: link.href for link in reversed(links)}
    return by_rel.get("payer-action") or by_rel.get("approve") or by_rel.get("redirect") or ""


class _Detail(msgspec.Struct, frozen=True):
    issue: str = ""


class Problem(msgspec.Struct, frozen=True):
    """PayPal's refusal. `issue` is its reason in one word, such as `ORDER_NOT_APPROVED`."""

    name: str = ""
    details: tuple[_Detail, ...] = ()
    links: tuple[Link, ...] = ()

    @property
    def issue(self) -> str:
        return (self.details[0].issue if self.details else "") or self.name


def problem(answer: Answer) -> Problem:
    try:
        return msgspec.convert(answer.json, Problem)
    except msgspec.ValidationError:
        return Problem()


def read(answer: Answer, kind: type[T]) -> T:
    """Raises `ProviderUnreachable` for an answer that is not what it should be: nothing is known then."""
    try:
        return msgspec.convert(answer.json, kind)
    except msgspec.ValidationError:
        raise ProviderUnreachable() from None


def amount(amount_minor: int, currency: str) -> dict[str, str]:
    """An amount in PayPal's form. Refuses `NotPayable`."""
    if currency not in CURRENCIES or amount_minor <= 0:
        raise NotPayable(currency)
    ours, theirs = exponent(currency), 0 if currency in WHOLE else 2
    units, parts = divmod(amount_minor, 10**ours)
    text = f"{parts:0{ours}d}" if ours else ""
    if text[theirs:].strip("0"):
        raise NotPayable(f"{currency} has no parts at PayPal")
    return {
        "currency_code": currency,
        "value": f"{units}.{text[:theirs].ljust(theirs, '0')}" if theirs else str(units),
    }


def payment_of(text: str) -> UUID | None:
    """Whose payment a `custom_id` or an `invoice_id` of ours names by its first part."""
    try:
        return UUID(text[:36])
    except ValueError:
        return None


def outcome(order: Order) -> Outcome:
    """What an order means for its payment."""
    taken = [capture for capture in order.money.captures if capture.status in TAKEN]
    captured = sum(capture.amount.minor for capture in taken)
    fees = [c.seller_receivable_breakdown for c in taken if c.seller_receivable_breakdown]
    refunds = [refund for refund in order.money.refunds if refund.status == "COMPLETED" and refund.amount]
    status, code, reason = _status(order, captured)
    total, hold = order.unit.amount, order.hold
    data = {"captures": " ".join(capture.id for capture in order.money.captures)}
    return Outcome(
        status,
        reference=order.id,
        action_url=order.approve_url if status == "requires_action" else "",
        reason=reason,
        amount_minor=total.minor if total else None,
        currency=total.currency_code if total else None,
        captured_minor=captured if captured or hold else None,
        refunded_minor=sum(refund.amount.minor for refund in refunds if refund.amount) if taken else None,
        fee_minor=sum(fee.paypal_fee.minor for fee in fees if fee.paypal_fee) if fees else None,
        payment_id=payment_of(order.unit.custom_id),
        code=code,
        expires_at=hold.expiration_time if hold and status in ("authorized", "partially_captured") else None,
        data={
            name: text for name, text in (data | {"authorization": hold.id if hold else ""}).items() if text
        },
    )


def _status(order: Order, captured: int) -> tuple[str, str, str]:
    """(status, code, reason)."""
    captures, hold = order.money.captures, order.hold
    is_waiting = any(capture.status == "PENDING" for capture in captures)
    if hold is not None:
        is_over = hold.status in ("CAPTURED", "VOIDED", "EXPIRED") or any(
            capture.final_capture and capture.status in TAKEN for capture in captures
        )
        if captured:
            whole = is_over or captured >= hold.amount.minor
            return ("captured" if whole else "partially_captured"), "", ""
        return _held(hold, is_waiting)
    if captured:
        return "captured", "", ""
    if is_waiting:
        return "pending", "", REVIEWED
    if captures:
        return "failed", "declined", DECLINED
    if order.status in OPEN:
        return "requires_action", "", ""
    if order.status == "VOIDED":
        return "cancelled", "cancelled", ""
    return "pending", "", REVIEWED


def _held(hold: Hold, is_waiting: bool) -> tuple[str, str, str]:
    """As `_status`, for held money of which none is taken yet."""
    if hold.status == "DENIED":
        return "failed", "declined", DECLINED
    if hold.status == "PENDING":
        return "pending", "", REVIEWED
    if hold.status in ("VOIDED", "EXPIRED") and not is_waiting:
        ran_out = hold.expiration_time and hold.update_time and hold.update_time >= hold.expiration_time
        return (
            ("expired", "expired", "")
            if ran_out or hold.status == "EXPIRED"
            else ("cancelled", "cancelled", "")
        )
    return "authorized", "", ""
