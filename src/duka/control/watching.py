"""Looks at everything once a minute: writes down what waits, finds what is wrong, opens alerts and tells people.

All reading is over all merchants at once and bounded: what happened in the last two hours, what is queued now. Told are
operators (all alerts) and the merchant whose payments, goods or orders an alert is about.
"""

from datetime import datetime, timedelta
from typing import Any, LiteralString
from uuid import UUID

from duka.control import alerting, budgets, gauges, minutes, slo, unusual
from duka.control.alerting import Alert, Found
from duka.control.gauges import Queues
from duka.control.pulse import PAYMENTS, STOCKOUTS
from duka.control.unusual import Counts
from duka.kernel import ids, log
from duka.kernel.context import SYSTEM
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work
from duka.notifications import alerting as telling
from duka.tenants.types import PLATFORM

_log = log.get("control.watching")
NOW, USUAL, DAY = timedelta(hours=1), timedelta(days=7), timedelta(days=1)
EACH_MINUTE = (
    "burn",
    "dead_events",
    "dead_jobs",
    "provider_failing",
    "payments_failing",
    "stockouts_unusual",
)
SELDOM = ("orders_late",)
LATE_EVERY = 5
"""Minutes between two looks at late orders; less than `alerting.QUIET`, so that those that stay late stay open."""
_PULSES: LiteralString = """
with present as (
    select p.tenant_id, p.what, sum(p.good) as good, sum(p.bad) as bad from pulses p
    where p.hour >= %(since)s group by p.tenant_id, p.what
), suspect as (select c.* from present c where c.bad >= %(least)s)
select s.tenant_id, s.what, s.good, s.bad, coalesce(u.good, 0) as usual_good, coalesce(u.bad, 0) as usual_bad
from suspect s
left join lateral (select sum(q.good) as good, sum(q.bad) as bad from pulses q
                   where q.tenant_id = s.tenant_id and q.what = s.what and q.hour >= %(first)s and q.hour < %(since)s) u on true
order by s.bad desc, s.tenant_id limit 500"""
_LATE: LiteralString = """
select t.id as tenant_id, w.late, w.waiting from tenants t
cross join lateral (
    select count(*) as waiting, count(*) filter (where o.placed_at + make_interval(days =>
               coalesce((o.shipping_method ->> 'max_days')::int, (o.shipping_method ->> 'min_days')::int)) < %(now)s) as late
    from orders o where o.tenant_id = t.id and o.need in ('to_prepare', 'to_ship')
      and o.placed_at > %(now)s - interval '60 days') w
where t.status = 'active' and t.kind = 'merchant' and w.late >= %(least)s"""
"""What should be with its buyer by now, by what was promised at the checkout, and has not left."""


def watch(work: Work) -> None:
    """One round. What fails in telling one is told in the next."""
    now = work.clock()
    found = gauges.queues(work)
    checked = list(EACH_MINUTE)
    with work.database.platform() as tx:
        minutes.add(tx, samples(found, now))
        wrong = [*_burns(tx, now), *_dead(found), *_unusual(tx, now)]
        if now.minute % LATE_EVERY == 0:
            wrong += _late(tx, now)
            checked += SELDOM
        alerting.raise_all(tx, wrong, checked, now)
        alerts = alerting.untold(tx, now)
    for alert in alerts:
        try:
            _tell(work, alert)
        except Exception:
            _log.exception("nobody could be told of an alert", alert=alert.id)


def tidy(work: Work) -> None:
    """Forget counts, slow statements, pulses and alerts that are too old."""
    now = work.clock()
    with work.database.platform() as tx:
        minutes.prune(tx, now)
        tx.run(
            "delete from pulses where hour < %(since)s /* every tenant's */", since=now - timedelta(days=35)
        )
        tx.run(
            "delete from alerts where status = 'resolved' and resolved_at < %(since)s /* every tenant's */",
            since=now - timedelta(days=400),
        )
        tx.run(
            "delete from alert_silences where until < %(since)s /* every tenant's */",
            since=now - timedelta(days=400),
        )


