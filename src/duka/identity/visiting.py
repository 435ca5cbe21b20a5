"""Visits: an operator of the platform at work in a merchant's company, for a while, in the operator's own name.

A visit is no log-in of that company: it has no account there, holds what a built-in role holds less `WITHHELD`, and ends with
its time, with the operator's own log-in, with their right to visit, or when either side ends it. `duka.control.acting` begins
one.
"""

from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from duka.access.queries import grants_of
from duka.access.roles import ROLES
from duka.access.rules import OWNER_ROLE, union
from duka.access.words import role_name
from duka.identity.bearers import new_bearer
from duka.identity.errors import VisitNotFound
from duka.identity.sections import SECURITY
from duka.identity.types import Credential, SeenVisit
from duka.kernel import ids, paging, trail
from duka.kernel.context import Actor, Context
from duka.kernel.db import Row, Tx
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.settings import queries as settings
from duka.tenants.types import PLATFORM

WITHHELD = frozenset(
    {
        "account:manage",
        "customers:erase",
        "keys:write",
        "messages:configure",
        "payments:configure",
        "plan:write",
        "roles:write",
        "staff:write",
        "webhooks:write",
    }
)
"""What is not done in another's name: it would outlast the visit, or cannot be undone."""
VISIT, VISIT_AS_OWNER = "tenants:act_as", "tenants:act_as_owner"
MOST_MINUTES = 60
READ_ONLY = "read-only"


class Visit(msgspec.Struct, frozen=True):
    """`ended_by`: operator or merchant; empty while it lasts, and when its time was up. `entries`: what was done meanwhile,
    in the merchant's trail."""

    id: str
    operator: str
    role: str
    role_name: str
    reason: str
    began_at: datetime
    until_at: datetime
    ended_at: datetime | None
    ended_by: str
    is_over: bool
    entries: int


def needed_for(role: str) -> str:
    """The permission that an operator needs for visiting as this role."""
    return VISIT_AS_OWNER if role == OWNER_ROLE else VISIT


def begin(
    tx: Tx, tenant: UUID, operator: Actor, session: UUID, role: str, reason: str, minutes: int, now: datetime
) -> tuple[UUID, str]:
    """The visit and what the operator's browser is to show, in a transaction of the platform's. Another one that this
    operator has there ends."""
    visit, token = ids.new_id(), new_bearer("web", tenant)
    tx.run(
        """update support_visits set ended_at = %(now)s, ended_by = 'operator', token_hash = null
           where tenant_id = %(tenant)s and operator_id = %(operator)s and ended_at is null and until_at > %(now)s""",
        tenant=tenant,
        operator=operator.id,
        now=now,
    )
    tx.run(
        """insert into support_visits (tenant_id, id, operator_id, operator_name, session_id, role, reason, token_hash,
                                       began_at, until_at)
           values (%(tenant)s, %(id)s, %(operator)s, %(name)s, %(session)s, %(role)s, %(reason)s, %(hash)s, %(now)s,
                   %(until)s)""",
        tenant=tenant,
        id=visit,
        operator=operator.id,
        name=operator.name,
        session=session,
        role=role,
        reason=reason,
        hash=ids.token_hash(token),
        now=now,
        until=now + timedelta(minutes=minutes),
    )
    return visit, token


def recognise(work: Work, tenant: UUID, digest: bytes, now: datetime) -> Credential | None:
    """Whose visit this is, while it lasts, the merchant lets people in and the operator may still visit."""

    def find(ctx: Context) -> Row | None:
        found = ctx.db.one(
            """select id, operator_id, operator_name, session_id, role, reason, began_at, until_at from support_visits
               where tenant_id = %(tenant)s and token_hash = %(hash)s and ended_at is null and until_at > %(now)s""",
            hash=digest,
            now=now,
        )
        return found if found is not None and settings.section(ctx, SECURITY).support_may_visit else None

    row = work.perform(Caller(tenant), find)
    if row is None or row.role not in ROLES:
        return None
    if not work.perform(
        Caller(PLATFORM), lambda ctx: _may_still(ctx, row.operator_id, row.session_id, row.role)
    ):
        return None
    return Credential(
        tenant,
        Actor("operator", row.operator_id, row.operator_name),
        ROLES[row.role] - WITHHELD,
        None,
        "operator",
        row.until_at,
        visit=SeenVisit(row.id, row.role, row.reason, row.began_at, row.until_at),
    )


def _may_still(ctx: Context, operator: UUID, session: UUID, role: str) -> bool:
    is_here = ctx.db.value(
        """select true from sessions e join staff s on s.tenant_id = e.tenant_id and s.id = e.subject_id
           where e.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and e.id = %(session)s and s.id = %(operator)s
             and e.audience = 'operator' and e.factor_at is not null and e.expires_at > %(now)s and s.is_active""",
        session=session,
        operator=operator,
        now=ctx.now,
    )
    return bool(is_here) and needed_for(role) in union(grants_of(ctx, operator))


def end(tx: Tx, tenant: UUID, visit: UUID, by: str, now: datetime) -> bool:
    """`by` the operator or the merchant; False when it was over. Refuses `VisitNotFound`."""
    known = "select 1 from support_visits where tenant_id = %(tenant)s and id = %(id)s"
    if tx.value(known, tenant=tenant, id=visit) is None:
        raise VisitNotFound()
    return bool(
        tx.run(
            """update support_visits set ended_at = %(now)s, ended_by = %(by)s, token_hash = null
               where tenant_id = %(tenant)s and id = %(id)s and ended_at is null and until_at > %(now)s""",
            tenant=tenant,
            id=visit,
            by=by,
            now=now,
        )
    )


def show_out(ctx: Context, visit: UUID) -> None:
    """The merchant ends a visit. Ending what is over is no mistake. Refuses `VisitNotFound`."""
    ctx.require_everywhere("staff:write")
    if end(ctx.db, ctx.tenant, visit, "merchant", ctx.now):
        trail.note(ctx, "support_visit.ended", "support_visit", visit, by="merchant")


def list_visits(ctx: Context, *, cursor: str | None = None, limit: int | None = None) -> Page[Visit]:
    """Who was here from the platform, newest first. One statement."""
    ctx.require("audit:read")
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        """select v.*, (select count(*) from audit_log a where a.tenant_id = %(tenant)s
               and a.actor = 'operator:' || replace(v.operator_id::text, '-', '')
               and a.at > v.began_at and a.at <= coalesce(v.ended_at, v.until_at) and a.kind <> 'support_visit') as entries
           from support_visits v where v.tenant_id = %(tenant)s
             and (%(at)s::timestamptz is null or (v.began_at, v.id) < (%(at)s, %(last)s))
           order by v.began_at desc, v.id desc limit %(limit)s""",
        at=at,
        last=last,
        limit=size + 1,
    )
    items = [shown(row, ctx.now, ctx.locale) for row in rows[:size]]
    edge = rows[size - 1] if len(rows) > size else None
    return Page(items, paging.encode(edge.began_at, edge.id) if edge else None)


def shown(row: Row, now: datetime, locale: str) -> Visit:
    """A row of `support_visits`, with `entries`."""
    return Visit(
        id=ids.public("visit", row.id),
        operator=row.operator_name,
        role=row.role,
        role_name=role_name(row.role, locale),
        reason=row.reason,
        began_at=row.began_at,
        until_at=row.until_at,
        ended_at=row.ended_at,
        ended_by=row.ended_by,
        is_over=(row.ended_at or row.until_at) <= now,
        entries=row.entries,
    )
