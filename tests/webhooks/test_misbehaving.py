"""Receivers that do not answer well: each is understood, bounded in time and size, and tried again when it should be."""

import time
from datetime import timedelta

import pytest
from tests.conftest import Clock
from tests.people import Shop
from tests.webhooks.conftest import hear, listen, place, rows
from tests.webhooks.receiver import Receiver

from duka.kernel import ids
from duka.kernel.work import Work
from duka.webhooks import queries, rules
from duka.webhooks.dispatcher import Dispatcher

CASES = {
    "/ok": ("delivered", 200, "delivered"),
    "/status/204": ("delivered", 204, "delivered"),
    "/drip-body": ("delivered", 200, "delivered"),
    "/huge": ("delivered", 200, "delivered"),
    "/status/500": ("waiting", 500, rules.REFUSED),
    "/status/404": ("waiting", 404, rules.REFUSED),
    "/redirect": ("waiting", 302, rules.REDIRECTED),
    "/hang": ("waiting", None, rules.TIMED_OUT),
    "/drip": ("waiting", None, rules.TIMED_OUT),
    "/cut": ("waiting", None, rules.BROKEN),
    "/nonsense": ("waiting", None, rules.BROKEN),
}


@pytest.mark.parametrize("path", CASES)
def test_what_an_answer_means(
    path: str, work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Clock
) -> None:
    status, answered, outcome = CASES[path]
    listen(work, shop, receiver.url(path), "order.*")
    place(work, shop)
    hear(work)
    clock.now = work.clock()
    began = time.monotonic()
    assert dispatcher.drain() == 1
    assert time.monotonic() - began < 5
    (row,) = rows(work, shop)
    assert (row.status, row.last_status, row.last_outcome) == (status, answered, outcome)
    assert receiver.at("/secret") == []
    detail = work.perform(shop.caller, lambda ctx: queries.get_delivery(ctx, row.id))
    (attempt,) = detail.tries
    assert attempt.address == "127.0.0.1"
    assert len(attempt.answer_body) <= 4096
    assert attempt.request_headers["webhook-id"] == detail.webhook_id
    if path == "/huge":
        assert len(attempt.answer_body) == 4096
    if path == "/redirect":
        assert attempt.answer_headers["location"] == receiver.url("/secret")
    if status == "waiting":
        assert timedelta(seconds=5) <= row.next_at - clock.now <= timedelta(seconds=6)


def test_nobody_listens_there(work: Work, shop: Shop, dispatcher: Dispatcher) -> None:
    with Receiver() as gone:
        url = gone.url()
    listen(work, shop, url, "order.*")
    place(work, shop)
    hear(work)
    dispatcher.drain()
    (row,) = rows(work, shop)
    assert (row.status, row.last_status, row.last_outcome) == ("waiting", None, rules.UNREACHABLE)


def test_it_is_tried_again_with_the_same_id(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Clock
) -> None:
    _, secret = listen(work, shop, receiver.url("/once/500"), "order.*")
    place(work, shop)
    hear(work)
    clock.now = work.clock()
    assert dispatcher.drain() == 1
    clock.now += timedelta(seconds=4)
    assert dispatcher.drain() == 0
    clock.now += timedelta(seconds=3)
    assert dispatcher.drain() == 1
    first, second = receiver.heard
    assert (first.id, first.body) == (second.id, second.body)
    assert first.headers["webhook-timestamp"] != second.headers["webhook-timestamp"]
    assert second.verified(secret)
    (row,) = rows(work, shop)
    assert (row.status, row.attempts, row.step) == ("delivered", 2, 0)


def test_it_is_given_up_after_ten_attempts_over_three_days(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Clock
) -> None:
    endpoint, _ = listen(work, shop, receiver.url("/status/500"), "order.*")
    place(work, shop)
    hear(work)
    began = clock.now = work.clock()
    while dispatcher.drain():
        (row,) = rows(work, shop)
        if row.status == "failed":
            break
        clock.now = row.next_at
    assert len(receiver.heard) == rules.MOST_ATTEMPTS == row.attempts
    assert clock.now - began >= timedelta(days=3)
    seen = work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint))
    assert seen.status == "active"
    assert (seen.health.attempts, seen.health.delivered) == (10, 0)


@pytest.mark.parametrize(
    ("status", "retry_after", "seconds"),
    [(429, "120", 120), (503, "", 30), (429, "999999", 3600), (200, "60", 0)],
)
def test_who_wants_to_be_left_alone_is(
    work: Work,
    shop: Shop,
    receiver: Receiver,
    dispatcher: Dispatcher,
    clock: Clock,
    status: int,
    retry_after: str,
    seconds: int,
) -> None:
    if retry_after:
        receiver.headers["retry-after"] = retry_after
    endpoint, _ = listen(work, shop, receiver.url(f"/status/{status}"), "order.*")
    place(work, shop)
    hear(work)
    now = clock.now = work.clock()
    dispatcher.drain()
    place(work, shop)
    hear(work)
    assert dispatcher.drain() == (0 if seconds else 1)
    seen = work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint))
    assert seen.slow_until == (now + timedelta(seconds=seconds) if seconds else None)
    clock.now = now + timedelta(seconds=seconds, minutes=1)
    assert dispatcher.drain() == (1 if seconds else 0)


def test_one_that_hangs_holds_up_no_other(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    listen(work, shop, receiver.url("/hang"), "order.*")
    listen(work, shop, receiver.url("/ok"), "order.*")
    place(work, shop, 30)
    hear(work)
    began = time.monotonic()
    dispatcher.drain(4)
    assert len(receiver.at("/ok")) == 30
    assert len(receiver.at("/hang")) < 30
    assert time.monotonic() - began < 10


def test_it_speaks_to_the_name_that_was_given(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    """A private address that came into the table by another way than the verb is not connected to."""
    endpoint, _ = listen(work, shop, receiver.url(), "order.*")
    hear(work)
    place(work, shop)
    hear(work)
    work.perform(
        shop.caller,
        lambda ctx: ctx.db.run(
            "update webhook_endpoints set url = %(url)s where tenant_id = %(tenant)s and id = %(id)s",
            id=endpoint,
            url="https://169.254.169.254/latest/meta-data/",
        ),
    )
    dispatcher.drain()
    (row,) = rows(work, shop)
    assert (row.status, row.last_outcome) == ("waiting", rules.BLOCKED)
    assert ids.public("whd", row.id).startswith("whd_")
