"""The page of the database: the largest tables, first those that are."""

import psycopg
from tests.operators import hire

from duka.control import health
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work
from duka.wiring import Services


def test_the_largest_tables_are_shown_with_all_that_belongs_to_them(
    work: Work, services: Services, urls: Urls
) -> None:
    olive = hire(services)
    with psycopg.connect(urls.migrator) as connection:
        connection.execute("set role duka_owner")
        connection.execute(
            """insert into slow_statements (day, maker, words, times, total_ms, longest_ms, last_at)
               select '2000-01-01', 'a test', n || ' ' || repeat('x', 500), 1, 1, 1, now() from generate_series(1, 4000) n"""
        )
        connection.execute("analyze")
    try:
        tables = health.database(work, olive.caller).tables
        with work.database.platform() as tx:
            bytes = tx.value("select pg_total_relation_size('slow_statements')")
    finally:
        with work.database.platform() as tx:
            tx.run("delete from slow_statements where maker = 'a test'")
    assert (tables[0].name, tables[0].bytes, len(tables)) == ("slow_statements", bytes, 15)
    assert tables[0].rows >= 4000
    assert [t.bytes for t in tables] == sorted((t.bytes for t in tables), reverse=True)
