"""What must be true of the database before anything is served."""

from duka.kernel.db import Database

OLDEST_SAFE = {15: 15_0014, 16: 16_0010, 17: 17_0006}
"""The first minor of each major with the known holes in row-level security mended (CVE-2024-10976, CVE-2025-8713)."""


class UnsafeDatabase(Exception):
    """The application does not start on this database; the text says why."""


def refuse_powerful_role(database: Database) -> None:
    """Refuses `UnsafeDatabase` when the application's role could step over row-level security or owns a table."""
    with database.open() as tx:
        row = tx.one(
            """select r.rolname, r.rolsuper or r.rolbypassrls as bypasses,
                      exists (select 1 from pg_class c join pg_namespace n on n.oid = c.relnamespace
                              where n.nspname = 'public' and c.relkind in ('r', 'p')
                                and pg_has_role(r.oid, c.relowner, 'member')) as owns,
                      current_setting('server_version_num')::int as version
               from pg_roles r where r.rolname = current_user"""
        )
    if row is None or row.bypasses:
        raise UnsafeDatabase(
            "The application's role may bypass row-level security. Connect as a role with NOSUPERUSER NOBYPASSRLS "
            "(`duka doctor` says how)."
        )
    if row.owns:
        raise UnsafeDatabase(
            f"The role {row.rolname} owns tables of the application, so it could lift their borders."
        )
    if row.version < OLDEST_SAFE.get(row.version // 10_000, 0) or row.version < 15_0000:
        raise UnsafeDatabase(
            "This PostgreSQL is too old: its row-level security has known holes. Install the newest minor."
        )
