"""A company from its archive into an installation that does not have it: the same rows with the same ids, all or nothing.

Tables are filled in the order in which they need each other, so every foreign key and check is looked at as ever. Triggers
that follow a row keep still meanwhile (`is_whole_company` in the database), since what they compute came along.
"""

import csv
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import msgspec
import psycopg
from psycopg import sql

from duka.control import archiving, company_secrets, company_tables
from duka.control.archive_errors import (
    ArchiveDamaged,
    ArchiveDoesNotFit,
    ArchiveOfAnotherSchema,
    TenantIsHere,
    WrongPassphrase,
)
from duka.control.archive_file import SECRETS, Manifest, Part, Reader
from duka.control.archiving import Progress, silent
from duka.control.company_secrets import NOTHING, Line, Vault
from duka.control.company_tables import BELONGS_TO_THE_PLATFORM, Table
from duka.control.deeds import require
from duka.identity.sealing import Keyring
from duka.kernel import trail
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work
from duka.media.types import Storage
from duka.tenants.types import PLATFORM

PICTURE = "image/webp"


def restore(
    work: Work,
    caller: Caller,
    storage: Storage,
    keys: Keyring,
    path: Path,
    *,
    passphrase: str = "",
    progress: Progress = silent,
) -> Manifest:
    """The company of the archive at `path`, here. All of the file is compared with its table of contents first.

    Refuses `Forbidden`, `ArchiveDamaged`, `ArchiveTooNew`, `ArchiveOfAnotherSchema`, `ArchiveDoesNotFit`, `TenantIsHere`,
    `WrongPassphrase`; nothing has changed then."""
    require(caller, "tenants:export")
    with Reader(path) as archive:
        progress("verifying", 0, len(archive.manifest.parts))
        archive.verify()
        tenant = archive.manifest.tenant.id
        with work.database.platform() as tx:
            _must_be_new(tx, archive)
            if tx.value("select 1 from media where tenant_id = %(whose)s", whose=tenant):
                raise TenantIsHere(what="A picture of the company")
        try:
            for place, _, _ in archive.pictures():
                if not place.startswith(f"{tenant.hex}/"):
                    raise ArchiveDamaged(what="a picture belongs to another company.")
                storage.put(place, archive.picture(place), PICTURE)
            with work.database.platform() as tx:
                archiving.plain(tx)
                tx.run("select set_config('app.whole_company', 'on', true)")
                _must_be_new(tx, archive)
                _fill(tx, archive, progress)
                _secrets(tx, archive, keys, passphrase)
                now = work.clock()
                made = {"slug": archive.manifest.tenant.slug, "exported_at": archive.manifest.exported_at}
                trail.note_from_above(
                    tx, PLATFORM, now, "tenant.restored", tenant, after=made, actor=caller.actor
                )
        except BaseException as error:
            _take_back(work, archive, storage)
            if isinstance(error, psycopg.errors.UniqueViolation):
                raise TenantIsHere(what=f"A row of {error.diag.table_name}") from None
            if isinstance(error, psycopg.IntegrityError | psycopg.DataError):
                raise ArchiveDoesNotFit(what=f"{error.diag.message_primary}.") from None
            raise
        return archive.manifest


def _must_be_new(tx: Tx, archive: Reader) -> None:
    manifest, here = archive.manifest, archiving.revision(tx)
    if manifest.schema != here:
        raise ArchiveOfAnotherSchema(archive=manifest.schema, here=here)
    found = tx.one(
        "select id, slug from tenants where id = %(id)s or slug = %(slug)s",
        id=manifest.tenant.id,
        slug=manifest.tenant.slug,
    )
    if found is not None:
        raise TenantIsHere(what=f"The company {found.slug}")
    tables = {table.name: table for table in company_tables.archived(company_tables.read(tx))}
    known = tables | {table.name: table for table in company_tables.of_the_platform(tx)}
    parts = [part for part in manifest.parts if part.table]
    for part in parts:
        archiving.must_fit(part, known.get(part.table))
    missing = set(tables) - {part.table for part in parts}
    if missing:
        raise ArchiveDoesNotFit(what=f"it has nothing about {', '.join(sorted(missing))}.")


