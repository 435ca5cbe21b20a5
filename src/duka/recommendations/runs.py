"""Runs: computing everything anew, in steps that each commit and tell how far they are.

What a run finds is written under its own id, beside what is live, and takes its place in one statement: whoever reads
meanwhile sees the whole old or the whole new. A run that is stopped anywhere is begun again from the start.
"""

from datetime import datetime, timedelta
from uuid import UUID

from duka.catalog.permissions import require_staff
from duka.flags import queries as flags
from duka.kernel import ids, jobs, log, paging, trail
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.recommendations import counting, likeness, measuring, tuning
from duka.recommendations.errors import RunUnderWay
from duka.recommendations.shown import FEATURE
from duka.recommendations.types import RecommendationRun, Tuning

JOB = "recommendations.compute"
KEPT_DAYS = 90
SILENT = timedelta(minutes=30)
"""A run that was not heard of for so long is over: its worker died, and nobody took it up again."""
_log = log.get("recommendations")


def start(ctx: Context) -> UUID:
    """A run for a job to do. Refuses `RunUnderWay`."""
    run_id = prepare(ctx)
    jobs.defer(ctx, JOB, lock=f"{JOB}:{ctx.tenant.hex}", run_id=str(run_id))
    return run_id


def prepare(ctx: Context) -> UUID:
    """A run for the caller to do with `compute`. Refuses `RunUnderWay`."""
    ctx.require_everywhere(tuning.WRITE)
    run_id = ids.new_id()
    ctx.db.run(
        """update recommendation_runs set status = 'failed', error = 'It stopped in the middle.', finished_at = %(now)s
            where tenant_id = %(tenant)s and status in ('waiting', 'running')
              and coalesce(heard_at, created_at) < %(before)s""",
        now=ctx.now,
        before=ctx.now - SILENT,
    )
    made = ctx.db.run(
        """insert into recommendation_runs (tenant_id, id, status, asked_by, created_at)
           values (%(tenant)s, %(id)s, 'waiting', %(by)s, %(now)s) on conflict do nothing""",
        id=run_id,
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
    )
    if not made:
        raise RunUnderWay()
    trail.note(ctx, "recommendations.started", "recommendations", ctx.tenant, run=ids.public("rrun", run_id))
    return run_id


def start_by_clock(ctx: Context) -> None:
    """The nightly run, where the feature is on and none is under way; and what is too old to keep is deleted."""
    measuring.tidy(ctx)
    ctx.db.run(
        """delete from recommendation_runs r where r.tenant_id = %(tenant)s and not r.is_live
             and r.status in ('finished', 'failed') and r.created_at < %(before)s""",
        before=ctx.now - timedelta(days=KEPT_DAYS),
    )
    if not flags.is_on(ctx, FEATURE):
        return
    try:
        start(ctx)
    except RunUnderWay:
        _log.info("a run is under way", tenant=str(ctx.tenant))


def compute(work: Work, tenant: UUID, run_id: UUID, rows: int = counting.ROWS_A_SLICE) -> None:
    """The whole run, in slices of about so many joined `rows`. Safe to repeat: one that is over stays as it is. What goes
    wrong is told by the run itself, and tried again with the next one."""
    caller = Caller(tenant)
    wanted = work.perform(caller, lambda ctx: _begin(ctx, run_id))
    if wanted is None:
        return
    try:
        _compute(work, caller, run_id, wanted, rows)
    except Exception as error:
        _log.exception("run failed", tenant=str(tenant), run=str(run_id))
        reason = type(error).__name__
        work.perform(caller, lambda ctx: _fail(ctx, run_id, reason))
    finally:
        work.perform(caller, counting.clear)


def _compute(work: Work, caller: Caller, run_id: UUID, wanted: Tuning, rows: int) -> None:
    def orders(ctx: Context) -> int:
        counting.clear(ctx)
        products = counting.number_goods(ctx)
        pairs = counting.fill_baskets(ctx, run_id, wanted)
        slices = counting.slices_of(pairs, rows)
        _tell(ctx, run_id, "together", products=products, steps=slices + 3)
        return slices

    def together(ctx: Context, slice: int, slices: int) -> None:
        _roomy(ctx)
        found = counting.count_slice(ctx, run_id, wanted, slice, slices)
        _tell(ctx, run_id, "together" if slice < slices - 1 else "features", together_pairs=found)

    def features(ctx: Context, done: int) -> int:
        described = likeness.describe(ctx)
        slices = counting.slices_of(described * likeness.COMPARED, rows)
        _tell(ctx, run_id, "similar", steps=done + slices + 1)
        return slices

    def similar(ctx: Context, slice: int, slices: int) -> None:
        _roomy(ctx)
        found = likeness.compare_slice(ctx, run_id, slice, slices)
        _tell(ctx, run_id, "similar" if slice < slices - 1 else "switch", similar_pairs=found)

    parts = work.perform(caller, orders)
    for part in range(parts):
        work.perform(caller, lambda ctx, n=part: together(ctx, n, parts))  # type: ignore[misc]
    shelves = work.perform(caller, lambda ctx: features(ctx, parts + 2))
    for part in range(shelves):
        work.perform(caller, lambda ctx, n=part: similar(ctx, n, shelves))  # type: ignore[misc]
    work.perform(caller, lambda ctx: _switch(ctx, run_id))
    work.perform(caller, lambda ctx: _forget(ctx, run_id))


