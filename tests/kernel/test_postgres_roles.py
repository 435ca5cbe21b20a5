"""Roles, rights and addresses, on the embedded server and on every other PostgreSQL of this machine."""

import json
from collections.abc import Iterator
from pathlib import Path

import msgspec
import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from duka.kernel import postgres_roles
from duka.kernel.postgres import Cluster, default_binaries
from duka.kernel.postgres_roles import CannotPrepare, prepare
from duka.kernel.postgres_urls import BadDatabaseSettings, Urls, resolve

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
BINARIES = [default_binaries(), *(folder for folder in DEBIAN if (folder / "initdb").exists())]
LOGINS = ("duka_app", "duka_platform", "duka_migrator")
PASSWORDS = {"duka_migrator": "m'1", "duka_app": "a/2", "duka_platform": "p@3"}


@pytest.fixture(scope="module", params=BINARIES, ids=[str(b.parent) for b in BINARIES])
def cluster(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    cluster = Cluster(
        tmp_path_factory.mktemp("pg") / "pg", binaries=request.param, fast=True, tcp=True
    ).start()
    yield cluster
    cluster.destroy()


@pytest.fixture
def server(cluster: Cluster) -> Iterator[Cluster]:
    """The cluster, with nothing of ours on it."""
    yield cluster
    with psycopg.connect(cluster.superuser_url, autocommit=True) as admin:
        for (name,) in admin.execute("SELECT datname FROM pg_database WHERE datname LIKE 'duka%'").fetchall():
            admin.execute(
                psycopg.sql.SQL("DROP DATABASE {} WITH (FORCE)").format(psycopg.sql.Identifier(name))
            )
        roles = admin.execute("SELECT rolname FROM pg_roles WHERE rolname LIKE 'duka%' OR rolname = 'boss'")
        for (name,) in roles.fetchall():
            role = psycopg.sql.Identifier(name)
            admin.execute(psycopg.sql.SQL("DROP OWNED BY {} CASCADE").format(role))
            admin.execute(psycopg.sql.SQL("DROP ROLE {}").format(role))


def as_role(server: Cluster, role: str, database: str = "duka") -> psycopg.Connection[tuple[object, ...]]:
    url = postgres_roles.at(server.superuser_url, database)
    return psycopg.connect(url, user=role, password=PASSWORDS[role], autocommit=True)


def test_roles_have_their_attributes_and_no_more(server: Cluster) -> None:
    prepare(server.superuser_url, "duka", PASSWORDS)
    prepare(server.superuser_url, "duka", PASSWORDS)
    with psycopg.connect(server.superuser_url) as admin:
        rows = admin.execute(
            "SELECT rolname, rolcanlogin, rolbypassrls, rolinherit,"
            " rolsuper OR rolcreatedb OR rolcreaterole OR rolreplication"
            " FROM pg_roles WHERE rolname LIKE 'duka%' ORDER BY 1"
        ).fetchall()
        assert rows == [
            ("duka_app", True, False, False, False),
            ("duka_migrator", True, True, True, False),
            ("duka_owner", False, False, True, False),
            ("duka_platform", True, True, False, False),
        ]
        members = admin.execute(
            "SELECT member::regrole::text FROM pg_auth_members WHERE roleid = 'duka_owner'::regrole"
        ).fetchall()
        assert members == [("duka_migrator",)]


def test_a_role_that_was_given_too_much_loses_it(server: Cluster) -> None:
    prepare(server.superuser_url, "duka", PASSWORDS)
    with psycopg.connect(server.superuser_url, autocommit=True) as admin:
        admin.execute("ALTER ROLE duka_app SUPERUSER BYPASSRLS")
        prepare(server.superuser_url, "duka", PASSWORDS)
        row = admin.execute(
            "SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = 'duka_app'"
        ).fetchone()
    assert row == (False, False)


def test_the_application_may_connect_and_make_nothing(server: Cluster) -> None:
    prepare(server.superuser_url, "duka", PASSWORDS)
    with as_role(server, "duka_app") as app:
        assert app.execute("SELECT unaccent('Été'), similarity('duka', 'dukan') > 0.5").fetchone() == (
            "Ete",
            True,
        )
        for statement in (
            "CREATE TABLE mine (n int)",
            "CREATE TEMP TABLE mine (n int)",
            "CREATE SCHEMA mine",
            "SET ROLE duka_owner",
            "SET ROLE duka_platform",
            "CREATE ROLE mine",
            "CREATE DATABASE mine",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                app.execute(statement.encode())


def test_row_security_holds_for_the_application_only(server: Cluster) -> None:
    prepare(server.superuser_url, "duka", PASSWORDS)
    with as_role(server, "duka_migrator") as migrator:
        migrator.execute("CREATE TABLE thing (n int)")
        migrator.execute("ALTER TABLE thing ENABLE ROW LEVEL SECURITY")
        migrator.execute("ALTER TABLE thing FORCE ROW LEVEL SECURITY")
        migrator.execute("GRANT SELECT ON thing TO duka_app, duka_platform")
        migrator.execute("INSERT INTO thing VALUES (1), (2)")
        migrator.execute("REASSIGN OWNED BY duka_migrator TO duka_owner")
        assert migrator.execute("SELECT count(*) FROM thing").fetchone() == (2,)
        migrator.execute("ALTER TABLE thing ADD COLUMN m int")
        owner = migrator.execute("SELECT tableowner FROM pg_tables WHERE tablename = 'thing'").fetchone()
        assert owner == ("duka_owner",)
    with as_role(server, "duka_app") as app:
        assert app.execute("SELECT count(*) FROM thing").fetchone() == (0,)
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            app.execute("TRUNCATE thing")
    with as_role(server, "duka_platform") as platform:
        assert platform.execute("SELECT count(*) FROM thing").fetchone() == (2,)


def test_the_public_has_no_way_in(server: Cluster) -> None:
    prepare(server.superuser_url, "duka", PASSWORDS)
    with psycopg.connect(server.superuser_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE boss LOGIN PASSWORD 'boss'")
    url = postgres_roles.at(server.superuser_url, "duka")
    with pytest.raises(psycopg.OperationalError, match="permission denied for database"):
        psycopg.connect(url, user="boss", password="boss")


def test_no_password_is_sent_or_stored_readable(server: Cluster) -> None:
    prepare(server.superuser_url, "duka", PASSWORDS)
    with psycopg.connect(server.superuser_url) as admin:
        rows = admin.execute("SELECT rolpassword FROM pg_authid WHERE rolname = ANY(%s)", [list(PASSWORDS)])
        stored = [str(secret) for (secret,) in rows]
    assert len(stored) == 3
    assert all(secret.startswith("SCRAM-SHA-256$") for secret in stored)


def test_an_administrator_who_may_not_is_told_what_to_run_and_then_may(server: Cluster) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as admin:
        admin.execute("CREATE ROLE boss LOGIN PASSWORD 'boss'")
        boss = make_conninfo(server.superuser_url, user="boss", password="boss")
        with pytest.raises(CannotPrepare) as refused:
            prepare(boss, "duka", PASSWORDS)
        advice = str(refused.value)
        statements = [s for s in advice[advice.index("CREATE ROLE") :].split("\n") if s]
        assert any("BYPASSRLS" in statement for statement in statements)
        for statement in statements:
            admin.execute(statement.encode())
    prepare(boss, "duka", PASSWORDS)
    prepare(boss, "duka", PASSWORDS)
    with as_role(server, "duka_app") as app:
        assert app.execute("SELECT current_user").fetchone() == ("duka_app",)


def test_a_database_in_another_encoding_is_refused(server: Cluster) -> None:
    with psycopg.connect(server.superuser_url, autocommit=True) as admin:
        admin.execute("CREATE DATABASE duka TEMPLATE template0 ENCODING 'SQL_ASCII' LOCALE 'C'")
    with pytest.raises(CannotPrepare, match="SQL_ASCII"):
        prepare(server.superuser_url, "duka", PASSWORDS)


def test_database_url_is_set_up_once_and_its_passwords_are_kept(server: Cluster, tmp_path: Path) -> None:
    url = server.superuser_url
    for address, database in ((url, "duka"), (url.removesuffix("postgres") + "duka_two", "duka_two")):
        urls = resolve(tmp_path, {"DATABASE_URL": address})
        assert resolve(tmp_path, {"DATABASE_URL": address}) == urls
        for of_role, role in zip((urls.app, urls.platform, urls.migrator), LOGINS, strict=True):
            with psycopg.connect(of_role) as connection:
                answer = connection.execute("SELECT current_user, current_database()").fetchone()
                assert answer == (role, database)
    psycopg.connect(resolve(tmp_path, {"DATABASE_URL": url}).app).close()
    assert (tmp_path / "roles.json").stat().st_mode & 0o777 == 0o600


def test_another_installation_is_not_cut_off(server: Cluster, tmp_path: Path) -> None:
    environ = {"DATABASE_URL": server.superuser_url}
    first = resolve(tmp_path / "one", environ)
    with pytest.raises(BadDatabaseSettings, match="Another installation"):
        resolve(tmp_path / "two", environ)
    psycopg.connect(first.app).close()
    second = resolve(tmp_path / "two", environ | {"DUKA_ROTATE_PASSWORDS": "1"})
    psycopg.connect(second.app).close()
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(first.app)


def test_addresses_that_are_given_are_used_as_they_are(tmp_path: Path) -> None:
    given = {"DUKA_APP_URL": "postgresql://a@h/d", "DUKA_PLATFORM_URL": "postgresql://p@h/d"}
    with pytest.raises(BadDatabaseSettings, match="DUKA_MIGRATOR_URL"):
        resolve(tmp_path, given)
    urls = resolve(tmp_path, given | {"DUKA_MIGRATOR_URL": "postgresql://m@h/d"})
    assert urls == Urls("postgresql://a@h/d", "postgresql://p@h/d", "postgresql://m@h/d")
    assert list(tmp_path.iterdir()) == []


def test_without_an_address_the_embedded_server_is_started(tmp_path: Path) -> None:
    urls = resolve(tmp_path, {})
    cluster = Cluster(tmp_path / "postgres")
    try:
        assert resolve(tmp_path, {}) == urls
        with psycopg.connect(urls.app) as app:
            assert app.execute("SELECT current_user, current_database()").fetchone() == ("duka_app", "duka")
    finally:
        cluster.destroy()


@pytest.mark.parametrize("address", ["mysql://u:secret@h/d", "postgresql://u:secret@127.0.0.1:1/duka"])
def test_a_wrong_address_is_said_in_words_without_its_password(tmp_path: Path, address: str) -> None:
    with pytest.raises(BadDatabaseSettings, match="DATABASE_URL") as refused:
        resolve(tmp_path, {"DATABASE_URL": address})
    assert "secret" not in str(refused.value)


def test_damaged_passwords_are_said_in_words(tmp_path: Path) -> None:
    (tmp_path / "roles.json").write_text(json.dumps([1]))
    with pytest.raises(BadDatabaseSettings, match="damaged"):
        resolve(tmp_path, {"DATABASE_URL": "postgresql://127.0.0.1:1/duka"})


def test_urls_do_not_show_their_passwords() -> None:
    urls = Urls("postgresql://a:secret@h/d", "postgresql://p:secret@h/d", "postgresql://m:secret@h/d")
    assert "secret" not in f"{urls} {urls!r}"
    assert msgspec.structs.replace(urls, admin=None) == urls
