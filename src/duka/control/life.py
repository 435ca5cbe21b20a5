"""The life of a merchant: on trial, active, suspended, open again, closed. Seen everywhere within `cache_seconds`.

Each verb changes a row that it holds locked, tells it in both trails, and has a letter written to the owners, in one
transaction. Sandboxes are suspended, closed and opened with their merchant, in the same one and without a letter. The second
of two operators at once is refused, since they name the version that they saw.

What a suspension does not stop: payments that are under way (callbacks are recorded and read, orders finished, refunds made),
letters and webhooks that are queued. Nothing new begins: shops, API and keys are shut.
"""

from datetime import datetime, timedelta
from uuid import UUID

from duka.control import deletions, letters
from duka.control.archive_errors import DeletionUnderWay
from duka.control.deeds import Deed, on
from duka.control.within import within
from duka.kernel import log
from duka.kernel.errors import InvalidInput
from duka.kernel.work import Caller, Work
from duka.tenants import states
from duka.tenants.errors import TenantStateRefused
from duka.tenants.states import State
from duka.tenants.types import PLATFORM

WRITE = "tenants:write"
TOLD_BEFORE = timedelta(days=3)
LONGEST_TRIAL = 365
KEPT_DAYS = 30
"""How long a closed company is kept unless its closing says otherwise, and how long at the most."""
KEPT_LONGEST = 3650
LONGEST_WHY = 500
BATCH = 200

_log = log.get("control.life")


def start_trial(work: Work, caller: Caller, tenant: UUID, days: int, *, version: int | None = None) -> None:
    """On trial for `days` from now, whatever trial there was. Refuses `TenantNotFound`, `VersionConflict`,
    `TenantStateRefused` unless it is active, `InvalidInput`."""
    if not 1 <= days <= LONGEST_TRIAL:
        raise InvalidInput({"days": f"give 1 to {LONGEST_TRIAL} days"})
    with on(work, caller, tenant, WRITE) as deed:
        state = _seen(deed, tenant, version)
        until = deed.now + timedelta(days=days)
        states.set_trial(deed.tx, state, until)
        deed.note("tenant.trial_started", before=_trial(state), after={"trial_until": until.isoformat()})


def activate(work: Work, caller: Caller, tenant: UUID, *, version: int | None = None) -> None:
    """The trial is over and they stay. Refuses `TenantNotFound`, `VersionConflict`, `TenantStateRefused` unless it is
    active and on trial."""
    with on(work, caller, tenant, WRITE) as deed:
        state = _seen(deed, tenant, version)
        if state.trial_until is None:
            raise TenantStateRefused(status=state.status)
        states.set_trial(deed.tx, state, None)
        deed.note("tenant.activated", before=_trial(state), after={"trial_until": None})


def suspend(
    work: Work,
    caller: Caller,
    tenant: UUID,
    reason: str,
    why: str = "",
    *,
    contact: str = "",
    version: int | None = None,
) -> None:
    """Its shops say that they are closed for now; its people see `reason` and `why`, and `contact` to write to. Refuses
    `TenantNotFound`, `VersionConflict`, `TenantStateRefused`, `UnknownTenantReason`, `InvalidInput`."""
    words = _why(why)
    with on(work, caller, tenant, WRITE) as deed:
        _suspend(work, deed, _seen(deed, tenant, version), reason, words, contact)


def reactivate(
    work: Work, caller: Caller, tenant: UUID, why: str = "", *, version: int | None = None
) -> None:
    """Open again as it was, from suspended or, as long as it is kept, from closed; not on trial. A deletion that waits is
    cancelled. Refuses `TenantNotFound`, `VersionConflict`, `TenantStateRefused`, `DeletionUnderWay`, and of a sandbox
    `MerchantNotActive`."""
    words = _why(why)
    with on(work, caller, tenant, WRITE) as deed:
        state = _seen(deed, tenant, version)
        if deletions.is_running(deed.tx, tenant):
            raise DeletionUnderWay()
        states.refuse_beside_shut(deed.tx, state)
        after = {"status": "active", "reason": ""}
        for each in states.with_sandboxes(deed.tx, state):
            if deletions.is_running(deed.tx, each.id):
                continue
            deletions.cancel_waiting(deed, each.id)
            states.turn(deed.tx, each, "active", deed.now)
            deed.note("tenant.reactivated", before=_told(each), after=after, why=words, tenant=each.id)
        with within(work, deed, tenant) as ctx:
            letters.to_owners(ctx, "staff_company_opened", "/")


