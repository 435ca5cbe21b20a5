"""The ways to pay that a page offers, with what each asks for."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from duka.payments.types import About
from duka.storefront import payer
from duka.storefront.visit import Visit
from duka.storefront.words import MARKS

FIELD = "payer-"
"""Before a way's code: the name of the field for its mobile money number."""


class Way(msgspec.Struct, frozen=True):
    """`held_minor`: what is held at most for goods that are still to be weighed; 0 where nothing is held."""

    code: str
    name: str
    description: str
    mark: str
    is_chosen: bool
    needs_phone: bool = False
    field: str = ""
    phone: str = ""
    hint: str = ""
    error: str = ""
    held_minor: int = 0


def offered(
    visit: Visit,
    total_minor: int,
    *,
    chosen: str,
    phone: str,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    held: Mapping[str, int] | None = None,
) -> list[Way]:
    """`phone` stands in the field of a way that asks for one, unless something was typed there."""
    methods = [method for method in visit.store.payment_methods if method.takes(total_minor)]
    codes = [method.code for method in methods]
    picked = chosen if chosen in codes else next(iter(codes), "")
    result = []
    for method in methods:
        field = FIELD + method.code
        asks = needs_phone(visit, method.code)
        result.append(
            Way(
                code=method.code,
                name=method.name,
                description=method.description,
                mark=visit.say(MARKS[method.code]) if method.code in MARKS else method.name[:4],
                is_chosen=method.code == picked,
                needs_phone=asks,
                field=field if asks else "",
                phone=(typed or {}).get(field, phone) if asks else "",
                hint=_hint(visit) if asks else "",
                error=(errors or {}).get(field, ""),
                held_minor=(held or {}).get(method.code, 0),
            )
        )
    return result


def about(visit: Visit, code: str) -> About | None:
    found: About | None = visit.services.gateways.about(code)
    return found


def needs_phone(visit: Visit, code: str) -> bool:
    known = about(visit, code)
    return known is not None and known.needs_phone


def is_card(visit: Visit, code: str) -> bool:
    """Its fields are shown by the provider's own script on our card page."""
    known = about(visit, code)
    return known is not None and known.rail == "card"


def name(visit: Visit, code: str) -> str:
    """As the store calls it."""
    names = {method.code: method.name for method in visit.store.payment_methods}
    known = about(visit, code)
    return names.get(code) or (known.name if known else code)


def read_phone(visit: Visit, form: Mapping[str, str], code: str) -> tuple[str, dict[str, str]]:
    """The number that a form gives for this way to pay, and what is wrong with it by its field."""
    if not needs_phone(visit, code):
        return "", {}
    text = form.get(FIELD + code, "").strip()
    number = payer.read(text, visit.store.country)
    if number is not None:
        return number, {}
    if not text:
        return "", {FIELD + code: visit.say("The mobile money number is missing.")}
    sample = payer.example(visit.store.country)
    said = visit.say("This is no telephone number. Write it with its country code, like %(example)s.")
    return "", {FIELD + code: said % {"example": sample or "+221 77 123 45 67"}}


def _hint(visit: Visit) -> str:
    return visit.say("The request to pay goes to this telephone.")
