"""`duka migrate`: bring the database up to date. Run it before the new version is started, never by it.

It waits two seconds for a lock at the most, gives way and tries again, a dozen times; it ends with 1 when a table stays busy.
"""

import argparse
import os
import sys

from duka.kernel import config as configuration
from duka.kernel import migrations
from duka.kernel.postgres_urls import resolve


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="duka migrate", description=__doc__).parse_args(argv)
    urls = resolve(configuration.load().data, os.environ)
    try:
        migrations.upgrade(urls.migrator)
    except migrations.StillBusy as busy:
        print(busy, file=sys.stderr)
        return 1
    print("The database is up to date.")
    return 0
