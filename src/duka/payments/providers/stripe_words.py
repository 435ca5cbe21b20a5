"""The words of Stripe in ours: amounts, outcomes, refunds, events. Nothing here talks to anybody."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel.money import EXPONENTS
from duka.payments.errors import AccountRefused
from duka.payments.types import Account, Callback, DisputeNews, Outcome, RefundOutcome

SCRIPT = "/endive/stripe.js"
"""Stripe's script of the release that our API version belongs to; its fields and frames come from the same origin."""
HOLD = timedelta(days=7)
"""How long a card's money is held where Stripe does not say."""

_UNUSUAL = {0: "BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF", 3: "BHD JOD KWD OMR TND"}
DECIMALS: dict[str, int] = {code: digits for digits, codes in _UNUSUAL.items() for code in codes.split()}
"""Of amounts told to Stripe; all others have two. UGX and ISK have none in life, and are told with two that are always 00.
Of three decimals the last is always 0. https://docs.stripe.com/currencies#special-cases"""
_UNKNOWN = "BTN CLF CUP ERN GHS IQD IRR KPW LYD SDG SSP STN SVC SYP TMT UYI UYW VED VES ZWG"
TAKEN = frozenset(EXPONENTS) - set(_UNKNOWN.split())

EVENTS = (
    "payment_intent.amount_capturable_updated",
    "payment_intent.canceled",
    "payment_intent.payment_failed",
    "payment_intent.processing",
    "payment_intent.requires_action",
    "payment_intent.succeeded",
    "charge.captured",
    "charge.expired",
    "charge.refunded",
    "charge.dispute.created",
    "charge.dispute.updated",
    "charge.dispute.closed",
    "charge.dispute.funds_withdrawn",
    "charge.dispute.funds_reinstated",
    "refund.created",
    "refund.updated",
    "refund.failed",
)
PROGRESS = {"succeeded": 0, "requires_capture": 1, "processing": 2, "requires_action": 3, "canceled": 9}
"""The statuses of an intent; the lower, the further it got."""
_STATUSES = {
    "succeeded": "captured",
    "requires_capture": "authorized",
    "processing": "requires_action",
    "requires_action": "requires_action",
    "requires_confirmation": "requires_action",
    "requires_payment_method": "requires_action",
    "canceled": "cancelled",
}
_WON = frozenset({"won", "warning_closed", "prevented"})
_CODES = {
    "insufficient_funds": "insufficient_funds",
    "card_velocity_exceeded": "limit",
    "withdrawal_count_limit_exceeded": "limit",
    "amount_too_small": "limit",
    "amount_too_large": "limit",
    "issuer_not_available": "unavailable",
    "processing_error": "unavailable",
    "try_again_later": "unavailable",
    "reenter_transaction": "unavailable",
    "payment_intent_authentication_failure": "rejected",
    "authentication_required": "rejected",
    "payment_intent_payment_attempt_expired": "timed_out",
}
_LAPSED = frozenset({"automatic", "expired"})
"""Why Stripe cancels by itself when the hold runs out; `automatic` before 2025-03-31."""


def to_stripe(minor: int, currency: str) -> int | None:
    """Our minor units (ISO 4217) in Stripe's; None where Stripe has no such amount."""
    amount, rest = _scaled(minor, EXPONENTS[currency], DECIMALS.get(currency, 2))
    return None if rest or (DECIMALS.get(currency) == 3 and amount % 10) else amount


def from_stripe(amount: int, currency: str) -> int:
    """The other way; what is less than our smallest unit is dropped."""
    return _scaled(amount, DECIMALS.get(currency, 2), EXPONENTS.get(currency, 2))[0]


def _scaled(amount: int, before: int, after: int) -> tuple[int, int]:
    """The amount with another number of decimals, and what could not be kept."""
    factor: int = 10 ** abs(after - before)
    return (amount * factor, 0) if after >= before else divmod(amount, factor)


