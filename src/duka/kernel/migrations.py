"""Runs the migrations as the migrator. Never at the start of the application: `duka migrate` or `duka demo` do it.

A statement that waits for a lock makes everybody who comes after it wait as well. So a migration waits two seconds at the
most, gives way, and comes back; each is a transaction of its own, so nothing is done twice (docs/runbooks/migrations.md).
"""

import time
from collections.abc import Callable
from pathlib import Path

import psycopg
from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

FOLDER = Path(__file__).parents[3] / "migrations"
LOCK_TIMEOUT, STATEMENT_TIMEOUT = "2s", "15min"
ATTEMPTS, PAUSE = 12, 5.0


class StillBusy(Exception):
    """A table was busy at each try; the text says so."""


def _config(url: str, folder: Path = FOLDER) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(folder).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(
    migrator_url: str,
    revision: str = "head",
    *,
    folder: Path = FOLDER,
    tell: Callable[[str], None] = print,
    pause: float = PAUSE,
) -> None:
    """Refuses `StillBusy`."""
    patiently(lambda: command.upgrade(_config(migrator_url, folder), revision), tell=tell, pause=pause)


def patiently(
    act: Callable[[], None], *, tell: Callable[[str], None], pause: float = PAUSE, attempts: int = ATTEMPTS
) -> None:
    """`act`, again and again while a lock cannot be had in time. Refuses `StillBusy`."""
    for attempt in range(1, attempts + 1):
        try:
            act()
            return
        except (psycopg.errors.LockNotAvailable, OperationalError) as error:
            cause = error.orig if isinstance(error, OperationalError) else error
            if not isinstance(cause, psycopg.errors.LockNotAvailable):
                raise
            if attempt == attempts:
                raise StillBusy(
                    f"A table was busy {attempts} times: {cause}. Nothing is half done; look for long transactions in"
                    " pg_stat_activity, and migrate again."
                ) from error
            tell(f"A table is busy; trying again in {pause:g} s ({attempt} of {attempts}).")
            time.sleep(pause)


def pending(migrator_url: str) -> bool:
    """Whether the database is behind the code."""
    engine = create_engine(migrator_url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(current) != set(ScriptDirectory.from_config(_config(migrator_url)).get_heads())
