"""The database's catalogue keeps the borders, and the check would see each way of breaking them."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from duka.kernel import catalogue
from duka.kernel.postgres_urls import Urls


@pytest.fixture
def connection(urls: Urls) -> Iterator["psycopg.Connection[Any]"]:
    """As the migrator, in a transaction that is rolled back."""
    with psycopg.connect(urls.migrator) as connection:
        connection.execute("set role duka_owner")
        yield connection
        connection.rollback()


def test_the_borders_stand(connection: "psycopg.Connection[Any]") -> None:
    assert catalogue.findings(connection) == []


BREAKS = {
    "create table loose (id uuid primary key)": "table loose: no tenant_id",
    "create table loose (tenant_id uuid, id uuid)": "table loose: no tenant_id, or it may be null",
    "create table loose (tenant_id uuid not null, id uuid)": "table loose: row-level security is not forced",
    "alter table orders no force row level security": "table orders: row-level security is not forced",
    "alter table orders disable row level security": "table orders: row-level security is not forced",
    "drop policy tenant_border on orders": "table orders: its policy is not the one policy",
    "create policy open_door on orders using (true)": "table orders: its policy is not the one policy",
    "alter policy tenant_border on orders using (tenant_id is not null)": "table orders: its policy is not the one policy",
    "grant truncate on orders to duka_app": "table orders: the application may truncate it",
    "create unique index loose on sandbox_charges (reference)": "unique index loose: tenant_id is not its first column",
    "create index loose on orders (email)": "index loose: tenant_id is not its first column",
    "create view loose as select * from orders": "view loose: it runs with its owner's rights",
    "create materialized view loose as select * from orders": "materialized view loose: row-level security",
    "create function loose() returns int language sql security definer as 'select 1'": "function loose: it is SECURITY",
    """create unique index on orders (tenant_id, id, store_id);
       alter table order_taxes add column s uuid, add foreign key (order_id, s, tenant_id)
           references orders (id, store_id, tenant_id) not valid""": "from order_taxes to orders without tenant_id first",
}


@pytest.mark.parametrize("statement", BREAKS)
def test_each_broken_rule_is_found(connection: "psycopg.Connection[Any]", statement: str) -> None:
    expected = BREAKS[statement]
    connection.execute(statement)
    found = catalogue.findings(connection)
    assert any(expected in finding for finding in found), found
