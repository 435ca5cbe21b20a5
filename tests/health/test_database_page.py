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
            sizes = {
                found.name: found.bytes
                for found in tx.all(
                    """select relname as name, pg_total_relation_size(oid) as bytes from pg_class
                       where relnamespace = 'public'::regnamespace and relkind = 'r'"""
                )
            }
    finally:
        with work.database.platform() as tx:
            tx.run("delete from slow_statements where maker = 'a test'")
    shown = {table.name: table.bytes for table in tables}
    assert len(shown) == 15 and shown.items() <= sizes.items()
    assert [t.bytes for t in tables] == sorted(sizes[t.name] for t in tables)[::-1]
    assert tables[0].name == max(sizes, key=lambda name: sizes[name])
    # what other tests have left may be larger still
    larger = [name for name, bytes in sizes.items() if bytes > sizes["slow_statements"]]
    assert "slow_statements" in shown or len(larger) >= 15
    assert all(t.rows >= 4000 for t in tables if t.name == "slow_statements")
