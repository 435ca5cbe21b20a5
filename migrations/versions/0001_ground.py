"""The ground: tenants, catalogue, stock, sale; the borders between tenants; the queue.

The statements are plain SQL in `migrations/sql/0001/`, one file a part, run in the order of their names. The queue's
tables are those of the library that owns them. There is no way down: a later migration mends forward.
"""

from pathlib import Path

from alembic import op
from procrastinate import schema

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    connection = op.get_bind().connection.driver_connection
    for part in sorted((Path(__file__).parents[1] / "sql" / revision).glob("*.sql")):
        connection.execute(part.read_text(encoding="utf-8"))
    connection.execute(schema.SchemaManager.get_schema())
    # The application may enqueue and may not read: a job's arguments are between its sender and the worker.
    connection.execute(
        """
        grant insert, select (id) on procrastinate_jobs to duka_app;
        grant insert, select (id) on procrastinate_events to duka_app;
        grant usage on all sequences in schema public to duka_app;
        grant select, insert, update, delete on procrastinate_jobs, procrastinate_events, procrastinate_workers,
            procrastinate_periodic_defers to duka_platform;
        grant usage, select on all sequences in schema public to duka_platform;
        """
    )
