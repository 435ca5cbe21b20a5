import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import cart_id, fill, place, ready

from duka.carts import queries
from duka.carts import service as carts
from duka.carts.errors import CartClosed, CartFull, CartNotFound, QuantityNotAllowed, VariantUnavailable
from duka.carts.types import Cart, CartChange, NewLine
from duka.kernel.context import Actor
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.stores.errors import StoreNotFound


def look(bazaar: Bazaar, cart: Cart) -> Cart:
    return bazaar.shop(lambda ctx: queries.cart(ctx, cart_id(cart), cart.token))


def add(bazaar: Bazaar, cart: Cart, variant, quantity: int = 1) -> Cart:
    return bazaar.shop(lambda ctx: carts.add(ctx, cart_id(cart), cart.token, variant, quantity))


def test_adding_grows_the_line(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(price=5000), bazaar.product(price=800)
    cart = fill(bazaar, (shirt, 2))
    add(bazaar, cart, shirt, 1)
    cart = add(bazaar, cart, hat, 2)
    assert bazaar.work.last_statements <= 6
    assert [(line.sku, line.quantity) for line in cart.lines] == [("SKU-1", 3), ("SKU-2", 2)]
    assert (cart.subtotal_minor, cart.total_minor, cart.count, cart.token) == (16_600, 16_600, 5, None)
    assert (
        sum(line.tax_minor for line in cart.lines)
        == cart.tax_minor
        == sum(t.amount_minor for t in cart.taxes)
    )


def test_a_cart_may_be_made_with_all_that_is_known(bazaar: Bazaar) -> None:
    shirt, change = (
        bazaar.product(price=5000),
        CartChange(email="a@example.com", shipping_rate_id=bazaar.flat),
    )
    cart = bazaar.shop(
        lambda ctx: carts.create(ctx, bazaar.store, [NewLine(shirt, 1), NewLine(shirt, 2)], change)
    )
    assert (cart.email, cart.lines[0].quantity, cart.total_minor) == ("a@example.com", 3, 16_500)
    assert cart.token
    with pytest.raises(StoreNotFound):
        bazaar.perform(lambda ctx: carts.create(ctx, new_id()))


def test_a_quantity_is_set_and_zero_removes(bazaar: Bazaar) -> None:
    shirt = bazaar.product()
    cart = fill(bazaar, (shirt, 2))
    key = (cart_id(cart), cart.token, shirt)
    assert bazaar.shop(lambda ctx: carts.set_quantity(ctx, *key, 7)).lines[0].quantity == 7
    assert bazaar.shop(lambda ctx: carts.set_quantity(ctx, *key, 0)).lines == []
    assert bazaar.shop(lambda ctx: carts.remove(ctx, *key)).lines == []


@pytest.mark.parametrize(("asked", "nearest"), [(120, 300), (310, 300), (390, 400), (1200, 1000)])
def test_quantities_follow_the_products_steps(bazaar: Bazaar, asked: int, nearest: int) -> None:
    carrots = bazaar.product(
        price=1200,
        stock=5000,
        pricing_mode="weight",
        unit="KGM",
        scale=3,
        step=100,
        minimum=250,
        maximum=1000,
    )
    with pytest.raises(QuantityNotAllowed) as refused:
        fill(bazaar, (carrots, asked))
    assert refused.value.fields["nearest"] == nearest
    cart = fill(bazaar, (carrots, 700))
    assert (cart.total_minor, cart.is_estimated, cart.count) == (840, True, 1)
    with pytest.raises(QuantityNotAllowed):
        add(bazaar, cart, carrots, 400)
    assert look(bazaar, cart).lines[0].quantity == 700


@pytest.mark.parametrize("quantity", [-1, 10**9 + 1, 10**30])
def test_absurd_quantities_are_refused(bazaar: Bazaar, quantity: int) -> None:
    shirt = bazaar.product()
    cart = fill(bazaar, (shirt, 1))
    with pytest.raises(QuantityNotAllowed):
        add(bazaar, cart, shirt, quantity)
    with pytest.raises(QuantityNotAllowed):
        bazaar.shop(lambda ctx: carts.set_quantity(ctx, cart_id(cart), cart.token, shirt, quantity))


def test_a_cart_opens_to_its_token_and_to_staff(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(), 1))
    for token in (None, "", "wrong"):
        with pytest.raises(CartNotFound):
            bazaar.shop(lambda ctx, t=token: queries.cart(ctx, cart_id(cart), t))
        with pytest.raises(CartNotFound):
            bazaar.shop(lambda ctx, t=token: carts.remove(ctx, cart_id(cart), t, new_id()))
    assert bazaar.staff(lambda ctx: queries.cart(ctx, cart_id(cart), None)).id == cart.id
    other = Bazaar(bazaar.work).build()
    with pytest.raises(CartNotFound):
        other.staff(lambda ctx: queries.cart(ctx, cart_id(cart), cart.token))
    with pytest.raises(Forbidden):
        bazaar.work.perform(
            Caller(bazaar.tenant, Actor("shopper")), lambda ctx: queries.cart(ctx, cart_id(cart), cart.token)
        )


def test_what_is_not_sold_here_is_refused(bazaar: Bazaar) -> None:
    other = Bazaar(bazaar.work).build()
    cart = fill(bazaar)
    for variant in (new_id(), other.product(), bazaar.product(status="draft")):
        with pytest.raises(VariantUnavailable):
            add(bazaar, cart, variant)
        with pytest.raises(VariantUnavailable):
            fill(bazaar, (variant, 1))
    assert look(bazaar, cart).lines == []


