"""Giving back what PayPal captured, at most once, also where one refund needs several captures.

Each part carries our refund's id in its `custom_id` and is asked for with a request id made of the refund's key and the
capture, so that one refund asks one capture once, however often it is repeated: within hours by the request id, afterwards
because the part is found first.
"""

from collections.abc import Callable, Iterable
from typing import Protocol
from urllib.parse import quote

import msgspec

from duka.payments.errors import RefundRefused
from duka.payments.providers.paypal_answers import (
    TAKEN,
    UNMADE,
    Amount,
    NotPayable,
    Order,
    Refund,
    amount,
    problem,
    read,
)
from duka.payments.types import Known, RefundCharge, RefundOutcome
from duka.payments.wire import Answer

_ELSEWHERE = frozenset({"REFUND_AMOUNT_EXCEEDED", "CAPTURE_FULLY_REFUNDED", "REFUND_CAPTURE_AMOUNT_EXCEEDED"})
"""Another refund came first: what is left is to be looked at again."""
_TRIES = 3


class Ask(Protocol):
    def __call__(self, method: str, path: str, body: object = None, key: str = "") -> Answer: ...


def give_back(ask: Ask, order_now: Callable[[], Order], known: Known, refund: RefundCharge) -> RefundOutcome:
    """Refuses `RefundRefused` when nothing was given back. When only a part could be, staff are told to give the rest."""
    mark = f"{known.payment_id}.{refund.refund_id}"
    made: dict[str, Refund] = {}
    why = ""
    for _ in range(_TRIES):
        order = order_now()
        made |= {part.id: part for part in _marked(ask, order, mark, refund)}
        left = refund.amount_minor - _sum(made.values())
        if left <= 0:
            return _together(list(made.values()))
        used = {part.capture for part in made.values()}
        why = ""
        for capture, share in _shares(order, left, used):
            try:
                money = amount(share, known.currency)
            except NotPayable:
                raise RefundRefused(why=f"PayPal gives back whole {known.currency} only.") from None
            path = f"/v2/payments/captures/{quote(capture, safe='')}/refund"
            answer = ask("POST", path, {"amount": money, "custom_id": mark}, f"{refund.key}-{capture}")
            if answer.status not in (200, 201):
                why = problem(answer).issue or str(answer.status)
                break
            part = read(answer, Refund)
            if part.status in UNMADE:
                why = part.status
                break
            made[part.id] = msgspec.structs.replace(part, amount=part.amount or Amount(**money))
        left = refund.amount_minor - _sum(made.values())
        if left <= 0:
            return _together(list(made.values()))
        if why not in _ELSEWHERE:
            break
    why = f"PayPal says {why}." if why else "PayPal has not so much left to give back."
    if not made:
        raise RefundRefused(why=why)
    return RefundOutcome(
        "by_hand", _names(made), f"PayPal gave back all but {left} minor units of {known.currency}. {why}"
    )


def look_up(ask: Ask, reference: str) -> RefundOutcome:
    """What became of the parts of a refund."""
    return _together(
        [
            read(ask("GET", f"/v2/payments/refunds/{quote(name, safe='')}"), Refund)
            for name in reference.split()
        ]
    )


def _marked(ask: Ask, order: Order, mark: str, refund: RefundCharge) -> list[Refund]:
    """The parts that this refund made before. An order may list refunds without whose they are: then each is asked."""
    refunds = [part for part in order.money.refunds if part.status not in UNMADE]
    if refund.is_retry:
        refunds = [
            part
            if part.custom_id
            else read(ask("GET", f"/v2/payments/refunds/{quote(part.id, safe='')}"), Refund)
            for part in refunds
        ]
    return [part for part in refunds if part.custom_id == mark]


def _shares(order: Order, wanted: int, used: set[str]) -> list[tuple[str, int]]:
    """(capture, amount) for all of it or as much as there is: from one capture where one has enough."""
    given: dict[str, int] = {}
    for part in order.money.refunds:
        if part.status not in UNMADE:
            given[part.capture] = given.get(part.capture, 0) + _sum([part])
    free = [
        (capture.id, capture.amount.minor - given.get(capture.id, 0))
        for capture in order.money.captures
        if capture.status in TAKEN and capture.status != "REFUNDED" and capture.id not in used
    ]
    enough = next(((name, wanted) for name, rest in free if rest >= wanted), None)
    if enough:
        return [enough]
    shares = []
    for name, rest in free:
        share = min(rest, wanted)
        if share > 0:
            shares.append((name, share))
            wanted -= share
    return shares if not wanted else []


def _sum(parts: Iterable[Refund]) -> int:
    return sum(part.amount.minor for part in parts if part.amount)


def _names(made: dict[str, Refund]) -> str:
    return " ".join(made)


def _together(parts: list[Refund]) -> RefundOutcome:
    """One word for all parts; staff decide where some were made and others not."""
    reference = " ".join(part.id for part in parts)
    unmade = [part for part in parts if part.status in UNMADE]
    if unmade and len(unmade) == len(parts):
        return RefundOutcome("refused", reference, "PayPal did not carry out the refund.")
    if unmade:
        return RefundOutcome(
            "by_hand", reference, f"PayPal did not carry out {', '.join(p.id for p in unmade)}."
        )
    if any(part.status != "COMPLETED" for part in parts):
        return RefundOutcome("pending", reference)
    return RefundOutcome("done", reference)
