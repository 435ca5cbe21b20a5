"""What follows an order in a market: edits, addresses, drafts, wish lists, merging; all in its currency."""

from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.checkout.bazaar import DAKAR
from tests.markets.abroad import Abroad
from tests.markets.test_price_lists import _customer as customer_of

from duka.carts import belonging, merging
from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts.errors import MarketUnavailable, PaymentMethodUnavailable
from duka.carts.types import Cart, CartChange
from duka.checkout import reordering
from duka.checkout import service as checkout
from duka.checkout.errors import PriceChanged
from duka.customers import wish_list
from duka.customers.service import wishes
from duka.customers.types import Address
from duka.draft_orders import goods
from duka.draft_orders import service as drafts
from duka.draft_orders.errors import DraftPricedByHand
from duka.draft_orders.types import Agreed, DraftChange, WantedLine
from duka.kernel import ids
from duka.markets import service
from duka.order_edits import offers
from duka.order_edits import service as edits
from duka.order_edits.types import Changes, NewLine, ShippingChange
from duka.orders.types import Order
from duka.stores import queries as stores
from duka.stores import seen as seeing
from duka.stores.seen import Seen
from duka.stores.types import Selling


def _key(cart: Cart) -> UUID:
    return ids.parse("cart", cart.id)


def _placed(abroad: Abroad, variant: UUID, quantity: int = 1, market: str = "france") -> Order:
    cart = abroad.ready((variant, quantity), market=market, payment_method="cash_on_delivery")
    return abroad.shop(lambda ctx: checkout.place(ctx, _key(cart), cart.token), market)


def _preview(abroad: Abroad, order: Order, **changes: Any) -> Any:
    order_id = ids.parse("ord", order.id)
    return abroad.staff(lambda ctx: edits.preview(ctx, order_id, Changes(**changes)))


def test_an_edit_prices_new_goods_and_carriage_in_the_orders_currency(abroad: Abroad) -> None:
    first, second = abroad.bazaar.product(price=6560), abroad.bazaar.product(price=13120)
    order = _placed(abroad, first)
    seen = _preview(abroad, order, added=[NewLine(variant_id=second, quantity=1)])
    assert (seen.currency, seen.total_before_minor, seen.total_minor) == ("EUR", 1229, 3229)
    assert {option.code: option.price_minor for option in seen.carriages} == {"courier": 229, "pickup": 0}
    assert [option.free_over_minor for option in seen.carriages if option.code == "courier"] == [152449]
    found = abroad.staff(lambda ctx: offers.find(ctx, ids.parse("ord", order.id), "SKU-2"))
    assert [one.price_minor for one in found] == [2000]


def test_an_edit_knows_the_rate_of_now_also_when_the_market_is_closed(abroad: Abroad) -> None:
    first, second = abroad.bazaar.product(price=6560), abroad.bazaar.product(price=13120)
    order = _placed(abroad, first)
    abroad.staff(lambda ctx: service.deactivate(ctx, abroad.market, 2))
    seen = _preview(abroad, order, added=[NewLine(variant_id=second, quantity=1)])
    assert (seen.currency, seen.total_minor) == ("EUR", 3229)
    abroad.staff(lambda ctx: service.remove(ctx, abroad.market))
    seen = _preview(
        abroad,
        order,
        added=[NewLine(variant_id=second, quantity=1)],
        shipping=ShippingChange(rate_id=abroad.bazaar.flat),
    )
    assert (seen.currency, seen.total_minor) == ("EUR", 3229)


def test_an_edit_of_the_stores_own_orders_is_as_ever(abroad: Abroad) -> None:
    first, second = abroad.bazaar.product(price=6560), abroad.bazaar.product(price=13120)
    order = _placed(abroad, first, market="")
    seen = _preview(abroad, order, added=[NewLine(variant_id=second, quantity=1)])
    assert (seen.currency, seen.total_minor) == ("XOF", 6560 + 13120 + 1500)


