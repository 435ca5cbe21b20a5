"""A merchant asks for another plan: who runs the platform answers."""

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.languages import in_language
from duka.plans import queries
from duka.plans.errors import (
    PlanAlreadyAsked,
    PlanAlreadyHeld,
    PlanArchived,
    PlanNotFound,
    PlanRequestNotFound,
)


def ask(ctx: Context, handle: str, note: str = "") -> None:
    """At most one request waits. Refuses `PlanNotFound` also for a plan that is not offered, `PlanArchived`,
    `PlanAlreadyHeld`, `PlanAlreadyAsked`."""
    ctx.require_everywhere("plan:write")
    wanted = queries.offer(ctx.db, handle)
    if not wanted.is_public:
        raise PlanNotFound()
    if wanted.archived_at is not None:
        raise PlanArchived()
    own = queries.subscription(ctx.db, ctx.tenant)
    if own is not None and (own.id, own.version) == (wanted.id, wanted.version):
        raise PlanAlreadyHeld()
    fresh = ctx.db.run(
        """insert into plan_requests (tenant_id, id, plan_id, note, asked_by, asked_at)
           values (%(tenant)s, %(id)s, %(plan)s, %(note)s, %(by)s, %(now)s)
           on conflict (tenant_id) where status = 'open' do nothing""",
        id=ids.new_id(),
        plan=wanted.id,
        note=note.strip(),
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
    )
    if not fresh:
        raise PlanAlreadyAsked(plan=in_language(wanted.names, ctx.locale))
    trail.note(ctx, "plan.requested", "plan", wanted.id, after={"plan": handle}, note=note.strip())


def withdraw(ctx: Context) -> None:
    """Takes the waiting request back. Refuses `PlanRequestNotFound` when none waits."""
    ctx.require_everywhere("plan:write")
    plan = ctx.db.value(
        """update plan_requests set status = 'withdrawn', answered_at = %(now)s, answered_by = %(by)s
           where tenant_id = %(tenant)s and status = 'open' returning plan_id""",
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
    )
    if plan is None:
        raise PlanRequestNotFound()
    trail.note(ctx, "plan.request_withdrawn", "plan", plan)
