"""Pure rules: an order's contents and some changes become what it would be.

A line that is not changed keeps its figures as they were written down, whatever prices and taxes are today. A changed quantity
keeps the unit price and the tax rates that were sold, and a discount that came with the sale in proportion; promotions of the
sale are judged again on what there is now (`promoting`). What is new, and
everything once the order goes where other taxes hold, is taxed by the rules of today. A discount on the order is shared anew
over its lines whenever one of them changes. Carriage that is not changed keeps its price.
"""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

import msgspec

from duka.carts.rules import MOST_LINES
from duka.carts.terms import Terms
from duka.carts.types import TaxLine
from duka.customers.types import Address
from duka.kernel.errors import InvalidInput
from duka.kernel.money import round_half_up
from duka.kernel.quantity import grams
from duka.order_edits import carriage, promoting, taxes
from duka.order_edits.errors import (
    AmountTooLarge,
    GoodsNotFound,
    LinePrepared,
    LineShipped,
    OrderLeftEmpty,
    OrderLineNotFound,
    PriceNeeded,
    QuantityNeeded,
    TooManyLines,
)
from duka.order_edits.types import MOST_MINOR, Changes, LineChange, NewLine, Offer
from duka.orders.fulfillment.types import LineProgress
from duka.orders.revisions import Contents, Discount, RevisedLine
from duka.pricing.rules import LineInput, LineTotals, Totals, line_amount, summed, totals
from duka.tax.rules import MILLION, TaxPart

Place = tuple[str, str, str]


class _Draft(msgspec.Struct, frozen=True):
    """A line on its way: `own_minor` is what is off it alone, beside promotions. One that is not `is_touched` keeps its
    figures."""

    line: RevisedLine
    own_minor: int
    is_touched: bool
    is_new: bool = False


def revised(
    before: Contents,
    changes: Changes,
    *,
    offers: Mapping[UUID, Offer],
    progress: Mapping[UUID, LineProgress],
    terms: Terms,
    address: Address,
    new_id: Callable[[], UUID],
) -> Contents:
    """What the order would be; `address` is where it goes then. Refuses what `errors` names, `ShippingUnavailable` and
    `InvalidInput`."""
    drafts = [*_kept(before, changes, offers, progress, new_id)]
    position = max((line.position for line in before.lines), default=-1)
    for n, new in enumerate(changes.added):
        drafts.append(_new(new, offers, position + 1 + n, new_id(), f"added.{n}"))
    if not drafts:
        raise OrderLeftEmpty()
    if len(drafts) > MOST_LINES:
        raise TooManyLines(most=MOST_LINES)
    promoted = promoting.judged(before, [draft.line for draft in drafts], offers, changes.shipping)
    drafts = [_promoted(draft, promoted.off_line(draft.line)) for draft in drafts]
    place = place_of(address)
    is_retaxed = taxes_differ(before, terms, place_of(before.shipping_address), place)
    discount = before.discount if changes.discount is msgspec.UNSET else changes.discount
    priced = _priced(before, drafts, discount, terms, place, is_retaxed=is_retaxed)
    lines = [_written(draft, figures, own) for draft, figures, own in priced]
    goods_minor = sum(figures.subtotal_minor - figures.discount_minor for _, figures, _ in priced)
    weight = sum(draft.line.weight_grams for draft in drafts)
    shipping = carriage.revised(
        before,
        changes.shipping,
        terms,
        place,
        goods_minor=goods_minor,
        weight_grams=weight,
        is_retaxed=is_retaxed,
        promoted=promoted,
    )
    rates = [_input(draft, terms, place, is_retaxed=is_retaxed).tax_rates for draft in drafts]
    figured, carried = taxes.rounded(before, [figures for _, figures, _ in priced], rates, shipping.figures)
    lines = [_written(draft, figures, own) for (draft, _, own), figures in zip(priced, figured, strict=True)]
    whole = summed(
        figured,
        carried,
        currency=before.currency,
        prices_include_tax=before.prices_include_tax,
    )
    if max(whole.total_minor, whole.subtotal_minor) > MOST_MINOR * 10:
        raise AmountTooLarge()
    return msgspec.structs.replace(
        before,
        is_estimated=any(line.pricing_mode == "weight" for line in lines),
        lines=lines,
        discount=discount,
        subtotal_minor=whole.subtotal_minor,
        discount_minor=whole.discount_minor,
        shipping_minor=whole.shipping_minor,
        tax_minor=whole.tax_minor,
        total_minor=whole.total_minor,
        taxes=_taxes(whole),
        discounts=promoted.discounts(shipping.method),
        promotions=promoted.sold,
        shipping_method=shipping.method,
        shipping_address=address,
        billing_address=address
        if before.billing_address == before.shipping_address
        else before.billing_address,
        note=before.note if changes.note is None else changes.note,
    )


