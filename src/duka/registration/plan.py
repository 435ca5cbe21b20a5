"""The plan that a new company begins with, inside the transaction that makes it."""

from datetime import datetime, timedelta
from uuid import UUID

from duka.kernel.db import Tx
from duka.plans.errors import PlanArchived, PlanNotFound


def begin(
    tx: Tx, tenant: UUID, handle: str, now: datetime, *, by: str, trial_days: int | None = None
) -> None:
    """Its newest version from now on, on trial for as long as the version says (or for `trial_days`; 0 is no trial).
    Without a handle there is no plan, and so no limit. Refuses `PlanNotFound`, `PlanArchived`."""
    days = trial_days or 0
    if handle:
        row = tx.one(
            """select p.id, p.archived_at, v.version, v.trial_days from plans p
               join plan_versions v on v.plan_id = p.id
               where p.handle = %(handle)s order by v.version desc limit 1""",
            handle=handle,
        )
        if row is None:
            raise PlanNotFound()
        if row.archived_at is not None:
            raise PlanArchived()
        days = row.trial_days if trial_days is None else trial_days
        tx.run(
            """insert into subscriptions (tenant_id, plan_id, version, since, changed_by)
               values (%(owner)s, %(plan)s, %(version)s, %(now)s, %(by)s)""",
            owner=tenant,
            plan=row.id,
            version=row.version,
            now=now,
            by=by,
        )
    if days:
        tx.run(
            "update tenants set trial_until = %(until)s where id = %(tenant)s",
            tenant=tenant,
            until=now + timedelta(days=days),
        )
