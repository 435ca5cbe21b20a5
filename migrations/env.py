"""Alembic's entry: one connection as the migrator, which steps into the owner's role so that the owner owns the tables."""

import os

from alembic import context
from sqlalchemy import create_engine, text

url = (context.config.attributes.get("url") or os.environ["DUKA_MIGRATOR_URL"]).replace(
    "postgresql://", "postgresql+psycopg://", 1
)
engine = create_engine(url)
with engine.connect() as connection:
    connection.execute(text("set lock_timeout = '2s'"))
    connection.execute(text("set role duka_owner"))
    context.configure(connection=connection, target_metadata=None, transaction_per_migration=True)
    with context.begin_transaction():
        context.run_migrations()
    connection.commit()
engine.dispose()
