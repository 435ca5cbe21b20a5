"""A return as its customer sees it: words, the form's lines, the way that it goes."""

from __future__ import annotations

from typing import Any

import msgspec

from duka.orders import rules
from duka.orders.types import Order
from duka.returns.types import ExchangeChoice, OfferedReason, OrderReturns, Return
from duka.storefront.visit import Visit


class Stage(msgspec.Struct, frozen=True):
    label: str
    is_done: bool
    is_current: bool
    at: str | None = None


def address(visit: Visit, order: Order, token: str) -> str:
    """Where goods of this order are sent back; empty while nothing of it has left."""
    has_left = order.fulfillment_status in rules.LEFT and order.status != "cancelled"
    return visit.url(f"/orders/{order.id}/return/{token}") if token and has_left else ""


def reason(visit: Visit, code: str, label: str = "") -> str:
    """The words for a reason."""
    say = visit.say
    known = {
        "changed_mind": say("I changed my mind"),
        "does_not_fit": say("It does not fit"),
        "not_as_described": say("It is not what was described"),
        "damaged": say("It is damaged or does not work"),
        "wrong_item": say("It is not what I ordered"),
        "missing": say("It was not in the parcel"),
    }
    return label or known.get(code) or code.replace("_", " ").capitalize()


def outcome(visit: Visit, code: str) -> str:
    say = visit.say
    return {
        "refund": say("My money back"),
        "exchange": say("Something else in its place"),
        "credit": say("Store credit"),
    }[code]


def status(visit: Visit, found: Return) -> str:
    """In a word or two."""
    say = visit.say
    if found.is_paying:
        return say("Your money is on its way")
    return {
        "requested": say("We look at it"),
        "approved": say("Accepted"),
        "refused": say("Not accepted"),
        "in_transit": say("On its way to us"),
        "received": say("It has arrived"),
        "completed": say("Done"),
        "cancelled": say("Given up"),
    }[found.status]


def exchange(visit: Visit, found: Return) -> str:
    """How it goes with what is wanted in exchange; empty where nothing is."""
    say = visit.say
    if not found.wishes:
        return ""
    if found.exchange_order_number:
        return say("Your new order is %(number)s.") % {"number": found.exchange_order_number}
    if found.status in ("refused", "cancelled"):
        return say("Nothing is exchanged.")
    if found.settled_at:
        return say("It was settled in another way.")
    if found.status == "requested":
        return say("We look at your request first.")
    if found.needs_goods and found.status != "received":
        return say("We send it when your goods are back with us.")
    return say("We get it ready.")


def difference(visit: Visit, choice: ExchangeChoice) -> str:
    """What somebody pays or gets for one of it in place of one that comes back."""
    say, minor = visit.say, choice.difference_minor
    if not choice.is_available:
        return say("sold out")
    if minor == 0:
        return say("same price")
    words = say("costs %(money)s more") if minor > 0 else say("you get back %(money)s")
    return words % {"money": visit.figures.money(abs(minor))}


def stages(visit: Visit, found: Return) -> list[Stage]:
    """The way that it goes, with where it is by now."""
    say = visit.say
    steps = [(say("Asked for"), found.requested_at), (say("Accepted"), found.approved_at)]
    if found.needs_goods:
        steps += [(say("On its way"), found.in_transit_at), (say("Arrived"), found.received_at)]
    steps.append((say("Done"), found.completed_at))
    reached = max((n for n, (_, at) in enumerate(steps) if at is not None), default=0)
    return [
        Stage(label, n <= reached, n == reached, at.isoformat() if at else None)
        for n, (label, at) in enumerate(steps)
    ]


def form_values(visit: Visit, offered: OrderReturns) -> dict[str, Any]:
    """What `return.html` needs beside what was typed."""
    figures = visit.figures
    lines = [
        {
            "line": line,
            "most": figures.number(max(line.open, line.claimable), line.scale),
            "step": figures.number(1, line.scale),
            "unit": figures.unit(line.unit) if line.scale else "",
            "only_fault": line.claimable > line.open,
            "exchanges": [(choice, difference(visit, choice)) for choice in line.exchanges],
            "until": figures.date(line.until.isoformat()) if line.until and line.open else "",
        }
        for line in offered.lines
        if line.open or line.claimable
    ]
    return {
        "lines": lines,
        "may_exchange": any(entry["exchanges"] for entry in lines),
        "closed": [
            (line, why(visit, line.why))
            for line in offered.lines
            if not (line.open or line.claimable) and line.why
        ],
        "reasons": [(r.code, reason(visit, r.code, r.label) + _terms(visit, r)) for r in offered.reasons],
        "outcomes": [(code, outcome(visit, code)) for code in offered.outcomes if code != "exchange"],
        "returns": [(found, status(visit, found)) for found in offered.returns],
        "most_photos": offered.most_photos,
    }


def why(visit: Visit, code: str) -> str:
    """Why a line can't be sent back."""
    say = visit.say
    return {
        "ReturnsNotAccepted": say("This shop takes nothing back."),
        "NotReturnable": say("This can't be sent back."),
        "ReturnWindowClosed": say("The time to send it back is over."),
    }.get(code, say("It has not arrived, or it is on its way back already."))


def _terms(visit: Visit, offered: OfferedReason) -> str:
    if offered.fee_percent:
        return " · " + visit.say("%(percent)s %% is kept") % {"percent": offered.fee_percent}
    return ""
