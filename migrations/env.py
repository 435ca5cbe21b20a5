"""Alembic's entry: one connection as the migrator, who sees every row: what row-level security filtered would pass a
foreign key or a backfill without having looked. Afterwards the owner owns what was made."""

import os

from alembic import context
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from duka.kernel.migrations import LOCK_TIMEOUT, STATEMENT_TIMEOUT

url = (context.config.attributes.get("url") or os.environ["DUKA_MIGRATOR_URL"]).replace(
    "postgresql://", "postgresql+psycopg://", 1
)
# Nothing is pooled: a connection that failed lets go of its locks at once.
engine = create_engine(url, poolclass=NullPool)
with engine.connect() as connection:
    connection.execute(text(f"set lock_timeout = '{LOCK_TIMEOUT}'"))
    connection.execute(text(f"set statement_timeout = '{STATEMENT_TIMEOUT}'"))
    # A second migrator waits here, and finds the work done.
    connection.execute(text("select pg_advisory_lock(hashtext('duka.migrate'))"))
    # From here on each revision is a transaction of its own: one that finds a table busy undoes no other.
    connection.commit()
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text("reassign owned by duka_migrator to duka_owner"))
    connection.commit()
