"""A return from its request to its money, step by step."""

from datetime import timedelta

import pytest
from tests.returns.desk import Desk

from duka.kernel.errors import Forbidden, VersionConflict
from duka.kernel.ids import new_id
from duka.orders.errors import OrderNotFound
from duka.returns import service
from duka.returns.errors import (
    CountsDiffer,
    MoreThanReturnable,
    NothingToReturn,
    NotReceivedYet,
    NotReturnable,
    OutcomeNotOffered,
    PhotoNeeded,
    ReasonUnknown,
    ReturnNotFound,
    ReturnSettled,
    ReturnsNotAccepted,
    ReturnStepRefused,
    ReturnWindowClosed,
    TooMuch,
)
from duka.returns.types import ReturnApproval, ReturnCarriage, ReturnSettling


def test_from_request_to_refund(desk: Desk) -> None:
    order = desk.delivered()
    before = desk.bazaar.level(desk.shirt)
    back = desk.ask(order, 2)
    found = desk.look(back)
    assert (found.number, found.status, found.kind) == (f"R-{order.number}-1", "requested", "return")
    desk.approve(back)
    assert desk.look(back).need == "to_receive"
    desk.receive(back, (1, 1, 0))
    assert desk.bazaar.level(desk.shirt) == (before[0] + 1, before[1])  # the damaged one is not on the shelf
    assert desk.till.look(order).fulfillment_status == "partially_returned"
    assert desk.returned(order) == [2, 0]
    assert desk.propose(back).amount_minor == 10_000
    desk.settle(back)
    after = desk.look(back)
    assert (after.status, after.amount_minor, after.is_paying) == ("completed", 10_000, False)
    assert desk.given(order) == 10_000
    assert desk.till.look(order).payment_status == "partially_refunded"
    assert desk.announced(back) == [
        "return.requested",
        "return.approved",
        "return.received",
        "return.completed",
    ]
    desk.agree()


def test_each_step_twice_is_safe(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 1)
    for _ in range(2):
        desk.approve(back)
    for _ in range(2):
        desk.receive(back)
    desk.settle(back)
    with pytest.raises(ReturnSettled):
        desk.settle(back)
    assert desk.given(order) == 5_000
    assert desk.announced(back).count("return.received") == 1
    desk.agree()


def test_nobody_returns_more_than_came(desk: Desk) -> None:
    order = desk.delivered()
    desk.ask(order, 2)
    with pytest.raises(MoreThanReturnable):
        desk.ask(order, 2)
    first = desk.ask(order, 1)
    with pytest.raises(NothingToReturn):
        desk.ask(order, 1)
    desk.bazaar.shop(lambda ctx: service.cancel(ctx, first, token=order.tracking_token))
    desk.ask(order, 1)  # what was given up may be asked for again


def test_what_did_not_arrive_is_not_returned(desk: Desk) -> None:
    order = desk.till.order("cash_on_delivery")
    with pytest.raises(NothingToReturn):
        desk.ask(order, 1)


def test_the_window(desk: Desk) -> None:
    order = desk.delivered()
    desk.till.clock.now = desk.till.clock() + timedelta(days=15)
    with pytest.raises(ReturnWindowClosed):
        desk.ask(order, 1)
    desk.ask(order, 1, as_staff=True)  # staff decide themselves
    desk.ask(order, 0, 1, reason="missing")  # a fault may be told longer


def test_the_policy_is_kept_with_the_return(desk: Desk) -> None:
    desk.policy(
        reasons=[
            {"code": "changed_mind", "fee_percent": 10},
            {"code": "damaged", "is_fault": True, "needs_photo": True},
        ],
        outcomes=["refund"],
    )
    order = desk.delivered()
    with pytest.raises(ReasonUnknown):
        desk.ask(order, 1, reason="does_not_fit")
    with pytest.raises(OutcomeNotOffered):
        desk.ask(order, 1, outcome="credit")
    with pytest.raises(PhotoNeeded):
        desk.ask(order, 1, reason="damaged")
    back = desk.ask(order, 1)
    desk.policy(reasons=[{"code": "changed_mind", "fee_percent": 50}])
    desk.approve(back)
    desk.receive(back)
    assert desk.propose(back).fee_minor == 500
    desk.settle(back)
    assert desk.given(order) == 4_500
    desk.agree()


def test_what_does_not_come_back(desk: Desk) -> None:
    order = desk.delivered()
    desk.policy(excluded_products=[order.lines[0].product_id])
    with pytest.raises(NotReturnable):
        desk.ask(order, 1)
    desk.ask(order, 1, reason="missing")
    desk.policy(accepted=False)
    with pytest.raises(ReturnsNotAccepted):
        desk.ask(order, 0, 1)