def _begin(ctx: Context, run_id: UUID) -> Tuning | None:
    row = ctx.db.one(
        """update recommendation_runs set status = 'running', step = 'orders', steps_done = 0, steps = 4,
                  together_pairs = 0, similar_pairs = 0, started_at = %(now)s, heard_at = %(now)s
            where tenant_id = %(tenant)s and id = %(id)s and status in ('waiting', 'running') returning id""",
        id=run_id,
        now=ctx.now,
    )
    if row is None:
        return None
    _delete_pairs(ctx, run_id)
    return tuning.load(ctx).tuning


def _tell(
    ctx: Context,
    run_id: UUID,
    step: str,
    *,
    products: int | None = None,
    steps: int | None = None,
    together_pairs: int = 0,
    similar_pairs: int = 0,
) -> None:
    """How far it is: one more step is done, `step` is next."""
    ctx.db.run(
        """update recommendation_runs r set step = %(step)s, steps_done = r.steps_done + 1, heard_at = %(now)s,
                  steps = coalesce(%(steps)s, r.steps), products = coalesce(%(products)s, r.products),
                  together_pairs = r.together_pairs + %(together)s, similar_pairs = r.similar_pairs + %(similar)s
            where r.tenant_id = %(tenant)s and r.id = %(id)s""",
        id=run_id,
        step=step,
        steps=steps,
        products=products,
        together=together_pairs,
        similar=similar_pairs,
        now=ctx.now,
    )


def _roomy(ctx: Context) -> None:
    """A slice may sort and hash in more memory than a page's statement: of this one transaction."""
    ctx.db.value("select set_config('work_mem', '64MB', true) || set_config('jit', 'off', true)")


def _switch(ctx: Context, run_id: UUID) -> None:
    """What this run found is shown from now on."""
    ctx.db.run(
        "update recommendation_runs set is_live = false where tenant_id = %(tenant)s and is_live and id <> %(id)s",
        id=run_id,
    )
    row = ctx.db.one(
        """update recommendation_runs set is_live = true, status = 'finished', step = '', steps_done = steps, error = '',
                  heard_at = %(now)s, finished_at = %(now)s
            where tenant_id = %(tenant)s and id = %(id)s returning together_pairs, similar_pairs, orders""",
        id=run_id,
        now=ctx.now,
    )
    if row is not None:
        after = {
            "together_pairs": row.together_pairs,
            "similar_pairs": row.similar_pairs,
            "orders": row.orders,
        }
        trail.note(ctx, "recommendations.computed", "recommendations", ctx.tenant, after=after)


def _forget(ctx: Context, live: UUID) -> None:
    """What earlier runs found."""
    ctx.db.run(
        "delete from recommendation_pairs where tenant_id = %(tenant)s and run_id <> %(live)s", live=live
    )


def _delete_pairs(ctx: Context, run_id: UUID) -> None:
    ctx.db.run("delete from recommendation_pairs where tenant_id = %(tenant)s and run_id = %(id)s", id=run_id)


def _fail(ctx: Context, run_id: UUID, reason: str) -> None:
    _delete_pairs(ctx, run_id)
    ctx.db.run(
        """update recommendation_runs set status = 'failed', error = %(reason)s, finished_at = %(now)s
            where tenant_id = %(tenant)s and id = %(id)s and status = 'running'""",
        id=run_id,
        reason=reason,
        now=ctx.now,
    )


_SELECT = """select r.id, r.status, r.is_live, r.asked_by, r.step, r.steps_done, r.steps, r.orders, r.lines, r.capped_orders,
       r.products, r.together_pairs, r.similar_pairs, r.error, r.created_at, r.started_at, r.finished_at
  from recommendation_runs r where r.tenant_id = %(tenant)s"""


def list_runs(ctx: Context, cursor: str | None = None, limit: int = 20) -> Page[RecommendationRun]:
    """The last one first. Two statements."""
    require_staff(ctx, "products:read")
    limit = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        _SELECT
        + """ and (%(at)s::timestamptz is null or (r.created_at, r.id) < (%(at)s::timestamptz, %(last)s::uuid))
              order by r.created_at desc, r.id desc limit %(limit)s + 1""",
        at=at,
        last=last,
        limit=limit,
    )
    found = [RecommendationRun(ids.public("rrun", row[0]), *row[1:]) for row in rows]
    more = (
        paging.encode(rows[limit - 1].created_at.isoformat(), str(rows[limit - 1].id))
        if len(rows) > limit
        else None
    )
    return Page(found[:limit], more)


def run(ctx: Context, run_id: UUID) -> RecommendationRun | None:
    """One of them; None when it is not there."""
    require_staff(ctx, "products:read")
    row = ctx.db.one(_SELECT + " and r.id = %(id)s", id=run_id)
    return RecommendationRun(ids.public("rrun", row[0]), *row[1:]) if row else None
