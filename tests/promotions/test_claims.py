"""Limits hold however many buy at once, and come back when an order comes to nothing."""

from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import cart_id, order_id, place, ready
from tests.checkout.test_concurrency import rush
from tests.promotions.offering import promote, promotion_id, type_code

from duka.carts import queries as carts_queries
from duka.carts.types import Cart
from duka.checkout import service as checkout
from duka.orders import service as orders
from duka.promotions import coding, queries
from duka.promotions.errors import CodeUsedUp, PromotionUsedUp
from duka.promotions.types import Amount


def _used(bazaar: Bazaar, promotion: Any) -> tuple[int, int, dict[str, int]]:
    """Orders that count, the counter, what was spent."""
    row = bazaar.row(
        """select p.used, p.spent, (select count(*) from promotion_uses u where u.tenant_id = %(tenant)s
                                    and u.promotion_id = p.id and u.given_back_at is null) as uses
           from promotions p where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=promotion_id(promotion),
    )
    return row.uses, row.used, row.spent


def _is_open(bazaar: Bazaar, cart: Cart) -> bool:
    return bazaar.shop(lambda ctx: carts_queries.status(ctx, cart_id(cart), cart.token)) == "open"


def test_two_hundred_buy_with_a_code_for_fifty(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=1000, stock=500)
    promotion = promote(bazaar, codes=["RUSH"], usage_limit=50)
    carts = [ready(bazaar, (shirt, 1), email=f"b{n}@example.com") for n in range(200)]
    for cart in carts:
        type_code(bazaar, cart, "RUSH")
    outcome = rush(200, lambda n: place(bazaar, carts[n]))
    assert outcome.pop("sold") == 50
    assert set(outcome) <= {"PromotionUsedUp", "CodeUsedUp"}
    assert sum(outcome.values()) == 150
    assert _used(bazaar, promotion) == (50, 50, {"XOF": 5000})


def test_a_code_for_ten_and_its_new_total(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=1000, stock=100)
    promote(bazaar)
    needed = promote(bazaar, codes=["FIRST"], name="Needs a code")
    bazaar.staff(lambda ctx: coding.add(ctx, promotion_id(needed), ["TEN"], usage_limit=10))
    carts = [ready(bazaar, (shirt, 1), email=f"c{n}@example.com") for n in range(30)]
    for cart in carts:
        type_code(bazaar, cart, "ten")
    assert rush(30, lambda n: place(bazaar, carts[n])) == {"sold": 10, "CodeUsedUp": 20}
    left = [cart for cart in carts if _is_open(bazaar, cart)]
    assert len(left) == 20
    with pytest.raises(CodeUsedUp) as refused:
        place(bazaar, left[0])
    assert refused.value.fields["total_minor"] == 2400
    assert place(bazaar, left[0], expected=2400).discount_minor == 100


def test_the_refusal_tells_the_total_without_it(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=1000, stock=100)
    promote(bazaar, name="Ten for all")
    promote(bazaar, codes=["ONCE"], usage_limit=1)
    carts = [ready(bazaar, (shirt, 1), email=f"d{n}@example.com") for n in range(8)]
    for cart in carts:
        type_code(bazaar, cart, "once")
    totals: list[object] = []

    def buy(n: int) -> None:
        try:
            place(bazaar, carts[n])
        except (PromotionUsedUp, CodeUsedUp) as refused:
            totals.append(refused.fields["total_minor"])
            raise

    rush(8, buy)
    assert set(totals) <= {2400}


def test_one_buyer_in_other_spellings_is_one_buyer(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=1000, stock=100)
    promotion = promote(bazaar, customer_limit=1)
    spellings = [
        "awa@example.com",
        "AWA@Example.com",
        "awa+shop@example.com",
        " awa@example.com ",
        "Awa+2@example.COM",
    ]
    carts = [ready(bazaar, (shirt, 1), email=spelling) for spelling in spellings * 4]
    outcome = rush(len(carts), lambda n: place(bazaar, carts[n]))
    assert outcome["sold"] >= 1
    uses, _, _ = _used(bazaar, promotion)
    assert uses == 1
    after = place(bazaar, ready(bazaar, (shirt, 1), email="AWA+9@example.com"))
    assert after.discount_minor == 0


def test_a_budget_is_never_overspent(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=1000, stock=100)
    promotion = promote(bazaar, Amount(amounts={"XOF": 300}), budget={"XOF": 1000})
    carts = [ready(bazaar, (shirt, 1), email=f"e{n}@example.com") for n in range(20)]
    outcome = rush(20, lambda n: place(bazaar, carts[n]))
    assert outcome["sold"] >= 3
    _, _, spent = _used(bazaar, promotion)
    assert spent["XOF"] <= 1000
    rest = 1000 - spent["XOF"]
    assert place(bazaar, ready(bazaar, (shirt, 1))).discount_minor == min(rest, 300)


@pytest.mark.parametrize("method", ["sandbox", "cash_on_delivery"])
def test_an_order_that_comes_to_nothing_gives_its_use_back_once(bazaar: Bazaar, method: str) -> None:
    shirt = bazaar.product(price=1000, stock=100)
    promotion = promote(bazaar, codes=["ONLY"], usage_limit=1, customer_limit=1)
    cart = ready(bazaar, (shirt, 1), method=method)
    type_code(bazaar, cart, "only")
    order = order_id(place(bazaar, cart))
    assert _used(bazaar, promotion) == (1, 1, {"XOF": 100})
    for _ in range(2):
        if method == "sandbox":
            bazaar.perform(lambda ctx: checkout.give_up(ctx, order, "not paid in time"))
        else:
            bazaar.staff(lambda ctx: orders.cancel(ctx, order, "changed my mind"))
        assert _used(bazaar, promotion) == (0, 0, {"XOF": 0})
    again = ready(bazaar, (shirt, 1))
    type_code(bazaar, again, "only")
    assert place(bazaar, again).discount_minor == 100


def test_money_that_comes_after_all_uses_it_again(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=1000, stock=100)
    promotion = promote(bazaar, codes=["LATE"], usage_limit=1)
    cart = ready(bazaar, (shirt, 1), method="sandbox")
    type_code(bazaar, cart, "late")
    order = order_id(place(bazaar, cart))
    bazaar.perform(lambda ctx: checkout.give_up(ctx, order, "not paid in time"))
    bazaar.perform(lambda ctx: checkout.finalize(ctx, order))
    assert _used(bazaar, promotion) == (1, 1, {"XOF": 100})
    seen = bazaar.staff(lambda ctx: queries.promotion(ctx, promotion_id(promotion)))
    assert (seen.uses, seen.given[0].amount_minor) == (1, 100)
