"""Merchants: the list, one of them, its life."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, QueryParameter

from duka.api.call import uuid
from duka.api.control.call import ControlCall
from duka.api.versions import IfMatch, version_of
from duka.control import details, directory, life, sandboxes
from duka.control import tenants as making
from duka.control.details import Happening, TenantDetails
from duka.control.directory import Filter, Summary, TenantRow
from duka.control.sandboxes import Sandbox
from duka.control.tenants import NewTenant
from duka.kernel.paging import Page

TAGS = ["Control: merchants"]
Reason = Literal["trial_ended", "unpaid", "terms", "risk", "asked", "other"]
Why = Annotated[str, msgspec.Meta(max_length=500)]


class NewTrial(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """From now."""

    days: Annotated[int, msgspec.Meta(ge=1, le=365)]


class Suspension(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`why` is read by the merchant's people, under the `reason`."""

    reason: Reason
    why: Why = ""


class Closing(Suspension, frozen=True, forbid_unknown_fields=True):
    """`keep_days`: for so long what is there is kept, and can be opened again."""

    keep_days: Annotated[int, msgspec.Meta(ge=0, le=3650)] = life.KEPT_DAYS


class Reopening(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`why` is for the trail."""

    why: Why = ""


class SandboxName(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The merchant's name with a word behind it, when it is empty."""

    name: Annotated[str, msgspec.Meta(max_length=150)] = ""


@get("/tenants", permission="tenants:read", sync_to_thread=True, tags=TAGS)
def control_list_tenants(
    call: NamedDependency[ControlCall],
    q: Annotated[str, QueryParameter(max_length=200)] = "",
    status: FromQuery[Literal["", "trial", "active", "suspended", "closed"]] = "",
    kind: FromQuery[Literal["", "merchant", "sandbox"]] = "",
    plan: Annotated[str, QueryParameter(max_length=40)] = "",
    trial_before: FromQuery[datetime | None] = None,
    created_from: FromQuery[datetime | None] = None,
    created_before: FromQuery[datetime | None] = None,
    sort: FromQuery[Literal["newest", "name", "trial"]] = "newest",
    cursor: Annotated[str | None, QueryParameter(max_length=400)] = None,
    limit: Annotated[int | None, QueryParameter(ge=1, le=100)] = None,
) -> Page[TenantRow]:
    """By name, short name, host name, id, or the whole e-mail address of somebody who works there. `plan`: a handle, or - for
    those without one. `trial_before`: trials that end between now and then. `sort` trial: the next to end first."""
    wanted = Filter(
        q=q,
        status=status,
        kind=kind,
        plan=plan,
        trial_before=trial_before,
        created_from=created_from,
        created_before=created_before,
        sort=sort,
    )
    return directory.list_tenants(call.services.work, call.caller, wanted, cursor, limit)


@get("/summary", permission="tenants:read", sync_to_thread=True, tags=TAGS)
def control_get_summary(call: NamedDependency[ControlCall]) -> Summary:
    """How many merchants there are in which state, trials that end soon, who came last, and what waits for somebody."""
    return directory.summary(call.services.work, call.caller)


@post("/tenants", permission="tenants:write", sync_to_thread=True, tags=TAGS, status_code=201)
def control_create_tenant(
    call: NamedDependency[ControlCall], data: JSONBody[NewTenant]
) -> Response[TenantDetails]:
    """A company with a store that can sell; its owner is invited by letter. The same within ten minutes makes no second one."""
    work = call.services.work
    made = making.create(work, call.caller, data, call.services.config.base_url)
    return Response(details.get(work, call.caller, made), status_code=201)


@get("/tenants/{tenant:str}", permission="tenants:read", sync_to_thread=True, tags=TAGS)
def control_get_tenant(call: NamedDependency[ControlCall], tenant: FromPath[str]) -> TenantDetails:
    """One merchant: state, plan, owners, stores, domains, figures, what waits for somebody."""
    return details.get(call.services.work, call.caller, uuid("ten", tenant))


@get("/tenants/{tenant:str}/history", permission="tenants:read", sync_to_thread=True, tags=TAGS)
def control_get_tenant_history(call: NamedDependency[ControlCall], tenant: FromPath[str]) -> list[Happening]:
    """What was done to it, the latest first: 100 at the most."""
    return details.history(call.services.work, call.caller, uuid("ten", tenant))


@post(
    "/tenants/{tenant:str}/trial", permission="tenants:write", sync_to_thread=True, tags=TAGS, status_code=200
)
def control_start_trial(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    data: JSONBody[NewTrial],
    if_match: IfMatch = None,
) -> Response[TenantDetails]:
    """On trial from now. Needs If-Match with the version that you saw, as all of these do."""
    target, version = uuid("ten", tenant), version_of(if_match)
    life.start_trial(call.services.work, call.caller, target, data.days, version=version)
    return _now(call, target)


@post(
    "/tenants/{tenant:str}/activate",
    permission="tenants:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def control_activate_tenant(
    call: NamedDependency[ControlCall], tenant: FromPath[str], if_match: IfMatch = None
) -> Response[TenantDetails]:
    """The trial is over, and they stay."""
    target, version = uuid("ten", tenant), version_of(if_match)
    life.activate(call.services.work, call.caller, target, version=version)
    return _now(call, target)


@post(
    "/tenants/{tenant:str}/suspend",
    permission="tenants:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def control_suspend_tenant(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    data: JSONBody[Suspension],
    if_match: IfMatch = None,
) -> Response[TenantDetails]:
    """Its shops say that they are closed for now; nothing is lost. Its owners get a letter."""
    target, version = uuid("ten", tenant), version_of(if_match)
    contact = call.services.config.support_email
    life.suspend(
        call.services.work, call.caller, target, data.reason, data.why, contact=contact, version=version
    )
    return _now(call, target)


@post(
    "/tenants/{tenant:str}/reactivate",
    permission="tenants:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def control_reactivate_tenant(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    data: JSONBody[Reopening],
    if_match: IfMatch = None,
) -> Response[TenantDetails]:
    """Open again as it was, and not on trial. Its owners get a letter."""
    target, version = uuid("ten", tenant), version_of(if_match)
    life.reactivate(call.services.work, call.caller, target, data.why, version=version)
    return _now(call, target)


@post(
    "/tenants/{tenant:str}/close", permission="tenants:write", sync_to_thread=True, tags=TAGS, status_code=200
)
def control_close_tenant(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    data: JSONBody[Closing],
    if_match: IfMatch = None,
) -> Response[TenantDetails]:
    """Suspended for good: what is there is kept for a while, then it may be deleted. Its owners get a letter."""
    target, version = uuid("ten", tenant), version_of(if_match)
    life.close(
        call.services.work,
        call.caller,
        target,
        data.reason,
        data.why,
        keep_days=data.keep_days,
        contact=call.services.config.support_email,
        version=version,
    )
    return _now(call, target)


@post(
    "/tenants/{tenant:str}/sandboxes",
    permission="tenants:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def control_create_sandbox(
    call: NamedDependency[ControlCall], tenant: FromPath[str], data: JSONBody[SandboxName]
) -> Response[Sandbox]:
    """A place to try things for this merchant; its owners log in there with their passwords."""
    made = sandboxes.create(call.services.work, call.caller, uuid("ten", tenant), data.name)
    return Response(made, status_code=201)


def _now(call: ControlCall, tenant: UUID) -> Response[Any]:
    return Response(details.get(call.services.work, call.caller, tenant), status_code=200)


HANDLERS = [
    control_list_tenants,
    control_get_summary,
    control_create_tenant,
    control_get_tenant,
    control_get_tenant_history,
    control_start_trial,
    control_activate_tenant,
    control_suspend_tenant,
    control_reactivate_tenant,
    control_close_tenant,
    control_create_sandbox,
]
