"""Search in a large catalogue with misspelt titles: how quick, and how often the right product is among the first three; printed.

    python -m bench.search [--products 100000] [--seconds 8] [--titles 2000] [--connections 16] [--folder FOLDER]
                           [--catalogue FILE]

A server of its own (fsync on, its settings those of `duka serve`) and `duka serve` with two processes, asked over HTTP by
`bench.client` from this machine; kept pages are off, so every search is done. `--titles` so many titles are drawn and misspelt:
1 % of their characters wrong, dropped, doubled or swapped, at least one in each; every one is asked for once to see what it finds
(the measured list), and again and again while the clock runs. Yardsticks: the same server's answer to a listing without words,
and the same titles spelt right. FOLDER keeps the database for a second run; FILE has real titles, one a line, in place of the
made ones.
"""

import argparse
import asyncio
import contextlib
import os
import random
import tempfile
import time
import urllib.request
from collections.abc import Callable, Sequence
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

import uvloop

from bench import servers
from bench.client import Flow, Round, Step, drive, encode
from bench.machine import Books, Parties, Shares
from bench.search_goods import misspelt, slug_of
from bench.search_ground import SearchGround

PROMISE_MS = 60.0
PROMISE_SHARE = 0.95
FIRST = 3
PATIENCE = 300.0
SEED = 20_260


class Asked:
    """Searches by HTTP, and what they found: by the text, the place of the right product (from 0), or None."""

    def __init__(self, key: str) -> None:
        self.path = "/api/tenants/acorn/ecommerce/products"
        self.headers = {"authorization": f"Bearer {key}"}
        self.places: dict[str, int | None] = {}

    def request(self, text: str, more: str = "") -> bytes:
        return encode("GET", f"{self.path}?limit=20&q={quote(text)}{more}", self.headers)

    def listing(self) -> Callable[[], Flow]:
        request = encode("GET", f"{self.path}?limit=20", self.headers)

        def begin() -> Flow:
            yield Step("listing", request)

        return begin

    def searching(self, name: str, wanted: Sequence[tuple[str, str]], more: str = "") -> Callable[[], Flow]:
        """`wanted`: texts with the slug that each should find."""
        prepared = cycle(
            [(text, self.request(text, more), f'"slug":"{slug}"'.encode()) for text, slug in wanted]
        )

        def begin() -> Flow:
            text, request, mark = next(prepared)
            body = yield Step(name, request)
            cards = body.split(b'{"id":"prod_')[1:]
            self.places[text] = next((place for place, card in enumerate(cards) if mark in card), None)

        return begin


def load() -> str:
    one, five, _ = os.getloadavg()
    return f"load {one:.1f} (five minutes: {five:.1f}) on {os.cpu_count()} cores"


def told(round: Round, shares: Shares, yardstick: Round) -> str:
    times = round.flow_latency
    each = 1000 / max(round.flows, 1)
    ratio = f"; {round.rate / yardstick.rate:.2f} of the yardstick" if yardstick.rate else ""
    work = f"; processor ms each: web {shares.web * each:.1f}, PostgreSQL {shares.postgres * each:.1f}"
    others = f"; others kept {shares.others:.1f} cores busy"
    return (
        f"{round.flow:24} {round.rate:6.0f}/s  p50 {times.p50:6.1f}  p95 {times.p95:6.1f}  p99 {times.p99:6.1f} ms"
        f"  {round.failed} failed{ratio}{work}{others}"
    )


def _wait(web: servers.Server) -> None:
    """Until it answers, on a busy machine too."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end and web.process.poll() is None:
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{web.port}/", timeout=10).close()
            return
        time.sleep(0.2)
    raise SystemExit(f"The server did not answer.\n{web.words()}")


def measure(arguments: argparse.Namespace, folder: Path) -> bool:
    """Whether the promise is kept."""
    given = arguments.catalogue.read_text().splitlines() if arguments.catalogue else []
    ground = SearchGround(folder, arguments.products, [line for line in given if line.strip()])
    try:
        place = ground.make()
        print(f"{place.products} products, filled in {ground.filled:.0f} s; {load()}")
        chance = random.Random(SEED)
        drawn = [
            (n, ground.titles[n]) for n in (chance.randrange(place.products) for _ in range(arguments.titles))
        ]
        right = [(title, slug_of(n, title)) for n, title in drawn]
        wrong = [(misspelt(title, chance), slug) for title, slug in right]
        asked = Asked(place.key)
        with servers.web(ground.data, folder, is_cached=False) as web:
            _wait(web)

            parties = Parties(web=web.pid, postgres=ground.postgres_pid)

            def run(
                name: str, begin: Callable[[], Flow], connections: int = arguments.connections
            ) -> tuple[Round, Shares]:
                books: list[Books] = []
                driven = drive(
                    web.port,
                    name,
                    begin,
                    connections,
                    arguments.seconds,
                    2.0,
                    lambda: books.append(parties.books()),
                )
                round = asyncio.run(driven)
                return round, books[1].since(books[0])

            asked_alone = run("misspelt, one at a time", asked.searching("misspelt", wrong), 1)
            plain = run("listing without words", asked.listing())
            spelt = run("titles spelt right", asked.searching("spelt", right))
            asked.places.clear()
            slips = run("misspelt titles", asked.searching("misspelt", wrong))
            again = 0
            while len(asked.places) < len({text for text, _ in wrong}) and again < 20:
                run(
                    "the rest of the list",
                    asked.searching("misspelt", [w for w in wrong if w[0] not in asked.places]),
                )
                again += 1
            found = [asked.places.get(text) for text, _ in wrong]
            faceted = run(
                "with facets and total", asked.searching("facets", wrong, "&with_facets=true&with_total=true")
            )
        for round, shares in (plain, spelt, slips, faceted, asked_alone):
            print(told(round, shares, plain[0]))
        print(load())
        share = sum(place is not None and place < FIRST for place in found) / len(found)
        first = sum(place == 0 for place in found) / len(found)
        print(
            f"measured list: {len(found)} misspelt titles; right product first {first:.1%}, in the first {FIRST} {share:.1%}"
        )
        missed = [
            text for (text, _), place in zip(wrong, found, strict=True) if place is None or place >= FIRST
        ]
        print("not among them: " + "; ".join(missed[:12]) if missed else "none was missed")
        quick = slips[0].flow_latency.p95 <= PROMISE_MS and not slips[0].failed
        print(
            f"p95 at {arguments.connections} connections within {PROMISE_MS:g} ms: {'yes' if quick else 'NO'}"
        )
        print(
            f"right product in the first {FIRST} of {PROMISE_SHARE:.0%}: {'yes' if share >= PROMISE_SHARE else 'NO'}"
        )
        return quick and share >= PROMISE_SHARE
    finally:
        ground.cluster.stop()


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    parser.add_argument("--products", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--titles", type=int, default=2_000)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--catalogue", type=Path)
    arguments = parser.parse_args()
    uvloop.install()
    began = time.monotonic()
    if arguments.folder:
        is_kept = measure(arguments, arguments.folder)
    else:
        with tempfile.TemporaryDirectory() as folder:
            is_kept = measure(arguments, Path(folder))
    print(f"took {time.monotonic() - began:.0f} s")
    return 0 if is_kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
