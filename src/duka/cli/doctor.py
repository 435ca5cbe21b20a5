"""`duka doctor`: what is wrong with this environment, in words, and what to do about it.

It only looks: it starts nothing, writes nothing and sets nothing up.
"""

from __future__ import annotations

import argparse
import os
import shutil
import socket
import sys
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import msgspec
import psycopg

import duka
from duka.kernel import migrations, postgres_account, postgres_roles, postgres_urls
from duka.kernel.config import load
from duka.kernel.postgres import Cluster
from duka.kernel.postgres_account import PostgresProblem
from duka.kernel.postgres_urls import BadDatabaseSettings, Urls

Level = Literal["fine", "note", "wrong"]
Connection = psycopg.Connection[tuple[Any, ...]]
Pending = Callable[[str], bool]

NEEDED_SPACE = 500 * 1024 * 1024
FIXED = {13: 22, 14: 19, 15: 14, 16: 10, 17: 6}
"""Major version → the first minor in which row-level security has no known hole (CVE-2023-2455,
CVE-2024-10976, CVE-2025-8713). Later majors were never affected."""


class Finding(msgspec.Struct, frozen=True):
    """One thing looked at. `wrong` must be mended before Duka can serve; `remedy` says how."""

    level: Level
    about: str
    words: str
    remedy: str = ""


def run(
    environ: Mapping[str, str], data: Path, *, pending: Pending | None = migrations.pending
) -> list[Finding]:
    """Everything that was looked at. `pending` answers for a migrator's address whether migrations are
    missing.
    """
    return [
        python(sys.version_info[:3]),
        *folder(data),
        port(environ.get("PORT", "8000")),
        *database(environ, data, pending),
        chromium(environ),
        catalogues(Path(duka.__file__).parent),
        *letters(environ, data),
    ]


def main(argv: Sequence[str] | None = None) -> int:
    """Print the findings; 1 when something must be mended."""
    parser = argparse.ArgumentParser(prog="duka doctor", description=__doc__)
    parser.add_argument("--data", type=Path, default=Path(os.environ.get("DUKA_DATA", "var")))
    parser.add_argument("--port", default=os.environ.get("PORT", "8000"))
    given = parser.parse_args(argv)
    findings = run({**os.environ, "PORT": given.port}, given.data.absolute())
    marks = {"fine": "ok   ", "note": "note ", "wrong": "WRONG"}
    for finding in findings:
        print(f"{marks[finding.level]}  {finding.about}: {finding.words}")
        if finding.remedy:
            print(f"         → {finding.remedy}")
    wrong = sum(finding.level == "wrong" for finding in findings)
    print(f"\n{wrong} to mend." if wrong else "\nNothing to mend.")
    return 1 if wrong else 0


# the machine


def python(version: Sequence[int]) -> Finding:
    name = ".".join(map(str, version))
    if tuple(version) < (3, 11):
        return Finding("wrong", "Python", f"{name} is too old.", "Install Python 3.11 or newer.")
    return Finding("fine", "Python", name)


def folder(data: Path) -> Iterator[Finding]:
    """Can the data folder be written, and is there room?"""
    existing = data
    while not existing.exists():
        existing = existing.parent
    if not existing.is_dir() or not os.access(existing, os.W_OK | os.X_OK):
        remedy = "Choose another folder (DATA= or --data), or give yourself the right to write there."
        yield Finding("wrong", "Data folder", f"{data} cannot be written.", remedy)
        return
    yield Finding("fine", "Data folder", str(data) if data.exists() else f"{data} (made at the first start)")
    free = shutil.disk_usage(existing).free
    if free < NEEDED_SPACE:
        remedy = "Free some space: PostgreSQL stops when its disk is full."
        yield Finding("wrong", "Disk", f"only {free // 1024**2} MB are free at {existing}.", remedy)
    else:
        yield Finding("fine", "Disk", f"{free / 1024**3:.1f} GB free")


def port(text: str) -> Finding:
    if not text.isdigit() or not 0 < int(text) < 65536:
        return Finding("wrong", "Port", f"{text!r} is not a port.", "Give a number from 1 to 65535 (PORT=).")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(text)))
        except OSError as error:
            words = f"{text} cannot be used: {error.strerror}."
            return Finding(
                "wrong",
                "Port",
                words,
                "Stop what listens there (Duka itself?), or choose another: PORT=8001.",
            )
    return Finding("fine", "Port", f"{text} is free")


