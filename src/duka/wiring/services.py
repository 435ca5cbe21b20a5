"""What every process is built with."""

import os
from pathlib import Path

import msgspec

from duka.kernel.cache import Cache
from duka.kernel.clock import Clock, system_clock
from duka.kernel.config import Config
from duka.kernel.db import Database
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work
from duka.media.queries import make_storage
from duka.media.types import Storage
from duka.payments.gateways import Gateways
from duka.payments.providers import registry
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines


class Services(msgspec.Struct, frozen=True):
    """What a surface needs to serve: made once a process, reachable as `app.state.services`."""

    work: Work
    config: Config
    storage: Storage
    gateways: Gateways
    searches: Searches
    landing: tuple[dict[str, object], ...] = ()


def make_services(config: Config, urls: Urls, clock: Clock = system_clock) -> Services:
    """What every process is built with.

    `DUKA_LANDING` may name a file with the stores to list where no store is asked for.
    """
    listed = os.environ.get("DUKA_LANDING", "")
    landing = (
        tuple(msgspec.json.decode(Path(listed).read_bytes())) if listed and Path(listed).exists() else ()
    )
    database = Database(urls.app, urls.platform, size=config.database_connections)
    work = Work(database, Cache(config.cache_seconds), clock)
    return Services(
        work=work,
        config=config,
        storage=make_storage(config),
        gateways=registry.build(work, config),
        searches=Searches(work, search_engines.build(config)),
        landing=landing,
    )
