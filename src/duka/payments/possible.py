"""What can be done with a payment, and why something can't: pure, and asked by the verbs themselves, so that the console
offers exactly what the verbs do."""

from collections.abc import Callable, Mapping

import msgspec

from duka.kernel.errors import Forbidden, Refusal
from duka.payments import rules
from duka.payments.errors import (
    NothingToAsk,
    NothingToCapture,
    NothingToGiveBack,
    OrderAlreadyPaid,
    PaymentNotCancellable,
    PaymentNotManual,
    PaymentUnderWay,
    RefundNotByHand,
)


class Facts(msgspec.Struct, frozen=True):
    """A payment as the judgement needs it. `was_asked`: its provider was asked for the money. `is_capturing`: taking some of
    it is on its way. `by_hand`: how many of its refunds wait for a person."""

    provider: str
    status: str
    captured_minor: int = 0
    refunded_minor: int = 0
    was_asked: bool = False
    is_capturing: bool = False
    by_hand: int = 0


class PaymentAction(msgspec.Struct, frozen=True):
    """`code` and `reason` say why it is not allowed: the refusal that the verb would give."""

    action: str
    is_allowed: bool
    code: str = ""
    reason: str = ""


PERMISSION = "payments:write"


def possibilities(
    facts: Facts, *, is_held: bool, others: Mapping[str, Refusal | None] | None = None
) -> list[PaymentAction]:
    """Every action, in the order in which it is shown. `is_held`: the caller may change this payment; `others` says what
    stands against an action beside the payment itself (its order was cancelled)."""
    found = []
    for action, judge in _JUDGES.items():
        no = judge(facts) or (others or {}).get(action) if is_held else Forbidden(permission=PERMISSION)
        found.append(PaymentAction(action, False, no.code, no.message) if no else PaymentAction(action, True))
    return found


def capture(status: str, *, is_capturing: bool = False) -> Refusal | None:
    """May held money be taken?"""
    if status not in rules.CAPTURABLE:
        return NothingToCapture()
    return PaymentUnderWay() if is_capturing else None


def cancel(status: str) -> Refusal | None:
    return None if status in rules.LIVE else PaymentNotCancellable(status=status)


def recheck(provider: str, *, was_asked: bool) -> Refusal | None:
    """Is there anybody to ask?"""
    return None if was_asked and provider not in rules.BY_HAND else NothingToAsk()


def refund(captured_minor: int, refunded_minor: int) -> Refusal | None:
    return None if captured_minor > refunded_minor else NothingToGiveBack(available_minor=0)


def mark_paid(provider: str, status: str) -> Refusal | None:
    """As far as the payment goes; its order has a say too."""
    if provider not in rules.BY_HAND:
        return PaymentNotManual()
    return None if rules.may_follow(status, "captured") else OrderAlreadyPaid()


_JUDGES: Mapping[str, Callable[[Facts], Refusal | None]] = {
    "capture": lambda f: capture(f.status, is_capturing=f.is_capturing),
    "mark_paid": lambda f: mark_paid(f.provider, f.status),
    "refund": lambda f: refund(f.captured_minor, f.refunded_minor),
    "refund_by_hand": lambda f: None if f.by_hand else RefundNotByHand(status="done"),
    "recheck": lambda f: recheck(f.provider, was_asked=f.was_asked),
    "cancel": lambda f: cancel(f.status),
}
