"""Messages: order events at 50 a second; how long until the handlers have heard, and until letter and text have left; printed.

    python -m bench.messages [--orders 500] [--rate 50]

A throw-away server (fsync on), one `duka worker` as it is, an SMTP server and a simulated Twilio in this process, on the same
machine. The orders are bought before the clock starts; then each is announced (`order.placed`) in a transaction of its own, at
the given rate. Times are the database's own: from the event's instant to the message's row, and to the note that it was sent.
"""

import argparse
import os
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from aiosmtpd.controller import Controller
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, told_placed
from tests.simulators.twilio import TwilioSimulator

from duka.identity.sealing import Keyring
from duka.kernel import events, migrations
from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.kernel.db import Database
from duka.kernel.postgres_urls import Urls, embedded, resolve
from duka.kernel.work import Work
from duka.notifications.sections import MESSAGES
from duka.orders.types import Order
from duka.settings import service as settings
from duka.texting import accounts
from duka.texting.accounts import TextingAccountInput
from duka.texting.exchange import Exchange

SECRET = "a secret of the benchmark"
PROMISE = 2.0
PATIENCE = 120.0
WAITS = """select extract(epoch from m.created_at - e.occurred_at)::float as heard, m.channel,
                  extract(epoch from m.sent_at - e.occurred_at)::float as sent
           from mails m join events e on e.tenant_id = %(tenant)s and e.type = 'order.placed'
             and m.about = 'ord_' || replace(e.aggregate_id::text, '-', '') and e.request_id = 'bench'
           where m.tenant_id = %(tenant)s and m.created_at >= e.occurred_at"""


class Postman:
    """Takes every letter."""

    taken = 0

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - the library's name
        self.taken += 1
        return "250 taken"


def announce(bazaar: Bazaar, order: Order) -> None:
    caller = bazaar.caller("system")
    bazaar.work.perform(
        type(caller)(caller.tenant, caller.actor, store=bazaar.store, request_id="bench"),
        lambda ctx: events.emit(ctx, told_placed(order)),
    )


def connect(bazaar: Bazaar, twilio: TwilioSimulator) -> None:
    exchange = Exchange(Keyring((SECRET,)), "http://127.0.0.1", {"twilio": twilio.url})
    values = {"account_sid": twilio.sid, "auth_token": twilio.auth, "from": "+15005550006"}

    def act(ctx: Context) -> None:
        accounts.save(ctx, exchange, "twilio", TextingAccountInput(values=values), 0)
        wanted = {"is_sms_on": True, "sms_on": ["order_placed"], "quiet_from": "", "quiet_until": ""}
        settings.save(ctx, MESSAGES, bazaar.store, wanted, 0)
        ctx.db.run("update orders set phone = '+221771234567' where tenant_id = %(tenant)s")

    bazaar.perform(act)


def worker(urls: Urls, folder: Path, smtp: int, twilio: TwilioSimulator) -> "subprocess.Popen[bytes]":
    environment = {
        **os.environ,
        "DUKA_DATA": str(folder / "data"),
        "DUKA_APP_URL": urls.app,
        "DUKA_PLATFORM_URL": urls.platform,
        "DUKA_MIGRATOR_URL": urls.migrator,
        "DUKA_SECRET": SECRET,
        "DUKA_SMTP_URL": f"smtp://127.0.0.1:{smtp}?tls=none",
        "DUKA_PROVIDER_URLS": f"twilio={twilio.url}",
        "DUKA_LOG_LEVEL": "ERROR",
    }
    code = "from duka.cli import worker; worker.main([])"
    return subprocess.Popen([sys.executable, "-c", code], env=environment)


def settle(work: Work, tenant: UUID) -> None:
    """What buying announced is old news: the clock is for what follows."""
    with work.database.platform() as tx:
        tx.run("update events set status = 'delivered' where tenant_id = %(owner)s", owner=tenant)


def analyse(urls: Urls) -> None:
    """As a server that has run for an hour has done by itself."""
    with psycopg.connect(urls.migrator, autocommit=True) as connection:
        connection.execute("set role duka_owner")
        connection.execute("analyze")


def waits(bazaar: Bazaar, wanted: int) -> list[Any]:
    """Once all has left, or patience ends."""
    until = time.monotonic() + PATIENCE
    while True:
        rows: list[Any] = bazaar.perform(lambda ctx: ctx.db.all(WAITS))
        if time.monotonic() > until or (len(rows) >= wanted and all(row.sent is not None for row in rows)):
            return rows
        time.sleep(0.5)


def told(name: str, seconds: list[float]) -> None:
    ordered = sorted(seconds)
    if not ordered:
        print(f"{name}: none")
        return
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95) - 1]
    print(f"{name}: {len(ordered)}, median {middle:.2f} s, 95 % {late:.2f} s, last {ordered[-1]:.2f} s")


def measure(count: int, rate: float) -> bool:
    """Whether every handler heard within the promise."""
    with tempfile.TemporaryDirectory() as name, TwilioSimulator() as twilio:
        folder, postman = Path(name), Postman()
        with socket.create_server(("127.0.0.1", 0)) as free:
            port: int = free.getsockname()[1]
        cluster = embedded(folder)
        cluster.start()
        controller = Controller(postman, hostname="127.0.0.1", port=port)
        controller.start()
        process: subprocess.Popen[bytes] | None = None
        try:
            urls = resolve(folder, {})
            migrations.upgrade(urls.migrator)
            work = Work(Database(urls.app, urls.platform), Cache(0))
            bazaar = Bazaar(work).build()
            variant = bazaar.product(stock=10 * count)
            orders = [buy(bazaar, (variant, 1), email=f"buyer-{n}@example.com") for n in range(count)]
            connect(bazaar, twilio)
            settle(work, bazaar.tenant)
            analyse(urls)
            process = worker(urls, folder, port, twilio)
            time.sleep(4)  # until it has begun
            began = time.monotonic()
            for index, order in enumerate(orders):
                time.sleep(max(0.0, began + index / rate - time.monotonic()))
                announce(bazaar, order)
            took = time.monotonic() - began
            rows = waits(bazaar, 2 * count)
        finally:
            if process is not None:
                process.terminate()
                process.wait(timeout=30)
            controller.stop()
            cluster.destroy()
    print(f"{count} orders announced in {took:.1f} s ({count / took:.0f} a second)")
    told("messages written", [row.heard for row in rows])
    told("letters sent", [row.sent for row in rows if row.channel == "email" and row.sent is not None])
    told("texts sent", [row.sent for row in rows if row.channel == "sms" and row.sent is not None])
    print(f"arrived: {postman.taken} letters, {len(twilio.texts)} texts")
    return len(rows) == 2 * count and max(row.heard for row in rows) <= PROMISE


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=500)
    parser.add_argument("--rate", type=float, default=50.0)
    asked = parser.parse_args()
    return 0 if measure(asked.orders, asked.rate) else 1


if __name__ == "__main__":
    sys.exit(main())
