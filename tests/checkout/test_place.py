import pytest
from tests.checkout.bazaar import DAKAR, Bazaar
from tests.checkout.steps import buy, cart_id, change, fill, order_id, place, ready

from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts.errors import (
    CartClosed,
    CartNotFound,
    PaymentMethodUnavailable,
    QuantityNotAllowed,
    ShippingUnavailable,
)
from duka.carts.types import CartChange, NewLine
from duka.checkout import service as checkout
from duka.checkout.errors import CartEmpty, CheckoutIncomplete, LinesUnavailable, PriceChanged
from duka.customers import service as customers
from duka.customers.types import Address
from duka.inventory import queries as stock
from duka.inventory.errors import SoldOut
from duka.kernel import idempotency
from duka.kernel.cache import Cache
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.orders import finding, queries
from duka.orders.errors import OrderNotFound
from duka.orders.types import Order
from duka.stores import service as stores
from duka.stores.inputs import PaymentMethod, StoreChange


def untouched(bazaar: Bazaar) -> bool:
    """No order, no promise, no number, no event."""
    return bazaar.row(
        """select (select count(*) from orders where tenant_id = %(tenant)s) = 0
              and (select count(*) from reservations where tenant_id = %(tenant)s) = 0
              and (select count(*) from counters where tenant_id = %(tenant)s and name = 'orders') = 0
              and (select count(*) from events where tenant_id = %(tenant)s and type like 'order%%') = 0"""
    )[0]


def test_cash_on_delivery_counts_at_once(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(price=5000), bazaar.product(price=800)
    order = buy(bazaar, (shirt, 2), (hat, 1))
    assert (order.number, order.status, order.payment_status) == ("1001", "open", "pending")
    assert (order.subtotal_minor, order.shipping_minor, order.total_minor) == (10_800, 1500, 12_300)
    assert order.placed_at is not None
    assert order.tracking_token
    assert (order.payments[0].provider, order.payments[0].amount_minor) == ("cash_on_delivery", 12_300)
    assert bazaar.level(shirt) == (10, 2)
    assert bazaar.events() == ["order.created", "order.placed"]
    shipping_tax = order.tax_minor - sum(line.tax_minor for line in order.lines)
    assert (shipping_tax, sum(t.amount_minor for t in order.taxes)) == (229, order.tax_minor)
    assert buy(bazaar, (hat, 1)).number == "1002"


def test_a_number_has_the_prefix_of_its_store(bazaar: Bazaar) -> None:
    hat = bazaar.product(price=800)
    bazaar.perform(lambda ctx: stores.update(ctx, bazaar.store, StoreChange(order_prefix="AC-"), 1))
    assert buy(bazaar, (hat, 1)).number == "AC-1001"
    for text in ("1001", "ac-1001", "#AC-10"):
        looked = finding.found(text)
        assert looked is not None
        rows = bazaar.perform(
            lambda ctx, looked=looked: ctx.db.all(
                f"with {looked.tables} select id from found", **looked.params
            )
        )
        assert len(rows) == 1, text


def test_a_way_to_pay_may_be_for_some_totals_only(bazaar: Bazaar) -> None:
    method = PaymentMethod(provider="cash_on_delivery", name="Cash", max_total_minor=5000)
    bazaar.perform(lambda ctx: stores.set_payment_methods(ctx, bazaar.store, [method]))
    with pytest.raises(PaymentMethodUnavailable):
        buy(bazaar, (bazaar.product(price=5000), 1))
    assert untouched(bazaar)
    assert buy(bazaar, (bazaar.product(price=800), 1)).number == "1001"


def test_online_payment_holds_the_stock_for_a_while(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=3)
    order = buy(bazaar, (shirt, 2), method="sandbox")
    assert order.placed_at is None
    assert bazaar.level(shirt) == (3, 2)
    assert bazaar.events() == ["order.created"]
    held = bazaar.row(
        "select status, expires_at - created_at as time from reservations where tenant_id = %(tenant)s"
    )
    assert (held.status, held.time.total_seconds()) == ("held", 900)


def test_snapshots_outlive_the_product(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(price=5000), 1))
    bazaar.perform(lambda ctx: ctx.db.run("update products set title = 'New' where tenant_id = %(tenant)s"))
    bazaar.perform(lambda ctx: ctx.db.run("update prices set base_minor = 1 where tenant_id = %(tenant)s"))
    seen = bazaar.shop(lambda ctx: queries.order(ctx, order_id(order), order.tracking_token))
    assert seen.lines == order.lines


def test_the_same_cart_is_one_order(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(), 1))
    first, second = place(bazaar, cart), place(bazaar, cart)
    assert second.id == first.id
    assert (first.tracking_token is None, second.tracking_token) == (False, None)
    seen = bazaar.shop(lambda ctx: queries.order(ctx, order_id(first), cart.token))
    assert seen == second
    with pytest.raises(CartNotFound):
        bazaar.shop(lambda ctx: checkout.place(ctx, cart_id(cart), "wrong"))
    with pytest.raises(OrderNotFound):
        bazaar.shop(lambda ctx: queries.order(ctx, order_id(first), "wrong"))


