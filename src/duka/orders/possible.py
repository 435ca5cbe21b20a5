"""What can be done with an order, and why something can't: pure, and asked by the verbs themselves.

So the console offers exactly what the verbs do. A step that is done already is no mistake for a verb (twice is safe)
and is not offered.
"""

from collections.abc import Callable, Mapping
from typing import Protocol

import msgspec

from duka.inventory.errors import StockMissing
from duka.kernel.errors import Forbidden, Refusal
from duka.orders import rules
from duka.orders.errors import (
    AddressFixed,
    FulfillmentRefused,
    OrderAlreadyShipped,
    OrderClosed,
    OrderNotPlaced,
    OrderNotSettled,
    OrderStepDone,
)
from duka.payments import possible as payment_possible
from duka.payments.errors import NothingToCapture, NothingToGiveBack, OrderAlreadyPaid, PaymentNotManual


class Stage(Protocol):
    """How far an order has come."""

    @property
    def status(self) -> str: ...
    @property
    def payment_status(self) -> str: ...
    @property
    def fulfillment_status(self) -> str: ...
    @property
    def is_placed(self) -> bool: ...


class PaymentFacts(msgspec.Struct, frozen=True):
    """`is_capturing`: taking some of what is held is on its way."""

    id: str
    provider: str
    status: str
    captured_minor: int
    refunded_minor: int
    is_capturing: bool = False


class Facts(msgspec.Struct, frozen=True):
    """An order as the judgement needs it. `missing`: SKUs that are promised and do not lie there."""

    status: str
    payment_status: str
    fulfillment_status: str
    is_placed: bool
    missing: tuple[str, ...] = ()
    payments: tuple[PaymentFacts, ...] = ()


class Possibility(msgspec.Struct, frozen=True):
    """`code` and `reason` say why it is not allowed: the refusal that the verb would give. `payment_id` is the payment
    that it is about."""

    action: str
    is_allowed: bool
    code: str = ""
    reason: str = ""
    payment_id: str | None = None


STEPS = {"prepare": "prepared", "ship": "shipped", "deliver": "delivered", "return": "returned"}

PERMISSIONS: Mapping[str, str] = {
    "prepare": "orders:write",
    "ship": "orders:write",
    "deliver": "orders:write",
    "complete": "orders:write",
    "cancel": "orders:cancel",
    "return": "orders:write",
    "change_address": "orders:write",
    "change_contact": "orders:write",
    "note": "orders:write",
    "tag": "orders:write",
    "mark_paid": "payments:write",
    "capture": "payments:write",
    "refund": "payments:write",
    "print": "orders:read",
}
"""Every action, in the order in which it is shown, with what it takes."""


def possibilities(facts: Facts, held: frozenset[str]) -> list[Possibility]:
    """Every action for somebody who holds these permissions for this order."""
    return [_possibility(action, facts, held) for action in PERMISSIONS]


def _possibility(action: str, facts: Facts, held: frozenset[str]) -> Possibility:
    payment = _payment_for(action, facts)
    permission = PERMISSIONS[action]
    no = Forbidden(permission=permission) if permission not in held else why_not(action, facts)
    about = payment.id if payment else None
    if no is None:
        return Possibility(action, True, payment_id=about)
    return Possibility(action, False, no.code, no.message, about)


def why_not(action: str, facts: Facts) -> Refusal | None:
    """What the verb would answer to somebody who may; None when it would do it."""
    if action in STEPS:
        no = step(facts, STEPS[action])
        if no is None and action == "prepare" and facts.missing:
            return StockMissing(list(facts.missing))
        return no
    judge = _JUDGES.get(action)
    return judge(facts) if judge else None


def step(stage: Stage, after: str) -> Refusal | None:
    """May the goods go on to `after`?"""
    if stage.fulfillment_status == after:
        return OrderStepDone()
    statuses = ("open", "completed") if after == "returned" else ("open",)
    if stage.status not in statuses:
        return OrderClosed(status=stage.status)
    if not stage.is_placed:
        return OrderNotPlaced()
    if after not in rules.FULFILLMENT_FOLLOWS[stage.fulfillment_status]:
        return FulfillmentRefused(before=stage.fulfillment_status, after=after)
    return None


def complete(stage: Stage) -> Refusal | None:
    if stage.status == "completed":
        return OrderStepDone()
    if "completed" not in rules.STATUS_FOLLOWS[stage.status]:
        return OrderClosed(status=stage.status)
    if stage.fulfillment_status not in ("delivered", "returned") or stage.payment_status not in rules.SETTLED:
        return OrderNotSettled(payment_status=stage.payment_status)
    return None


def cancel(stage: Stage) -> Refusal | None:
    if stage.status == "cancelled":
        return OrderStepDone()
    if stage.fulfillment_status not in rules.CANCELLABLE:
        return OrderAlreadyShipped()
    if "cancelled" not in rules.STATUS_FOLLOWS[stage.status]:
        return OrderClosed(status=stage.status)
    return None


def change_address(stage: Stage) -> Refusal | None:
    if stage.status != "open":
        return OrderClosed(status=stage.status)
    return None if stage.fulfillment_status in rules.CANCELLABLE else AddressFixed()


def mark_paid(status: str, payment: PaymentFacts) -> Refusal | None:
    no = payment_possible.mark_paid(payment.provider, payment.status)
    if status == "cancelled" and not isinstance(no, PaymentNotManual):
        return OrderClosed(status=status)
    return no


def _mark_any_paid(facts: Facts) -> Refusal | None:
    payment = _payment_for("mark_paid", facts)
    return OrderAlreadyPaid() if payment is None else mark_paid(facts.status, payment)


def _capture(facts: Facts) -> Refusal | None:
    payment = _payment_for("capture", facts)
    if payment is None:
        return NothingToCapture()
    return payment_possible.capture(payment.status, is_capturing=payment.is_capturing)


def _refund(facts: Facts) -> Refusal | None:
    return None if _payment_for("refund", facts) else NothingToGiveBack(available_minor=0)


def _payment_for(action: str, facts: Facts) -> PaymentFacts | None:
    """The newest payment that the action fits; of those to mark as paid, the newest at all when none fits."""
    newest_first = facts.payments[::-1]
    if action == "refund":
        return next((p for p in newest_first if p.captured_minor > p.refunded_minor), None)
    if action == "capture":
        return next((p for p in newest_first if payment_possible.capture(p.status) is None), None)
    if action == "mark_paid":
        return next((p for p in newest_first if mark_paid("open", p) is None), None) or next(
            iter(newest_first), None
        )
    return None


_JUDGES: Mapping[str, Callable[[Facts], Refusal | None]] = {
    "complete": complete,
    "cancel": cancel,
    "change_address": change_address,
    "mark_paid": _mark_any_paid,
    "capture": _capture,
    "refund": _refund,
}
