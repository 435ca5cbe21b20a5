"""Hears the demo's past while it is planted: what follows from an order (figures, letters, counts) is there at the first look,
and events of months ago don't count as late. `python -m duka.demo.hearing`, until it is told to stop and nothing is due, or
who began it is gone."""

import os
import signal
import threading

from duka.kernel import config as configuration
from duka.kernel import log, relay
from duka.kernel.postgres_urls import resolve
from duka.wiring import LISTENERS, make_services

PAUSE = 0.3


def main() -> None:
    config = configuration.load()
    log.configure(config.log_level)
    services = make_services(config, resolve(config.data, os.environ))
    is_over = threading.Event()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: is_over.set())
    parent = os.getppid()
    while os.getppid() == parent and (relay.drain(services.work, LISTENERS) or not is_over.wait(PAUSE)):
        pass


if __name__ == "__main__":
    main()
