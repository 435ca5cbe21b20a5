"""Policies: what is decided for everybody and for one merchant, whom it would touch, and what was removed."""

from typing import Annotated, Any

import msgspec
from litestar import get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import uuid
from duka.api.control.call import ControlCall
from duka.api.versions import IfMatch, version_of
from duka.control import policies, policy_preview, retention
from duka.control.policy_types import Affected, PolicyChange, PolicyDecision, PolicyException
from duka.control.retention import DryRun, RetentionRun
from duka.kernel.paging import Page

READ, WRITE = "policies:read", "policies:write"
TenantQuery = Annotated[
    str | None,
    Parameter(max_length=60, required=False, description="the merchant that it is about; none: everybody"),
]  # fmt: skip
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]
Note = Annotated[str, msgspec.Meta(max_length=500)]


class PolicyInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The fields that are decided here; those left out are as whoever is less near decided. The merchant reads `note`."""

    value: dict[Annotated[str, msgspec.Meta(max_length=60)], Any]
    note: Note = ""


class WithdrawalInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    note: Note = ""


class WantedInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    value: dict[Annotated[str, msgspec.Meta(max_length=60)], Any]


@get("/policies", permission=READ, sync_to_thread=True)
def control_list_policies(
    call: NamedDependency[ControlCall], tenant: TenantQuery = None
) -> list[PolicyDecision]:
    """Every policy, with what is decided."""
    return policies.list_policies(call.services.work, call.caller, uuid("ten", tenant) if tenant else None)


@get("/policies/{name:str}", permission=READ, sync_to_thread=True)
def control_get_policy(
    call: NamedDependency[ControlCall], name: FromPath[str], tenant: TenantQuery = None
) -> PolicyDecision:
    """One policy, with what is decided."""
    return policies.get(call.services.work, call.caller, name, uuid("ten", tenant) if tenant else None)


@put("/policies/{name:str}", permission=WRITE, sync_to_thread=True)
def control_decide_policy(
    call: NamedDependency[ControlCall],
    name: FromPath[str],
    data: JSONBody[PolicyInput],
    tenant: TenantQuery = None,
    if_match: IfMatch = None,
) -> PolicyDecision:
    """From now on this binds. Needs If-Match with the version that you saw (0 where nothing was decided)."""
    merchant, version = uuid("ten", tenant) if tenant else None, version_of(if_match)
    return policies.decide(call.services.work, call.caller, name, data.value, data.note, version, merchant)


@post("/policies/{name:str}/withdraw", permission=WRITE, sync_to_thread=True, status_code=200)
def control_withdraw_policy(
    call: NamedDependency[ControlCall],
    name: FromPath[str],
    data: JSONBody[WithdrawalInput],
    tenant: TenantQuery = None,
    if_match: IfMatch = None,
) -> PolicyDecision:
    """Nothing is decided here any more. Needs If-Match with the version that you saw."""
    merchant, version = uuid("ten", tenant) if tenant else None, version_of(if_match)
    return policies.decide(call.services.work, call.caller, name, None, data.note, version, merchant)


@post("/policies/{name:str}/preview", permission=READ, sync_to_thread=True, status_code=200)
def control_preview_policy(
    call: NamedDependency[ControlCall],
    name: FromPath[str],
    data: JSONBody[WantedInput],
    tenant: TenantQuery = None,
) -> Affected:
    """Whom this would bind, and what of theirs it would touch. Changes nothing."""
    merchant = uuid("ten", tenant) if tenant else None
    return policy_preview.preview(call.services.work, call.caller, name, data.value, merchant)


@get("/policies/{name:str}/history", permission=READ, sync_to_thread=True)
def control_policy_history(
    call: NamedDependency[ControlCall],
    name: FromPath[str],
    tenant: TenantQuery = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> Page[PolicyChange]:
    """Every decision, the newest first."""
    merchant = uuid("ten", tenant) if tenant else None
    return policies.history(call.services.work, call.caller, name, merchant, cursor, limit)


@get("/policies/{name:str}/exceptions", permission=READ, sync_to_thread=True)
def control_list_policy_exceptions(
    call: NamedDependency[ControlCall], name: FromPath[str], cursor: Cursor = None, limit: Limit = 20
) -> Page[PolicyException]:
    """The merchants with a decision of their own."""
    return policies.list_exceptions(call.services.work, call.caller, name, cursor, limit)


@get("/retention/runs", permission=READ, sync_to_thread=True)
def control_list_retention_runs(
    call: NamedDependency[ControlCall], tenant: TenantQuery = None, cursor: Cursor = None, limit: Limit = 20
) -> Page[RetentionRun]:
    """What was removed because its time was over, the newest first."""
    merchant = uuid("ten", tenant) if tenant else None
    return retention.list_runs(call.services.work, call.caller, merchant, cursor, limit)


@get("/retention/{tenant:str}/dry-run", permission=READ, sync_to_thread=True)
def control_dry_run_retention(call: NamedDependency[ControlCall], tenant: FromPath[str]) -> DryRun:
    """What would be removed of a merchant now. Changes nothing."""
    return retention.dry_run(call.services.work, call.caller, uuid("ten", tenant))


HANDLERS = [
    control_list_policies,
    control_get_policy,
    control_decide_policy,
    control_withdraw_policy,
    control_preview_policy,
    control_policy_history,
    control_list_policy_exceptions,
    control_list_retention_runs,
    control_dry_run_retention,
]
