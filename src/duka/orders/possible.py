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
    OrderOnHold,
    OrderStepDone,
    PastOrderFixed,
)
from duka.payments import possible as payment_possible
from duka.payments import rules as payment_rules
from duka.payments.errors import (
    NothingToCapture,
    NothingToGiveBack,
    OrderAlreadyPaid,
    PaymentNotManual,
    PaymentUnderWay,
)


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
    @property
    def is_prepared(self) -> bool: ...
    @property
    def has_packed(self) -> bool: ...
    @property
    def has_sent(self) -> bool: ...
    @property
    def is_held(self) -> bool: ...


class PaymentFacts(msgspec.Struct, frozen=True):
    """`is_capturing`: taking some of what is held is on its way."""

    id: str
    provider: str
    status: str
    captured_minor: int
    refunded_minor: int
    is_capturing: bool = False


class Facts(msgspec.Struct, frozen=True):
    """An order as the judgement needs it. `has_packed`: a fulfillment of it waits to leave; `has_sent`: one is on its way.
    `is_held`: it waits for somebody to look at it. `missing`: SKUs that are promised and do not lie there."""

    status: str
    payment_status: str
    fulfillment_status: str
    is_placed: bool
    is_prepared: bool = False
    has_packed: bool = False
    has_sent: bool = False
    is_held: bool = False
    is_past: bool = False
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
    "edit": "orders:edit",
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
    """May the goods, or those that are left, go on to `after`?"""
    if stage.fulfillment_status == after or (after == "prepared" and stage.is_prepared):
        return OrderStepDone()
    no = closed(stage, is_return=after == "returned")
    if no is not None:
        return no
    if on_hold(stage, after):
        return OrderOnHold()
    is_there = {"shipped": stage.has_packed, "delivered": stage.has_packed or stage.has_sent}.get(after, True)
    if after not in rules.FULFILLMENT_FOLLOWS[stage.fulfillment_status] or not is_there:
        return FulfillmentRefused(before=stage.fulfillment_status, after=after)
    return None


def on_hold(stage: Stage, after: str) -> bool:
    """Goods of a held order neither leave the shelf nor the house; what is on its way may arrive."""
    return stage.is_held and (
        after in ("prepared", "shipped") or (after == "delivered" and not stage.has_sent)
    )


def closed(stage: Stage, *, is_return: bool = False) -> Refusal | None:
    """May anything at all be done with the goods? A completed order's may come back."""
    if stage.status not in (("open", "completed") if is_return else ("open",)):
        return OrderClosed(status=stage.status)
    return None if stage.is_placed else OrderNotPlaced()


def complete(stage: Stage) -> Refusal | None:
    if stage.status == "completed":
        return OrderStepDone()
    if "completed" not in rules.STATUS_FOLLOWS[stage.status]:
        return OrderClosed(status=stage.status)
    if stage.fulfillment_status not in rules.ARRIVED or stage.payment_status not in rules.SETTLED:
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


def edit(facts: Facts) -> Refusal | None:
    """May its goods, prices and carriage be changed? Not while money of it is on its way: what a provider was asked for is
    given up first."""
    no = closed(facts)
    if no is not None:
        return no
    if facts.is_past:
        return PastOrderFixed()
    under_way = any(
        p.is_capturing or (p.status in payment_rules.OPEN and p.provider not in payment_rules.BY_HAND)
        for p in facts.payments
    )
    return PaymentUnderWay() if under_way else None


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
    "edit": edit,
    "mark_paid": _mark_any_paid,
    "capture": _capture,
    "refund": _refund,
}
