"""Puts a merchant on a plan, as operators do."""

from typing import Any
from uuid import UUID

import msgspec
from tests.make import unique

from duka.kernel.ids import new_id
from duka.kernel.work import Work


def on_plan(
    work: Work,
    tenant: UUID,
    limits: dict[str, int] | None = None,
    *,
    name: str = "Market stall",
    price_minor: int = 0,
    features: list[str] | None = None,
    policies: dict[str, Any] | None = None,
) -> UUID:
    """A plan of this merchant's alone, that nobody else is offered."""
    plan = a_plan(
        work,
        limits,
        name=name,
        price_minor=price_minor,
        is_public=False,
        features=features,
        policies=policies,
    )
    with work.database.platform() as tx:
        tx.run(
            """insert into subscriptions (tenant_id, plan_id, version, since) values (%(who)s, %(plan)s, 1, %(now)s)
               on conflict (tenant_id) do update set plan_id = excluded.plan_id, version = 1""",
            who=tenant,
            plan=plan,
            now=work.clock(),
        )
    return plan


def a_plan(
    work: Work,
    limits: dict[str, int] | None = None,
    *,
    name: str = "Market stall",
    price_minor: int = 0,
    currency: str = "EUR",
    is_public: bool = True,
    is_self_service: bool = False,
    features: list[str] | None = None,
    policies: dict[str, Any] | None = None,
) -> UUID:
    plan = new_id()
    with work.database.platform() as tx:
        tx.run(
            """with made as (insert into plans (id, handle, is_public, is_self_service, created_at)
                 values (%(id)s, %(handle)s, %(public)s, %(self)s, %(now)s))
               insert into plan_versions (plan_id, version, names, features, limits, policies, price_minor, currency,
                 published_at)
               values (%(id)s, 1, %(names)s::jsonb, %(features)s, %(limits)s::jsonb, %(policies)s::jsonb, %(price)s, %(currency)s,
                 %(now)s)""",
            id=plan,
            handle=unique("plan")[:40],
            public=is_public,
            self=is_self_service,
            now=work.clock(),
            names=_json({"en": name, "fr": f"{name} (fr)"}),
            features=features,
            limits=_json(limits or {}),
            policies=_json(policies or {}),
            price=price_minor,
            currency=currency,
        )
    return plan


def leave(work: Work, tenant: UUID) -> None:
    """Without a plan again."""
    with work.database.platform() as tx:
        tx.run("delete from subscriptions where tenant_id = %(who)s", who=tenant)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
