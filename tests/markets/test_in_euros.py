"""One market in euros of a shop in CFA francs: listing, product, cart, checkout, order, payment."""

import msgspec
from tests.markets.abroad import Abroad

from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts.types import CartChange
from duka.catalog import queries as catalog
from duka.catalog.types import ListingQuery
from duka.checkout import service as checkout
from duka.kernel import ids
from duka.stores import queries as stores


def test_everything_is_asked_in_the_currency_of_the_market(abroad: Abroad) -> None:
    bazaar = abroad.bazaar
    variant = bazaar.product(price=6560)
    listing = msgspec.json.decode(
        abroad.shop(lambda ctx: catalog.list_cards(ctx, bazaar.store, ListingQuery()))
    )
    assert listing["currency"] == "EUR"
    assert listing["items"][0]["price_minor"] == 1000
    slug = listing["items"][0]["slug"]
    product = msgspec.json.decode(abroad.shop(lambda ctx: catalog.product(ctx, bazaar.store, slug)))
    assert (product["currency"], product["variants"][0]["price_minor"]) == ("EUR", 1000)
    cart = abroad.ready((variant, 2))
    cart_id = ids.parse("cart", cart.id)
    shown = abroad.shop(lambda ctx: cart_queries.cart(ctx, cart_id, cart.token))
    assert (shown.currency, shown.market, shown.subtotal_minor) == ("EUR", "france", 2000)
    assert shown.shipping_minor == 229  # 1,500 F CFA
    assert shown.shipping_option is not None
    assert shown.shipping_option.free_over_minor == 152449
    assert shown.total_minor == 2229
    order = abroad.shop(lambda ctx: checkout.place(ctx, cart_id, cart.token, 2229))
    assert (order.currency, order.market, order.total_minor) == ("EUR", "france", 2229)
    assert order.shipping_method.price_minor == 229
    payment = bazaar.perform(
        lambda ctx: ctx.db.one(
            "select p.currency, p.amount_minor from payments p where p.tenant_id = %(tenant)s and p.order_id = %(order)s",
            order=ids.parse("ord", order.id),
        )
    )
    assert tuple(payment) == ("EUR", 2229)


def test_the_store_itself_is_seen_in_the_market(abroad: Abroad) -> None:
    store = abroad.shop(lambda ctx: stores.store(ctx, abroad.bazaar.store))
    assert (store.currency, store.market, store.country) == ("EUR", "france", "FR")
    assert [(m.handle, m.currency) for m in store.markets] == [("", "XOF"), ("france", "EUR")]
    own = abroad.shop(lambda ctx: stores.store(ctx, abroad.bazaar.store), market="")
    assert (own.currency, own.market, own.country) == ("XOF", "", "SN")


def test_a_cart_goes_to_a_market_and_back_unchanged(abroad: Abroad) -> None:
    variant = abroad.bazaar.product(price=4999)
    cart = abroad.ready((variant, 3), market="")
    cart_id = ids.parse("cart", cart.id)

    def moved(market: str) -> int:
        change = CartChange(market=market)
        found = abroad.shop(lambda ctx: carts.update(ctx, cart_id, cart.token, change), "")
        assert found.market == market
        return found.total_minor

    assert moved("france") == 762 * 3 + 229
    assert moved("") == 4999 * 3 + 1500
