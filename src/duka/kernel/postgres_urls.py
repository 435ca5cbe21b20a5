"""Which database an installation talks to: the embedded one, or the one that the environment names.

In this order:
1. `DUKA_APP_URL`, `DUKA_PLATFORM_URL` and `DUKA_MIGRATOR_URL`, all three: used as they are, nothing is set
   up.
2. `DATABASE_URL`, an administrator's address on any PostgreSQL 15 or newer: roles and database are made once,
   and the drawn passwords are kept in `DATA/roles.json` (0600). From then on the administrator's password is
   not used.
3. Neither: the embedded PostgreSQL in `DATA/postgres`, started when it is not running.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote, urlencode

import msgspec
import psycopg
from psycopg.conninfo import conninfo_to_dict

from duka.kernel import postgres_roles
from duka.kernel.postgres import Cluster

DATABASE = "duka"
EXPLICIT = {"app": "DUKA_APP_URL", "platform": "DUKA_PLATFORM_URL", "migrator": "DUKA_MIGRATOR_URL"}


class BadDatabaseSettings(Exception):
    """The environment does not lead to a database; the text says why and what to do."""


class Urls(msgspec.Struct, frozen=True, repr_omit_defaults=True):
    """One address per role. `admin` is there only for the embedded server and while an external one is set
    up.
    """

    app: str
    platform: str
    migrator: str
    admin: str | None = None

    def __repr__(self) -> str:  # the addresses hold passwords
        return f"Urls({hide_password(self.app)}, …)"


class Saved(msgspec.Struct, frozen=True):
    """What was set up on an external server: each role's password, and the databases that are ready."""

    passwords: dict[str, str] = {}
    databases: tuple[str, ...] = ()


def uses_embedded(environ: Mapping[str, str]) -> bool:
    return not any(environ.get(name) for name in (*EXPLICIT.values(), "DATABASE_URL"))


def embedded(data: Path, *, fast: bool = False) -> Cluster:
    """The embedded server of the installation in `data`, not started."""
    return Cluster(data / "postgres", fast=fast)


def resolve(data: Path, environ: Mapping[str, str]) -> Urls:
    """Addresses that work: the server answers, roles and database exist. Safe to call at every start."""
    if not uses_embedded(environ):
        urls = None if environ.get("DUKA_ROTATE_PASSWORDS") else known(data, environ)
        return urls or _set_up(data, environ)
    cluster = embedded(data).start()
    postgres_roles.prepare(cluster.superuser_url, DATABASE, cluster.passwords())
    return Urls(
        app=cluster.url(postgres_roles.APP, DATABASE),
        platform=cluster.url(postgres_roles.PLATFORM, DATABASE),
        migrator=cluster.url(postgres_roles.MIGRATOR, DATABASE),
        admin=cluster.superuser_url,
    )


def known(data: Path, environ: Mapping[str, str]) -> Urls | None:
    """The addresses on an external server, if they are given or were set up before. Connects to nothing."""
    given = {field: environ[name] for field, name in EXPLICIT.items() if environ.get(name)}
    if given:
        missing = [name for field, name in EXPLICIT.items() if field not in given]
        if missing:
            raise BadDatabaseSettings(
                f"Some of Duka's addresses are set, and {', '.join(missing)} is not: set all three."
            )
        return Urls(**given)
    parts = _parts(environ)
    database = postgres_roles.database_of(environ["DATABASE_URL"])
    there = saved(data).get(_server(parts), Saved())
    return _urls(parts, database, there.passwords) if database in there.databases else None


def hide_password(url: str) -> str:
    """The address for people: user, host, port and database."""
    try:
        parts = conninfo_to_dict(url)
    except psycopg.ProgrammingError:
        return "(not an address)"
    user, database = parts.get("user") or "", parts.get("dbname") or ""
    return f"postgresql://{user}@{_server(parts)}/{database}"


def _server(parts: Mapping[str, object]) -> str:
    return f"{parts.get('host') or 'localhost'}:{parts.get('port') or 5432}"