def test_an_empty_cart_is_refused(bazaar: Bazaar) -> None:
    with pytest.raises(CartEmpty):
        place(bazaar, ready(bazaar))
    assert untouched(bazaar)


def test_an_expired_cart_is_refused(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(), 1))
    bazaar.perform(lambda ctx: ctx.db.run("update carts set status = 'expired' where tenant_id = %(tenant)s"))
    with pytest.raises(CartClosed):
        place(bazaar, cart)


def test_what_is_missing_is_named_all_at_once(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(), 1))
    with pytest.raises(CheckoutIncomplete) as refused:
        place(bazaar, cart)
    assert set(refused.value.fields["missing"]) == {  # type: ignore[call-overload]
        "email", "shipping_address", "shipping_rate_id", "payment_method"
    }  # fmt: skip
    with pytest.raises(CheckoutIncomplete) as refused:
        place(
            bazaar, ready(bazaar, (bazaar.product(), 1), shipping_address=Address(country="SN"), phone="12")
        )
    assert set(refused.value.fields["missing"]) == {  # type: ignore[call-overload]
        "phone", *(f"shipping_address.{name}" for name in ("name", "line1", "city", "phone"))
    }  # fmt: skip
    assert untouched(bazaar)
    assert bazaar.shop(lambda ctx: cart_queries.cart(ctx, cart_id(cart), cart.token)).status == "open"


def test_another_total_is_shown_before_it_is_charged(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(price=5000), 1))
    bazaar.perform(lambda ctx: ctx.db.run("update prices set base_minor = 6000 where tenant_id = %(tenant)s"))
    with pytest.raises(PriceChanged) as refused:
        place(bazaar, cart, expected=6500)
    assert refused.value.fields["total_minor"] == 7500
    assert untouched(bazaar)
    assert place(bazaar, cart, expected=7500).total_minor == 7500


def test_what_is_not_there_is_not_sold(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(stock=5), bazaar.product(stock=1)
    cart = ready(bazaar, (shirt, 1), (hat, 2))
    with pytest.raises(SoldOut) as refused:
        place(bazaar, cart)
    assert refused.value.fields["items"] == [{"sku": "SKU-2", "available": 1}]
    assert untouched(bazaar)


def test_what_is_no_longer_offered_is_refused(bazaar: Bazaar) -> None:
    def forget(table: str) -> None:
        bazaar.perform(
            lambda ctx: ctx.db.run(f"update {table} set is_active = false where tenant_id = %(tenant)s")
        )

    cart = ready(bazaar, (bazaar.product(), 1))
    forget("payment_methods")
    with pytest.raises(PaymentMethodUnavailable):
        place(bazaar, cart)
    forget("shipping_rates")
    with pytest.raises(ShippingUnavailable):
        place(bazaar, cart)
    forget("variants")
    with pytest.raises(LinesUnavailable):
        place(bazaar, cart)
    assert untouched(bazaar)


def test_a_rule_that_changed_meanwhile_is_upheld(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(), 3))
    bazaar.perform(lambda ctx: ctx.db.run("update products set step = 2 where tenant_id = %(tenant)s"))
    with pytest.raises(QuantityNotAllowed):
        place(bazaar, cart)


def test_pickup_takes_the_goods_from_there_and_needs_no_address(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=5)
    cart = ready(bazaar, (shirt, 2), shipping_rate_id=bazaar.pickup, shipping_address=None)
    with pytest.raises(SoldOut):
        place(bazaar, cart)
    bazaar.stock(bazaar.item_of(shirt), bazaar.thies, 2)
    order = place(bazaar, cart)
    assert (order.shipping_method.kind, order.shipping_minor) == ("pickup", 0)
    assert (bazaar.level(shirt), bazaar.level(shirt, bazaar.thies)) == ((5, 0), (2, 2))


