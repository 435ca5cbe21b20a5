"""How far features are out: the list, one in numbers, its history, and what one merchant has.

These look at every merchant, as the platform's role; what is asked of one merchant runs in their own company.
"""

from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.control import deeds
from duka.control.rollout_types import (
    Flag,
    FlagChange,
    FlagDetail,
    OwnFeature,
    OwnValue,
    Switched,
    TenantFeatures,
)
from duka.control.rollouts import known, thing
from duka.flags import phases, queries
from duka.flags.names import FEATURES, SWITCHES, VARIABLES
from duka.flags.rules import evaluate, is_time
from duka.flags.types import Answer, Rule
from duka.kernel import ids, paging
from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM

READ = "flags:read"
MERCHANTS = """select t.id, t.slug, t.name, p.handle as plan, v.features,
      coalesce((select jsonb_object_agg(f.name, f.is_on) from feature_flags f where f.tenant_id = t.id and f.value is null),
               '{}') as own
 from tenants t
 left join subscriptions s on s.tenant_id = t.id
 left join plans p on p.id = s.plan_id
 left join plan_versions v on v.plan_id = s.plan_id and v.version = s.version
where t.kind <> 'platform'"""
"""What decides what a merchant has."""
_PHASES = {feature: phase.code for phase in phases.TENANT_PHASES for feature in (*phase.uses, *phase.one_of)}
_PLATFORM_PHASES = {feature: phase.code for phase in phases.PLATFORM_PHASES for feature in phase.features}
_VARIABLES = {feature: variable for variable, feature in SWITCHES.items()}


def flags(work: Work, caller: Caller) -> list[Flag]:
    """Every feature with its rule. Two statements."""
    deeds.require(caller, READ)
    with work.database.platform() as tx:
        rows = {row.name: row for row in tx.all("select r.* from flag_rules r")}
        counts = {row.name: row for row in tx.all(
            """select f.name, count(f.tenant_id) filter (where f.is_on) as switched_on,
                      count(f.tenant_id) filter (where not f.is_on) as switched_off
               from feature_flags f where f.value is null group by f.name"""
        )}  # fmt: skip
    here = queries.here()
    return [_flag(name, here[name], rows.get(name), counts.get(name), work.clock()) for name in FEATURES]


def flag(work: Work, caller: Caller, name: str) -> FlagDetail:
    """One feature, and how many merchants have it now. Refuses NoSuchFlag."""
    known(name)
    found = next(each for each in flags(work, caller) if each.name == name)
    with work.database.platform() as tx:
        merchants = tx.all(MERCHANTS)
    rule = rule_of(found)
    answers = [_answer(name, row, found.is_installed, rule, work.clock()) for row in merchants]
    return FlagDetail(
        found,
        len(answers),
        sum(each.is_on for each in answers),
        dict(Counter(f"{each.why}:{'on' if each.is_on else 'off'}" for each in answers)),
    )


def switches(
    work: Work, caller: Caller, name: str, cursor: str | None = None, limit: int | None = None
) -> Page[Switched]:
    """The companies with a switch of their own, by name. One statement. Refuses NoSuchFlag, MalformedCursor."""
    deeds.require(caller, READ)
    known(name)
    size = paging.bounded(limit)
    after, after_id = paging.decode(cursor, str, UUID) if cursor else ("", UUID(int=0))
    with work.database.platform() as tx:
        rows = tx.all(
            """select t.id, t.slug, t.name, f.is_on, f.note, f.changed_by, f.changed_at
               from feature_flags f join tenants t on t.id = f.tenant_id
               where f.name = %(name)s and f.value is null and (lower(t.name), t.id) > (%(after)s, %(after_id)s)
               order by lower(t.name), t.id limit %(limit)s""",
            name=name,
            after=after,
            after_id=after_id,
            limit=size + 1,
        )
    last = rows[size - 1] if len(rows) > size else None
    return Page(
        [
            Switched(ids.public("ten", r.id), r.slug, r.name, r.is_on, r.note, r.changed_by, r.changed_at)
            for r in rows[:size]
        ],
        paging.encode(last.name.lower(), last.id) if last else None,
    )


def history(ctx: Context, name: str, cursor: str | None = None, limit: int | None = None) -> Page[FlagChange]:
    """Who changed what and when, newest first: the entries of the platform's trail. One statement. Refuses NoSuchFlag,
    MalformedCursor."""
    ctx.require(READ)
    if name not in VARIABLES:
        known(name)
    size = paging.bounded(limit)
    at, entry = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        """select a.id, a.at, a.action, a.actor, a.actor_name, a.before, a.after, a.details, t.name as tenant
           from audit_log a left join tenants t on t.id = (a.details ->> 'tenant')::uuid
           where a.tenant_id = %(tenant)s and a.object = %(object)s and a.kind = 'feature'
             and (%(at)s::timestamptz is null or (a.at, a.id) < (%(at)s, %(entry)s::uuid))
           order by a.at desc, a.id desc limit %(limit)s""",
        object=thing(name).hex,
        at=at,
        entry=entry,
        limit=size + 1,
    )
    last = rows[size - 1] if len(rows) > size else None
    return Page([_change(row) for row in rows[:size]], paging.encode(last.at, last.id) if last else None)