def close(
    work: Work,
    caller: Caller,
    tenant: UUID,
    reason: str,
    why: str = "",
    *,
    keep_days: int = KEPT_DAYS,
    contact: str = "",
    version: int | None = None,
) -> None:
    """Suspended for good: what is there is kept for `keep_days`, then it may be deleted. Refuses as `suspend`."""
    words = _why(why)
    if not 0 <= keep_days <= KEPT_LONGEST:
        raise InvalidInput({"keep_days": f"give 0 to {KEPT_LONGEST} days"})
    with on(work, caller, tenant, WRITE) as deed:
        state = _seen(deed, tenant, version)
        until = deed.now + timedelta(days=keep_days)
        after = {"status": "closed", "reason": reason, "keep_until": until.isoformat()}
        for each in states.with_sandboxes(deed.tx, state):
            states.turn(deed.tx, each, "closed", deed.now, reason=reason, why=words, keep_until=until)
            deed.note("tenant.closed", before=_told(each), after=after, why=words, tenant=each.id)
        with within(work, deed, tenant) as ctx:
            letters.to_owners(
                ctx,
                "staff_company_closed",
                "/",
                contact=contact,
                reason=reason,
                why=words,
                until=until,
                with_reason=True,
            )


def follow_trials(work: Work, contact: str = "") -> int:
    """By the clock: a letter three days before a trial ends, and suspension when it has. How many were changed; one failure
    stops no other."""
    now = work.clock()
    with work.database.platform() as tx:
        due = tx.all(
            """select id from tenants where status = 'active' and kind = 'merchant' and trial_until is not null
                 and (trial_until <= %(now)s or (trial_until <= %(soon)s and trial_told_at is null))
               order by trial_until limit %(batch)s""",
            now=now,
            soon=now + TOLD_BEFORE,
            batch=BATCH,
        )
    followed = 0
    for row in due:
        try:
            followed += follow_trial(work, row.id, contact)
        except Exception:
            _log.exception("a trial could not be followed", tenant=str(row.id))
    return followed


def follow_trial(work: Work, tenant: UUID, contact: str = "") -> bool:
    """What is due in the trial of this merchant, looked at behind the lock; False when nothing is, so twice is safe."""
    try:
        with on(work, Caller(PLATFORM), tenant) as deed:
            state = states.lock(deed.tx, tenant)
            if not _is_due(state, deed.now) or state.trial_until is None:
                raise _NothingDue()
            if state.trial_until <= deed.now:
                _suspend(work, deed, state, "trial_ended", "", contact)
                return True
            deed.tx.run(
                "update tenants set trial_told_at = %(now)s where id = %(tenant)s",
                tenant=tenant,
                now=deed.now,
            )
            until = state.trial_until
            deed.note("tenant.trial_ending_told", after={"trial_until": until.isoformat()})
            with within(work, deed, tenant) as ctx:
                letters.to_owners(ctx, "staff_trial_ending", "/settings/plan", contact=contact, until=until)
            return True
    except _NothingDue:
        return False


class _NothingDue(Exception):
    """Somebody else was quicker."""


def _is_due(state: State, now: datetime) -> bool:
    if state.status != "active" or state.kind != "merchant" or state.trial_until is None:
        return False
    is_soon = state.trial_told_at is None and state.trial_until <= now + TOLD_BEFORE
    return is_soon or state.trial_until <= now


def _suspend(work: Work, deed: Deed, state: State, reason: str, why: str, contact: str) -> None:
    after = {"status": "suspended", "reason": reason}
    for each in states.with_sandboxes(deed.tx, state):
        states.turn(deed.tx, each, "suspended", deed.now, reason=reason, why=why)
        deed.note("tenant.suspended", before=_told(each), after=after, why=why, tenant=each.id)
    with within(work, deed, state.id) as ctx:
        letters.to_owners(
            ctx, "staff_company_suspended", "/", contact=contact, reason=reason, why=why, with_reason=True
        )


def _seen(deed: Deed, tenant: UUID, version: int | None) -> State:
    state = states.lock(deed.tx, tenant)
    states.seen(state, version)
    return state


def _told(state: State) -> dict[str, str]:
    return {"status": state.status, "reason": state.reason}


def _trial(state: State) -> dict[str, str | None]:
    return {"trial_until": state.trial_until.isoformat() if state.trial_until else None}


def _why(text: str) -> str:
    """One line or a few that the merchant reads. Refuses `InvalidInput`."""
    words = text.strip()
    if len(words) > LONGEST_WHY or "\x00" in words:
        raise InvalidInput({"why": f"write at most {LONGEST_WHY} characters"})
    return words
