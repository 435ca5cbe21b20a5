"""The drill: a copy, a disaster, the copy in a fresh place. Then everything is as it was and works."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from tests.api.client import Client
from tests.api.conftest import services_on
from tests.api.footprint import footprint
from tests.api.world import World, furnish
from tests.conftest import a_server

from duka.audit import sealing
from duka.cli import backup as backup_command
from duka.cli import restore_backup as restore_command
from duka.kernel import backups, catalogue, postgres_roles, recovery
from duka.kernel.backups import Backup, BackupFailed
from duka.kernel.config import Config
from duka.kernel.db import Database
from duka.kernel.postgres_urls import Urls, embedded
from duka.main import application

SECRET = "a secret of the tests"


@pytest.fixture(scope="module")
def urls(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls]:
    """A server of its own: other tests damage the books of theirs, and a copy is looked at as a whole."""
    with a_server(tmp_path_factory.mktemp("original")) as urls:
        yield urls


@pytest.fixture(scope="module")
def acorn(urls: Urls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    database = Database(urls.app, urls.platform, size=3)
    services = services_on(database, tmp_path_factory.mktemp("data"))
    client = Client(application(services))
    yield furnish(client, services)
    client.close()
    database.close()


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Urls]:
    """A fresh server with roles and a database, and no table."""
    cluster = embedded(tmp_path_factory.mktemp("fresh"), fast=True)
    cluster.start()
    try:
        postgres_roles.prepare(cluster.superuser_url, "duka", cluster.passwords())
        yield Urls(*(cluster.url(role, "duka") for role in ("duka_app", "duka_platform", "duka_migrator")))
    finally:
        cluster.destroy()


def installation(monkeypatch: pytest.MonkeyPatch, urls: Urls, data: Path, secret: str = SECRET) -> None:
    """What the environment of a command says."""
    for name, value in {
        "DUKA_APP_URL": urls.app,
        "DUKA_PLATFORM_URL": urls.platform,
        "DUKA_MIGRATOR_URL": urls.migrator,
        "DUKA_DATA": str(data),
        "DUKA_SECRET": secret,
    }.items():
        monkeypatch.setenv(name, value)


def test_the_drill(
    acorn: World,
    urls: Urls,
    empty: Urls,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    acorn.step(acorn.order(), "prepare", "ship")
    sealing.seal(acorn.services.work, acorn.tenant.id, waits=True)
    before = footprint(acorn.services.work, acorn.tenant.id)
    installation(monkeypatch, urls, acorn.services.config.data)
    assert backup_command.main([str(tmp_path / "copies"), "--keep", "3"]) == 0
    (copy,) = backups.found(tmp_path / "copies")
    assert copy.manifest.files > 0 and SECRET not in (copy.folder / "manifest.json").read_text()

    data = tmp_path / "elsewhere"
    installation(monkeypatch, empty, data)
    assert restore_command.main([str(copy.folder)]) == 0
    told = capsys.readouterr().out
    assert f"{acorn.tenant.slug}: " in told and "NOT sound" not in told
    with psycopg.connect(empty.migrator) as connection, psycopg.connect(urls.migrator) as original:
        assert catalogue.findings(connection) == catalogue.findings(original)
        assert _rights(connection) == _rights(original)
    database = Database(empty.app, empty.platform, size=3)
    try:
        services = services_on(database, data)
        after = footprint(services.work, acorn.tenant.id)
        assert {name: mark for name, mark in after.items() if name != "audit_checks"} == {
            name: mark for name, mark in before.items() if name != "audit_checks"
        }
        client = Client(application(services))
        acorn.client = client
        assert acorn.shop("GET", "/products", query={"store": acorn.store}).status == 200
        assert acorn.order()["number"]
        client.close()
        picture = next(services.storage.paths(acorn.tenant.id))
        assert services.storage.get(picture) == acorn.services.storage.get(picture)
    finally:
        database.close()
    assert restore_command.main([str(copy.folder)]) == 1
    assert "where there is nothing" in capsys.readouterr().err


def _rights(connection: "psycopg.Connection[tuple[object, ...]]") -> list[tuple[object, ...]]:
    """Who owns each table, and who may what."""
    return connection.execute(
        """select relname, pg_get_userbyid(relowner), array(select a::text from unnest(relacl) a order by 1) from pg_class
           where relnamespace = 'public'::regnamespace and relkind in ('r', 'S') order by relname"""
    ).fetchall()


@pytest.fixture
def copy(urls: Urls, tmp_path: Path) -> Backup:
    """Of the database, without pictures."""
    return backups.make(Config(data=tmp_path / "none", secret=SECRET), urls.migrator, tmp_path / "copies")


def test_a_damaged_copy_is_refused(copy: Backup, urls: Urls) -> None:
    dump = copy.folder / "database.dump"
    dump.write_bytes(dump.read_bytes()[:-1] + b"!")
    with pytest.raises(BackupFailed, match="damaged"):
        recovery.read(copy.folder)


def test_another_secret_is_refused(copy: Backup, urls: Urls, tmp_path: Path) -> None:
    config = Config(data=tmp_path / "data", secret="another secret")
    with pytest.raises(BackupFailed, match="secret"):
        recovery.restore(config, urls.migrator, copy.folder)


def test_a_copy_is_never_restored_over_something(copy: Backup, urls: Urls, tmp_path: Path) -> None:
    config = Config(data=tmp_path / "data", secret=SECRET)
    with pytest.raises(BackupFailed, match="has tables"):
        recovery.restore(config, urls.migrator, copy.folder)
    (config.data / "media" / "00").mkdir(parents=True)
    with pytest.raises(BackupFailed, match="pictures"):
        recovery.restore(config, urls.migrator, copy.folder)


def test_what_broke_off_is_no_copy(copy: Backup, tmp_path: Path) -> None:
    unreachable = "postgresql://nobody@127.0.0.1:9/nothing"
    with pytest.raises((BackupFailed, psycopg.OperationalError)):
        backups.make(Config(data=tmp_path / "none", secret=SECRET), unreachable, tmp_path / "copies")
    (copy.folder / "manifest.json").unlink()
    assert backups.found(tmp_path / "copies") == []
    assert list((tmp_path / "copies").glob("*.part")) == []
    with pytest.raises(BackupFailed, match="no whole copy"):
        recovery.read(copy.folder)


def test_older_copies_go_and_pictures_are_kept_once(acorn: World, urls: Urls, tmp_path: Path) -> None:
    folder, config = tmp_path / "copies", acorn.services.config
    copies = [
        backups.make(config, urls.migrator, folder, datetime(2026, 3, day, tzinfo=UTC)) for day in (1, 2, 3)
    ]
    first, second = (next((each.folder / "media").rglob("*.webp")) for each in copies[:2])
    assert second.stat().st_ino == first.stat().st_ino and first.stat().st_nlink == 3
    assert backups.keep(folder, 2) == [copies[0].folder]
    assert [each.folder for each in backups.found(folder)] == [copies[1].folder, copies[2].folder]
    assert backups.keep(folder, 0) == [copies[1].folder]
    assert second.exists() is False and next((copies[2].folder / "media").rglob("*.webp")).read_bytes()
