"""Sentences about payments: what providers say, why one failed, where one stands."""

from __future__ import annotations

from collections.abc import Callable

from duka.orders.types import Order, OrderPayment
from duka.payments.types import About
from duka.storefront.figures import Figures
from duka.storefront.words import _

Say = Callable[[str], str]

FAILURES = {
    "declined": _("The payment was declined. Try again, or pay another way."),
    "insufficient_funds": _("There is not enough money on the account. Top it up, or pay another way."),
    "rejected": _("The payment was not confirmed. Try again, or pay another way."),
    "timed_out": _("The payment was not confirmed in time. Try again, or pay another way."),
    "unknown_payer": _("Nobody is known by this number there. Check the number, or pay another way."),
    "limit": _("This amount is beyond a limit of this way to pay. Pay another way."),
    "unavailable": _("This way to pay is not available at the moment. Try again later, or pay another way."),
    "expired": _("The time for this payment is over. Try again, or pay another way."),
    "cancelled": _("The payment was cancelled."),
}
"""Why a payment failed, by `Outcome.code`: said where the provider's own sentence is in a language that is not the buyer's."""

OF_PROVIDERS = (
    _("Given up by the buyer."),
    _("The card was declined."),
    _("This exact amount cannot be paid by card."),
    _("MTN MoMo cannot be used in this shop at the moment. Pay another way."),
    _("MTN MoMo refused the payment. Try again, or pay another way."),
    _("This is not a telephone number. Write it with its country code."),
    _("This number has no MTN MoMo account. Check the number, or pay another way."),
    _("This MTN MoMo account is not active. Pay another way."),
    _("There is not enough money in your MoMo account. Top it up and try again, or pay another way."),
    _("Your MoMo balance is too low, or a limit is reached. Check your balance, or pay another way."),
    _(
        "MTN MoMo could not take the payment. Often the balance is too low: check it and try again, or pay another way."
    ),
    _("Your MoMo account has reached its limit. Pay another way."),
    _("The payment was rejected on the telephone."),
    _("The payment was not approved on the telephone."),
    _("The payment was not confirmed in time. Try again and enter your PIN within five minutes."),
    _("The request on the telephone has expired. Try again, or pay another way."),
    _("The payment was cancelled."),
    _("MTN MoMo is out of service at the moment. Try again later, or pay another way."),
    _("Orange Money cannot be used in this shop at the moment. Pay another way."),
    _("Orange Money did not answer in time, and nothing was paid. Try again, or pay another way."),
    _("The payment at Orange Money has expired. Try again, or pay another way."),
    _("Orange Money refused the payment. Try again, or pay another way."),
    _("PayPal could not charge this way of paying. Choose another one at PayPal, or pay in another way."),
    _("PayPal is still checking this payment."),
    _("PayPal does not take this payment. Choose another way to pay."),
    _("The time to approve this payment at PayPal is over."),
    _("The provider holds another amount or currency than we asked for."),
)
"""What adapters give as the reason of an outcome."""


def why(reason: str, code: str, say: Say, *, is_english: bool) -> str:
    """Why a payment failed, in the buyer's language; empty when nobody said."""
    told = say(reason) if reason else ""
    if told and (is_english or told != reason):
        return told
    return say(FAILURES[code]) if code in FAILURES else ""


def told(
    order: Order, about: Callable[[str], About | None], name: str, figures: Figures, say: Say
) -> list[str]:
    """Where an order's money stands, a sentence or two."""
    back = sum(payment.refunded_minor for payment in order.payments)
    taken = [payment for payment in order.payments if payment.captured_minor]
    held = [payment for payment in order.payments if payment.status == "authorized"]
    if taken:
        return _taken(order, taken[-1], back, figures, say)
    if held:
        return _held(order, held[-1], figures, say)
    if not order.payments:
        return [say("Nothing was to be paid.") if order.total_minor == 0 else say("Paid")]
    return [_open(order.payments[-1], about, name, say)]


def _taken(order: Order, payment: OrderPayment, back: int, figures: Figures, say: Say) -> list[str]:
    sums = {
        "taken": figures.money(payment.captured_minor),
        "held": figures.money(payment.amount_minor),
        "back": figures.money(back),
    }
    if payment.status == "partially_captured":
        return [say("%(taken)s taken so far, of %(held)s that is held") % sums]
    first = say("Paid: %(taken)s") % sums
    if payment.captured_minor < payment.amount_minor:
        first = say("Taken: %(taken)s of the %(held)s that was held. The rest is yours again.") % sums
    if not back:
        return [first]
    whole = sum(p.captured_minor for p in order.payments)
    return (
        [say("Paid back: %(back)s") % sums] if back >= whole else [first, say("Paid back: %(back)s") % sums]
    )


def _held(order: Order, payment: OrderPayment, figures: Figures, say: Say) -> list[str]:
    sums = {"held": figures.money(payment.amount_minor), "total": figures.money(order.total_minor)}
    if payment.amount_minor > order.total_minor:
        return [
            say(
                "%(held)s is held at most. Once it is weighed and packed, we take what it weighs (about %(total)s); "
                "the rest is yours again."
            )
            % sums
        ]
    return [say("%(held)s is held, and taken when it is packed") % sums]


def _open(payment: OrderPayment, about: Callable[[str], About | None], name: str, say: Say) -> str:
    known = about(payment.provider)
    if payment.status in ("failed", "expired", "cancelled"):
        return say("Not paid")
    if payment.status == "refunded":
        return say("Paid back")
    if payment.status == "unknown":
        return say("We are asking %(provider)s whether it has arrived") % {"provider": name}
    if payment.status == "requires_action" and known is not None:
        if known.needs_phone:
            return say("Waiting for your confirmation on the telephone")
        return say("Waiting for your payment with %(provider)s") % {"provider": name}
    return say("Still to be paid")