def demand(lines: Sequence[RevisedLine]) -> dict[UUID, int]:
    """What the lines take from each stock item."""
    wanted: dict[UUID, int] = {}
    for line in lines:
        if line.stock_per_unit:
            item = UUID(line.stock_item_id)
            wanted[item] = wanted.get(item, 0) + line.quantity * line.stock_per_unit
    return wanted


def place_of(address: Address) -> Place:
    return address.country, address.region, address.postal_code


def taxes_differ(before: Contents, terms: Terms, old: Place, new: Place) -> bool:
    """Other taxes hold there than here, by the rules of today: so that rates which a merchant changed meanwhile are no change
    of address."""
    if old == new:
        return False
    classes = {line.tax_class for line in before.lines} | {
        carriage.tax_class(terms, before.shipping_method.id)
    }
    return any(terms.tax_rates(c, *old) != terms.tax_rates(c, *new) for c in classes)


def _kept(
    before: Contents,
    changes: Changes,
    offers: Mapping[UUID, Offer],
    progress: Mapping[UUID, LineProgress],
    new_id: Callable[[], UUID],
) -> list[_Draft]:
    asked = {change.line_id: change for change in changes.lines}
    if len(asked) < len(changes.lines):
        raise InvalidInput({"lines": "name each line once"})
    if asked.keys() - {line.id for line in before.lines}:
        raise OrderLineNotFound()
    drafts = []
    for line in before.lines:
        change = asked.get(line.id)
        draft = _changed(line, change, offers, progress.get(line.id), new_id) if change else _as_sold(line)
        if draft is not None:
            drafts.append(draft)
    return drafts


def _as_sold(line: RevisedLine) -> _Draft:
    return _Draft(line, _own(line), is_touched=False)


def _own(line: RevisedLine) -> int:
    return max(line.discount_minor - line.shared_discount_minor - line.promotion_minor, 0)


def _promoted(draft: _Draft, minor: int) -> _Draft:
    """The line with so much off it by promotions; what staff agreed is off the rest."""
    line = draft.line
    left = line_amount(line.unit_price_minor, line.quantity, line.scale) - minor
    is_touched = draft.is_touched or minor != line.promotion_minor
    own = off(line.discount, left) if is_touched and line.discount is not None else min(draft.own_minor, left)
    return _Draft(msgspec.structs.replace(line, promotion_minor=minor), own, is_touched, draft.is_new)


def _changed(
    line: RevisedLine,
    change: LineChange,
    offers: Mapping[UUID, Offer],
    progress: LineProgress | None,
    new_id: Callable[[], UUID],
) -> _Draft | None:
    """None: it is removed."""
    is_replaced = change.variant_id is not None and change.variant_id != UUID(line.variant_id)
    quantity = line.quantity if change.quantity is None else change.quantity
    _check_least(line, 0 if is_replaced else quantity, progress)
    if quantity == 0:
        return None
    if is_replaced:
        assert change.variant_id is not None  # as just seen
        offer = offers.get(change.variant_id)
        if change.quantity is None and offer and (offer.unit, offer.scale) != (line.unit, line.scale):
            raise QuantityNeeded(sku=offer.sku)
        new = NewLine(
            variant_id=change.variant_id,
            quantity=quantity,
            unit_price_minor=change.unit_price_minor,
            price_reason=change.price_reason,
            discount=change.discount if isinstance(change.discount, Discount) else None,
        )
        return _new(new, offers, line.position, new_id(), f"lines.{line.id}")
    own, discount = _own(line), line.discount
    if change.discount is not msgspec.UNSET:
        discount = change.discount
        own = (
            0 if discount is None else off(discount, line_amount(line.unit_price_minor, quantity, line.scale))
        )
    elif discount is not None:
        own = off(discount, line_amount(line.unit_price_minor, quantity, line.scale))
    else:
        own = round_half_up(own * quantity, line.quantity)
    after = msgspec.structs.replace(
        line, quantity=quantity, discount=discount, weight_grams=_weight_of(line, quantity)
    )
    return _Draft(after, own, is_touched=after != line or own != _own(line))


def _check_least(line: RevisedLine, quantity: int, progress: LineProgress | None) -> None:
    if progress is None or quantity >= progress.prepared:
        return
    if quantity < progress.shipped:
        raise LineShipped(sku=line.sku, shipped=progress.shipped)
    raise LinePrepared(sku=line.sku, prepared=progress.prepared)


