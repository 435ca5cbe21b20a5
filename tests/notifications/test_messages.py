"""Events become messages for those whom they concern, and nobody else reads them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests import make
from tests.notifications.conftest import Hire
from tests.people import Shop

from duka.kernel import relay
from duka.kernel.context import Actor, Context
from duka.kernel.errors import Forbidden
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id, parse
from duka.kernel.work import Caller, Work
from duka.notifications import handlers, queries, service
from duka.notifications.errors import MessageNotFound, UnknownMessageKind
from duka.notifications.inputs import PreferenceInput
from duka.notifications.types import KINDS, Message
from duka.wiring import LISTENERS, PERMISSIONS

Heard = Callable[..., Delivery]


def inbox(work: Work, who: Caller, **more: Any) -> list[Message]:
    return work.perform(who, lambda ctx: queries.list_messages(ctx, **more)).items


def unread(work: Work, who: Caller) -> int:
    return work.perform(who, queries.count_unread).unread


def tell(work: Work, shop: Shop, act: Callable[[Context, Delivery], None], event: Delivery) -> None:
    work.perform(Caller(shop.tenant.id), lambda ctx: act(ctx, event))


@pytest.fixture
def placed(shop: Shop, heard: Heard) -> Delivery:
    payload = {
        "number": "1001",
        "store_id": str(shop.store),
        "total_minor": 1250,
        "currency": "EUR",
        "email": "sam@shopper.example",
        "locale": "en",
    }
    return heard("order.placed", payload)


def test_an_order_is_told_to_those_who_handle_orders(
    work: Work, shop: Shop, hire: Hire, placed: Delivery
) -> None:
    handles, reads = hire("fulfilment"), hire("read-only")
    tell(work, shop, handlers.order_placed, placed)
    (message,) = inbox(work, handles)
    assert message.kind == "order_placed"
    assert message.object == f"ord_{placed.aggregate_id.hex}"
    assert message.store_id == f"store_{shop.store.hex}"
    assert message.data == {"number": "1001", "total_minor": 1250, "currency": "EUR"}
    assert message.read_at is None
    assert inbox(work, reads) == []


def test_a_message_holds_nothing_of_the_customer(
    work: Work, shop: Shop, hire: Hire, placed: Delivery
) -> None:
    handles = hire("fulfilment")
    tell(work, shop, handlers.order_placed, placed)
    assert "sam" not in repr(inbox(work, handles))


def test_hearing_an_event_twice_tells_once(work: Work, shop: Shop, hire: Hire, placed: Delivery) -> None:
    handles = hire("fulfilment")
    tell(work, shop, handlers.order_placed, placed)
    tell(work, shop, handlers.order_placed, placed)
    assert len(inbox(work, handles)) == 1


def test_nobody_is_told_of_what_they_did_themselves(
    work: Work, shop: Shop, hire: Hire, placed: Delivery, heard: Heard
) -> None:
    mine, other = hire("support"), hire("support")
    event = heard("order.placed", placed.payload, actor=mine.actor.label)
    tell(work, shop, handlers.order_placed, event)
    assert inbox(work, mine) == []
    assert len(inbox(work, other)) == 1


def test_what_is_a_week_old_is_no_news(work: Work, shop: Shop, hire: Hire, placed: Delivery) -> None:
    handles = hire("fulfilment")
    late = msgspec.structs.replace(placed, occurred_at=placed.occurred_at - timedelta(days=8))
    tell(work, shop, handlers.order_placed, late)
    assert inbox(work, handles) == []


def test_nobody_who_left_is_told(work: Work, shop: Shop, hire: Hire, placed: Delivery) -> None:
    gone = hire("fulfilment")
    work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.run(
            "update staff set is_active = false where tenant_id = %(tenant)s and id = %(id)s",
            id=gone.actor.id,
        ),
    )
    tell(work, shop, handlers.order_placed, placed)
    assert inbox(work, gone) == []


def test_who_works_in_another_store_or_at_another_location_is_not_told(
    work: Work, shop: Shop, hire: Hire, placed: Delivery, heard: Heard
) -> None:
    here, elsewhere = hire("fulfilment", stores=[shop.store]), hire("fulfilment", stores=[new_id()])
    tell(work, shop, handlers.order_placed, placed)
    assert (len(inbox(work, here)), len(inbox(work, elsewhere))) == (1, 0)
    barn, item = make.location(work, shop.tenant, name="Barn"), new_id()
    keeper, other = hire("catalogue", locations=[barn]), hire("catalogue", locations=[new_id()])
    work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.run(
            "insert into stock_items (tenant_id, id, sku) values (%(tenant)s, %(id)s, 'HAY')", id=item
        ),
    )
    payload = {"location_id": str(barn), "available": 0, "low_at": 5}
    tell(work, shop, handlers.stock_sold_out, heard("stock.sold_out", payload, thing=item))
    assert (len(inbox(work, keeper)), len(inbox(work, other))) == (1, 0)


def test_what_somebody_does_not_want_is_not_told(
    work: Work, shop: Shop, hire: Hire, placed: Delivery
) -> None:
    handles = hire("fulfilment")
    off = [PreferenceInput("order_placed", False)]
    work.perform(handles, lambda ctx: service.choose(ctx, off))
    tell(work, shop, handlers.order_placed, placed)
    assert inbox(work, handles) == []
    chosen = {p.kind: p.is_on for p in work.perform(handles, queries.preferences)}
    assert chosen == {name: name != "order_placed" for name in KINDS}
    with pytest.raises(UnknownMessageKind):
        work.perform(handles, lambda ctx: service.choose(ctx, [PreferenceInput("weather", True)]))


def test_stock_that_runs_low(work: Work, shop: Shop, hire: Hire, heard: Heard) -> None:
    handles = hire("catalogue")
    location = make.location(work, shop.tenant, name="Barn")
    item = new_id()
    work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.run(
            "insert into stock_items (tenant_id, id, sku) values (%(tenant)s, %(id)s, 'EGGS')", id=item
        ),
    )
    payload = {"location_id": str(location), "available": 3, "low_at": 5}
    tell(work, shop, handlers.stock_low, heard("stock.low", payload, thing=item))
    (message,) = inbox(work, handles)
    assert message.kind == "stock_low"
    assert message.data == {
        "sku": "EGGS",
        "title": "EGGS",
        "location": "Barn",
        "available": 3,
        "unit": "C62",
        "scale": 0,
    }


def test_only_who_began_an_import_hears_how_it_ended(
    work: Work, shop: Shop, hire: Hire, heard: Heard
) -> None:
    mine, other = hire("catalogue"), hire("catalogue")
    assert mine.actor.id is not None
    finished = {
        "kind": "products",
        "file_name": "goods.csv",
        "asked_by": str(mine.actor.id),
        "created": 2,
        "updated": 0,
        "refused": 1,
        "is_dry": False,
        "has_failed": False,
    }
    tell(work, shop, handlers.import_finished, heard("import.finished", finished))
    rehearsed = heard("import.finished", {**finished, "is_dry": True})
    tell(work, shop, handlers.import_finished, rehearsed)
    tell(work, shop, handlers.import_finished, heard("import.finished", {**finished, "asked_by": None}))
    (message,) = inbox(work, mine)
    assert message.data == {"kind": "products", "created": 2, "updated": 0, "refused": 1, "has_failed": False}
    assert inbox(work, other) == []


def test_those_who_look_after_staff_hear_who_joined(work: Work, shop: Shop, hire: Hire, heard: Heard) -> None:
    manager, other = hire("manager"), hire("support")
    joined = {"email": "new@acorn.example", "name": "Nia", "roles": ["support"]}
    tell(work, shop, handlers.staff_joined, heard("staff.joined", joined))
    assert inbox(work, manager)[0].data == {"name": "Nia", "roles": ["support"]}
    assert inbox(work, other) == []


def test_reading(work: Work, shop: Shop, hire: Hire, placed: Delivery, heard: Heard) -> None:
    mine, other = hire("fulfilment"), hire("fulfilment")
    for _ in range(3):
        tell(work, shop, handlers.order_placed, heard("order.placed", placed.payload))
    assert (unread(work, mine), unread(work, other)) == (3, 3)
    newest, middle, _ = (parse("msg", message.id) for message in inbox(work, mine))
    work.perform(mine, lambda ctx: service.mark_read(ctx, newest))
    work.perform(mine, lambda ctx: service.mark_read(ctx, newest))
    assert (unread(work, mine), unread(work, other)) == (2, 3)
    assert len(inbox(work, mine, is_unread=True)) == 2
    work.perform(mine, lambda ctx: service.mark_read(ctx, newest, is_read=False))
    assert unread(work, mine) == 3
    work.perform(mine, lambda ctx: service.mark_all_read(ctx, middle))
    assert [message.read_at is None for message in inbox(work, mine)] == [True, False, False]
    work.perform(mine, service.mark_all_read)
    assert (unread(work, mine), unread(work, other)) == (0, 3)


def test_another_persons_message_is_not_there(work: Work, shop: Shop, hire: Hire, placed: Delivery) -> None:
    mine, other = hire("fulfilment"), hire("fulfilment")
    tell(work, shop, handlers.order_placed, placed)
    theirs = parse("msg", inbox(work, other)[0].id)
    with pytest.raises(MessageNotFound):
        work.perform(mine, lambda ctx: service.mark_read(ctx, theirs))
    with pytest.raises(MessageNotFound):
        work.perform(mine, lambda ctx: service.mark_all_read(ctx, theirs))
    assert unread(work, mine) == 1
    key = Caller(shop.tenant.id, Actor("key", new_id()), frozenset({"account:manage"}))
    with pytest.raises(Forbidden):
        work.perform(key, queries.list_messages)


def test_pages(work: Work, shop: Shop, hire: Hire, placed: Delivery, heard: Heard) -> None:
    mine = hire("fulfilment")
    for _ in range(5):
        tell(work, shop, handlers.order_placed, heard("order.placed", placed.payload))
    first = work.perform(mine, lambda ctx: queries.list_messages(ctx, limit=2))
    second = work.perform(mine, lambda ctx: queries.list_messages(ctx, limit=2, cursor=first.next))
    third = work.perform(mine, lambda ctx: queries.list_messages(ctx, limit=2, cursor=second.next))
    assert work.last_statements == 2
    assert third.next is None
    assert [len(page.items) for page in (first, second, third)] == [2, 2, 1]
    assert len({m.id for page in (first, second, third) for m in page.items}) == 5


def test_an_event_that_is_announced_arrives(work: Work, shop: Shop, hire: Hire, placed: Delivery) -> None:
    """Through the outbox and the relay, as in a running shop."""
    handles = hire("fulfilment")

    def announce(ctx: Context) -> None:
        ctx.db.outbox.append(
            {
                "id": new_id(),
                "type": "order.placed",
                "version": 1,
                "aggregate_id": placed.aggregate_id,
                "payload": placed.payload,
                "actor": "shopper",
                "actor_name": "",
                "origin": "",
                "request_id": "",
                "occurred_at": ctx.now,
            }
        )

    work.perform(shop.shopper, announce)
    ours = {"order.placed": [pair for pair in LISTENERS["order.placed"] if pair[0] == "notify"]}
    relay.drain(work, ours, most=1_000_000)
    assert [message.kind for message in inbox(work, handles)] == ["order_placed"]


def test_every_kind_is_heard_by_somebody_and_names_a_permission() -> None:
    assert {kind.permission for kind in KINDS.values()} <= set(PERMISSIONS)
    heard = {act for listeners in LISTENERS.values() for name, act in listeners if name == "notify"}
    assert {act.__name__ for act in heard} == {
        "order_held",
        "order_placed",
        "payment_changed",
        "payment_mismatched",
        "stock_low",
        "stock_sold_out",
        "ledger_out_of_balance",
        "import_finished",
        "staff_joined",
        "support_visit_began",
        "webhook_trouble",
        "experiment_paused",
        "plan_limit_near",
    }


def test_a_payment_that_fails_is_told_with_its_order(
    work: Work, shop: Shop, hire: Hire, heard: Heard, an_order: UUID
) -> None:
    handles = hire("finance")
    for status in ("captured", "failed", "unknown"):
        event = heard("payment.changed", {"status": status, "provider": "sandbox"}, thing=an_order)
        tell(work, shop, handlers.payment_changed, event)
    assert sorted(message.kind for message in inbox(work, handles)) == ["payment_failed", "payment_unclear"]
    assert inbox(work, handles)[0].data["number"] == "1001"
