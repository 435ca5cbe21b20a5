"""What was asked for, checked before anything is priced, and what is said of it afterwards."""

import hashlib
from datetime import timedelta
from typing import Any

import msgspec

from duka.carts import rules as cart_rules
from duka.carts.types import CartChange
from duka.checkout import addresses
from duka.customers.types import Address
from duka.kernel.errors import InvalidInput
from duka.order_edits.types import MOST_MINOR, Changes
from duka.orders import possible
from duka.orders.revisions import Contents, Discount
from duka.orders.types import OrderState
from duka.tax.rules import MILLION

SECOND_TRY = timedelta(minutes=2)
"""After so long a job gives back what the edit itself could not."""


def cleaned(changes: Changes, before: Contents, order: OrderState) -> Changes:
    """The changes as they are kept: trimmed. Refuses `InvalidInput` naming every field, and `AddressFixed` for another address of
    an order that has left."""
    errors: dict[str, str] = {}
    for n, change in enumerate(changes.lines):
        path = f"lines.{n}"
        _amount(f"{path}.quantity", change.quantity, errors, most=cart_rules.MOST_QUANTITY)
        _amount(f"{path}.unit_price_minor", change.unit_price_minor, errors)
        _discount(f"{path}.discount", change.discount, errors)
        if change.unit_price_minor is not None and change.variant_id is None:
            errors[f"{path}.unit_price_minor"] = "a line keeps the price that it was sold at; give a discount"
    for n, new in enumerate(changes.added):
        _amount(f"added.{n}.quantity", new.quantity, errors, most=cart_rules.MOST_QUANTITY)
        _amount(f"added.{n}.unit_price_minor", new.unit_price_minor, errors)
        _discount(f"added.{n}.discount", new.discount, errors)
    _discount("discount", changes.discount, errors)
    if changes.shipping is not None:
        _amount("shipping.price_minor", changes.shipping.price_minor, errors)
    address = _address(changes.shipping_address, before, order, errors)
    if errors:
        raise InvalidInput(errors)
    note = None if changes.note is None else cart_rules.cleaned(CartChange(note=changes.note)).note
    return msgspec.structs.replace(changes, shipping_address=address, note=note)


def fingerprint(*asked: object) -> bytes:
    """Tells one request from another."""
    return hashlib.sha256(msgspec.json.encode(asked)).digest()


def told(of: Contents) -> dict[str, Any]:
    """What the trail keeps of an order before and after: no personal data."""
    lines = {
        f"lines.{line.id.hex}": {
            "sku": line.sku,
            "title": line.title,
            "quantity": line.quantity,
            "unit": line.unit,
            "scale": line.scale,
            "unit_price_minor": line.unit_price_minor,
            "total_minor": line.total_minor,
        }
        for line in of.lines
    }
    return {
        "total_minor": of.total_minor,
        "discount_minor": of.discount_minor,
        "shipping_minor": of.shipping_minor,
        "shipping_method": of.shipping_method.name,
        "tax_minor": of.tax_minor,
        **lines,
    }


def _amount(path: str, value: int | None, errors: dict[str, str], most: int = MOST_MINOR) -> None:
    if value is not None and not 0 <= value <= most:
        errors[path] = f"is from 0 to {most}"


def _discount(path: str, discount: Discount | msgspec.UnsetType | None, errors: dict[str, str]) -> None:
    if not isinstance(discount, Discount):
        return
    most = MILLION if discount.kind == "percent" else MOST_MINOR
    _amount(f"{path}.value", discount.value, errors, most)
    if not discount.reason.strip():
        errors[f"{path}.reason"] = "say why"


def _address(
    asked: Address | None, before: Contents, order: OrderState, errors: dict[str, str]
) -> Address | None:
    if asked is None:
        return None
    no = possible.change_address(order)
    if no is not None:
        raise no
    kept = cart_rules.cleaned(CartChange(shipping_address=asked)).shipping_address
    if not isinstance(kept, Address):
        return None
    if before.shipping_method.kind not in ("pickup", "none"):
        errors |= {f"shipping_address.{name}": what for name, what in addresses.problems(kept).items()}
    return kept