def of_tenant(work: Work, caller: Caller, tenant_id: UUID, locale: str = "en") -> TenantFeatures:
    """What a merchant has, with the reasons, and what was set for them alone. Refuses TenantNotFound."""
    deeds.require(caller, READ)
    if tenant_id == PLATFORM:
        raise TenantNotFound()
    with work.database.platform() as tx:
        own = _own_rows(tx, tenant_id)

    def ask(ctx: Context) -> tuple[Any, Any]:
        return queries.features(ctx), [queries.value(ctx, name) for name in VARIABLES]

    fresh = Work(work.database, Cache(0), work.clock)  # as it is now: somebody has just switched it
    features, values = fresh.perform(Caller(tenant_id, caller.actor, locale=locale), ask)
    reached, following, missing = where({each.name: each.is_on for each in features})
    return TenantFeatures(
        [
            OwnFeature(each, row.is_on if row else None, *_told(row))
            for each in features
            for row in (own.get(each.name),)
        ],
        [
            OwnValue(
                each.name,
                each.description,
                variable.environment,
                variable.kind,
                each.value,
                each.why,
                each.reason,
                list(variable.choices),
                variable.least,
                variable.most,
                *_told(own.get(each.name)),
            )
            for each in values
            for variable in (VARIABLES[each.name],)
        ],
        reached,
        following,
        missing,
    )


def where(is_on: Mapping[str, bool]) -> tuple[str, str, list[str]]:
    """The phase of a merchant with these features, the next one, and what they miss for it."""
    reached = phases.reached(is_on)
    codes = [phase.code for phase in phases.TENANT_PHASES]
    following = next(iter(phases.TENANT_PHASES[codes.index(reached) + 1 :]), None)
    return reached, following.code if following else "", phases.missing(following, is_on) if following else []


def rule_of(flag: Flag) -> Rule | None:
    if flag.rollout is None:
        return None
    return Rule(flag.rollout, flag.percentage, flag.starts_at, flag.ends_at)


def has(
    row: Any, here: Mapping[str, bool], rules: Mapping[str, Rule | None], now: datetime
) -> dict[str, bool]:
    """Feature → whether the merchant of a row of `MERCHANTS` has it."""
    return {name: _answer(name, row, here[name], rules.get(name), now).is_on for name in FEATURES}


def _answer(name: str, row: Any, is_installed: bool, rule: Rule | None, now: datetime) -> Answer:
    return evaluate(
        name, row.id, now, is_installed=is_installed, own=row.own.get(name), rule=rule, plan=row.features
    )


def _flag(name: str, is_installed: bool, row: Any, counts: Any, now: datetime) -> Flag:
    return Flag(
        name=name,
        description=FEATURES[name],
        is_installed=is_installed,
        environment=_VARIABLES.get(name, ""),
        rollout=row.rollout if row else None,
        percentage=row.percentage if row else 0,
        starts_at=row.starts_at if row else None,
        ends_at=row.ends_at if row else None,
        note=row.note if row else "",
        version=row.version if row else 0,
        changed_by=row.changed_by if row else "",
        changed_at=row.changed_at if row else None,
        openness=_openness(is_installed, row, counts, now),
        switched_on=counts.switched_on if counts else 0,
        switched_off=counts.switched_off if counts else 0,
        platform_phase=_PLATFORM_PHASES[name],
        tenant_phase=_PHASES[name],
    )


def _openness(is_installed: bool, row: Any, counts: Any, now: datetime) -> phases.Openness:
    """Whether everybody may have it now (their plan allowing), some, or nobody."""
    if not is_installed:
        return "closed"
    if row is None:
        return "open"
    rule = msgspec.convert(row._asdict(), Rule)
    if rule.rollout == "on" and is_time(rule, now):
        return "open"
    if rule.rollout == "percentage" and rule.percentage and is_time(rule, now):
        return "open" if rule.percentage == 100 else "pilot"
    return "pilot" if rule.rollout == "pilot" or (counts and counts.switched_on) else "closed"


def _change(row: Any) -> FlagChange:
    tenant = row.details.get("tenant")
    return FlagChange(
        id=row.id.hex,
        at=row.at,
        action=row.action,
        by=row.actor_name or row.actor.partition(":")[0],
        why=row.details.get("why", ""),
        tenant_id=ids.public("ten", UUID(tenant)) if tenant else None,
        tenant=row.tenant or "",
        before=row.before or {},
        after=row.after or {},
    )


def _own_rows(tx: Tx, tenant_id: UUID) -> dict[str, Any]:
    row = tx.one("select t.id from tenants t where t.id = %(tenant)s", tenant=tenant_id)
    if row is None:
        raise TenantNotFound()
    return {
        row.name: row
        for row in tx.all(
            """select f.name, f.is_on, f.note, f.changed_by, f.changed_at from feature_flags f
               where f.tenant_id = %(tenant)s""",
            tenant=tenant_id,
        )
    }


def _told(row: Any) -> tuple[str, str, datetime | None]:
    return (row.note, row.changed_by, row.changed_at) if row else ("", "", None)
