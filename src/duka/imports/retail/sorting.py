"""What each line of an invoice is, and where its money goes. Pure.

* Goods at a price are an order; what was given with them for nothing is a line of it, at nothing.
* Postage is the order's delivery; on an invoice of nothing else it is a line.
* Less than nothing at a price is a refund: of goods, of postage, a discount, or a charge (fees, samples, corrections by hand).
* Rows without any price on an invoice without any are corrections of stock: they sell nothing.
* A price below nothing, and invoices numbered A…, are corrections of debts: no sale, told as a difference.
"""

from collections import defaultdict
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from duka.imports.retail.reading import Invoice, RetailLine
from duka.orders.service.past_many import PastSaleLine

POSTAGE = {"POST", "DOT", "C2"}
DISCOUNTS = {"D"}
CHARGES = {"M", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK", "ADJUST", "ADJUST2"}
TOO_FINE = "finer than a penny"
BAD_DEBT = "corrections of bad debts"
OTHER_MONTH = "dated in another month than their invoice"


class RefundLine(msgspec.Struct, frozen=True):
    kind: str
    sku: str
    title: str
    quantity: int
    amount_minor: int


class Sorted(msgspec.Struct):
    """An invoice's lines by what they are. `differences`: (month, why) → how much more the file has than we do, in units of
    the currency; `counts`: how many rows of each kind."""

    lines: list[PastSaleLine]
    shipping_minor: int
    refunds: list[RefundLine]
    differences: dict[tuple[str, str], Decimal]
    counts: dict[str, int]


def is_goods(sku: str) -> bool:
    return sku.upper() not in POSTAGE | DISCOUNTS | CHARGES


def sort(invoice: Invoice, digits: int) -> Sorted:
    """`digits`: decimals of the currency's minor unit."""
    found = Sorted([], 0, [], defaultdict(Decimal), defaultdict(int))
    month = f"{invoice.at:%Y-%m}"
    is_priced = any(line.quantity > 0 and line.price > 0 for line in invoice.lines)
    has_goods = any(
        line.quantity > 0 and line.price > 0 and line.sku.upper() not in POSTAGE for line in invoice.lines
    )
    for line in invoice.lines:
        if line.price < 0 or (invoice.number[:1].upper() == "A" and line.money):
            found.counts["bad_debt"] += 1
            found.differences[line.month, BAD_DEBT] += line.money
            continue
        booked = Decimal(_one(found, line, is_priced, has_goods, digits)).scaleb(-digits)
        if booked != line.money:
            found.differences[line.month, TOO_FINE] += line.money - booked
        if line.month != month:
            found.differences[line.month, OTHER_MONTH] += booked
            found.differences[month, OTHER_MONTH] -= booked
    return found


def _one(found: Sorted, line: RetailLine, is_priced: bool, has_goods: bool, digits: int) -> int:
    """Puts the line where it belongs. Returns the money that it is booked with."""
    code = line.sku.upper()
    amount = minor(abs(line.money), digits)
    if line.quantity == 0 or (not line.price and (line.quantity < 0 or not is_priced)):
        found.counts["stock"] += 1
        return 0
    if line.quantity < 0:
        kind = _kind(code)
        found.counts[f"refund_{kind}"] += 1
        found.refunds.append(RefundLine(kind, line.sku, line.title or line.sku, -line.quantity, amount))
        return -amount
    if code in POSTAGE and has_goods:
        found.counts["postage"] += 1
        found.shipping_minor += amount
        return amount
    found.counts["sold" if line.price else "given"] += 1
    unit = minor(line.price, digits)
    found.lines.append(PastSaleLine(line.sku, line.title[:200], line.quantity, unit, amount))
    return amount


def _kind(code: str) -> str:
    if code in POSTAGE:
        return "postage"
    if code in DISCOUNTS:
        return "discount"
    return "charge" if code in CHARGES else "goods"


def minor(amount: Decimal, digits: int) -> int:
    """The nearest minor unit, a half upwards."""
    return int(amount.scaleb(digits).to_integral_value(ROUND_HALF_UP))
