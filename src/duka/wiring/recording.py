"""What each process keeps about itself while it runs: its numbers, its traces, the counts of its minutes."""

from duka.control.minutes import Minutes
from duka.kernel import metrics, telemetry
from duka.kernel.cache import Cache
from duka.kernel.metric_files import Keeper
from duka.wiring.services import Services

FOLDER = "metrics"


def begin(services: Services, role: str) -> Keeper:
    """From the start of a process (`web`, `worker`) until `end`."""
    telemetry.start(f"duka-{role}")
    keeper = Keeper(services.config.data / FOLDER)
    also(keeper, services)
    minutes = Minutes(services.work, keeper.book)
    keeper.also(minutes.tick)
    keeper.at_end(minutes.finish)
    keeper.start()
    return keeper


def also(keeper: Keeper, services: Services, pages: Cache | None = None) -> None:
    """Look at the pools and the caches before the numbers are written."""
    caches = {"pages": pages} if pages is not None else {"answers": services.work.cache}

    def look() -> None:
        for name, cache in caches.items():
            metrics.put(metrics.CACHE_LOOKS, cache.hits, name, "hit")
            metrics.put(metrics.CACHE_LOOKS, cache.misses, name, "miss")
        if pages is None:
            for role, pool in services.work.database.pools().items():
                for state, count in pool.items():
                    metrics.put(metrics.POOL, count, role, state)

    keeper.also(look)


def end(keeper: Keeper) -> None:
    """The last numbers and spans are handed over."""
    keeper.stop()
    telemetry.stop()