def test_a_buyer_is_not_charged_what_they_were_not_shown(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    cart = abroad.ready((variant, 1))
    abroad.shop(lambda ctx: carts.update(ctx, _key(cart), cart.token, CartChange(market="")))
    with pytest.raises(PriceChanged):
        abroad.shop(lambda ctx: checkout.place(ctx, _key(cart), cart.token, 1229))


def test_ways_to_pay_and_ship_are_the_markets(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    abroad.change(2, payment_methods=["sandbox"], shipping_codes=["pickup"])
    cart = abroad.cart((variant, 1))
    address = CartChange(shipping_address=Address(**DAKAR))
    abroad.shop(lambda ctx: carts.update(ctx, _key(cart), cart.token, address))
    options = abroad.shop(lambda ctx: cart_queries.shipping_options(ctx, _key(cart), cart.token))
    assert [option.code for option in options] == ["pickup"]
    with pytest.raises(PaymentMethodUnavailable):
        change = CartChange(payment_method="cash_on_delivery")
        abroad.shop(lambda ctx: carts.update(ctx, _key(cart), cart.token, change))
    own = abroad.cart((variant, 1), market="")
    assert len(abroad.shop(lambda ctx: cart_queries.shipping_options(ctx, _key(own), own.token), "")) == 2


def test_limits_of_ways_to_pay_are_converted(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    abroad.bazaar.perform(
        lambda ctx: ctx.db.run(
            """update payment_methods set min_total_minor = 10000 where tenant_id = %(tenant)s
               and provider = 'cash_on_delivery' and store_id = %(store)s""",
            store=abroad.bazaar.store,
        )
    )
    one = abroad.ready((variant, 1), payment_method="cash_on_delivery")
    with pytest.raises(PaymentMethodUnavailable):  # 12.29 euros are less than 10,000 francs
        abroad.shop(lambda ctx: checkout.place(ctx, _key(one), one.token))
    two = abroad.ready((variant, 2), payment_method="cash_on_delivery")
    assert abroad.shop(lambda ctx: checkout.place(ctx, _key(two), two.token)).total_minor == 2229


def test_a_provider_that_does_not_take_the_currency_is_not_offered(abroad: Abroad) -> None:
    selling: Selling = abroad.shop(lambda ctx: stores.selling(ctx, abroad.bazaar.store), "")
    rows = [{**selling.payment_methods[0], "provider": code} for code in ("orange_money", "stripe")]
    shown = seeing.selling_seen(
        msgspec.structs.replace(selling, payment_methods=rows), Seen("EUR", "france", 1, 655)
    )
    assert [row["provider"] for row in shown.payment_methods] == ["stripe"]


def test_taxes_are_the_markets(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    cart = abroad.ready((variant, 1))

    def total() -> tuple[bool, int]:
        shown = abroad.shop(lambda ctx: cart_queries.cart(ctx, _key(cart), cart.token))
        return shown.prices_include_tax, shown.total_minor

    assert total() == (True, 1229)
    abroad.change(2, prices_include_tax=False)
    assert total() == (False, 1229 + 221)  # 18 % of goods and carriage


def test_a_market_that_is_closed_takes_no_cart(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    cart = abroad.cart((variant, 1), market="")
    abroad.staff(lambda ctx: service.deactivate(ctx, abroad.market, 2))
    with pytest.raises(MarketUnavailable):
        abroad.shop(lambda ctx: carts.update(ctx, _key(cart), cart.token, CartChange(market="france")), "")
    assert abroad.cart((variant, 1)).currency == "XOF"


def test_the_newer_choice_holds_when_carts_are_merged(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    customer = customer_of(abroad.bazaar)
    own = abroad.shop(lambda ctx: carts.have_own(ctx, abroad.bazaar.store), "", customer)
    abroad.shop(lambda ctx: carts.add(ctx, own, None, variant, 1), "", customer)
    newer = abroad.cart((variant, 2))
    abroad.shop(
        lambda ctx: belonging.take_over(ctx, abroad.bazaar.store, _key(newer), newer.token), "", customer
    )
    merged = abroad.shop(lambda ctx: cart_queries.cart(ctx, own, None), "", customer)
    assert (merged.market, merged.currency, merged.lines[0].quantity) == ("france", "EUR", 3)


def test_an_older_cart_brings_its_goods_and_not_its_market(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    old = abroad.cart((variant, 2))
    new = abroad.cart((variant, 1), market="")
    merged = abroad.shop(lambda ctx: merging.merge(ctx, _key(old), old.token, _key(new), new.token), "")
    assert (merged.market, merged.currency, merged.subtotal_minor) == ("", "XOF", 3 * 6560)


def test_bought_again_in_the_market_of_now(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    customer = customer_of(abroad.bazaar)
    own = abroad.shop(lambda ctx: carts.have_own(ctx, abroad.bazaar.store), "", customer)
    abroad.shop(lambda ctx: carts.add(ctx, own, None, variant, 1), "", customer)
    change = CartChange(
        email="awa@example.com",
        shipping_address=Address(**DAKAR),
        shipping_rate_id=abroad.bazaar.flat,
        payment_method="cash_on_delivery",
    )
    abroad.shop(lambda ctx: carts.update(ctx, own, None, change), "", customer)
    order = abroad.shop(lambda ctx: checkout.place(ctx, own, None), "", customer)
    again = abroad.shop(lambda ctx: reordering.reorder(ctx, ids.parse("ord", order.id)), "france", customer)
    assert (order.currency, again.cart.currency, again.cart.subtotal_minor) == ("XOF", "EUR", 1000)


def test_a_wish_is_priced_where_it_is_looked_at(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    customer = customer_of(abroad.bazaar)
    abroad.shop(lambda ctx: wishes.add_wish(ctx, variant), "", customer)
    prices = [
        abroad.shop(lambda ctx: wish_list.wish_list(ctx, abroad.bazaar.store), market, customer)[
            0
        ].price_minor
        for market in ("france", "")
    ]
    assert prices == [1000, 6560]


def test_a_draft_is_made_in_a_market_and_moves_while_nothing_is_by_hand(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=6560)
    wanted = DraftChange(lines=[WantedLine(variant, 2)], market="france")
    draft = abroad.staff(lambda ctx: drafts.create(ctx, abroad.bazaar.store, wanted))
    assert (draft.cart.currency, draft.cart.market, draft.cart.total_minor) == ("EUR", "france", 2000)
    draft_id = ids.parse("draft", draft.id)
    moved = abroad.staff(lambda ctx: drafts.update(ctx, draft_id, DraftChange(market=""), draft.version))
    assert (moved.cart.currency, moved.cart.total_minor) == ("XOF", 13120)
    by_hand = [WantedLine(variant, 2, Agreed(5000, "a friend", None))]
    fixed = abroad.staff(lambda ctx: drafts.update(ctx, draft_id, DraftChange(lines=by_hand), moved.version))
    with pytest.raises(DraftPricedByHand):
        abroad.staff(lambda ctx: drafts.update(ctx, draft_id, DraftChange(market="france"), fixed.version))
    found = abroad.staff(lambda ctx: goods.find(ctx, abroad.bazaar.store, "SKU-1", market="france"))
    assert [one.price_minor for one in found] == [1000]
