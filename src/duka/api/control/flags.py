"""Feature flags: how far each is out, what one merchant has, and the phases."""

from typing import Annotated, Any
from uuid import UUID

from litestar import get, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.control.call import ControlCall
from duka.api.versions import IfMatch, version_of
from duka.control import phasing, rollout_lists, rollouts
from duka.control.rollout_types import (
    Flag,
    FlagChange,
    FlagDetail,
    MerchantPhase,
    Phases,
    RuleInput,
    Switched,
    SwitchInput,
    TenantFeatures,
    ValueInput,
)
from duka.kernel import ids
from duka.kernel.paging import Page

READ, WRITE = "flags:read", "flags:write"
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int | None, Parameter(ge=1, le=100, required=False)]


@get("/flags", permission=READ, sync_to_thread=True)
def control_list_flags(call: NamedDependency[ControlCall]) -> list[Flag]:
    """Every feature, its rule, and how many merchants have a switch of their own."""
    return rollout_lists.flags(call.services.work, call.caller)


@get("/flags/{flag:str}", permission=READ, sync_to_thread=True)
def control_get_flag(call: NamedDependency[ControlCall], flag: FromPath[str]) -> FlagDetail:
    """One feature, and how many merchants have it now."""
    return rollout_lists.flag(call.services.work, call.caller, flag)


@put("/flags/{flag:str}", permission=WRITE, sync_to_thread=True)
def control_roll_out_flag(
    call: NamedDependency[ControlCall],
    flag: FromPath[str],
    data: JSONBody[RuleInput],
    if_match: IfMatch = None,
) -> FlagDetail:
    """Roll a feature out: off, a pilot, a percentage of companies, or on, within a schedule. Needs If-Match with the version that
    you saw (0 where there was no rule)."""
    work = call.services.work
    rollouts.roll_out(work, call.caller, flag, data, version_of(if_match))
    return rollout_lists.flag(work, call.caller, flag)


@get("/flags/{flag:str}/switches", permission=READ, sync_to_thread=True)
def control_list_flag_switches(
    call: NamedDependency[ControlCall], flag: FromPath[str], cursor: Cursor = None, limit: Limit = None
) -> Page[Switched]:
    """The merchants with a switch of their own."""
    return rollout_lists.switches(call.services.work, call.caller, flag, cursor, limit)


@get("/flags/{flag:str}/history", permission=READ, sync_to_thread=False)
def control_list_flag_history(
    call: NamedDependency[ControlCall], flag: FromPath[str], cursor: Cursor = None, limit: Limit = None
) -> Page[FlagChange]:
    """Who changed the rule or a merchant's switch, when, and why."""
    return call.read(lambda ctx: rollout_lists.history(ctx, flag, cursor, limit))


@get("/tenants/{tenant:str}/features", permission=READ, sync_to_thread=True)
def control_get_tenant_features(call: NamedDependency[ControlCall], tenant: FromPath[str]) -> TenantFeatures:
    """What a merchant has and why, what is set for them alone, and the phase that they are in."""
    return _of(call, ids.parse("ten", tenant))


@put("/tenants/{tenant:str}/features/{feature:str}", permission=WRITE, sync_to_thread=True)
def control_switch_feature(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    feature: FromPath[str],
    data: JSONBody[SwitchInput],
) -> TenantFeatures:
    """Switch a feature on or off for one merchant, whatever rollout and plan say; null leaves it to them."""
    tenant_id, flag = ids.parse("ten", tenant), rollouts.known(feature)
    rollouts.switch(call.services.work, call.caller, tenant_id, flag, data.is_on, data.note)
    return _of(call, tenant_id)


@put("/tenants/{tenant:str}/values/{variable:str}", permission=WRITE, sync_to_thread=True)
def control_set_value(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    variable: FromPath[str],
    data: JSONBody[ValueInput],
) -> TenantFeatures:
    """Set a variable for one merchant; null leaves it to the installation."""
    tenant_id = ids.parse("ten", tenant)
    rollouts.set_value(call.services.work, call.caller, tenant_id, variable, data.value, data.note)
    return _of(call, tenant_id)


@get("/phases", permission=READ, sync_to_thread=True)
def control_get_phases(call: NamedDependency[ControlCall]) -> Phases:
    """The phases of the platform and of merchants, what of them is open now, and how many merchants are in each."""
    return phasing.read(call.services.work, call.caller)


@get("/phases/merchants", permission=READ, sync_to_thread=True)
def control_list_merchant_phases(
    call: NamedDependency[ControlCall],
    search: Annotated[str, Parameter(max_length=100, required=False)] = "",
    cursor: Cursor = None,
    limit: Limit = None,
) -> Page[MerchantPhase]:
    """Merchants by name, the phase of each, and what they miss for the next one."""
    return phasing.merchants(call.services.work, call.caller, search, cursor, limit)


def _of(call: ControlCall, tenant_id: UUID) -> TenantFeatures:
    return rollout_lists.of_tenant(call.services.work, call.caller, tenant_id, call.caller.locale)


HANDLERS: list[Any] = [
    control_list_flags,
    control_get_flag,
    control_roll_out_flag,
    control_list_flag_switches,
    control_list_flag_history,
    control_get_tenant_features,
    control_switch_feature,
    control_set_value,
    control_get_phases,
    control_list_merchant_phases,
]
