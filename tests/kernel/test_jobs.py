import asyncio
from uuid import UUID

import pytest

from duka.kernel import jobs
from duka.kernel.context import Context
from duka.kernel.db import Database
from duka.kernel.ids import new_id
from duka.kernel.jobs import Job
from duka.kernel.postgres_urls import Urls
from duka.kernel.work import Caller, Work


@pytest.fixture
def tenant(work: Work) -> UUID:
    tenant = new_id()
    with work.database.platform() as tx:
        tx.run("delete from procrastinate_jobs")
        tx.run(
            "insert into tenants (id, slug, name) values (%(id)s, %(slug)s, 'Acorn')",
            id=tenant,
            slug=tenant.hex,
        )
    return tenant


def waiting(database: Database) -> int:
    with database.platform() as tx:
        return int(tx.value("select count(*) from procrastinate_jobs where status = 'todo'"))


def run_due(urls: Urls, work: Work, *todo: Job) -> None:
    app = jobs.worker_app(urls.platform, work, list(todo), [])

    async def once() -> None:
        async with app.open_async():
            await app.run_worker_async(wait=False, install_signal_handlers=False, listen_notify=False)

    asyncio.run(once())


def test_a_job_is_done_after_its_transaction_committed(work: Work, urls: Urls, tenant: UUID) -> None:
    done: list[tuple[UUID, str]] = []
    greet = Job("greet", lambda work, tenant, name: done.append((tenant, name)))
    work.perform(Caller(tenant), lambda ctx: jobs.defer(ctx, "greet", name="Alice"))
    run_due(urls, work, greet)
    assert done == [(tenant, "Alice")]


def test_a_rolled_back_transaction_takes_its_jobs_with_it(
    work: Work, database: Database, tenant: UUID
) -> None:
    def act(ctx: Context) -> None:
        jobs.defer(ctx, "greet", name="Alice")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        work.perform(Caller(tenant), act)
    assert waiting(database) == 0


def test_the_application_cannot_read_what_others_enqueued(work: Work, tenant: UUID) -> None:
    work.perform(Caller(tenant), lambda ctx: jobs.defer(ctx, "greet", name="Alice"))
    with pytest.raises(Exception, match="permission denied"):
        work.perform(Caller(new_id()), lambda ctx: ctx.db.all("select args from procrastinate_jobs"))


def test_a_failed_job_waits_for_its_next_attempt(
    work: Work, urls: Urls, database: Database, tenant: UUID
) -> None:
    def broken(work: Work, tenant: UUID, name: str) -> None:
        raise RuntimeError("not today")

    work.perform(Caller(tenant), lambda ctx: jobs.defer(ctx, "greet", name="Alice"))
    run_due(urls, work, Job("greet", broken))
    with database.platform() as tx:
        row = tx.one(
            """select status, attempts, scheduled_at > now() as later from procrastinate_jobs
               where task_name = 'greet'"""
        )
    assert row is not None
    assert (row.status, row.attempts, row.later) == ("todo", 1, True)


def test_the_dead_of_one_topic_are_listed_and_replayed(work: Work, urls: Urls, tenant: UUID) -> None:
    def act(ctx: Context) -> None:
        jobs.defer(ctx, "payments.refund", payment_id="p")
        jobs.defer(ctx, "mail.send", letter="l")

    work.perform(Caller(tenant), act)
    with work.database.platform() as tx:
        tx.run("update procrastinate_jobs set status = 'failed'")
    assert [(job.topic, job.name) for job in jobs.failed(work, topic="payments")] == [
        ("payments", "payments.refund")
    ]
    assert {job.topic for job in jobs.failed(work)} == {"payments", "mail"}
    done: list[str] = []
    assert jobs.replay(work, [job.id for job in jobs.failed(work, topic="payments")]) == 1
    run_due(urls, work, Job("payments.refund", lambda work, tenant, payment_id: done.append(payment_id)))
    assert done == ["p"]


def test_a_dead_workers_job_of_a_schedule_whose_next_one_waits_is_over(
    work: Work, urls: Urls, tenant: UUID
) -> None:
    """And holds up none of the others."""
    with work.database.platform() as tx:
        worker = tx.value(
            "insert into procrastinate_workers (last_heartbeat) values (now() - interval '2 minutes') returning id"
        )
        tx.run(
            """insert into procrastinate_jobs (queue_name, task_name, queueing_lock, status, worker_id)
               values ('default', 'tidy', 'tidy', 'doing', %(worker)s), ('default', 'tidy', 'tidy', 'todo', null),
                      ('default', 'greet', null, 'doing', %(worker)s)""",
            worker=worker,
        )
    app = jobs.worker_app(urls.platform, work, [], [])

    async def retry() -> None:
        async with app.open_async():
            await jobs.retry_stalled(app)

    asyncio.run(retry())
    with work.database.platform() as tx:
        left = tx.all("select task_name, status from procrastinate_jobs order by task_name")
        tx.run("delete from procrastinate_jobs")
    assert [tuple(row) for row in left] == [("greet", "todo"), ("tidy", "todo")]


def test_of_the_dead_of_a_schedule_one_is_done_again(work: Work, tenant: UUID) -> None:
    """The queue holds one job of a schedule at a time: what is over, the next does."""

    def add(lock: str | None, status: str = "failed") -> int:
        with work.database.platform() as tx:
            return int(
                tx.value(
                    """insert into procrastinate_jobs (queue_name, task_name, queueing_lock, status)
                       values ('default', 'tidy', %(lock)s, %(status)s::procrastinate_job_status) returning id""",
                    lock=lock,
                    status=status,
                )
            )

    def left() -> dict[int, str]:
        with work.database.platform() as tx:
            return {row.id: row.status for row in tx.all("select id, status from procrastinate_jobs")}

    first, second, third = add("tidy"), add("tidy"), add("tidy")
    loose, other = add(None), add(None)
    assert jobs.replay(work, [first, second, loose]) == 3
    assert left() == {second: "todo", third: "failed", loose: "todo", other: "failed"}
    assert jobs.replay(work) == 2
    assert left() == {second: "todo", loose: "todo", other: "todo"}
    fresh, busy = add("prune"), add("prune", "doing")
    assert jobs.replay(work) == 1
    assert left()[fresh] == "todo" and left()[busy] == "doing"
