"""Whether this process should be sent requests now. `/readyz` says so to whoever shares them out."""

from functools import cache
from pathlib import Path

import psycopg
from psycopg_pool import PoolTimeout

from duka.kernel.work import Work

REVISIONS = Path(__file__).parents[3] / "migrations" / "versions"


@cache
def newest_revision() -> str:
    """The revision that this code is written for; empty where migrations are not installed beside it."""
    return max((file.stem[:4] for file in REVISIONS.glob("[0-9]*.py")), default="")


def lacks(work: Work, *, is_ending: bool = False) -> list[str]:
    """What is missing, in words; empty when it is ready. At most one statement."""
    if is_ending:
        return ["it is shutting down"]
    pool = work.database.pools()["app"]
    if pool["waiting"] and pool["lent"] >= pool["most"]:
        return ["all connections to the database are taken"]
    try:
        with work.database.platform() as tx:
            revision = tx.value("select max(version_num) from alembic_version")
    except (PoolTimeout, psycopg.OperationalError):
        return ["the database does not answer"]
    if newest_revision() and revision != newest_revision():
        return [f"the database is at revision {revision}, this program needs {newest_revision()}"]
    return []