def _fill(tx: Tx, archive: Reader, progress: Progress) -> None:
    parts = {part.table: part for part in archive.manifest.parts if part.table}
    _plans(tx, archive, parts)
    tables = [table for table in company_tables.read(tx) if table.name in parts]
    for number, table in enumerate(tables):
        progress(table.name, number, len(tables))
        part = parts[table.name]
        if part.rows == 0:
            continue
        if _copied(tx, archive, part, sql.Identifier(table.name)) != part.rows:
            raise ArchiveDamaged(what=f"{part.name} has not the rows that the table of contents says.")
        _must_be_theirs(tx, table, archive.manifest.tenant.id, part.rows)


def _must_be_theirs(tx: Tx, table: Table, tenant: UUID, rows: int) -> None:
    """An archive that somebody wrote by hand could bring rows of other companies."""
    statement = sql.SQL("select count(*) from {} where {} = {}").format(
        sql.Identifier(table.name), sql.Identifier(table.owner), sql.Literal(tenant)
    )
    found = tx.connection.execute(statement).fetchone()
    if found is None or found[0] != rows:
        raise ArchiveDamaged(what=f"{table.name} has rows of another company.")


def _plans(tx: Tx, archive: Reader, parts: dict[str, Part]) -> None:
    """The plan that the company has, where it lacks; one that is here stays as it is."""
    for name, key in BELONGS_TO_THE_PLATFORM.items():
        part = parts[name]
        for row in csv.DictReader(line.decode() for line in archive.lines(part.name)):
            is_here = sql.SQL("select 1 from {} where {}").format(
                sql.Identifier(name),
                sql.SQL(" and ").join(
                    sql.SQL("{}::text = {}").format(sql.Identifier(column), sql.Literal(row[column]))
                    for column in key
                ),
            )
            if tx.connection.execute(is_here).fetchone() is None:
                try:
                    _copied(tx, archive, part, sql.Identifier(name))
                except psycopg.errors.UniqueViolation:
                    what = "another plan has the handle of the company's plan here."
                    raise ArchiveDoesNotFit(what=what) from None


def _copied(tx: Tx, archive: Reader, part: Part, target: sql.Composable) -> int:
    statement = sql.SQL("copy {} ({}) from stdin (format csv, header match)").format(
        target, sql.SQL(", ").join(map(sql.Identifier, part.columns))
    )
    with tx.connection.cursor() as cursor:
        with cursor.copy(statement) as copy:
            for block in archive.blocks(part.name):
                copy.write(block)
        return cursor.rowcount


def _secrets(tx: Tx, archive: Reader, keys: Keyring, passphrase: str) -> None:
    """Sealed for this installation. Without them, factors that nobody could pass any more are taken away."""
    sealed = archive.manifest.secrets == "passphrase"
    if passphrase and not sealed:
        raise WrongPassphrase()
    if passphrase:
        vault = Vault(passphrase, archive.manifest.tenant.id)
        for line in _lines(archive):
            company_secrets.put_back(tx, line, keys, vault)
        return
    for each in company_secrets.SEALED:
        if each.is_row_worthless:
            tx.connection.execute(
                sql.SQL("delete from {} where tenant_id = {} and {} = {}").format(
                    sql.Identifier(each.table),
                    sql.Literal(archive.manifest.tenant.id),
                    sql.Identifier(each.column),
                    sql.Literal(NOTHING),
                )
            )


def _lines(archive: Reader) -> Iterator[Line]:
    known = {(each.table, each.column) for each in company_secrets.SEALED}
    for text in archive.lines(SECRETS):
        try:
            line = msgspec.json.decode(text, type=Line)
        except msgspec.DecodeError:
            raise ArchiveDamaged(what=f"{SECRETS} has a line that can't be read.") from None
        is_theirs = line.key.get("tenant_id") == str(archive.manifest.tenant.id)
        if (line.table, line.column) not in known or not is_theirs:
            raise ArchiveDamaged(what=f"{SECRETS} has a secret of {line.table}.")
        yield line


def _take_back(work: Work, archive: Reader, storage: Storage) -> None:
    """The pictures, unless the company is here: somebody else restored it meanwhile."""
    tenant = archive.manifest.tenant.id
    with work.database.platform() as tx:
        if tx.value("select 1 from tenants where id = %(id)s", id=tenant):
            return
    for folder in dict.fromkeys(path.rpartition("/")[0] for path, _, _ in archive.pictures()):
        if folder.startswith(f"{tenant.hex}/"):
            storage.delete(folder)
