"""What goes when its time is over: every merchant once a day, class by class, in batches, and carried on where it stopped.

Each class goes by the policy `retention` as it binds that merchant; a class of which nobody decided anything is left to the
program's own times. The books and the audit trail stay. What went is kept in `retention_runs` and told in the trail.
"""

from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from duka.control import deeds
from duka.control.retention_classes import CLASSES, INACTIVE, DataClass
from duka.kernel import ids, log, paging, trail
from duka.kernel.context import SYSTEM, Context
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.media import service as media
from duka.media.errors import MediaInUse
from duka.media.types import Storage
from duka.plans import entitlements
from duka.policies import queries as policies
from duka.policies.types import Resolved, Retention
from duka.policies.vocabulary import RETENTION
from duka.privacy import aging, erasing
from duka.privacy.subject import Subject
from duka.tenants.errors import TenantNotFound

AT_ONCE = 1_000
"""Rows a transaction."""
ORDERS_AT_ONCE = 100
PEOPLE_AT_ONCE = 10
MOST = 20_000
"""Rows of one merchant a turn; the rest waits for the next."""
TENANTS = 200
"""Merchants a turn."""
EVERY = timedelta(hours=20)
COUNTED_UP_TO = 10_000
CUSTOMERS, ORDERS = "inactive_customers", "orders"
_log = log.get("control.retention")


class RetentionRun(msgspec.Struct, frozen=True):
    """What went of one merchant: class → rows. Not finished: carried on soon."""

    tenant_id: str
    tenant: str
    started_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]


class DryRun(msgspec.Struct, frozen=True):
    """What would go now: class → rows, counted up to `counted_up_to`."""

    counts: dict[str, int]
    counted_up_to: int = COUNTED_UP_TO


class _Progress(msgspec.Struct):
    """A turn on one merchant. `left`: how many rows more it may take."""

    run: UUID | None
    left: int = MOST


def sweep(work: Work, storage: Storage) -> None:
    """The periodic job. One merchant's failure stops no other's."""
    with work.database.platform() as tx:
        due = tx.all(
            """select t.id from tenants t left join retention_marks m on m.tenant_id = t.id
               where t.kind <> 'platform' and (m.checked_at is null or m.checked_at < %(before)s)
               order by m.checked_at nulls first, t.id limit %(most)s""",
            before=work.clock() - EVERY,
            most=TENANTS,
        )
    for row in due:
        try:
            carry_on(work, storage, row.id)
        except Exception:
            _log.exception("retention failed", tenant=str(row.id))


def carry_on(work: Work, storage: Storage, tenant: UUID, most: int = MOST) -> bool:
    """One turn on this merchant; whether it is done for today."""
    system = Caller(tenant, SYSTEM)
    bound, progress = work.perform(system, lambda ctx: _begin(ctx, most))
    is_done = all(_delete(work, system, each, bound, progress) for each in CLASSES)
    days = bound.value.inactive_customers_days
    if is_done and days is not None:
        is_done = _erase(work, system, days, progress)
    years = bound.value.orders_years
    if is_done and years is not None:
        is_done = _age(work, storage, system, years, progress)
    if is_done:
        work.perform(system, lambda ctx: _finish(ctx, progress))
    return is_done


def dry_run(work: Work, caller: Caller, tenant: UUID) -> DryRun:
    """What a turn would take of this merchant now. Refuses `TenantNotFound`."""
    deeds.require(caller, "policies:read")
    with work.database.platform() as tx:
        if not tx.value("select 1 from tenants where id = %(id)s and kind <> 'platform'", id=tenant):
            raise TenantNotFound()
    return work.perform(Caller(tenant, SYSTEM), lambda ctx: DryRun(count(ctx, _bound(ctx))))


def count(ctx: Context, bound: Resolved[Retention]) -> dict[str, int]:
    """Class → rows that are over by these days."""
    found: dict[str, int] = {}
    for each in CLASSES:
        if bound.sources[each.field] != "default":
            found[each.name] = ctx.db.value(
                f"select count(*) from ({each.find}) c",
                before=_before(ctx, bound, each),
                most=COUNTED_UP_TO,
            )
    days, years = bound.value.inactive_customers_days, bound.value.orders_years
    if days is not None:
        found[CUSTOMERS] = ctx.db.value(
            f"select count(*) from ({INACTIVE}) c",
            before=ctx.now - timedelta(days=days),
            needs=list(erasing.UNDER_WAY),
            most=COUNTED_UP_TO,
        )
    if years is not None:
        found[ORDERS] = len(aging.find(ctx, _years_ago(ctx.now, years), COUNTED_UP_TO).orders)
    return found


