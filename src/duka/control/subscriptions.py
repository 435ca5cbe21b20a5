"""Which plan a merchant has. Nothing is deleted when a smaller one is taken: what is over stays, can be read and changed, and
only new things are refused."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from duka.control import breaking, deeds
from duka.control.deeds import Deed
from duka.control.plan_types import (
    FeatureInUse,
    Over,
    PlanPreview,
    PolicyMoved,
    TenantPlan,
    UsageDay,
)
from duka.flags.names import FEATURES
from duka.kernel.context import Context
from duka.kernel.db import Row, Tx
from duka.kernel.work import Caller, Work
from duka.plans import meters
from duka.plans import queries as plans
from duka.plans.errors import PlanAlreadyHeld, PlanArchived, PlanNotFound, PlanNotSelfService
from duka.tenants import states
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM

READ, WRITE = "plans:read", "plans:write"
OWN = "plan:write"
SHOWN_DAYS = 30


def look(work: Work, caller: Caller, tenant: UUID) -> TenantPlan:
    """A merchant's plan, use now and on the last 30 days. Three statements. Refuses `TenantNotFound`."""
    deeds.require(caller, READ)
    now = work.clock()
    with work.database.platform() as tx:
        about = tx.one(
            """select s.changed_by, coalesce((select jsonb_agg(jsonb_build_object('day', d.day, 'used', d.used) order by d.day)
                 from usage_days d where d.tenant_id = t.id and d.day > %(since)s), '[]') as days
               from tenants t left join subscriptions s on s.tenant_id = t.id where t.id = %(whose)s and t.kind <> 'platform'""",
            whose=tenant,
            since=(now - timedelta(days=SHOWN_DAYS)).date(),
        )
        if about is None:
            raise TenantNotFound()
        own = plans.subscription(tx, tenant)
        used = meters.read(tx, tenant, now)
    return TenantPlan(
        plan=plans.shown(own, caller.locale) if own is not None else None,
        since=own.since if own is not None else None,
        changed_by=about.changed_by or "",
        newest=own.newest if own is not None else None,
        meters=meters.against(used, own.limits if own is not None else {}),
        days=[UsageDay(day["day"], day["used"]) for day in about.days],
    )


def preview(
    work: Work, caller: Caller, tenant: UUID, handle: str | None, version: int | None = None
) -> PlanPreview:
    """What the merchant would have with this plan (its newest version, or `version`; None: without a plan), and what would
    break. Refuses `TenantNotFound`, `PlanNotFound`."""
    deeds.require(caller, READ)
    with work.database.platform() as tx:
        states.require(tx, tenant)
        return _preview(tx, work, tenant, plans.offer(tx, handle, version) if handle else None, caller.locale)


def change(
    work: Work, caller: Caller, tenant: UUID, handle: str | None, version: int | None = None, why: str = ""
) -> PlanPreview:
    """Puts the merchant on this plan, or moves them to another version of theirs; None: nothing is limited any more. In force
    everywhere within `cache_seconds`. Gives what breaks. Refuses `TenantNotFound`, `PlanNotFound`, `PlanArchived`,
    `PlanAlreadyHeld`."""
    with deeds.on(work, caller, tenant, WRITE) as deed:
        wanted = plans.offer(deed.tx, handle, version) if handle else None
        return _move(work, deed, tenant, wanted, why)


def own_preview(work: Work, caller: Caller, handle: str) -> PlanPreview:
    """As `preview`, to somebody of the merchant. Refuses `PlanNotFound` also for plans that are not on offer."""
    work.perform(caller, lambda ctx: ctx.require("settings:read"))
    with work.database.platform() as tx:
        return _preview(tx, work, caller.tenant, _offered(tx, handle), caller.locale)


