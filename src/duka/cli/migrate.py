"""`duka migrate`: bring the database up to date. Run it before the new version is started, never by it."""

import argparse
import os

from duka.kernel import config as configuration
from duka.kernel import migrations
from duka.kernel.postgres_urls import resolve


def main(argv: list[str]) -> int:
    argparse.ArgumentParser(prog="duka migrate", description=__doc__).parse_args(argv)
    urls = resolve(configuration.load().data, os.environ)
    migrations.upgrade(urls.migrator)
    print("The database is up to date.")
    return 0
