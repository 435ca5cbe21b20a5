"""`duka worker`: delivers events, sends webhooks, seals the audit trail and does jobs, until it is told to stop."""

import argparse
import asyncio
import os
import threading
import time
from collections.abc import Callable

from duka import wiring
from duka.audit.sealing import Sealer
from duka.identity.sealing import keyring
from duka.kernel import config as configuration
from duka.kernel import jobs, log, relay
from duka.kernel.postgres_urls import resolve
from duka.webhooks.dispatcher import Dispatcher, runner
from duka.wiring import make_services, recording

_log = log.get("cli.worker")
POLL_SECONDS = 0.3


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="duka worker", description=__doc__).parse_args(argv)
    config = configuration.load()
    log.configure(config.log_level)
    urls = resolve(config.data, os.environ)
    services = make_services(config, urls)
    app = jobs.worker_app(urls.platform, services.work, wiring.jobs(services), wiring.periodic(services))
    keeper = recording.begin(services, "worker")
    stop = threading.Event()
    thread = threading.Thread(target=_relay, args=(services, stop), name="relay", daemon=True)
    thread.start()
    sealer = threading.Thread(target=Sealer(services.work).run, args=(stop,), name="sealer", daemon=True)
    sealer.start()
    dispatcher = threading.Thread(target=_dispatcher(services, stop), name="dispatcher", daemon=True)
    dispatcher.start()

    async def run() -> None:
        async with app.open_async():
            await app.run_worker_async(
                concurrency=4,
                fetch_job_polling_interval=0.5,
                delete_jobs="successful",
                shutdown_graceful_timeout=10,
            )

    try:
        asyncio.run(run())
    finally:
        stop.set()
        thread.join(timeout=10)
        sealer.join(timeout=10)
        dispatcher.join(timeout=15)
        recording.end(keeper)
    return 0


def _dispatcher(services: wiring.Services, stop: threading.Event) -> Callable[[], None]:
    """Sends webhooks."""
    config = services.config
    return runner(Dispatcher(services.work, keyring(config), is_local=config.is_webhook_local), stop)


def _relay(services: wiring.Services, stop: threading.Event) -> None:
    """Polls the outbox. A database that is away is waited for."""
    while not stop.is_set():
        try:
            taken = relay.deliver_batch(services.work, wiring.LISTENERS)
        except Exception:
            _log.exception("the outbox could not be read")
            time.sleep(1)
            continue
        if not taken:
            stop.wait(POLL_SECONDS)
