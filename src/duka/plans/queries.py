"""What a merchant has, uses and could have; and the plans there are."""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.db import Row, Tx
from duka.kernel.languages import in_language
from duka.plans import meters
from duka.plans.errors import PlanNotFound
from duka.plans.limits import LIMITS
from duka.plans.types import OfferedPlan, Plan, PlanPage, PlanRequest

VERSION = """p.id, p.handle, p.position, p.is_public, p.is_self_service, p.archived_at, v.version, v.names, v.descriptions,
  v.features, v.limits, v.policies, v.price_minor, v.currency, v.trial_days, v.published_at, v.published_by"""
_OWN = f"""select {VERSION}, s.since,
  (select max(n.version) from plan_versions n where n.plan_id = s.plan_id) as newest
from subscriptions s join plans p on p.id = s.plan_id
join plan_versions v on v.plan_id = s.plan_id and v.version = s.version where s.tenant_id = %(whose)s"""  # noqa: S608 - our own text
_OFFERED = f"""select {VERSION}, null::jsonb as request from plans p
join lateral (select * from plan_versions n where n.plan_id = p.id order by n.version desc limit 1) v on true
where p.archived_at is null and p.is_public
union all
select {VERSION}, jsonb_build_object('id', r.id, 'note', r.note, 'status', r.status, 'asked_by', r.asked_by,
    'asked_at', r.asked_at, 'answer', r.answer, 'answered_at', r.answered_at)
from (select * from plan_requests r where r.tenant_id = %(tenant)s order by r.id desc limit 1) r
join plans p on p.id = r.plan_id
join lateral (select * from plan_versions n where n.plan_id = p.id order by n.version desc limit 1) v on true
order by 3, 2"""  # noqa: S608 - our own text


def page(ctx: Context, known: Collection[str]) -> PlanPage:
    """`known`: the features there are. Three statements."""
    ctx.require("settings:read")
    own = subscription(ctx.db, ctx.tenant)
    used = meters.read(ctx.db, ctx.tenant, ctx.now)
    offered, request = [], None
    for row in ctx.db.all(_OFFERED):
        if row.request is not None:
            request = _request(row, row.request, ctx.locale)
        elif own is None or row.id != own.id:
            offered.append(_offer(row, own, used, known, ctx.locale))
    return PlanPage(
        plan=shown(own, ctx.locale) if own is not None else None,
        since=own.since if own is not None else None,
        newest=own.newest if own is not None else None,
        meters=meters.against(used, own.limits if own is not None else {}),
        offered=offered,
        request=request,
        may_change=ctx.may("plan:write"),
    )


def subscription(tx: Tx, tenant: UUID) -> Row | None:
    """The version that the merchant has, `since` when, and the `newest` there is."""
    return tx.one(_OWN, whose=tenant)


def offer(tx: Tx, handle: str, version: int | None = None) -> Row:
    """A version of a plan, the newest when none is named. Refuses `PlanNotFound`."""
    row = tx.one(
        f"""select {VERSION} from plans p join plan_versions v on v.plan_id = p.id
            where p.handle = %(handle)s and (%(version)s::int is null or v.version = %(version)s)
            order by v.version desc limit 1""",  # noqa: S608 - our own text
        handle=handle,
        version=version,
    )
    if row is None:
        raise PlanNotFound()
    return row


def shown(row: Row, locale: str) -> Plan:
    return Plan(
        id=ids.public("plan", row.id),
        handle=row.handle,
        version=row.version,
        name=in_language(row.names, locale),
        description=in_language(row.descriptions, locale),
        price_minor=row.price_minor,
        currency=row.currency,
        trial_days=row.trial_days,
        features=None if row.features is None else sorted(row.features),
        limits=in_order(row.limits),
    )


def in_order(limits: Mapping[str, int]) -> dict[str, int]:
    """As people read them, and not as they are kept."""
    return {name: limits[name] for name in LIMITS if name in limits}


def has(row: Row | None, known: Collection[str]) -> set[str]:
    """The features of a version; all of them without a plan."""
    return set(known) if row is None or row.features is None else set(row.features) & set(known)


def _offer(
    row: Row, own: Row | None, used: dict[str, int], known: Collection[str], locale: str
) -> OfferedPlan:
    before, after = has(own, known), has(row, known)
    return OfferedPlan(
        plan=shown(row, locale),
        is_self_service=row.is_self_service,
        is_enough=all(used.get(name, 0) <= most for name, most in row.limits.items()),
        gains=sorted(after - before),
        loses=sorted(before - after),
    )


def _request(row: Row, told: dict[str, Any], locale: str) -> PlanRequest:
    about = {"plan": row.handle, "plan_name": in_language(row.names, locale)}
    return msgspec.convert(told | about | {"id": ids.public("preq", UUID(str(told["id"])))}, PlanRequest)
