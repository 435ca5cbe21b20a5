"""How full each limit is."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from duka.kernel.db import Tx
from duka.plans.limits import LIMITS, month_of
from duka.plans.types import Meter

NEAR = 80
"""Per cent of a limit from which on we say so."""


def read(tx: Tx, tenant: UUID, now: datetime) -> dict[str, int]:
    """How much the merchant has of each thing: one statement."""
    row = tx.value(
        """select jsonb_object_agg(m.name, plan_meter(%(whose)s, m.name, %(month)s))
           from unnest(%(meters)s::text[]) as m (name)""",
        whose=tenant,
        month=month_of(now),
        meters=list(LIMITS),
    )
    return {name: int(row[name]) for name in LIMITS}


def against(used: Mapping[str, int], limits: Mapping[str, int]) -> list[Meter]:
    """Each thing, and how full its limit is."""
    return [
        Meter(name, used.get(name, 0), limits.get(name), state(used.get(name, 0), limits.get(name)))
        for name in LIMITS
    ]


def state(used: int, most: int | None) -> str:
    """In a word of `Meter`."""
    if most is None or used * 100 < most * NEAR:
        return "free"
    if used < most:
        return "near"
    return "full" if used == most else "over"
