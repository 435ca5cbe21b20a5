"""`duka analytics recount` counts figures anew from the rows themselves, for one company or for all; `duka analytics export`
writes the star schema for a warehouse as Parquet files, only the months that changed since the last time."""

import argparse
import os
import sys
from datetime import date
from pathlib import Path
from uuid import UUID

from duka.analytics import counting
from duka.analytics.warehouse import writing
from duka.kernel import config as configuration
from duka.kernel import log
from duka.kernel.errors import Refusal
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Work
from duka.tenants import queries as tenants
from duka.wiring import make_services


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka analytics", description=__doc__)
    parser.add_argument("what", choices=["recount", "export"])
    parser.add_argument("--tenant", default="", help="one company: its slug or id; all of them when left out")
    parser.add_argument(
        "--from", dest="since", type=date.fromisoformat, help="recount: this day and later ones"
    )
    parser.add_argument("--to", type=Path, help="export: the folder; each company has one of its own in it")
    arguments = parser.parse_args(argv)
    if arguments.what == "export" and arguments.to is None:
        print("Say where the files go: --to FOLDER", file=sys.stderr)
        return 2
    config = configuration.load()
    log.configure("WARNING")
    work = make_services(config, resolve(config.data, os.environ)).work
    try:
        found = _whose(work, arguments.tenant)
        if not found and arguments.tenant:
            print(f"There is no company {arguments.tenant!r}.", file=sys.stderr)
            return 2
        for tenant, slug in found:
            if arguments.what == "recount":
                days = counting.recount_everything(work, tenant, arguments.since)
                print(f"{slug}: {days} days were counted anew.")
            else:
                done = writing.export(work, tenant, arguments.to / slug, config.secret)
                print(f"{slug}: {done.months} months written, {done.kept} unchanged, {done.rows} rows.")
        return 0
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    finally:
        work.database.close()


def _whose(work: Work, tenant: str) -> list[tuple[UUID, str]]:
    if tenant:
        one = tenants.find(work, tenant)
        return [(one.id, one.slug)] if one else []
    return [(each.id, each.slug) for each in tenants.list_all(work)]
