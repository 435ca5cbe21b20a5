"""What an operator does to one merchant: one transaction of the platform's, told in both trails.

`on` gives a `Deed` with a transaction that sees every tenant, in which the merchant's row is locked, so that two operators
wait for each other. `Deed.note` writes the entry twice: the merchant reads it in their trail, operators in the platform's,
with the reason and the operator's name in each. A deed without an entry is refused when it ends.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg

from duka.kernel import events, trail
from duka.kernel.db import RETRYABLE, Tx
from duka.kernel.errors import Busy, Forbidden
from duka.kernel.events import Event
from duka.kernel.work import Caller, Work, in_transaction
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM, Tenant


def require(caller: Caller, permission: str) -> None:
    """Refuses `Forbidden` unless an operator holds it (or the system itself acts: commands and jobs). The permissions of
    somebody of a merchant never count."""
    if caller.actor.kind == "system":
        return
    if caller.actor.kind != "operator" or caller.tenant != PLATFORM or permission not in caller.permissions:
        raise Forbidden(permission=permission)


class Deed:
    """An operator's deed on one merchant, under way. `tenant` is the merchant as it was when the deed began; None for what
    is about no merchant, or about one that the deed makes."""

    def __init__(self, tx: Tx, caller: Caller, now: datetime, tenant: Tenant | None) -> None:
        self.tx = tx
        self.caller = caller
        self.now = now
        self.tenant = tenant
        self.entries = 0

    def note(
        self,
        action: str,
        *,
        before: Mapping[str, Any] | None = None,
        after: Mapping[str, Any] | None = None,
        why: str = "",
        thing: UUID | None = None,
        tenant: UUID | None = None,
    ) -> None:
        """`action` (`tenant.suspended`) was done, with the reason `why`. `thing` is what it was done to when that is not
        the merchant; its kind is the first word of `action`. `tenant` is the merchant when the deed made it. Of `before`
        and `after` only what differs is kept. Never give secrets."""
        whose = tenant or (self.tenant.id if self.tenant else None)
        object_id = thing or whose or PLATFORM
        details: dict[str, Any] = {"why": why} if why else {}
        for reader in dict.fromkeys((whose or PLATFORM, PLATFORM)):
            about = {"tenant": whose.hex} if reader == PLATFORM and whose is not None and thing else {}
            trail.note_from_above(
                self.tx,
                reader,
                self.now,
                action,
                object_id,
                before=before,
                after=after,
                actor=self.caller.actor,
                origin=self.caller.origin,
                request_id=self.caller.request_id,
                details={**details, **about},
            )
        self.entries += 1

    def announce(self, event: Event, tenant: UUID | None = None) -> None:
        """An event of the merchant's own, for whoever listens there. It leaves no entry: `note` it as well."""
        whose = tenant or (self.tenant.id if self.tenant else None)
        if whose is None:
            raise RuntimeError("an event of no merchant")
        caller = self.caller
        row = events.as_row(event, caller.actor, self.now, caller.origin, caller.request_id)
        trail.announce_from_above(self.tx, whose, row)


@contextmanager
def on(work: Work, caller: Caller, tenant_id: UUID | None, permission: str = "") -> Iterator[Deed]:
    """A deed on this merchant: commits when the block ends, rolls back when it raises. `permission` is asked first (or ask
    `require` yourself); None for `tenant_id` when the merchant is made here, or there is none. Refuses `Forbidden`,
    `TenantNotFound` (also for the platform's own company), `Busy`."""
    if permission:
        require(caller, permission)
    try:
        with work.database.platform() as tx:
            token = in_transaction.set(True)
            try:
                deed = Deed(tx, caller, work.clock(), _locked(tx, tenant_id) if tenant_id else None)
                yield deed
                if not deed.entries:
                    raise RuntimeError("a deed without an entry in the trail")
            finally:
                in_transaction.reset(token)
    except (*RETRYABLE, psycopg.errors.LockNotAvailable):
        raise Busy() from None


def _locked(tx: Tx, tenant_id: UUID) -> Tenant:
    row = tx.one(
        "select id, slug, name, status, kind from tenants where id = %(id)s and kind <> 'platform' for no key update",
        id=tenant_id,
    )
    if row is None:
        raise TenantNotFound()
    return Tenant(*row)
