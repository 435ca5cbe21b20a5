"""A company goes for good: asked for, then begun after a week, then done by a job that can be cut off at any moment.

Only a closed company can go, after its short name was typed. Every table that PostgreSQL's catalogue knows as a company's is
emptied, those that refer to others first; then its row, its jobs, its files and what search engines know. What is left is
looked for everywhere (`scanning`), and only when nothing is, the certificate is written.
"""

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from duka.audit import sealing
from duka.control import certificates, company_tables, deeds, scanning
from duka.control.archive_errors import (
    DeletionNotDue,
    DeletionNotFound,
    DeletionUnderWay,
    JobsUnderWay,
    SandboxesLeft,
    SlugNotRepeated,
    TenantNotClosed,
    TracesLeft,
)
from duka.control.company_tables import STAYS, Table
from duka.control.deeds import Deed
from duka.control.deletions import Deletion, cancel_waiting, row_of
from duka.kernel import ids, jobs, log
from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work
from duka.media.types import Storage
from duka.search.providers.types import Engine
from duka.tenants.types import PLATFORM

_log = log.get("control.deleting")
JOB = "control.delete"
WAITING = timedelta(days=7)
BATCH = 5000
PASSES = 3
"""So often all tables are gone through: what was under way when the company was closed may still have written."""


def ask(work: Work, caller: Caller, tenant: UUID, slug: str, reason: str) -> Deletion:
    """The first step; due in a week, and not before the company is kept no longer. Refuses `Forbidden`, `TenantNotFound`,
    `TenantNotClosed`, `SlugNotRepeated`, `SandboxesLeft`, `DeletionUnderWay`."""
    with deeds.on(work, caller, tenant, "tenants:delete") as deed:
        assert deed.tenant is not None
        if deed.tenant.status != "closed":
            raise TenantNotClosed()
        if slug.strip() != deed.tenant.slug:
            raise SlugNotRepeated(slug=deed.tenant.slug)
        deletion, due = ids.new_id(), max(deed.now + WAITING, _kept_until(deed) or deed.now)
        fresh = deed.tx.run(
            """insert into tenant_deletions (id, tenant_id, slug, name, reason, asked_at, asked_by, asked_by_name, due_at)
               values (%(id)s, %(whose)s, %(slug)s, %(name)s, %(reason)s, %(now)s, %(actor)s, %(actor_name)s, %(due)s)
               on conflict (tenant_id) where status in ('waiting', 'running') do nothing""",
            id=deletion,
            whose=tenant,
            slug=deed.tenant.slug,
            name=deed.tenant.name,
            reason=reason.strip(),
            now=deed.now,
            actor=caller.actor.label,
            actor_name=caller.actor.name,
            due=due,
        )
        if not fresh:
            raise DeletionUnderWay()
        deed.note("tenant.deletion_asked", after={"due_at": due.isoformat()}, why=reason.strip())
        return row_of(deed.tx, tenant)


def cancel(work: Work, caller: Caller, tenant: UUID) -> Deletion:
    """While it waits. Refuses `Forbidden`, `TenantNotFound`, `DeletionNotFound`, `DeletionUnderWay`."""
    with deeds.on(work, caller, tenant, "tenants:delete") as deed:
        if row_of(deed.tx, tenant).status == "running":
            raise DeletionUnderWay()
        if not cancel_waiting(deed, tenant):
            raise DeletionNotFound()
        return row_of(deed.tx, tenant)


def begin(work: Work, caller: Caller, tenant: UUID, slug: str, skip_because: str = "") -> Deletion:
    """The second step, once it is due and the company is kept no longer; before that with a reason. There is no way back.
    Refuses as `ask`, and `DeletionNotFound`, `DeletionNotDue`."""
    with deeds.on(work, caller, tenant, "tenants:delete") as deed:
        assert deed.tenant is not None
        waiting = row_of(deed.tx, tenant)
        if waiting.status == "running":
            raise DeletionUnderWay()
        if waiting.status != "waiting":
            raise DeletionNotFound()
        if deed.tenant.status != "closed":
            raise TenantNotClosed()
        if slug.strip() != deed.tenant.slug:
            raise SlugNotRepeated(slug=deed.tenant.slug)
        due = max(waiting.due_at, _kept_until(deed) or waiting.due_at)
        is_early = deed.now < due
        if is_early and not skip_because.strip():
            raise DeletionNotDue(due=due.date().isoformat())
        deed.tx.run(
            """update tenant_deletions set status = 'running', started_at = %(now)s, skipped_because = %(why)s
               where tenant_id = %(whose)s and status = 'waiting'""",
            whose=tenant,
            now=deed.now,
            why=skip_because.strip()[:500] if is_early else "",
        )
        deed.note("tenant.deletion_begun", why=skip_because.strip() if is_early else "")
        platform = Context(PLATFORM, caller.actor, caller.permissions, deed.now, deed.tx, work.cache)
        jobs.defer(platform, JOB, lock=JOB, deletion_id=waiting.id.removeprefix("del_"))
        return row_of(deed.tx, tenant)


