"""A merchant's own verbs inside a deed of the platform's: one transaction for what operators change and what follows from it
in the merchant's company (its first store, its owner's invitation, a letter)."""

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from duka.control.deeds import Deed
from duka.kernel import trail
from duka.kernel.context import Actor, Context
from duka.kernel.db import Tx
from duka.kernel.work import Work

CENTER = Actor("system", None, "Center Control")


@contextmanager
def within(work: Work, deed: Deed, tenant: UUID, locale: str = "en") -> Iterator[Context]:
    """The context of the platform itself in this tenant, on the connection of `deed`. What is announced and noted is written
    when the block ends; everything commits, or nothing does, with the deed."""
    deed.tx.one("select set_config('app.tenant_id', %(owner)s, true)", owner=str(tenant))
    tx = Tx(deed.tx.connection, tenant)
    yield Context(
        tenant=tenant,
        actor=CENTER,
        permissions=frozenset(),
        now=deed.now,
        db=tx,
        cache=work.cache,
        locale=locale,
        request_id=deed.caller.request_id,
        origin=deed.caller.origin,
    )
    trail.flush(tx)
    deed.tx.one("select set_config('app.tenant_id', '', true)")
