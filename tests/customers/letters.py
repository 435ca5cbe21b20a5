"""The letters that customers get, and from where they ask for them."""

import re
from uuid import UUID

from tests.make import unique

from duka.identity.logging_in import Asker
from duka.kernel.work import Caller, Work

HERE = Asker("10.0.0.9", "10.0.0.9 Firefox", base_url="https://shops.example", is_limited=False)
"""Somebody who is not slowed down."""


def stranger() -> Asker:
    """Somebody from an address that no other test comes from; slowed down like anybody."""
    return Asker(unique("address"), "Firefox", base_url="https://shops.example")


def letters(work: Work, tenant: UUID, to: str) -> list[tuple[str, str]]:
    """(kind, text) of each letter to this address, the oldest first."""
    rows = work.perform(
        Caller(tenant),
        lambda ctx: ctx.db.all(
            "select kind, text from mails where tenant_id = %(tenant)s and recipient = %(to)s order by id",
            to=to,
        ),
    )
    return [(row.kind, row.text) for row in rows]


def token(text: str) -> str:
    """The end of the first link that holds a secret."""
    found = re.search(r"/(cl_[\w-]+)", text)
    assert found, text
    return found[1]


def newest_token(work: Work, tenant: UUID, to: str) -> str:
    return token(letters(work, tenant, to)[-1][1])


def code(text: str) -> str:
    found = re.search(r"\b\d{6}\b", text)
    assert found, text
    return found[0]
