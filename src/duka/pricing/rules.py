"""What things cost: the price in force, the amount of a line, and the totals of a whole cart.

Cart, order, till and order edits all call `totals`; no other place adds up money.

**Steps.** (1) Each line's subtotal is unit price × quantity, multiplied first and rounded once. (2) Its own
discount is taken off, never more than the subtotal. (3) The order's discount is shared over what is left of
the lines by largest remainder, never more than there is. (4) The tax of what remains is computed per line,
rounded once per line (see `tax.rules`). (5) Totals are sums. Nothing is rounded after that.

**Rounding per document.** Some jurisdictions (and EN 16931, the European standard of invoices: BT-117) ask for the tax of
all that is taxed alike, rounded once. A store may choose that (`rounding="document"`): lines and carriage with the same
rates are taxed as one sum, and that tax is shared over them by largest remainder. So lines still have a tax of their own,
and all that is promised below still holds; only which line got the cent depends on the others.

**Why tax per line, unless a store says otherwise.** A line is what gets refunded, exchanged, shipped from another place or
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
- rounded per document: the tax of all that has the same rates is the tax of its sum, and so is each rate's part

A price that includes tax stays what it is whoever buys: other rates move the net, not the price that was
shown. A buyer who owes no tax is another matter: see `tax.relief`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from duka.kernel.money import allocate, exponent, round_half_up
from duka.tax.rules import Rate, TaxPart, sum_parts, tax_of

SHIPPING_KEY = "shipping"
Rounding = Literal["line", "document"]


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
    rounding: Rounding = "line",
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
    if rounding == "document":
        rates = [line.tax_rates for line in lines]
        done, carried = rounded_together(
            done,
            rates,
            carried,
            shipping.tax_rates if shipping else (),
            prices_include_tax=prices_include_tax,
        )
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


def rounded_together(
    lines: Sequence[LineTotals],
    rates: Sequence[tuple[Rate, ...]],
    shipping: LineTotals | None,
    shipping_rates: tuple[Rate, ...] = (),
    *,
    prices_include_tax: bool,
) -> tuple[tuple[LineTotals, ...], LineTotals | None]:
    """The same lines and carriage with their taxes rounded per document. `rates` go with `lines`; what was taxed before,
    and how it was rounded, does not count."""
    everything = [*zip(lines, rates, strict=True)]
    if shipping is not None:
        everything.append((shipping, shipping_rates))
    groups: dict[tuple[Rate, ...], list[int]] = {}
    for place, (_, applied) in enumerate(everything):
        groups.setdefault(tuple(sorted(applied, key=_rate_order)), []).append(place)
    done: dict[int, LineTotals] = {}
    for applied, members in groups.items():
        amounts = [everything[n][0].subtotal_minor - everything[n][0].discount_minor for n in members]
        whole = tax_of(sum(amounts), applied, prices_include_tax)
        left = [part.amount_minor for part in whole.parts]
        taxes = allocate(whole.tax, amounts) if whole.tax else [0] * len(members)
        for n, amount, tax in zip(members, amounts, taxes, strict=True):
            shares = allocate(tax, left) if tax else [0] * len(left)
            left = [before - share for before, share in zip(left, shares, strict=True)]
            net = amount - tax if prices_include_tax else amount
            parts = tuple(
                TaxPart(part.rate_code, part.name, part.ppm, share)
                for part, share in zip(whole.parts, shares, strict=True)
            )
            done[n] = msgspec.structs.replace(
                everything[n][0], net_minor=net, tax_minor=tax, gross_minor=net + tax, parts=parts
            )
    return tuple(done[n] for n in range(len(lines))), done.get(len(lines))


def _rate_order(rate: Rate) -> tuple[int, str, int, bool]:
    return rate.priority, rate.code, rate.ppm, rate.is_compound


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
