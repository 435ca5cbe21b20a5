"""The roles, the database and the extensions that Duka needs on a PostgreSQL server, embedded or anybody's.

    duka_owner     no log-in; owns the database, its schema and its tables
    duka_migrator  changes the schema; sees every row (BYPASSRLS), because a foreign key or a backfill that is
                   filtered by row-level security passes without having looked; a member of duka_owner
    duka_app       serves; can neither bypass row-level security nor own, create or inherit anything
    duka_platform  the platform's verbs across tenants and the job worker; BYPASSRLS, owns nothing

`prepare` may run any number of times. After it nothing needs a superuser.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, LiteralString

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

Connection = psycopg.Connection[tuple[Any, ...]]

OWNER, MIGRATOR, APP, PLATFORM = "duka_owner", "duka_migrator", "duka_app", "duka_platform"
LOGINS = (MIGRATOR, APP, PLATFORM)
EXTENSIONS = ("pg_trgm", "unaccent", "btree_gist")
OLDEST = 150000
"""The lowest `server_version_num` that Duka runs on."""

_NOTHING: dict[str, bool] = {
    "super": False,
    "createdb": False,
    "createrole": False,
    "replication": False,
    "bypassrls": False,
}
ATTRIBUTES: dict[str, dict[str, bool]] = {
    OWNER: _NOTHING | {"canlogin": False, "inherit": True},
    MIGRATOR: _NOTHING | {"canlogin": True, "inherit": True, "bypassrls": True},
    APP: _NOTHING | {"canlogin": True, "inherit": False},
    PLATFORM: _NOTHING | {"canlogin": True, "inherit": False, "bypassrls": True},
}
"""Role → its attributes, named as in `pg_roles` without `rol`."""

_WORDS: dict[str, tuple[LiteralString, LiteralString]] = {
    "super": ("SUPERUSER", "NOSUPERUSER"),
    "createdb": ("CREATEDB", "NOCREATEDB"),
    "createrole": ("CREATEROLE", "NOCREATEROLE"),
    "replication": ("REPLICATION", "NOREPLICATION"),
    "bypassrls": ("BYPASSRLS", "NOBYPASSRLS"),
    "canlogin": ("LOGIN", "NOLOGIN"),
    "inherit": ("INHERIT", "NOINHERIT"),
}

BY_HAND = """\
CREATE ROLE duka_owner NOLOGIN;
CREATE ROLE duka_migrator LOGIN BYPASSRLS INHERIT;
CREATE ROLE duka_app LOGIN NOBYPASSRLS NOINHERIT;
CREATE ROLE duka_platform LOGIN BYPASSRLS NOINHERIT;
GRANT duka_owner TO duka_migrator;
GRANT duka_owner, duka_migrator, duka_app, duka_platform TO "{admin}" WITH ADMIN OPTION;"""


class CannotPrepare(Exception):
    """The server cannot be prepared; the text says why and what an administrator must do."""


def prepare(superuser_url: str, database: str, passwords: Mapping[str, str]) -> None:
    """Roles, database, rights and extensions as the module says. `passwords`: each log-in role → its
    password.

    `superuser_url` is a superuser's, or that of a role with CREATEROLE and CREATEDB on a server where the
    BYPASSRLS roles exist already.
    """
    with psycopg.connect(superuser_url, autocommit=True) as admin:
        if admin.info.server_version < OLDEST:
            raise CannotPrepare(
                f"The server is PostgreSQL {admin.info.parameter_status('server_version')}; 15 or newer is "
                "needed."
            )
        # two starts at once: the second waits and finds the work done
        admin.execute("SELECT pg_advisory_lock(hashtext('duka.prepare'))")
        who = admin.info.user
        try:
            for role, wanted in ATTRIBUTES.items():
                _role(admin, role, wanted, passwords.get(role))
            _member(admin, MIGRATOR)
            if not _is_super(admin):
                _member(admin, who)
            _database(admin, database)
        except psycopg.errors.InsufficientPrivilege as error:
            raise CannotPrepare(
                f"The role {who} may not set up Duka's roles and database: {error.diag.message_primary}. "
                "Give the address "
                "of a superuser, or let an administrator run this once and start "
                f"again:\n{BY_HAND.format(admin=who)}\n"
                f'ALTER ROLE "{who}" CREATEROLE CREATEDB;'
            ) from error
    with psycopg.connect(at(superuser_url, database), autocommit=True) as inside:
        try:
            _rights(inside, database)
        except psycopg.errors.InsufficientPrivilege as error:
            raise CannotPrepare(
                f"The role {who} may not set the rights in the database {database}: "
                f"{error.diag.message_primary}. Let an "
                f'administrator run: ALTER DATABASE "{database}" OWNER TO duka_owner;'
            ) from error
        except (psycopg.errors.UndefinedFile, psycopg.errors.FeatureNotSupported) as error:
            raise CannotPrepare(
                f"The server lacks an extension: {error.diag.message_primary}. Install PostgreSQL's contrib "
                "modules "
                f"(Debian has them in its postgresql package): {', '.join(EXTENSIONS)}."
            ) from error


def at(url: str, database: str) -> str:
    """The same server and role, another database, as a libpq connection string."""
    return make_conninfo(url, dbname=database)


def existing(url: str) -> set[str]:
    """Which of Duka's roles the server has already."""
    with psycopg.connect(url) as admin:
        rows = admin.execute("SELECT rolname FROM pg_roles WHERE rolname = ANY(%s)", [list(ATTRIBUTES)])
        return {str(name) for (name,) in rows}


