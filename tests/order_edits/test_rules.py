"""Whatever is edited, lines = taxes = totals, and what is not changed keeps its figures."""

from itertools import count
from typing import Any, cast
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from duka.carts.terms import Terms
from duka.carts.types import ShippingOption, TaxLine
from duka.customers.types import Address
from duka.order_edits import rules, taxes
from duka.order_edits.types import Changes, LineChange, NewLine, Offer, ShippingChange
from duka.orders.revisions import Contents, Discount, RevisedLine
from duka.stores.types import Selling
from duka.tax.rules import Rate, TaxZone

HERE, THERE = Address(country="SN"), Address(country="FR")
ZONES = [
    TaxZone("SN", rates={"standard": (Rate("TVA", "tva", 180_000),), "food": (Rate("TVA", "tva", 70_000),)}),
    TaxZone(
        "FR",
        rates={
            "standard": (Rate("TVA", "a", 55_000), Rate("Surtaxe", "b", 10_000, is_compound=True, priority=1))
        },
    ),
]
TERMS = Terms(cast(Selling, None), ZONES, [], {}, frozenset())
OLD_TERMS = msgspec.structs.replace(
    TERMS, tax_zones=[TaxZone("SN", rates={"standard": (Rate("TVA", "tva", 200_000),)})]
)
NONE = ShippingOption("", "none", "", "", "flat", 0, None, None, None)

discounts = st.one_of(
    st.builds(Discount, st.just("amount"), st.integers(0, 40_000), st.just("why")),
    st.builds(Discount, st.just("percent"), st.integers(0, 1_000_000), st.just("why")),
)
wholes = st.integers(1, 99_999)


@st.composite
def offers(draw: st.DrawFn) -> Offer:
    variant = str(UUID(int=draw(st.integers(1, 10**9))))
    scale = draw(st.sampled_from([0, 0, 2, 3]))
    return Offer(
        variant, variant, variant, 1, True, False, "p", "Produit", "", "SKU", None, "KGM" if scale else "C62", scale,
        "weight" if scale else "each", draw(st.sampled_from(["standard", "food", "none"])), 100, draw(wholes),
    )  # fmt: skip


def empty(*, includes: bool) -> Contents:
    return Contents(
        "XOF", "fr", includes, False, "online", [], None, 0, 0, 0, 0, 0, [], NONE, HERE, HERE, "", 0
    )


def revised(before: Contents, changes: Changes, sold: list[Offer], terms: Terms = TERMS) -> Contents:
    numbers = count(len(before.lines) * 1000 + before.edits * 10**6 + 1)
    return rules.revised(
        before,
        changes,
        offers={UUID(offer.variant_id): offer for offer in sold},
        progress={},
        terms=terms,
        address=changes.shipping_address or before.shipping_address,
        new_id=lambda: UUID(int=next(numbers)),
    )


def ordered(
    sold: list[Offer], quantities: list[int], shipping: int, *, includes: bool, terms: Terms = TERMS
) -> Contents:
    """An order as the shop sells it."""
    lines = tuple(
        NewLine(variant_id=UUID(o.variant_id), quantity=q) for o, q in zip(sold, quantities, strict=False)
    )
    made = revised(
        empty(includes=includes),
        Changes(added=lines, shipping=ShippingChange(price_minor=shipping)),
        sold,
        terms,
    )
    return msgspec.structs.replace(made, edits=1)


def changes_of(draw: Any, before: Contents, sold: list[Offer]) -> Changes:
    lines = []
    for line in before.lines[1:]:
        if draw(st.booleans()):
            change: dict[str, Any] = {"line_id": line.id}
            if draw(st.booleans()):
                change["quantity"] = draw(st.integers(0, 5000))
            if draw(st.booleans()):
                change["discount"] = draw(st.none() | discounts)
            lines.append(LineChange(**change))
    added = [
        NewLine(variant_id=UUID(o.variant_id), quantity=draw(wholes), discount=draw(st.none() | discounts))
        for o in sold
        if draw(st.booleans())
    ]
    whole: dict[str, Any] = {"discount": draw(st.none() | discounts)} if draw(st.booleans()) else {}
    return Changes(
        lines=tuple(lines),
        added=tuple(added),
        shipping=draw(st.none() | st.builds(ShippingChange, price_minor=st.integers(0, 9999))),
        **whole,
    )


