"""Counting what is due: the days that listeners wrote down, cohorts, stockouts. Jobs on a clock call it for every company."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from duka.analytics import cohorts, marking, merchant_months, product_months, stockouts
from duka.analytics.recounting import recount
from duka.analytics.visits import writing as visits
from duka.kernel import log
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work

DAYS_AT_ONCE = 60
MOST_ROUNDS = 200
"""Of one company before the next one has its turn."""
_log = log.get("analytics")

_DUE_DAYS = "select distinct d.tenant_id from analytics_dirty_days d"
_DUE_COHORTS = """select s.tenant_id from analytics_states s join tenants t on t.id = s.tenant_id
                   where s.cohorts_due and t.status = 'active'
                     and coalesce(s.cohorts_at, 'epoch') < now() - interval '1 hour'"""
_DUE_FORGETTING = "select distinct v.tenant_id from visit_salts v"
_DUE_STOCKOUTS = """select s.tenant_id from analytics_states s join tenants t on t.id = s.tenant_id
                     where t.status = 'active' and coalesce(s.stockouts_at, 'epoch') < now() - interval '1 hour'"""


def count_everybody(work: Work) -> None:
    """The days that are due, of every company."""

    def act(tenant: UUID) -> None:
        for _ in range(MOST_ROUNDS):
            if not work.perform(Caller(tenant, SYSTEM), count_due):
                return

    _each(work, _DUE_DAYS, "days", act)


def count_due(ctx: Context) -> int:
    """Some of the days that are due, the latest first; how many. In the same transaction they are due no longer."""
    moved = ctx.db.all(
        """insert into analytics_stores as a (tenant_id, store_id, timezone)
           select s.tenant_id, s.id, s.timezone from stores s
            where s.tenant_id = %(tenant)s and s.id in (select d.store_id from analytics_dirty_days d
                                                         where d.tenant_id = %(tenant)s)
           on conflict (tenant_id, store_id) do update set timezone = excluded.timezone
              where a.timezone <> excluded.timezone
           returning a.store_id, xmax = 0 as is_new"""
    )
    if elsewhere := [row.store_id for row in moved if not row.is_new]:
        marking.mark_all(ctx, stores=elsewhere)
    taken = ctx.db.all(
        """delete from analytics_dirty_days x using (
               select d.store_id, d.day from analytics_dirty_days d where d.tenant_id = %(tenant)s
                order by d.day desc, d.store_id limit %(most)s for update skip locked) d
            where x.tenant_id = %(tenant)s and x.store_id = d.store_id and x.day = d.day
           returning x.store_id, x.day""",
        most=DAYS_AT_ONCE,
    )
    if taken:
        recount(ctx, [row.store_id for row in taken], [row.day for row in taken])
        merchant_months.recount(ctx, {row.day for row in taken})
        product_months.recount(ctx, {row.day for row in taken})
        ctx.db.run(
            """insert into analytics_states (tenant_id, counted_at) values (%(tenant)s, %(now)s)
               on conflict (tenant_id) do update set counted_at = %(now)s, cohorts_due = true""",
            now=ctx.now,
        )
    return len(taken)


def count_slowly(work: Work) -> None:
    """What is made for a company as a whole, at most once an hour: cohorts, where something changed, and stockouts. And what
    told visitors apart on days that are over is forgotten."""

    def count_cohorts(tenant: UUID) -> None:
        work.perform(Caller(tenant, SYSTEM), cohorts.recount)

    def count_stockouts(tenant: UUID) -> None:
        work.perform(Caller(tenant, SYSTEM), stockouts.carry_on)

    _each(work, _DUE_COHORTS, "cohorts", count_cohorts)

    def forget_visits(tenant: UUID) -> None:
        work.perform(Caller(tenant, SYSTEM), visits.forget)

    _each(work, _DUE_STOCKOUTS, "stockouts", count_stockouts)
    _each(work, _DUE_FORGETTING, "visits", forget_visits)


def recount_everything(work: Work, tenant: UUID, since: date | None = None) -> int:
    """All figures of a company anew from its rows, from a day on or from the first; how many days that were."""
    caller = Caller(tenant, SYSTEM)
    work.perform(caller, lambda ctx: marking.mark_all(ctx, since))
    days = 0
    while count := work.perform(caller, count_due):
        days += count
    work.perform(caller, cohorts.recount)
    work.perform(caller, lambda ctx: stockouts.recount_since(ctx, since))
    return days


def _each(work: Work, whose: str, what: str, act: Callable[[UUID], None]) -> None:
    """`act` for each company that the statement names; one failure stops no other."""
    with work.database.platform() as tx:
        tenants = [row.tenant_id for row in tx.all(whose)]
    for tenant in tenants:
        try:
            act(tenant)
        except Exception:
            _log.exception("figures were not counted", what=what, tenant=str(tenant))
