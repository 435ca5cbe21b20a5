"""Webhooks: 10,000 messages to 100 endpoints of which 10 hang; how long until the other 90 have theirs; printed.

    python -m bench.webhooks [--messages 10000] [--endpoints 100] [--hanging 10]

A throw-away server (fsync on), one `Dispatcher` in a process of its own as in `duka worker`, and the receiver of the tests in
this process, on the same machine, over plain HTTP. The endpoints are shared out over four companies, each a quarter, the
hanging ones too; the events are heard before the clock starts, and how long that takes is told apart.
"""

import argparse
import multiprocessing
import tempfile
import threading
import time
from pathlib import Path
from uuid import UUID

from tests import make
from tests.webhooks.receiver import Receiver

from duka.identity.sealing import Keyring
from duka.kernel import migrations
from duka.kernel.cache import Cache
from duka.kernel.context import SYSTEM, Context
from duka.kernel.db import Database
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls, embedded, resolve
from duka.kernel.work import Caller, Work
from duka.webhooks.dispatcher import Dispatcher
from duka.webhooks.fan_out import FanOut
from duka.webhooks.inputs import EndpointInput
from duka.webhooks.service import endpoints

COMPANIES = 4
PROMISE = 30.0
PATIENCE = 180.0
KEYRING = Keyring(("a secret of the benchmark",))


def dispatch(urls: Urls, stop: threading.Event) -> None:
    """What the worker runs."""
    Dispatcher(Work(Database(urls.app, urls.platform), Cache(0)), KEYRING, is_local=True).run(stop)


def listen(work: Work, tenant: UUID, urls: list[str]) -> None:
    def act(ctx: Context) -> None:
        for url in urls:
            endpoints.create(ctx, KEYRING, EndpointInput(url=url), {"order.placed"}, is_local=True)

    work.perform(Caller(tenant, SYSTEM), act)


def hear(work: Work, tenant: UUID, events: int) -> float:
    """Announces; seconds that hearing one event took."""
    fan_out, began = FanOut(), time.monotonic()
    for number in range(events):
        payload = {
            "number": str(number),
            "total_minor": 1200,
            "currency": "EUR",
            "email": "sam@shopper.example",
        }
        event = Delivery(tenant, new_id(), "order.placed", 1, new_id(), payload, "system", "", work.clock())
        work.perform(Caller(tenant, SYSTEM), lambda ctx, event=event: fan_out.hear(ctx, event))  # type: ignore[misc]
    return (time.monotonic() - began) / events


def measure(messages: int, count: int, hanging: int) -> bool:
    """Whether the promise is kept."""
    with tempfile.TemporaryDirectory() as name, Receiver() as receiver:
        folder = Path(name)
        cluster = embedded(folder)
        cluster.start()
        try:
            urls = resolve(folder, {})
            migrations.upgrade(urls.migrator)
            work = Work(Database(urls.app, urls.platform), Cache(0))
            addresses = [receiver.url(f"/{'hang' if n < hanging else 'ok'}/{n}") for n in range(count)]
            heard = []
            for company in range(COMPANIES):
                tenant = make.tenant(work).id
                listen(work, tenant, addresses[company::COMPANIES])
                heard.append(hear(work, tenant, messages // count))
            wanted = messages // count * (count - hanging)
            print(f"hearing one event for {count // COMPANIES} endpoints: {max(heard) * 1000:.1f} ms")
            stop = multiprocessing.Event()
            child = multiprocessing.Process(target=dispatch, args=(urls, stop))
            began = time.monotonic()
            child.start()
            done = _wait(receiver, wanted)
            taken = time.monotonic() - began
            ids = {(each.path, each.id) for each in receiver.heard if each.path.startswith("/ok")}
            repeated = sum(each.path.startswith("/ok") for each in receiver.heard) - len(ids)
            stop.set()
            child.join(30)
            print(
                f"{done} of {wanted} to the {count - hanging} that answer: {taken:.1f} s, {done / taken:.0f} a second"
            )
            print(
                f"sent twice to them: {repeated}; begun with the {hanging} that hang: {len(receiver.heard) - done - repeated}"
            )
            is_kept = len(ids) == wanted and taken <= PROMISE
            print(f"within {PROMISE:g} s: {'yes' if is_kept else 'NO'}")
            return is_kept
        finally:
            cluster.destroy()


def _wait(receiver: Receiver, wanted: int) -> int:
    """Until all are there; how many are."""
    end, found = time.monotonic() + PATIENCE, 0
    while found < wanted and time.monotonic() < end:
        time.sleep(0.1)
        found = len({(each.path, each.id) for each in list(receiver.heard) if each.path.startswith("/ok")})
    return found


def main() -> int:
    parser = argparse.ArgumentParser(prog="bench.webhooks", description=__doc__)
    parser.add_argument("--messages", type=int, default=10_000)
    parser.add_argument("--endpoints", type=int, default=100)
    parser.add_argument("--hanging", type=int, default=10)
    arguments = parser.parse_args()
    return 0 if measure(arguments.messages, arguments.endpoints, arguments.hanging) else 1


if __name__ == "__main__":
    raise SystemExit(main())