def check(of: Contents) -> None:
    for line in of.lines:
        assert line.net_minor + line.tax_minor == line.total_minor
        assert sum(tax.amount_minor for tax in line.taxes) == line.tax_minor
        priced = line.total_minor if of.prices_include_tax else line.net_minor
        assert priced == line.subtotal_minor - line.discount_minor
        assert 0 <= line.shared_discount_minor <= line.discount_minor <= line.subtotal_minor
    assert of.subtotal_minor == sum(line.subtotal_minor for line in of.lines)
    assert of.discount_minor == sum(line.discount_minor for line in of.lines)
    assert of.tax_minor == sum(tax.amount_minor for tax in of.taxes)
    tax_on_top = 0 if of.prices_include_tax else of.tax_minor
    assert of.total_minor == of.subtotal_minor - of.discount_minor + of.shipping_minor + tax_on_top
    assert len({(tax.code, tax.rate_ppm) for tax in of.taxes}) == len(of.taxes)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_any_row_of_edits_adds_up(data: st.DataObject) -> None:
    sold = data.draw(st.lists(offers(), min_size=1, max_size=4, unique_by=lambda o: o.variant_id))
    now = ordered(
        sold,
        data.draw(st.lists(wholes, min_size=4, max_size=4)),
        data.draw(st.integers(0, 9999)),
        includes=data.draw(st.booleans()),
    )
    check(now)
    for n in range(3):
        changes = changes_of(data.draw, now, sold)
        after = revised(now, changes, sold)
        check(after)
        named = {change.line_id for change in changes.lines}
        if now.discount is None and after.discount is None:
            kept = {line.id: line for line in after.lines}
            assert all(kept[line.id] == line for line in now.lines if line.id not in named)
        now = msgspec.structs.replace(after, edits=n + 2)
    moved = revised(now, Changes(shipping_address=THERE), sold)
    check(moved)
    if now.prices_include_tax:
        assert moved.total_minor == now.total_minor


@given(offers(), wholes, wholes)
def test_rates_that_a_merchant_changed_meanwhile_do_not_touch_what_was_sold(
    offer: Offer, first: int, then: int
) -> None:
    offer = msgspec.structs.replace(offer, tax_class="standard")
    before = ordered([offer, offer], [first, first], 1500, includes=True, terms=OLD_TERMS)
    after = revised(before, Changes(lines=(LineChange(line_id=before.lines[0].id, quantity=then),)), [offer])
    check(after)
    assert [tax.rate_ppm for tax in after.taxes] == [200_000]
    assert after.lines[1] == before.lines[1]
    assert after.shipping_minor == before.shipping_minor


def test_a_discount_that_came_with_the_sale_follows_the_quantity() -> None:
    offer = Offer(
        "1" * 32,
        "1" * 32,
        "1" * 32,
        1,
        True,
        False,
        "p",
        "P",
        "",
        "S",
        None,
        "C62",
        0,
        "each",
        "none",
        1,
        1000,
    )
    before = ordered([offer], [4], 0, includes=True)
    line: RevisedLine = msgspec.structs.replace(
        before.lines[0], discount_minor=400, net_minor=3600, total_minor=3600
    )
    before = msgspec.structs.replace(before, lines=[line], discount_minor=400, total_minor=3600)
    after = revised(before, Changes(lines=(LineChange(line_id=line.id, quantity=3),)), [offer])
    assert (after.discount_minor, after.total_minor) == (300, 2700)


def test_compound_rates_are_known_while_they_hold() -> None:
    known = (Rate("A", "a", 50_000), Rate("B", "b", 100_000, is_compound=True, priority=1))
    sold = [TaxLine("a", "A", 50_000, 5), TaxLine("b", "B", 100_000, 10), TaxLine("c", "C", 1, 0)]
    assert taxes.sold_rates(sold, known) == (*known, Rate("C", "c", 1, priority=2))
