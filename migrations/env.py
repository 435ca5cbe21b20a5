"""Alembic's entry: one connection as the migrator, who sees every row: what row-level security filtered would pass a
foreign key or a backfill without having looked. Afterwards the owner owns what was made."""

import os

from alembic import context
from sqlalchemy import create_engine, text

url = (context.config.attributes.get("url") or os.environ["DUKA_MIGRATOR_URL"]).replace(
    "postgresql://", "postgresql+psycopg://", 1
)
engine = create_engine(url)
with engine.connect() as connection:
    connection.execute(text("set lock_timeout = '2s'"))
    # A second migrator waits here, and finds the work done.
    connection.execute(text("select pg_advisory_lock(hashtext('duka.migrate'))"))
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.execute(text("reassign owned by duka_migrator to duka_owner"))
    connection.commit()
engine.dispose()
