"""A changed plan is in force in every process within `cache_seconds`, which is at most 5."""

import time
from pathlib import Path

import pytest
from tests.people import Shop
from tests.plans.subscribing import leave, on_plan

from duka.catalog import service as catalog
from duka.catalog.inputs import NewProduct
from duka.flags import queries as flags
from duka.kernel.cache import Cache
from duka.kernel.config import Config
from duka.kernel.work import Work
from duka.plans.errors import PlanLimitReached

REMEMBERS = 0.4


def test_another_process_follows_within_what_it_remembers(work: Work, shop: Shop) -> None:
    here, there = (Work(work.database, Cache(REMEMBERS), work.clock) for _ in range(2))

    def make_one(process: Work) -> None:
        process.perform(shop.caller, lambda ctx: catalog.create_product(ctx, NewProduct("Pot")))

    def has_feeds(process: Work) -> bool:
        return process.perform(shop.caller, lambda ctx: flags.is_on(ctx, "feeds"))

    make_one(here)
    assert has_feeds(there)
    on_plan(work, shop.tenant.id, {"products": 0}, features=["ecommerce"])
    time.sleep(REMEMBERS + 0.1)
    for process in (here, there):
        with pytest.raises(PlanLimitReached):
            make_one(process)
        assert not has_feeds(process)
    leave(work, shop.tenant.id)
    time.sleep(REMEMBERS + 0.1)
    make_one(there)
    assert has_feeds(here)


def test_an_installation_remembers_for_five_seconds_at_most() -> None:
    assert Config(data=Path(), base_url="http://shop.example", secret="s").cache_seconds <= 5
