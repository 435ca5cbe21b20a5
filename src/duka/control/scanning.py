"""Where a company is still found: every column of every table that could name it, the queue, the folders of files.

Looked for is its id, in each form in which ids are written: with and without hyphens, as bytes, inside texts, lists and JSON.
What the platform keeps of its own work (its trail, the certificate of a deletion) is told apart.
"""

from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from psycopg import sql

from duka.control.company_tables import STAYS
from duka.kernel.db import Tx
from duka.kernel.work import Work
from duka.media.types import Storage
from duka.tenants.types import PLATFORM


class Place(msgspec.Struct, frozen=True):
    """A column (empty for files) and how many rows of it name the company."""

    table: str
    column: str
    rows: int


class Scan(msgspec.Struct, frozen=True):
    """`found`: the company is here. `kept`: where it is named by what is the platform's own. `tables`, `columns`: how much
    was looked at."""

    found: list[Place]
    kept: list[Place]
    files: int
    tables: int
    columns: int

    @property
    def is_clean(self) -> bool:
        return not self.found and not self.files


_COLUMNS = """
select c.relname as name, bool_or(a.attname = 'tenant_id') as has_owner,
       jsonb_object_agg(a.attname, format_type(a.atttypid, null)) filter (
           where format_type(a.atttypid, null) in ('uuid', 'text', 'character varying', 'bytea', 'jsonb', 'json', 'uuid[]',
                                                   'text[]')) as columns
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relkind in ('r', 'p') and not c.relispartition
 group by c.relname order by c.relname"""


def scan(work: Work, storage: Storage, archives: Path, tenant: UUID) -> Scan:
    """Reads every table as a whole: on a large installation it takes minutes, and locks nothing. `archives` is the folder
    of archives."""
    found: list[Place] = []
    kept: list[Place] = []
    columns = 0
    with work.database.platform() as tx:
        tx.run("set transaction read only")
        tx.run("set local statement_timeout = 0")
        tables = [row for row in tx.all(_COLUMNS) if row.columns]
        for row in tables:
            columns += len(row.columns)
            for column, theirs, ours in _counts(tx, row, tenant):
                if theirs:
                    (kept if row.name in STAYS else found).append(Place(row.name, column, theirs))
                if ours:
                    kept.append(Place(row.name, column, ours))
    files = sum(1 for _ in storage.paths(tenant)) + len(list((archives / tenant.hex).glob("*")))
    return Scan(found, kept, files, len(tables), columns)


def _counts(tx: Tx, row: Any, tenant: UUID) -> list[tuple[str, int, int]]:
    """(column, rows that name the company, rows of the platform's own that do). A row of nobody's (an alert about everybody) is
    not the platform's own."""
    names = list(row.columns)
    is_ours: sql.Composable = sql.SQL("false")
    if row.has_owner:
        is_ours = sql.SQL("tenant_id is not distinct from {}").format(sql.Literal(PLATFORM))
    counted = [
        sql.SQL("count(*) filter (where {0} and not {1}), count(*) filter (where {0} and {1})").format(
            _names(name, row.columns[name], tenant), is_ours
        )
        for name in names
    ]
    statement = sql.SQL("select {} from {}").format(sql.SQL(", ").join(counted), sql.Identifier(row.name))
    values = tx.connection.execute(statement).fetchone() or ()
    return [(name, values[2 * i], values[2 * i + 1]) for i, name in enumerate(names)]


def _names(column: str, kind: str, tenant: UUID) -> sql.Composable:
    """SQL for: the value names the company."""
    value: sql.Composable = sql.Identifier(column)
    if kind == "uuid":
        return sql.SQL("coalesce({} = {}, false)").format(value, sql.Literal(tenant))
    if kind == "uuid[]":
        return sql.SQL("coalesce({} = any({}), false)").format(sql.Literal(tenant), value)
    if kind == "bytea":
        forms: list[bytes | str] = [tenant.bytes, tenant.hex.encode(), str(tenant).encode()]
    else:
        forms = [tenant.hex, str(tenant)]
        value = sql.SQL("{}::text").format(value)
    tests = [sql.SQL("position({} in {}) > 0").format(sql.Literal(form), value) for form in forms]
    return sql.SQL("coalesce({}, false)").format(sql.SQL(" or ").join(tests))
