"""From an event to a receiver: signed, complete, to whom it concerns."""

import pytest
from standardwebhooks.webhooks import WebhookVerificationError
from tests import make
from tests.people import Shop
from tests.webhooks.conftest import hear, listen, place, rows
from tests.webhooks.receiver import Receiver

from duka.kernel import ids
from duka.kernel.work import Work
from duka.webhooks.dispatcher import Dispatcher


def test_an_event_arrives_signed(work: Work, shop: Shop, receiver: Receiver, dispatcher: Dispatcher) -> None:
    _, secret = listen(work, shop, receiver.url("/ok?key=1"))
    (order,) = place(work, shop)
    hear(work)
    dispatcher.drain()
    (heard,) = [each for each in receiver.heard if '"order.placed"' in each.body]
    message = heard.verified(secret)
    assert heard.path == "/ok?key=1"
    assert message["type"] == "order.placed"
    assert message["timestamp"].endswith("Z")
    assert message["data"] == {
        "id": ids.public("ord", order),
        "tenant_id": ids.public("ten", shop.tenant.id),
        "store_id": ids.public("store", shop.store),
        "number": "1001",
        "total_minor": 1200,
        "currency": "EUR",
        "email": "sam@shopper.example",
        "locale": "en",
    }
    assert heard.headers["content-type"] == "application/json"
    assert heard.headers["host"] == f"127.0.0.1:{receiver.port}"
    with pytest.raises(WebhookVerificationError):
        heard.verified("whsec_" + "A" * 43 + "=")
    assert [(row.status, row.attempts) for row in rows(work, shop)] == [("delivered", 1)]


def test_only_who_wants_it_hears_it(
    work: Work, shop: Shop, other_shop: Shop, receiver: Receiver, dispatcher: Dispatcher
) -> None:
    elsewhere = make.store(work, shop.tenant)
    for path, choice, store in (
        ("/all", "*", None),
        ("/family", "order.*", None),
        ("/type", "order.placed", None),
        ("/other", "product.*", None),
        ("/here", "*", shop.store),
        ("/elsewhere", "*", elsewhere),
    ):
        listen(work, shop, receiver.url(path), choice, store=store)
    listen(work, other_shop, receiver.url("/stranger"))
    place(work, shop)
    hear(work)
    dispatcher.drain()
    told = [each for each in receiver.heard if '"order.placed"' in each.body]
    assert sorted(each.path for each in told) == ["/all", "/family", "/here", "/type"]
    assert len({each.id for each in told}) == 1
