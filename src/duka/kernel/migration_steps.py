"""What a revision does: its statements are files in `migrations/sql/REVISION/`.

Files right there run in order, in the revision's one transaction. Files in its folder `concurrently/` run afterwards outside of
one, a statement each: `create index concurrently if not exists …`. When one of those breaks off, `duka migrate` runs it again.
"""

from pathlib import Path

from alembic import op

CONCURRENTLY = "concurrently"


def run(folder: Path) -> None:
    """Called by `upgrade()` of a revision with its folder."""
    connection = op.get_bind().connection.driver_connection
    assert connection is not None
    for part in sorted(folder.glob("*.sql")):
        connection.execute(part.read_text(encoding="utf-8"))
    parts = sorted((folder / CONCURRENTLY).glob("*.sql"))
    if parts:
        with op.get_context().autocommit_block():
            for part in parts:
                op.get_bind().exec_driver_sql(part.read_text(encoding="utf-8"))
