"""What is asked of the database at the moment somebody looks: queues, dead letters, deliveries, alerts. Of all merchants."""

from typing import Any, LiteralString

import msgspec

from duka.kernel import metrics
from duka.kernel.metrics import Metric, Totals
from duka.kernel.work import Work


class QueuedTask(msgspec.Struct, frozen=True):
    """Jobs of one kind. `oldest_seconds`: how long the oldest that is due waits for a worker."""

    task: str
    queued: int
    running: int
    failed: int
    oldest_seconds: float


class Queues(msgspec.Struct, frozen=True):
    """`events_oldest_seconds`: how long the oldest event is due. `queued` jobs may be for later."""

    events_pending: int
    events_dead: int
    events_oldest_seconds: float
    webhooks_waiting: int
    webhooks_failed: int
    messages_waiting: int
    messages_failed: int
    tasks: list[QueuedTask]

    @property
    def job_oldest_seconds(self) -> float:
        return max((task.oldest_seconds for task in self.tasks), default=0.0)

    @property
    def jobs_failed(self) -> int:
        return sum(task.failed for task in self.tasks)


EVENTS: LiteralString = """
select (select count(*) from events where status = 'pending') as pending,
       (select count(*) from events where status = 'dead') as dead,
       (select coalesce(extract(epoch from %(now)s - min(available_at)), 0) from events
        where status = 'pending' and available_at <= %(now)s) as oldest,
       (select count(*) from webhook_deliveries where status = 'waiting')
           + (select count(*) from webhook_deliveries where status = 'sending') as webhooks_waiting,
       (select count(*) from webhook_deliveries where status = 'failed' and last_at > %(now)s - interval '1 day')
           as webhooks_failed,
       (select count(*) from mails where status in ('queued', 'sending')) as messages_waiting,
       (select count(*) from mails where status = 'failed' and created_at > %(now)s - interval '1 day')
           as messages_failed
/* of every tenant */"""
_JOBS: LiteralString = """
select j.task_name as task, count(*) filter (where j.status = 'todo') as queued,
       count(*) filter (where j.status = 'doing') as running, count(*) filter (where j.status = 'failed') as failed,
       coalesce(extract(epoch from %(now)s - min(greatest(e.at, j.scheduled_at)) filter
           (where j.status = 'todo' and greatest(e.at, j.scheduled_at) <= %(now)s)), 0) as oldest
from procrastinate_jobs j
left join lateral (select max(v.at) as at from procrastinate_events v
                   where v.job_id = j.id and j.status = 'todo') e on true
where j.status in ('todo', 'doing', 'failed') group by j.task_name order by j.task_name"""


def queues(work: Work) -> Queues:
    """Two statements."""
    now = work.clock()
    with work.database.platform() as tx:
        row: Any = tx.one(EVENTS, now=now)
        tasks = tx.all(_JOBS, now=now)
    return Queues(
        row.pending,
        row.dead,
        round(max(0.0, float(row.oldest)), 1),
        row.webhooks_waiting,
        row.webhooks_failed,
        row.messages_waiting,
        row.messages_failed,
        [
            QueuedTask(r.task, r.queued, r.running, r.failed, round(max(0.0, float(r.oldest)), 1))
            for r in tasks
        ],
    )


def add(work: Work, totals: Totals) -> None:
    """Put what the database says among the numbers."""

    def put(metric: Metric, value: float, *labels: str) -> None:
        totals.numbers[(metric.name, labels)] = float(value)

    found = queues(work)
    put(metrics.EVENTS, found.events_pending, "pending")
    put(metrics.EVENTS, found.events_dead, "dead")
    put(metrics.EVENT_AGE, found.events_oldest_seconds)
    put(metrics.WEBHOOKS, found.webhooks_waiting, "waiting")
    put(metrics.WEBHOOKS, found.webhooks_failed, "failed")
    put(metrics.MESSAGES_WAITING, found.messages_waiting)
    for task in found.tasks:
        put(metrics.JOBS, task.queued, task.task, "queued")
        put(metrics.JOBS, task.running, task.task, "running")
        put(metrics.JOBS, task.failed, task.task, "failed")
        put(metrics.JOB_AGE, task.oldest_seconds, task.task)
    with work.database.platform() as tx:
        for row in tx.all(
            "select kind, severity, count(*) as alerts from alerts where status <> 'resolved' group by kind, severity"
        ):
            put(metrics.ALERTS, row.alerts, row.kind, row.severity)
