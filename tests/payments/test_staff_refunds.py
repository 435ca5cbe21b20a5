"""Staff give money back: for a line, for the delivery, as a gesture; once, within bounds, and the order follows at once."""

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import pytest
from tests.checkout.steps import order_id
from tests.orders.desk import detail, limited
from tests.payments.till import Till

from duka.checkout import staff_paying
from duka.kernel.errors import Forbidden, IdempotencyKeyReused
from duka.kernel.ids import new_id, public
from duka.kernel.work import Caller
from duka.orders import service as orders
from duka.orders.types import Order
from duka.payments.errors import NothingToGiveBack, RefundDoesNotAdd, RefundTooLarge
from duka.payments.types import Payment, RefundAsked, RefundPart


def captured(till: Till) -> tuple[Order, Payment]:
    order, payment = till.paid()
    till.settle(payment)
    till.run()
    return order, till.payment(payment)


def asked(
    amount: int | None, *, shipping: int = 0, lines: dict[str, int] | None = None, key: str = ""
) -> RefundAsked:
    return RefundAsked(
        amount_minor=amount,
        reason="torn",
        shipping_minor=shipping,
        lines=tuple(RefundPart(line, minor) for line, minor in (lines or {}).items()),
        request=key.encode() or None,
    )


def give(till: Till, payment: Payment, what: RefundAsked, caller: Caller | None = None) -> Payment:
    return staff_paying.refund(
        till.work, caller or till.bazaar.caller("staff"), till.gateways, payment.id, what
    )


def given(till: Till) -> int:
    found: int = till.bazaar.value(
        "select coalesce(sum(amount_minor), 0)::bigint from refunds where tenant_id = %(tenant)s"
    )
    return found


def test_by_line_and_for_the_delivery(till: Till) -> None:
    order, payment = captured(till)
    line = order.lines[0]
    give(till, payment, asked(1300, shipping=300, lines={line.id: 1000}))
    assert till.state(order)[1] == "partially_refunded"  # before any worker came by
    (refund,) = detail(till.bazaar, order_id(order)).refunds
    assert (refund.amount_minor, refund.shipping_minor, refund.status) == (1300, 300, "done")
    assert [(part.line_id, part.amount_minor) for part in refund.lines] == [(line.id, 1000)]
    for what in (
        asked(line.total_minor, lines={line.id: line.total_minor}),
        asked(1500, shipping=1500),
        asked(100, lines={public("line", new_id()): 100}),
    ):
        with pytest.raises(RefundTooLarge):
            give(till, payment, what)
    with pytest.raises(RefundDoesNotAdd):
        give(till, payment, asked(500, shipping=100))
    give(till, payment, asked(None))
    assert till.state(order)[1] == "refunded"
    with pytest.raises(NothingToGiveBack):
        give(till, payment, asked(1))
    assert till.charges() == [("refunded", order.total_minor)]
    till.run()
    assert till.state(order)[1] == "refunded"


def test_the_same_request_gives_back_once(till: Till) -> None:
    _, payment = captured(till)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: give(till, payment, asked(700, key="k1")), range(4)))
    assert given(till) == 700
    give(till, payment, asked(700, key="k2"))
    assert given(till) == 1400
    with pytest.raises(IdempotencyKeyReused):
        give(till, payment, asked(701, key="k1"))
    assert till.charges() == [("paid", 1400)]


def test_whoever_asked_is_written_down(till: Till) -> None:
    order, payment = captured(till)
    give(till, payment, asked(700))
    row = till.bazaar.row(
        "select * from audit_log where tenant_id = %(tenant)s and action = 'refund.asked' limit 1"
    )
    assert row.actor.startswith("staff:")
    assert (row.before, row.after) == ({"refunded_minor": 0}, {"refunded_minor": 700})
    assert row.object == order_id(order).hex


def test_only_where_one_may(till: Till) -> None:
    _, payment = captured(till)
    for caller in (
        limited(till.bazaar, stores={new_id()}),
        limited(till.bazaar, locations={till.bazaar.thies}),
    ):
        with pytest.raises(Forbidden):
            give(till, payment, asked(1), caller)
    assert given(till) == 0


@pytest.mark.parametrize(("is_refunded", "status"), [(True, "refunded"), (False, "captured")])
def test_a_cancelled_order_gives_back_or_keeps(till: Till, is_refunded: bool, status: str) -> None:
    order, payment = captured(till)
    till.bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "changed", is_refunded=is_refunded))
    till.run()
    assert till.state(order)[:2] == ("cancelled", status)
    if not is_refunded:
        give(till, payment, asked(100))
        assert till.state(order)[1] == "partially_refunded"


def test_marked_as_paid_where_one_may_and_told(till: Till) -> None:
    order = till.order("cash_on_delivery")
    payment: UUID = till.payments(order)[0].id
    with pytest.raises(Forbidden):
        till.work.perform(
            limited(till.bazaar, stores={new_id()}), lambda ctx: staff_paying.mark_paid(ctx, payment, "cash")
        )
    for _ in range(2):
        till.bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, payment, "cash to the courier"))
    seen = detail(till.bazaar, order_id(order))
    told = [e for e in seen.timeline or () if e.type == "order.marked_paid"]
    assert [(e.details["reason"], e.after) for e in told] == [
        ("cash to the courier", {"payment_status": "captured"})
    ]
