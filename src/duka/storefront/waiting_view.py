"""The page of an order that waits for its money: what is asked of the buyer now, and what else they may do."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from duka.orders.types import Order
from duka.payments import rules
from duka.payments.service.looking import Attempt
from duka.storefront import payer, payment_words, ways
from duka.storefront.language import messages
from duka.storefront.rendering import Blank
from duka.storefront.visit import Visit

Kind = Literal["phone", "card", "page", "news"]
DOINGS = ("help", "number", "ways")


class Prompt(msgspec.Struct, frozen=True):
    """A request on a telephone. `left` are sentences for each number of minutes that are left, the first for none at all;
    `seconds` are those that are left of `whole`."""

    number: str
    until: str
    seconds: int
    whole: int
    left: list[str]

    @property
    def words(self) -> str:
        return self.left[min(-(-self.seconds // 60), len(self.left) - 1)]


def kind_of(visit: Visit, attempt: Attempt) -> Kind:
    """What the buyer does meanwhile: confirms on a telephone, types a card, goes to the provider's page, or nothing."""
    payment = attempt.payment
    if ways.needs_phone(visit, payment.provider):
        return "phone"
    if payment.status != "requires_action":
        return "news"
    if payment.action_url:
        return "page"
    return "card" if ways.is_card(visit, payment.provider) else "news"


def is_unasked(attempt: Attempt) -> bool:
    """Nobody has asked for this money yet."""
    return attempt.payment.status == "pending" and not attempt.payment.was_asked


def state(attempt: Attempt) -> str:
    """Changes whenever the page would."""
    payment = attempt.payment
    return f"{payment.attempt}.{payment.status}.{'to' if payment.action_url else ''}"


def values(
    visit: Visit,
    order: Order,
    attempt: Attempt,
    token: str,
    now: datetime,
    *,
    doing: str = "",
    left: str = "",
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    held: Mapping[str, int] | None = None,
) -> dict[str, Any]:
    """Everything that `wait.html` needs. `doing` is what of `DOINGS` the buyer asked for; `left`: they came
    back from a provider's page without paying, by a word of `FAILURES` if it said why."""
    payment = attempt.payment
    is_failed = payment.status in rules.FAILURE
    is_open = not is_failed and not is_unasked(attempt)
    kind = kind_of(visit, attempt)
    chosen = (typed or {}).get("method") or payment.provider
    at = f"{order.id}/{token}"
    return {
        "order": order,
        "payment": payment,
        "kind": kind,
        "is_failed": is_failed,
        "is_unasked": is_unasked(attempt),
        "has_left": bool(left) and is_open,
        "is_waiting": is_open,
        "doing": doing if doing in DOINGS and is_open else "",
        "why": _why(visit, attempt, left),
        "provider": ways.name(visit, payment.provider),
        "prompt": prompt(visit, payment.payer_phone, payment.created_at or now, now)
        if kind == "phone" and payment.status == "requires_action" and payment.payer_phone
        else None,
        "ways": ways.offered(
            visit,
            order.total_minor,
            chosen=chosen,
            phone=payment.payer_phone or order.phone,
            typed=typed,
            errors=errors,
            held=held,
        ),
        "typed_phone": (typed or {}).get(ways.FIELD + payment.provider, ""),
        "phone_field": ways.FIELD + payment.provider,
        "errors": Blank(errors or {}),
        "most": payment.amount_minor if payment.amount_minor > order.total_minor else 0,
        "here": visit.url(f"/checkout/wait/{at}"),
        "again": visit.url(f"/checkout/retry/{at}"),
        "card_at": visit.url(f"/checkout/card/{at}"),
        "state": state(attempt),
    }


def _why(visit: Visit, attempt: Attempt, left: str) -> str:
    """Why nothing was paid, if anybody said."""
    payment, is_english = attempt.payment, visit.locale.startswith("en")
    if payment.status in rules.FAILURE:
        return payment_words.why(payment.reason, attempt.failure_code, visit.say, is_english=is_english)
    return visit.say(payment_words.FAILURES[left]) if left in payment_words.FAILURES else ""


def prompt(visit: Visit, number: str, begun: datetime, now: datetime) -> Prompt:
    whole = int(rules.PROMPT.total_seconds())
    seconds = max(0, min(whole, int((begun + rules.PROMPT - now) / timedelta(seconds=1))))
    words = messages(visit.spoken)
    left = [visit.say("The request may be over by now. Send a new one if you still want to pay.")]
    left += [
        words.ngettext("About %(num)d minute left.", "About %(num)d minutes left.", minutes)
        % {"num": minutes}
        for minutes in range(1, whole // 60 + 1)
    ]
    return Prompt(
        payer.masked(number), visit.figures.time((begun + rules.PROMPT).isoformat()), seconds, whole, left
    )
