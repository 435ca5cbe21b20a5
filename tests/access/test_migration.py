"""What people were before there were grants, they are afterwards."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import namedtuple_row

from duka.kernel import migrations, postgres_roles
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls

NAMED: Any = namedtuple_row


@pytest.fixture
def earlier(urls: Urls) -> Iterator[tuple[str, str]]:
    """A database as it was before roles: addresses for the migrator and for its administrator."""
    admin = urls.admin
    assert admin is not None
    migrator = urls.migrator.replace("/duka?", "/earlier?")
    roles = (conninfo_to_dict(url) for url in (urls.app, urls.platform, urls.migrator))
    postgres_roles.prepare(admin, "earlier", {str(role["user"]): str(role["password"]) for role in roles})
    migrations.upgrade(migrator, "0004")
    yield migrator, postgres_roles.at(admin, "earlier")


def test_roles_become_grants(earlier: tuple[str, str]) -> None:
    migrator, admin = earlier
    tenant, people = new_id(), {"owner": True, "support": True, "catalogue": False}
    with psycopg.connect(admin, autocommit=True, row_factory=NAMED) as connection:
        connection.execute("insert into tenants (id, slug, name) values (%s, 'acorn', 'Acorn')", [tenant])
        for role, is_active in people.items():
            connection.execute(
                """insert into staff (tenant_id, id, email, name, password_hash, role, is_active)
                   values (%s, %s, %s, %s, 'x', %s, %s)""",
                [tenant, new_id(), f"{role}@acorn.example", role.title(), role, is_active],
            )
    migrations.upgrade(migrator)
    with psycopg.connect(admin, row_factory=NAMED) as connection:
        rows = connection.execute(
            """select s.name, g.role, g.role_id, g.stores, g.locations, s.joined_at is not null as has_joined,
                 s.dismissed_at is not null as has_left
               from staff s left join grants g on g.tenant_id = s.tenant_id and g.staff_id = s.id order by s.name"""
        ).fetchall()
    assert [tuple(row) for row in rows] == [
        ("Catalogue", None, None, None, None, True, True),
        ("Owner", "owner", None, None, None, True, False),
        ("Support", "support", None, None, None, True, False),
    ]
