"""All that decides what a merchant may have, in one statement."""

from uuid import UUID

import msgspec

from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.plans.types import Entitlements, PlanRef

_SQL = """
select t.kind,
  (select jsonb_build_object('id', p.id, 'handle', p.handle, 'version', v.version, 'names', v.names,
      'features', v.features, 'limits', v.limits, 'policies', v.policies)
   from subscriptions s join plans p on p.id = s.plan_id
   join plan_versions v on v.plan_id = s.plan_id and v.version = s.version
   where s.tenant_id = %(tenant)s) as plan,
  coalesce((select jsonb_object_agg(f.name, f.is_on) from feature_flags f
             where f.tenant_id = %(tenant)s and f.value is null), '{}') as own_features,
  coalesce((select jsonb_object_agg(f.name, f.value) from feature_flags f
             where f.tenant_id = %(tenant)s and f.value is not null), '{}') as own_values,
  coalesce((select jsonb_object_agg(r.name, to_jsonb(r)) from flag_rules r), '{}') as rollout,
  coalesce((select jsonb_object_agg(o.name, o.value) from platform_policies o), '{}') as policies,
  coalesce((select jsonb_object_agg(o.name, o.value) from tenant_policies o where o.tenant_id = %(tenant)s), '{}') as own_policies
from tenants t where t.id = %(tenant)s"""
_KEPT = "entitlements"


def remembered(cache: Cache, tenant: UUID) -> Entitlements | None:
    """What is remembered of this company; for whoever has no transaction."""
    found = cache.find((tenant, _KEPT))
    return found if isinstance(found, Entitlements) else None


def of(ctx: Context) -> Entitlements:
    """Of the caller's company. Remembered for `cache_seconds`, and for the transaction; one statement otherwise."""
    held = ctx.db.kept.get(_KEPT)
    if isinstance(held, Entitlements):
        return held

    def load() -> Entitlements:
        row = ctx.db.one(_SQL)
        if row is None:
            return Entitlements(None, {}, {}, {}, {})
        plan = msgspec.convert(row.plan, PlanRef) if row.plan is not None else None
        return Entitlements(
            plan, row.own_features, row.rollout, row.policies, row.own_policies, row.kind, row.own_values
        )

    found = ctx.cache.get((ctx.tenant, _KEPT), load)
    ctx.db.kept[_KEPT] = found
    return found
