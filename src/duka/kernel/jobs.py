"""Work for later or on a clock: a thin door to the queue in PostgreSQL (procrastinate).

A job is enqueued on the transaction's own connection, so it exists if and only if the transaction committed. Its
arguments name a tenant and ids, never data. It is retried with exponential backoff; after its last attempt it
stays as *failed*, a dead letter that `duka jobs` lists and replays. A job whose worker was killed is done again.
Modules declare what they do later in `jobs.py`; `wiring` gathers it.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
import procrastinate
from procrastinate import PsycopgConnector, RetryStrategy

from duka.kernel import metrics, telemetry
from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.kernel.work import Work

RETRY = RetryStrategy(max_attempts=8, exponential_wait=2)


class Job(msgspec.Struct, frozen=True):
    """`act(work, tenant, **arguments)` does it, in transactions of its own; it must be safe to do twice."""

    name: str
    act: Callable[..., None]


class Periodic(msgspec.Struct, frozen=True):
    """`act(work)` on a cron schedule (five fields, or six with seconds last)."""

    name: str
    cron: str
    act: Callable[[Work], None]


def defer(
    ctx: Context, name: str, /, *, at: datetime | None = None, lock: str | None = None, **arguments: Any
) -> None:
    """Enqueue the job `name` for the tenant of `ctx`, to run at `at` or as soon as it is committed. Its topic (queue) is the
    first part of its name: `payments` of `payments.refund`."""
    ctx.db.run(
        """select procrastinate_defer_jobs_v1(array[row(%(queue)s::text, %(name)s::text, 0, %(lock)s::text, null,
             %(arguments)s::jsonb, %(at)s::timestamptz)::procrastinate_job_to_defer_v1])""",
        queue=name.partition(".")[0],
        name=name,
        lock=lock,
        arguments=msgspec.json.encode({"tenant": ctx.tenant, **arguments, **telemetry.outgoing()}).decode(),
        at=at,
    )


def worker_app(url: str, work: Work, jobs: list[Job], periodic: list[Periodic]) -> procrastinate.App:
    """The worker's side: every job and every schedule, bound to `work`."""
    app = procrastinate.App(connector=PsycopgConnector(conninfo=url, min_size=1, max_size=4))
    for job in jobs:
        app.task(name=job.name, retry=RETRY)(_bound(job, work))
    for each in periodic:
        task = app.task(name=each.name, queueing_lock=each.name, retry=False)(_timed(each, work))
        app.periodic(cron=each.cron)(task)

    @app.periodic(cron="* * * * *")
    @app.task(name="kernel.retry_stalled", queueing_lock="kernel.retry_stalled", pass_context=False)
    async def retry(timestamp: int) -> None:
        await retry_stalled(app)

    return app


async def retry_stalled(app: procrastinate.App) -> None:
    """Make the jobs of workers that died due again: of those not heard of for 30 seconds. One of a schedule whose next one
    waits already is over, for that does its work."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=30):
        try:
            await app.job_manager.retry_job(job)
        except procrastinate.exceptions.UniqueViolation:
            await app.job_manager.finish_job(job, procrastinate.jobs.Status.FAILED, delete_job=True)


def _bound(job: Job, work: Work) -> Callable[..., None]:
    def run(tenant: str, **arguments: Any) -> None:
        carried = arguments.pop(telemetry.TRACEPARENT, "")
        with _counted(job.name), telemetry.whole(f"job {job.name}", "consumer", carried, tenant=tenant):
            job.act(work, UUID(tenant), **arguments)

    return run


@contextmanager
def _counted(task: str) -> Iterator[None]:
    begun, outcome = time.perf_counter(), "failed"
    try:
        yield
        outcome = "done"
    finally:
        metrics.count(metrics.JOBS_DONE, task, outcome)
        metrics.observe(metrics.JOB_SECONDS, time.perf_counter() - begun, task)


def _timed(each: Periodic, work: Work) -> Callable[[int], None]:
    def run(timestamp: int) -> None:
        with _counted(each.name), telemetry.whole(f"job {each.name}", "consumer", ""):
            each.act(work)

    return run


class FailedJob(msgspec.Struct, frozen=True):
    id: int
    topic: str
    name: str
    attempts: int
    arguments: dict[str, Any]


def failed(work: Work, limit: int = 100, topic: str | None = None) -> list[FailedJob]:
    """Jobs that are given up (of one topic), oldest first."""
    with work.database.platform() as tx:
        return [
            FailedJob(r.id, r.queue_name, r.task_name, r.attempts, r.args)
            for r in tx.all(
                """select id, queue_name, task_name, attempts, args from procrastinate_jobs
                   where status = 'failed' and (%(topic)s::text is null or queue_name = %(topic)s)
                   order by id limit %(limit)s""",
                limit=limit,
                topic=topic,
            )
        ]


def replay(work: Work, ids: list[int] | None = None) -> int:
    """Make failed jobs due again, those named or all: one more attempt each. How many are not failed any more.

    Of a schedule's one is due at a time: of several the newest is done, and none where the next one waits already. The others
    are deleted, for it does their work."""
    with work.database.platform() as tx:
        return replay_in(tx, ids)


def replay_in(tx: Tx, ids: list[int] | None = None) -> int:
    """As `replay`, in a transaction of the platform's that does more. Two statements."""
    superseded = tx.run(
        """delete from procrastinate_jobs j
           where j.status = 'failed' and (%(ids)s::bigint[] is null or j.id = any(%(ids)s::bigint[]))
             and exists (select from procrastinate_jobs o where o.queueing_lock = j.queueing_lock
               and (o.status = 'todo' or (o.status = 'failed' and o.id > j.id
                    and (%(ids)s::bigint[] is null or o.id = any(%(ids)s::bigint[])))))""",
        ids=ids,
    )
    again = tx.all(
        """select procrastinate_retry_job_v2(id, now(), priority, queue_name, lock) from procrastinate_jobs
           where status = 'failed' and (%(ids)s::bigint[] is null or id = any(%(ids)s::bigint[]))""",
        ids=ids,
    )
    return superseded + len(again)


def discard_in(tx: Tx, ids: list[int]) -> int:
    """Failed jobs are forgotten: nobody does them any more."""
    return tx.run(
        "delete from procrastinate_jobs where status = 'failed' and id = any(%(ids)s::bigint[])", ids=ids
    )