def take(work: Work, caller: Caller, handle: str) -> PlanPreview:
    """Somebody of the merchant takes a plan that is on offer to whoever likes it. Gives what breaks. Refuses `PlanNotFound`,
    `PlanNotSelfService`, `PlanAlreadyHeld`."""

    def allowed(ctx: Context) -> None:
        ctx.require_everywhere(OWN)

    work.perform(caller, allowed)
    with deeds.on(work, caller, caller.tenant) as deed:
        wanted = _offered(deed.tx, handle)
        if not wanted.is_self_service:
            raise PlanNotSelfService()
        return _move(work, deed, caller.tenant, wanted, "")


def _offered(tx: Tx, handle: str) -> Row:
    row = plans.offer(tx, handle)
    if not row.is_public or row.archived_at is not None:
        raise PlanNotFound()
    return row


def _move(work: Work, deed: Deed, tenant: UUID, wanted: Row | None, why: str) -> PlanPreview:
    own = plans.subscription(deed.tx, tenant)
    held = (own.id, own.version) if own is not None else None
    if held == ((wanted.id, wanted.version) if wanted is not None else None):
        raise PlanAlreadyHeld()
    if wanted is not None and wanted.archived_at is not None and (own is None or own.id != wanted.id):
        raise PlanArchived()
    shown = _preview(deed.tx, work, tenant, wanted, deed.caller.locale)
    if wanted is None:
        deed.tx.run("delete from subscriptions where tenant_id = %(whose)s", whose=tenant)
    else:
        deed.tx.run(
            """insert into subscriptions as s (tenant_id, plan_id, version, since, changed_by)
               values (%(whose)s, %(plan)s, %(version)s, %(now)s, %(by)s)
               on conflict (tenant_id) do update set plan_id = excluded.plan_id, version = excluded.version,
                 since = case when s.plan_id = excluded.plan_id then s.since else excluded.since end,
                 changed_by = excluded.changed_by""",
            whose=tenant,
            plan=wanted.id,
            version=wanted.version,
            now=deed.now,
            by=deed.caller.actor.name or deed.caller.actor.label,
        )
        deed.tx.run(
            """update plan_requests set status = 'approved', answered_at = %(now)s, answered_by = %(by)s
               where tenant_id = %(whose)s and status = 'open' and plan_id = %(plan)s""",
            whose=tenant,
            plan=wanted.id,
            now=deed.now,
            by=deed.caller.actor.name or deed.caller.actor.label,
        )
    thing = wanted.id if wanted is not None else own.id if own is not None else PLATFORM
    deed.note("plan.subscribed", before=_told(own), after=_told(wanted), why=why.strip(), thing=thing)
    return shown


def _preview(tx: Tx, work: Work, tenant: UUID, wanted: Row | None, locale: str) -> PlanPreview:
    own = plans.subscription(tx, tenant)
    before, after = plans.has(own, FEATURES), plans.has(wanted, FEATURES)
    lost = sorted(before - after)
    used = meters.read(tx, tenant, work.clock())
    limits: Mapping[str, int] = wanted.limits if wanted is not None else {}
    over = [
        Over(name, used[name], most, used[name] - most)
        for name, most in plans.in_order(limits).items()
        if used.get(name, 0) > most
    ]
    counted = breaking.in_use(tx, tenant, lost)
    loses = [FeatureInUse(name, FEATURES[name], counted[name]) for name in lost]
    moved = _moved(own.policies if own is not None else {}, wanted.policies if wanted is not None else {})
    return PlanPreview(
        before=plans.shown(own, locale) if own is not None else None,
        after=plans.shown(wanted, locale) if wanted is not None else None,
        over=over,
        loses=loses,
        gains=sorted(after - before),
        policies=moved,
        is_clean=not over and not moved and all(one.in_use == 0 for one in loses),
    )


def _moved(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[PolicyMoved]:
    return [
        PolicyMoved(name, before.get(name), after.get(name))
        for name in sorted({*before, *after})
        if before.get(name) != after.get(name)
    ]


def _told(row: Row | None) -> dict[str, Any]:
    return (
        {"plan": row.handle, "version": row.version} if row is not None else {"plan": None, "version": None}
    )