def chromium(environ: Mapping[str, str]) -> Finding:
    """Only the browser tests need one."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = environ.get("CHROMIUM") or next((path for path in map(shutil.which, names) if path), None)
    if found:
        return Finding("fine", "Chromium", found)
    return Finding(
        "note", "Chromium", "none found; only the browser tests need it, and `make test` installs it."
    )


def letters(environ: Mapping[str, str], data: Path) -> Iterator[Finding]:
    """Where a provider of letters is to post what became of them."""
    provider = environ.get("DUKA_MAIL_API", "").partition(":")[0]
    if provider:
        from duka.api.messages_door import mail_report_path  # heavy: only who sends by an API asks

        config = load({**environ, "DUKA_DATA": str(data)})
        yield Finding(
            "note", "Letters", f"bounces go to {config.base_url}{mail_report_path(config, provider)}"
        )


def catalogues(package: Path) -> Finding:
    """Is every translation compiled since it was last changed?"""
    sources = sorted(package.rglob("*.po"))
    stale = []
    for source in sources:
        compiled = source.with_suffix(".mo")
        if not compiled.exists() or compiled.stat().st_mtime < source.stat().st_mtime:
            stale.append(source.parent.parent.name)
    if stale:
        words = f"not compiled since the last change: {', '.join(stale)}."
        return Finding("note", "Translations", words, "They are compiled when Duka starts from a checkout.")
    return Finding("fine", "Translations", f"{len(sources)} catalogues compiled")


# the database


def database(environ: Mapping[str, str], data: Path, pending: Pending | None) -> Iterator[Finding]:
    try:
        if postgres_urls.uses_embedded(environ):
            urls = yield from embedded(data)
        else:
            urls = yield from external(environ, data)
    except (BadDatabaseSettings, PostgresProblem) as problem:
        yield Finding("wrong", "PostgreSQL", str(problem))
        return
    if urls is None:
        return
    answered = []
    for role, url in (("application", urls.app), ("platform", urls.platform), ("migrator", urls.migrator)):
        try:
            with psycopg.connect(url, connect_timeout=5) as connection:
                answered.append(role)
                yield from role_checks(role, connection)
        except psycopg.OperationalError as error:
            where = postgres_urls.hide_password(url)
            remedy = "Is the server running, and are address and password right?"
            yield Finding("wrong", f"The {role} role", f"{where} does not let it in: {error}".strip(), remedy)
    if "migrator" in answered and pending is not None and migrations.FOLDER.exists():
        yield migrated(urls.migrator, pending)


def embedded(data: Path) -> Generator[Finding, None, Urls | None]:
    """Looks at the embedded server; its addresses when it runs."""
    cluster = Cluster(data / "postgres")
    programs = [cluster.binaries / name for name in ("postgres", "initdb", "pg_ctl")]
    missing = [program for program in programs if not os.access(program, os.X_OK)]
    if missing:
        words = f"{missing[0]} is not a program that can be run."
        remedy = "Make the environment anew (`make clean runtime`), or set DUKA_POSTGRES_BIN or DATABASE_URL."
        yield Finding("wrong", "PostgreSQL", words, remedy)
        return None
    yield Finding("fine", "PostgreSQL", f"version {cluster.version()} in {cluster.binaries}")
    if not cluster.running():
        state = "stopped" if cluster.data.exists() else "not made yet"
        yield Finding("note", "Embedded server", f"{state}; `duka demo` starts it.")
        return None
    where = cluster.root if cluster.root == cluster.home else f"{cluster.root} ({postgres_account.RECORD})"
    yield Finding("fine", "Embedded server", f"running in {where}")
    roles = (postgres_roles.APP, postgres_roles.PLATFORM, postgres_roles.MIGRATOR)
    app, platform, migrator = (cluster.url(role, postgres_urls.DATABASE) for role in roles)
    return Urls(app, platform, migrator)


def external(environ: Mapping[str, str], data: Path) -> Generator[Finding, None, Urls | None]:
    """Looks at the server that the environment names; the roles' addresses when they are known."""
    urls = postgres_urls.known(data, environ)
    if urls is not None:
        yield Finding("fine", "Database", f"{postgres_urls.hide_password(urls.app)}")
        return urls
    url = environ["DATABASE_URL"]
    try:
        with psycopg.connect(postgres_urls.reachable_admin(url), connect_timeout=5) as admin:
            yield version(admin.info.server_version)
            yield administrator(admin)
    except psycopg.OperationalError as error:
        raise BadDatabaseSettings(f"{postgres_urls.hide_password(url)} does not answer: {error}") from error
    return None