def _parts(environ: Mapping[str, str]) -> Mapping[str, object]:
    try:
        return conninfo_to_dict(environ["DATABASE_URL"])
    except psycopg.ProgrammingError:  # its text quotes the address, and with it the password
        raise BadDatabaseSettings(
            "DATABASE_URL is not an address of the form postgresql://user:password@host:5432/duka."
        ) from None


def saved(data: Path) -> dict[str, Saved]:
    """Server (host:port) → what was set up there, as kept in `data`."""
    path = data / "roles.json"
    if not path.exists():
        return {}
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, Saved])
    except msgspec.DecodeError as error:
        raise BadDatabaseSettings(
            f"{path} is damaged ({error}). Restore it from a backup, or remove it."
        ) from error


def _save(data: Path, servers: dict[str, Saved]) -> None:
    data.mkdir(parents=True, exist_ok=True)
    draft = data / "roles.json.new"
    draft.unlink(missing_ok=True)
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(servers), indent=1))
    draft.rename(data / "roles.json")


def _set_up(data: Path, environ: Mapping[str, str]) -> Urls:
    """Roles and database made; passwords are drawn once per server, for roles belong to the whole of it."""
    url, parts, servers = environ["DATABASE_URL"], _parts(environ), saved(data)
    database, where = postgres_roles.database_of(url), hide_password(url)
    rotate = bool(environ.get("DUKA_ROTATE_PASSWORDS"))
    before = Saved() if rotate else servers.get(_server(parts), Saved())
    admin_url = reachable_admin(url)
    if not before.passwords and not rotate and _in_use(admin_url):
        raise BadDatabaseSettings(
            f"Another installation uses Duka's roles on {where}; new passwords would cut it off. Copy its "
            f"roles.json into {data}, or give DUKA_APP_URL, DUKA_PLATFORM_URL and DUKA_MIGRATOR_URL, or "
            "set DUKA_ROTATE_PASSWORDS=1 for one start to draw new passwords."
        )
    passwords = before.passwords or {role: secrets.token_urlsafe(24) for role in postgres_roles.LOGINS}
    try:
        postgres_roles.prepare(admin_url, database, passwords)
    except psycopg.OperationalError as error:
        raise BadDatabaseSettings(f"Setting up {where} failed: {error}") from error
    _save(data, servers | {_server(parts): Saved(passwords, (*before.databases, database))})
    return _urls(parts, database, passwords)


def reachable_admin(url: str) -> str:
    """`url`, or the same server's maintenance database when the one it names is still to be made."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        if "does not exist" in str(error) and "database" in str(error):
            return postgres_roles.at(url, "postgres")
        raise BadDatabaseSettings(f"{hide_password(url)} (DATABASE_URL) does not answer: {error}") from error
    return url


def _in_use(admin_url: str) -> bool:
    """Does one of the log-in roles have a finished set-up behind it?"""
    with psycopg.connect(admin_url) as admin:
        row = admin.execute(
            "SELECT count(*) FROM pg_database d JOIN pg_roles o ON o.oid = d.datdba WHERE o.rolname = %s",
            [postgres_roles.OWNER],
        ).fetchone()
        return bool(row and row[0])


def _with_role(parts: Mapping[str, object], role: str, password: str, database: str) -> str:
    """The same server as another role, keeping what belongs to the way there (host, port, TLS)."""
    gone = {"user", "password", "dbname", "passfile"}
    rest = {name: str(value) for name, value in parts.items() if name not in gone and value is not None}
    where = "?" + urlencode(rest) if rest else ""
    return f"postgresql://{quote(role)}:{quote(password, safe='')}@/{quote(database)}{where}"


def _urls(parts: Mapping[str, object], database: str, passwords: Mapping[str, str]) -> Urls:
    roles = (postgres_roles.APP, postgres_roles.PLATFORM, postgres_roles.MIGRATOR)
    return Urls(*(_with_role(parts, role, passwords[role], database) for role in roles))
