"""The states of a tenant, and how one follows another: inside a transaction of the platform's.

`active` (on trial as long as `trial_until` lies ahead) → `suspended`, with a reason → `active` again; `closed` is suspended
for good: what is there is kept until `keep_until`, until then it can be opened again, afterwards it is deleted.
"""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from duka.kernel.db import Tx
from duka.kernel.errors import VersionConflict
from duka.tenants.errors import TenantNotFound, TenantStateRefused, UnknownTenantReason

STATUSES = ("active", "suspended", "closed")
REASONS = ("trial_ended", "unpaid", "terms", "risk", "asked", "other")
FOLLOWS: Mapping[str, tuple[str, ...]] = {
    "active": ("suspended", "closed"),
    "suspended": ("active", "closed"),
    "closed": ("active",),
}


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

    def is_on_trial(self, now: datetime) -> bool:
        return self.status == "active" and self.trial_until is not None and self.trial_until > now


def lock(tx: Tx, tenant: UUID) -> State:
    """Refuses `TenantNotFound`, also for the platform's own company."""
    row = tx.one(
        """select id, slug, name, kind, status, reason, status_why as why, status_at as since, trial_until, trial_told_at,
                  keep_until, version
           from tenants where id = %(id)s and kind <> 'platform' for no key update""",
        id=tenant,
    )
    if row is None:
        raise TenantNotFound()
    return State(**row._asdict())


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
