"""Money that comes after an order was given up, and can't bring it back: it goes where it came from."""

from tests.checkout.steps import order_id
from tests.payments.till import Till

from duka.orders import service as order_verbs
from duka.orders.types import Order
from duka.payments.types import Payment


def late_money_goes_back(till: Till, order: Order, payment: Payment) -> None:
    till.force(payment, "paid")
    till.settle(payment)
    till.run()
    assert till.state(order) == ("cancelled", "refunded", False)
    assert ("refunded", order.total_minor) in till.charges()
    till.agree()


def test_late_money_goes_back_when_the_goods_are_gone(till: Till) -> None:
    order = till.order(quantity=6)
    payment = till.pay(order)
    till.abandon(order)
    till.order(method="cash_on_delivery", quantity=5)
    late_money_goes_back(till, order, payment)


def test_late_money_goes_back_when_somebody_cancelled_the_order(till: Till) -> None:
    order = till.order()
    payment = till.pay(order)
    till.bazaar.staff(lambda ctx: order_verbs.cancel(ctx, order_id(order), "the buyer called"))
    till.run()
    late_money_goes_back(till, order, payment)