def _is_super(admin: Connection) -> bool:
    row = admin.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    return bool(row and row[0])


def _role(admin: Connection, role: str, wanted: Mapping[str, bool], password: str | None) -> None:
    """Make the role, or change only what differs: a CREATEROLE administrator may change little of a BYPASSRLS
    role.
    """
    name = sql.Identifier(role)
    columns = sql.SQL(", ").join(sql.Identifier(f"rol{attribute}") for attribute in wanted)
    row = admin.execute(
        sql.SQL("SELECT {} FROM pg_roles WHERE rolname = %s").format(columns), [role]
    ).fetchone()
    if row is None:
        words = [_WORDS[attribute][0] for attribute, value in wanted.items() if value]
        admin.execute(sql.SQL("CREATE ROLE {} {}").format(name, sql.SQL(" ").join(map(sql.SQL, words))))
        row = admin.execute(
            sql.SQL("SELECT {} FROM pg_roles WHERE rolname = %s").format(columns), [role]
        ).fetchone()
        assert row is not None
    wrong = [
        _WORDS[a][0 if value else 1]
        for (a, value), has in zip(wanted.items(), row, strict=True)
        if has != value
    ]
    if wrong:
        admin.execute(sql.SQL("ALTER ROLE {} {}").format(name, sql.SQL(" ").join(map(sql.SQL, wrong))))
    if wanted["canlogin"] and password is not None:
        # hashed here, so that no log of the server can show it
        secret = admin.pgconn.encrypt_password(password.encode(), role.encode(), b"scram-sha-256").decode()
        admin.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(name, sql.Literal(secret)))


def _member(admin: Connection, role: str) -> None:
    """Make `role` a member of the owner, with its rights and the right to act as it."""
    known = admin.execute(
        "SELECT pg_has_role(%(role)s, %(owner)s, 'USAGE') AND pg_has_role(%(role)s, %(owner)s, 'MEMBER')",
        {"role": role, "owner": OWNER},
    ).fetchone()
    if not (known and known[0] and _may_set(admin, role)):
        admin.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(OWNER), sql.Identifier(role)))


def _may_set(admin: Connection, role: str) -> bool:
    """PostgreSQL 16 split the right to SET ROLE from membership."""
    if admin.info.server_version < 160000:
        return True
    row = admin.execute("SELECT pg_has_role(%s, %s, 'SET')", [role, OWNER]).fetchone()
    return bool(row and row[0])


def _database(admin: Connection, database: str) -> None:
    row = admin.execute(
        "SELECT pg_get_userbyid(datdba), pg_encoding_to_char(encoding) FROM pg_database WHERE datname = %s",
        [database],
    ).fetchone()
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    if row is None:
        locale = sql.SQL("LOCALE_PROVIDER builtin LOCALE 'C.UTF-8'")
        if admin.info.server_version < 170000:
            locale = sql.SQL("LOCALE 'C.UTF-8'")
        make = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8' {}")
        admin.execute(make.format(name, owner, locale))
        return
    if row[1] != "UTF8":
        raise CannotPrepare(f"The database {database} is encoded in {row[1]}; Duka needs one in UTF8.")
    if row[0] != OWNER:
        admin.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(name, owner))


def _rights(inside: Connection, database: str) -> None:
    """As the owner: the public loses everything, each role gets what it needs, the extensions are there."""
    name, owner = sql.Identifier(database), sql.Identifier(OWNER)
    logins = sql.SQL(", ").join(map(sql.Identifier, LOGINS))
    with inside.transaction():
        inside.execute(sql.SQL("SET LOCAL ROLE {}").format(owner))
        inside.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(name))
        inside.execute(sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(name, logins))
        inside.execute(sql.SQL("ALTER SCHEMA public OWNER TO {}").format(owner))
        inside.execute("REVOKE ALL ON SCHEMA public FROM PUBLIC")
        inside.execute(sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(logins))
        for extension in EXTENSIONS:
            inside.execute(sql.SQL("CREATE EXTENSION IF NOT EXISTS {}").format(sql.Identifier(extension)))


def database_of(url: str) -> str:
    """The database that the address of an external server means; a maintenance database means `duka`."""
    named = str(conninfo_to_dict(url).get("dbname") or "")
    return "duka" if named in {"", "postgres", "template1", "defaultdb"} else named
