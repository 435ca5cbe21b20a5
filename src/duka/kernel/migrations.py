"""Runs the migrations as the migrator. Never at the start of the application: `duka migrate` or `duka demo` do it."""

from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

FOLDER = Path(__file__).parents[3] / "migrations"


def _config(url: str) -> AlembicConfig:
    config = AlembicConfig()
    config.set_main_option("script_location", str(FOLDER).replace("%", "%%"))
    config.attributes["url"] = url
    return config


def upgrade(migrator_url: str, revision: str = "head") -> None:
    command.upgrade(_config(migrator_url), revision)


def pending(migrator_url: str) -> bool:
    """Whether the database is behind the code."""
    engine = create_engine(migrator_url.replace("postgresql://", "postgresql+psycopg://", 1))
    try:
        with engine.connect() as connection:
            current = MigrationContext.configure(connection).get_current_heads()
    finally:
        engine.dispose()
    return set(current) != set(ScriptDirectory.from_config(_config(migrator_url)).get_heads())
