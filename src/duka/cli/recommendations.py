"""`duka recommendations compute` computes what goes with what, here and now, for one company or for all: what is done every
night. It tells how far it is, and ends with 1 when a run failed."""

import argparse
import os
import sys
import threading
from uuid import UUID

from duka.kernel import config as configuration
from duka.kernel import log
from duka.kernel.context import Actor
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller, Work
from duka.recommendations import runs
from duka.recommendations.errors import RunUnderWay
from duka.recommendations.types import RecommendationRun
from duka.tenants import queries as tenants
from duka.wiring import make_services

LOOK_EVERY = 0.5


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka recommendations", description=__doc__)
    parser.add_argument("what", choices=["compute"])
    parser.add_argument("--tenant", default="", help="one company: its slug or id; all of them when left out")
    arguments = parser.parse_args(argv)
    config = configuration.load()
    log.configure("WARNING")
    work = make_services(config, resolve(config.data, os.environ)).work
    try:
        found = _whose(work, arguments.tenant)
        if not found and arguments.tenant:
            print(f"There is no company {arguments.tenant!r}.", file=sys.stderr)
            return 2
        return max((_compute(work, tenant, slug) for tenant, slug in found), default=0)
    finally:
        work.database.close()


def _whose(work: Work, tenant: str) -> list[tuple[UUID, str]]:
    if tenant:
        one = tenants.find(work, tenant)
        return [(one.id, one.slug)] if one else []
    return [(each.id, each.slug) for each in tenants.list_all(work)]


def _compute(work: Work, tenant: UUID, slug: str) -> int:
    caller = Caller(tenant, Actor("system", name="duka recommendations"))
    try:
        run_id = work.perform(caller, runs.prepare)
    except RunUnderWay as refusal:
        print(f"{slug}: {refusal.message}", file=sys.stderr)
        return 1
    is_over = threading.Event()
    telling = threading.Thread(target=_tell, args=(work, caller, run_id, slug, is_over), daemon=True)
    telling.start()
    runs.compute(work, tenant, run_id)
    is_over.set()
    telling.join()
    run = work.perform(caller, lambda ctx: runs.run(ctx, run_id))
    if run is None or run.status != "finished":
        print(f"{slug}: it failed: {run.error if run else 'it is gone'}", file=sys.stderr)
        return 1
    print(f"{slug}: {_said(run)}")
    return 0


def _tell(work: Work, caller: Caller, run_id: UUID, slug: str, is_over: threading.Event) -> None:
    """One line that changes, where somebody looks."""
    if not sys.stderr.isatty():
        return
    while not is_over.wait(LOOK_EVERY):
        run = work.perform(caller, lambda ctx: runs.run(ctx, run_id))
        if run is not None and run.steps:
            print(
                f"\r{slug}: step {run.steps_done} of {run.steps}, {run.step}\x1b[K", end="", file=sys.stderr
            )
    print("\r\x1b[K", end="", file=sys.stderr)


def _said(run: RecommendationRun) -> str:
    seconds = (run.finished_at - run.started_at).total_seconds() if run.finished_at and run.started_at else 0
    long = f" ({run.capped_orders} very long ones counted in part)" if run.capped_orders else ""
    return (
        f"{run.orders} orders{long} with {run.lines} lines, {run.products} products: {run.together_pairs} pairs bought "
        f"together, {run.similar_pairs} similar ones, in {seconds:.1f} s."
    )
