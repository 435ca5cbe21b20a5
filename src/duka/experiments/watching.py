"""On a clock: what is over is stopped, and what does harm is paused."""

from uuid import UUID

import msgspec

from duka.experiments import judging, results, service
from duka.experiments.types import ExperimentGuard, Pause
from duka.kernel import ids
from duka.kernel.context import Context


def watch(ctx: Context) -> None:
    """Of one company; as the system. Stops the experiments whose time is over, pauses those of which a guard is broken."""
    for row in ctx.db.all(
        """select id, measure, guards, ends_at from experiments where tenant_id = %(tenant)s and status = 'running' order by id"""
    ):
        if row.ends_at is not None and row.ends_at <= ctx.now:
            service.stop(ctx, row.id, "ended")
        elif row.guards and (
            why := broken(ctx, row.id, row.measure, msgspec.convert(row.guards, list[ExperimentGuard]))
        ):
            service.pause(ctx, row.id, why)


def broken(ctx: Context, experiment_id: UUID, measure: str, guards: list[ExperimentGuard]) -> Pause | None:
    """The guard that a variant has broken, if any."""
    rows = ctx.db.all(results.TALLY, id=experiment_id)
    found = judging.breach(guards, [results.tally_of(row, measure) for row in rows])
    if found is None:
        return None
    variant = rows[found.variant]
    return Pause(found.guard, ids.public("expv", variant.id), variant.name, round(found.at_least * 100, 1))
