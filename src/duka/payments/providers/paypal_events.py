"""PayPal's messages, read after they were verified. They say whom they are about; what happened is looked up."""

from datetime import datetime
from typing import Literal

import msgspec

from duka.payments.errors import ProviderUnreachable
from duka.payments.providers.paypal_answers import Amount, Unit, payment_of
from duka.payments.types import Callback, DisputeNews

_LOST = frozenset({"RESOLVED_BUYER_FAVOUR", "ACCEPTED"})
_WON = frozenset({"RESOLVED_SELLER_FAVOUR", "RESOLVED_WITH_PAYOUT", "CANCELED_BY_BUYER", "DENIED"})
"""The merchant keeps the money; with a payout PayPal paid the buyer out of its own pocket."""


class _Related(msgspec.Struct, frozen=True):
    order_id: str = ""


class _Supplement(msgspec.Struct, frozen=True):
    related_ids: _Related | None = None


class _Disputed(msgspec.Struct, frozen=True):
    custom: str = ""
    invoice_number: str = ""


class _Decision(msgspec.Struct, frozen=True):
    outcome_code: str = ""


class _Resource(msgspec.Struct, frozen=True):
    """An order, an authorization, a capture, a refund or a dispute."""

    id: str = ""
    order_id: str = ""
    custom_id: str = ""
    invoice_id: str = ""
    purchase_units: tuple[Unit, ...] = ()
    supplementary_data: _Supplement | None = None
    dispute_id: str = ""
    dispute_amount: Amount | None = None
    dispute_life_cycle_stage: str = ""
    dispute_outcome: _Decision | None = None
    disputed_transactions: tuple[_Disputed, ...] = ()
    reason: str = ""
    status: str = ""
    seller_response_due_date: datetime | None = None


class _Event(msgspec.Struct, frozen=True):
    id: str
    event_type: str
    resource: msgspec.Raw = msgspec.Raw(b"{}")


def read(body: bytes) -> Callback:
    """Raises `msgspec.MsgspecError` for what is no event. One whose resource has an unknown shape is about nothing of ours."""
    event = msgspec.json.decode(body, type=_Event)
    try:
        resource = msgspec.json.decode(event.resource, type=_Resource)
    except msgspec.MsgspecError:
        return Callback(event.id, kind=event.event_type)
    if event.event_type.startswith("CUSTOMER.DISPUTE."):
        return _dispute(event, resource)
    is_order = event.event_type.startswith("CHECKOUT.ORDER.")
    related = resource.supplementary_data and resource.supplementary_data.related_ids
    reference = resource.id if is_order else (related.order_id if related else "") or resource.order_id
    unit = resource.purchase_units[0] if resource.purchase_units else Unit()
    names = (resource.custom_id, resource.invoice_id, unit.custom_id)
    return Callback(
        event.id,
        reference=reference or None,
        payment_id=next((found for found in map(payment_of, names) if found), None),
        kind=event.event_type,
    )


def _dispute(event: _Event, resource: _Resource) -> Callback:
    names = [name for one in resource.disputed_transactions for name in (one.custom, one.invoice_number)]
    news = None
    if resource.dispute_amount and resource.dispute_id:
        try:
            news = _news(resource, resource.dispute_amount.minor, resource.dispute_amount.currency_code)
        except ProviderUnreachable:
            news = None
    return Callback(
        event.id,
        payment_id=next((found for found in map(payment_of, names) if found), None),
        kind=event.event_type,
        dispute=news,
    )


def _news(resource: _Resource, amount_minor: int, currency: str) -> DisputeNews:
    """PayPal keeps the amount back from the moment a question becomes a claim, until it decides for the merchant."""
    decision = resource.dispute_outcome.outcome_code if resource.dispute_outcome else ""
    status: Literal["open", "won", "lost"] = (
        "lost" if decision in _LOST else "won" if decision in _WON else "open"
    )
    is_claim = resource.dispute_life_cycle_stage not in ("", "INQUIRY")
    is_withdrawn = status == "lost" or (status == "open" and is_claim)
    return DisputeNews(
        reference=resource.dispute_id,
        status=status,
        amount_minor=amount_minor,
        currency=currency,
        reason=resource.reason.replace("_", " ").capitalize(),
        withdrawn_minor=amount_minor if is_withdrawn else 0,
        due_by=resource.seller_response_due_date,
    )