def test_a_request_within_the_policy_approves_itself(desk: Desk) -> None:
    desk.policy(approves_alone=True, approves_up_to_minor=5_000)
    order = desk.delivered()
    assert desk.look(desk.ask(order, 1)).status == "approved"
    assert desk.look(desk.ask(order, 2)).status == "requested"
    assert desk.look(desk.ask(order, 0, 1, reason="missing")).status == "requested"


def test_refused_with_a_reason(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 1)
    desk.bazaar.staff(lambda ctx: service.refuse(ctx, back, "Worn"))
    assert desk.look(back).refuse_reason == "Worn"
    with pytest.raises(ReturnStepRefused):
        desk.approve(back)
    desk.ask(order, 3)  # nothing of it is on its way back


def test_approved_for_less(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 3, 2)
    desk.approve(back, quantities={order.lines[0].id: 1, order.lines[1].id: 0})
    assert [line.quantity for line in desk.look(back).lines] == [1]
    assert desk.propose(back).amount_minor == 5_000


def test_money_before_the_goods_takes_a_right_of_its_own(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 1)
    desk.approve(back)
    caller = desk.bazaar.caller("staff")
    held = caller.permissions - {"returns:settle_early"}
    narrow = type(caller)(caller.tenant, caller.actor, held, caller.store)
    with pytest.raises(NotReceivedYet):
        service.settle(desk.till.work, narrow, desk.till.gateways, back, ReturnSettling())
    desk.settle(back)
    assert (desk.look(back).status, desk.given(order)) == ("approved", 5_000)
    desk.receive(back, (0, 0, 1))  # it never came: it was paid for, and can't be asked for again
    assert desk.look(back).status == "completed"
    with pytest.raises(MoreThanReturnable):
        desk.ask(order, 3)
    desk.agree()


def test_a_claim_is_settled_without_goods(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 1, reason="missing")
    assert desk.look(back).kind == "claim"
    desk.approve(back, needs_goods=False)
    assert desk.look(back).need == "to_settle"
    desk.settle(back)
    assert (desk.look(back).status, desk.given(order)) == ("completed", 5_000)
    assert desk.returned(order) == [0, 0]
    desk.agree()


def test_another_amount_within_what_was_paid(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 1)
    desk.approve(back)
    desk.receive(back)
    with pytest.raises(TooMuch):
        desk.settle(back, amount_minor=order.total_minor + 1)
    assert desk.look(back).settled_at is None
    desk.settle(back, amount_minor=6_000, reason="for the trouble")
    assert desk.given(order) == 6_000
    desk.agree()


def test_an_order_that_was_not_paid_gives_nothing_back(desk: Desk) -> None:
    order = desk.delivered(is_paid=False)
    back = desk.ask(order, 1)
    desk.through(back)
    assert (desk.look(back).status, desk.given(order)) == ("completed", 0)


def test_counts_are_of_every_line(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 2)
    desk.approve(back)
    with pytest.raises(CountsDiffer):
        desk.receive(back, (1, 0, 0))
    assert desk.look(back).status == "approved"
    assert desk.returned(order) == [0, 0]


def test_on_its_way(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 1)
    desk.approve(back)
    carrying = ReturnCarriage(carrier="ups", tracking_number="1Z999AA10123456784")
    desk.bazaar.shop(lambda ctx: service.ship(ctx, back, carrying, order.tracking_token))
    found = desk.look(back)
    assert (found.status, found.carrier) == ("in_transit", "ups")
    assert found.tracking_url.startswith("https://")
    with pytest.raises(ReturnStepRefused):  # by its customer, no more
        desk.bazaar.shop(lambda ctx: service.cancel(ctx, back, token=order.tracking_token))


def test_strangers(desk: Desk) -> None:
    order = desk.delivered()
    back = desk.ask(order, 1)
    with pytest.raises(ReturnNotFound):
        desk.approve(new_id())
    with pytest.raises(OrderNotFound):
        desk.bazaar.shop(lambda ctx: service.cancel(ctx, back, token="guessed"))
    with pytest.raises(Forbidden):
        desk.bazaar.shop(lambda ctx: service.approve(ctx, back, ReturnApproval()))
    with pytest.raises(VersionConflict):
        desk.bazaar.staff(lambda ctx: service.approve(ctx, back, ReturnApproval(), expected=99))
