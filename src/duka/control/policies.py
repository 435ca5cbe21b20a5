"""What operators decide of policies: for everybody, or for one merchant in place of that.

A decision names some of the policy's fields; those that it leaves out are as whoever is less near decided. Every decision
is kept. It is in force everywhere within `cache_seconds`.
"""

from typing import Any
from uuid import UUID

import msgspec

from duka.control import deeds
from duka.control.policy_types import PolicyChange, PolicyDecision, PolicyException
from duka.kernel import ids, paging
from duka.kernel.db import Row, Tx
from duka.kernel.errors import VersionConflict
from duka.kernel.languages import in_language
from duka.kernel.paging import Page
from duka.kernel.work import Caller, Work
from duka.policies import queries, rules
from duka.policies.types import Policy, PolicyPlace
from duka.policies.vocabulary import POLICIES
from duka.tenants import states
from duka.tenants.types import PLATFORM

READ, WRITE = "policies:read", "policies:write"


def list_policies(work: Work, caller: Caller, tenant: UUID | None = None) -> list[PolicyDecision]:
    """Every policy: as it is decided for everybody, or for this merchant. Refuses `TenantNotFound`."""
    deeds.require(caller, READ)
    with work.database.platform() as tx:
        found = _found(tx, tenant)
    return [_decision(policy, found, tenant, caller.locale) for policy in POLICIES.values()]


def get(work: Work, caller: Caller, name: str, tenant: UUID | None = None) -> PolicyDecision:
    """Refuses `PolicyNotFound`, `TenantNotFound`."""
    deeds.require(caller, READ)
    policy = queries.find(name)
    with work.database.platform() as tx:
        return _decision(policy, _found(tx, tenant), tenant, caller.locale)


def decide(
    work: Work,
    caller: Caller,
    name: str,
    value: dict[str, Any] | None,
    note: str,
    version: int,
    tenant: UUID | None = None,
) -> PolicyDecision:
    """From now on this binds; None: nothing is decided there any more. Made from `version`. Deciding the same again is no
    decision. Refuses `PolicyNotFound`, `TenantNotFound`, `VersionConflict`, `InvalidInput`."""
    deeds.require(caller, WRITE)
    policy = queries.find(name)
    given = None if value is None else rules.checked(policy, value)
    with work.database.platform() as tx:
        found = _found(tx, tenant)
        before = found.decided.get(name)
        if found.versions.get(name, 0) != version:
            raise VersionConflict(current_version=found.versions.get(name, 0))
        if (before.value if before else None) == given:
            return _decision(policy, found, tenant, caller.locale)
    with deeds.on(work, caller, tenant, WRITE) as deed:
        row: dict[str, Any] = {
            "tenant": tenant,
            "name": name,
            "value": None if given is None else msgspec.json.encode(given).decode(),
            "note": note.strip(),
            "by": caller.actor.name or caller.actor.label,
            "version": version + 1,
            "now": deed.now,
        }
        if not _keep(deed.tx, row):
            raise VersionConflict()
        deed.note(
            "policy.decided" if given is not None else "policy.withdrawn",
            before={name: before.value if before else None},
            after={name: given},
            why=row["note"],
            thing=tenant or PLATFORM,
        )
        found = _found(deed.tx, tenant)
    return _decision(policy, found, tenant, caller.locale)


