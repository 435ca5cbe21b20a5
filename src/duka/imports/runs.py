"""How far an import came: written in the transaction of each batch, so that what is remembered is what was
done."""

from uuid import UUID

import msgspec

from duka.imports.errors import RunTakenOver
from duka.imports.types import Outcome, Summary
from duka.kernel.context import Context
from duka.kernel.ids import new_id

COUNTS = ("created", "updated", "unchanged", "refused")


class Run(msgspec.Struct, frozen=True):
    id: UUID
    last_row: int
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0

    def after(self, outcomes: list[Outcome], last_row: int) -> "Run":
        added = {name: getattr(self, name) + sum(o.result == name for o in outcomes) for name in COUNTS}
        return Run(self.id, last_row, **added)

    def summary(self) -> Summary:
        return Summary(**{name: getattr(self, name) for name in COUNTS}, resumed_after=self.last_row)


def begin(ctx: Context, scope: str, checksum: bytes, file_name: str, *, restarts: bool = False) -> Run:
    """The run of this file that was stopped, or a new one. `restarts` drops the one that was stopped."""
    ctx.require("imports:run")
    if restarts:
        ctx.db.run(
            """update import_runs set status = 'dropped', updated_at = %(now)s
               where tenant_id = %(tenant)s and scope = %(scope)s and checksum = %(checksum)s
                 and status = 'running'""",
            scope=scope,
            checksum=checksum,
            now=ctx.now,
        )
    row = ctx.db.one(
        """insert into import_runs (tenant_id, id, scope, checksum, file_name, started_at, updated_at)
           values (%(tenant)s, %(id)s, %(scope)s, %(checksum)s, %(name)s, %(now)s, %(now)s)
           on conflict (tenant_id, scope, checksum) where status = 'running'
           do update set updated_at = excluded.updated_at
           returning id, last_row, created, updated, unchanged, refused""",
        id=new_id(),
        scope=scope,
        checksum=checksum,
        name=file_name[:200],
        now=ctx.now,
    )
    assert row is not None
    return Run(*row)


def advance(ctx: Context, before: Run, after: Run) -> None:
    """Refuses `RunTakenOver` when another import of the same file moved it since."""
    moved = ctx.db.run(
        """update import_runs set last_row = %(row)s, created = %(created)s, updated = %(updated)s,
                  unchanged = %(unchanged)s, refused = %(refused)s, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s and last_row = %(before)s and status = 'running'""",
        id=before.id,
        before=before.last_row,
        row=after.last_row,
        created=after.created,
        updated=after.updated,
        unchanged=after.unchanged,
        refused=after.refused,
        now=ctx.now,
    )
    if not moved:
        raise RunTakenOver()


def finish(ctx: Context, run: Run) -> None:
    ctx.db.run(
        """update import_runs set status = 'finished', updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=run.id,
        now=ctx.now,
    )
