"""Work for later and on a clock that belongs to a feature: it is not done while a company does not have it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from duka.flags import queries
from duka.kernel import log
from duka.kernel.context import Context
from duka.kernel.work import Work

_log = log.get("flags.gating")


class OnTheClock:
    """`act(ctx)` for one company, while it has `feature`."""

    def __init__(self, feature: str, act: Callable[[Context], object]) -> None:
        self.feature = feature
        self.act = act

    def __call__(self, ctx: Context) -> object:
        return self.act(ctx) if queries.is_on(ctx, self.feature) else None


class ForLater:
    """A job's `act(work, tenant, …)`, while the company has `feature`. What a clock brings back is left out; what somebody
    asked for (`is_asked_for`) is refused with FeatureOff, so that it is tried again and then waits among the failed jobs."""

    def __init__(self, feature: str, act: Callable[..., None], *, is_asked_for: bool = False) -> None:
        self.feature = feature
        self.act = act
        self.is_asked_for = is_asked_for

    def __call__(self, work: Work, tenant: UUID, **arguments: Any) -> None:
        found = queries.of_tenant(work, tenant)(self.feature)
        if self.is_asked_for:
            queries.refuse_off(self.feature, found)
        if not found.is_on:
            _log.info("left out: the feature is off", feature=self.feature, tenant=str(tenant))
            return
        self.act(work, tenant, **arguments)
