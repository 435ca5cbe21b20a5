"""The door of carriers over HTTP: what is signed is taken, everything else refused, and nobody is believed."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit
from uuid import UUID

import pytest
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.shipping.carriers.counter import Counter
from tests.simulators.mischief import Letter

from duka.kernel.db import Database
from duka.main import application
from duka.shipping.carriers import registry
from duka.shipping.carriers.service import accounts, tracking

NUMBER = "9405500105440232839154"
EVENT = {
    "id": "evt_1",
    "description": "tracker.updated",
    "result": {"tracking_code": NUMBER, "status": "delivered"},
}


@pytest.fixture
def door(counter: Counter, database: Database, tmp_path: Path) -> Iterator[tuple[Client, Counter, str, UUID]]:
    """(client, counter, the path of its account's callbacks, order)."""
    services = services_on(database, tmp_path, provider_urls=(("easypost", counter.simulator.url),))
    counter.clock.now = None
    counter.desk = registry.desk(services.config)
    account = counter.connect()
    order, _ = counter.follow(account)
    seen = counter.do(lambda ctx: accounts.view(ctx, counter.desk, counter.bazaar.store, account))
    client = Client(application(services))
    yield client, counter, urlsplit(seen.callback_url).path, order
    client.close()


def test_a_signed_message_makes_us_look(door: tuple[Client, Counter, str, UUID]) -> None:
    client, counter, path, order = door
    headers, body = counter.simulator.compose(Letter("", "tracker.updated", EVENT))
    for _ in range(2):
        assert client.request("POST", path, raw=body, headers=headers).status == 200
    [parcel] = counter.do(lambda ctx: tracking.of_order(ctx, order))
    assert parcel.status == "unknown"  # the carrier itself is asked
    assert parcel.next_look_at is not None
    assert parcel.next_look_at <= datetime.now(UTC)


@pytest.mark.parametrize("change", ["body", "signature", "missing"])
def test_what_is_not_signed_is_refused(door: tuple[Client, Counter, str, UUID], change: str) -> None:
    client, counter, path, _ = door
    headers, body = counter.simulator.compose(Letter("", "tracker.updated", EVENT))
    if change == "body":
        body += b" "
    elif change == "signature":
        headers["x-hmac-signature"] = "hmac-sha256-hex=" + "0" * 64
    else:
        del headers["x-hmac-signature"]
    assert client.request("POST", path, raw=body, headers=headers).status == 400


def test_an_address_that_nobody_has(door: tuple[Client, Counter, str, UUID]) -> None:
    client, counter, path, _ = door
    headers, body = counter.simulator.compose(Letter("", "tracker.updated", EVENT))
    for wrong in (path[:-3] + "abc", "/callbacks/carriers/x", "/callbacks/carriers/" + "A" * 60):
        assert client.request("POST", wrong, raw=body, headers=headers).status == 404
