"""What an idle installation costs. Time is printed only; memory is a promise."""

import time
import urllib.request
from pathlib import Path

import psutil
from tests import outbox
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy
from tests.faults.harness import Installation, wait

from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work

MOST_MEMORY = 250
"""MiB of web and worker together, in the default of two web processes: proportional set size."""


def share(process: psutil.Process) -> float:
    return float(process.memory_full_info().pss) / 2**20


def undelivered(bazaar: Bazaar) -> int:
    return bazaar.value("select count(*) from events where tenant_id = %(tenant)s and status <> 'delivered'")


def test_an_idle_installation_is_small(bazaar: Bazaar, work: Work, urls: Urls, tmp_path: Path) -> None:
    outbox.empty(work)
    with Installation(urls, tmp_path, processes=2) as installation:
        begun = time.perf_counter()
        answering = installation.serve()
        page = f"{installation.url}/s/t{bazaar.tenant.hex}/main/"
        with urllib.request.urlopen(page, timeout=10) as answer:
            assert answer.status == 200
        first_page = time.perf_counter() - begun
        buy(bazaar, (bazaar.product(), 1))
        installation.work()
        wait(lambda: not undelivered(bazaar), installation)
        time.sleep(1)
        found = {
            name: [round(share(process), 1) for process in installation.tree(name)]
            for name in ("web", "worker")
        }
    total = sum(sum(each) for each in found.values())
    print(f"cold start: {answering:.2f} s to /health, {first_page:.2f} s to the first page")
    print(f"idle memory: {found} MiB, {total:.0f} MiB together")
    assert total <= MOST_MEMORY, found
