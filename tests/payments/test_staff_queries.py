"""What staff see of payments: found by whatever somebody was told, within everybody's limits, in few statements; and what is
offered is what the verbs do."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from tests import outbox
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import order_id
from tests.conftest import Clock
from tests.orders.desk import detail as order_detail
from tests.orders.desk import limited, somebody
from tests.payments.card_shop import CardShop
from tests.payments.front import Front
from tests.simulators.stripe import StripeSimulator

from duka.access.roles import OWNER
from duka.checkout import callbacks, staff_paying, staff_payments
from duka.kernel.errors import Forbidden, InvalidInput, Refusal
from duka.kernel.ids import new_id, parse, public
from duka.kernel.paging import MalformedCursor
from duka.kernel.work import Caller, Work
from duka.payments import health, staff_list, staff_queries
from duka.payments.errors import PaymentCallbackNotFound, PaymentNotFound
from duka.payments.service import CaptureAsked
from duka.payments.staff_types import PaymentDetail, PaymentList, PaymentSearch
from duka.payments.types import Payment, RefundAsked


@pytest.fixture
def shop(work: Work, clock: Clock, front: Front) -> Iterator[CardShop]:
    outbox.empty(work)
    with StripeSimulator() as simulator:
        yield CardShop(Bazaar(work).build(), front, clock, simulator).connect()


def listed(shop: CardShop, caller: Caller | None = None, **wanted: Any) -> PaymentList:
    more = {name: wanted.pop(name) for name in ("cursor", "limit") if name in wanted}
    return shop.work.perform(
        caller or somebody(shop.bazaar),
        lambda ctx: staff_list.list_for_staff(ctx, PaymentSearch(**wanted), **more),
    )


def found(shop: CardShop, caller: Caller | None = None, **wanted: Any) -> list[str]:
    """The numbers of the orders."""
    return [row.order_number for row in listed(shop, caller, **wanted).items]


def seen(shop: CardShop, payment: Payment, caller: Caller | None = None) -> PaymentDetail:
    return shop.work.perform(
        caller or somebody(shop.bazaar), lambda ctx: staff_payments.detail(ctx, payment.id)
    )


def reader(shop: CardShop) -> Caller:
    return somebody(shop.bazaar, "Rokhaya", *(OWNER - {"payments:write"}))


def allowed(payment: PaymentDetail) -> set[str]:
    return {one.action for one in payment.actions if one.is_allowed}


def test_what_waits_for_somebody_comes_first(shop: CardShop) -> None:
    held, _ = shop.held()
    declined, _ = shop.declined()
    cash = shop.order("cash_on_delivery")
    page = listed(shop)
    assert page.counts == {"to_capture": 1, "problem": 1, "by_hand": 0}
    assert [row.order_number for row in page.items] == [cash.number, declined.number, held.number]
    assert found(shop, need="to_capture") == [held.number]
    assert found(shop, need="problem") == [declined.number]
    assert found(shop, need="by_hand") == []
    assert found(shop, status="authorized") == [held.number]
    assert found(shop, provider="cash_on_delivery", store=shop.bazaar.store) == [cash.number]
    now = shop.clock()
    assert found(shop, created_from=now + timedelta(minutes=1)) == []
    assert len(found(shop, created_until=now + timedelta(minutes=1))) == 3
    with pytest.raises(InvalidInput):
        listed(shop, need="nothing")
    with pytest.raises(InvalidInput):
        listed(shop, status="lost")


def test_a_refund_by_hand_waits_until_somebody_made_it(shop: CardShop) -> None:
    order, payment = shop.held()
    staff_paying.capture(
        shop.work, shop.bazaar.caller("staff"), shop.gateways, payment.id, CaptureAsked(reason="x")
    )
    refund = new_id()
    shop.bazaar.perform(
        lambda ctx: ctx.db.run(
            """with claimed as (update payments set refunded_minor = 300 where tenant_id = %(tenant)s and id = %(payment)s)
               insert into refunds (tenant_id, id, payment_id, amount_minor, status, reason, actor, created_at, updated_at)
               values (%(tenant)s, %(id)s, %(payment)s, 300, 'by_hand', 'torn', 'staff', %(now)s, %(now)s)""",
            id=refund, payment=payment.id, now=ctx.now,
        )
    )  # fmt: skip
    (row,) = listed(shop, need="by_hand").items
    assert (row.order_number, row.by_hand_minor) == (order.number, 300)
    assert "refund_by_hand" in allowed(seen(shop, payment))
    shop.bazaar.staff(lambda ctx: staff_paying.made_by_hand(ctx, refund, "transfer 12"))
    assert found(shop, need="by_hand") == []
    after = seen(shop, payment)
    assert "refund_by_hand" not in allowed(after)
    assert [(one.status, one.reference) for one in after.refunds] == [("done", "transfer 12")]
    assert after.status == "partially_refunded"


def test_found_by_number_reference_amount_and_telephone(shop: CardShop) -> None:
    first, payment = shop.held()
    second = shop.order("cash_on_delivery", quantity=3)
    reference = payment.provider_reference
    assert found(shop, text=f"#{first.number}") == [first.number]
    assert found(shop, text=str(reference)) == [first.number]
    assert found(shop, text=public("pay", payment.id)) == [first.number]
    total = second.total_minor
    assert (
        found(shop, text=str(total))
        == found(shop, text=f"{total // 1000} {total % 1000:03}")
        == [second.number]
    )
    assert found(shop, text="77 123 45 67") == [second.number, first.number]
    shop.bazaar.perform(
        lambda ctx: ctx.db.run(
            "update payments set payer_phone = '+46733123453' where tenant_id = %(tenant)s and id = %(id)s",
            id=payment.id,
        )
    )
    assert found(shop, text="3123453") == [first.number]
    for nothing in ("pay_nonsense", "%", "\x00", "'; --", "99999999", "pi_unknown"):
        assert found(shop, text=nothing) == []


def test_pages_follow_each_other_in_three_statements(shop: CardShop) -> None:
    numbers = [shop.order("cash_on_delivery").number for _ in range(5)]
    got: list[str] = []
    cursor = None
    for limit in (1, 2, 100):
        page = listed(shop, cursor=cursor, limit=limit)
        assert shop.work.last_statements <= 3
        assert (page.counts is None) == (cursor is not None)
        got += [row.order_number for row in page.items]
        cursor = page.next
    assert cursor is None
    assert got == numbers[::-1]
    listed(shop, need="problem", text="1001", status="pending", limit=2)
    assert shop.work.last_statements <= 3
    with pytest.raises(MalformedCursor):
        listed(shop, cursor="nonsense")


def test_everybody_sees_what_they_may(shop: CardShop, work: Work) -> None:
    order, payment = shop.held()
    here, elsewhere = (
        limited(shop.bazaar, stores={shop.bazaar.store}),
        limited(shop.bazaar, stores={new_id()}),
    )
    stranger = somebody(Bazaar(work).build())
    nobody = somebody(shop.bazaar, "Sam", "products:read")
    assert found(shop, here) == [order.number]
    assert seen(shop, payment, here).order.number == order.number
    assert found(shop, elsewhere) == found(shop, stranger) == []
    assert listed(shop, elsewhere).counts == {"to_capture": 0, "problem": 0, "by_hand": 0}
    for caller in (elsewhere, stranger):
        with pytest.raises(PaymentNotFound):
            seen(shop, payment, caller)
        told = work.perform(caller, health.health).gateways
        assert public("store", shop.bazaar.store) not in {one.store_id for one in told}
        assert work.perform(caller, staff_queries.callbacks).items == []
    for ask in (lambda: listed(shop, nobody), lambda: seen(shop, payment, nobody)):
        with pytest.raises(Forbidden):
            ask()
    with pytest.raises(Forbidden):
        work.perform(nobody, health.health)
    with pytest.raises(Forbidden):
        work.perform(nobody, staff_queries.callbacks)
    with pytest.raises(Forbidden):
        listed(shop, elsewhere, store=shop.bazaar.store)


def test_the_whole_story_of_a_payment(shop: CardShop) -> None:
    order, payment = shop.held(2)
    bob = somebody(shop.bazaar)
    before = seen(shop, payment)
    assert shop.work.last_statements <= 3
    assert allowed(before) == {"capture", "recheck", "cancel"}
    assert before.account is not None
    assert before.account.capture_method == "manual"
    capture = CaptureAsked(amount_minor=10_000, reason="one was out of stock")
    staff_paying.capture(shop.work, bob, shop.gateways, payment.id, capture)
    staff_paying.refund(
        shop.work, bob, shop.gateways, payment.id, RefundAsked(amount_minor=500, reason="torn")
    )
    after = seen(shop, payment)
    assert (after.status, after.captured_minor, after.refunded_minor) == ("partially_refunded", 10_000, 500)
    assert [(c.amount_minor, c.is_final, c.status, c.by) for c in after.captures] == [
        (10_000, True, "done", "Bob")
    ]
    assert [(r.amount_minor, r.status, r.origin) for r in after.refunds] == [(500, "done", "ours")]
    assert allowed(after) == {"refund", "recheck"}
    assert (after.order.number, after.store.timezone) == (order.number, "Africa/Dakar")
    assert {m.what for m in after.messages} >= {"capture", "refund"}
    assert all(m.status == 200 and m.method for m in after.messages)
    assert shop.simulator.secret_key not in str(after)
    kinds = [event.type for event in after.timeline]
    assert {"capture.asked", "refund.asked", "payment.changed"} <= set(kinds)
    assert shop.simulator.moved(str(payment.id)).captured == 10_000


@pytest.mark.parametrize("state", ["held", "captured", "declined", "cash", "cancelled order"])
def test_what_is_offered_is_what_the_verbs_do(shop: CardShop, state: str) -> None:
    payment = _in(shop, state)
    bob = somebody(shop.bazaar)
    for one in seen(shop, payment, bob).actions:
        if one.action == "refund_by_hand":
            assert not one.is_allowed  # nothing waits for a person
            continue
        told = _does(shop, bob, payment, one.action)
        if one.is_allowed:
            assert told is None, (state, one, told)
            payment = _in(shop, state)
        else:
            assert told is not None, (state, one)
            assert (told.code, told.message) == (one.code, one.reason), (state, one)
    assert allowed(seen(shop, payment, reader(shop))) == set()


def _in(shop: CardShop, state: str) -> Payment:
    if state == "declined":
        return shop.declined()[1]
    if state in ("cash", "cancelled order"):
        order = shop.order("cash_on_delivery")
        if state == "cancelled order":
            shop.bazaar.perform(
                lambda ctx: ctx.db.run(
                    "update orders set status = 'cancelled' where tenant_id = %(tenant)s and id = %(id)s",
                    id=order_id(order),
                )
            )
        return shop.payments(order)[0]
    _, payment = shop.held()
    if state == "captured":
        caller = shop.bazaar.caller("staff")
        return staff_paying.capture(shop.work, caller, shop.gateways, payment.id, CaptureAsked(reason="all"))
    return payment


def _does(shop: CardShop, caller: Caller, payment: Payment, action: str) -> Refusal | None:
    work, gateways = shop.work, shop.gateways
    verbs = {
        "capture": lambda: staff_paying.capture(work, caller, gateways, payment.id, CaptureAsked(reason="r")),
        "mark_paid": lambda: work.perform(
            caller, lambda ctx: staff_paying.mark_paid(ctx, payment.id, "it came")
        ),
        "refund": lambda: staff_paying.refund(
            work, caller, gateways, payment.id, RefundAsked(amount_minor=1, reason="r")
        ),
        "recheck": lambda: staff_paying.recheck(work, caller, gateways, payment.id),
        "cancel": lambda: staff_paying.cancel(work, caller, gateways, payment.id, "r"),
    }
    try:
        verbs[action]()
    except Refusal as refusal:
        return refusal
    return None


def test_an_order_offers_to_take_what_is_held(shop: CardShop) -> None:
    order, payment = shop.held()
    offered = {one.action: one for one in order_detail(shop.bazaar, order_id(order)).actions}
    assert offered["capture"].is_allowed
    assert offered["capture"].payment_id == public("pay", payment.id)
    cash = {
        one.action: one for one in order_detail(shop.bazaar, order_id(shop.order("cash_on_delivery"))).actions
    }
    assert (cash["capture"].is_allowed, cash["capture"].code) == (False, "NothingToCapture")


def test_telephone_numbers_are_for_those_who_act(shop: CardShop) -> None:
    _, payment = shop.held()
    shop.bazaar.perform(
        lambda ctx: ctx.db.run(
            """with said as (update payment_messages set answer = '{"msisdn": "46733123453", "amount": "733123453"}'
                             where tenant_id = %(tenant)s)
               update payments set payer_phone = '+46 733 123 453' where tenant_id = %(tenant)s and id = %(id)s""",
            id=payment.id,
        )
    )
    assert seen(shop, payment).payer_phone == "+46 733 123 453"
    shown = seen(shop, payment, reader(shop))
    assert shown.payer_phone == "•••453"
    assert "•••453" in shown.messages[0].answer
    assert "733123453" not in str(shown)
    assert [row.payer_phone for row in listed(shop, reader(shop)).items] == ["•••453"]


def test_health_counts_what_happened_and_how_fast(shop: CardShop) -> None:
    shop.held()
    shop.declined()
    shop.order("cash_on_delivery")
    shop.simulator.deliver()
    told = shop.work.perform(somebody(shop.bazaar), health.health)
    assert shop.work.last_statements <= 4
    (card,) = [one for one in told.gateways if one.provider == "stripe"]
    assert (card.attempts, card.succeeded, card.failed, card.success_percent) == (2, 1, 1, 50)
    assert [(one.count, bool(one.code)) for one in card.declined] == [(1, True)]
    assert card.asked >= 4
    assert card.median_ms is not None
    assert card.p95_ms is not None
    assert card.median_ms <= card.p95_ms
    by_hour = [(hour.attempts, hour.succeeded, hour.failed) for hour in card.hours]
    assert [sum(counts) for counts in zip(*by_hour, strict=True)] == [2, 1, 1]
    assert card.is_connected
    assert card.callbacks_unread == card.callbacks > 0
    assert card.last_callback_at is not None
    assert "cash_on_delivery" not in {one.provider for one in told.gateways}
    shop.later(days=3)
    assert all(one.attempts == 0 for one in shop.work.perform(somebody(shop.bazaar), health.health).gateways)
    week = shop.work.perform(somebody(shop.bazaar), lambda ctx: health.health(ctx, "week"))
    assert sum(one.attempts for one in week.gateways) == 2


def test_a_message_is_read_once_more(shop: CardShop) -> None:
    _, payment = shop.held()
    shop.simulator.deliver()
    shop.run()
    bob = somebody(shop.bazaar)
    kept = shop.work.perform(bob, staff_queries.callbacks).items
    assert shop.work.last_statements <= 2
    assert {one.payment_id for one in kept} == {public("pay", payment.id)}
    shop.bazaar.perform(
        lambda ctx: ctx.db.run("update payment_callbacks set outcome = 'failed' where tenant_id = %(tenant)s")
    )
    failed = shop.work.perform(bob, lambda ctx: staff_queries.callbacks(ctx, outcome="failed")).items
    assert len(failed) == len(kept)
    callback = parse("cb", failed[0].id)
    after = callbacks.replay(shop.work, bob, shop.gateways, callback)
    assert after.outcome in ("applied", "no_change")
    with pytest.raises(Forbidden):
        callbacks.replay(shop.work, reader(shop), shop.gateways, callback)
    with pytest.raises(PaymentCallbackNotFound):
        callbacks.replay(shop.work, limited(shop.bazaar, stores={new_id()}), shop.gateways, callback)
    with pytest.raises(InvalidInput):
        shop.work.perform(bob, lambda ctx: staff_queries.callbacks(ctx, outcome="lost"))