def test_the_nearest_place_that_has_all_gives_all(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(stock=5), bazaar.product(stock=1)
    for variant in (shirt, hat):
        bazaar.stock(bazaar.item_of(variant), bazaar.thies, 5)
    buy(bazaar, (shirt, 1), (hat, 1))
    assert (bazaar.level(shirt), bazaar.level(hat)) == ((5, 1), (1, 1))
    order = buy(bazaar, (shirt, 1), (hat, 1))
    assert {a.location for a in allocations(bazaar, order)} == {"thies"}
    order = buy(bazaar, (shirt, 6), (hat, 1))
    assert [(a.location, a.sku, a.quantity) for a in allocations(bazaar, order)] == [
        ("plateau", "SKU-1", 4), ("thies", "SKU-1", 2), ("thies", "SKU-2", 1)
    ]  # fmt: skip
    assert bazaar.staff(stock.verify) == []


def test_a_near_thies_buyer_is_served_from_thies(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=5)
    bazaar.stock(bazaar.item_of(shirt), bazaar.thies, 5)
    address = Address(**{**DAKAR, "city": "Thiès", "latitude_e6": 14_790_000, "longitude_e6": -16_930_000})
    buy(bazaar, (shirt, 1), shipping_address=address)
    assert bazaar.level(shirt, bazaar.thies) == (5, 1)


def allocations(bazaar: Bazaar, order: Order):
    return bazaar.staff(lambda ctx: queries.order(ctx, order_id(order))).allocations


def test_weights_are_priced_and_promised_exactly(bazaar: Bazaar) -> None:
    carrots = bazaar.product(
        price=1250, stock=2000, pricing_mode="weight", unit="KGM", scale=3, step=50, minimum=100
    )
    order = buy(bazaar, (carrots, 750))
    assert (order.is_estimated, order.lines[0].subtotal_minor) == (True, 938)
    assert bazaar.level(carrots) == (2000, 750)


def test_what_is_free_needs_no_payment(bazaar: Bazaar) -> None:
    order = buy(
        bazaar, (bazaar.product(price=0, requires_shipping=False), 1), method="sandbox", shipping_rate_id=None
    )
    assert (order.total_minor, order.payment_status, order.payments) == (0, "captured", [])
    assert order.placed_at is not None


def test_taxes_are_added_where_prices_are_without(work: Work) -> None:
    bazaar = Bazaar(work).build(currency="EUR", includes_tax=False, rate_ppm=200_000)
    order = buy(bazaar, (bazaar.product(price=333), 3))
    assert (order.subtotal_minor, order.tax_minor, order.total_minor) == (999, 500, 999 + 1500 + 500)


def test_a_guest_is_one_unclaimed_customer(bazaar: Bazaar) -> None:
    shirt = bazaar.product()
    first, second = buy(bazaar, (shirt, 1)), buy(bazaar, (shirt, 1), email="AWA@example.com")
    assert first.customer_id == second.customer_id
    row = bazaar.row("select name, claimed_at from customers where tenant_id = %(tenant)s")
    assert (row.name, row.claimed_at) == ("Awa Ndiaye", None)


def test_a_guests_order_is_not_put_into_an_account_by_its_address(bazaar: Bazaar) -> None:
    """Whoever registers somebody else's address must not read that person's later orders."""
    customers.admit(bazaar.work, Caller(bazaar.tenant), "awa@example.com", "six geese a-laying")
    assert buy(bazaar, (bazaar.product(), 1), email="AWA@example.com").customer_id is None


def test_another_tenant_cannot_place_it(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(), 1))
    other = Bazaar(bazaar.work).build()
    with pytest.raises(CartNotFound):
        other.shop(lambda ctx: checkout.place(ctx, cart_id(cart), cart.token))
    assert untouched(bazaar)


@pytest.mark.parametrize("seconds", [0, 60], ids=["nothing remembered", "settings remembered"])
def test_a_whole_checkout_keeps_to_its_statements(bazaar: Bazaar, seconds: float) -> None:
    shirt = bazaar.product()
    bazaar.work = Work(bazaar.work.database, Cache(seconds), bazaar.work.clock)
    buy(bazaar, (shirt, 1))
    counts = []

    def call(act):
        result = bazaar.shop(act)
        counts.append(bazaar.work.last_statements)
        return result

    cart = call(lambda ctx: carts.create(ctx, bazaar.store, [NewLine(shirt, 1)]))
    key = (cart_id(cart), cart.token)
    call(
        lambda ctx: carts.update(
            ctx, *key, CartChange(email="a@example.com", shipping_address=Address(**DAKAR))
        )
    )
    call(lambda ctx: cart_queries.shipping_options(ctx, *key))
    chosen = CartChange(shipping_rate_id=bazaar.flat, payment_method="sandbox")
    call(lambda ctx: carts.update(ctx, *key, chosen))

    def pay(ctx):
        def act() -> idempotency.Answer:
            return idempotency.Answer(201, checkout.place(ctx, *key).id.encode())

        return idempotency.once(ctx, "place", new_id().hex, b"", act)

    assert call(pay).status == 201
    assert sum(counts) <= (20 if seconds else 30), counts  # each call asks once what the company may have


def test_the_cart_and_the_order_show_the_same_figures(bazaar: Bazaar) -> None:
    cart = ready(bazaar, (bazaar.product(price=333), 3), (bazaar.product(price=77), 7))
    seen = change(bazaar, cart, note="ring twice")
    order = place(bazaar, cart)
    for name in (
        "subtotal_minor",
        "discount_minor",
        "shipping_minor",
        "tax_minor",
        "total_minor",
        "taxes",
        "note",
    ):
        assert getattr(order, name) == getattr(seen, name)
    assert [line.total_minor for line in order.lines] == [line.total_minor for line in seen.lines]