def test_a_line_that_cannot_be_sold_stays_and_says_why(bazaar: Bazaar) -> None:
    shirt, hat, shoe = bazaar.product(stock=5), bazaar.product(stock=5), bazaar.product(price=700, stock=5)
    cart = fill(bazaar, (shirt, 5), (hat, 5), (shoe, 1))
    bazaar.perform(
        lambda ctx: ctx.db.run(
            """update products set status = 'archived' where tenant_id = %(tenant)s and id =
               (select product_id from variants where tenant_id = %(tenant)s and id = %(v)s)""",
            v=shirt,
        )
    )
    bazaar.stock(bazaar.item_of(hat), bazaar.plateau, 3)
    seen = look(bazaar, cart)
    assert [(line.problem, line.available) for line in seen.lines] == [
        ("unavailable", 0),
        ("not_enough", 3),
        ("", 5),
    ]
    assert seen.total_minor == 5 * 5000 + 700
    bazaar.stock(bazaar.item_of(hat), bazaar.plateau, 0)
    assert look(bazaar, cart).lines[1].problem == "sold_out"


def test_lines_that_share_an_item_are_served_in_order(bazaar: Bazaar) -> None:
    loose = bazaar.product(stock=10)
    box = bazaar.product(item=bazaar.item_of(loose), per_unit=6)
    cart = fill(bazaar, (box, 1), (loose, 5))
    assert [(line.problem, line.available) for line in look(bazaar, cart).lines] == [
        ("", 1),
        ("not_enough", 4),
    ]


def test_what_is_not_counted_is_always_there(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(stock=None), 50), (bazaar.product(stock=1, backorder=True), 50))
    assert [(line.problem, line.available) for line in look(bazaar, cart).lines] == [("", None), ("", None)]


def test_a_special_price_holds_in_its_window(bazaar: Bazaar) -> None:
    shirt = bazaar.product(price=5000)
    cart = fill(bazaar, (shirt, 1))

    def special(minor: int, until: str) -> None:
        bazaar.perform(
            lambda ctx: ctx.db.run(
                """update prices set special_minor = %(minor)s, special_until = now() + %(until)s::interval
                   where tenant_id = %(tenant)s""",
                minor=minor,
                until=until,
            )
        )

    special(4000, "1 hour")
    assert (look(bazaar, cart).lines[0].unit_price_minor, look(bazaar, cart).lines[0].was_minor) == (
        4000,
        5000,
    )
    special(4000, "-1 second")
    assert (look(bazaar, cart).lines[0].unit_price_minor, look(bazaar, cart).lines[0].was_minor) == (
        5000,
        None,
    )
    special(6000, "1 hour")
    assert look(bazaar, cart).lines[0].unit_price_minor == 5000


def test_a_cart_holds_a_hundred_lines(bazaar: Bazaar) -> None:
    variants = [bazaar.product(stock=None) for _ in range(3)]
    with pytest.raises(CartFull):
        bazaar.shop(lambda ctx: carts.create(ctx, bazaar.store, [NewLine(new_id(), 1)] * 101))
    cart = fill(bazaar, (variants[0], 1))
    bazaar.perform(
        lambda ctx: ctx.db.run(
            """with made as (
                   insert into variants (tenant_id, id, product_id, sku, option_values, stock_item_id)
                   select %(tenant)s, gen_random_uuid(), product_id, 'X' || n, array['x' || n], stock_item_id
                   from variants, generate_series(1, 99) n where tenant_id = %(tenant)s
                       and id = %(v)s returning id)
               insert into cart_lines (tenant_id, cart_id, variant_id, quantity, added_at)
               select %(tenant)s, %(cart)s, id, 1, now() from made""",
            v=variants[1],
            cart=cart_id(cart),
        )
    )
    with pytest.raises(CartFull):
        add(bazaar, cart, variants[2])
    assert len(look(bazaar, cart).lines) == 100


def test_an_ordered_cart_is_closed(bazaar: Bazaar) -> None:
    shirt = bazaar.product()
    cart = ready(bazaar, (shirt, 1))
    place(bazaar, cart)
    with pytest.raises(CartClosed):
        add(bazaar, cart, shirt)
    with pytest.raises(CartClosed):
        bazaar.shop(lambda ctx: carts.remove(ctx, cart_id(cart), cart.token, shirt))
    assert look(bazaar, cart).status == "ordered"


def test_merging_twice_is_merging_once(bazaar: Bazaar) -> None:
    shirt, hat = bazaar.product(), bazaar.product()
    first, second = fill(bazaar, (shirt, 3), (hat, 1)), fill(bazaar, (shirt, 2))
    for _ in range(2):
        merged = bazaar.shop(
            lambda ctx: carts.merge(ctx, cart_id(first), first.token, cart_id(second), second.token)
        )
        assert {line.sku: line.quantity for line in merged.lines} == {"SKU-1": 5, "SKU-2": 1}
    same = bazaar.shop(
        lambda ctx: carts.merge(ctx, cart_id(second), second.token, cart_id(second), second.token)
    )
    assert same.lines == merged.lines
    assert look(bazaar, first).status == "expired"
    with pytest.raises(CartNotFound):
        bazaar.shop(lambda ctx: carts.merge(ctx, cart_id(second), second.token, cart_id(first), "wrong"))


def test_old_carts_expire(bazaar: Bazaar) -> None:
    cart = fill(bazaar, (bazaar.product(), 1))
    assert bazaar.perform(carts.expire_carts) == 0
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update carts set expires_at = now() - interval '1 s' where tenant_id = %(tenant)s"
        )
    )
    assert bazaar.perform(carts.expire_carts) == 1
    with pytest.raises(CartClosed):
        add(bazaar, cart, bazaar.product())
