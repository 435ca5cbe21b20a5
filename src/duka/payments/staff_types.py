"""Payments as staff look into them. Amounts are minor units of `currency`; telephone numbers are shortened to their ends for
those who may not change payments."""

from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.payments.possible import PaymentAction


class PaymentSearch(msgspec.Struct, frozen=True, kw_only=True):
    """What a list was asked for; what is empty does not narrow. `need`: one of `staff_list.NEEDS`. `text`: an order's number,
    a payment's id, the provider's reference, an amount, or the end of a telephone number."""

    need: str = ""
    text: str = ""
    status: str = ""
    provider: str = ""
    store: UUID | None = None
    created_from: datetime | None = None
    created_until: datetime | None = None


class PaymentListItem(msgspec.Struct, frozen=True, kw_only=True):
    """`is_mismatch`: the provider holds other money than was asked for. `by_hand_minor`: what a person has yet to give
    back."""

    id: str
    order_id: str
    order_number: str
    name: str
    store_id: str
    provider: str
    attempt: int
    status: str
    currency: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    reference: str
    reason: str
    code: str
    payer_phone: str
    is_mismatch: bool
    is_disputed: bool
    by_hand_minor: int
    created_at: datetime


class PaymentList(msgspec.Struct, frozen=True):
    """A page of payments. `counts`, with the first page only: how many payments of the same stores need what, up to
    `counted_up_to`."""

    items: list[PaymentListItem]
    next: str | None
    counts: dict[str, int] | None
    counted_up_to: int


class PaymentOrder(msgspec.Struct, frozen=True):
    """`is_estimated`: some of its goods are yet to be weighed."""

    id: str
    number: str
    status: str
    payment_status: str
    total_minor: int
    is_estimated: bool
    name: str


class PaymentStore(msgspec.Struct, frozen=True):
    id: str
    name: str
    timezone: str


class PaymentAccount(msgspec.Struct, frozen=True):
    """The merchant's account at the provider that it goes through."""

    mode: str
    capture_method: str
    is_active: bool


class PaymentCapture(msgspec.Struct, frozen=True):
    """Held money taken. `status`: pending, done, refused. `is_final`: the rest was let go."""

    id: str
    amount_minor: int
    is_final: bool
    status: str
    reason: str
    failure: str
    by: str
    created_at: datetime


class PaymentRefund(msgspec.Struct, frozen=True):
    """`status`: pending, done, refused, by_hand (a person gives it back). `origin`: ours, or found at the provider."""

    id: str
    amount_minor: int
    status: str
    reason: str
    failure: str
    reference: str
    origin: str
    by: str
    created_at: datetime
    updated_at: datetime


class PaymentDispute(msgspec.Struct, frozen=True):
    """`withdrawn_minor`: what the provider holds back for it; `status`: open, won, lost."""

    id: str
    reference: str
    status: str
    amount_minor: int
    withdrawn_minor: int
    fee_minor: int
    currency: str
    reason: str
    opened_at: datetime
    due_by: datetime | None
    closed_at: datetime | None


class PaymentCallback(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider sent. `outcome`: empty while nobody has read it, applied, no_change, unknown_reference, mismatch,
    not_about_us, failed. `body` is as it came."""

    id: str
    provider: str
    store_id: str | None
    payment_id: str | None
    order_number: str
    event_id: str
    kind: str
    reference: str
    outcome: str
    tries: int
    received_at: datetime
    processed_at: datetime | None
    body: str


class PaymentMessage(msgspec.Struct, frozen=True):
    """One question to the provider and its answer, secrets hidden. `status` 0: no answer came."""

    id: str
    at: datetime
    took_ms: int
    what: str
    method: str
    url: str
    status: int
    request: str
    answer: str


class PaymentEvent(msgspec.Struct, frozen=True):
    """What became of it, in the trail. `before` and `after` hold what a change changed."""

    at: datetime
    type: str
    by: str
    details: dict[str, Any]
    before: dict[str, Any] | None = None
    after: dict[str, Any] | None = None


class PaymentDetail(msgspec.Struct, frozen=True, kw_only=True):
    """Everything about a payment, and what can be done with it. `was_asked`: the provider was asked for the money, though its
    answer may be lost. `next_look_at`: when it is asked again. `siblings`: other attempts to pay the same order."""

    id: str
    provider: str
    reference: str
    attempt: int
    status: str
    currency: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    fee_minor: int
    capture_method: str
    payer_phone: str
    reason: str
    code: str
    is_mismatch: bool
    was_asked: bool
    created_at: datetime
    updated_at: datetime
    expires_at: datetime | None
    next_look_at: datetime | None
    order: PaymentOrder
    store: PaymentStore
    account: PaymentAccount | None
    siblings: list[str]
    captures: list[PaymentCapture]
    refunds: list[PaymentRefund]
    disputes: list[PaymentDispute]
    callbacks: list[PaymentCallback]
    messages: list[PaymentMessage]
    timeline: list[PaymentEvent]
    actions: list[PaymentAction] = []
