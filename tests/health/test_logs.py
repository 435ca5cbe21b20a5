"""Logs: what happened is there, with whose and which request; nothing of a person, no secret."""

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

import pytest
import structlog
from tests.api.client import Client
from tests.api.world import World, furnish

from duka.kernel import log
from duka.wiring import Services

PLANTED = (
    "amina.secret@example.com",
    "+221770001122",
    "12 rue des Secrets",
    "Amina Secret",
    "6011000990139424",
)


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Also of loggers that kept what another test configured, from their first line on."""
    for name, module in list(sys.modules.items()):
        if name.startswith("duka.") and (logger := getattr(module, "_log", None)) is not None:
            vars(logger).pop("bind", None)
    stream = io.StringIO()
    before = structlog.get_config()
    log.configure(stream=stream)
    structlog.configure(cache_logger_on_first_use=False)
    yield stream
    structlog.configure(**before)


@pytest.fixture(scope="module")
def acorn(server: Client, services: Services) -> World:
    return furnish(server, services)


def lines(stream: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_an_order_its_stock_and_its_payment_are_there_without_the_buyer(
    acorn: World, written: io.StringIO
) -> None:
    acorn.perform(  # a number that no hexadecimal id holds by chance
        lambda ctx: ctx.db.run("update stores set order_prefix = 'NR-' where tenant_id = %(tenant)s")
    )
    order = acorn.order()
    assert order["number"].startswith("NR-")
    told = [line for line in lines(written) if "about" in line]
    placed = next(line for line in told if line["event"] == "order.placed")
    assert placed["about"] == order["id"].removeprefix("ord_")
    assert placed["tenant"] == acorn.tenant.id.hex
    assert len(placed["request_id"]) == 32 and placed["actor"]
    assert all({"tenant", "actor", "request_id", "about", "module"} <= line.keys() for line in told)
    assert not {"payload", "email", "phone", "total_minor"} & {key for line in told for key in line}
    for said in (acorn.email, order["number"], "shopper@", "rue "):
        assert said not in written.getvalue(), said


def test_a_refusal_says_whose_and_why_and_nothing_that_was_sent(
    server: Client, acorn: World, written: io.StringIO
) -> None:
    wrong = {"email": PLANTED[0], "password": PLANTED[4], "note": PLANTED[2]}
    headers = {"authorization": f"Bearer sk_{PLANTED[4]}", "cookie": f"session={PLANTED[4]}"}
    answer = server.request(
        "POST", f"{acorn.base}/admin/orders/ord_{PLANTED[4]}?phone={PLANTED[4]}", wrong, headers=headers
    )
    assert answer.status >= 400
    server.request("POST", "/api/session", wrong)
    refused = [line for line in lines(written) if line["event"] == "refused"]
    assert refused and all(line["code"] and line["status"] >= 400 and line["request_id"] for line in refused)
    assert {"route", "method", "took_ms", "tenant", "actor"} <= refused[0].keys()
    for planted in PLANTED:
        assert planted not in written.getvalue()
