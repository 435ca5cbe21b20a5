"""A company, what is written into its trail, and somebody who can reach behind the application."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import psycopg
import pytest
from tests.people import Shop

from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Work


@pytest.fixture
def tampering(urls: Urls) -> Iterator["psycopg.Connection[Any]"]:
    """As the owner of the tables and above the borders: whoever gets here can change everything."""
    with psycopg.connect(urls.migrator, autocommit=True) as connection:
        connection.execute("set role duka_owner")
        connection.execute("reset role")
        yield connection


def note(ctx: Context, action: str, number: int) -> None:
    after = {"title": f"b{number}"}
    trail.note(ctx, action, "product", new_id(), before={"title": "a"}, after=after)


@pytest.fixture
def write(work: Work, shop: Shop) -> Callable[..., None]:
    """`write(3)`: three entries, in a transaction each."""

    def do(count: int = 1, action: str = "product.updated") -> None:
        for number in range(count):
            work.perform(shop.caller, partial(note, action=action, number=number))

    return do
