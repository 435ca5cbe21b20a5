"""Sending again, trying an endpoint, and what is kept for how long."""

from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from tests import make
from tests.conftest import Clock
from tests.people import Shop
from tests.webhooks.conftest import hear, listen, place, rows
from tests.webhooks.receiver import Receiver

from duka.kernel import ids
from duka.kernel.context import SYSTEM
from duka.kernel.errors import Forbidden
from duka.kernel.work import Caller, Work
from duka.webhooks import queries, tidying
from duka.webhooks.dispatcher import Dispatcher
from duka.webhooks.errors import (
    DeliveryNotFound,
    DeliveryUnderWay,
    EndpointNotActive,
    EndpointNotFound,
    PeriodTooLong,
)
from duka.webhooks.inputs import ReplayInput
from duka.webhooks.service import endpoints, replaying


def jobs_of(work: Work, shop: Shop) -> list[dict[str, object]]:
    with work.database.platform() as tx:
        found = tx.all(
            """select args from procrastinate_jobs where task_name = %(name)s and args ->> 'tenant' = %(owner)s""",
            name=replaying.REPLAY,
            owner=str(shop.tenant.id),
        )
    return [{name: value for name, value in row.args.items() if name != "tenant"} for row in found]


def test_one_is_sent_again_with_the_same_id(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    listen(work, shop, receiver.url(), "order.*")
    place(work, shop)
    hear(work)
    dispatcher.drain()
    (row,) = rows(work, shop)
    again = work.perform(shop.caller, lambda ctx: replaying.replay(ctx, row.id))
    assert (again.status, again.attempts) == ("waiting", 1)
    work.perform(shop.caller, lambda ctx: replaying.replay(ctx, row.id))
    dispatcher.drain()
    first, second = receiver.heard
    assert (first.id, first.body) == (second.id, second.body)
    detail = work.perform(shop.caller, lambda ctx: queries.get_delivery(ctx, row.id))
    assert work.last_statements <= 3
    assert [attempt.number for attempt in detail.tries] == [2, 1]


def test_what_is_being_sent_is_not_sent_twice(work: Work, shop: Shop) -> None:
    endpoint, _ = listen(work, shop, "http://127.0.0.1:9/", "order.*")
    place(work, shop)
    hear(work)
    (row,) = rows(work, shop)
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            "update webhook_deliveries set status = 'sending' where tenant_id = %(tenant)s"
        ),
    )
    with pytest.raises(DeliveryUnderWay):
        work.perform(shop.caller, lambda ctx: replaying.replay(ctx, row.id))
    work.perform(shop.caller, lambda ctx: endpoints.pause(ctx, endpoint))
    for verb in (lambda ctx: replaying.replay(ctx, row.id), lambda ctx: replaying.send_test(ctx, endpoint)):
        with pytest.raises(EndpointNotActive):
            work.perform(shop.caller, verb)


def test_a_range_is_sent_again_once(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Clock
) -> None:
    endpoint, _ = listen(work, shop, receiver.url("/status/500"), "order.*")
    began = clock.now = work.clock()
    place(work, shop, 3)
    hear(work)
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            "update webhook_deliveries set status = 'failed' where tenant_id = %(tenant)s"
        ),
    )
    clock.now += timedelta(hours=1)
    place(work, shop)
    hear(work)
    period = ReplayInput(since=began - timedelta(minutes=1), until=began + timedelta(minutes=30))
    told = work.perform(shop.caller, lambda ctx: replaying.replay_range(ctx, endpoint, period))
    assert (told.count, told.most) == (3, 10_000)
    (arguments,) = jobs_of(work, shop)
    for _ in range(2):
        replaying.carry_on(work, shop.tenant.id, **arguments)  # type: ignore[arg-type]
    assert [row.status for row in rows(work, shop)] == ["waiting"] * 4
    clock.now += timedelta(seconds=1)
    dispatcher.drain(10)
    tried = [row.attempts for row in rows(work, shop)]
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            "update webhook_deliveries set status = 'failed' where tenant_id = %(tenant)s"
        ),
    )
    clock.now += timedelta(minutes=1)
    replaying.carry_on(work, shop.tenant.id, **arguments)  # type: ignore[arg-type]
    assert sum(row.status == "waiting" for row in rows(work, shop)) == tried[:3].count(0)


def test_a_range_has_bounds(work: Work, shop: Shop) -> None:
    endpoint, _ = listen(work, shop, "http://127.0.0.1:9/", "order.*")
    now = work.clock()
    for since in (now, now - timedelta(days=40)):
        period = ReplayInput(since=since, until=now)
        with pytest.raises(PeriodTooLong):
            work.perform(shop.caller, partial(replaying.replay_range, endpoint_id=endpoint, data=period))
    none = ReplayInput(since=now - timedelta(days=1), until=now)
    assert work.perform(shop.caller, lambda ctx: replaying.replay_range(ctx, endpoint, none)).count == 0
    assert jobs_of(work, shop) == []


