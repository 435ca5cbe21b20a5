import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id

from duka.inventory import queries as stock
from duka.inventory.errors import StockMissing
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id
from duka.orders import queries
from duka.orders import service as orders
from duka.orders.errors import (
    FulfillmentRefused,
    OrderAlreadyShipped,
    OrderClosed,
    OrderNotFound,
    OrderNotPlaced,
    OrderNotSettled,
    PaymentStatusRefused,
)
from duka.orders.types import Order


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    return buy(bazaar, (bazaar.product(stock=10), 3))


def level(bazaar: Bazaar) -> tuple[int, int]:
    row = bazaar.row("select on_hand, reserved from stock_levels where tenant_id = %(tenant)s")
    return (row.on_hand, row.reserved)


def do(bazaar: Bazaar, order: Order, verb: str, *args: object, **kwargs: object) -> Order:
    bazaar.staff(lambda ctx: getattr(orders, verb)(ctx, order_id(order), *args, **kwargs))
    return bazaar.staff(lambda ctx: queries.order(ctx, order_id(order)))


def test_an_order_from_the_shelf_to_the_buyer(bazaar: Bazaar, order: Order) -> None:
    for _ in range(2):  # each step twice is the step once
        seen = do(bazaar, order, "prepare")
        assert (seen.fulfillment_status, seen.ecommerce_status, seen.tenant_status) == (
            "prepared",
            "prepared",
            "pending",
        )
        assert level(bazaar) == (7, 0)
    for _ in range(2):
        seen = do(bazaar, order, "ship", "DHL", "JD0123")
        assert (seen.ecommerce_status, seen.tenant_status) == ("shipped", "shipped")
    for _ in range(2):
        assert do(bazaar, order, "deliver").ecommerce_status == "delivered"
    with pytest.raises(OrderNotSettled):
        do(bazaar, order, "complete")
    for _ in range(2):
        do(bazaar, order, "set_payment_status", "captured")
    for _ in range(2):
        assert do(bazaar, order, "complete").tenant_status == "completed"
    assert bazaar.events() == [
        "order.created", "order.placed", "fulfillment.prepared", "order.prepared", "fulfillment.shipped",
        "order.shipped", "fulfillment.delivered", "order.delivered", "order.completed",
    ]  # fmt: skip
    assert bazaar.staff(stock.verify) == []
    timeline = seen.timeline or []
    shipped = next(t for t in timeline if t.type == "order.shipped")
    assert (shipped.details["carrier"], shipped.details["tracking_number"]) == ("DHL", "JD0123")
    assert shipped.actor.startswith("staff:")


def test_cancelling_frees_the_goods_once(bazaar: Bazaar, order: Order) -> None:
    for _ in range(2):
        seen = do(bazaar, order, "cancel", "changed my mind")
        assert (seen.status, seen.tenant_status, seen.cancel_reason) == (
            "cancelled",
            "cancelled",
            "changed my mind",
        )
        assert level(bazaar) == (10, 0)
    assert bazaar.events("order.cancelled") == ["order.cancelled"]
    with pytest.raises(OrderClosed):
        do(bazaar, order, "prepare")


def test_cancelling_what_is_packed_puts_it_back(bazaar: Bazaar, order: Order) -> None:
    do(bazaar, order, "prepare")
    do(bazaar, order, "cancel", "lost the address")
    assert level(bazaar) == (10, 0)
    assert bazaar.staff(stock.verify) == []


def test_what_has_left_cannot_be_cancelled(bazaar: Bazaar, order: Order) -> None:
    do(bazaar, order, "prepare")
    do(bazaar, order, "ship", "", "")
    with pytest.raises(OrderAlreadyShipped):
        do(bazaar, order, "cancel", "too late")
    assert level(bazaar) == (7, 0)


@pytest.mark.parametrize(("is_sellable", "after"), [(True, (10, 0)), (False, (7, 0))])
def test_a_return_restocks_what_is_sellable(
    bazaar: Bazaar, order: Order, is_sellable: bool, after: tuple[int, int]
) -> None:
    do(bazaar, order, "prepare")
    do(bazaar, order, "deliver")
    for _ in range(2):
        seen = do(bazaar, order, "mark_returned", is_sellable=is_sellable)
        assert seen.ecommerce_status == "returned"
        assert level(bazaar) == after


def test_steps_out_of_order_are_refused(bazaar: Bazaar, order: Order) -> None:
    for verb, args in (("ship", ("DHL", "1")), ("deliver", ()), ("mark_returned", ())):
        with pytest.raises(FulfillmentRefused):
            do(bazaar, order, verb, *args, **({"is_sellable": True} if verb == "mark_returned" else {}))
    with pytest.raises(OrderNotSettled):
        do(bazaar, order, "complete")
    assert level(bazaar) == (10, 3)


def test_an_unpaid_order_is_not_prepared(bazaar: Bazaar) -> None:
    order = buy(bazaar, (bazaar.product(stock=10), 3), method="sandbox")
    with pytest.raises(OrderNotPlaced):
        do(bazaar, order, "prepare")


def test_what_is_missing_on_the_shelf_is_not_packed(bazaar: Bazaar, order: Order) -> None:
    bazaar.stock(
        bazaar.item_of(bazaar.value("select variant_id from order_lines where tenant_id = %(tenant)s")),
        bazaar.plateau,
        1,
    )
    with pytest.raises(StockMissing):
        do(bazaar, order, "prepare")
    assert bazaar.staff(lambda ctx: queries.order(ctx, order_id(order))).fulfillment_status == "unfulfilled"


def test_money_never_becomes_no_money(bazaar: Bazaar, order: Order) -> None:
    for status in (
        "requires_action",
        "failed",
        "pending",
        "unknown",
        "expired",
        "captured",
        "partially_refunded",
    ):
        assert do(bazaar, order, "set_payment_status", status).payment_status == status
    for status in ("pending", "failed", "authorized"):
        with pytest.raises(PaymentStatusRefused):
            do(bazaar, order, "set_payment_status", status)


@pytest.mark.parametrize("verb", ["prepare", "deliver", "complete"])
def test_strangers_may_not(bazaar: Bazaar, order: Order, verb: str) -> None:
    with pytest.raises(Forbidden):
        bazaar.shop(lambda ctx: getattr(orders, verb)(ctx, order_id(order)))
    other = Bazaar(bazaar.work).build()
    with pytest.raises(OrderNotFound):
        other.staff(lambda ctx: getattr(orders, verb)(ctx, order_id(order)))
    with pytest.raises(OrderNotFound):
        bazaar.staff(lambda ctx: getattr(orders, verb)(ctx, new_id()))
