"""Where a company's rows are: read from PostgreSQL's own catalogue, so that a new table is in every archive and every
deletion by itself. Tables come in an order in which each follows those that it refers to.
"""

from collections.abc import Iterable
from typing import Any

import msgspec

from duka.kernel.catalogue import PLATFORM_TABLES
from duka.kernel.db import Tx


class Column(msgspec.Struct, frozen=True):
    """`kind` is PostgreSQL's name of its type, without the length."""

    name: str
    kind: str
    is_computed: bool = False


class Table(msgspec.Struct, frozen=True):
    """`owner` is the column that names the company. `key`: the columns of the primary key, in order. `needs`: tables that
    it refers to."""

    name: str
    owner: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    needs: tuple[str, ...] = ()
    needs_itself: bool = False

    @property
    def written(self) -> tuple[str, ...]:
        """What an archive holds: all but what PostgreSQL computes."""
        return tuple(column.name for column in self.columns if not column.is_computed)

    def kind(self, name: str) -> str:
        return next(column.kind for column in self.columns if column.name == name)


LEFT_OUT = {
    "archives": "files of this installation",
    "appearance_drafts": "links to a shop as it might look; they end within hours",
    "idempotency_keys": "answers for requests that are sent again within days",
    "one_time_tokens": "links and challenges that end within days",
    "refresh_tokens": "log-ins: everybody logs in anew",
    "sessions": "log-ins: everybody logs in anew",
    "visit_marks": "visitors of today, as hashes: in no backup",
    "visit_salts": "what those hashes are made with: in no backup",
    "support_visits": "operators of this installation at work in the company: their sessions are here",
}
"""Tables that no archive holds, and why not."""
TOLD_OF_THE_COMPANY = {"tenants", "domains", "staff_directory"}
"""Tables of the platform with rows that are the company's own: they go along."""
STAYS = {"tenant_deletions": "the certificate"}
"""Tables that a deletion leaves alone."""
BELONGS_TO_THE_PLATFORM = {"plans": ("id",), "plan_versions": ("plan_id", "version")}
"""Table → its key. Not the company's, but it refers to rows of them: those go into its archive, and are made where they lack."""

_TABLES = """
select c.relname as name,
       (select jsonb_agg(jsonb_build_object('name', a.attname, 'kind', format_type(a.atttypid, null),
                                            'is_computed', a.attgenerated <> '') order by a.attnum)
          from pg_attribute a where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
       coalesce((select array_agg(a.attname::text order by k.place)
                   from pg_index i cross join unnest(i.indkey::int[]) with ordinality k (number, place)
                   join pg_attribute a on a.attrelid = c.oid and a.attnum = k.number
                  where i.indrelid = c.oid and i.indisprimary), '{}') as key,
       array(select distinct p.relname::text from pg_constraint f join pg_class p on p.oid = f.confrelid
              where f.conrelid = c.oid and f.contype = 'f' and f.confrelid <> c.oid) as needs,
       exists (select from pg_constraint f where f.conrelid = c.oid and f.contype = 'f' and f.confrelid = c.oid) as needs_itself
  from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
 where c.relkind in ('r', 'p') and not c.relispartition
   and (c.relname in ('tenants', 'plans', 'plan_versions') or exists (
       select from pg_attribute a where a.attrelid = c.oid and a.attname = 'tenant_id' and not a.attisdropped))
 order by c.relname"""


def read(tx: Tx) -> list[Table]:
    """Every table with rows of companies, `tenants` first: each follows those that it needs, by name among equals."""
    rows = [row for row in tx.all(_TABLES) if row.name not in BELONGS_TO_THE_PLATFORM]
    return _in_order(_table(row) for row in rows)


def archived(tables: Iterable[Table]) -> list[Table]:
    """Those that archives hold."""
    return [table for table in tables if table.name not in left_out(tables)]


def left_out(tables: Iterable[Table]) -> dict[str, str]:
    """Table → why no archive holds it."""
    of_others = {name: why for name, why in PLATFORM_TABLES.items() if name not in TOLD_OF_THE_COMPANY}
    reasons = LEFT_OUT | of_others
    return {table.name: reasons[table.name] for table in tables if table.name in reasons}


def of_the_platform(tx: Tx) -> list[Table]:
    """`BELONGS_TO_THE_PLATFORM`, in order."""
    found = {row.name: _table(row) for row in tx.all(_TABLES) if row.name in BELONGS_TO_THE_PLATFORM}
    return [found[name] for name in BELONGS_TO_THE_PLATFORM]


def _table(row: Any) -> Table:
    columns = tuple(msgspec.convert(row.columns, list[Column]))
    owner = "id" if row.name == "tenants" else "tenant_id"
    key = tuple(row.key) or tuple(column.name for column in columns)
    return Table(row.name, owner, columns, key, tuple(sorted(row.needs)), row.needs_itself)


def _in_order(tables: Iterable[Table]) -> list[Table]:
    waiting = {table.name: table for table in tables}
    ordered: list[Table] = []
    while waiting:
        free = [table for table in waiting.values() if not any(name in waiting for name in table.needs)]
        if not free:
            raise RuntimeError(f"tables that refer to each other in a circle: {', '.join(sorted(waiting))}")
        for table in free:
            ordered.append(table)
            del waiting[table.name]
    return ordered
