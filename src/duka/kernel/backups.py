"""A copy of the whole installation in a folder: the database as of one moment, the pictures, and what there was.

    FOLDER/2026-11-21T20-24-58Z/
        manifest.json     revision, rows of each table at that moment, sums; written last: without it the copy is none
        database.dump     pg_dump, custom format
        media/…           pictures; those of the copy before are linked, since a file never changes

The installation's secret is not in it: who has the copy must not have the key as well. Keep it elsewhere; `manifest.json` has
its fingerprint, so that a restore can say when it is the wrong one. Pictures in a bucket stay there.
"""

import hashlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec
import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from duka.kernel.config import Config
from duka.kernel.postgres import default_binaries

FORMAT = 1
MANIFEST, DUMP, MEDIA = "manifest.json", "database.dump", "media"
BLOCK = 1 << 20


class BackupFailed(Exception):
    """The text says why, and what to do."""


class Manifest(msgspec.Struct, frozen=True):
    """`rows`: table → how many. `media` is files, or the bucket that keeps them."""

    format: int
    made_at: datetime
    schema: str
    server: str
    rows: dict[str, int]
    dump_bytes: int
    dump_sha256: str
    media: str
    files: int
    file_bytes: int
    secret_fingerprint: str


class Backup(msgspec.Struct, frozen=True):
    folder: Path
    manifest: Manifest


def make(config: Config, migrator_url: str, folder: Path, now: datetime | None = None) -> Backup:
    """A new copy below `folder`. Refuses `BackupFailed`; half a copy is taken away."""
    at = now or datetime.now(UTC)
    target = folder / f"{at:%Y-%m-%dT%H-%M-%SZ}"
    draft = target.with_name(target.name + ".part")
    before = found(folder)
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        with _snapshot(migrator_url) as (connection, snapshot):
            rows = counted(connection)
            schema = _one(connection, "select version_num from alembic_version")
            server = str(connection.info.parameter_status("server_version"))
            how = ("-Fc", "--schema=public", "--no-unlogged-table-data", f"--snapshot={snapshot}")
            run("pg_dump", migrator_url, *how, f"--file={draft / DUMP}")
        files, size = (0, 0) if config.media_store else _pictures(config, draft, before)
        manifest = Manifest(
            format=FORMAT,
            made_at=at,
            schema=schema,
            server=server,
            rows=rows,
            dump_bytes=(draft / DUMP).stat().st_size,
            dump_sha256=sha256(draft / DUMP),
            media=config.media_store or "files",
            files=files,
            file_bytes=size,
            secret_fingerprint=fingerprint(config.secret),
        )
        (draft / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=1))
        draft.rename(target)
    except OSError as error:
        raise BackupFailed(f"{error.filename or folder}: {error.strerror}.") from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Backup(target, manifest)


def found(folder: Path) -> list[Backup]:
    """The copies that are whole, oldest first."""
    copies = []
    for path in sorted(folder.glob(f"*/{MANIFEST}")):
        try:
            copies.append(Backup(path.parent, msgspec.json.decode(path.read_bytes(), type=Manifest)))
        except (OSError, msgspec.DecodeError):
            continue
    return copies


def keep(folder: Path, number: int) -> list[Path]:
    """Takes all away but the newest `number` copies (at least one); those that went."""
    gone = [copy.folder for copy in found(folder)[: -max(1, number)]]
    for path in gone:
        shutil.rmtree(path)
    return gone


def run(program: str, url: str, *arguments: str) -> str:
    """What one of PostgreSQL's programs prints, on this database. The password is not on its command line. Refuses
    `BackupFailed`."""
    parts = conninfo_to_dict(url)
    password = str(parts.pop("password", ""))
    where = make_conninfo("", **{name: str(value) for name, value in parts.items() if value is not None})
    return call(program, f"--dbname={where}", *arguments, password=password)


def call(program: str, *arguments: str, password: str = "") -> str:
    """As `run`, without a database."""
    binary = default_binaries() / program
    try:
        done = subprocess.run(
            [str(binary), *arguments],
            env={**os.environ, "PGPASSWORD": password, "LC_ALL": "C.UTF-8"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    except OSError as error:
        raise BackupFailed(f"{binary} cannot be run: {error.strerror}.") from error
    if done.returncode != 0:
        raise BackupFailed(f"{program} failed:\n{done.stdout[-2000:]}".rstrip())
    return done.stdout


def counted(connection: "psycopg.Connection[Any]") -> dict[str, int]:
    """Table → rows, of every table that a copy holds the rows of."""
    tables = connection.execute(
        """select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'public'
           where c.relkind = 'r' and c.relpersistence = 'p' order by c.relname"""
    ).fetchall()
    count = sql.SQL("select count(*) from {}")
    return {name: int(_one(connection, count.format(sql.Identifier(name)))) for (name,) in tables}


def fingerprint(secret: str) -> str:
    """Tells two secrets apart and gives nothing away of either."""
    return hashlib.scrypt(secret.encode(), salt=b"duka backup", n=2**14, r=8, p=1, dklen=8).hex()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _one(connection: "psycopg.Connection[Any]", statement: Any) -> str:
    row = connection.execute(statement).fetchone()
    return str(row[0]) if row else ""


@contextmanager
def _snapshot(url: str) -> Iterator[tuple["psycopg.Connection[Any]", str]]:
    """One moment, for us and for pg_dump."""
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("begin isolation level repeatable read read only")
        connection.execute("set local idle_in_transaction_session_timeout = 0")
        connection.execute("set local statement_timeout = 0")
        yield connection, _one(connection, "select pg_export_snapshot()")
        connection.execute("rollback")


def _pictures(config: Config, draft: Path, before: list[Backup]) -> tuple[int, int]:
    """(files, bytes). After the database: a picture that a row names is there, one that came meanwhile does no harm."""
    source, last = config.data / "media", before[-1].folder / MEDIA if before else None
    (draft / MEDIA).mkdir()
    files = size = 0
    for path in sorted(source.rglob("*.webp")):
        name = path.relative_to(source)
        target = draft / MEDIA / name
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            length = path.stat().st_size
            known = last / name if last else None
            if known is not None and known.is_file() and known.stat().st_size == length:
                os.link(known, target)
            else:
                shutil.copyfile(path, target)
        except FileNotFoundError:  # deleted while we were at it
            continue
        files, size = files + 1, size + length
    return files, size
