"""Parcels on their way: looked at on a schedule and when the carrier calls, until they arrive."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests import make
from tests.shipping.carriers.counter import Counter

from duka.kernel.jobs import Job
from duka.shipping.carriers import sweeper
from duka.shipping.carriers.service import tracking
from duka.shipping.carriers.types import Callback, Tracking
from duka.shipping.carriers.views import TrackedParcel

pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # cut connections
NUMBER = "9405500105440232839154"


def seen(counter: Counter, order: UUID) -> TrackedParcel:
    [parcel] = counter.do(lambda ctx: tracking.of_order(ctx, order))
    return parcel


def round(counter: Counter, **later: float) -> None:
    counter.later(**later)
    sweeper.sweep(counter.bazaar.work, counter.desk)


def told(counter: Counter) -> list[Any]:
    return [
        (row.payload["status"], row.payload["tracking_number"])
        for row in counter.bazaar.perform(
            lambda ctx: ctx.db.all(
                """select payload from events where tenant_id = %(tenant)s and type = 'shipment.tracked'
                   order by occurred_at, id"""
            )
        )
    ]


def test_from_the_counter_to_the_door(counter: Counter) -> None:
    order, _ = counter.follow(counter.connect())
    first = seen(counter, order)
    assert (first.status, first.events, first.last_look_at) == ("unknown", [], None)
    assert first.next_look_at == counter.clock() + timedelta(hours=1)
    counter.simulator.scan(NUMBER, "in_transit", "Accepted", at=counter.clock())
    round(counter, minutes=30)
    assert seen(counter, order).last_look_at is None  # not yet its time
    round(counter, hours=1)
    parcel = seen(counter, order)
    assert (parcel.status, [e.message for e in parcel.events]) == ("in_transit", ["Accepted"])
    assert parcel.next_look_at == counter.clock() + timedelta(hours=4)
    assert parcel.tracking_url == f"https://track.easypost.com/{NUMBER}"
    counter.simulator.scan(NUMBER, "out_for_delivery", "On the van", at=counter.clock())
    round(counter, hours=4)
    assert seen(counter, order).next_look_at == counter.clock() + timedelta(hours=1)
    arrived = counter.clock()
    counter.simulator.scan(NUMBER, "delivered", "Left at the door", at=arrived)
    round(counter, hours=2)
    parcel = seen(counter, order)
    assert (parcel.status, parcel.next_look_at) == ("delivered", None)
    assert parcel.delivered_at == arrived.replace(microsecond=0)
    assert [e.message for e in parcel.events] == ["Left at the door", "On the van", "Accepted"]
    assert told(counter) == [("in_transit", NUMBER), ("out_for_delivery", NUMBER), ("delivered", NUMBER)]
    round(counter, days=2)
    assert seen(counter, order).last_look_at == parcel.last_look_at


def test_the_same_news_is_told_once(counter: Counter) -> None:
    order, parcel = counter.follow(counter.connect())
    counter.simulator.scan(NUMBER, "in_transit", "Accepted", at=counter.clock())
    counter.later(minutes=1)
    assert tracking.look(counter.bazaar.work, counter.desk, counter.bazaar.tenant, parcel)
    assert not tracking.look(counter.bazaar.work, counter.desk, counter.bazaar.tenant, parcel)
    assert len(seen(counter, order).events) == 1
    assert told(counter) == [("in_transit", NUMBER)]


def test_what_arrived_stays_so(counter: Counter) -> None:
    order, parcel = counter.follow(counter.connect())
    at = counter.clock()
    for status in ("delivered", "in_transit"):
        found = msgspec.convert({"status": status, "events": [{"at": at, "status": status}]}, Tracking)
        counter.do(partial(tracking.record, parcel_id=parcel, found=found))
    assert seen(counter, order).status == "delivered"
    assert told(counter) == [("delivered", NUMBER)]


def test_a_carrier_that_does_not_answer_is_asked_again(counter: Counter) -> None:
    order, parcel = counter.follow(counter.connect())
    counter.simulator.scan(NUMBER, "in_transit", "Accepted", at=counter.clock())
    counter.later(hours=1)
    counter.simulator.mischief.then("error_before", "track")
    assert not tracking.look(counter.bazaar.work, counter.desk, counter.bazaar.tenant, parcel)
    assert seen(counter, order).status == "unknown"
    assert seen(counter, order).next_look_at == counter.clock() + timedelta(minutes=2)
    round(counter, minutes=2)
    assert seen(counter, order).status == "in_transit"


def test_a_parcel_that_never_arrives_is_given_up(counter: Counter) -> None:
    order, _ = counter.follow(counter.connect())
    round(counter, days=61)
    assert seen(counter, order).next_look_at is None


def test_a_number_without_an_account_has_a_link_only(counter: Counter) -> None:
    order, _ = counter.follow(None)
    assert seen(counter, order).next_look_at is None
    round(counter, days=1)
    assert seen(counter, order).last_look_at is None
    _, other = counter.follow(counter.connect("generic", "La Poste", carrier="la_poste"))
    assert not tracking.look(counter.bazaar.work, counter.desk, counter.bazaar.tenant, other)


def test_the_account_of_its_label_is_taken(counter: Counter) -> None:
    asked = counter.asked(counter.connect())
    label = counter.buy(asked)
    assert asked.fulfillment_id is not None
    following = tracking.Following(
        order_id=asked.order_id,
        store_id=asked.store_id,
        fulfillment_id=asked.fulfillment_id,
        tracking_number=label.tracking_number,
        carrier=label.carrier,
        tracking_url=label.tracking_url,
    )
    first = counter.do(lambda ctx: tracking.follow(ctx, counter.desk, following))
    assert first == counter.do(lambda ctx: tracking.follow(ctx, counter.desk, following))
    parcel = seen(counter, asked.order_id)
    assert parcel.next_look_at is not None
    assert parcel.tracking_url == label.tracking_url


def test_one_that_does_not_leave_after_all(counter: Counter) -> None:
    order, _ = counter.follow(counter.connect())
    fulfillment = counter.bazaar.value(
        "select fulfillment_id from tracked_parcels where tenant_id = %(tenant)s"
    )
    counter.do(lambda ctx: tracking.forget(ctx, fulfillment))
    assert (seen(counter, order).status, seen(counter, order).next_look_at) == ("cancelled", None)


def test_a_call_of_the_carrier_is_a_hint(counter: Counter) -> None:
    account = counter.connect()
    order, parcel = counter.follow(account)
    other = counter.connect("easypost", "Other")
    assert counter.do(lambda ctx: tracking.called(ctx, other, Callback("e1", NUMBER))) == 0
    assert counter.do(lambda ctx: tracking.called(ctx, account, Callback("e1", None))) == 0
    assert counter.do(lambda ctx: tracking.called(ctx, account, Callback("e1", "another"))) == 0
    assert counter.do(lambda ctx: tracking.called(ctx, account, Callback("e1", NUMBER))) == 1
    assert seen(counter, order).status == "unknown"  # nothing is believed
    jobs: list[Job] = []
    with counter.bazaar.work.database.platform() as db:
        jobs = [row.args for row in db.all(
            "select args from procrastinate_jobs where task_name = %(name)s and args ->> 'tenant' = %(t)s",
            name=tracking.LOOK, t=str(counter.bazaar.tenant),
        )]  # fmt: skip
    assert [job["parcel_id"] for job in jobs] == [parcel.hex]  # type: ignore[index]


def test_a_stranger_finds_nothing(counter: Counter) -> None:
    order, parcel = counter.follow(counter.connect())
    birch = make.shop(counter.bazaar.work, "birch")
    assert counter.do(lambda ctx: tracking.of_order(ctx, order), birch.caller) == []
    assert not tracking.look(counter.bazaar.work, counter.desk, birch.caller.tenant, parcel)
