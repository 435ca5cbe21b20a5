"""`duka backup FOLDER`: a copy of the whole installation in a folder of its own below FOLDER: database, pictures, sums.

Works while everything runs. `--keep 14` takes older copies away afterwards, `--list` shows those that there are. The secret of
the installation is not in a copy: keep it elsewhere (docs/runbooks/backup.md).
"""

import argparse
import os
import sys
from pathlib import Path

from duka.kernel import backups
from duka.kernel import config as configuration
from duka.kernel.backups import Backup, BackupFailed
from duka.kernel.postgres_urls import resolve


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka backup", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--keep", type=int, default=0, help="how many copies stay; all when left out")
    parser.add_argument("--list", action="store_true", help="only show the copies")
    arguments = parser.parse_args(argv)
    if arguments.list:
        for copy in backups.found(arguments.folder):
            print(_told(copy))
        return 0
    config = configuration.load()
    try:
        print(_told(backups.make(config, resolve(config.data, os.environ).migrator, arguments.folder)))
        if config.media_store:
            print(
                f"Pictures are in {config.media_store}: the bucket keeps its own versions.", file=sys.stderr
            )
        for path in backups.keep(arguments.folder, arguments.keep) if arguments.keep > 0 else ():
            print(f"{path} is gone.")
    except BackupFailed as failed:
        print(failed, file=sys.stderr)
        return 1
    return 0


def _told(copy: Backup) -> str:
    held = copy.manifest
    rows, size = sum(held.rows.values()), held.dump_bytes + held.file_bytes
    return f"{copy.folder}: revision {held.schema}, {rows} rows, {held.files} files, {size // 1000} kB"
