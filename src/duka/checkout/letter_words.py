"""What letters with a link say of goods and money, in their language. Pure."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol

from duka.kernel.formatting import format_money
from duka.kernel.quantity import format_quantity

WORDS = {
    "en": {"total": "Total", "paid": "Paid already", "due": "To pay", "shipping": "Delivery", "discount": "Discount",
           "friend": "dear customer"},
    "fr": {"total": "Total", "paid": "Déjà payé", "due": "À payer", "shipping": "Livraison", "discount": "Remise",
           "friend": "cher client, chère cliente"},
}  # fmt: skip


class Sold(Protocol):
    """A line of a cart or of an order."""

    @property
    def title(self) -> str: ...
    @property
    def variant_title(self) -> str: ...
    @property
    def quantity(self) -> int: ...
    @property
    def unit(self) -> str: ...
    @property
    def scale(self) -> int: ...
    @property
    def subtotal_minor(self) -> int: ...
    @property
    def discount_minor(self) -> int: ...


def language(locale: str) -> str:
    """The language of these words that is nearest."""
    first = locale.partition("-")[0].lower()
    return first if first in WORDS else "en"


def friend(locale: str) -> str:
    """How somebody is greeted whose name is not known."""
    return WORDS[language(locale)]["friend"]


def goods(lines: Iterable[Sold], currency: str, locale: str) -> list[dict[str, str]]:
    return [
        {
            "title": line.title,
            "detail": line.variant_title,
            "quantity": format_quantity(line.quantity, line.unit, line.scale, locale),
            "amount": format_money(line.subtotal_minor - line.discount_minor, currency, locale),
        }
        for line in lines
    ]


def totals(amounts: Iterable[tuple[str, int | None]], currency: str, locale: str) -> list[dict[str, Any]]:
    """Rows of (word of `WORDS`, amount); those that are None are left out. The last one is strong."""
    said = WORDS[language(locale)]
    rows = [(said[word], minor) for word, minor in amounts if minor is not None]
    return [
        {"label": label, "value": format_money(minor, currency, locale), "is_strong": n == len(rows) - 1}
        for n, (label, minor) in enumerate(rows)
    ]


def day(moment: datetime, locale: str, timezone: str) -> str:
    """A day, as it is there."""
    from babel.dates import format_date, get_timezone  # its tables are large

    local = moment.astimezone(get_timezone(timezone))
    return str(format_date(local, "long", locale=language(locale)))
