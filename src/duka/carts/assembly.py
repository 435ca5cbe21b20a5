"""A loaded cart and a store's terms become what the shopper sees and what checkout sells."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from duka.carts.rows import CartRow, LineRow
from duka.carts.terms import Carriage, Terms, option
from duka.carts.types import Cart, CartLine, ShippingOption, TaxLine
from duka.kernel.quantity import QuantityRefused, QuantityRule, grams
from duka.pricing.rules import LineInput, LineTotals, ShippingInput, Totals, totals


class Priced(msgspec.Struct, frozen=True):
    """A cart with its figures. `lines` go with `row.lines`; `weight_grams` counts what is carried."""

    row: CartRow
    terms: Terms
    problems: list[str]
    available: list[int | None]
    totals: Totals
    weight_grams: int
    goods_minor: int
    carriage: Carriage | None
    option: ShippingOption | None
    needs_shipping: bool

    @property
    def place(self) -> tuple[str, str, str]:
        return _place(self.row, self.terms)

    @property
    def is_estimated(self) -> bool:
        return any(line.pricing_mode == "weight" for line in self.row.lines)


def price(row: CartRow, terms: Terms, locale: str) -> Priced:
    """Everything that follows from the cart and the terms. An unavailable line counts nothing."""
    selling = terms.selling
    found = list(_judge(row.lines, terms))
    place = _place(row, terms)
    rates = {c: terms.tax_rates(c, *place) for c in {line.tax_class for line in row.lines}}
    inputs = [
        LineInput(
            key=line.variant_id,
            unit_price_minor=0 if problem == "unavailable" else line.price_minor,
            quantity=line.quantity,
            scale=line.scale,
            tax_rates=rates[line.tax_class],
        )
        for line, (problem, _) in zip(row.lines, found, strict=True)
    ]
    goods = totals(inputs, currency=selling.currency, prices_include_tax=selling.prices_include_tax)
    goods_minor = goods.subtotal_minor - goods.discount_minor
    weight = sum(line_weight(line) for line in row.lines if line.requires_shipping)
    carriage, carriage_minor = None, 0
    needs_shipping = any(line.requires_shipping for line in row.lines)
    if row.shipping_rate_id is not None and needs_shipping:
        for offered, minor in terms.offered(*place, goods_minor, weight):
            if offered.id == row.shipping_rate_id:
                carriage, carriage_minor = offered, minor
    if carriage is not None:
        shipping = ShippingInput(carriage_minor, terms.tax_rates(carriage.tax_class, *place))
        goods = totals(
            inputs,
            currency=selling.currency,
            prices_include_tax=selling.prices_include_tax,
            shipping=shipping,
        )
    return Priced(
        row=row,
        terms=terms,
        problems=[problem for problem, _ in found],
        available=[available for _, available in found],
        totals=goods,
        weight_grams=weight,
        goods_minor=goods_minor,
        carriage=carriage,
        option=option(carriage, carriage_minor, locale) if carriage else None,
        needs_shipping=needs_shipping,
    )


def cart(priced: Priced, token: str | None = None) -> Cart:
    """The read shape."""
    row, figures = priced.row, priced.totals
    lines = [
        _line(*each) for each in zip(row.lines, figures.lines, priced.problems, priced.available, strict=True)
    ]
    return Cart(
        id=f"cart_{row.id.hex}",
        status=row.status,
        version=row.version,
        currency=figures.currency,
        prices_include_tax=figures.prices_include_tax,
        is_estimated=priced.is_estimated,
        lines=lines,
        count=sum(line.quantity if line.scale == 0 else 1 for line in row.lines),
        subtotal_minor=figures.subtotal_minor,
        discount_minor=figures.discount_minor,
        shipping_minor=figures.shipping_minor if priced.carriage else None,
        tax_minor=figures.tax_minor,
        total_minor=figures.total_minor,
        taxes=[TaxLine(p.rate_code, p.name, p.ppm, p.amount_minor) for p in figures.tax_parts],
        email=row.email,
        phone=row.phone,
        shipping_address=row.shipping_address,
        billing_address=row.billing_address,
        shipping_option=priced.option,
        payment_method=row.payment_method,
        note=row.note,
        expires_at=row.expires_at.isoformat(),
        token=token,
    )


def rule_of(line: LineRow) -> QuantityRule:
    return QuantityRule(line.unit, line.scale, line.step, line.minimum, line.maximum)


def line_weight(line: LineRow) -> int:
    """Grams of the whole line: of what is weighed, itself; of what is counted, its own weight each."""
    if line.pricing_mode == "weight":
        weighed = grams(line.quantity, line.unit, line.scale)
        if weighed is not None:
            return weighed
    each: int = 10**line.scale
    return line.weight_grams * line.quantity // each


def demand(lines: list[LineRow]) -> dict[UUID, int]:
    """What the lines take from each stock item; nothing for what is not tracked or sold without stock."""
    wanted: dict[UUID, int] = {}
    for line in lines:
        if line.tracks_stock and not line.sells_without_stock:
            item = UUID(line.stock_item_id)
            wanted[item] = wanted.get(item, 0) + line.quantity * line.stock_per_unit
    return wanted


def levels(lines: list[LineRow], terms: Terms) -> dict[tuple[UUID, UUID], int]:
    """(location, item) → what can be promised, for the locations that the store sells from."""
    return {
        (place.id, UUID(line.stock_item_id)): line.levels.get(str(place.id), 0)
        for line in lines
        if line.tracks_stock
        for place in terms.selling.locations
    }


def _judge(lines: list[LineRow], terms: Terms) -> Iterator[tuple[str, int | None]]:
    """Each line's problem and what there is of it; lines that share a stock item are served in order."""
    places = [str(place.id) for place in terms.selling.locations]
    left: dict[str, int] = {}
    for line in lines:
        if not line.is_sold:
            yield "unavailable", 0
            continue
        if not line.tracks_stock or line.sells_without_stock:
            yield _quantity_problem(line), None
            continue
        item = line.stock_item_id
        if item not in left:
            left[item] = sum(line.levels.get(place, 0) for place in places)
        available = max(left[item], 0) // line.stock_per_unit
        left[item] -= line.quantity * line.stock_per_unit
        if available < line.minimum:
            yield "sold_out", available
        elif available < line.quantity:
            yield "not_enough", available
        else:
            yield _quantity_problem(line), available


