"""What things cost: the price in force, the amount of a line, and the totals of a whole cart.

Cart, order, till and order edits all call `totals`; no other place adds up money.

**Steps.** (1) Each line's subtotal is unit price × quantity, multiplied first and rounded once. (2) Its own
discount is taken off, never more than the subtotal. (3) The order's discount is shared over what is left of
the lines by largest remainder, never more than there is. (4) The tax of what remains is computed per line,
rounded once per line (see `tax.rules`). (5) Totals are sums. Nothing is rounded after that.

**Why tax per line, not per document.** A line is what gets refunded, exchanged, shipped from another place or
invoiced alone. With its own tax, that tax is known without asking the rest of the document, and every sum
that others compute from our lines (a payment provider, an invoice, a marketplace, an accountant's sheet)
comes to our total. Tax on the document's sum would be nearer to the rate by less than half a minor unit a
line, and would leave a remainder that belongs to no line: partial refunds and provider breakdowns would no
longer add up. Lines with equal rates may so differ from rate × base of the whole document by rounding; the
amounts that were shown are the ones that hold.

**Always true** of what `totals` returns:
- every line: subtotal - discount = gross when prices include tax, = net when they do not; net + tax = gross
- Σ lines.gross + shipping.gross = total, and Σ net + Σ tax = total, shipping included
- tax parts sum to tax, in each line and in the whole
- subtotal - discount + shipping = total when prices include tax; + tax when they do not
- no amount is negative

A price that includes tax stays what it is whoever buys: other rates move the net, not the price that was
shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from duka.kernel.money import allocate, exponent, round_half_up
from duka.tax.rules import Rate, TaxPart, sum_parts, tax_of

SHIPPING_KEY = "shipping"


def effective_price(
    base_minor: int,
    special_minor: int | None,
    special_from: datetime | None,
    special_until: datetime | None,
    now: datetime,
) -> tuple[int, int | None]:
    """The price at `now`, and the base price it is reduced from, if it is.

    A special price holds from `special_from` up to, but not at, `special_until`; an absent bound is open. One
    that is not lower than the base price is no special price.
    """
    is_open = (special_from is None or special_from <= now) and (special_until is None or now < special_until)
    if special_minor is not None and is_open and special_minor < base_minor:
        return special_minor, base_minor
    return base_minor, None


def line_amount(unit_price_minor: int, quantity: int, scale: int) -> int:
    """Unit price × quantity in minor units; `quantity` is an integer at `scale`. Multiplied first, rounded
    once."""
    return round_half_up(unit_price_minor * quantity, 10**scale)


class LineInput(msgspec.Struct, frozen=True):
    """`key` is the caller's, and comes back in the totals. `discount_minor` is off the whole line."""

    key: str
    unit_price_minor: int
    quantity: int
    scale: int = 0
    tax_rates: tuple[Rate, ...] = ()
    discount_minor: int = 0


class ShippingInput(msgspec.Struct, frozen=True):
    amount_minor: int
    tax_rates: tuple[Rate, ...] = ()
    discount_minor: int = 0


class LineTotals(msgspec.Struct, frozen=True):
    """`subtotal_minor` and `discount_minor` are as priced (tax inside, or not); the discount counts the
    line's own and its share of the order's."""

    key: str
    subtotal_minor: int
    discount_minor: int
    net_minor: int
    tax_minor: int
    gross_minor: int
    parts: tuple[TaxPart, ...]


class Totals(msgspec.Struct, frozen=True):
    """`subtotal_minor` and `discount_minor` are of the lines; `shipping_minor` is after its own discount; all
    three are as priced. `tax_parts` count shipping's, one for each code and rate."""

    currency: str
    prices_include_tax: bool
    lines: tuple[LineTotals, ...]
    shipping: LineTotals | None
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    tax_parts: tuple[TaxPart, ...]


def totals(
    lines: Sequence[LineInput],
    *,
    currency: str,
    prices_include_tax: bool,
    shipping: ShippingInput | None = None,
    order_discount_minor: int = 0,
) -> Totals:
    """Everything that a document shows as money. The module docstring says how, and what always holds.

    Discounts larger than what they are taken from are capped; shipping has its own and no share of the
    order's. Refuses (ValueError) an unknown currency and negative prices, quantities, scales or discounts.
    """
    exponent(currency)
    _refuse_negative(lines, shipping, order_discount_minor)
    subtotals = [line_amount(line.unit_price_minor, line.quantity, line.scale) for line in lines]
    own = [min(line.discount_minor, subtotal) for line, subtotal in zip(lines, subtotals, strict=True)]
    left = [subtotal - discount for subtotal, discount in zip(subtotals, own, strict=True)]
    shares = allocate(min(order_discount_minor, sum(left)), left)
    done = tuple(
        _taxed(line.key, subtotal, discount + share, line.tax_rates, prices_include_tax)
        for line, subtotal, discount, share in zip(lines, subtotals, own, shares, strict=True)
    )
    carried = None
    if shipping is not None:
        off = min(shipping.discount_minor, shipping.amount_minor)
        carried = _taxed(SHIPPING_KEY, shipping.amount_minor, off, shipping.tax_rates, prices_include_tax)
    return summed(done, carried, currency=currency, prices_include_tax=prices_include_tax)


def summed(
    lines: Sequence[LineTotals], shipping: LineTotals | None, *, currency: str, prices_include_tax: bool
) -> Totals:
    """The totals of lines that are priced already: some of them may keep the figures that they were sold with."""
    everything = [*lines] if shipping is None else [*lines, shipping]
    return Totals(
        currency=currency,
        prices_include_tax=prices_include_tax,
        lines=tuple(lines),
        shipping=shipping,
        subtotal_minor=sum(line.subtotal_minor for line in lines),
        discount_minor=sum(line.discount_minor for line in lines),
        shipping_minor=0 if shipping is None else shipping.subtotal_minor - shipping.discount_minor,
        tax_minor=sum(line.tax_minor for line in everything),
        total_minor=sum(line.gross_minor for line in everything),
        tax_parts=sum_parts(line.parts for line in everything),
    )


def _taxed(key: str, subtotal: int, discount: int, rates: tuple[Rate, ...], inclusive: bool) -> LineTotals:
    tax = tax_of(subtotal - discount, rates, inclusive)
    return LineTotals(key, subtotal, discount, tax.net, tax.tax, tax.gross, tax.parts)


def _refuse_negative(
    lines: Sequence[LineInput], shipping: ShippingInput | None, order_discount_minor: int
) -> None:
    if order_discount_minor < 0:
        raise ValueError("a discount cannot be negative")
    if shipping is not None and min(shipping.amount_minor, shipping.discount_minor) < 0:
        raise ValueError("shipping and its discount cannot be negative")
    for line in lines:
        if min(line.unit_price_minor, line.quantity, line.scale, line.discount_minor) < 0:
            raise ValueError(f"line {line.key}: price, quantity, scale and discount cannot be negative")
