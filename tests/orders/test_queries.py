from datetime import timedelta

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.conftest import Clock

from duka.access.roles import SHOPPER
from duka.kernel.context import Actor
from duka.kernel.errors import Forbidden
from duka.kernel.events import Delivery
from duka.kernel.work import Caller
from duka.orders import handlers, queries
from duka.orders.errors import OrderNotFound
from duka.orders.types import OrderFilter


def test_a_buyer_sees_no_books_of_the_merchant(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1))
    assert (order.allocations, order.timeline) == (None, None)
    seen = bazaar.staff(lambda ctx: queries.order(ctx, order_id(order)))
    assert [(a.location, a.quantity, a.status) for a in seen.allocations or []] == [
        ("plateau", 1, "committed")
    ]
    assert [t.type for t in seen.timeline or []] == ["order.created", "order.placed"]


def test_an_order_opens_to_nobody_else(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1))
    for token in (None, "", "wrong"):
        with pytest.raises(OrderNotFound):
            bazaar.shop(lambda ctx, t=token: queries.order(ctx, order_id(order), t))
    other = Bazaar(bazaar.work).build()
    with pytest.raises(OrderNotFound):
        other.staff(lambda ctx: queries.order(ctx, order_id(order), order.tracking_token))
    with pytest.raises(OrderNotFound):
        other.shop(lambda ctx: queries.by_tracking(ctx, order.tracking_token or ""))
    with pytest.raises(Forbidden):
        bazaar.work.perform(
            Caller(bazaar.tenant, Actor("shopper")),
            lambda ctx: queries.order(ctx, order_id(order), order.tracking_token),
        )


def test_a_link_opens_it(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1))
    assert bazaar.shop(lambda ctx: queries.by_tracking(ctx, order.tracking_token or "")).id == order.id
    with pytest.raises(OrderNotFound):
        bazaar.shop(lambda ctx: queries.by_tracking(ctx, "wrong"))


def test_number_and_mail_open_it_for_thirty_days(bazaar: Bazaar, clock: Clock) -> None:
    order = buy(bazaar, (bazaar.product(), 1))
    found = bazaar.shop(lambda ctx: queries.track(ctx, "#1001 ", " AWA@example.com"))
    assert found.id == order.id
    hits = bazaar.work.last_statements
    assert bazaar.shop(lambda ctx: queries.by_tracking(ctx, found.tracking_token or "")).id == order.id
    assert bazaar.shop(lambda ctx: queries.order(ctx, order_id(order), found.tracking_token)).id == order.id
    assert bazaar.shop(lambda ctx: queries.by_tracking(ctx, order.tracking_token or "")).id == order.id
    for number, email in (("1001", "eve@example.com"), ("1002", "awa@example.com"), ("1001\x00", "x\x00")):
        with pytest.raises(OrderNotFound):
            bazaar.shop(lambda ctx, n=number, e=email: queries.track(ctx, n, e))
        assert bazaar.work.last_statements == hits
    clock.now = clock() + timedelta(days=31)
    with pytest.raises(OrderNotFound):
        bazaar.shop(lambda ctx: queries.by_tracking(ctx, found.tracking_token or ""))


def test_the_list_is_paged_and_filtered(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=50)
    for n in range(5):
        buy(bazaar, (shirt, 1), email=f"b{n}@example.com")
    buy(bazaar, (shirt, 1), method="sandbox")
    first = bazaar.staff(lambda ctx: queries.list_orders(ctx, limit=3))
    rest = bazaar.staff(lambda ctx: queries.list_orders(ctx, limit=3, cursor=first.next))
    assert [o.number for o in first.items + rest.items] == ["1005", "1004", "1003", "1002", "1001"]
    assert (rest.next, first.items[0].name, first.items[0].count) == (None, "Awa Ndiaye", 1)

    def numbers(**wanted) -> list[str]:
        page = bazaar.staff(lambda ctx: queries.list_orders(ctx, OrderFilter(**wanted)))
        return [o.number for o in page.items]

    assert numbers(text="#1002") == ["1002"]
    assert numbers(text="B3@") == ["1004"]
    assert numbers(with_unplaced=True)[0] == "1006"
    assert (
        numbers(status="cancelled")
        == numbers(payment_status="captured")
        == numbers(fulfillment_status="shipped")
        == []
    )
    assert numbers(store_id=bazaar.thies) == []
    with pytest.raises(Forbidden):
        bazaar.shop(queries.list_orders)


def test_a_customer_sees_their_own(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(), 1))
    buy(bazaar, (bazaar.product(), 1), email="binta@example.com")
    customer = bazaar.value("select customer_id from orders where tenant_id = %(tenant)s and number = '1001'")
    caller = Caller(bazaar.tenant, Actor("customer", customer), SHOPPER, bazaar.store)
    assert [o.id for o in bazaar.work.perform(caller, queries.own_orders).items] == [order.id]
    assert bazaar.work.perform(caller, lambda ctx: queries.order(ctx, order_id(order))).id == order.id
    assert bazaar.shop(queries.own_orders).items == []


def test_sales_are_counted_by_a_listener(bazaar: Bazaar) -> None:
    shirt = bazaar.product(stock=50)
    carrots = bazaar.product(stock=5000, pricing_mode="weight", unit="KGM", scale=3, step=50)
    order = buy(bazaar, (shirt, 3), (carrots, 750))
    row = bazaar.row("select * from events where tenant_id = %(tenant)s and type = 'order.placed'")
    delivery = Delivery(
        bazaar.tenant,
        row.id,
        row.type,
        1,
        order_id(order),
        row.payload,
        row.actor,
        row.request_id,
        row.occurred_at,
    )
    bazaar.perform(lambda ctx: handlers.count_sales(ctx, delivery))
    sold = bazaar.perform(
        lambda ctx: ctx.db.all("select sold from store_products where tenant_id = %(tenant)s order by sold")
    )
    assert [r.sold for r in sold] == [1, 3]
