"""What the figures' tables hold of one company, and what a counting from the rows themselves would write."""

from typing import Any, LiteralString

from duka.analytics import counting, marking, recounting
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.work import Caller, Work
from duka.wiring.listening import LISTENERS


def deliver(work: Work, caller: Caller, seen: set[Any]) -> None:
    """What the relay tells the figures of what happened in this company since the last time."""

    def act(ctx: Context) -> None:
        rows = ctx.db.all(
            """select e.id, e.type, e.version, e.aggregate_id, e.payload, e.actor, e.request_id, e.occurred_at
                 from events e where e.tenant_id = %(tenant)s order by e.occurred_at, e.id"""
        )
        for row in rows:
            if row.id in seen:
                continue
            seen.add(row.id)
            for name, listener in LISTENERS.get(row.type, ()):
                if name == "figures":
                    listener(ctx, Delivery(caller.tenant, *row))

    work.perform(caller, act)


def count(work: Work, caller: Caller) -> int:
    """Everything that is due."""
    system, days = Caller(caller.tenant), 0
    while counted := work.perform(system, counting.count_due):
        days += counted
    return days


def rows_of(work: Work, caller: Caller, table: LiteralString) -> list[dict[str, Any]]:
    found = work.perform(
        Caller(caller.tenant), lambda ctx: ctx.db.all(f"select * from {table} where tenant_id = %(tenant)s")
    )
    return sorted((row._asdict() for row in found), key=lambda row: tuple(map(str, row.values())))


def sums(work: Work, caller: Caller) -> dict[str, list[dict[str, Any]]]:
    return {table: rows_of(work, caller, table) for table in recounting.TABLES}


def recounted(work: Work, caller: Caller) -> dict[str, list[dict[str, Any]]]:
    """All days anew, from the rows."""
    system = Caller(caller.tenant)

    def act(ctx: Context) -> None:
        for table in recounting.TABLES:
            ctx.db.run(f"delete from {table} where tenant_id = %(tenant)s")
        marking.mark_all(ctx)

    work.perform(system, act)
    count(work, caller)
    return sums(work, caller)
