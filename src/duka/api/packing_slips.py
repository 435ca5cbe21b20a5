"""Packing slips: pages to print, one an order, in the buyer's language and under the store's own name.

They carry no prices: a parcel may be a gift. What is due at the door is said, since somebody must ask for it.
"""

from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from duka.customers.types import Address
from duka.kernel.formatting import format_money
from duka.kernel.quantity import format_quantity
from duka.media.types import Image
from duka.orders.types import Order
from duka.stores.types import Store

HEADERS = {
    "content-security-policy": "default-src 'none'; img-src 'self' data: https:; style-src 'unsafe-inline'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
}

WORDS = {
    "en": {
        "slip": "Packing slip",
        "to": "Deliver to",
        "fetched": "Fetched by",
        "method": "How",
        "source": "From",
        "due": "To collect",
        "goods": "Goods",
        "quantity": "Quantity",
        "note": "The buyer's note",
        "thanks": "Thank you for your order.",
        "one": "1 line",
        "many": "{count} lines",
    },
    "fr": {
        "slip": "Bon de préparation",
        "to": "Livrer à",
        "fetched": "Retiré par",
        "method": "Mode",
        "source": "Depuis",
        "due": "À encaisser",
        "goods": "Articles",
        "quantity": "Quantité",
        "note": "Message de l'acheteur",
        "thanks": "Merci de votre commande.",
        "one": "1 ligne",
        "many": "{count} lignes",
    },
}


@cache
def _template() -> Any:
    folder = FileSystemLoader(Path(__file__).parent / "templates")
    environment = Environment(loader=folder, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("packing_slips.html")


def page(orders: list[tuple[Order, Store]]) -> bytes:
    """The slips of these orders, each on paper of its own."""
    numbers = ", ".join(order.number for order, _ in orders)
    text: str = _template().render(title=numbers, slips=[_slip(order, store) for order, store in orders])
    return text.encode()


def _slip(order: Order, store: Store) -> dict[str, Any]:
    locale = _locale(order.locale)
    words = WORDS["fr" if locale.language == "fr" else "en"]
    placed = datetime.fromisoformat(order.placed_at or order.created_at).astimezone(ZoneInfo(store.timezone))
    is_due = order.payment_method == "cash_on_delivery" and order.payment_status == "pending"
    contact = store.contact
    return {
        "locale": locale.language,
        "words": words,
        "count": words["one"] if len(order.lines) == 1 else words["many"].format(count=len(order.lines)),
        "accent": store.theme.accent,
        "store": store.name,
        "logo": _picture(store.theme.logo, 320),
        "contact": "\n".join(part for part in (contact.address, contact.phone, contact.email) if part),
        "code": code(order.number),
        "number": order.number,
        "date": format_date(placed.date(), "long", locale=locale),
        "is_fetched": order.shipping_method.kind == "pickup",
        "address": _lines(order.shipping_address, locale) or [order.email],
        "phone": order.shipping_address.phone or order.phone,
        "method": order.shipping_method.name or "–",
        "locations": sorted({a.location for a in order.allocations or () if a.status != "released"}),
        "due": format_money(order.total_minor, order.currency, order.locale) if is_due else "",
        "note": order.note,
        "lines": [
            {
                "title": line.title,
                "variant": line.variant_title,
                "sku": line.sku,
                "quantity": format_quantity(line.quantity, line.unit, line.scale, order.locale),
                "picture": _picture(line.image, 120),
            }
            for line in order.lines
        ],
    }


def code(number: str) -> Markup:
    """The order's number for a scanner (QR, ISO/IEC 18004)."""
    import segno  # 4 MiB that most processes never need

    drawn = segno.make(number, error="m", micro=False)
    return Markup(drawn.svg_inline(border=0, omitsize=True, svgclass=None, lineclass=None))  # noqa: S704 - made by segno


def _picture(image: Image | None, least: int) -> str:
    """The smallest rendition that is at least so wide; empty when there is none."""
    if image is None or not image.widths:
        return ""
    return f"{image.url}/{next((w for w in image.widths if w >= least), image.widths[-1])}.webp"


def _locale(tag: str) -> Locale:
    return Locale.parse("fr" if tag.lower().startswith("fr") else "en")


def _lines(address: Address, locale: Locale) -> list[str]:
    place = " ".join(part for part in (address.postal_code, address.city, address.region) if part)
    country = str(locale.territories.get(address.country, address.country))
    parts = (
        address.name,
        address.company,
        address.line1,
        address.line2,
        place,
        country,
        address.instructions,
    )
    return [part for part in parts if part]
