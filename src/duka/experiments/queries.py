"""Which experiments there are, and which give their variants to visitors now."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.experiments.errors import ExperimentNotFound
from duka.experiments.permissions import READ
from duka.experiments.types import (
    Experiment,
    ExperimentGuard,
    ExperimentLine,
    ExperimentShown,
    ExperimentVariant,
    Pause,
    Running,
)
from duka.flags import queries as flags
from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.paging import Page

FEATURE = "experiments"
_ALWAYS, _NEVER = float("-inf"), float("inf")

_LIST: LiteralString = """select e.id, e.store_id, e.name, e.kind, e.measure, e.status, e.starts_at, e.ends_at, e.started_at,
    e.stopped_at, e.created_at,
    (select count(*) from experiment_variants v where v.tenant_id = %(tenant)s and v.experiment_id = e.id) as variants,
    (select count(*) from experiment_visitors s where s.tenant_id = %(tenant)s and s.experiment_id = e.id) as visitors
  from experiments e
  where e.tenant_id = %(tenant)s and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s::uuid[]))
    and (%(store)s::uuid is null or e.store_id = %(store)s) and (%(status)s::text is null or e.status = %(status)s)
    and (%(at)s::timestamptz is null or (e.created_at, e.id) < (%(at)s, %(last)s::uuid))
  order by e.created_at desc, e.id desc limit %(limit)s"""

VARIANTS: LiteralString = """select v.id, v.name, v.share, v.shown, v.position,
    array(select l.id from price_lists l where l.tenant_id = %(tenant)s and l.variant_id = v.id order by l.priority, l.id)
        as lists
  from experiment_variants v where v.tenant_id = %(tenant)s and v.experiment_id = %(id)s order by v.position"""


def list_experiments(
    ctx: Context,
    *,
    store_id: UUID | None = None,
    status: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[ExperimentLine]:
    """Newest first, of the stores that the caller may see. 2 statements."""
    ctx.require(READ)
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        _LIST,
        stores=ctx.stores_with(READ),
        store=store_id,
        status=status,
        at=at,
        last=last,
        limit=size + 1,
    )
    items = [
        ExperimentLine(
            id=ids.public("exp", row.id),
            store_id=ids.public("store", row.store_id),
            name=row.name,
            kind=row.kind,
            measure=row.measure,
            status=row.status,
            variants=row.variants,
            visitors=row.visitors,
            starts_at=told(row.starts_at),
            ends_at=told(row.ends_at),
            started_at=told(row.started_at),
            stopped_at=told(row.stopped_at),
            created_at=row.created_at.isoformat(),
        )
        for row in rows[:size]
    ]
    more = rows[size - 1] if len(rows) > size else None
    return Page(items, paging.encode(more.created_at, more.id) if more else None)


def experiment(ctx: Context, experiment_id: UUID) -> Experiment:
    """Refuses `ExperimentNotFound`, also for one of a store that the caller does not see. 3 statements."""
    ctx.require(READ)
    row = ctx.db.one(
        """select e.* from experiments e where e.tenant_id = %(tenant)s and e.id = %(id)s
             and (%(stores)s::uuid[] is null or e.store_id = any(%(stores)s::uuid[]))""",
        id=experiment_id,
        stores=ctx.stores_with(READ),
    )
    if row is None:
        raise ExperimentNotFound()
    variants = [variant_of(found) for found in ctx.db.all(VARIANTS, id=experiment_id)]
    return Experiment(
        id=ids.public("exp", row.id),
        store_id=ids.public("store", row.store_id),
        name=row.name,
        hypothesis=row.hypothesis,
        kind=row.kind,
        measure=row.measure,
        status=row.status,
        audience=row.audience,
        least_percent=row.least_percent,
        guards=msgspec.convert(row.guards, list[ExperimentGuard]),
        variants=variants,
        starts_at=told(row.starts_at),
        ends_at=told(row.ends_at),
        started_at=told(row.started_at),
        stopped_at=told(row.stopped_at),
        decided_at=told(row.decided_at),
        paused_for=msgspec.convert(row.paused_for, Pause) if row.paused_for else None,
        winner_id=ids.public("expv", row.winner_id) if row.winner_id else None,
        decision=row.decision,
        version=row.version,
    )


def variant_of(row: Any) -> ExperimentVariant:
    return ExperimentVariant(
        id=ids.public("expv", row.id),
        name=row.name,
        share=row.share,
        shown=msgspec.convert(row.shown, ExperimentShown),
        price_list_ids=[ids.public("plist", each) for each in row.lists],
    )


def running(ctx: Context, store_id: UUID) -> tuple[Running, ...]:
    """The experiments of a store that are running, also those whose time is still to come; none where the feature is off. Public:
    whoever looks at a page takes part. Remembered for `cache_seconds`; two statements otherwise."""

    def load() -> tuple[Running, ...]:
        if not flags.is_on(ctx, FEATURE):
            return ()
        rows = ctx.db.all(
            """select e.id, e.kind, e.audience, e.starts_at, e.ends_at,
                      jsonb_agg(jsonb_build_array(v.id, v.share, v.shown) order by v.position) as variants
               from experiments e
               join experiment_variants v on v.tenant_id = e.tenant_id and v.experiment_id = e.id
               where e.tenant_id = %(tenant)s and v.tenant_id = %(tenant)s and e.store_id = %(store)s
                 and e.status = 'running'
               group by e.tenant_id, e.id order by e.id""",
            store=store_id,
        )
        return tuple(
            Running(
                row.id,
                row.kind,
                row.audience,
                row.starts_at.timestamp() if row.starts_at else _ALWAYS,
                row.ends_at.timestamp() if row.ends_at else _NEVER,
                msgspec.convert(row.variants, tuple[tuple[UUID, int, ExperimentShown], ...]),
            )
            for row in rows
        )

    return ctx.cache.get((ctx.tenant, "experiments", store_id), load)


def told(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
