"""The verbs of promotions, their codes, and why."""

import pytest
from tests import make
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, cart_id, fill, place, ready
from tests.promotions.offering import TENTH, promote, promotion_id, type_code

from duka.carts import explaining
from duka.carts.explaining import Trial, TrialLine
from duka.draft_orders import service as drafts
from duka.draft_orders.types import DraftChange, WantedLine
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import public
from duka.promotions import coding, queries, service
from duka.promotions.errors import (
    CodesNotNeeded,
    CodeTaken,
    PromotionNeedsAdvanced,
    PromotionNotFound,
    PromotionOver,
    PromotionUsed,
)
from duka.promotions.inputs import NewPromotion, PromotionChange
from duka.promotions.types import BuyGet, ChosenGoods, Percent, Rules, Total

TEN = Rules(effects=[Percent(ppm=TENTH)])


def test_a_promotion_lives_from_draft_to_end(bazaar: Bazaar) -> None:
    made = bazaar.staff(lambda ctx: service.create(ctx, NewPromotion(name="Ten", rules=TEN)))
    one = promotion_id(made)
    assert (made.status, made.title, made.version) == ("draft", "Ten", 1)
    shirt = bazaar.product(price=1000)
    assert fill(bazaar, (shirt, 1)).discount_minor == 0
    assert bazaar.staff(lambda ctx: service.activate(ctx, one)).state == "active"
    assert bazaar.staff(lambda ctx: service.activate(ctx, one)).version == 2
    assert fill(bazaar, (shirt, 1)).discount_minor == 100
    twenty = PromotionChange(rules=Rules(effects=[Percent(ppm=2 * TENTH)]))
    with pytest.raises(VersionConflict):
        bazaar.staff(lambda ctx: service.update(ctx, one, twenty, 1))
    bazaar.staff(lambda ctx: service.update(ctx, one, twenty, 2))
    assert fill(bazaar, (shirt, 1)).discount_minor == 200
    bazaar.staff(lambda ctx: service.pause(ctx, one))
    assert fill(bazaar, (shirt, 1)).discount_minor == 0
    bazaar.staff(lambda ctx: service.end(ctx, one))
    with pytest.raises(PromotionOver):
        bazaar.staff(lambda ctx: service.activate(ctx, one))
    copy = bazaar.staff(lambda ctx: service.duplicate(ctx, one))
    assert (copy.status, copy.name) == ("draft", "Ten (copy)")
    for kind in ("created", "activated", "updated", "paused", "ended"):
        assert bazaar.events(f"promotion.{kind}"), kind


def test_what_is_refused_changes_nothing(bazaar: Bazaar) -> None:
    def create(**values: object) -> None:
        new = NewPromotion(**{"name": "No", "rules": TEN, **values})  # type: ignore[arg-type]
        bazaar.staff(lambda ctx: service.create(ctx, new))

    with pytest.raises(InvalidInput) as nowhere:
        create(rules=Rules(effects=[Percent(ppm=TENTH, goods=ChosenGoods(products=["prod_" + "0" * 32]))]))
    assert "rules" in str(nowhere.value.fields["errors"])
    with pytest.raises(InvalidInput):
        create(rules=Rules(conditions=[Total(at_least={"ABC": 1})], effects=[Percent(ppm=TENTH)]))
    carrots = bazaar.product(price=1250, pricing_mode="weight", unit="KGM", scale=3, step=50, minimum=50)
    weighed = ChosenGoods(variants=[public("var", carrots)])
    with pytest.raises(InvalidInput):
        create(rules=Rules(effects=[BuyGet(buy=2, get=1, goods=weighed)]))
    assert bazaar.staff(queries.list_promotions).items == []


def test_a_plan_with_basic_promotions(bazaar: Bazaar) -> None:
    make.switch(bazaar.work, bazaar.tenant, service.ADVANCED, False)
    promote(bazaar, conditions=[Total(at_least={"XOF": 100})])
    with pytest.raises(PromotionNeedsAdvanced) as refused:
        promote(bazaar, BuyGet(buy=2, get=1))
    assert "buy get" in str(refused.value.fields["what"])


