"""A loaded cart and a store's terms become what the shopper sees and what checkout sells."""

from collections.abc import Iterator
from uuid import UUID

import msgspec

from duka.carts import offers, taxes
from duka.carts.rows import CartRow, LineRow
from duka.carts.terms import Carriage, Terms, option
from duka.carts.types import Cart, CartDiscount, CartLine, GiftOnOffer, ShippingOption, TaxLine
from duka.kernel.quantity import QuantityRefused, QuantityRule, grams
from duka.pricing.rules import LineInput, LineTotals, ShippingInput, Totals, line_amount, totals
from duka.promotions.facts import Facts, Outcome


class Priced(msgspec.Struct, frozen=True):
    """A cart with its figures. `lines` go with `row.lines`; `weight_grams` counts what is carried. `shown` is the cart before
    prices lost the tax that its buyer does not owe: what to price again."""

    row: CartRow
    shown: CartRow
    terms: Terms
    problems: list[str]
    available: list[int | None]
    totals: Totals
    weight_grams: int
    goods_minor: int
    carriage: Carriage | None
    option: ShippingOption | None
    needs_shipping: bool
    facts: Facts
    outcome: Outcome
    locale: str

    @property
    def place(self) -> tuple[str, str, str]:
        return _place(self.row, self.terms)

    @property
    def is_estimated(self) -> bool:
        return any(line.pricing_mode == "weight" for line in self.row.lines)


def price(
    row: CartRow, terms: Terms, locale: str, *, channel: str = offers.STOREFRONT, explain: bool = False
) -> Priced:
    """Everything that follows from the cart and the terms. An unavailable line counts nothing. With `explain` the outcome has
    a reason for every promotion. Who owes no tax sees prices without it (`tax.taxing`)."""
    place = _place(row, terms)
    terms = terms.taxed(row.buyer, place, row.shipping_rate_id, locale)
    shown, row = row, _relieved(row, terms, place)
    selling, currency = terms.selling, row.seen.currency
    found = list(_judge(row.lines, terms))
    kinds = {(line.tax_class, line.price_minor) for line in shown.lines}
    rates = {kind: terms.tax_rates(kind[0], *place, kind[1]) for kind in kinds}
    inputs = [
        LineInput(
            key=line.variant_id,
            unit_price_minor=0 if problem == "unavailable" else line.price_minor,
            quantity=line.quantity,
            scale=line.scale,
            tax_rates=rates[before.tax_class, before.price_minor],
        )
        for line, before, (problem, _) in zip(row.lines, shown.lines, found, strict=True)
    ]
    subtotal_minor = sum(line_amount(item.unit_price_minor, item.quantity, item.scale) for item in inputs)
    weight = sum(line_weight(line) for line in row.lines if line.requires_shipping)
    needs_shipping = any(line.requires_shipping for line in row.lines)

    def chosen(off_minor: int) -> tuple[Carriage, int] | None:
        """The carriage that is chosen, and its price, with so much off the goods."""
        if row.shipping_rate_id is None or not needs_shipping:
            return None
        offered = terms.offered(*place, subtotal_minor - off_minor, weight)
        return next((each for each in offered if each[0].id == row.shipping_rate_id), None)

    def price_of_carriage(off_minor: int) -> int | None:
        found_there = chosen(off_minor)
        return found_there[1] if found_there else None

    asked = facts(row, terms, inputs, channel)
    outcome = offers.judged(row.offers, asked, locale, price_of_carriage, explain=explain)
    carried = chosen(outcome.goods_minor)
    carriage, carriage_minor = carried if carried else (None, 0)
    goods_minor = subtotal_minor - outcome.goods_minor
    if outcome.lines:
        inputs = [
            msgspec.structs.replace(item, discount_minor=outcome.lines.get(item.key, 0)) for item in inputs
        ]
    goods = totals(
        inputs,
        currency=currency,
        prices_include_tax=selling.prices_include_tax,
        shipping=ShippingInput(
            carriage_minor, terms.carriage_rates(carriage.tax_class, *place), outcome.shipping_minor
        )
        if carriage
        else None,
        rounding=selling.tax_rules.rounding,
    )
    return Priced(
        row=row,
        shown=shown,
        terms=terms,
        problems=[problem for problem, _ in found],
        available=[available for _, available in found],
        totals=goods,
        weight_grams=weight,
        goods_minor=goods_minor,
        carriage=carriage,
        option=option(carriage, carriage_minor, locale) if carriage else None,
        needs_shipping=needs_shipping,
        facts=asked,
        outcome=outcome,
        locale=locale,
    )


