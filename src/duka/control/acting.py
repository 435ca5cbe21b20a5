"""Acting as somebody of a merchant: an operator's visit, with a reason, for at most an hour."""

from datetime import datetime, timedelta
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from duka.access.roles import ROLES
from duka.control import deeds
from duka.control.events import SupportVisitBegan
from duka.identity import visiting
from duka.identity.errors import PeopleOnly, VisitNotFound, VisitRoleUnknown, VisitsUnwanted
from duka.identity.sections import SECURITY
from duka.identity.types import SeenSession
from duka.identity.visiting import Visit
from duka.kernel import ids, paging
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.policies import queries as policies
from duka.policies.errors import PolicyForbids
from duka.policies.vocabulary import SUPPORT_VISITS
from duka.settings import queries as settings
from duka.tenants import queries as tenants
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM, Tenant


class NewVisit(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason`: what the merchant reads, in words. `role`: a built-in role of merchants, whose rights the visitor has less
    what is not done in another's name."""

    reason: Annotated[str, Meta(min_length=5, max_length=500)]
    role: Annotated[str, Meta(min_length=1, max_length=40)] = visiting.READ_ONLY
    minutes: Annotated[int, Meta(ge=5, le=visiting.MOST_MINUTES)] = 30


class Begun(msgspec.Struct, frozen=True):
    """A visit that was begun; `token` is what the operator's browser is to show."""

    id: UUID
    tenant: Tenant
    token: str
    until_at: datetime


class VisitOfAll(msgspec.Struct, frozen=True):
    """A visit and where it was."""

    visit: Visit
    tenant_id: str
    tenant_name: str
    tenant_slug: str


def begin(work: Work, caller: Caller, session: SeenSession | None, tenant_id: UUID, new: NewVisit) -> Begun:
    """The merchant's owners are told at once, and read it in their trail. Suspended merchants can be visited too. Refuses
    `Forbidden`, `TenantNotFound`, `VisitRoleUnknown`, `VisitsUnwanted` when the merchant lets nobody in,
    `PolicyForbids`."""
    deeds.require(caller, visiting.VISIT)
    if session is None:
        raise PeopleOnly()
    role, reason = new.role, " ".join(new.reason.split())
    if role not in ROLES:
        raise VisitRoleUnknown(role=role, known=", ".join(ROLES))
    deeds.require(caller, visiting.needed_for(role))
    found = tenants.find_by_id(work, tenant_id)
    if found is None or tenant_id == PLATFORM:
        raise TenantNotFound()
    if not work.perform(Caller(tenant_id), lambda ctx: settings.section(ctx, SECURITY)).support_may_visit:
        raise VisitsUnwanted(company=found.name)
    bound = work.perform(Caller(tenant_id), lambda ctx: policies.value(ctx, SUPPORT_VISITS))
    if not bound.is_allowed or new.minutes > bound.most_minutes:
        what = f"visits of {bound.most_minutes} minutes at most" if bound.is_allowed else "no visits"
        raise PolicyForbids(what=what, policy=SUPPORT_VISITS.name)
    with deeds.on(work, caller, tenant_id) as deed:
        visit, token = visiting.begin(
            deed.tx, tenant_id, caller.actor, session.id, role, reason, new.minutes, deed.now
        )
        until = deed.now + timedelta(minutes=new.minutes)
        deed.note(
            "support_visit.began",
            after={"role": role, "until_at": until.isoformat()},
            why=reason,
            thing=visit,
        )
        deed.announce(
            SupportVisitBegan(
                aggregate_id=visit, operator=caller.actor.name, role=role, reason=reason, until_at=until
            )
        )
        assert deed.tenant is not None
        return Begun(visit, deed.tenant, token, until)


def end(work: Work, caller: Caller, tenant_id: UUID, visit: UUID) -> None:
    """The operator's own visit. Ending what is over is no mistake. Refuses `VisitNotFound`, also for another's."""
    deeds.require(caller, visiting.VISIT)
    with work.database.platform() as tx:
        owner = tx.value(
            "select operator_id from support_visits where tenant_id = %(tenant)s and id = %(id)s",
            tenant=tenant_id,
            id=visit,
        )
    if owner is None or owner != caller.actor.id:
        raise VisitNotFound()
    leave(work, caller, tenant_id, visit)


def leave(work: Work, caller: Caller, tenant_id: UUID, visit: UUID) -> None:
    """As `end`, for the visitor themself (who is there on the visit and holds no permission of operators)."""
    with deeds.on(work, caller, tenant_id) as deed:
        visiting.end(deed.tx, tenant_id, visit, "operator", deed.now)
        deed.note("support_visit.ended", after={"by": "operator"}, thing=visit)


def list_all(
    work: Work, caller: Caller, *, cursor: str | None = None, limit: int | None = None
) -> Page[VisitOfAll]:
    """Who visits and visited which merchant, newest first. One statement."""
    deeds.require(caller, "audit:read")
    size = paging.bounded(limit, 50)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    with work.database.platform() as tx:
        rows = tx.all(
            """select v.*, t.name as tenant_name, t.slug as tenant_slug,
                 (select count(*) from audit_log a where a.tenant_id = v.tenant_id
                    and a.actor = 'operator:' || replace(v.operator_id::text, '-', '') and a.at > v.began_at
                    and a.at <= coalesce(v.ended_at, v.until_at) and a.kind <> 'support_visit') as entries
               from support_visits v join tenants t on t.id = v.tenant_id
               where (%(at)s::timestamptz is null or (v.began_at, v.id) < (%(at)s, %(last)s))
               order by v.began_at desc, v.id desc limit %(limit)s""",
            at=at,
            last=last,
            limit=size + 1,
        )
    now = work.clock()
    items = [
        VisitOfAll(
            visiting.shown(row, now, caller.locale),
            ids.public("ten", row.tenant_id),
            row.tenant_name,
            row.tenant_slug,
        )
        for row in rows[:size]
    ]
    edge = rows[size - 1] if len(rows) > size else None
    return Page(items, paging.encode(edge.began_at, edge.id) if edge else None)
