"""The application does not start where a border is missing."""

from pathlib import Path

import psycopg
import pytest
from litestar import Litestar, get
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from tests.api.conftest import services_on

from duka.kernel import postgres_roles
from duka.kernel.cache import Cache
from duka.kernel.db import Database
from duka.kernel.errors import TenantRequired
from duka.kernel.guards import UnsafeDatabase, refuse_powerful_role
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work
from duka.main import RouteWithoutPermission, create_litestar, refuse_undeclared


def test_it_refuses_to_start_as_a_powerful_role(urls: Urls, tmp_path: Path) -> None:
    for url in (urls.platform, postgres_roles.at(urls.admin or "", "duka")):
        database = Database(url, size=1)
        try:
            with pytest.raises(UnsafeDatabase, match="bypass"):
                create_litestar(services_on(database, tmp_path))
        finally:
            database.close()


def test_it_refuses_to_start_as_the_owner_of_a_table(urls: Urls) -> None:
    """A role that no attribute lifts above the policies, and that could lift the policies themselves."""
    with psycopg.connect(urls.admin or "", autocommit=True) as connection:
        connection.execute("create role landlord login password 'l' in role duka_owner")
        connection.execute("grant connect on database duka to landlord")
    parts = {**conninfo_to_dict(urls.app), "user": "landlord", "password": "l"}
    database = Database(make_conninfo("", **parts), size=1)
    try:
        with pytest.raises(UnsafeDatabase, match="owns tables"):
            refuse_powerful_role(database)
    finally:
        database.close()
        with psycopg.connect(postgres_roles.at(urls.admin or "", "duka"), autocommit=True) as connection:
            connection.execute("drop owned by landlord")
            connection.execute("drop role landlord")


def test_it_refuses_to_start_with_a_route_that_names_no_permission() -> None:
    @get("/open", sync_to_thread=False)
    def undeclared() -> str:
        return "come in"

    @get("/misspelt", sync_to_thread=False, permission="product:read")
    def misspelt() -> str:
        return "come in"

    for handler in (undeclared, misspelt):
        with pytest.raises(RouteWithoutPermission):
            refuse_undeclared(Litestar([handler], openapi_config=None))


def test_a_work_without_the_platforms_door_opens_none(urls: Urls) -> None:
    database = Database(urls.app, size=1)
    try:
        with pytest.raises(TenantRequired), Work(database, Cache(0)).database.platform():
            raise AssertionError("a door was open")
    finally:
        database.close()
