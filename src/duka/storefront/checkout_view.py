"""The checkout page: which step is open, what the others say, and what stands in the fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from duka.carts.types import Cart, ShippingOption
from duka.customers.types import Profile
from duka.storefront import address_form, ways
from duka.storefront.figures import countries
from duka.storefront.rendering import Blank
from duka.storefront.visit import Visit

STEPS = ("contact", "address", "shipping", "payment")


class ShownRate(msgspec.Struct, frozen=True):
    id: str
    name: str
    description: str
    price_minor: int
    days: str


class ShownAddress(msgspec.Struct, frozen=True):
    """One of the book of whoever is logged in."""

    id: str
    lines: list[str]


def open_step(cart: Cart, asked: str) -> str:
    """The step to show: the first that lacks something, or an earlier one that the shopper wants to
    change."""
    done = {
        "contact": bool(cart.email),
        "address": cart.shipping_address is not None,
        "shipping": cart.shipping_option is not None,
        "payment": False,
    }
    first = next(step for step in STEPS if not done[step])
    return asked if asked in STEPS and STEPS.index(asked) < STEPS.index(first) else first


def values(
    visit: Visit,
    cart: Cart,
    options: list[ShippingOption],
    asked: str = "",
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
    held: Mapping[str, int] | None = None,
    profile: Profile | None = None,
) -> dict[str, Any]:
    """Everything that `checkout.html` needs. `profile` is that of whoever is logged in: what the cart lacks is taken from
    it. `typed` goes before what the cart holds; `held` is what is held at most for goods that are still to be weighed, by the
    ways to pay that hold money."""

    say = visit.say

    step = open_step(cart, asked)
    at = STEPS.index(step)
    complete = STEPS.index(open_step(cart, ""))
    places = {
        name: "now" if name == step else "done" if n < complete or (n < at) else "later"
        for n, name in enumerate(STEPS)
    }
    fields = _held(visit, cart, profile)
    fields.update(typed or {})
    country = fields["country"]
    address = cart.shipping_address
    said = {
        "contact": " · ".join(part for part in (cart.email, cart.phone, cart.vat_number) if part),
        "address": ", ".join(address_form.lines(address, visit.figures.country(address.country)))
        if address
        else "",
        "shipping": cart.shipping_option.name if cart.shipping_option else "",
        "payment": "",
    }
    return {
        "cart": cart,
        "step": step,
        "places": places,
        "said": said,
        "typed": fields,
        "errors": Blank(errors or {}),
        "destinations": destinations(visit),
        "address_rows": address_form.rows(country, say, bool(cart.phone)),
        "saved_addresses": _others(visit, cart, profile),
        "shipping_options": [_rate(option, say) for option in options],
        "is_phone_needed": visit.store.country not in ("US", "CA"),
        "ways": ways.offered(
            visit,
            cart.total_minor,
            chosen=fields["method"],
            phone=cart.phone,
            typed=typed,
            errors=errors,
            held=held,
        ),
        "most": max((held or {}).values(), default=0),
    }


def _others(visit: Visit, cart: Cart, profile: Profile | None) -> list[ShownAddress]:
    """The addresses of the book besides the one that the form shows already."""
    return [
        ShownAddress(one.id, address_form.lines(one.address, visit.figures.country(one.address.country)))
        for one in (profile.addresses if profile else [])
        if _is_reached(visit, one.address.country)
        and (cart.shipping_address is not None or not one.is_default)
    ]


def _is_reached(visit: Visit, country: str) -> bool:
    return country in visit.store.ships_to or "*" in visit.store.ships_to


def _held(visit: Visit, cart: Cart, profile: Profile | None) -> Blank:
    fields = Blank(
        email=cart.email,
        phone=cart.phone,
        note=cart.note,
        method=cart.payment_method,
        vat_number=cart.vat_number,
    )
    address = cart.shipping_address
    if profile is not None:
        default = next((one.address for one in profile.addresses if one.is_default), None)
        if address is None and default is not None and _is_reached(visit, default.country):
            address = default
        fields["email"] = cart.email or profile.email
        fields["phone"] = cart.phone or profile.phone or (default.phone if default else "")
        fields["name"] = profile.name
    fields["rate"] = cart.shipping_option.id if cart.shipping_option else ""
    fields["country"] = home(visit)
    if address is not None:
        held = msgspec.structs.asdict(address)
        fields.update({name: str(held[name]) for name in (*address_form.FIELDS, "country")})
    return fields


def home(visit: Visit) -> str:
    """The country that is offered first: the store's own, if it ships there."""
    ships_to, own = visit.store.ships_to, visit.store.country
    return own if own in ships_to or "*" in ships_to or not ships_to else ships_to[0]


def destinations(visit: Visit) -> list[tuple[str, str]]:
    """Where the store ships, its own country first; every country when it ships everywhere."""
    known = countries(visit.locale)
    codes = [code for code in known if code in visit.store.ships_to or "*" in visit.store.ships_to]
    return sorted(((code, known[code]) for code in codes), key=lambda pair: pair[0] != visit.store.country)


def _rate(option: ShippingOption, say: address_form.Say) -> ShownRate:
    return ShownRate(
        option.id,
        option.name,
        option.description,
        option.price_minor,
        days(option.min_days, option.max_days, say),
    )


def days(least: int | None, most: int | None, say: address_form.Say) -> str:
    """How long it takes, in words; empty when the store does not say."""
    if most is None and least is None:
        return ""
    most = most if most is not None else least
    if least in (None, most):
        return say("today") if most == 0 else say("within %(days)s working days") % {"days": most}
    if least == 0 and most == 1:
        return say("today or tomorrow")
    return say("in %(least)s to %(most)s working days") % {"least": least, "most": most}
