"""What the tests of webhooks stand on."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from tests import outbox
from tests.conftest import Clock
from tests.people import Shop
from tests.webhooks.receiver import Receiver

from duka import wiring
from duka.identity.sealing import Keyring
from duka.kernel import events, ids, relay
from duka.kernel.work import Work
from duka.orders.events import OrderCreated, OrderPlaced
from duka.webhooks.catalogue import known_types
from duka.webhooks.dispatcher import Dispatcher
from duka.webhooks.fan_out import FanOut
from duka.webhooks.inputs import EndpointInput
from duka.webhooks.service import endpoints

KEYRING = Keyring(("a secret of the tests",))
KNOWN = known_types(wiring.EVENT_MODULES)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with Receiver() as receiver:
        yield receiver


@pytest.fixture
def dispatcher(work: Work, shop: Shop) -> Dispatcher:
    """Of this test's company; gives receivers a second in place of fifteen."""
    return Dispatcher(work, KEYRING, is_local=True, timeout=1.0, only=shop.tenant.id)


def listen(work: Work, shop: Shop, url: str, *events: str, store: UUID | None = None) -> tuple[UUID, str]:
    """A new endpoint: its id and its secret."""
    data = EndpointInput(
        url=url, events=list(events) or ["*"], store_id=ids.public("store", store) if store else None
    )
    made = work.perform(shop.caller, lambda ctx: endpoints.create(ctx, KEYRING, data, KNOWN, is_local=True))
    return ids.parse("whe", made.endpoint.id), made.secret


def place(work: Work, shop: Shop, count: int = 1, store: UUID | None = None) -> list[UUID]:
    """Announces orders; the ids of the orders."""
    orders = [ids.new_id() for _ in range(count)]

    def act(ctx: Any) -> None:
        for order in orders:
            events.emit(
                ctx,
                OrderPlaced(
                    aggregate_id=order,
                    number="1001",
                    store_id=store or shop.store,
                    total_minor=1200,
                    currency="EUR",
                    email="sam@shopper.example",
                    locale="en",
                ),
            )

    work.perform(shop.caller, act)
    return orders


@pytest.fixture(autouse=True)
def _quiet(work: Work) -> None:
    outbox.empty(work)


def created(ctx: Any, order: UUID, store: UUID) -> None:
    events.emit(
        ctx,
        OrderCreated(
            aggregate_id=order,
            number="1",
            store_id=store,
            total_minor=1,
            currency="EUR",
            payment_method="x",
        ),
    )


def hear(work: Work) -> None:
    """Everything announced is heard, by webhooks alone."""
    relay.drain(work, {"*": [("webhooks", FanOut().hear)]}, most=1_000_000)


def rows(work: Work, shop: Shop) -> list[Any]:
    """The company's deliveries, oldest first."""
    return work.perform(
        shop.caller,
        lambda ctx: ctx.db.all("select * from webhook_deliveries where tenant_id = %(tenant)s order by id"),
    )


__all__ = ["KEYRING", "KNOWN", "Callable", "Clock", "Path", "created", "hear", "listen", "place", "rows"]
