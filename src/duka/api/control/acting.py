"""Acting as somebody of a merchant."""

from datetime import datetime
from typing import Annotated

import msgspec
from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api import cookies
from duka.api.accounts.shapes import CompanyName
from duka.api.call import uuid
from duka.api.control.call import ControlCall
from duka.control import acting
from duka.control.acting import NewVisit, VisitOfAll
from duka.kernel import ids
from duka.kernel.paging import Page


class VisitBegun(msgspec.Struct, frozen=True):
    """This browser now shows the merchant's console, until `until_at` at the latest. Send `csrf_token` as `X-CSRF-Token` with
    every call that changes something there."""

    id: str
    company: CompanyName
    until_at: datetime
    csrf_token: str


@post("/tenants/{tenant:str}/visits", permission="tenants:act_as", sync_to_thread=True, status_code=201)
def control_begin_visit(
    call: NamedDependency[ControlCall], tenant: FromPath[str], data: JSONBody[NewVisit]
) -> Response[VisitBegun]:
    """Act as somebody of this merchant: this browser gets a session there with the rights of a built-in role, less what is
    not done in another's name. The merchant's owners are told, and read in their trail what is done. Refused when the
    merchant lets nobody in."""
    call.require_recent()
    services = call.services
    begun = acting.begin(services.work, call.caller, call.session, uuid("ten", tenant), data)
    company = CompanyName(begun.tenant.public_id, begun.tenant.slug, begun.tenant.name)
    told = VisitBegun(
        ids.public("visit", begun.id),
        company,
        begun.until_at,
        cookies.csrf_token(services.config, begun.token),
    )
    return Response(
        told,
        status_code=201,
        cookies=[cookies.session_cookie(services.config, begun.token)],
        headers={"Cache-Control": "no-store"},
    )


@delete(
    "/tenants/{tenant:str}/visits/{visit:str}",
    permission="tenants:act_as",
    sync_to_thread=True,
    status_code=204,
)
def control_end_visit(
    call: NamedDependency[ControlCall], tenant: FromPath[str], visit: FromPath[str]
) -> Response[None]:
    """End a visit of mine before its time."""
    whose = uuid("ten", tenant)
    acting.end(call.services.work, call.caller, whose, uuid("visit", visit))
    return Response(None, status_code=204, cookies=[cookies.gone(call.services.config, whose)])


@get("/visits", permission="audit:read", sync_to_thread=False)
def control_list_visits(
    call: NamedDependency[ControlCall],
    cursor: Annotated[str | None, Parameter(max_length=300, required=False)] = None,
    limit: Annotated[int | None, Parameter(ge=1, le=100, required=False)] = None,
) -> Page[VisitOfAll]:
    """Who visits and visited which merchant, newest first."""
    return acting.list_all(call.services.work, call.caller, cursor=cursor, limit=limit)


HANDLERS = [control_begin_visit, control_end_visit, control_list_visits]