def test_only_an_unused_promotion_is_deleted(bazaar: Bazaar) -> None:
    used, unused = promote(bazaar), promote(bazaar, codes=["GONE"])
    buy(bazaar, (bazaar.product(price=1000), 1))
    with pytest.raises(PromotionUsed):
        bazaar.staff(lambda ctx: service.delete(ctx, promotion_id(used)))
    bazaar.staff(lambda ctx: service.delete(ctx, promotion_id(unused)))
    with pytest.raises(PromotionNotFound):
        bazaar.staff(lambda ctx: queries.promotion(ctx, promotion_id(unused)))


def test_strangers_see_and_change_nothing(bazaar: Bazaar, work: object) -> None:
    one = promotion_id(promote(bazaar))
    stranger = Bazaar(bazaar.work).build()
    for act in (queries.promotion, service.pause, service.end, service.duplicate, queries.uses):
        with pytest.raises(PromotionNotFound):
            stranger.staff(lambda ctx, act=act: act(ctx, one))
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: service.pause(ctx, one))


def test_codes_by_the_thousand(bazaar: Bazaar) -> None:
    one = promotion_id(promote(bazaar, codes=["FIRST"]))
    batch = bazaar.staff(lambda ctx: coding.create_batch(ctx, one, 2000, "sum-mer"))
    assert (batch.prefix, batch.count) == ("SUMMER", 2000)
    rows = bazaar.staff(lambda ctx: queries.csv_of(ctx, one)).splitlines()
    found = {row.split(",")[0] for row in rows[1:]}
    assert len(found) == 2001
    assert all(code.startswith("SUMMER") and len(code) == 16 for code in found - {"FIRST"})
    page = bazaar.staff(lambda ctx: queries.codes(ctx, one, text="summer", limit=100))
    assert len(page.items) == 100
    assert page.next
    other = promotion_id(promote(bazaar, codes=["OTHER"]))
    with pytest.raises(CodeTaken):
        bazaar.staff(lambda ctx: coding.add(ctx, other, [" first "]))
    automatic = promotion_id(promote(bazaar))
    with pytest.raises(CodesNotNeeded):
        bazaar.staff(lambda ctx: coding.add(ctx, automatic, ["NEW"]))
    shirt = bazaar.product(price=1000, stock=10)
    code = page.items[0].code
    cart = ready(bazaar, (shirt, 1))
    type_code(bazaar, cart, code)
    assert place(bazaar, cart).discount_minor > 0
    assert bazaar.staff(lambda ctx: queries.batches(ctx, one))[0].used == 1


def test_why_and_a_trial(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=4200)
    promote(bazaar, name="Big", conditions=[Total(at_least={"XOF": 5000})])
    draft = bazaar.staff(
        lambda ctx: service.create(ctx, NewPromotion(name="Draft", rules=TEN, needs_code=True))
    )
    cart = fill(bazaar, (shirt, 1))
    why = bazaar.staff(lambda ctx: explaining.why(ctx, cart_id(cart)))
    assert [(w.name, w.applies, w.reason) for w in why.promotions] == [("Big", False, "needs_total")]
    assert why.promotions[0].values == {"needs_minor": 5000, "has_minor": 4200, "currency": "XOF"}
    before = bazaar.value("select count(*) from carts where tenant_id = %(tenant)s")
    trial = Trial(
        store_id=public("store", bazaar.store),
        lines=[TrialLine(public("var", shirt), 2)],
        promotion_id=draft.id,
    )
    tried = bazaar.staff(lambda ctx: explaining.try_out(ctx, trial))
    assert sorted((w.name, w.applies, w.amount_minor) for w in tried.promotions) == [
        ("Big", True, 840),
        ("Draft", True, 756),
    ]
    assert tried.discount_minor == 1596
    assert bazaar.value("select count(*) from carts where tenant_id = %(tenant)s") == before


def test_a_draft_costs_what_a_cart_costs_unless_staff_leave_promotions_out(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=900)
    promote(bazaar, BuyGet(buy=2, get=1))
    promote(bazaar, codes=["TEN"])
    cart = fill(bazaar, (shirt, 3))
    expected = type_code(bazaar, cart, "ten").total_minor
    change = DraftChange(lines=[WantedLine(shirt, 3)], codes=["ten"])
    draft = bazaar.staff(lambda ctx: drafts.create(ctx, bazaar.store, change))
    assert (draft.cart.total_minor, draft.cart.discount_minor) == (expected, 1080)
    without = bazaar.staff(
        lambda ctx: drafts.update(
            ctx, cart_id(draft.cart), DraftChange(without_promotions=True), draft.version
        )
    )
    assert (without.without_promotions, without.cart.discount_minor) == (True, 0)
