"""`duka restore-backup FOLDER`: the installation of a copy that `duka backup` made, where there is none yet.

FOLDER is one copy (`…/2026-11-21T20-24-58Z`). Afterwards rows are counted and compared, and every company's books and trail
are verified; it ends with 1 when something is wrong. `--quick` leaves the verification out.
"""

import argparse
import os
import sys
from pathlib import Path
from uuid import UUID

from duka.audit import verifying
from duka.kernel import config as configuration
from duka.kernel import log, recovery
from duka.kernel.backups import BackupFailed
from duka.kernel.postgres_urls import resolve
from duka.kernel.work import Caller
from duka.ledger import verifying as books
from duka.tenants import queries as tenants
from duka.wiring import Services, make_services


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka restore-backup", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--quick", action="store_true", help="do not verify books and trails")
    arguments = parser.parse_args(argv)
    config = configuration.load()
    log.configure("WARNING")
    urls = resolve(config.data, os.environ)
    try:
        manifest = recovery.restore(config, urls.migrator, arguments.folder)
    except BackupFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    print(
        f"{sum(manifest.rows.values())} rows and {manifest.files} files, as of {manifest.made_at:%Y-%m-%d %H:%M} UTC."
    )
    if manifest.media != "files":
        print(f"Pictures are in {manifest.media}.")
    if arguments.quick:
        return 0
    services = make_services(config, urls)
    try:
        sound = [_is_sound(services, tenant.id, tenant.slug) for tenant in tenants.list_all(services.work)]
        return 0 if all(sound) else 1
    finally:
        services.work.database.close()


def _is_sound(services: Services, tenant: UUID, slug: str) -> bool:
    trail = verifying.verify(services.work, tenant, asked_by="duka restore-backup")
    book = services.work.perform(Caller(tenant), books.verify)
    verdict = (
        "sound" if trail.is_sound and book.is_sound else "NOT sound: duka audit verify, duka ledger verify"
    )
    print(f"{slug}: {trail.entries} entries of the trail, {book.entries} of the books, {verdict}.")
    return trail.is_sound and book.is_sound
