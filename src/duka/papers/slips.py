"""Packing slips and return slips: A4, in the buyer's language, each on paper of its own."""

from collections.abc import Sequence
from typing import Any

from duka.papers import codes
from duka.papers.press import press
from duka.papers.types import PackingSlip, ReturnSlip, Sender
from duka.papers.words import address, counted, day, language, words


def packing_slip(slips: Sequence[PackingSlip]) -> bytes:
    """One PDF of all of them, in this order."""
    return press("packing_slip", {"slips": [packing_data(each) for each in slips]})[0]


def return_slip(slips: Sequence[ReturnSlip]) -> bytes:
    """One PDF of all of them: what to put into the parcel, and what to stick on it."""
    return press("return_slip", {"slips": [return_data(each) for each in slips]})[0]


def packing_data(slip: PackingSlip) -> dict[str, Any]:
    return {
        "words": words(slip.locale),
        "language": language(slip.locale),
        "store": _store(slip.store),
        "number": slip.number,
        "qr": codes.square(slip.number),
        "date": day(slip.placed_on, slip.locale),
        "counted": counted(slip.parcel, slip.parcels, slip.locale),
        "is_pickup": slip.is_pickup,
        "name": slip.recipient.name,
        "address": [] if slip.is_pickup else address(slip.recipient, slip.locale),
        "phone": slip.recipient.phone,
        "facts": _facts(slip),
        "due": slip.due,
        "note": slip.note,
        "lines": slip.lines,
        "waiting": slip.waiting,
    }


def _facts(slip: PackingSlip) -> list[list[str]]:
    said = words(slip.locale)
    facts = [
        [said["method"], slip.method],
        [said["location"], slip.location],
        [said["tracking"], " ".join(part for part in (slip.carrier, slip.tracking_number) if part)],
    ]
    return [fact for fact in facts if fact[1]]


def return_data(slip: ReturnSlip) -> dict[str, Any]:
    said = words(slip.locale)
    return {
        "words": said,
        "language": language(slip.locale),
        "store": _store(slip.store),
        "number": slip.number,
        "qr": codes.square(slip.number),
        "bars": codes.bars(slip.number),
        "order_number": slip.order_number,
        "send_by": day(slip.send_by, slip.locale),
        "paid": said["store_pays" if slip.paid_by == "store" else "customer_pays"],
        "instructions": slip.instructions,
        "lines": slip.lines,
        "sender": [part for part in (slip.sender.name, *address(slip.sender, slip.locale)) if part],
        "name": slip.recipient.name,
        "address": address(slip.recipient, slip.locale),
    }


def _store(store: Sender) -> dict[str, Any]:
    return {"name": store.name, "contact": store.contact, "accent": store.accent}
