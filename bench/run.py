"""The order of things: yardstick, cold start, kept answers, fresh answers, sales, pgbench; then all again among neighbours."""

from __future__ import annotations

import asyncio
import tempfile
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

import msgspec
import uvloop

from bench import pgbench, servers
from bench.client import Flow, Latency, Round, Step, drive, encode
from bench.flows import POPULAR, Flows
from bench.ground import NEIGHBOURS, PRODUCTS, VARIANTS, Good, Ground, Shop
from bench.machine import Books, Memory, Parties, Shares, facts_of_machine, memory
from bench.trace import Trace, Traced
from duka.demo import bulk
from duka.kernel import config as configuration

CONNECTIONS = (16, 64)
IDLE = 2.0
"""Seconds of rest before idle memory is read."""


class Row(msgspec.Struct, frozen=True):
    """One figure. `rate` counts flows per second; processor seconds are in `cpu`."""

    flow: str
    tenants: int
    connections: int
    rate: float
    latency: Latency
    calls: dict[str, Latency]
    calls_per_second: float
    statuses: dict[int, int]
    cpu: Shares


class Facts(msgspec.Struct):
    """All that was measured."""

    machine: dict[str, str | int | float] = {}
    settings: dict[str, str] = {}
    seconds: float = 4.0
    rows: list[Row] = []
    statements: dict[str, int] = {}
    bounds: dict[str, dict[int, list[pgbench.Outcome]]] = {}
    """Flow → tenants → pgbench's outcomes."""

    cold_start: float = 0.0
    warm_start: float = 0.0
    idle: Memory | None = None
    loaded: Memory | None = None
    neighbours: int = 0
    neighbour_products: int = 0
    neighbour_seconds: float = 0.0
    outbox_left: dict[str, int] = {}
    took: float = 0.0