def _quantity_problem(line: LineRow) -> str:
    try:
        rule_of(line).check(line.quantity)
    except QuantityRefused:
        return "bad_quantity"
    return ""


def _line(line: LineRow, figures: LineTotals, problem: str, available: int | None) -> CartLine:
    return CartLine(
        variant_id="var_" + line.variant_id.replace("-", ""),
        product_id="prod_" + line.product_id.replace("-", ""),
        slug=line.slug,
        title=line.title,
        variant_title=line.variant_title,
        sku=line.sku,
        image=line.image,
        quantity=line.quantity,
        unit=line.unit,
        scale=line.scale,
        step=line.step,
        minimum=line.minimum,
        maximum=line.maximum,
        pricing_mode=line.pricing_mode,
        unit_price_minor=line.price_minor,
        was_minor=line.was_minor,
        subtotal_minor=figures.subtotal_minor,
        discount_minor=figures.discount_minor,
        tax_minor=figures.tax_minor,
        total_minor=figures.gross_minor,
        available=available,
        problem=problem,
    )


def _place(row: CartRow, terms: Terms) -> tuple[str, str, str]:
    """Where taxes and carriage are judged: the address, or the store's country before there is one."""
    address = row.shipping_address
    if address is None:
        return terms.selling.country, "", ""
    return address.country, address.region, address.postal_code