def history(
    work: Work,
    caller: Caller,
    name: str,
    tenant: UUID | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[PolicyChange]:
    """Every decision, the newest first. Refuses `PolicyNotFound`, `TenantNotFound`."""
    deeds.require(caller, READ)
    queries.find(name)
    size = paging.bounded(limit)
    (below,) = paging.decode(cursor, int) if cursor else (2**31 - 1,)
    with work.database.platform() as tx:
        if tenant is not None:
            states.require(tx, tenant)
        statement = (
            """select version, value, note, changed_by, changed_at from platform_policy_changes
               where name = %(name)s and version < %(below)s order by version desc limit %(size)s + 1"""
            if tenant is None
            else """select version, value, note, changed_by, changed_at from tenant_policy_changes
               where tenant_id = %(tenant)s and name = %(name)s and version < %(below)s
               order by version desc limit %(size)s + 1"""
        )
        rows = tx.all(statement, name=name, tenant=tenant, below=below, size=size)
    items = [PolicyChange(*row) for row in rows[:size]]
    return Page(items, paging.encode(items[-1].version) if len(rows) > size else None)


def list_exceptions(
    work: Work, caller: Caller, name: str, cursor: str | None = None, limit: int = 20
) -> Page[PolicyException]:
    """The merchants that a policy binds otherwise than everybody, by their short names."""
    deeds.require(caller, READ)
    queries.find(name)
    size = paging.bounded(limit)
    (after,) = paging.decode(cursor, str) if cursor else ("",)
    with work.database.platform() as tx:
        rows = tx.all(
            """select t.id, t.slug, t.name, p.value, p.note, p.version, p.changed_by, p.changed_at
               from tenant_policies p join tenants t on t.id = p.tenant_id
               where p.name = %(name)s and t.slug > %(after)s order by t.slug limit %(size)s + 1""",
            name=name,
            after=after,
            size=size,
        )
    items = [PolicyException(ids.public("ten", row.id), *row[1:]) for row in rows[:size]]
    return Page(items, paging.encode(items[-1].slug) if len(rows) > size else None)


class _Found(msgspec.Struct, frozen=True):
    """What is decided at one place, and above it: policy → its row; `plan` and `platform`: policy → value."""

    decided: dict[str, Row]
    versions: dict[str, int]
    plan: dict[str, Any]
    platform: dict[str, Any]
    exceptions: dict[str, int]


def _found(tx: Tx, tenant: UUID | None) -> _Found:
    if tenant is not None:
        states.require(tx, tenant)
    everybody = {
        row.name: row
        for row in tx.all("select name, value, note, changed_by, changed_at from platform_policies")
    }
    platform = {name: row.value for name, row in everybody.items()}
    if tenant is None:
        versions = tx.all("select name, max(version) as version from platform_policy_changes group by name")
        others = tx.all("select name, count(*) as count from tenant_policies group by name")
        return _Found(
            everybody, {r.name: r.version for r in versions}, {}, platform, {r.name: r.count for r in others}
        )
    own = tx.all(
        "select name, value, note, changed_by, changed_at from tenant_policies where tenant_id = %(tenant)s",
        tenant=tenant,
    )
    versions = tx.all(
        "select name, max(version) as version from tenant_policy_changes where tenant_id = %(tenant)s group by name",
        tenant=tenant,
    )
    plan = tx.value(
        """select v.policies from subscriptions s
           join plan_versions v on v.plan_id = s.plan_id and v.version = s.version where s.tenant_id = %(tenant)s""",
        tenant=tenant,
    )
    return _Found(
        {row.name: row for row in own}, {r.name: r.version for r in versions}, plan or {}, platform, {}
    )


def _decision(policy: Policy[Any], found: _Found, tenant: UUID | None, locale: str) -> PolicyDecision:
    row = found.decided.get(policy.name)
    layers: list[rules.Layer] = [("platform", found.platform.get(policy.name))]
    if tenant is not None:
        layers += [("plan", found.plan.get(policy.name)), ("own", row.value if row else None)]
    resolved = rules.resolve(policy, [layer for layer in layers if layer[1] is not None])
    return PolicyDecision(
        name=policy.name,
        title=in_language(policy.title, locale),
        about=in_language(policy.about, locale),
        tenant_id=ids.public("ten", tenant) if tenant else None,
        value=row.value if row else None,
        version=found.versions.get(policy.name, 0),
        note=row.note if row else "",
        changed_by=row.changed_by if row else "",
        changed_at=row.changed_at if row else None,
        fields=queries.fields(policy, resolved, locale),
        places=[PolicyPlace(p.code, in_language(p.words, locale), p.screen) for p in policy.places],
        exceptions=found.exceptions.get(policy.name, 0),
    )


def _keep(tx: Tx, row: dict[str, Any]) -> bool:
    """False when somebody else decided in the meantime."""
    if row["tenant"] is None:
        made = tx.run(
            """insert into platform_policy_changes (name, version, value, note, changed_by, changed_at)
               values (%(name)s, %(version)s, %(value)s::jsonb, %(note)s, %(by)s, %(now)s) on conflict do nothing""",
            **row,
        )
        tx.run("delete from platform_policies where name = %(name)s", **row)
        if made and row["value"] is not None:
            tx.run(
                """insert into platform_policies (name, value, note, version, changed_by, changed_at)
                   values (%(name)s, %(value)s::jsonb, %(note)s, %(version)s, %(by)s, %(now)s)""",
                **row,
            )
        return bool(made)
    made = tx.run(
        """insert into tenant_policy_changes (tenant_id, name, version, value, note, changed_by, changed_at)
           values (%(tenant)s, %(name)s, %(version)s, %(value)s::jsonb, %(note)s, %(by)s, %(now)s)
           on conflict do nothing""",
        **row,
    )
    tx.run("delete from tenant_policies where tenant_id = %(tenant)s and name = %(name)s", **row)
    if made and row["value"] is not None:
        tx.run(
            """insert into tenant_policies (tenant_id, name, value, note, version, changed_by, changed_at)
               values (%(tenant)s, %(name)s, %(value)s::jsonb, %(note)s, %(version)s, %(by)s, %(now)s)""",
            **row,
        )
    return bool(made)