def _new(new: NewLine, offers: Mapping[UUID, Offer], position: int, line_id: UUID, path: str) -> _Draft:
    offer = offers.get(new.variant_id)
    if offer is None:
        raise GoodsNotFound()
    if new.quantity < 1:
        raise InvalidInput({f"{path}.quantity": "is at least 1"})
    price = offer.price_minor if new.unit_price_minor is None else new.unit_price_minor
    if price is None:
        raise PriceNeeded(sku=offer.sku)
    if new.unit_price_minor is not None and not new.price_reason.strip():
        raise InvalidInput({f"{path}.price_reason": "say why it costs this"})
    line = RevisedLine(
        id=line_id,
        position=position,
        product_id=offer.product_id,
        variant_id=offer.variant_id,
        stock_item_id=offer.stock_item_id,
        sku=offer.sku,
        title=offer.title,
        variant_title=offer.variant_title,
        slug=offer.slug,
        image=offer.image,
        quantity=new.quantity,
        unit=offer.unit,
        scale=offer.scale,
        pricing_mode=offer.pricing_mode,
        unit_price_minor=price,
        subtotal_minor=0,
        discount_minor=0,
        net_minor=0,
        tax_minor=0,
        total_minor=0,
        tax_class=offer.tax_class,
        taxes=[],
        weight_grams=_weight(offer, new.quantity),
        stock_per_unit=offer.stock_per_unit if offer.tracks_stock and not offer.sells_without_stock else 0,
        discount=new.discount,
        price_reason=new.price_reason.strip() if new.unit_price_minor is not None else "",
    )
    own = off(new.discount, line_amount(price, new.quantity, offer.scale)) if new.discount else 0
    return _Draft(line, own, is_touched=True, is_new=True)


def off(discount: Discount, amount_minor: int) -> int:
    """What a discount takes off an amount, never more than there is."""
    if discount.kind == "percent":
        return min(round_half_up(amount_minor * discount.value, MILLION), amount_minor)
    return min(discount.value, amount_minor)


def _priced(
    before: Contents,
    drafts: Sequence[_Draft],
    discount: Discount | None,
    terms: Terms,
    place: Place,
    *,
    is_retaxed: bool,
) -> list[tuple[_Draft, LineTotals, int]]:
    """Each line with its figures, and what is off it alone or by promotions."""
    inputs = [_input(draft, terms, place, is_retaxed=is_retaxed) for draft in drafts]
    left = [line_amount(i.unit_price_minor, i.quantity, i.scale) for i in inputs]
    owns = [min(i.discount_minor, amount) for i, amount in zip(inputs, left, strict=True)]
    whole = totals(
        inputs,
        currency=before.currency,
        prices_include_tax=before.prices_include_tax,
        order_discount_minor=off(discount, sum(left) - sum(owns)) if discount else 0,
    )
    is_shared_anew = (discount or before.discount) is not None and (
        discount != before.discount or len(drafts) != len(before.lines) or any(d.is_touched for d in drafts)
    )
    return [
        (draft, figures, own)
        if draft.is_touched or is_shared_anew or is_retaxed
        else (draft, _figures(draft.line), own)
        for draft, figures, own in zip(drafts, whole.lines, owns, strict=True)
    ]


def _input(draft: _Draft, terms: Terms, place: Place, *, is_retaxed: bool) -> LineInput:
    line = draft.line
    today = terms.tax_rates(line.tax_class, *place)
    return LineInput(
        key=line.id.hex,
        unit_price_minor=line.unit_price_minor,
        quantity=line.quantity,
        scale=line.scale,
        tax_rates=today if draft.is_new or is_retaxed else taxes.sold_rates(line.taxes, today),
        discount_minor=draft.own_minor + line.promotion_minor,
    )


def _figures(line: RevisedLine) -> LineTotals:
    parts = tuple(TaxPart(tax.code, tax.name, tax.rate_ppm, tax.amount_minor) for tax in line.taxes)
    return LineTotals(
        line.id.hex,
        line.subtotal_minor,
        line.discount_minor,
        line.net_minor,
        line.tax_minor,
        line.total_minor,
        parts,
    )


def _written(draft: _Draft, figures: LineTotals, own_minor: int) -> RevisedLine:
    return msgspec.structs.replace(
        draft.line,
        subtotal_minor=figures.subtotal_minor,
        discount_minor=figures.discount_minor,
        shared_discount_minor=max(figures.discount_minor - own_minor, 0),
        net_minor=figures.net_minor,
        tax_minor=figures.tax_minor,
        total_minor=figures.gross_minor,
        taxes=[TaxLine(p.rate_code, p.name, p.ppm, p.amount_minor) for p in figures.parts],
    )


def _taxes(whole: Totals) -> list[TaxLine]:
    found = [TaxLine(p.rate_code, p.name, p.ppm, p.amount_minor) for p in whole.tax_parts]
    return sorted(found, key=lambda tax: (tax.code, tax.rate_ppm))


def _weight(offer: Offer, quantity: int) -> int:
    weighed = grams(quantity, offer.unit, offer.scale) if offer.pricing_mode == "weight" else None
    each: int = 10**offer.scale
    return offer.weight_grams * quantity // each if weighed is None else weighed


def _weight_of(line: RevisedLine, quantity: int) -> int:
    """Of a line whose quantity changed: by the scales, or in proportion to what it weighed."""
    if quantity == line.quantity:
        return line.weight_grams
    weighed = grams(quantity, line.unit, line.scale) if line.pricing_mode == "weight" else None
    return round_half_up(line.weight_grams * quantity, line.quantity) if weighed is None else weighed
