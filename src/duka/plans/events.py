"""What plans announce. `aggregate_id` is the plan."""

from typing import ClassVar

from duka.kernel.events import Event


class PlanLimitNear(Event, frozen=True, kw_only=True):
    """A merchant has `level` per cent of what their plan has room for: 80, or 100. Said once a month for each limit and
    level."""

    TYPE: ClassVar[str] = "plan.limit_near"

    limit: str
    used: int
    most: int
    level: int
    plan: str
    plan_name: str
