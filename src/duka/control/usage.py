"""How much every merchant has of what plans limit: counted each hour, kept for each day; warnings before a limit is reached.

`usage_days` is what lists read, so that ten thousand merchants need not be counted for a page; a refusal never looks at it.
"""

from collections.abc import Collection
from datetime import timedelta
from uuid import UUID

from duka.control.usage_sql import COUNT_ALL
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.db import Row, Tx
from duka.kernel.languages import in_language
from duka.kernel.work import Caller, Work
from duka.plans import meters
from duka.plans.events import PlanLimitNear
from duka.plans.limits import LIMITS, month_of

KEPT = timedelta(days=400)


def count_all(work: Work) -> None:
    """Today's counts of every merchant, in one statement; what is older than 400 days goes."""
    now = work.clock()
    with work.database.platform() as tx:
        tx.run(COUNT_ALL, now=now, day=now.date(), month=month_of(now))
        tx.run("delete from usage_days where day < %(before)s -- of every tenant", before=(now - KEPT).date())


def latest(tx: Tx, tenants: Collection[UUID]) -> dict[UUID, dict[str, int]]:
    """What was counted last of each of these merchants; those that were never counted are missing. One statement."""
    rows = tx.all(
        """select t.id, d.used from unnest(%(tenants)s::uuid[]) as t (id)
           join lateral (select u.used from usage_days u where u.tenant_id = t.id order by u.day desc limit 1) d on true""",
        tenants=list(tenants),
    )
    return {row.id: {name: int(row.used.get(name, 0)) for name in LIMITS} for row in rows}


def warn_all(work: Work) -> None:
    """Tells the owners of merchants who have 80 % of a limit, and again when it is reached: each once a month."""
    now = work.clock()
    with work.database.platform() as tx:
        due = tx.all(
            """select s.tenant_id, s.plan_id, l.key as name, l.value::bigint as most,
                      (d.used ->> l.key)::bigint as used, v.names, p.handle,
                      case when (d.used ->> l.key)::bigint >= l.value::bigint then 100 else 80 end as level
               from subscriptions s join plans p on p.id = s.plan_id
               join plan_versions v on v.plan_id = s.plan_id and v.version = s.version
               join tenants t on t.id = s.tenant_id and t.status = 'active'
               join usage_days d on d.tenant_id = s.tenant_id and d.day = %(day)s
               cross join lateral jsonb_each_text(v.limits) l
               where l.value::bigint > 0 and (d.used ->> l.key)::bigint * 100 >= l.value::bigint * %(near)s
                 and not exists (select from plan_warnings w where w.tenant_id = s.tenant_id and w.month = %(month)s
                   and w.limit_name = l.key and w.level >= case when (d.used ->> l.key)::bigint >= l.value::bigint then 100
                                                                else 80 end)
               order by s.tenant_id, l.key""",
            day=now.date(),
            month=month_of(now).date(),
            near=meters.NEAR,
        )
    for row in due:
        work.perform(Caller(row.tenant_id), lambda ctx, row=row: _warn(ctx, row))  # type: ignore[misc]


def _warn(ctx: Context, row: Row) -> None:
    """Once, whoever else warns at the same time."""
    fresh = ctx.db.run(
        """insert into plan_warnings (tenant_id, month, limit_name, level, at)
           values (%(tenant)s, %(month)s, %(name)s, %(level)s, %(now)s) on conflict do nothing""",
        month=month_of(ctx.now).date(),
        name=row.name,
        level=row.level,
        now=ctx.now,
    )
    if fresh:
        events.emit(
            ctx,
            PlanLimitNear(
                aggregate_id=row.plan_id,
                limit=row.name,
                used=row.used,
                most=row.most,
                level=row.level,
                plan=row.handle,
                plan_name=in_language(row.names, "en"),
            ),
        )


def look_around(work: Work) -> None:
    """What the clock calls."""
    count_all(work)
    warn_all(work)
