"""Merchants who ask for another plan, and the answer."""

from typing import Any
from uuid import UUID

from duka.control import deeds, subscriptions
from duka.control.plan_types import WaitingRequest
from duka.kernel import ids, paging
from duka.kernel.languages import in_language
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.plans.errors import PlanRequestClosed, PlanRequestNotFound


def list_open(
    work: Work, caller: Caller, *, cursor: str | None = None, limit: int | None = None
) -> Page[WaitingRequest]:
    """Those that wait, the oldest first. One statement."""
    deeds.require(caller, subscriptions.READ)
    count = paging.bounded(limit)
    after = paging.decode(cursor, str, str) if cursor else (None, None)
    with work.database.platform() as tx:
        rows = tx.all(
            """select r.id, r.asked_at, r.asked_by, r.note, r.status, t.id as tenant_id, t.slug, t.name, p.handle,
                 (select n.names from plan_versions n where n.plan_id = p.id order by n.version desc limit 1) as names,
                 (select o.names from subscriptions s join plan_versions o on o.plan_id = s.plan_id and o.version = s.version
                  where s.tenant_id = r.tenant_id) as present
               from plan_requests r join tenants t on t.id = r.tenant_id join plans p on p.id = r.plan_id
               where r.status = 'open' and (%(at)s::timestamptz is null or (r.asked_at, r.id) > (%(at)s, %(id)s::uuid))
               order by r.asked_at, r.id limit %(count)s""",
            at=after[0],
            id=after[1],
            count=count + 1,
        )
    items = [
        WaitingRequest(
            id=ids.public("preq", row.id),
            tenant_id=ids.public("ten", row.tenant_id),
            tenant_slug=row.slug,
            tenant_name=row.name,
            plan=row.handle,
            plan_name=in_language(row.names, caller.locale),
            present=in_language(row.present or {}, caller.locale),
            note=row.note,
            asked_by=row.asked_by,
            asked_at=row.asked_at,
            status=row.status,
        )
        for row in rows[:count]
    ]
    more = rows[count - 1] if len(rows) > count else None
    return Page(items, paging.encode(more.asked_at.isoformat(), more.id.hex) if more is not None else None)


def answer(work: Work, caller: Caller, request: UUID, *, approves: bool, why: str = "") -> None:
    """Approved: the merchant is on the newest version of the plan at once. Declined: `why` is told to them. Refuses
    `PlanRequestNotFound`, `PlanRequestClosed`, and what `subscriptions.change` refuses."""
    deeds.require(caller, subscriptions.WRITE)
    with work.database.platform() as tx:
        found = tx.one(
            """select r.tenant_id, r.status, p.handle from plan_requests r join plans p on p.id = r.plan_id
               where r.id = %(id)s""",
            id=request,
        )
    if found is None:
        raise PlanRequestNotFound()
    if found.status != "open":
        raise PlanRequestClosed()
    if approves:
        subscriptions.change(work, caller, found.tenant_id, found.handle, why=why)
        return
    with deeds.on(work, caller, found.tenant_id, subscriptions.WRITE) as deed:
        told: Any = deed.tx.one(
            """update plan_requests set status = 'declined', answer = %(why)s, answered_at = %(now)s, answered_by = %(by)s
               where tenant_id = %(whose)s and id = %(id)s and status = 'open' returning plan_id""",
            whose=found.tenant_id,
            id=request,
            why=why.strip(),
            now=deed.now,
            by=caller.actor.name or caller.actor.label,
        )
        if told is None:
            raise PlanRequestClosed()
        deed.note("plan.request_declined", after={"plan": found.handle}, why=why.strip(), thing=told.plan_id)
