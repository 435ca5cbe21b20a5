"""Payment callbacks: how many a second the door takes, each signed, new and kept, and how long one waits; printed.

    python -m bench.callbacks [--connections 16] [--seconds 6]

A throw-away server (fsync on) and `duka serve` with two processes, beside the client on the same machine; the yardstick is
the hello-world server of `make bench` in the same run. The worker does not run: what is measured is the door.
"""

import argparse
import asyncio
import hashlib
import hmac
import itertools
import tempfile
import time
from pathlib import Path
from uuid import UUID

from tests import make

from bench import servers
from bench.client import Flow, Round, Step, drive, encode
from duka.identity.sealing import keyring
from duka.kernel import config, migrations
from duka.kernel.cache import Cache
from duka.kernel.context import SYSTEM, Context
from duka.kernel.db import Database
from duka.kernel.postgres_urls import embedded, resolve
from duka.kernel.work import Caller, Work
from duka.payments.gateways import PURPOSE, token
from duka.payments.queries import json

SECRET = "whsec_of_the_benchmark"
KEY = "abcdefghijklmnopqrstuv"
WARM_UP = 1.0


def connect(work: Work, settings: config.Config, tenant: UUID, store: UUID) -> None:
    sealed = keyring(settings).seal(PURPOSE, json({"secret_key": "sk_test_x", "webhook_secret": SECRET}))

    def act(ctx: Context) -> None:
        ctx.db.run(
            """insert into payment_accounts (tenant_id, id, store_id, provider, rail, sealed, callback_key, created_at,
                                             updated_at)
               values (%(tenant)s, gen_random_uuid(), %(store)s, 'stripe', 'card', %(sealed)s, %(key)s, %(now)s,
                       %(now)s)""",
            store=store,
            sealed=sealed,
            key=KEY,
            now=ctx.now,
        )

    work.perform(Caller(tenant, SYSTEM), act)


def events(path: str) -> Flow:
    for number in NUMBERS:
        body = json(
            {
                "id": f"evt_{number}",
                "object": "event",
                "type": "payment_intent.succeeded",
                "livemode": False,
                "data": {"object": {"id": f"pi_{number}", "object": "payment_intent", "metadata": {}}},
            }
        ).encode()
        at = str(int(time.time()))
        signature = hmac.new(SECRET.encode(), at.encode() + b"." + body, hashlib.sha256).hexdigest()
        headers = {"stripe-signature": f"t={at},v1={signature}"}
        yield Step("callback", encode("POST", path, headers, body))
        return


NUMBERS = itertools.count()


def hello() -> Flow:
    yield Step("hello", encode("GET", "/", {}))


def told(found: Round) -> str:
    wait = found.flow_latency
    return f"{found.flows / found.seconds:8.0f}/s  p50 {wait.p50:6.1f} ms  p99 {wait.p99:6.1f} ms  statuses {found.statuses}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--seconds", type=float, default=6.0)
    given = parser.parse_args()
    folder = Path(tempfile.mkdtemp())
    cluster = embedded(folder)
    cluster.start()
    try:
        urls = resolve(folder, {})
        migrations.upgrade(urls.migrator)
        settings = config.load({"DUKA_DATA": str(folder)})
        work = Work(Database(urls.app, urls.platform, size=2), Cache(0))
        shop = make.shop(work, "acorn")
        connect(work, settings, shop.tenant.id, shop.store)
        path = "/callbacks/" + token(shop.tenant.id, KEY)
        with servers.hello(folder) as yardstick:
            yardstick.wait("/")
            plain = asyncio.run(drive(yardstick.port, "hello", hello, 16, given.seconds, WARM_UP))
        with servers.web(folder, folder, is_cached=True) as web:
            web.wait("/health")
            found = asyncio.run(
                drive(web.port, "callback", lambda: events(path), given.connections, given.seconds, WARM_UP)
            )
        kept = work.perform(
            Caller(shop.tenant.id, SYSTEM),
            lambda ctx: ctx.db.value("select count(*) from payment_callbacks where tenant_id = %(tenant)s"),
        )
        print(f"hello     {told(plain)}")
        print(f"callbacks {told(found)}  kept {kept}")
        print(f"ratio     {found.flows / found.seconds / (plain.flows / plain.seconds):.3f}")
    finally:
        cluster.stop()


if __name__ == "__main__":
    main()
