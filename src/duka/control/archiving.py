"""A whole company to one file: every row of every table that PostgreSQL's catalogue knows as a company's, as of one moment,
and its pictures. Memory does not grow with the rows.

Two archives of the same rows are the same but for `exported_at`: tables and rows are in the order of their keys, and nothing
else of the machine, the clock or the installation gets in.
"""

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from psycopg import sql

from duka.control import company_secrets, company_tables
from duka.control.archive_errors import ArchiveDoesNotFit
from duka.control.archive_file import FORMAT, MEDIA, SECRETS, Company, Manifest, Part, Writer
from duka.control.company_secrets import NOTHING, Vault
from duka.control.company_tables import Table
from duka.identity.sealing import Keyring
from duka.kernel.db import Tx
from duka.kernel.work import Work
from duka.media.types import Storage
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM

Progress = Callable[[str, int, int], None]
"""What is being done, how many steps are done, and of how many."""

PLAIN = (
    "set local timezone = 'UTC'",
    "set local datestyle = 'ISO, YMD'",
    "set local intervalstyle = 'postgres'",
    "set local bytea_output = 'hex'",
    "set local extra_float_digits = 1",
    "set local statement_timeout = 0",
    "set local idle_in_transaction_session_timeout = 0",
)
"""How values are written and read, whatever the server is set to."""
PICTURES_AT_ONCE = 500


def silent(step: str, done: int, steps: int) -> None:
    pass


def write(
    work: Work,
    storage: Storage,
    keys: Keyring,
    tenant: UUID,
    path: Path,
    *,
    passphrase: str = "",
    progress: Progress = silent,
) -> Manifest:
    """The archive of the company at `path`, which appears when it is whole. Rows are those of one moment; pictures are read
    after it. Refuses `TenantNotFound`, also for the platform's own company."""
    vault = Vault(passphrase, tenant) if passphrase else None
    with Writer(path) as out:
        with work.database.platform() as tx:
            tx.run("set transaction isolation level repeatable read read only")
            plain(tx)
            company = _company(tx, tenant)
            schema = revision(tx)
            known = company_tables.read(tx)
            tables = company_tables.archived(known)
            parts = list(_rows(tx, out, tables, tenant, vault, progress))
            if vault is not None:
                parts.append(_secrets(tx, out, tables, tenant, keys, vault))
        pictures, missing = _pictures(work, out, storage, tenant, progress, len(tables))
        parts.append(pictures)
        manifest = Manifest(
            format=FORMAT,
            exported_at=work.clock().isoformat(timespec="microseconds"),
            schema=schema,
            tenant=company,
            rows=sum(part.rows for part in parts if part.table),
            files=pictures.rows,
            parts=parts,
            left_out=company_tables.left_out(known),
            secrets="passphrase" if vault is not None else "left_out",
            enter_again=company_secrets.left_blank(vault is not None),
            missing=missing,
        )
        out.manifest(manifest)
    return manifest


def plain(tx: Tx) -> None:
    for setting in PLAIN:
        tx.connection.execute(setting)


def revision(tx: Tx) -> str:
    return str(tx.value("select version_num from alembic_version"))


def _company(tx: Tx, tenant: UUID) -> Company:
    row = tx.one("select id, slug, name, status, kind from tenants where id = %(id)s", id=tenant)
    if row is None or row.id == PLATFORM:
        raise TenantNotFound()
    return Company(*row)


def _rows(
    tx: Tx, out: Writer, tables: list[Table], tenant: UUID, vault: Vault | None, progress: Progress
) -> Iterator[Part]:
    plan = "select plan_id from subscriptions where tenant_id = {tenant}"
    for table, condition in zip(
        company_tables.of_the_platform(tx),
        (f"id in ({plan})", "(plan_id, version) in (" + plan.replace("plan_id", "plan_id, version") + ")"),
        strict=True,
    ):
        yield _copy(tx, out, table, sql.SQL(condition).format(tenant=sql.Literal(tenant)))
    for number, table in enumerate(tables):
        progress(table.name, number, len(tables) + 1)
        whose = sql.SQL("{} = {}").format(sql.Identifier(table.owner), sql.Literal(tenant))
        if vault is None and any(each.is_row_worthless for each in company_secrets.of(table.name)):
            whose += sql.SQL(" and false")
        yield _copy(tx, out, table, whose)