def test_a_test_message_is_tried_once(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    endpoint, secret = listen(work, shop, receiver.url("/status/500"), "product.*")
    sent = work.perform(shop.caller, lambda ctx: replaying.send_test(ctx, endpoint))
    dispatcher.drain()
    (heard,) = receiver.heard
    assert heard.verified(secret)["type"] == "webhook.test"
    seen = work.perform(shop.caller, lambda ctx: queries.get_delivery(ctx, ids.parse("whd", sent.id)))
    assert (seen.status, seen.last_status, seen.object) == ("failed", 500, ids.public("whe", endpoint))
    health = work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint))
    assert health.failing_since is None


def test_the_log_is_filtered_and_paged(
    work: Work, shop: Shop, other_shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    one, _ = listen(work, shop, receiver.url(), "order.*")
    two, _ = listen(work, shop, receiver.url("/status/410"), "order.placed")
    listen(work, other_shop, receiver.url(), "order.*")
    place(work, shop, 3)
    place(work, other_shop)
    hear(work)
    dispatcher.drain()

    def found(**asked: object) -> list[str]:
        page = work.perform(shop.caller, lambda ctx: queries.list_deliveries(ctx, **asked))  # type: ignore[arg-type]
        assert work.last_statements <= 3
        return [line.id for line in page.items]

    assert len(found()) == 6
    assert len(found(endpoint_id=one)) == 3 == len(found(status="delivered"))
    assert len(found(endpoint_id=two, status="failed")) >= 1
    assert found(type="product.created") == [] and len(found(type="order.placed")) == 6
    assert len(found(webhook_id=receiver.heard[0].id)) == 2
    assert found(since=work.clock()) == [] and len(found(until=work.clock())) == 6
    first = work.perform(shop.caller, lambda ctx: queries.list_deliveries(ctx, limit=4))
    rest = work.perform(shop.caller, lambda ctx: queries.list_deliveries(ctx, limit=4, cursor=first.next))
    assert [line.id for line in [*first.items, *rest.items]] == found()


def test_strangers_and_readers(work: Work, shop: Shop, other_shop: Shop) -> None:
    endpoint, _ = listen(work, shop, "http://127.0.0.1:9/", "order.*")
    place(work, shop)
    hear(work)
    (row,) = rows(work, shop)
    reader = make.caller(shop.tenant, None, "webhooks:read")
    period = ReplayInput(since=work.clock() - timedelta(hours=1), until=work.clock())
    for verb, refusal in (
        (lambda ctx: replaying.replay(ctx, row.id), DeliveryNotFound),
        (lambda ctx: queries.get_delivery(ctx, row.id), DeliveryNotFound),
        (lambda ctx: replaying.send_test(ctx, endpoint), EndpointNotFound),
        (lambda ctx: replaying.replay_range(ctx, endpoint, period), EndpointNotFound),
    ):
        with pytest.raises(refusal):
            work.perform(other_shop.caller, verb)
    refused: tuple[Any, ...] = (
        lambda ctx: replaying.replay(ctx, row.id),
        lambda ctx: replaying.send_test(ctx, endpoint),
        lambda ctx: replaying.replay_range(ctx, endpoint, period),
        lambda ctx: replaying.forget(ctx, [row.id]),
    )
    for verb in refused:
        with pytest.raises(Forbidden):
            work.perform(reader, verb)
    assert work.perform(reader, lambda ctx: queries.get_delivery(ctx, row.id)).status == "waiting"


def test_after_thirty_days_it_is_gone(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Clock
) -> None:
    endpoint, _ = listen(work, shop, receiver.url(), "order.*")
    place(work, shop)
    hear(work)
    dispatcher.drain()
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            """update webhook_messages set created_at = created_at - interval '31 days' where tenant_id = %(tenant)s"""
        ),
    )
    place(work, shop)
    hear(work)
    work.perform(shop.caller, lambda ctx: endpoints.delete(ctx, endpoint))
    tidying.tidy(work)
    assert len(rows(work, shop)) == 1
    left = work.perform(
        shop.caller,
        lambda ctx: ctx.db.value("select count(*) from webhook_attempts where tenant_id = %(tenant)s"),
    )
    assert left == 0


def test_what_is_about_somebody_is_forgotten(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    listen(work, shop, receiver.url(), "order.*")
    first, second = place(work, shop, 2)
    hear(work)
    dispatcher.drain()
    system = Caller(shop.tenant.id, SYSTEM)
    assert work.perform(system, lambda ctx: replaying.forget(ctx, [first])) == 1
    left = work.perform(shop.caller, lambda ctx: queries.list_deliveries(ctx)).items
    assert [line.object for line in left] == [ids.public("ord", second)]
