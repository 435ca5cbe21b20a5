"""The states of a tenant, and how one follows another: inside a transaction of the platform's.

`active` (on trial as long as `trial_until` lies ahead) → `suspended`, with a reason → `active` again; `closed` is suspended
for good: what is there is kept until `keep_until`, until then it can be opened again, afterwards it is deleted.

A sandbox is shut and opened with its merchant: each has its own row, in which its state is, so nobody has to look at another.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel.db import Tx
from duka.kernel.errors import VersionConflict
from duka.tenants.errors import MerchantNotActive, TenantNotFound, TenantStateRefused, UnknownTenantReason

STATUSES = ("active", "suspended", "closed")
REASONS = ("trial_ended", "unpaid", "terms", "risk", "asked", "other")
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "active": ("suspended", "closed"),
    "suspended": ("active", "closed"),
    "closed": ("active",),
}

STATUS: LiteralString = (
    "case when t.status = 'active' and t.trial_until > %(now)s then 'trial' else t.status end"
)
"""SQL for the status of a tenant `t` as people are told it."""


class State(msgspec.Struct, frozen=True, kw_only=True):
    """As it is now, locked until the transaction ends. `why` is said to the merchant; `reason` is one of `REASONS`."""

    id: UUID
    slug: str
    name: str
    kind: str
    status: str
    reason: str
    why: str
    since: datetime | None
    trial_until: datetime | None
    trial_told_at: datetime | None
    keep_until: datetime | None
    version: int


def require(tx: Tx, tenant: UUID) -> None:
    """Refuses `TenantNotFound`, also for the platform's own company."""
    if not tx.value("select 1 from tenants where id = %(id)s and kind <> 'platform'", id=tenant):
        raise TenantNotFound()


_STATES: LiteralString = """
select id, slug, name, kind, status, reason, status_why as why, status_at as since, trial_until, trial_told_at, keep_until,
       version
from tenants where {whose} for no key update"""


def lock(tx: Tx, tenant: UUID) -> State:
    """Refuses `TenantNotFound`, also for the platform's own company."""
    row = tx.one(_STATES.replace("{whose}", "id = %(id)s and kind <> 'platform'"), id=tenant)
    if row is None:
        raise TenantNotFound()
    return State(**row._asdict())


def with_sandboxes(tx: Tx, state: State) -> list[State]:
    """It, and those of its sandboxes that go where it goes, locked: all that are open, or that were shut at the very moment
    in which it was. One that was shut by itself stays as it is."""
    theirs = "sandbox_of = %(id)s and status = %(status)s and (status = 'active' or status_at = %(since)s)"
    rows = tx.all(_STATES.replace("{whose}", theirs), id=state.id, status=state.status, since=state.since)
    return [state, *(State(**row._asdict()) for row in rows)]


def refuse_beside_shut(tx: Tx, state: State) -> None:
    """A sandbox is not opened while its merchant is shut, who stays as they are until this transaction ends. Refuses
    `MerchantNotActive`."""
    merchant = tx.value(
        """select m.status from tenants m where m.id = (select s.sandbox_of from tenants s where s.id = %(id)s)
           for share""",
        id=state.id,
    )
    if merchant not in (None, "active"):
        raise MerchantNotActive(status=merchant)


def seen(state: State, version: int | None) -> None:
    """Refuses `VersionConflict` unless it is the version that somebody saw; None has not looked."""
    if version is not None and state.version != version:
        raise VersionConflict()


def turn(
    tx: Tx,
    state: State,
    status: str,
    now: datetime,
    *,
    reason: str = "",
    why: str = "",
    keep_until: datetime | None = None,
) -> None:
    """Suspends, closes or opens it. What is opened is on trial no longer. Refuses `TenantStateRefused`,
    `UnknownTenantReason`."""
    if status not in FOLLOWS[state.status]:
        raise TenantStateRefused(status=state.status)
    if status != "active" and reason not in REASONS:
        raise UnknownTenantReason(reason=reason)
    tx.run(
        """update tenants set status = %(status)s, status_at = %(now)s, reason = %(reason)s, status_why = %(why)s,
             trial_until = case when %(status)s = 'active' then null else trial_until end,
             keep_until = %(keep)s, version = version + 1 where id = %(id)s""",
        id=state.id,
        status=status,
        now=now,
        reason="" if status == "active" else reason,
        why="" if status == "active" else why,
        keep=keep_until,
    )


def set_trial(tx: Tx, state: State, until: datetime | None) -> None:
    """On trial until then, or no longer. Refuses `TenantStateRefused` unless it is active."""
    if state.status != "active":
        raise TenantStateRefused(status=state.status)
    tx.run(
        """update tenants set trial_until = %(until)s, trial_told_at = null, version = version + 1
           where id = %(id)s""",
        id=state.id,
        until=until,
    )