class Benchmark:
    def __init__(
        self, seconds: float, warm_up: float, neighbours: int, folder: Path, *, is_quick: bool = False
    ) -> None:
        self.seconds = seconds
        self.warm_up = warm_up
        self.neighbours = neighbours
        self.folder = folder
        self.pgbench_connections = CONNECTIONS[:1] if is_quick else CONNECTIONS
        self.facts = Facts(seconds=seconds)
        self.ground = Ground(folder)
        self.shop: Shop
        self.flows: Flows

    def run(self) -> Facts:
        started = time.perf_counter()
        facts = self.facts
        facts.machine = {**facts_of_machine(), "web_processes": servers.PROCESSES}
        self._hello()
        try:
            say("setting up: PostgreSQL, schema, one shop")
            self.shop = self.ground.make()
            self.flows = Flows(self.shop)
            facts.settings = self.ground.settings()
            self._cold_start()
            self._kept_answers()
            self._among(1)
            if self.neighbours:
                self._add_neighbours()
                self._among(1 + self.neighbours)
        finally:
            self.ground.cluster.destroy()
        facts.took = time.perf_counter() - started
        return facts

    # the parts

    def _hello(self) -> None:
        with servers.hello(self.folder) as server:
            server.wait("/")
            step = self._plain("/")
            self._rounds("hello", 0, server, Parties(web=server.pid), step)

    def _cold_start(self) -> None:
        """Everything is set up and nothing runs, PostgreSQL neither; until the home page is there."""
        self.ground.cluster.stop()
        page = f"{self.shop.pages}/"
        with servers.web(self.ground.data, self.folder, is_cached=True) as server:
            self.facts.cold_start = server.wait(page)
        with servers.web(self.ground.data, self.folder, is_cached=True) as server:
            self.facts.warm_start = server.wait(page)
        say(
            f"first page after {self.facts.cold_start:.2f} s (PostgreSQL running: {self.facts.warm_start:.2f} s)"
        )

    def _kept_answers(self) -> None:
        flows = self.flows
        with (
            servers.web(self.ground.data, self.folder, is_cached=True) as web,
            servers.worker(self.ground.data, self.folder) as worker,
        ):
            web.wait(f"{self.shop.pages}/")
            time.sleep(IDLE)
            self.facts.idle = memory([web.pid, worker.pid])
            say(f"idle memory of web and worker: {self.facts.idle.pss} MiB")
            for name, begin in {
                "listing, kept": flows.one_of(flows.listings, 1000),
                "product, kept": flows.one_of(flows.products[:POPULAR], 500),
                "home page, kept": flows.one_of(flows.homes, 1000),
                "listing page, kept": flows.one_of(flows.listing_pages, 1000),
                "product page, kept": flows.one_of(flows.product_pages[:POPULAR], 1000),
            }.items():
                self._rounds(name, 1, web, self._parties(web, worker), begin)

    def _among(self, tenants: int) -> None:
        flows = self.flows
        with (
            servers.worker(self.ground.data, self.folder) as worker,
            servers.web(self.ground.data, self.folder, is_cached=False) as web,
        ):
            web.wait(f"{self.shop.pages}/")
            parties = self._parties(web, worker)
            for name, begin in {
                "listing": flows.one_of(flows.listings, 1000),
                "product": flows.one_of(flows.products, 500),
                "search": flows.one_of(flows.searches, 20),
                "home page": flows.one_of(flows.homes, 1000),
                "listing page": flows.one_of(flows.listing_pages, 1000),
                "product page": flows.one_of(flows.product_pages, 1000),
                "add to cart": flows.add_to_cart(),
            }.items():
                self._rounds(name, tenants, web, parties, begin)
            for connections in CONNECTIONS:
                self._round("checkout", tenants, web, parties, flows.checkout(), connections)
                self.facts.outbox_left[f"{tenants} tenants, {connections} connections"] = self.ground.outbox()
                self.ground.clear_outbox()
            self.facts.loaded = memory([web.pid, worker.pid])
        asyncio.run(self._bounds(tenants))

    async def _bounds(self, tenants: int) -> None:
        """Statements are counted, and pgbench sends the same. Web and worker rest."""
        config = configuration.load({"DUKA_DATA": str(self.ground.data)})
        traced = Traced(config, self.ground.urls)
        good = self.shop.goods[len(self.shop.goods) // 2]
        flows = self.flows
        walks: dict[str, Callable[[], Flow]] = {
            "listing": flows.one_of(flows.listings),
            "product": flows.one_of(flows.products[:1]),
            "search": flows.one_of(flows.searches[:1]),
            "home page": flows.one_of(flows.homes),
            "listing page": flows.one_of(flows.listing_pages),
            "product page": flows.one_of(flows.product_pages[:1]),
            "add to cart": flows.add_to_cart(),
            "checkout": flows.checkout(good),
        }
        try:
            traces: dict[str, list[Trace]] = {name: [] for name in walks}
            for name, walk in walks.items():
                for _ in range(3):  # the first fills what is remembered: settings, credentials, the cart
                    traces[name].append(await traced.walk(walk))
        finally:
            traced.close()
        self.facts.statements = {name: walked[-1].statements for name, walked in traces.items()}
        for name in ("listing", "product", "checkout"):
            _, one, other = traces[name]
            text = pgbench.script(one, other, drawn(self.shop, good), PRODUCTS, VARIANTS)
            self._pgbench(name, tenants, text, writes=name == "checkout")

    def _pgbench(self, name: str, tenants: int, script: pgbench.Script, *, writes: bool) -> None:
        outcomes = self.facts.bounds.setdefault(name, {}).setdefault(tenants, [])
        for connections in self.pgbench_connections:
            before = self.ground.orders()
            outcome = pgbench.run(
                self.ground.cluster.binaries,
                self.ground.urls.app,
                script.text,
                connections,
                max(1, round(self.warm_up * 3)),
                max(2, round(self.seconds)),
                self.folder,
            )
            made = self.ground.orders() - before
            if writes and made < outcome.transactions:
                raise SystemExit(
                    f"pgbench did {outcome.transactions} checkouts, and there are {made} orders more."
                )
            say(f"  pgbench, {name:<20} {connections:>3} connections {outcome.rate:>9.0f} /s")
            outcomes.append(outcome)
            if writes:
                self.ground.clear_outbox()

    def _add_neighbours(self) -> None:
        say(f"setting up: {self.neighbours} more tenants")
        started = time.perf_counter()
        self.facts.neighbour_products = self.ground.add_neighbours(self.neighbours)
        self.facts.neighbours = self.neighbours
        self.facts.neighbour_seconds = time.perf_counter() - started
        say(f"{self.facts.neighbour_products} products more in {self.facts.neighbour_seconds:.0f} s")

    # rounds

    def _parties(self, web: servers.Server, worker: servers.Server) -> Parties:
        return Parties(web.pid, worker.pid, self.ground.postgres_pid)

    def _plain(self, path: str) -> Callable[[], Flow]:
        step = Step("call", encode("GET", path, {}))

        def flow() -> Flow:
            yield step

        return flow

    def _rounds(
        self,
        name: str,
        tenants: int,
        server: servers.Server,
        parties: Parties,
        begin: Callable[[], Flow],
    ) -> None:
        for connections in CONNECTIONS:
            self._round(name, tenants, server, parties, begin, connections)

    def _round(
        self,
        name: str,
        tenants: int,
        server: servers.Server,
        parties: Parties,
        begin: Callable[[], Flow],
        connections: int,
    ) -> None:
        edges: list[Books] = []
        with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
            found = runner.run(
                drive(
                    server.port,
                    name,
                    begin,
                    connections,
                    self.seconds,
                    self.warm_up,
                    lambda: edges.append(parties.books()),
                )
            )
        refuse_errors(found, server)
        cpu = edges[1].since(edges[0])
        self.facts.rows.append(
            Row(
                name,
                tenants,
                connections,
                found.rate,
                found.flow_latency,
                found.call_latency,
                found.calls / found.seconds,
                found.statuses,
                cpu,
            )
        )
        say(
            f"  {name:<29} {connections:>3} connections {found.rate:>9.0f} /s   p95 {found.flow_latency.p95:>7.1f} ms"
            f"   cpu client {cpu.share(cpu.client):4.0%} web {cpu.share(cpu.web):4.0%} pg {cpu.share(cpu.postgres):4.0%}"
            f"   others {cpu.others:.1f}"
        )


def refuse_errors(found: Round, server: servers.Server) -> None:
    """A benchmark of errors is a lie: the first one ends it."""
    if found.failed or not found.flows:
        listed = "\n".join(
            f"  {count} × {what}" for what, count in sorted(found.errors.items(), key=lambda e: -e[1])[:8]
        )
        raise SystemExit(
            f"{found.flow} at {found.connections} connections: {found.failed} errors, {found.flows} done.\n{listed}\n"
            f"{server.words()}"
        )


def drawn(shop: Shop, good: Good) -> Mapping[UUID, str]:
    """The ids of `good` → SQL of the same ids of the product and variant that pgbench drew (:p, :v)."""

    def sql(expression: str) -> str:
        words = expression.replace("%(tenant)s::uuid::text", f"'{shop.tenant}'")
        words = words.replace("(n * 100 + v)", "(:p::int * 100 + :v::int)").replace("(n)", "(:p::int)")
        assert "%(" not in words
        return words

    return {
        good.product_id: sql(bulk.PRODUCT),
        good.variant_id: sql(bulk.VARIANT),
        good.item_id: sql(bulk.ITEM),
    }


def measure(seconds: float, warm_up: float, neighbours: int = NEIGHBOURS, *, is_quick: bool = False) -> Facts:
    with tempfile.TemporaryDirectory(prefix="duka-bench-") as folder:
        return Benchmark(seconds, warm_up, neighbours, Path(folder), is_quick=is_quick).run()


def say(line: str) -> None:
    print(line, flush=True)