def _relieved(row: CartRow, terms: Terms, place: tuple[str, str, str]) -> CartRow:
    """The cart at the prices that its buyer is asked."""
    if terms.taxing is None or not terms.taxing.reliefs:
        return row

    def asked(line: LineRow, minor: int) -> int:
        return terms.price(minor, line.tax_class, *place)

    lines = [
        msgspec.structs.replace(
            line,
            price_minor=asked(line, line.price_minor),
            was_minor=None if line.was_minor is None else asked(line, line.was_minor),
        )
        for line in row.lines
    ]
    return msgspec.structs.replace(row, lines=lines)


def cart(priced: Priced, token: str | None = None) -> Cart:
    """The read shape, with what is said of its codes in the language that it was priced in."""
    row, figures = priced.row, priced.totals
    lines = [
        _line(priced.outcome, *each)
        for each in zip(row.lines, figures.lines, priced.problems, priced.available, strict=True)
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
        shipping_discount_minor=figures.shipping.discount_minor if figures.shipping else 0,
        discounts=[CartDiscount(one.title, one.code, one.amount_minor) for one in priced.outcome.applied],
        codes=offers.codes(row.offers, row.codes, priced.outcome, priced.locale),
        takes_codes=row.offers.active.compiled.has_codes,
        gifts=[GiftOnOffer(gift.title, gift.variants, gift.pieces) for gift in priced.outcome.gifts],
        market=row.seen.market,
        vat_number=row.buyer.vat_number,
        vat_state=row.buyer.known.state if row.buyer.known else "unchecked" if row.buyer.vat_number else "",
        asks_vat_number=priced.terms.selling.tax_rules.asks_vat_number,
        tax=taxes.told(priced),
    )


def facts(row: CartRow, terms: Terms, inputs: list[LineInput], channel: str) -> Facts:
    """The cart as promotions judge it."""
    chosen = next(
        (c for each in terms.carriages.values() for c in each if c.id == row.shipping_rate_id), None
    )
    setting = offers.Setting(
        store=f"store_{row.store_id.hex}",
        timezone=terms.selling.timezone,
        currency=row.seen.currency,
        market=row.seen.market,
        channel=channel,
        location=f"loc_{chosen.location_id.hex}" if chosen and chosen.location_id else "",
        shipping_method=str(chosen.row["code"]) if chosen else "",
    )
    lines = tuple(
        offers.line(
            item,
            offers.Goods(
                line.product_id,
                line.places or [],
                line.was_minor is not None,
                line.pricing_mode,
            ),
        )
        for item, line in zip(inputs, row.lines, strict=True)
    )
    return offers.facts(row.offers, lines, setting)


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


def _line(
    outcome: Outcome, line: LineRow, figures: LineTotals, problem: str, available: int | None
) -> CartLine:
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
        discounts=[
            CartDiscount(one.title, one.code, one.lines[line.variant_id])
            for one in outcome.applied
            if line.variant_id in one.lines
        ],
    )


def _place(row: CartRow, terms: Terms) -> tuple[str, str, str]:
    """Where taxes and carriage are judged: the address, or the store's country before there is one."""
    address = row.shipping_address
    if address is None:
        return terms.selling.country, "", ""
    return address.country, address.region, address.postal_code
