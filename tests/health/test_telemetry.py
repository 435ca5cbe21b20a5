"""Traces: one from the request to the last job, across processes; nothing when nobody asked for them."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.api.client import Client
from tests.checkout.bazaar import Bazaar
from tests.faults.harness import SOURCE, Answer, Counter, Installation, Line
from tests.health.collector import Collector, Span

from duka.kernel import slowness, telemetry
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work
from duka.tenants.types import PLATFORM

TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CARRIED = f"00-{TRACE}-{PARENT}-01"


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as collector:
        yield collector


def test_one_trace_from_the_request_to_the_job(
    urls: Urls, work: Work, tmp_path: Path, collector: Collector
) -> None:
    bazaar = Bazaar(work).build()
    tea = bazaar.product(stock=5)
    settings = {
        "OTEL_EXPORTER_OTLP_ENDPOINT": collector.address,
        "OTEL_BSP_SCHEDULE_DELAY": "200",
    }
    bazaar.perform(  # a number that no hexadecimal id holds by chance
        lambda ctx: ctx.db.run("update stores set order_prefix = 'NR-' where tenant_id = %(tenant)s")
    )
    with Installation(urls, tmp_path, settings=settings) as installation:
        installation.serve()
        installation.work()
        counter = Counter(bazaar, installation.port)

        async def buy() -> Answer:
            line = Line(installation.port)
            cart = await counter.cart(line, "cash_on_delivery", (tea, 1), email="amina.secret@example.com")
            placed = await counter.ask(
                line,
                "POST",
                "/orders",
                {"cart_id": cart["id"]},
                cart_token=cart["token"],
                idempotency_key=cart["key"],
                traceparent=CARRIED,
            )
            line.close()
            return placed

        placed = asyncio.run(buy())
        assert placed.status == 201, placed.body
        collector.wait(lambda: any(s.name == "job mail.send" for s in collector.of(TRACE)))
        collector.wait(lambda: any(s.name.startswith("POST") for s in collector.of(TRACE)))
    spans = collector.of(TRACE)
    by_id = {span.id: span for span in spans}

    def above(span: Span) -> list[str]:
        found = []
        while span.parent in by_id:
            span = by_id[span.parent]
            found.append(span.name)
        assert span.parent == PARENT, span
        return found

    (request,) = [span for span in spans if span.name.startswith("POST")]
    assert (request.service, request.name, request.parent) == ("duka-web", "POST place_order", PARENT)
    assert request.attributes["http.response.status_code"] == 201
    assert request.attributes["duka.tenant"] == str(bazaar.tenant)
    assert request.attributes["duka.request_id"] == placed.headers["x-request-id"]
    (job,) = [span for span in spans if span.name == "job mail.send"][:1]
    assert job.service == "duka-worker"
    way = above(job)
    assert way[-1] == "POST place_order" and "deliver order.placed" in way and "listener letters" in way, way
    statements = [span for span in spans if span.attributes.get("db.system.name") == "postgresql"]
    assert any(span.service == "duka-web" and "orders" in span.name for span in statements)
    assert any(span.service == "duka-worker" for span in statements)
    told = repr(spans)
    for secret in ("amina.secret", "example.com", placed.json["number"]):
        assert secret not in told, secret


def test_refused_and_broken_requests_say_so(
    collector: Collector, server: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in (("ENDPOINT", collector.address), ("TIMEOUT", "2")):
        monkeypatch.setenv(f"OTEL_EXPORTER_OTLP_{name}", value)
    assert telemetry.start("duka-test")
    try:
        server.request("GET", "/api/tenants/nobody/admin/orders", headers={"traceparent": CARRIED})
        server.request("GET", "/readyz", headers={"traceparent": "nonsense"})
        assert telemetry.carried() == "" and telemetry.outgoing() == {}
        with telemetry.whole("GET", "server", CARRIED), telemetry.span("inner"):
            assert telemetry.carried().startswith(f"00-{TRACE}-")
            assert telemetry.outgoing() == {"traceparent": telemetry.carried()}
        with pytest.raises(ValueError), telemetry.span("failing"):
            raise ValueError("amina.secret@example.com")
    finally:
        telemetry.stop()
        telemetry.stop()
    refused, ready = (
        next(s for s in collector.spans if s.name.startswith(f"GET {route}"))
        for route in ("admin_", "get_readyz")
    )
    assert refused.trace == TRACE and refused.attributes["http.response.status_code"] == 401
    assert ready.trace != TRACE and not ready.parent
    assert "amina.secret" not in repr(collector.spans)
    assert not telemetry.is_on()


def test_nothing_is_loaded_and_little_is_spent_when_it_is_off() -> None:
    program = (
        "import sys, duka.main, duka.cli.worker;"
        "print([m for m in sys.modules if m.startswith(('opentelemetry', 'prometheus_client'))])"
    )
    told = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(SOURCE)},
        check=True,
    )
    assert told.stdout.strip() == "[]"
    assert not telemetry.start("duka-test", {}) and not telemetry.is_on()
    begun = time.perf_counter()
    for _ in range(10_000):
        with telemetry.span("nothing"):
            pass
    assert (time.perf_counter() - begun) / 10_000 < 50e-6


def test_a_statement_bears_the_name_of_who_sends_it(work: Work) -> None:
    slowness.taken()  # those of other tests
    with work.database.transaction(PLATFORM) as tx:
        tx.value("select pg_sleep(0.3) where %(tenant)s is not null")
    found = [each for each in slowness.taken() if "pg_sleep" in each.words]
    assert len(found) == 1 and found[0].times == 1 and found[0].longest_ms >= 300
