"""What a cart tells of its taxes, and what is still to be asked about them."""

from typing import TYPE_CHECKING

from duka.carts.types import CartChange
from duka.kernel.context import Context
from duka.tax.service import numbers
from duka.tax.services import asking
from duka.tax.taxing import CARRIED, Kind
from duka.tax.types import OrderTax

if TYPE_CHECKING:
    from duka.carts.assembly import Priced


def kinds(priced: "Priced") -> list[Kind]:
    """What of the cart a service may tax alike."""
    found = [(line.tax_class, line.price_minor) for line in priced.shown.lines]
    return [*found, CARRIED] if priced.carriage is not None else found


def told(priced: "Priced") -> OrderTax:
    """Where its taxes come from, how they are rounded, and why none are charged, if none are."""
    taxing = priced.terms.taxing
    if taxing is None:
        return OrderTax(rounding=priced.terms.selling.tax_rules.rounding)
    return taxing.told(kinds(priced), {line.tax_class for line in priced.row.lines})


def follow(ctx: Context, priced: "Priced", change: CartChange | None = None) -> None:
    """After a change of the cart: what its store's service has not told yet, and whose a new VAT number is, is asked by jobs;
    the shopper waits for nothing. No statement where nothing is to be asked."""
    number = change.vat_number if change is not None else ""
    if isinstance(number, str) and number:
        numbers.know(ctx, priced.row.buyer.vat_number, priced.row.store_id)
    address, taxing = priced.row.shipping_address, priced.terms.taxing
    if taxing is None or address is None:
        return
    missing = taxing.missing([*kinds(priced), CARRIED])
    if missing:
        carriage = priced.option.price_minor if priced.option else 0
        asking.ask_later(ctx, priced.row.store_id, address, priced.totals.currency, missing, carriage)
