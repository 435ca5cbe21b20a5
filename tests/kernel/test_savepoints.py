"""Savepoints: what fails inside is undone and nothing else, in whatever order they begin, end and hold one another."""

from collections.abc import Callable
from contextlib import suppress

import psycopg
import pytest
from tests import make

from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work


class Refused(Exception):
    """Something went wrong inside."""


def add(tx: Tx, name: str) -> None:
    tx.run("insert into counters (tenant_id, name) values (%(tenant)s, %(name)s)", name=name)


def left(work: Work, act: Callable[[Tx], None]) -> list[str]:
    """The counters that a transaction leaves."""
    tenant = make.tenant(work).id
    work.perform(Caller(tenant), lambda ctx: act(ctx.db))

    def names(ctx: Context) -> list[str]:
        rows = ctx.db.all("select name from counters where tenant_id = %(tenant)s order by name")
        return [row.name for row in rows]

    return work.perform(Caller(tenant), names)


def test_one_after_another_each_fails_alone(work: Work) -> None:
    def act(tx: Tx) -> None:
        for name in ("a", "b", "c", "d"):
            try:
                with tx.savepoint():
                    add(tx, name)
                    if name in "bd":
                        raise Refused
            except Refused:
                pass

    assert left(work, act) == ["a", "c"]


def test_an_outer_one_takes_the_inner_ones_with_it(work: Work) -> None:
    def act(tx: Tx) -> None:
        add(tx, "before")
        try:
            with tx.savepoint():
                with tx.savepoint():
                    add(tx, "inner")
                add(tx, "outer")
                with tx.savepoint():
                    add(tx, "inner too")
                raise Refused
        except Refused:
            add(tx, "after")

    assert left(work, act) == ["after", "before"]


def test_an_inner_one_leaves_the_outer_one(work: Work) -> None:
    def act(tx: Tx) -> None:
        with tx.savepoint():
            try:
                with tx.savepoint():
                    add(tx, "inner")
                    raise Refused
            except Refused:
                add(tx, "outer")

    assert left(work, act) == ["outer"]


def test_one_without_a_statement_is_not_made(work: Work) -> None:
    def act(tx: Tx) -> None:
        with tx.savepoint():
            pass
        with pytest.raises(Refused), tx.savepoint():
            raise Refused
        add(tx, "a")
        with tx.savepoint(), tx.savepoint():
            pass
        assert tx._marks == []

    assert left(work, act) == ["a"]


def test_what_is_done_on_the_connection_itself_is_inside_too(work: Work) -> None:
    def act(tx: Tx) -> None:
        with pytest.raises(Refused), tx.savepoint():
            tx.connection.execute("insert into counters (tenant_id, name) values (%s, 'a')", [tx.tenant])
            raise Refused
        with tx.savepoint():
            tx.many(
                "insert into counters (tenant_id, name) values (%(tenant)s, %(name)s)",
                [{"name": "b"}, {"name": "c"}],
            )

    assert left(work, act) == ["b", "c"]


def test_an_error_of_the_database_that_somebody_swallowed_is_told(work: Work) -> None:
    def act(tx: Tx) -> None:
        add(tx, "a")
        with (
            pytest.raises(psycopg.errors.InFailedSqlTransaction),
            tx.savepoint(),
            suppress(psycopg.errors.UniqueViolation),
        ):
            add(tx, "a")
        add(tx, "b")

    assert left(work, act) == ["a", "b"]
