"""Plans, who has which, and how much of it they use."""

from typing import Annotated

import msgspec
from litestar import Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import uuid
from duka.api.control.call import ControlCall
from duka.api.versions import IfMatch, version_of
from duka.control import plan_requests, plan_words, plans, subscriptions
from duka.control.plan_types import PlanPreview, PlanRow, PlanVocabulary, TenantPlan, WaitingRequest
from duka.kernel.paging import Page
from duka.plans.inputs import Handle, NewPlan, PlanChange, VersionInput


class PlanMove(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`plan`: a handle; null takes the plan away, so that nothing is limited. `version`: the newest when it is left out."""

    plan: Handle | None
    version: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] | None = None
    why: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class RequestAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Approved, the merchant has the plan at once; declined, they read `why`."""

    is_approved: bool
    why: Annotated[str, msgspec.Meta(max_length=1000)] = ""


@get("/plans", permission="plans:read", sync_to_thread=False)
def control_list_plans(call: NamedDependency[ControlCall]) -> list[PlanRow]:
    """Every plan with its versions and how many merchants have each; archived ones last."""
    return plans.list_plans(call.services.work, call.caller)


@get("/plan-vocabulary", permission="plans:read", sync_to_thread=False)
def control_get_plan_vocabulary(call: NamedDependency[ControlCall]) -> PlanVocabulary:
    """What a version can name: limits, features and policies."""
    return plan_words.vocabulary(call.caller)


@post("/plans", permission="plans:write", sync_to_thread=True, status_code=201)
def control_create_plan(call: NamedDependency[ControlCall], data: JSONBody[NewPlan]) -> PlanRow:
    """A plan with its first version."""
    return plans.create(call.services.work, call.caller, data)


@get("/plans/{plan:str}", permission="plans:read", sync_to_thread=False)
def control_get_plan(call: NamedDependency[ControlCall], plan: FromPath[str]) -> PlanRow:
    """By its handle."""
    return plans.get_plan(call.services.work, call.caller, plan)


@patch("/plans/{plan:str}", permission="plans:write", sync_to_thread=True)
def control_change_plan(
    call: NamedDependency[ControlCall], plan: FromPath[str], data: JSONBody[PlanChange]
) -> PlanRow:
    """Its place in the list, whom it is offered to, and whether anybody can take it. What it holds changes by a new version."""
    return plans.change(call.services.work, call.caller, plan, data)


@post("/plans/{plan:str}/versions", permission="plans:write", sync_to_thread=True, status_code=201)
def control_publish_plan(
    call: NamedDependency[ControlCall],
    plan: FromPath[str],
    data: JSONBody[VersionInput],
    if_match: IfMatch = None,
) -> PlanRow:
    """A further version, for those who come; who has an earlier one keeps it. If-Match is the newest that was seen."""
    return plans.publish(call.services.work, call.caller, plan, data, version_of(if_match))


@get("/tenants/{tenant:str}/plan", permission="plans:read", sync_to_thread=False)
def control_get_tenant_plan(call: NamedDependency[ControlCall], tenant: FromPath[str]) -> TenantPlan:
    """A merchant's plan, what they use of it now, and on the last 30 days."""
    return subscriptions.look(call.services.work, call.caller, uuid("ten", tenant))


@get("/tenants/{tenant:str}/plan/preview", permission="plans:read", sync_to_thread=False)
def control_preview_tenant_plan(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    plan: Annotated[str | None, Parameter(max_length=40, required=False)] = None,
    version: Annotated[int | None, Parameter(ge=1, le=1_000_000, required=False)] = None,
) -> PlanPreview:
    """What would break if the merchant had this plan; without `plan`: if they had none."""
    return subscriptions.preview(call.services.work, call.caller, uuid("ten", tenant), plan, version)


@put("/tenants/{tenant:str}/plan", permission="plans:write", sync_to_thread=True)
def control_set_tenant_plan(
    call: NamedDependency[ControlCall], tenant: FromPath[str], data: JSONBody[PlanMove]
) -> PlanPreview:
    """Put the merchant on a plan or another version of theirs, in force within 5 seconds. Nothing of theirs is deleted: what
    is over a limit stays, and nothing new can be made. Answers with what breaks."""
    whose = uuid("ten", tenant)
    return subscriptions.change(call.services.work, call.caller, whose, data.plan, data.version, data.why)


@get("/plan-requests", permission="plans:read", sync_to_thread=False)
def control_list_plan_requests(
    call: NamedDependency[ControlCall],
    cursor: Annotated[str | None, Parameter(max_length=300, required=False)] = None,
    limit: Annotated[int | None, Parameter(ge=1, le=100, required=False)] = None,
) -> Page[WaitingRequest]:
    """Merchants who ask for another plan, the longest waiting first."""
    return plan_requests.list_open(call.services.work, call.caller, cursor=cursor, limit=limit)


@post(
    "/plan-requests/{request_id:str}/answer", permission="plans:write", sync_to_thread=True, status_code=204
)
def control_answer_plan_request(
    call: NamedDependency[ControlCall], request_id: FromPath[str], data: JSONBody[RequestAnswer]
) -> Response[None]:
    """Approve it, which puts the merchant on the plan, or decline it."""
    request = uuid("preq", request_id)
    plan_requests.answer(call.services.work, call.caller, request, approves=data.is_approved, why=data.why)
    return Response(None, status_code=204)


HANDLERS = [
    control_list_plans,
    control_get_plan_vocabulary,
    control_create_plan,
    control_get_plan,
    control_change_plan,
    control_publish_plan,
    control_get_tenant_plan,
    control_preview_tenant_plan,
    control_set_tenant_plan,
    control_list_plan_requests,
    control_answer_plan_request,
]
