"""The doctor finds what is wrong, on a real server, and says what to do about it."""

import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict

from duka.cli import doctor
from duka.cli.doctor import Finding
from duka.kernel import postgres_urls
from duka.kernel.postgres import Cluster
from duka.kernel.postgres_urls import Urls


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, Urls]]:
    data = tmp_path_factory.mktemp("installation")
    cluster = postgres_urls.embedded(data, fast=True).start()
    yield data, postgres_urls.resolve(data, {})
    cluster.destroy()


@pytest.fixture
def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def explicit(urls: Urls) -> dict[str, str]:
    return {
        "DUKA_APP_URL": urls.app,
        "DUKA_PLATFORM_URL": urls.platform,
        "DUKA_MIGRATOR_URL": urls.migrator,
    }


def examine(environ: Mapping[str, str], data: Path, *, behind: bool = False) -> dict[str, Finding]:
    return {finding.about: finding for finding in doctor.run(environ, data, pending=lambda _: behind)}


def wrong(findings: Mapping[str, Finding]) -> list[str]:
    return [about for about, finding in findings.items() if finding.level == "wrong"]


def test_a_sound_installation(installation: tuple[Path, Urls], free_port: str) -> None:
    data, urls = installation
    for environ in ({}, explicit(urls)):
        findings = examine({"PORT": free_port, **environ}, data)
        assert wrong(findings) == []
        assert {"Python", "Disk", "Port", "Extensions", "Server version", "Migrations"} <= set(findings)
        assert findings["The application role"].words == "duka_app cannot bypass row-level security"


def test_where_a_provider_of_letters_posts_bounces(installation: tuple[Path, Urls], free_port: str) -> None:
    environ = {"PORT": free_port, "DUKA_MAIL_API": "postmark:token", "DUKA_BASE_URL": "https://duka.example"}
    words = examine(environ, installation[0])["Letters"].words
    assert "https://duka.example/reports/mail/postmark/" in words and "token" not in words


