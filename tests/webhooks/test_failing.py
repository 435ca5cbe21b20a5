"""An endpoint that does not answer well for long is switched off, after somebody was warned."""

from datetime import timedelta
from typing import Any

from tests import make
from tests.conftest import Clock
from tests.people import Shop
from tests.webhooks.conftest import hear, listen, place, rows
from tests.webhooks.receiver import Receiver

from duka import wiring
from duka.kernel import ids, relay
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller, Work
from duka.webhooks import queries
from duka.webhooks.dispatcher import Dispatcher
from duka.webhooks.service import endpoints


def announced(work: Work, shop: Shop, like: str = "webhook.%") -> list[Any]:
    return work.perform(
        shop.caller,
        lambda ctx: ctx.db.all(
            """select type, aggregate_id, payload from events where tenant_id = %(tenant)s and type like %(like)s
               order by id""",
            like=like,
        ),
    )


def test_gone_is_gone(work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher) -> None:
    endpoint, _ = listen(work, shop, receiver.url("/status/410?key=secret"), "order.*")
    place(work, shop, 20)
    hear(work)
    dispatcher.drain()
    seen = work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint))
    assert (seen.status, seen.disabled_reason) == ("disabled", "gone")
    assert {row.status for row in rows(work, shop)} == {"failed", "cancelled"}
    (event,) = announced(work, shop)
    assert (event.type, event.aggregate_id) == ("webhook.disabled", endpoint)
    assert event.payload["reason"] == "gone" and event.payload["host"] == "127.0.0.1"
    assert "secret" not in str(event.payload)
    place(work, shop)
    hear(work)
    assert len(rows(work, shop)) == 20


def test_nothing_for_five_days(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Clock
) -> None:
    endpoint, _ = listen(work, shop, receiver.url("/status/500"), "order.*")
    began = clock.now = work.clock()
    days = 0
    while clock.now < began + timedelta(days=9):
        if clock.now >= began + timedelta(days=days):
            place(work, shop)
            hear(work)
            days += 1
        dispatcher.drain(3)
        seen = work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint))
        if seen.status != "active":
            break
        clock.now += timedelta(hours=4)
    assert seen.status == "disabled" and seen.disabled_reason == "failing"
    assert timedelta(days=5) <= clock.now - began <= timedelta(days=7)
    assert [event.type for event in announced(work, shop)] == ["webhook.failing", "webhook.disabled"]
    again = work.perform(shop.caller, lambda ctx: endpoints.resume(ctx, endpoint))
    assert (again.status, again.disabled_reason, again.failing_since) == ("active", "", None)


def test_one_success_is_enough_to_stay(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher, clock: Clock
) -> None:
    endpoint, _ = listen(work, shop, receiver.url("/once/500"), "order.*")
    place(work, shop)
    hear(work)
    clock.now = work.clock()
    dispatcher.drain()
    seen = work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint))
    assert seen.failing_since == clock.now
    clock.now += timedelta(days=6)
    dispatcher.drain()
    seen = work.perform(shop.caller, lambda ctx: queries.get_endpoint(ctx, endpoint))
    assert (seen.status, seen.failing_since) == ("active", None)
    assert announced(work, shop) == []
    assert (seen.health.attempts, seen.health.delivered, seen.health.latest) == (
        2,
        1,
        ["delivered", "refused"],
    )


def test_staff_are_told_in_the_console_and_owners_by_letter(
    work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    owner = make.staff(work, shop.tenant, "owner")
    make.staff(work, shop.tenant, "support")
    endpoint, _ = listen(work, shop, receiver.url("/status/410"), "order.*")
    place(work, shop)
    hear(work)
    dispatcher.drain()
    told = {kind: wiring.LISTENERS[kind] for kind in ("webhook.disabled", "webhook.failing")}
    relay.drain(work, told)
    system = Caller(shop.tenant.id, SYSTEM)
    (message,) = work.perform(
        system,
        lambda ctx: ctx.db.all(
            "select staff_id, kind, object, data from notifications where tenant_id = %(tenant)s"
        ),
    )
    assert (message.staff_id, message.kind) == (owner.actor.id, "webhook_trouble")
    assert message.object == ids.public("whe", endpoint)
    assert message.data == {"host": "127.0.0.1", "reason": "gone"}
    (letter,) = work.perform(
        system, lambda ctx: ctx.db.all("select kind, subject, text from mails where tenant_id = %(tenant)s")
    )
    assert letter.kind == "staff_webhook_disabled" and "127.0.0.1" in letter.subject
    assert "410" in letter.text