def list_runs(
    work: Work, caller: Caller, tenant: UUID | None = None, cursor: str | None = None, limit: int = 20
) -> Page[RetentionRun]:
    """What went, the newest first; of everybody or of one merchant."""
    deeds.require(caller, "policies:read")
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    with work.database.platform() as tx:
        if tenant is not None and not tx.value(
            "select 1 from tenants where id = %(id)s and kind <> 'platform'", id=tenant
        ):
            raise TenantNotFound()
        rows = tx.all(
            """select r.id, r.tenant_id, t.name, r.started_at, r.finished_at, r.counts
               from retention_runs r join tenants t on t.id = r.tenant_id
               where (%(only)s::uuid is null or r.tenant_id = %(only)s)
                 and (%(at)s::timestamptz is null or (r.started_at, r.id) < (%(at)s, %(last)s::uuid))
               order by r.started_at desc, r.id desc limit %(size)s + 1""",
            only=tenant,
            at=at,
            last=last,
            size=size,
        )
    items = [RetentionRun(ids.public("ten", row.tenant_id), *row[2:]) for row in rows[:size]]
    more = rows[size - 1] if len(rows) > size else None
    return Page(items, paging.encode(more.started_at, more.id) if more else None)


def _bound(ctx: Context) -> Resolved[Retention]:
    return policies.of(entitlements.of(ctx), RETENTION)


def _begin(ctx: Context, most: int) -> tuple[Resolved[Retention], _Progress]:
    run = ctx.db.value("select run_id from retention_marks where tenant_id = %(tenant)s")
    return _bound(ctx), _Progress(run, most)


def _delete(
    work: Work, system: Caller, each: DataClass, bound: Resolved[Retention], progress: _Progress
) -> bool:
    """Whether all of this class that is over is gone."""
    if bound.sources[each.field] == "default":
        return True
    while progress.left > 0:
        size = min(AT_ONCE, progress.left)

        def act(ctx: Context, size: int = size) -> int:
            gone = ctx.db.run(each.delete, before=_before(ctx, bound, each), most=size)
            _keep(ctx, progress, each.name, gone)
            return gone

        gone = work.perform(system, act)
        progress.left -= gone
        if gone < size:
            return True
    return False


def _erase(work: Work, system: Caller, days: int, progress: _Progress) -> bool:
    while progress.left > 0:

        def act(ctx: Context) -> int:
            rows = ctx.db.all(
                INACTIVE,
                before=ctx.now - timedelta(days=days),
                needs=list(erasing.UNDER_WAY),
                most=PEOPLE_AT_ONCE,
            )
            for row in rows:
                erasing.erase(ctx, row.id, f"not seen for {days} days")
            _keep(ctx, progress, CUSTOMERS, len(rows))
            return len(rows)

        gone = work.perform(system, act)
        progress.left -= gone * 100  # erasing somebody touches many tables
        if gone < PEOPLE_AT_ONCE:
            return True
    return False


def _age(work: Work, storage: Storage, system: Caller, years: int, progress: _Progress) -> bool:
    while progress.left > 0:

        def look(ctx: Context) -> Subject:
            return aging.find(ctx, _years_ago(ctx.now, years), ORDERS_AT_ONCE)

        orders = work.perform(system, look)
        if orders.orders:
            run = progress.run or ids.new_id()
            with work.database.platform() as tx:
                aging.empty(tx, system.tenant, run, orders, work.clock())

        def act(ctx: Context, orders: Subject = orders) -> int:
            gone = aging.anonymise(ctx, orders) if orders.orders else 0
            _keep(ctx, progress, ORDERS, gone)
            return gone

        gone = work.perform(system, act)
        for photo in orders.photos:
            with suppress(MediaInUse):  # somebody else sent the very same one
                media.delete(work, system, storage, photo)
        progress.left -= gone * 20
        if gone < ORDERS_AT_ONCE:
            return True
    return False


def _keep(ctx: Context, progress: _Progress, name: str, gone: int) -> None:
    """What went is written in the transaction in which it goes; the first of it begins the run."""
    run = progress.run
    if gone and run is None:
        run = ids.new_id()
        ctx.db.run(
            "insert into retention_runs (tenant_id, id, started_at) values (%(tenant)s, %(id)s, %(now)s)",
            id=run,
            now=ctx.now,
        )
    if gone:
        ctx.db.run(
            """update retention_runs set counts = counts || jsonb_build_object(
                   %(name)s::text, coalesce((counts ->> %(name)s)::bigint, 0) + %(gone)s)
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=run,
            name=name,
            gone=gone,
        )
        _mark(ctx, run, None)
    progress.run = run


def _finish(ctx: Context, progress: _Progress) -> None:
    _mark(ctx, None, ctx.now)
    if progress.run is None:
        return
    counts = ctx.db.value(
        """update retention_runs set finished_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s
           returning counts""",
        id=progress.run,
        now=ctx.now,
    )
    trail.note(ctx, "retention.removed", "retention", progress.run, before={}, after=counts)


def _mark(ctx: Context, run: UUID | None, checked: datetime | None) -> None:
    """`checked` None: there is more to do, soon."""
    ctx.db.run(
        """insert into retention_marks (tenant_id, checked_at, run_id)
           values (%(tenant)s, %(checked)s::timestamptz, %(run)s)
           on conflict (tenant_id) do update set run_id = excluded.run_id, checked_at = excluded.checked_at""",
        run=run,
        checked=checked,
    )


def _before(ctx: Context, bound: Resolved[Retention], each: DataClass) -> datetime:
    return ctx.now - timedelta(days=getattr(bound.value, each.field))


def _years_ago(now: datetime, years: int) -> datetime:
    return now - timedelta(days=365 * years + years // 4)