def outcome(account: Account, intent: Mapping[str, Any]) -> Outcome:
    if intent["livemode"] is not (account.mode == "live"):
        raise AccountRefused()
    status, currency = intent["status"], intent["currency"].upper()
    charge = intent.get("latest_charge")
    charge = charge if isinstance(charge, dict) else {}
    received = from_stripe(intent.get("amount_received") or 0, currency)
    said = Outcome(
        _STATUSES.get(status, "unknown"),
        reference=intent["id"],
        amount_minor=from_stripe(intent["amount"], currency),
        currency=currency,
        captured_minor=received,
        refunded_minor=from_stripe(charge.get("amount_refunded") or 0, currency),
        fee_minor=_fee(charge, currency),
        payment_id=payment_id_of(intent),
    )
    replace = msgspec.structs.replace
    if status == "requires_payment_method" and (error := intent.get("last_payment_error")):
        return replace(
            said,
            status="failed",
            code=failure(error),
            reason=error.get("message") or "The card was declined.",
        )
    if status == "requires_capture":
        return replace(
            said, status="partially_captured" if received else "authorized", expires_at=_held_until(charge)
        )
    if status == "canceled" and intent.get("cancellation_reason") in _LAPSED:
        return replace(said, status="expired", code="expired")
    if said.status == "requires_action":
        key = account.settings.get("publishable_key", "")
        script = f"{account.base_url or 'https://js.stripe.com'}{SCRIPT}"
        browser = {"client_secret": intent["client_secret"], "publishable_key": key, "script": script}
        return replace(said, browser=browser)
    return said


def _fee(charge: Mapping[str, Any], currency: str) -> int | None:
    """What Stripe kept, when it is told in the currency of the payment."""
    entry = charge.get("balance_transaction")
    if not isinstance(entry, dict) or entry["currency"].upper() != currency:
        return None
    return from_stripe(entry["fee"], currency)


def _held_until(charge: Mapping[str, Any]) -> datetime | None:
    card = (charge.get("payment_method_details") or {}).get("card") or {}
    if until := card.get("capture_before"):
        return datetime.fromtimestamp(until, UTC)
    return datetime.fromtimestamp(charge["created"], UTC) + HOLD if "created" in charge else None


def payment_id_of(thing: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID((thing.get("metadata") or {})["payment_id"])
    except (KeyError, ValueError, TypeError, AttributeError):
        return None


def refunded(refund: Mapping[str, Any]) -> RefundOutcome:
    status = refund["status"]
    if status in ("failed", "canceled"):
        why = str(refund.get("failure_reason") or status).replace("_", " ")
        return RefundOutcome("refused", refund["id"], f"Stripe says: {why}.")
    return RefundOutcome("done" if status == "succeeded" else "pending", refund["id"])


def failure(error: Mapping[str, Any]) -> str:
    for name in (error.get("decline_code"), error.get("code")):
        if name in _CODES:
            return _CODES[name]
    return "declined" if error.get("type") == "card_error" else "unavailable"


class _Data(msgspec.Struct):
    object: dict[str, Any] = {}


class Event(msgspec.Struct):
    id: str
    type: str
    livemode: bool | None = None
    account: str = ""
    data: _Data = msgspec.field(default_factory=_Data)


def callback(account: Account, event: Event) -> Callback:
    """An endpoint hears of everything in its account: what another of our tenants did there is nothing of ours."""
    thing = event.data.object
    tenant = (thing.get("metadata") or {}).get("tenant")
    if tenant not in (None, str(account.tenant)):
        return Callback(event.id, kind=event.type)
    about = thing.get("id") if event.type.startswith("payment_intent.") else thing.get("payment_intent")
    reference = about if isinstance(about, str) and about else None
    if not event.type.startswith("charge.dispute."):
        return Callback(event.id, reference, payment_id_of(thing), event.type)
    return Callback(event.id, reference, None, event.type, _dispute(thing))


def _dispute(thing: Mapping[str, Any]) -> DisputeNews:
    """An inquiry (`warning_…`) holds nothing back, and one that was closed came to nothing."""
    currency = thing["currency"].upper()
    status = thing["status"]
    moved = [e for e in thing.get("balance_transactions") or [] if e["currency"].upper() == currency]
    due = (thing.get("evidence_details") or {}).get("due_by")
    return DisputeNews(
        reference=thing["id"],
        status="lost" if status == "lost" else "won" if status in _WON else "open",
        amount_minor=from_stripe(thing["amount"], currency),
        currency=currency,
        reason=str(thing.get("reason") or ""),
        withdrawn_minor=from_stripe(-sum(e["amount"] for e in moved), currency),
        fee_minor=from_stripe(sum(e["fee"] for e in moved), currency),
        due_by=datetime.fromtimestamp(due, UTC) if due else None,
    )