def samples(found: Queues, now: datetime) -> list[minutes.Row]:
    """Whether this minute was good for what waits."""
    waits = {"sync_lag": found.events_oldest_seconds, "job_age": found.job_oldest_seconds}
    minute = now.replace(second=0, microsecond=0)
    return [
        (name, minute, slo.Tally(int(seconds <= slo.BY_NAME[name].seconds), 1))
        for name, seconds in waits.items()
    ]


def _burns(tx: Tx, now: datetime) -> list[Found]:
    wrong = []
    for name, windows in budgets.windows(tx, now).items():
        objective = slo.BY_NAME[name]
        burn = slo.burning(objective, windows)
        if burn is not None:
            facts = {
                "rate": round(slo.burn_rate(objective, windows[burn.long]), 1),
                "window": slo.spoken(burn.long),
                "budget_left": round(slo.budget_left(objective, windows[slo.PERIOD]), 3),
            }
            wrong.append(Found("burn", burn.severity, name, facts=facts))
    return wrong


def _dead(found: Queues) -> list[Found]:
    wrong = []
    if found.events_dead:
        wrong.append(Found("dead_events", "ticket", facts={"count": found.events_dead}))
    if found.jobs_failed:
        tasks = {task.task: task.failed for task in found.tasks if task.failed}
        wrong.append(Found("dead_jobs", "ticket", facts={"count": found.jobs_failed, "tasks": tasks}))
    return wrong


def _unusual(tx: Tx, now: datetime) -> list[Found]:
    wrong = []
    since, first = budgets.whole_hours(now, NOW), budgets.whole_hours(now, USUAL)
    covered, usually = now - since, since - first
    for provider, present, before in budgets.providers(tx, now, NOW):
        counts, usual = Counts(present.good, present.bad), Counts(before.good, before.bad)
        if unusual.is_spike(counts, usual):
            wrong.append(Found("provider_failing", "page", provider, facts=_shares(counts, usual)))
    for row in tx.all(_PULSES, since=since, first=first, least=min(4, unusual.LEAST_STOCKOUTS)):
        counts, usual = Counts(int(row.good), int(row.bad)), Counts(int(row.usual_good), int(row.usual_bad))
        if row.what == STOCKOUTS:
            if unusual.is_outbreak(counts.bad, usual.bad * (covered / usually)):
                facts = {"count": counts.bad, "usual_a_day": round(usual.bad / (usually / DAY), 1)}
                wrong.append(Found("stockouts_unusual", "ticket", "", row.tenant_id, facts))
        elif unusual.is_spike(counts, usual):
            provider = row.what.removeprefix(PAYMENTS)
            wrong.append(Found("payments_failing", "ticket", provider, row.tenant_id, _shares(counts, usual)))
    return wrong


def _shares(counts: Counts, usual: Counts) -> dict[str, Any]:
    return {
        "failed": counts.bad,
        "tries": counts.total,
        "percent": round(100 * counts.share),
        "usual_percent": round(100 * usual.share),
    }


def _late(tx: Tx, now: datetime) -> list[Found]:
    wrong = []
    for row in tx.all(_LATE, now=now, least=unusual.LEAST_LATE):
        severity = unusual.lateness(row.late, row.waiting)
        if severity is not None:
            facts = {"late": row.late, "waiting": row.waiting}
            wrong.append(Found("orders_late", severity, "", row.tenant_id, facts))
    return wrong


def _tell(work: Work, alert: Alert) -> None:
    """Operators, then the merchant; then it counts as told. Cut off in between, it is told again."""
    work.perform(Caller(PLATFORM, SYSTEM), lambda ctx: telling.operators(ctx, _notice(alert)))
    if alert.tenant_id is not None:
        tenant: UUID = ids.parse("ten", alert.tenant_id)
        work.perform(Caller(tenant, SYSTEM), lambda ctx: telling.merchant(ctx, _notice(alert)))
    with work.database.platform() as tx:
        alerting.told(tx, ids.parse("alrt", alert.id), work.clock())


def _notice(alert: Alert) -> telling.Notice:
    facts = {name: value for name, value in alert.facts.items() if isinstance(value, str | int | float)}
    return telling.Notice(
        ids.parse("alrt", alert.id),
        alert.version,
        alert.kind,
        alert.severity,
        alert.subject,
        alert.tenant,
        facts,
        alert.seen_at,
    )
