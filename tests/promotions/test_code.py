"""A code, from the cart to the order."""

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import cart_id, fill, place, ready
from tests.promotions.offering import promote, promotion_id, type_code

from duka.carts import coding
from duka.carts import queries as carts
from duka.promotions import coding as codes
from duka.promotions import queries, service
from duka.promotions.errors import CodeRefused, CodeUnknown, TooManyCodesInCart
from duka.promotions.types import Total


def test_ten_percent_in_the_cart_at_checkout_and_on_the_order(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=5000)
    promotion = promote(bazaar, codes=["WELCOME 10"], title="Welcome", titles={"fr": "Bienvenue"})
    cart = ready(bazaar, (shirt, 2))
    shown = type_code(bazaar, cart, " welcome-10 ")
    assert (shown.subtotal_minor, shown.discount_minor, shown.total_minor) == (10_000, 1000, 10_500)
    assert [(d.title, d.code, d.amount_minor) for d in shown.discounts] == [("Bienvenue", "WELCOME10", 1000)]
    assert [(c.code, c.state) for c in shown.codes] == [("WELCOME10", "applied")]
    assert shown.lines[0].discounts == shown.discounts
    order = place(bazaar, cart, expected=10_500)
    assert (order.discount_minor, order.total_minor) == (1000, 10_500)
    assert [(d.title, d.code, d.amount_minor) for d in order.discounts] == [("Bienvenue", "WELCOME10", 1000)]
    assert order.lines[0].discounts == order.discounts
    seen = bazaar.staff(lambda ctx: queries.promotion(ctx, promotion_id(promotion)))
    assert seen.uses == 1
    assert [(g.currency, g.amount_minor) for g in seen.given] == [("XOF", 1000)]
    used = bazaar.staff(lambda ctx: queries.uses(ctx, promotion_id(promotion)))
    assert [(u.number, u.code, u.amount_minor) for u in used] == [(order.number, "WELCOME10", 1000)]


def test_a_code_with_a_minimum_says_what_it_waits_for(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=4200)
    promote(bazaar, conditions=[Total(at_least={"XOF": 5000})], codes=["FIVE"])
    cart = ready(bazaar, (shirt, 1))
    waiting = type_code(bazaar, cart, "five").codes[0]
    assert waiting.state == "waiting"
    assert waiting.why.startswith("Il faut 5")
    assert place(bazaar, cart).discount_minor == 0
    second = ready(bazaar, (shirt, 2))
    assert type_code(bazaar, second, "FIVE").discount_minor == 840


def test_what_is_no_code_is_refused_and_not_kept(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(), 1))
    paused = promote(bazaar, codes=["PAUSED"])
    bazaar.staff(lambda ctx: service.pause(ctx, promotion_id(paused)))
    off = promote(bazaar, codes=["OFF", "ONN"])
    bazaar.staff(lambda ctx: codes.switch(ctx, promotion_id(off), "off", is_disabled=True))
    for wrong in ("NOSUCH", "", "!!", "é\x00"):
        with pytest.raises(CodeUnknown):
            type_code(bazaar, cart, wrong)
    for refused in ("paused", "off"):
        with pytest.raises(CodeRefused):
            type_code(bazaar, cart, refused)
    assert bazaar.shop(lambda ctx: carts.cart(ctx, cart_id(cart), cart.token)).codes == []
    assert type_code(bazaar, cart, "onn").discount_minor > 0


def test_a_code_is_taken_out_again(bazaar: Bazaar) -> None:
    promote(bazaar, codes=["TENOFF"])
    cart = fill(bazaar, (bazaar.product(price=1000), 1))
    assert type_code(bazaar, cart, "tenoff").discount_minor == 100
    after = bazaar.shop(lambda ctx: coding.remove_code(ctx, cart_id(cart), cart.token, "Ten Off"))
    assert (after.codes, after.discount_minor) == ([], 0)


def test_a_cart_takes_ten_codes(bazaar: Bazaar) -> None:
    names = [f"CODE{n}" for n in range(11)]
    promote(bazaar, codes=names)
    cart = fill(bazaar, (bazaar.product(price=1000), 1))
    for name in names[:10]:
        type_code(bazaar, cart, name)
    with pytest.raises(TooManyCodesInCart):
        type_code(bazaar, cart, names[10])
    shown = bazaar.shop(lambda ctx: carts.cart(ctx, cart_id(cart), cart.token))
    assert shown.discount_minor == 100
    assert [c.state for c in shown.codes] == ["applied"] + ["waiting"] * 9
