"""Alerts: what was found wrong, kept until it is over or somebody says so. One of a kind about one thing at a time.

The watcher (`watching`) finds; operators acknowledge (it is being worked on), resolve, and silence with a reason for a while.
What is not found again for `QUIET` is resolved by itself.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal, LiteralString
from uuid import UUID

import msgspec

from duka.control import deeds
from duka.kernel import ids, paging
from duka.kernel.db import Tx
from duka.kernel.errors import Invalid, NotFound, Refusal
from duka.kernel.ids import new_id, public
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work

READ, WRITE = "health:read", "health:write"
QUIET = timedelta(minutes=10)
LONGEST_SILENCE = timedelta(days=30)
KINDS = (
    "burn",
    "dead_events",
    "dead_jobs",
    "provider_failing",
    "payments_failing",
    "stockouts_unusual",
    "orders_late",
)
Severity = Literal["page", "ticket", "note"]
Status = Literal["open", "acknowledged", "resolved"]


class AlertNotFound(NotFound):
    """There is no such alert."""


class AlertOver(Refusal):
    """This alert is resolved already."""

    status = 409


class SilenceNotFound(NotFound):
    """There is no such silence, or it is over."""


class SilenceTooLong(Invalid):
    """A silence lasts 30 days at the most, and ends in the future."""


class UnknownAlertKind(Invalid):
    """There are no alerts of the kind {kind}; there are {known}."""


class Found(msgspec.Struct, frozen=True):
    """Something wrong. `facts`: numbers and names, never personal data."""

    kind: str
    severity: Severity
    subject: str = ""
    tenant: UUID | None = None
    facts: dict[str, Any] = {}


class Alert(msgspec.Struct, frozen=True, kw_only=True):
    """`tenant_id` and `tenant` (its name) where it concerns one merchant. `is_silent`: nobody is told of it at present."""

    id: str
    kind: str
    severity: str
    subject: str
    status: str
    facts: dict[str, Any]
    tenant_id: str | None
    tenant: str
    opened_at: datetime
    seen_at: datetime
    times: int
    acknowledged_at: datetime | None
    acknowledged_by: str
    resolved_at: datetime | None
    resolved_by: str
    note: str
    is_silent: bool
    version: int


class Silence(msgspec.Struct, frozen=True, kw_only=True):
    id: str
    kind: str
    subject: str
    tenant_id: str | None
    tenant: str
    reason: str
    until: datetime
    created_by: str
    created_at: datetime


_WORSE: LiteralString = "excluded.severity = 'page' and alerts.severity <> 'page'"
_RAISE: LiteralString = f"""
insert into alerts (id, kind, severity, tenant_id, subject, facts, opened_at, seen_at)
select f.id, f.kind, f.severity, f.tenant, f.subject, f.facts, %(now)s, %(now)s
from jsonb_to_recordset(%(found)s::jsonb) as f (id uuid, kind text, severity text, tenant uuid, subject text, facts jsonb)
on conflict (kind, coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'), subject) where status <> 'resolved'
do update set seen_at = excluded.seen_at, times = alerts.times + 1, facts = excluded.facts, severity = excluded.severity,
              status = case when {_WORSE} then 'open' else alerts.status end,
              told_at = case when {_WORSE} then null else alerts.told_at end,
              acknowledged_at = case when {_WORSE} then null else alerts.acknowledged_at end,
              acknowledged_by = case when {_WORSE} then '' else alerts.acknowledged_by end,
              version = case when {_WORSE} then alerts.version + 1 else alerts.version end"""
_SILENT: LiteralString = """exists (
    select from alert_silences s where s.kind = a.kind and s.ended_at is null and s.until > %(now)s
    and (s.tenant_id is null or s.tenant_id = a.tenant_id) and (s.subject = '' or s.subject = a.subject))"""
_COLUMNS: LiteralString = (
    """select a.id, a.kind, a.severity, a.subject, a.status, a.facts, a.tenant_id, coalesce(t.name, '') as tenant,
              a.opened_at, a.seen_at, a.times, a.acknowledged_at, a.acknowledged_by, a.resolved_at, a.resolved_by, a.note,
              a.status <> 'resolved' and """
    + _SILENT
    + " as is_silent, a.version from alerts a left join tenants t on t.id = a.tenant_id "
)


def raise_all(tx: Tx, found: Sequence[Found], checked: Sequence[str], now: datetime) -> None:
    """What is found is opened or seen again, and open again with nobody told where it rose to a page; of the kinds that were
    `checked`, what was not found for a while is over. Two statements."""
    if found:
        rows = [msgspec.structs.asdict(each) | {"id": new_id()} for each in found]
        tx.run(_RAISE, found=msgspec.json.encode(rows).decode(), now=now)
    tx.run(
        """update alerts set status = 'resolved', resolved_at = %(now)s, resolved_by = 'system', version = version + 1
           where status <> 'resolved' and kind = any(%(checked)s) and seen_at < %(now)s - %(quiet)s""",
        checked=list(checked),
        now=now,
        quiet=QUIET,
    )


def untold(tx: Tx, now: datetime) -> list[Alert]:
    """Open ones that nobody was told of, unless they are silenced."""
    statement: LiteralString = (
        _COLUMNS
        + "where a.status = 'open' and a.told_at is null and not "
        + _SILENT
        + " order by a.id limit 100"
    )
    return [_alert(row) for row in tx.all(statement, now=now)]


def told(tx: Tx, alert: UUID, now: datetime) -> None:
    tx.run("update alerts set told_at = %(now)s where id = %(id)s", id=alert, now=now)


def list_alerts(
    work: Work,
    caller: Caller,
    *,
    status: Literal["", "live", "open", "acknowledged", "resolved"] = "live",
    kind: str = "",
    tenant: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[Alert]:
    """Newest first; `live`: not resolved. One statement. Refuses `Forbidden`, `MalformedCursor`."""
    deeds.require(caller, READ)
    at, after = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    size = paging.bounded(limit)
    statement: LiteralString = (
        _COLUMNS
        + """where (%(status)s = '' or a.status = %(status)s or (%(status)s = 'live' and a.status <> 'resolved'))
               and (%(kind)s = '' or a.kind = %(kind)s) and (%(whose)s::uuid is null or a.tenant_id = %(whose)s)
               and (%(at)s::timestamptz is null or (a.opened_at, a.id) < (%(at)s, %(after)s))
             order by a.opened_at desc, a.id desc limit %(limit)s"""
    )
    with work.database.platform() as tx:
        rows = tx.all(
            statement,
            status=status,
            kind=kind,
            whose=tenant,
            at=at,
            after=after,
            limit=size + 1,
            now=work.clock(),
        )
    more = len(rows) > size
    last = rows[size - 1] if more else None
    return Page(
        [_alert(row) for row in rows[:size]], paging.encode(last.opened_at, last.id) if last else None
    )


def acknowledge(work: Work, caller: Caller, alert: UUID, note: str = "") -> Alert:
    """Somebody works on it; twice is no mistake. Refuses `Forbidden`, `AlertNotFound`, `AlertOver`."""
    return _move(work, caller, alert, "acknowledged", note)


def resolve(work: Work, caller: Caller, alert: UUID, note: str = "") -> Alert:
    """It is over; should it be found again, a new one opens. Refuses `Forbidden`, `AlertNotFound`, `AlertOver`."""
    return _move(work, caller, alert, "resolved", note)


def _move(work: Work, caller: Caller, alert: UUID, status: Status, note: str) -> Alert:
    with deeds.on(work, caller, None, WRITE) as deed:
        row = deed.tx.one("select * from alerts where id = %(id)s for update", id=alert)
        if row is None:
            raise AlertNotFound()
        if row.status == "resolved":
            raise AlertOver()
        deed.tx.run(
            """update alerts set status = %(status)s, note = case when %(note)s = '' then note else %(note)s end,
                 acknowledged_at = case when %(status)s = 'acknowledged' then %(now)s else acknowledged_at end,
                 acknowledged_by = case when %(status)s = 'acknowledged' then %(by)s else acknowledged_by end,
                 resolved_at = case when %(status)s = 'resolved' then %(now)s end,
                 resolved_by = case when %(status)s = 'resolved' then %(by)s else '' end, version = version + 1
               where id = %(id)s""",
            status=status,
            note=note,
            by=caller.actor.name or caller.actor.label,
            now=deed.now,
            id=alert,
        )
        deed.note(f"alert.{status}", thing=alert, after={"kind": row.kind, "subject": row.subject}, why=note)
        found = deed.tx.one(_COLUMNS + "where a.id = %(id)s", id=alert, now=deed.now)
    return _alert(found)


def silence(
    work: Work,
    caller: Caller,
    kind: str,
    until: datetime,
    reason: str,
    *,
    subject: str = "",
    tenant: UUID | None = None,
) -> Silence:
    """Nobody is told of these alerts until then; they are kept and shown. Refuses `Forbidden`, `UnknownAlertKind`,
    `SilenceTooLong`, `TenantNotFound`."""
    if kind not in KINDS:
        raise UnknownAlertKind(kind=kind, known=", ".join(KINDS))
    with deeds.on(work, caller, tenant, WRITE) as deed:
        if not deed.now < until <= deed.now + LONGEST_SILENCE:
            raise SilenceTooLong()
        made = new_id()
        deed.tx.run(
            """insert into alert_silences (id, kind, tenant_id, subject, reason, until, created_by, created_at)
               values (%(id)s, %(kind)s, %(whose)s, %(subject)s, %(reason)s, %(until)s, %(by)s, %(now)s)""",
            id=made,
            kind=kind,
            whose=tenant,
            subject=subject,
            reason=reason,
            until=until,
            by=caller.actor.name or caller.actor.label,
            now=deed.now,
        )
        deed.note(
            "alert.silenced", thing=made, after={"kind": kind, "subject": subject, "until": until}, why=reason
        )
        return _silences(deed.tx, deed.now, made)[0]


def end_silence(work: Work, caller: Caller, silence_id: UUID) -> None:
    """Refuses `Forbidden`, `SilenceNotFound`."""
    with deeds.on(work, caller, None, WRITE) as deed:
        ended = deed.tx.one(
            """update alert_silences set ended_at = %(now)s where id = %(id)s and ended_at is null and until > %(now)s
               returning kind, tenant_id""",
            id=silence_id,
            now=deed.now,
        )
        if ended is None:
            raise SilenceNotFound()
        deed.note("alert.unsilenced", thing=silence_id, after={"kind": ended.kind})


def list_silences(work: Work, caller: Caller) -> list[Silence]:
    """Those that last. One statement."""
    deeds.require(caller, READ)
    with work.database.platform() as tx:
        return _silences(tx, work.clock())


def _silences(tx: Tx, now: datetime, only: UUID | None = None) -> list[Silence]:
    return [
        Silence(
            id=public("hush", row.id),
            kind=row.kind,
            subject=row.subject,
            tenant_id=public("ten", row.tenant_id) if row.tenant_id else None,
            tenant=row.tenant,
            reason=row.reason,
            until=row.until,
            created_by=row.created_by,
            created_at=row.created_at,
        )
        for row in tx.all(
            """select s.*, coalesce(t.name, '') as tenant from alert_silences s left join tenants t on t.id = s.tenant_id
               where s.ended_at is null and s.until > %(now)s and (%(only)s::uuid is null or s.id = %(only)s)
               order by s.until limit 200""",
            now=now,
            only=only,
        )
    ]


def _alert(row: Any) -> Alert:
    values = row._asdict()
    values["id"] = ids.public("alrt", row.id)
    values["tenant_id"] = ids.public("ten", row.tenant_id) if row.tenant_id else None
    return Alert(**values)