def test_every_wrong_finding_says_what_to_do(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        (tmp_path / "file").write_text("")
        findings = [
            doctor.python((3, 10, 1)),
            doctor.port(str(taken.getsockname()[1])),
            doctor.port("http"),
            *doctor.folder(tmp_path / "file" / "var"),
            doctor.version(140000),
        ]
    assert [finding.level for finding in findings] == ["wrong"] * 5
    assert all(finding.words and finding.remedy for finding in findings)


@pytest.mark.parametrize(
    ("number", "level"),
    [
        (140023, "wrong"),
        (150013, "wrong"),
        (150014, "fine"),
        (160009, "wrong"),
        (170005, "wrong"),
        (170006, "fine"),
        (180000, "fine"),
        (190001, "fine"),
    ],
)
def test_versions(number: int, level: str) -> None:
    assert doctor.version(number).level == level


def test_a_server_that_does_not_answer(tmp_path: Path, free_port: str) -> None:
    url = f"postgresql://boss:secret@127.0.0.1:{free_port}/duka"
    finding = examine({"DATABASE_URL": url}, tmp_path)["PostgreSQL"]
    assert finding.level == "wrong"
    assert "does not answer" in finding.words
    assert "secret" not in finding.words


def test_a_wrong_password(installation: tuple[Path, Urls]) -> None:
    data, urls = installation
    password = str(conninfo_to_dict(urls.app)["password"])
    environ = explicit(urls) | {"DUKA_APP_URL": urls.app.replace(password, "guess")}
    findings = examine(environ, data)
    assert wrong(findings) == ["The application role"]
    assert "password authentication failed" in findings["The application role"].words


def test_half_of_the_addresses(tmp_path: Path) -> None:
    finding = examine({"DUKA_APP_URL": "postgresql://a@h/d"}, tmp_path)["PostgreSQL"]
    assert finding.level == "wrong"
    assert "DUKA_PLATFORM_URL" in finding.words


def test_an_application_that_could_bypass_row_security(installation: tuple[Path, Urls]) -> None:
    data, urls = installation
    findings = examine(explicit(urls) | {"DUKA_APP_URL": urls.platform}, data)
    assert wrong(findings) == ["The application role"]
    assert "BYPASSRLS" in findings["The application role"].words
    assert urls.admin
    database = str(conninfo_to_dict(urls.app)["dbname"])
    admin = urls.admin.replace("@/postgres?", f"@/{database}?")
    findings = examine(explicit(urls) | {"DUKA_APP_URL": admin}, data)
    assert "superuser" in findings["The application role"].words


def test_an_application_that_owns_tables(installation: tuple[Path, Urls]) -> None:
    data, urls = installation
    with psycopg.connect(urls.migrator, autocommit=True) as migrator:
        migrator.execute("SET ROLE duka_owner")
        migrator.execute("CREATE TABLE leak (n int)")
        migrator.execute("GRANT CREATE ON SCHEMA public TO duka_app")
        assert urls.admin
        admin_url = urls.admin.replace("@/postgres?", "@/duka?")
        with psycopg.connect(admin_url, autocommit=True) as admin:
            admin.execute("ALTER TABLE leak OWNER TO duka_app")
            findings = examine({}, data)
            admin.execute("DROP TABLE leak")
        migrator.execute("REVOKE CREATE ON SCHEMA public FROM duka_app")
    assert findings["The application role"].level == "wrong"
    assert "owns 1 tables" in findings["The application role"].words


def test_a_platform_role_that_sees_nothing(installation: tuple[Path, Urls]) -> None:
    data, urls = installation
    findings = examine(explicit(urls) | {"DUKA_PLATFORM_URL": urls.app}, data)
    assert wrong(findings) == ["The platform role"]


def test_a_missing_extension(installation: tuple[Path, Urls]) -> None:
    data, urls = installation
    with psycopg.connect(urls.migrator, autocommit=True) as migrator:
        migrator.execute("SET ROLE duka_owner")
        migrator.execute("DROP EXTENSION unaccent")
        finding = examine({}, data)["Extensions"]
        migrator.execute("CREATE EXTENSION unaccent")
    assert finding.level == "wrong"
    assert "CREATE EXTENSION unaccent;" in finding.remedy


def test_missing_migrations(installation: tuple[Path, Urls]) -> None:
    data, _ = installation
    assert examine({}, data, behind=True)["Migrations"].remedy == "Run `duka migrate`."


def test_an_administrator_before_the_first_start(installation: tuple[Path, Urls], tmp_path: Path) -> None:
    _, urls = installation
    assert urls.admin
    assert examine({"DATABASE_URL": urls.admin}, tmp_path)["Roles"].level == "note"
    finding = examine({"DATABASE_URL": urls.app}, tmp_path)["Roles"]
    assert finding.level == "wrong"
    assert "CREATE ROLE duka_migrator" in finding.remedy
    assert list(tmp_path.iterdir()) == []


def test_a_stopped_server_is_not_started(tmp_path: Path) -> None:
    finding = examine({}, tmp_path)["Embedded server"]
    assert finding == Finding("note", "Embedded server", "not made yet; `duka demo` starts it.")
    assert list(tmp_path.iterdir()) == []
    assert Cluster(tmp_path / "postgres").running() is None


def test_no_binaries(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUKA_POSTGRES_BIN", str(tmp_path))
    assert wrong(examine({}, tmp_path)) == ["PostgreSQL"]


def test_stale_translations(tmp_path: Path) -> None:
    words = tmp_path / "locale" / "fr" / "LC_MESSAGES"
    words.mkdir(parents=True)
    (words / "duka.po").write_text("")
    assert "fr" in doctor.catalogues(tmp_path).words
    (words / "duka.mo").write_bytes(b"")
    assert doctor.catalogues(tmp_path).level == "fine"


def test_the_exit_code(tmp_path: Path, capsys: pytest.CaptureFixture[str], free_port: str) -> None:
    assert doctor.main(["--data", str(tmp_path), "--port", free_port]) == 0
    assert capsys.readouterr().out.endswith("Nothing to mend.\n")
    assert doctor.main(["--data", str(tmp_path), "--port", "0"]) == 1
    printed = capsys.readouterr().out
    assert "WRONG  Port" in printed
    assert printed.endswith("1 to mend.\n")
    assert ".".join(map(str, sys.version_info[:3])) in printed
