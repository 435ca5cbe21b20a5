"""Whom a decision about a policy would bind, in numbers, before it is made."""

from datetime import timedelta
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.control import deeds, policies, retention
from duka.control.policy_types import Affected
from duka.kernel.context import SYSTEM, Context
from duka.kernel.db import Tx
from duka.kernel.work import Caller, Work
from duka.plans import entitlements
from duka.policies import queries, rules
from duka.policies.types import Policy
from duka.policies.vocabulary import RETENTION

COUNTED_UP_TO = 10_000

_BOUND: LiteralString = """select t.id from tenants t where t.kind <> 'platform' and t.status <> 'closed'
    and (%(only)s::uuid is null or t.id = %(only)s)
    and (%(only)s::uuid is not null or not %(fields)s::text[] <@ (
        select coalesce(array_agg(k), '{}') from (
            select jsonb_object_keys(p.value) from tenant_policies p where p.tenant_id = t.id and p.name = %(name)s
            union all
            select jsonb_object_keys(v.policies -> %(name)s) from subscriptions s
            join plan_versions v on v.plan_id = s.plan_id and v.version = s.version
            where s.tenant_id = t.id and jsonb_typeof(v.policies -> %(name)s) = 'object') as decided (k)))"""
"""The merchants that a decision about these fields binds: one, or all for whom nobody nearer decided all of them."""

_THINGS: dict[str, dict[str, LiteralString]] = {
    "payment_methods_allowed": {
        "payment_methods": """select from payment_methods p where p.tenant_id in (select id from bound) and p.is_active
            and %(value)s::jsonb -> 'codes' <> 'null' and not (%(value)s::jsonb -> 'codes') ? p.provider""",
        "payment_accounts": """select from payment_accounts p where p.tenant_id in (select id from bound) and p.is_active
            and %(value)s::jsonb -> 'codes' <> 'null' and not (%(value)s::jsonb -> 'codes') ? p.provider""",
    },
    "shipping_options_allowed": {
        "shipping_rates": """select from shipping_rates r where r.tenant_id in (select id from bound) and r.is_active
            and %(value)s::jsonb -> 'codes' <> 'null' and not (%(value)s::jsonb -> 'codes') ? r.kind"""
    },
    "carriers_allowed": {
        "carrier_accounts": """select from carrier_accounts c where c.tenant_id in (select id from bound)
            and %(value)s::jsonb -> 'codes' <> 'null' and not (%(value)s::jsonb -> 'codes') ? c.provider"""
    },
    "theme_limits": {
        "stores": """select from stores s where s.tenant_id in (select id from bound) and (
            (%(value)s::jsonb -> 'presets' <> 'null'
             and not (%(value)s::jsonb -> 'presets') ? coalesce(s.theme ->> 'preset', 'boutique'))
            or (%(value)s::jsonb -> 'fonts' <> 'null' and not (%(value)s::jsonb -> 'fonts') ?& array[
                coalesce(s.theme ->> 'heading_font', 'serif'), coalesce(s.theme ->> 'body_font', 'sans')])
            or (%(value)s::jsonb -> 'has_banner' = 'false' and s.theme ->> 'banner_id' is not null))"""
    },
    "risk_holds": {
        "orders_of_30_days": """select from orders o where o.tenant_id in (select id from bound)
            and o.created_at > %(since)s and o.placed_at is not null and (
              o.total_minor > (%(value)s::jsonb -> 'above' ->> o.currency)::bigint
              or (%(value)s::jsonb -> 'mismatching_countries' = 'true'
                  and o.billing_address ->> 'country' <> o.shipping_address ->> 'country'))"""
    },
    "support_visits": {
        "open_visits": """select from support_visits v where v.tenant_id in (select id from bound)
            and v.ended_at is null and v.until_at > %(now)s and %(value)s::jsonb -> 'is_allowed' = 'false'"""
    },
}


def preview(
    work: Work, caller: Caller, name: str, value: dict[str, Any], tenant: UUID | None = None
) -> Affected:
    """Changes nothing. Refuses `PolicyNotFound`, `TenantNotFound`, `InvalidInput`."""
    deeds.require(caller, policies.READ)
    policy = queries.find(name)
    wanted = rules.checked(policy, value)
    policies.get(work, caller, name, tenant)
    with work.database.platform() as tx:
        found = _affected(tx, work, policy, wanted, tenant)
    if policy.name == RETENTION.name and tenant is not None:
        return msgspec.structs.replace(found, things=_rows(work, tenant, wanted))
    return found


def _affected(
    tx: Tx, work: Work, policy: Policy[Any], wanted: dict[str, Any], tenant: UUID | None
) -> Affected:
    now = work.clock()
    whole = {**rules.default(policy), **wanted}
    params = {
        "only": tenant,
        "fields": list(wanted),
        "name": policy.name,
        "value": msgspec.json.encode(whole).decode(),
        "since": now - timedelta(days=30),
        "now": now,
    }
    total = tx.value(
        "select count(*) from tenants t where t.kind <> 'platform' and t.status <> 'closed'", **params
    )
    bound = tx.value(f"select count(*) from ({_BOUND}) b", **params)
    things = {
        thing: tx.value(
            f"with bound as materialized ({_BOUND}) select count(*) from ({statement} limit {COUNTED_UP_TO}) c",
            **params,
        )
        for thing, statement in _THINGS.get(policy.name, {}).items()
    }
    return Affected(bound, total, things, COUNTED_UP_TO)


def _rows(work: Work, tenant: UUID, wanted: dict[str, Any]) -> dict[str, int]:
    """What the next night would remove of one merchant."""

    def ask(ctx: Context) -> dict[str, int]:
        layers = [layer for layer in rules.layers(entitlements.of(ctx), RETENTION.name) if layer[0] != "own"]
        return retention.count(ctx, rules.resolve(RETENTION, [*layers, ("own", wanted)]))

    return work.perform(Caller(tenant, SYSTEM), ask)
