"""Plans, as operators make them. A version that somebody has never changes: what a plan holds changes by publishing a further
one, which is for those who come; who has an earlier one keeps it until they are moved."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
import psycopg

from duka.control import deeds
from duka.control.deeds import Deed
from duka.control.plan_types import PlanRow, PlanVersion
from duka.flags.names import FEATURES
from duka.kernel import ids
from duka.kernel.db import Row, Tx
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.work import Caller, Work
from duka.plans.errors import PlanHandleTaken, PlanNotFound
from duka.plans.inputs import NewPlan, PlanChange, VersionInput
from duka.plans.limits import LIMITS
from duka.plans.queries import in_order
from duka.policies import rules as policy_rules
from duka.policies.vocabulary import POLICIES

READ, WRITE = "plans:read", "plans:write"
_LIST = """select p.id, p.handle, p.position, p.is_public, p.is_self_service, p.archived_at, p.created_at,
  (select jsonb_agg(to_jsonb(v) || jsonb_build_object('merchants', coalesce(c.n, 0)) order by v.version desc)
   from plan_versions v left join lateral (select count(s.tenant_id) as n from subscriptions s
     where s.plan_id = v.plan_id and s.version = v.version) c on true where v.plan_id = p.id) as versions
from plans p where %(handle)s::text is null or p.handle = %(handle)s order by p.archived_at is not null, p.position, p.handle"""


def list_plans(work: Work, caller: Caller) -> list[PlanRow]:
    """Every plan with its versions, the newest first, and how many merchants have each; archived ones last. One statement."""
    deeds.require(caller, READ)
    with work.database.platform() as tx:
        return [_shown(row) for row in tx.all(_LIST, handle=None)]


def get_plan(work: Work, caller: Caller, handle: str) -> PlanRow:
    """Refuses `PlanNotFound`."""
    deeds.require(caller, READ)
    with work.database.platform() as tx:
        return _get(tx, handle)


def create(work: Work, caller: Caller, new: NewPlan) -> PlanRow:
    """A plan with its first version. Refuses `PlanHandleTaken`, `InvalidInput` by field."""
    _check(new.first, "first.")
    plan = ids.new_id()
    try:
        with deeds.on(work, caller, None, WRITE) as deed:
            deed.tx.run(
                """insert into plans (id, handle, position, is_public, is_self_service, created_at)
                   values (%(id)s, %(handle)s, %(position)s, %(public)s, %(self)s, %(now)s)""",
                id=plan,
                handle=new.handle,
                position=new.position,
                public=new.is_public,
                self=new.is_self_service,
                now=deed.now,
            )
            _write(deed, plan, 1, new.first)
            deed.note(
                "plan.created", after={"handle": new.handle, **msgspec.to_builtins(new.first)}, thing=plan
            )
            return _get(deed.tx, new.handle)
    except psycopg.errors.UniqueViolation:
        raise PlanHandleTaken(handle=new.handle) from None


def publish(work: Work, caller: Caller, handle: str, given: VersionInput, expected: int) -> PlanRow:
    """A further version, for those who come from now on. `expected`: the newest that was seen. Refuses `PlanNotFound`,
    `VersionConflict`, `InvalidInput` by field."""
    _check(given)
    with deeds.on(work, caller, None, WRITE) as deed:
        row = _locked(deed.tx, handle)
        newest = _get(deed.tx, handle).versions[0]
        if newest.version != expected:
            raise VersionConflict(current_version=newest.version)
        _write(deed, row.id, newest.version + 1, given)
        deed.note(
            "plan.published",
            before={name: getattr(newest, name) for name in msgspec.structs.asdict(given)},
            after=msgspec.to_builtins(given) | {"version": newest.version + 1},
            thing=row.id,
        )
        return _get(deed.tx, handle)


def change(work: Work, caller: Caller, handle: str, given: PlanChange) -> PlanRow:
    """Where it stands in the list, who is offered it, and whether anybody can take it any more: nobody who has an archived
    plan loses it. Refuses `PlanNotFound`."""
    with deeds.on(work, caller, None, WRITE) as deed:
        row = _locked(deed.tx, handle)
        before = {
            "position": row.position,
            "is_public": row.is_public,
            "is_self_service": row.is_self_service,
            "is_archived": row.archived_at is not None,
        }
        wanted = {k: v for k, v in msgspec.structs.asdict(given).items() if v is not msgspec.UNSET}
        after = {**before, **wanted}
        deed.tx.run(
            """update plans set position = %(position)s, is_public = %(is_public)s, is_self_service = %(is_self_service)s,
                 archived_at = case when %(is_archived)s then coalesce(archived_at, %(now)s) end where id = %(id)s""",
            id=row.id,
            now=deed.now,
            **after,
        )
        deed.note("plan.changed", before=before, after=after, thing=row.id)
        return _get(deed.tx, handle)


def _check(given: VersionInput, at: str = "") -> None:
    """Refuses `InvalidInput` by field."""
    errors: dict[str, str] = {}
    if "en" not in given.names:
        errors[f"{at}names"] = "a name in English is needed; others fall back to it"
    if unknown := sorted(set(given.features or ()) - FEATURES.keys()):
        errors[f"{at}features"] = f"there is no feature {unknown[0]}"
    if unknown := sorted(given.limits.keys() - LIMITS.keys()):
        errors[f"{at}limits"] = f"there is no limit {unknown[0]}; there are {', '.join(LIMITS)}"
    if unknown := sorted(given.policies.keys() - POLICIES.keys()):
        errors[f"{at}policies"] = f"there is no policy {unknown[0]}; there are {', '.join(POLICIES)}"
    for name, value in given.policies.items():
        if name in POLICIES:
            try:
                policy_rules.checked(POLICIES[name], value)
            except InvalidInput as wrong:
                errors[f"{at}policies.{name}"] = str(wrong.fields["summary"])
    if errors:
        raise InvalidInput(errors)


def _write(deed: Deed, plan: UUID, version: int, given: VersionInput) -> None:
    deed.tx.run(
        """insert into plan_versions (plan_id, version, names, descriptions, features, limits, policies, price_minor, currency,
                                      trial_days, published_at, published_by)
           values (%(plan)s, %(version)s, %(names)s::jsonb, %(descriptions)s::jsonb, %(features)s, %(limits)s::jsonb,
                   %(policies)s::jsonb, %(price)s, %(currency)s, %(days)s, %(now)s, %(by)s)""",
        plan=plan,
        version=version,
        names=_json(given.names),
        descriptions=_json(given.descriptions),
        features=None if given.features is None else sorted(set(given.features)),
        limits=_json(given.limits),
        policies=_json(given.policies),
        price=given.price_minor,
        currency=given.currency,
        days=given.trial_days,
        now=deed.now,
        by=deed.caller.actor.name,
    )


def _locked(tx: Tx, handle: str) -> Row:
    row = tx.one(
        """select id, position, is_public, is_self_service, archived_at from plans where handle = %(handle)s
           for no key update""",
        handle=handle,
    )
    if row is None:
        raise PlanNotFound()
    return row


def _get(tx: Tx, handle: str) -> PlanRow:
    row = tx.one(_LIST, handle=handle)
    if row is None:
        raise PlanNotFound()
    return _shown(row)


def _shown(row: Row) -> PlanRow:
    read = msgspec.convert(row.versions, list[PlanVersion])
    versions = [msgspec.structs.replace(one, limits=in_order(one.limits)) for one in read]
    return PlanRow(
        id=ids.public("plan", row.id),
        handle=row.handle,
        position=row.position,
        is_public=row.is_public,
        is_self_service=row.is_self_service,
        is_archived=row.archived_at is not None,
        merchants=sum(one.merchants for one in versions),
        versions=versions,
    )


def _json(value: Mapping[str, Any]) -> str:
    return msgspec.json.encode(value).decode()
