"""What customers hear of an order's life, by which channel, and what their messages hold."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.conftest import Clock

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.formatting import format_money
from duka.kernel.work import Caller, Work
from duka.mail import service as mail
from duka.mail.errors import MailNotFound, MailNotRepeatable, MailStillWaiting
from duka.mail.service import Desk, no_address
from duka.notifications import customers, desk, letterhead, staff_letters
from duka.notifications.sections import MESSAGES
from duka.orders import queries as orders
from duka.orders.types import Order
from duka.settings import service as settings
from duka.stores.sections import NOTIFICATIONS
from duka.wiring import LISTENERS

BASE = "https://duka.example"


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    return buy(bazaar, (bazaar.product(stock=10), 3))


def event(bazaar: Bazaar, type: str, thing: UUID, **payload: Any) -> Delivery:
    return Delivery(
        bazaar.tenant, ids.new_id(), type, 1, thing, payload, "system", "request", bazaar.work.clock()
    )


def hear(bazaar: Bazaar, type: str, order: Order, **payload: Any) -> None:
    """As the relay brings it, to the listeners of letters to customers."""
    told = event(bazaar, type, order_id(order), number=order.number, **payload)
    for name, listener in LISTENERS[type]:
        if name == "letters":
            bazaar.perform(lambda ctx, act=listener: act(ctx, told))


def written(bazaar: Bazaar) -> list[Any]:
    sql = "select * from mails where tenant_id = %(tenant)s order by id"
    rows: list[Any] = bazaar.perform(lambda ctx: ctx.db.all(sql))
    return rows


def kept(bazaar: Bazaar, row: Any) -> Any:
    """The letter as it goes out, where nobody takes letters."""
    keep = Desk(None, "Duka <no-reply@duka.example>", letterhead.heads(BASE), no_address, BASE)
    mail.deliver(bazaar.work, bazaar.tenant, row.id, keep)
    return next(each for each in written(bazaar) if each.id == row.id)


def settle(bazaar: Bazaar, **fields: Any) -> None:
    bazaar.perform(lambda ctx: settings.save(ctx, MESSAGES, bazaar.store, fields, 0), "staff")


def test_an_order_is_confirmed_in_its_language_with_all_that_matters(bazaar: Bazaar, order: Order) -> None:
    hear(bazaar, "order.placed", order)
    (row,) = written(bazaar)
    assert (row.kind, row.recipient, row.about, row.store_id) == (
        "order_placed",
        order.email,
        order.id,
        bazaar.store,
    )
    assert order.number in row.subject and row.locale == order.locale
    letter = kept(bazaar, row)
    line = order.lines[0]
    for said in (line.title, "Bazaar", order.shipping_method.name):
        assert said in letter.text and said in letter.html, said
    total = format_money(order.total_minor, order.currency, order.locale)
    assert total in letter.text and total in letter.html


def test_the_link_opens_the_order_for_a_while_and_is_nowhere_kept(
    bazaar: Bazaar, order: Order, clock: Clock
) -> None:
    hear(bazaar, "order.placed", order)
    (row,) = written(bazaar)
    token = row.secrets["link"].rpartition("/")[2]
    letter = kept(bazaar, row)
    assert f"{BASE}/s/t{bazaar.tenant.hex}/main/shop/track/{token}" in letter.text
    assert bazaar.shop(lambda ctx: orders.by_tracking(ctx, token)).id == order.id
    clock.now = clock() + timedelta(days=31)
    with pytest.raises(Exception, match="order"):
        bazaar.shop(lambda ctx: orders.by_tracking(ctx, token))
    told = bazaar.perform(
        lambda ctx: ctx.db.all(
            "select details::text, after::text from audit_log where tenant_id = %(tenant)s"
        )
    )
    events = bazaar.perform(
        lambda ctx: ctx.db.all("select payload::text from events where tenant_id = %(tenant)s")
    )
    assert token not in repr(told) + repr(events)


@pytest.mark.parametrize(
    ("type", "kind", "payload"),
    [
        ("order.cancelled", "order_cancelled", {"was_placed": True, "is_refunded": True, "reason": "x"}),
        ("order.edited", "order_edited", {"difference_minor": 1500, "due_minor": 1500}),
        ("payment.refunded", "payment_refunded", {"amount_minor": 1500, "currency": "XOF"}),
        ("fulfillment.shipped", "order_shipped", {"carrier": "DHL", "tracking_number": "JD1",
                                                  "tracking_url": "https://dhl.example/JD1", "is_whole": False}),
        ("fulfillment.delivered", "order_delivered", {"is_whole": True}),
    ],
)  # fmt: skip
def test_each_step_is_told(
    bazaar: Bazaar, order: Order, type: str, kind: str, payload: dict[str, Any]
) -> None:
    hear(bazaar, type, order, **payload)
    (row,) = written(bazaar)
    assert row.kind == kind and order.number in row.subject
    letter = kept(bazaar, row)
    assert "{{" not in letter.html and "None" not in letter.text


def test_a_parcel_on_its_way_names_its_carrier(bazaar: Bazaar, order: Order) -> None:
    hear(
        bazaar,
        "fulfillment.shipped",
        order,
        carrier="DHL",
        tracking_number="JD1",
        tracking_url="https://dhl.example/JD1",
        is_whole=True,
    )
    letter = kept(bazaar, written(bazaar)[0])
    assert "DHL" in letter.text and "JD1" in letter.text and 'href="https://dhl.example/JD1"' in letter.html


def test_a_tracking_address_that_is_none_is_left_out(bazaar: Bazaar, order: Order) -> None:
    hear(
        bazaar,
        "fulfillment.shipped",
        order,
        carrier="X",
        tracking_number="1",
        tracking_url="javascript:alert(1)",
    )
    assert "javascript" not in repr(kept(bazaar, written(bazaar)[0]))


def test_goods_to_fetch_are_announced_with_the_place(bazaar: Bazaar, order: Order) -> None:
    hear(
        bazaar, "fulfillment.prepared", order, is_pickup=False, location_id=str(bazaar.plateau), is_whole=True
    )
    assert written(bazaar) == []
    hear(
        bazaar, "fulfillment.prepared", order, is_pickup=True, location_id=str(bazaar.plateau), is_whole=True
    )
    (row,) = written(bazaar)
    assert row.kind == "ready_for_pickup" and "plateau" in kept(bazaar, row).text


@pytest.mark.parametrize("step", ["requested", "approved", "refused", "received", "completed"])
def test_a_return_is_told_step_by_step(bazaar: Bazaar, order: Order, step: str) -> None:
    told = event(
        bazaar, f"return.{step}", ids.new_id(), order_id=str(order_id(order)), number="R-7", reason="too late"
    )
    ((_, listener),) = [each for each in LISTENERS[f"return.{step}"] if each[0] == "letters"]
    bazaar.perform(lambda ctx: listener(ctx, told))
    (row,) = written(bazaar)
    assert row.kind == f"return_{step}" and "R-7" in row.subject and "R-7" in kept(bazaar, row).text


def test_an_order_given_up_unpaid_and_old_news_are_not_told(
    bazaar: Bazaar, order: Order, clock: Clock
) -> None:
    hear(bazaar, "order.cancelled", order, was_placed=False, reason="unpaid")
    late = event(bazaar, "order.placed", order_id(order), number=order.number)
    clock.now = clock() + timedelta(days=4)
    bazaar.perform(lambda ctx: customers.order_placed(ctx, late))
    gone = event(bazaar, "order.placed", ids.new_id())
    bazaar.perform(lambda ctx: customers.order_placed(ctx, gone))
    assert written(bazaar) == []


def test_a_failed_payment_is_told_once_and_not_when_it_is_paid_meanwhile(
    bazaar: Bazaar, order: Order, clock: Clock
) -> None:
    hear(bazaar, "payment.changed", order, status="failed")
    assert written(bazaar) == []
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update orders set placed_at = null where tenant_id = %(tenant)s and id = %(id)s",
            id=order_id(order),
        )
    )
    bazaar.perform(
        lambda ctx: ctx.db.run("update payments set status = 'failed' where tenant_id = %(tenant)s")
    )
    for _ in range(2):
        hear(bazaar, "payment.changed", order, status="failed")
    (row,) = written(bazaar)
    assert row.status == "held" and f"/checkout/wait/{order.id}/" in row.secrets["link"]
    hear(bazaar, "order.placed", order)
    first, second = written(bazaar)
    assert (first.status, first.text, first.secrets) == (
        "suppressed",
        "",
        {},
    ) and second.kind == "order_placed"


def test_what_a_store_switched_off_is_not_sent_and_what_must_be_written_is(
    bazaar: Bazaar, order: Order
) -> None:
    settle(bazaar, email_off=["order_delivered"])
    hear(bazaar, "fulfillment.delivered", order, is_whole=True)
    hear(bazaar, "order.placed", order)
    assert [row.kind for row in written(bazaar)] == ["order_placed"]


def test_a_text_goes_too_where_the_store_wants_it(bazaar: Bazaar, order: Order) -> None:
    settle(bazaar, is_sms_on=True, sms_on=["order_shipped"], quiet_from="", quiet_until="")
    _phone(bazaar, order, "77 123 45 67")
    hear(
        bazaar,
        "fulfillment.shipped",
        order,
        carrier="DHL",
        tracking_number="1",
        tracking_url="",
        is_whole=True,
    )
    hear(bazaar, "fulfillment.delivered", order, is_whole=True)
    rows = written(bazaar)
    assert [(row.channel, row.kind) for row in rows] == [
        ("email", "order_shipped"),
        ("sms", "order_shipped"),
        ("email", "order_delivered"),
    ]
    assert rows[1].recipient == "+221771234567" and rows[0].secrets["link"] != rows[2].secrets["link"]


@pytest.mark.parametrize("number", ["", "call me"])
def test_no_text_without_a_number(bazaar: Bazaar, order: Order, number: str) -> None:
    settle(bazaar, is_sms_on=True, sms_on=["order_placed"])
    _phone(bazaar, order, number)
    hear(bazaar, "order.placed", order)
    assert [row.channel for row in written(bazaar)] == ["email"]


def test_a_text_at_night_waits_for_the_morning(bazaar: Bazaar, order: Order, clock: Clock) -> None:
    settle(bazaar, is_sms_on=True, sms_on=["order_placed"], quiet_from="21:00", quiet_until="08:00")
    _phone(bazaar, order, "+221771234567")
    clock.now = datetime(2031, 6, 1, 22, 30, tzinfo=UTC)
    hear(bazaar, "order.placed", order)
    letter, text = written(bazaar)
    assert (letter.status, text.status) == ("queued", "held")
    assert text.not_before == datetime(2031, 6, 2, 8, 0, tzinfo=UTC)


def test_resending_tells_the_order_as_it_is_now_and_each_request_sends_once(
    bazaar: Bazaar, order: Order
) -> None:
    hear(bazaar, "order.placed", order)
    (first,) = written(bazaar)
    with pytest.raises(MailStillWaiting):
        bazaar.perform(lambda ctx: desk.resend(ctx, first.id), "staff")
    kept(bazaar, first)
    made = {bazaar.perform(lambda ctx: desk.resend(ctx, first.id), "staff") for _ in range(2)}
    rows = written(bazaar)
    assert len(rows) == 3 and {row.id for row in rows[1:]} == made
    assert {row.origin_id for row in rows[1:]} == {first.id}
    assert len({row.secrets["link"] for row in rows[1:]} | {first.secrets["link"]}) == 3
    assert rows[1].text.split("/shop/")[0] == rows[2].text.split("/shop/")[0]


def test_a_message_whose_order_is_gone_is_not_repeated(bazaar: Bazaar, order: Order) -> None:
    hear(bazaar, "order.placed", order)
    (row,) = written(bazaar)
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update mails set status = 'sent', about = 'ord_x' where tenant_id = %(tenant)s and id = %(id)s",
            id=row.id,
        )
    )
    with pytest.raises(MailNotRepeatable):
        bazaar.perform(lambda ctx: desk.resend(ctx, row.id), "staff")
    with pytest.raises(MailNotFound):
        bazaar.perform(lambda ctx: desk.resend(ctx, ids.new_id()), "staff")


def test_staff_get_a_letter_of_a_new_order_at_the_addresses_of_the_settings(
    bazaar: Bazaar, order: Order
) -> None:
    told = event(bazaar, "order.placed", order_id(order), store_id=str(bazaar.store), number=order.number)
    wanted = {"order_recipients": ["orders@bazaar.example"]}
    bazaar.perform(lambda ctx: settings.save(ctx, NOTIFICATIONS, bazaar.store, wanted, 0), "staff")
    bazaar.perform(lambda ctx: staff_letters.order_placed(ctx, told))
    (row,) = written(bazaar)
    assert (row.recipient, row.kind) == ("orders@bazaar.example", "staff_order_placed")
    letter = kept(bazaar, row)
    assert f"{BASE}/console/t{bazaar.tenant.hex}/orders/{order.id}" in letter.text


def _phone(bazaar: Bazaar, order: Order, number: str) -> None:
    def write(ctx: Context) -> None:
        ctx.db.run(
            """update orders set phone = %(number)s, shipping_address = shipping_address || '{"phone": ""}'
               where tenant_id = %(tenant)s and id = %(id)s""",
            number=number,
            id=order_id(order),
        )

    bazaar.work.perform(Caller(bazaar.tenant), write)