def carry_on(
    work: Work, storage: Storage, engine: Engine | None, archives: Path, deletion_id: UUID
) -> Deletion | None:
    """The job: from wherever it stands. Raises `JobsUnderWay` and `TracesLeft`, upon which the queue asks again."""
    with work.database.platform() as tx:
        found = tx.one(
            "select tenant_id from tenant_deletions where id = %(id)s and status = 'running'", id=deletion_id
        )
    if found is None:
        return None
    tenant: UUID = found.tenant_id
    _note_last_seal(work, tenant, deletion_id)
    _forget_jobs(work, tenant)
    if engine is not None:
        engine.forget(tenant)
    files = sum(1 for _ in storage.paths(tenant))
    storage.delete_all(tenant)
    shutil.rmtree(archives / tenant.hex, ignore_errors=True)
    with work.database.platform() as tx:
        tx.run(
            "update tenant_deletions set files = files + %(files)s where id = %(id)s",
            files=files,
            id=deletion_id,
        )
        tables = [table for table in company_tables.read(tx) if table.name not in STAYS]
    for attempt in range(1, PASSES + 1):
        try:
            for table in reversed(tables):
                _empty(work, tenant, deletion_id, table)
            break
        except psycopg.errors.ForeignKeyViolation:
            if attempt == PASSES:
                raise
    _forget_jobs(work, tenant)
    scan = scanning.scan(work, storage, archives, tenant)
    if not scan.is_clean:
        places = ", ".join(f"{place.table}.{place.column}" for place in scan.found) or f"{scan.files} files"
        raise TracesLeft(places=places)
    return certificates.write(work, deletion_id, scan)


def _kept_until(deed: Deed) -> datetime | None:
    """Of the company that the deed is on. Refuses `SandboxesLeft`."""
    assert deed.tenant is not None
    known = deed.tx.one(
        """select t.keep_until, (select string_agg(s.slug, ', ' order by s.slug) from tenants s
                                  where s.sandbox_of = t.id) as sandboxes
           from tenants t where t.id = %(whose)s""",
        whose=deed.tenant.id,
    )
    assert known is not None  # the deed holds it locked
    if known.sandboxes:
        raise SandboxesLeft(names=known.sandboxes)
    until: datetime | None = known.keep_until
    return until


def _note_last_seal(work: Work, tenant: UUID, deletion_id: UUID) -> None:
    """Once, while the trail is there."""
    with work.database.platform() as tx:
        is_here = tx.value("select 1 from tenants where id = %(id)s", id=tenant)
        is_noted = tx.value("select audit_sequence from tenant_deletions where id = %(id)s", id=deletion_id)
    if not is_here or is_noted:
        return
    head = sealing.seal(work, tenant, waits=True)
    if head is None:
        return
    with work.database.platform() as tx:
        tx.run(
            "update tenant_deletions set audit_sequence = %(sequence)s, audit_hash = %(hash)s where id = %(id)s",
            sequence=head.sequence,
            hash=head.hash.hex(),
            id=deletion_id,
        )


def _forget_jobs(work: Work, tenant: UUID) -> None:
    """What the queue still holds for the company. Refuses `JobsUnderWay`."""
    with work.database.platform() as tx:
        tx.run(
            """delete from procrastinate_periodic_defers d using procrastinate_jobs j
               where j.id = d.job_id and j.args ->> 'tenant' = %(whose)s and j.status <> 'doing'""",
            whose=str(tenant),
        )
        tx.run(
            "delete from procrastinate_jobs where args ->> 'tenant' = %(whose)s and status <> 'doing'",
            whose=str(tenant),
        )
        doing: int = tx.value(
            "select count(*) from procrastinate_jobs where args ->> 'tenant' = %(whose)s", whose=str(tenant)
        )
    if doing:
        raise JobsUnderWay(count=doing)


def _empty(work: Work, tenant: UUID, deletion_id: UUID, table: Table) -> None:
    """In small transactions, each of which counts what it deleted. Rows that refer to rows of the same table go at once."""
    whose = sql.SQL("{} = {}").format(sql.Identifier(table.owner), sql.Literal(tenant))
    name = sql.Identifier(table.name)
    statement = sql.SQL("delete from {} where {}").format(name, whose)
    if not table.needs_itself:
        statement = sql.SQL(
            "delete from {0} where ctid = any(array(select ctid from {0} where {1} limit {2}))"
        ).format(name, whose, sql.Literal(BATCH))
    while True:
        with work.database.platform() as tx:
            tx.run("select set_config('app.whole_company', 'on', true)")
            tx.run("set local statement_timeout = 0")
            gone = tx.connection.execute(statement).rowcount
            if gone:
                _count(tx, deletion_id, table.name, gone)
        if gone == 0 or table.needs_itself:
            return


def _count(tx: Tx, deletion_id: UUID, table: str, rows: int) -> None:
    tx.run(
        """update tenant_deletions set step = %(table)s,
                  deleted = jsonb_set(deleted, array[%(table)s::text],
                                      to_jsonb(coalesce((deleted ->> %(table)s)::bigint, 0) + %(rows)s))
           where id = %(id)s""",
        id=deletion_id,
        table=table,
        rows=rows,
    )


def resume(work: Work) -> None:
    """What is done on a clock: a deletion whose job was lost is enqueued again."""
    with work.database.platform() as tx:
        lost: list[Any] = tx.all(
            """select d.id from tenant_deletions d where d.status = 'running' and not exists (
                 select from procrastinate_jobs j where j.task_name = %(job)s and j.status in ('todo', 'doing')
                 and j.args ->> 'deletion_id' = replace(d.id::text, '-', ''))""",
            job=JOB,
        )
    for row in lost:
        _log.warning("deletion resumed", deletion=row.id.hex)
        work.perform(
            Caller(PLATFORM),
            lambda ctx, row=row: jobs.defer(ctx, JOB, lock=JOB, deletion_id=row.id.hex),  # type: ignore[misc]
        )


__all__ = ["BATCH", "JOB", "WAITING", "ask", "begin", "cancel", "carry_on", "resume"]
