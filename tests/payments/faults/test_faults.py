"""Payments of every provider through random faults; at the end its books and ours say the same."""

import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import Clock
from tests.payments.faults.market import Market, Mortal, run
from tests.payments.front import Front
from tests.payments.providers.rigs import RIGS

from duka.kernel.db import Database
from duka.kernel.work import Work

PAYMENTS = int(os.environ.get("DUKA_FAULT_PAYMENTS", "250"))
"""Orders a provider; a release is tried with 1000."""
SEED = int(os.environ.get("DUKA_FAULT_SEED", "1"))


@pytest.fixture(params=list(RIGS))
def market(
    request: pytest.FixtureRequest, database: Database, work: Work, clock: Clock, tmp_path: Path
) -> Iterator[Market]:
    with RIGS[request.param]() as rig:
        mortal = Mortal(rig.provider, random.Random(SEED))
        front = Front(database, tmp_path, lambda made: made.replaced(request.param, mortal))
        try:
            yield Market(rig, front, mortal, work, clock, SEED)
        finally:
            front.close()


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # connections that were cut
@pytest.mark.slow
@pytest.mark.timeout(900)
def test_every_order_is_paid_exactly_when_the_provider_says_so(market: Market) -> None:
    market.trouble(answers=0.2, deaths=0.03, callbacks=0.5)
    begun = time.perf_counter()
    verdict = run(market, PAYMENTS)
    simulator = market.rig.simulator
    print(
        f"{market.provider}: {verdict.payments} payments of {PAYMENTS} orders in {time.perf_counter() - begun:.0f} s;"
        f" {len(simulator.mischief.happened)} troubles, {market.mortal.deaths} deaths,"
        f" {len(simulator.callbacks.plan.happened)} callbacks astray, {market.staff_refunds} refunds,"
        f" {verdict.entries} entries; wrong: {len(verdict.wrong)}"
    )
    assert simulator.mischief.happened
    assert market.mortal.deaths
    assert verdict.wrong == []
