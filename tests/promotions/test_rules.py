"""What always holds of promotions, whatever they say; and each effect by example."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from duka.pricing.rules import LineInput, ShippingInput, totals
from duka.promotions.compiling import compiled
from duka.promotions.facts import Facts, Line
from duka.promotions.reasons import ENGLISH, FRENCH, sentence
from duka.promotions.rules import evaluate
from duka.promotions.types import (
    Amount,
    Bundle,
    BundlePart,
    BuyGet,
    ChosenGoods,
    Condition,
    Definition,
    Effect,
    FreeShipping,
    Gift,
    Hours,
    Percent,
    Quantity,
    Rules,
    Tiered,
    TierStep,
    Total,
    TypedCode,
    UnitPrice,
    Used,
)
from duka.tax.rules import Rate

PAIR = [BundlePart(ChosenGoods(products=["prod_1"])), BundlePart(ChosenGoods(categories=["cat_1"]), 2)]
NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CATEGORIES = ["cat_1", "cat_2", "cat_3"]
VAT = (Rate("VAT", "vat", 200_000),)


def line(n: int, price: int, quantity: int = 1, **values: Any) -> Line:
    places = frozenset([f"prod_{n}", f"var_{n}", *values.pop("categories", [])])
    return Line(f"l{n}", places, price, quantity, 0, price * quantity, **values)


def facts(*lines: Line, **values: Any) -> Facts:
    return Facts(**{"currency": "EUR", "lines": lines, "moment": NOON, **values})


def offer(*effects: Effect, conditions: list[Condition] | None = None, **values: Any) -> Definition:
    parts = {name: values.pop(name) for name in Rules.__struct_fields__ if name in values}
    rules = Rules(effects=list(effects), conditions=conditions or [], **parts)
    return Definition(**{"id": "promo_1", "title": "Offer", "rules": rules, **values})


def off(cart: Facts, *offers: Definition) -> dict[str, int]:
    return evaluate(compiled(offers), cart).lines


amounts = st.fixed_dictionaries({"EUR": st.integers(0, 20_000)})
goods = st.builds(ChosenGoods, categories=st.lists(st.sampled_from(CATEGORIES), max_size=2, unique=True))
ppm = st.integers(1, 1_000_000)
effects = st.one_of(
    st.builds(Percent, ppm=ppm, on=st.sampled_from(["lines", "order", "shipping"]), goods=goods),
    st.builds(
        Amount, amounts=amounts, on=st.sampled_from(["each", "line", "order", "shipping"]), goods=goods
    ),
    st.builds(FreeShipping, up_to=st.one_of(st.just({}), amounts)),
    st.builds(
        BuyGet,
        buy=st.integers(1, 4),
        get=st.integers(1, 3),
        goods=goods,
        get_goods=st.none() | goods,
        ppm=ppm,
    ),
    st.builds(
        Tiered,
        by=st.just("pieces"),
        tiers=st.lists(st.builds(TierStep, pieces=st.integers(0, 9), ppm=ppm), min_size=1, max_size=3),
        goods=goods,
    ),
    st.builds(
        Bundle,
        parts=st.lists(st.builds(BundlePart, goods=goods, pieces=st.integers(1, 3)), min_size=1, max_size=3),
        price=amounts,
    ),
    st.builds(
        Gift,
        variants=st.lists(st.sampled_from(["var_0", "var_1", "var_2"]), min_size=1, max_size=2),
        pieces=st.integers(1, 3),
    ),
    st.builds(UnitPrice, prices=amounts, goods=goods),
)
conditions = st.one_of(
    st.builds(Total, at_least=amounts, goods=goods),
    st.builds(Quantity, at_least=st.integers(1, 6), goods=goods),
)


@st.composite
def definitions(draw: st.DrawFn) -> list[Definition]:
    found = []
    for n in range(draw(st.integers(1, 6))):
        rules = Rules(
            conditions=draw(st.lists(conditions, max_size=2)),
            effects=draw(st.lists(effects, min_size=1, max_size=2)),
            stacking=draw(st.sampled_from(["stackable", "exclusive", "best"])),
            group=draw(st.sampled_from(["", "a"])),
            most=draw(st.one_of(st.just({}), amounts)),
            most_ppm=draw(st.none() | ppm),
            leaves_out_reduced=draw(st.booleans()),
        )
        found.append(
            Definition(
                id=f"promo_{n}",
                title=f"Offer {n}",
                rules=rules,
                priority=draw(st.integers(0, 2)),
                needs_code=draw(st.booleans()),
            )
        )
    return found


@st.composite
def carts(draw: st.DrawFn) -> Facts:
    lines = []
    for n in range(draw(st.integers(1, 6))):
        price, quantity = draw(st.integers(0, 20_000)), draw(st.integers(1, 9))
        lines.append(
            line(
                n,
                price,
                quantity,
                categories=draw(st.lists(st.sampled_from(CATEGORIES), max_size=2, unique=True)),
                is_reduced=draw(st.booleans()),
            )
        )
    codes = tuple(TypedCode(f"CODE{n}", f"promo_{n % 6}") for n in draw(st.permutations(range(4))))
    return facts(*lines, codes=codes, shipping_minor=draw(st.none() | st.integers(0, 3000)))


@settings(max_examples=120, deadline=None)
@given(definitions(), carts(), st.booleans())
def test_lines_discounts_taxes_and_totals_agree(
    offers: list[Definition], cart: Facts, is_inclusive: bool
) -> None:
    outcome = evaluate(compiled(offers), cart)
    for each in cart.lines:
        mine = sum(one.lines.get(each.key, 0) for one in outcome.applied)
        assert mine == outcome.lines.get(each.key, 0)
        assert 0 <= mine <= each.subtotal_minor
    assert all(minor > 0 for one in outcome.applied for minor in one.lines.values())
    assert sum(one.shipping_minor for one in outcome.applied) == outcome.shipping_minor
    assert 0 <= outcome.shipping_minor <= (cart.shipping_minor or 0)
    whole = totals(
        [
            LineInput(x.key, x.unit_price_minor, x.quantity, 0, VAT, outcome.lines.get(x.key, 0))
            for x in cart.lines
        ],
        currency="EUR",
        prices_include_tax=is_inclusive,
        shipping=ShippingInput(cart.shipping_minor, VAT, outcome.shipping_minor)
        if cart.shipping_minor is not None
        else None,
    )
    assert whole.discount_minor == outcome.goods_minor
    assert whole.shipping_minor == (cart.shipping_minor or 0) - outcome.shipping_minor
    due = whole.subtotal_minor - whole.discount_minor + whole.shipping_minor
    assert whole.total_minor == due + (0 if is_inclusive else whole.tax_minor)


@settings(max_examples=60, deadline=None)
@given(definitions(), carts(), st.randoms())
def test_neither_the_order_of_codes_nor_of_promotions_matters(
    offers: list[Definition], cart: Facts, draw: Any
) -> None:
    shuffled, codes = list(offers), list(cart.codes)
    draw.shuffle(shuffled)
    draw.shuffle(codes)
    other = Facts(**{f: getattr(cart, f) for f in Facts.__struct_fields__} | {"codes": tuple(codes)})
    assert evaluate(compiled(shuffled), other) == evaluate(compiled(offers), cart)


@settings(max_examples=60, deadline=None)
@given(definitions(), carts())
def test_a_reason_for_every_promotion_and_the_same_figures(offers: list[Definition], cart: Facts) -> None:
    ready = compiled(offers)
    told = evaluate(ready, cart, explain=True)
    assert (told.applied, told.lines, told.shipping_minor) == (
        (plain := evaluate(ready, cart)).applied,
        plain.lines,
        plain.shipping_minor,
    )
    assert set(told.reasons) == {one.id for one in offers}
    for reason in told.reasons.values():
        assert "{" not in sentence(reason, "en") + sentence(reason, "fr")


@settings(max_examples=50, deadline=None)
@given(
    st.lists(st.builds(Percent, ppm=ppm, goods=goods), min_size=1, max_size=3), carts(), st.integers(0, 9000)
)
def test_adding_something_never_changes_what_the_others_cost_without_a_rule(
    offered: list[Percent], cart: Facts, price: int
) -> None:
    ready = compiled([offer(*offered)])
    before = evaluate(ready, cart).lines
    more = Facts(
        **{f: getattr(cart, f) for f in Facts.__struct_fields__} | {"lines": (*cart.lines, line(99, price))}
    )
    after = evaluate(ready, more).lines
    assert {key: minor for key, minor in after.items() if key != "l99"} == before


def test_every_reason_has_a_sentence_in_both_languages() -> None:
    assert ENGLISH.keys() == FRENCH.keys()


@pytest.mark.parametrize(
    ("effect", "expected"),
    [
        (Percent(ppm=100_000), {"l1": 100, "l2": 60}),
        (Percent(ppm=100_000, on="order"), {"l1": 100, "l2": 60}),
        (Percent(ppm=100_000, goods=ChosenGoods(categories=["cat_1"])), {"l2": 60}),
        (Amount(amounts={"EUR": 200}), {"l1": 125, "l2": 75}),
        (Amount(amounts={"EUR": 50}, on="each"), {"l1": 50, "l2": 150}),
        (Amount(amounts={"EUR": 50}, on="line"), {"l1": 50, "l2": 50}),
        (Amount(amounts={"USD": 50}), {}),
        (BuyGet(buy=2, get=1), {"l2": 200}),
        (BuyGet(buy=1, get=1), {"l2": 400}),
        (BuyGet(buy=1, get=1, most=1), {"l2": 200}),
        (BuyGet(buy=3, get=1, goods=ChosenGoods(categories=["cat_1"]), get_goods=ChosenGoods(products=["prod_1"])), {"l1": 1000}),
        (BuyGet(buy=3, get=1, goods=ChosenGoods(categories=["cat_1"])), {}),
        (BuyGet(buy=2, get=1, goods=ChosenGoods(categories=["cat_1"]), ppm=500_000), {"l2": 100}),
        (Tiered(by="pieces", tiers=[TierStep(pieces=2, ppm=50_000), TierStep(pieces=4, ppm=100_000)]), {"l1": 100, "l2": 60}),
        (Tiered(by="spend", tiers=[TierStep(spend={"EUR": 1600}, amounts={"EUR": 160})]), {"l1": 100, "l2": 60}),
        (Tiered(by="spend", tiers=[TierStep(spend={"EUR": 1601}, ppm=1)]), {}),
        (Bundle(parts=PAIR, price={"EUR": 1000}), {"l1": 286, "l2": 114}),
        (Gift(variants=["var_2"], pieces=2), {"l2": 400}),
        (UnitPrice(prices={"EUR": 150}), {"l1": 850, "l2": 150}),
    ],
)  # fmt: skip
def test_effects(effect: Effect, expected: dict[str, int]) -> None:
    cart = facts(line(1, 1000), line(2, 200, 3, categories=["cat_1"]))
    assert off(cart, offer(effect)) == expected


def test_goods_by_weight_are_no_pieces_but_have_a_percentage() -> None:
    carrots = Line("w", frozenset(["prod_w", "var_w"]), 1250, 750, 3, 938, is_weighed=True)
    assert off(facts(carrots), offer(BuyGet(buy=1, get=1))) == {}
    assert off(facts(carrots), offer(Percent(ppm=100_000))) == {"w": 94}
    assert off(facts(carrots), offer(UnitPrice(prices={"EUR": 1000}))) == {"w": 188}


def test_who_goes_with_whom() -> None:
    cart = facts(line(1, 1000))
    ten, twenty = offer(Percent(ppm=100_000), id="promo_1"), offer(Percent(ppm=200_000), id="promo_2")
    assert off(cart, ten, twenty) == {"l1": 280}
    alone = offer(Percent(ppm=100_000), id="promo_1", stacking="exclusive")
    assert off(cart, alone, twenty) == {"l1": 100}
    late = offer(Percent(ppm=100_000), id="promo_3", stacking="exclusive", priority=200)
    assert off(cart, late, twenty) == {"l1": 200}
    rivals = [offer(Percent(ppm=n * 100_000), id=f"promo_{n}", stacking="best") for n in (1, 3, 2)]
    assert off(cart, *rivals) == {"l1": 300}
    assert evaluate(compiled(rivals), cart).reasons["promo_2"].code == "lesser"


def test_caps_budgets_and_reduced_goods() -> None:
    cart = facts(line(1, 1000), line(2, 1000, is_reduced=True))
    half = Percent(ppm=500_000)
    assert off(cart, offer(half, most={"EUR": 100})) == {"l1": 50, "l2": 50}
    assert off(cart, offer(half, leaves_out_reduced=True)) == {"l1": 500}
    assert off(cart, offer(half, most_ppm=100_000)) == {"l1": 100, "l2": 100}
    spent = facts(*cart.lines, used={"promo_1": Used(3, {"EUR": 900})})
    assert off(spent, offer(half, budget={"EUR": 1000})) == {"l1": 50, "l2": 50}
    assert off(spent, offer(half, usage_limit=3)) == {}


def test_a_gift_is_on_offer_until_it_lies_in_the_cart_and_does_not_earn_itself() -> None:
    gift = offer(Gift(variants=["var_9"]), conditions=[Total(at_least={"EUR": 1000})])
    waiting = evaluate(compiled([gift]), facts(line(1, 1000)))
    assert [(g.variants, g.pieces) for g in waiting.gifts] == [(["var_9"], 1)]
    assert off(facts(line(1, 1000), line(9, 500, 2)), gift) == {"l9": 500}
    assert off(facts(line(1, 600), line(9, 500)), gift) == {}


@pytest.mark.parametrize(
    ("hours", "is_open"),
    [
        (Hours(days=[6]), True),
        (Hours(days=[7]), False),
        (Hours(since="12:00", until="13:00"), True),
        (Hours(since="11:00", until="12:00"), False),
        (Hours(days=[5], since="22:00", until="13:00"), True),
        (Hours(days=[6], since="22:00", until="13:00"), False),
    ],
)
def test_days_and_hours(hours: Hours, is_open: bool) -> None:
    assert bool(off(facts(line(1, 1000)), offer(Percent(ppm=100_000), conditions=[hours]))) is is_open