def _copy(tx: Tx, out: Writer, table: Table, where: sql.Composable) -> Part:
    statement = sql.SQL(
        "copy (select {} from {} where {} order by {}) to stdout (format csv, header true)"
    ).format(
        sql.SQL(", ").join(_value(table.name, name) for name in table.written),
        sql.Identifier(table.name),
        where,
        sql.SQL(", ").join(_sorted(table, name) for name in table.key),
    )

    def fill(write: Callable[[bytes], None]) -> int:
        with tx.connection.cursor() as cursor:
            with cursor.copy(statement) as copy:
                for block in copy:
                    write(bytes(block))
            return cursor.rowcount

    return out.part(f"tables/{table.name}.csv", fill, table=table.name, columns=table.written)


def _value(table: str, name: str) -> sql.Composable:
    column = sql.Identifier(name)
    if (table, name) in company_secrets.BLANKED:
        return sql.SQL("{} as {}").format(sql.SQL(company_secrets.BLANKED[table, name]), column)
    if name not in {each.column for each in company_secrets.of(table)}:
        return column
    return sql.SQL("case when length({0}) > 0 then {1} else {0} end as {0}").format(
        column, sql.Literal(NOTHING)
    )


def _sorted(table: Table, name: str) -> sql.Composable:
    """By bytes: servers differ in how they sort words."""
    column = sql.Identifier(name)
    if table.kind(name) in ("text", "character varying", "character"):
        return sql.SQL('{} collate "C"').format(column)
    return column


def _secrets(tx: Tx, out: Writer, tables: list[Table], tenant: UUID, keys: Keyring, vault: Vault) -> Part:
    def fill(write: Callable[[bytes], None]) -> int:
        count = 0
        for table in tables:
            for line in company_secrets.lines(tx, table, tenant, keys, vault):
                write(msgspec.json.encode(line) + b"\n")
                count += 1
        return count

    return out.part(SECRETS, fill)


def _pictures(
    work: Work, out: Writer, storage: Storage, tenant: UUID, progress: Progress, tables: int
) -> tuple[Part, list[str]]:
    """After the rows: files never change, and the network has no place in a transaction."""
    listed: list[tuple[str, int, str]] = []
    missing: list[str] = []
    for path in paths(work, tenant):
        if len(listed) % 50 == 0:
            progress("media", tables, tables + 1)
        data = storage.get(path)
        if data is None:
            missing.append(path)
            continue
        out.file(f"media/{path}", data)
        listed.append((path, len(data), hashlib.sha256(data).hexdigest()))

    def fill(write: Callable[[bytes], None]) -> int:
        for path, size, digest in listed:
            write(f"{path},{size},{digest}\n".encode())
        return len(listed)

    return out.part(MEDIA, fill), missing


def paths(work: Work, tenant: UUID) -> Iterator[str]:
    """Every file of every picture of the company, in the order of their ids."""
    after = UUID(int=0)
    while True:
        with work.database.platform() as tx:
            found: list[Any] = tx.all(
                """select id, key, widths from media where tenant_id = %(whose)s and id > %(after)s order by id
                   limit %(limit)s""",
                whose=tenant,
                after=after,
                limit=PICTURES_AT_ONCE,
            )
        if not found:
            return
        for row in found:
            yield from (f"{row.key}/{width}.webp" for width in sorted(set(row.widths)))
        after = found[-1].id


def must_fit(part: Part, table: Table | None) -> None:
    """Refuses `ArchiveDoesNotFit` unless this part has just the columns that the table has here."""
    if table is None:
        raise ArchiveDoesNotFit(what=f"there is no table {part.table} here.")
    if part.columns != table.written:
        differing = set(part.columns) ^ set(table.written)
        what = f"the table {part.table} has other columns here"
        raise ArchiveDoesNotFit(what=f"{what} ({', '.join(sorted(differing)) or 'in another order'}).")
