"""An installation from a copy (`backups`), where there is none: a prepared database without tables, and an empty folder of
pictures. Rows are counted afterwards and compared with what the copy says."""

import re
import shutil
import tempfile
from pathlib import Path

import msgspec
import psycopg

from duka.kernel.backups import (
    DUMP,
    FORMAT,
    MANIFEST,
    MEDIA,
    BackupFailed,
    Manifest,
    call,
    counted,
    fingerprint,
    run,
    sha256,
)
from duka.kernel.config import Config


def read(folder: Path) -> Manifest:
    """What the copy in `folder` holds. Refuses `BackupFailed` when it is none, or its dump is damaged."""
    try:
        manifest = msgspec.json.decode((folder / MANIFEST).read_bytes(), type=Manifest)
        if manifest.format > FORMAT:
            raise BackupFailed(f"The copy has format {manifest.format}; this version reads up to {FORMAT}.")
        is_whole = sha256(folder / DUMP) == manifest.dump_sha256
    except (OSError, msgspec.DecodeError) as error:
        raise BackupFailed(f"{folder} holds no whole copy ({error}).") from error
    if not is_whole:
        raise BackupFailed(f"{folder / DUMP} is damaged: its sum is not what {MANIFEST} says.")
    return manifest


def restore(config: Config, migrator_url: str, folder: Path) -> Manifest:
    """The installation of the copy in `folder`, here. Refuses `BackupFailed`: also where a database has tables already, where
    pictures are, or with another secret."""
    manifest = read(folder)
    if manifest.secret_fingerprint != fingerprint(config.secret):
        raise BackupFailed(
            "The secret of this installation is not the one of the copy: what is sealed could not be opened. Set DUKA_SECRET,"
            " or put the former secret into the folder of data, in a file named secret."
        )
    media = config.data / "media"
    is_local = manifest.media == "files"
    if is_local and media.is_dir() and any(media.iterdir()):
        raise BackupFailed(f"There are pictures in {media}: a copy is restored where there is nothing.")
    if _has_tables(migrator_url):
        raise BackupFailed("The database has tables: a copy is restored where there is nothing.")
    with tempfile.TemporaryDirectory(prefix="duka-restore-") as drafts:
        chosen = Path(drafts) / "list"
        chosen.write_text(_chosen(folder))
        how = ("--no-owner", "--exit-on-error", "--single-transaction")
        run("pg_restore", migrator_url, *how, f"--use-list={chosen}", str(folder / DUMP))
    with psycopg.connect(migrator_url) as connection:
        connection.execute("reassign owned by duka_migrator to duka_owner")
    if is_local:
        shutil.copytree(folder / MEDIA, media, dirs_exist_ok=True, copy_function=shutil.copyfile)
    with psycopg.connect(migrator_url, autocommit=True) as connection:
        here = counted(connection)
        connection.execute("analyze")
    differing = {
        name for name in manifest.rows.keys() | here.keys() if manifest.rows.get(name) != here.get(name)
    }
    if differing:
        raise BackupFailed(f"The rows of {', '.join(sorted(differing))} are not as many as in the copy.")
    return manifest


def _has_tables(url: str) -> bool:
    with psycopg.connect(url) as connection:
        row = connection.execute("select to_regclass('public.alembic_version') is not null").fetchone()
        return bool(row and row[0])


def _chosen(folder: Path) -> str:
    """What to restore: all but the schema itself, which is there and is the owner's."""
    lines = call("pg_restore", "--list", str(folder / DUMP)).splitlines()
    return (
        "\n".join(line for line in lines if not re.search(r" (SCHEMA - public|- SCHEMA public) ", line))
        + "\n"
    )