def version(number: int) -> Finding:
    """`number` as in server_version_num: 150004 is 15.4."""
    major, minor = divmod(number, 10000)
    if number < postgres_roles.OLDEST:
        words = f"PostgreSQL {major}.{minor} is too old."
        return Finding("wrong", "Server version", words, "Use PostgreSQL 15 or newer; 17 or newer is best.")
    if minor < FIXED.get(major, 0):
        words = (
            f"PostgreSQL {major}.{minor} has known holes in row-level security, which keeps tenants apart."
        )
        return Finding("wrong", "Server version", words, f"Update it to {major}.{FIXED[major]} or newer.")
    return Finding("fine", "Server version", f"{major}.{minor}")


def administrator(admin: Connection) -> Finding:
    """May the role of DATABASE_URL set Duka up?"""
    row = admin.execute(
        "SELECT rolsuper, rolcreaterole AND rolcreatedb,"
        " (SELECT count(*) FROM pg_roles WHERE rolname = ANY(%s)) FROM pg_roles WHERE rolname = current_user",
        [list(postgres_roles.ATTRIBUTES)],
    ).fetchone()
    is_super, may_create, roles = row or (False, False, 0)
    if is_super or (may_create and roles == len(postgres_roles.ATTRIBUTES)):
        return Finding("note", "Roles", "not set up from here yet; the first start does it.")
    remedy = f"Let an administrator run this once:\n{postgres_roles.BY_HAND.format(admin=admin.info.user)}"
    return Finding(
        "wrong", "Roles", f"{admin.info.user} may not create roles that bypass row security.", remedy
    )


def role_checks(role: str, connection: Connection) -> Iterator[Finding]:
    """What may this log-in do that it must not, or not do that it must?"""
    row = connection.execute(
        "SELECT current_user, rolsuper, rolbypassrls,"
        " (SELECT count(*) FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        "  WHERE c.relkind IN ('r', 'p') AND n.nspname = 'public' AND pg_has_role(c.relowner, 'USAGE'))"
        " FROM pg_roles WHERE rolname = current_user"
    ).fetchone()
    assert row is not None
    name, is_super, bypasses, owned = row
    about = f"The {role} role"
    if role == "application":
        yield version(connection.info.server_version)
        yield extensions(connection)
        if is_super or bypasses:
            how = "is a superuser" if is_super else "has BYPASSRLS"
            words = f"{name} {how}: it sees every tenant's rows, whatever the policies say."
            remedy = f'Run as an administrator: ALTER ROLE "{name}" NOSUPERUSER NOBYPASSRLS;'
            yield Finding("wrong", about, words, remedy)
        elif owned:
            words = f"{name} owns {owned} tables (itself or by a role); an owner can drop their policies."
            remedy = f'Run as an administrator: REASSIGN OWNED BY "{name}" TO duka_owner;'
            yield Finding("wrong", about, words, remedy)
        else:
            yield Finding("fine", about, f"{name} cannot bypass row-level security")
    elif not (bypasses or is_super):
        words = f"{name} lacks BYPASSRLS: it would see nothing, and not say so."
        yield Finding("wrong", about, words, f'Run as an administrator: ALTER ROLE "{name}" BYPASSRLS;')
    else:
        yield Finding("fine", about, f"{name} sees all tenants")


def extensions(connection: Connection) -> Finding:
    present = {str(name) for (name,) in connection.execute("SELECT extname FROM pg_extension")}
    missing = [name for name in postgres_roles.EXTENSIONS if name not in present]
    if missing:
        remedy = "As the database's owner: " + " ".join(f"CREATE EXTENSION {name};" for name in missing)
        return Finding("wrong", "Extensions", f"missing: {', '.join(missing)}.", remedy)
    return Finding("fine", "Extensions", ", ".join(postgres_roles.EXTENSIONS))


def migrated(url: str, pending: Pending) -> Finding:
    if pending(url):
        return Finding("wrong", "Migrations", "the database is behind the code.", "Run `duka migrate`.")
    return Finding("fine", "Migrations", "up to date")
