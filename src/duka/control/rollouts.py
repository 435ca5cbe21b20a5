"""Rolling features out: the rule for everybody, a switch and a value for one company.

In force everywhere within `cache_seconds`. Each change is an entry of the trail, which is the history: of the platform's, and
of the merchant's when it is about one.
"""

from typing import Any
from uuid import UUID, uuid5

import msgspec

from duka.control import deeds
from duka.control.rollout_types import RuleInput
from duka.flags.errors import (
    NoSuchFlag,
    PercentageMissing,
    ScheduleReversed,
    UnknownFeature,
    UnknownVariable,
    ValueOutOfRange,
)
from duka.flags.names import FEATURES, VARIABLES
from duka.kernel.db import Tx
from duka.kernel.errors import VersionConflict
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM

WRITE = "flags:write"


def thing(flag: str) -> UUID:
    """By which the trail knows a flag."""
    return uuid5(PLATFORM, flag)


def known(flag: str) -> str:
    """Refuses NoSuchFlag."""
    if flag not in FEATURES:
        raise NoSuchFlag(name=flag[:60], known=", ".join(FEATURES))
    return flag


def roll_out(work: Work, caller: Caller, flag: str, rule: RuleInput, version: int) -> None:
    """The rule of a feature for everybody; `version` is the one that was seen, 0 where there was no rule. Refuses Forbidden,
    NoSuchFlag, PercentageMissing, ScheduleReversed, VersionConflict."""
    deeds.require(caller, WRITE)
    known(flag)
    if rule.rollout == "percentage" and rule.percentage is None:
        raise PercentageMissing()
    if rule.starts_at and rule.ends_at and rule.ends_at <= rule.starts_at:
        raise ScheduleReversed()
    with deeds.on(work, caller, None) as deed:
        deed.tx.one("select pg_advisory_xact_lock(hashtextextended(%(name)s, 14))", name=f"flag:{flag}")
        row = deed.tx.one(
            "select rollout, percentage, starts_at, ends_at, note, version from flag_rules where name = %(name)s",
            name=flag,
        )
        if (row.version if row else 0) != version:
            raise VersionConflict(current_version=row.version if row else 0)
        after = msgspec.to_builtins(rule) | {"percentage": rule.percentage or 0}
        before = {} if row is None else msgspec.to_builtins(row._asdict())
        before.pop("version", None)
        deed.tx.run(
            """insert into flag_rules (name, rollout, percentage, starts_at, ends_at, note, version, changed_by, changed_at)
               values (%(name)s, %(rollout)s, %(percentage)s, %(starts_at)s, %(ends_at)s, %(note)s, 1, %(by)s, %(now)s)
               on conflict (name) do update set rollout = excluded.rollout, percentage = excluded.percentage,
                   starts_at = excluded.starts_at, ends_at = excluded.ends_at, note = excluded.note,
                   version = flag_rules.version + 1, changed_by = excluded.changed_by, changed_at = excluded.changed_at""",
            name=flag,
            rollout=rule.rollout,
            percentage=rule.percentage or 0,
            starts_at=rule.starts_at,
            ends_at=rule.ends_at,
            note=rule.note,
            by=caller.actor.name or caller.actor.label,
            now=deed.now,
        )
        deed.note("feature.rolled_out", before=before, after=after, why=rule.note, thing=thing(flag))


def switch(
    work: Work, caller: Caller, tenant_id: UUID, feature: str, is_on: bool | None, note: str = ""
) -> None:
    """On or off for one company, whatever rollout and plan say; None leaves it to them. Refuses Forbidden, TenantNotFound,
    UnknownFeature."""
    deeds.require(caller, WRITE)
    if feature not in FEATURES:
        raise UnknownFeature(feature=feature[:60], known=", ".join(FEATURES))
    with deeds.on(work, caller, tenant_id) as deed:
        row = _own(deed.tx, tenant_id, feature)
        _keep(deed, tenant_id, feature, None if is_on is None else {"is_on": is_on, "value": None}, note)
        before = {feature: row.is_on if row else None}
        deed.note("feature.switched", before=before, after={feature: is_on}, why=note, thing=thing(feature))


def set_value(
    work: Work, caller: Caller, tenant_id: UUID, name: str, value: str | int | None, note: str = ""
) -> None:
    """A variable's value for one company; None leaves it to the installation. Refuses Forbidden, TenantNotFound,
    UnknownVariable, ValueOutOfRange."""
    deeds.require(caller, WRITE)
    variable = VARIABLES.get(name)
    if variable is None:
        raise UnknownVariable(name=name[:60], known=", ".join(VARIABLES))
    if value is not None:
        if variable.kind == "string" and value not in variable.choices:
            raise ValueOutOfRange(name=name, allowed="one of " + ", ".join(variable.choices))
        if variable.kind == "integer" and not (
            isinstance(value, int) and variable.least <= value <= variable.most
        ):
            raise ValueOutOfRange(name=name, allowed=f"a number from {variable.least} to {variable.most}")
    with deeds.on(work, caller, tenant_id) as deed:
        row = _own(deed.tx, tenant_id, name)
        _keep(deed, tenant_id, name, None if value is None else {"is_on": True, "value": value}, note)
        before = {name: row.value if row else None}
        deed.note("feature.switched", before=before, after={name: value}, why=note, thing=thing(name))


def _own(tx: Tx, tenant_id: UUID, name: str) -> Any:
    return tx.one(
        "select f.is_on, f.value from feature_flags f where f.tenant_id = %(tenant)s and f.name = %(name)s",
        tenant=tenant_id,
        name=name,
    )


def _keep(deed: deeds.Deed, tenant_id: UUID, name: str, own: dict[str, Any] | None, note: str) -> None:
    if own is None:
        deed.tx.run(
            "delete from feature_flags where tenant_id = %(tenant)s and name = %(name)s",
            tenant=tenant_id,
            name=name,
        )
        return
    deed.tx.run(
        """insert into feature_flags (tenant_id, name, is_on, value, note, changed_by, changed_at)
           values (%(tenant)s, %(name)s, %(on)s, %(value)s::jsonb, %(note)s, %(by)s, %(now)s)
           on conflict (tenant_id, name) do update
           set is_on = excluded.is_on, value = excluded.value, note = excluded.note,
               changed_by = excluded.changed_by, changed_at = excluded.changed_at""",
        tenant=tenant_id,
        name=name,
        on=own["is_on"],
        value=None if own["value"] is None else msgspec.json.encode(own["value"]).decode(),
        note=note,
        by=deed.caller.actor.name or deed.caller.actor.label,
        now=deed.now,
    )
