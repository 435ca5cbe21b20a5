"""An order in the words of a letter: amounts, quantities, addresses in its language. Pure."""

from collections.abc import Mapping
from typing import Any

from duka.customers.types import Address
from duka.kernel.formatting import format_money
from duka.kernel.quantity import format_quantity
from duka.orders.types import Order

WORDS = {
    "en": {
        "goods": "Goods", "discount": "Discount", "shipping": "Delivery", "pickup": "Pickup", "free": "free",
        "tax": "Tax", "included": "of which tax", "total": "Total", "to": "Delivered to", "at": "To be fetched at",
        "method": "Delivery method", "promise": "Delivery time", "payment": "Payment", "carrier": "Carrier",
        "tracking": "Tracking number", "days": "{least} to {most} days", "day": "{most} days",
        "friend": "dear customer", "return": "Return", "order": "Order",
    },
    "fr": {
        "goods": "Articles", "discount": "Remise", "shipping": "Livraison", "pickup": "Retrait", "free": "offerte",
        "tax": "Taxe", "included": "dont taxe", "total": "Total", "to": "Livrée à", "at": "À retirer à",
        "method": "Mode de livraison", "promise": "Délai", "payment": "Paiement", "carrier": "Transporteur",
        "tracking": "Numéro de suivi", "days": "{least} à {most} jours", "day": "{most} jours",
        "friend": "cher client, chère cliente", "return": "Retour", "order": "Commande",
    },
}  # fmt: skip


def values(order: Order, locale: str, payment: str = "") -> dict[str, Any]:
    """What every message about an order may name, but its link."""
    said = WORDS[locale]
    is_pickup = order.shipping_method.kind == "pickup"
    return {
        "name": greeted(order, locale),
        "number": order.number,
        "total": format_money(order.total_minor, order.currency, locale),
        "is_pickup": is_pickup,
        "goods": goods(order, locale),
        "totals": totals(order, locale),
        "addresses": _addresses(order, locale, is_pickup),
        "facts": facts(
            (said["method"], order.shipping_method.name),
            (said["promise"], promise(order, locale)),
            (said["payment"], payment),
        ),
    }


def greeted(order: Order, locale: str) -> str:
    return order.shipping_address.name or order.billing_address.name or WORDS[locale]["friend"]


def goods(order: Order, locale: str, quantities: Mapping[str, int] | None = None) -> list[dict[str, str]]:
    """The lines; `quantities` (line id → steps) are those of a part of the order, which have no amounts."""
    return [
        {
            "title": line.title,
            "detail": line.variant_title,
            "quantity": format_quantity(
                line.quantity if quantities is None else quantities[line.id], line.unit, line.scale, locale
            ),
            "amount": ""
            if quantities is not None
            else format_money(line.subtotal_minor - line.discount_minor, order.currency, locale),
        }
        for line in order.lines
        if quantities is None or quantities.get(line.id)
    ]


def totals(order: Order, locale: str) -> list[dict[str, Any]]:
    said = WORDS[locale]

    def money(minor: int) -> str:
        return format_money(minor, order.currency, locale)

    rows = [_row(said["goods"], money(order.subtotal_minor))]
    promoted = sum(one.amount_minor for line in order.lines for one in line.discounts)
    if order.discount_minor > promoted:
        rows.append(_row(said["discount"], money(promoted - order.discount_minor)))
    off_shipping = sum(one.amount_minor for one in order.discounts) - promoted
    kind = "pickup" if order.shipping_method.kind == "pickup" else "shipping"
    shipping = order.shipping_minor + off_shipping
    rows.append(_row(said[kind], money(shipping) if shipping else said["free"]))
    for one in order.discounts:
        title = f"{one.title} ({one.code})" if one.code else one.title
        rows.append(_row(title, money(-one.amount_minor)))
    if order.tax_minor and not order.prices_include_tax:
        rows.append(_row(said["tax"], money(order.tax_minor)))
    rows.append(_row(said["total"], money(order.total_minor), is_strong=True))
    if order.tax_minor and order.prices_include_tax:
        rows.append(_row(said["included"], money(order.tax_minor)))
    return rows


def facts(*pairs: tuple[str, str]) -> list[dict[str, Any]]:
    return [_row(label, value) for label, value in pairs if value]


def promise(order: Order, locale: str) -> str:
    """How long its carriage takes, as it was promised."""
    least, most = order.shipping_method.min_days, order.shipping_method.max_days
    if not most:
        return ""
    pattern = WORDS[locale]["days" if least and least < most else "day"]
    return pattern.format(least=least, most=most)


def address(place: Address, locale: str) -> list[str]:
    """As it is written on a parcel."""
    return [
        part
        for part in (
            place.name,
            place.company,
            place.line1,
            place.line2,
            " ".join(part for part in (place.postal_code, place.city, place.region) if part),
            country(place.country, locale),
            place.instructions,
        )
        if part
    ]


def country(code: str, locale: str) -> str:
    from babel.core import Locale  # its tables are large

    return str(Locale.parse(locale).territories.get(code, code))


def _addresses(order: Order, locale: str, is_pickup: bool) -> list[dict[str, Any]]:
    if is_pickup or (not order.shipping_address.line1 and not order.shipping_address.city):
        return []
    return [{"title": WORDS[locale]["to"], "lines": address(order.shipping_address, locale)}]


def _row(label: str, value: str, is_strong: bool = False) -> dict[str, Any]:
    return {"label": label, "value": value, "is_strong": is_strong}
