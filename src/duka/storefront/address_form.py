"""How an address is asked for on a page: the country's fields, side by side where they belong together.

Which fields a country needs, and what is wrong with an address, `checkout.addresses` says.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import msgspec

from duka.checkout import addresses
from duka.customers.types import Address
from duka.kernel.errors import fill

Say = Callable[[str], str]
FIELDS = ("name", "line1", "line2", "postal_code", "city", "region", "instructions")
AUTOCOMPLETE = {
    "name": "name",
    "line1": "address-line1",
    "line2": "address-line2",
    "postal_code": "postal-code",
    "city": "address-level2",
    "region": "address-level1",
    "phone": "tel",
}


class Part(msgspec.Struct, frozen=True):
    name: str
    label: str
    complete: str
    is_required: bool
    mode: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()


def rows(country: str, say: Say, has_phone: bool) -> list[list[Part]]:
    """The fields of a country. The telephone is asked for here only if it is needed and not known yet."""
    result: list[list[Part]] = []
    for field in addresses.form(country):
        if field.name == "company" or (field.name == "phone" and (has_phone or not field.is_required)):
            continue
        hint = say("For example %(code)s") % {"code": field.example} if field.example else ""
        if field.name == "instructions":
            hint = say("A landmark, the colour of the gate, whatever helps to find you.")
        part = Part(
            field.name,
            say(field.label),
            AUTOCOMPLETE.get(field.name, "off"),
            field.is_required,
            mode="numeric" if field.example.isdigit() else "tel" if field.name == "phone" else "",
            hint=hint,
            choices=tuple(field.choices),
        )
        beside = (
            field.name in ("postal_code", "city") and result and result[-1][0].name in ("postal_code", "city")
        )
        if beside:
            result[-1].append(part)
        else:
            result.append([part])
    return result


def read(form: Mapping[str, str], phone: str) -> Address:
    address = Address(
        country=form.get("country", "").strip().upper()[:2], phone=form.get("phone", "").strip() or phone
    )
    return msgspec.structs.replace(address, **{name: form.get(name, "").strip() for name in FIELDS})


def mistakes(address: Address, ships_to: list[str], say: Say) -> dict[str, str]:
    """Field → what is missing or wrong, in words."""
    if address.country not in ships_to and "*" not in ships_to:
        return {"country": say("Choose a country that we deliver to.")}
    labels = {field.name: say(field.label) for field in addresses.form(address.country)}
    return {
        name: (say("%(field)s %(what)s") if flaw.template.startswith("is ") else say("%(field)s: %(what)s"))
        % {"field": labels.get(name, name), "what": fill(say(flaw.template), flaw.fields)}
        for name, flaw in addresses.flaws(address).items()
    }


def lines(address: Address, country_name: str) -> list[str]:
    """The address as it is written on a parcel."""
    place = " ".join(part for part in (address.postal_code, address.city, address.region) if part)
    parts = (
        address.name,
        address.company,
        address.line1,
        address.line2,
        place,
        country_name,
        address.instructions,
    )
    return [part for part in parts if part]
