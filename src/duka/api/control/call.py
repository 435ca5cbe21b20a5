"""One request of an operator: who they are, and how its answer is made.

As `api.call`, for the platform's own company: `call.read` and `call.write` run there, with the operator's permissions. What is
about one merchant is a verb of `duka.control`, which is given `call.services` and `call.caller`.
"""

from typing import Annotated, Any

from litestar import Request
from litestar.datastructures import State
from litestar.params import Parameter

from duka.api.asking import origin
from duka.api.call import Call, credential_of, language
from duka.kernel.errors import Forbidden, NotFound, Unauthenticated
from duka.tenants import queries as tenants
from duka.tenants.types import PLATFORM
from duka.wiring import Services


class ControlCall(Call):
    """A call of an operator. The tenant is the platform's own company."""

    __slots__ = ()


async def provide_control_call(
    request: "Request[Any, Any, State]",
    locale: Annotated[str | None, Parameter(max_length=10, required=False)] = None,
) -> ControlCall:
    """Refuses `Unauthenticated`, whoever is no operator (404), a lacking permission."""
    services: Services = request.app.state.services
    if request.method not in {"GET", "HEAD"} and not request.route_handler.opt.get("is_upload"):
        request.scope["state"]["body"] = await request.body()
    permission = request.route_handler.opt["permission"]
    credential = credential_of(request, services, tenants.find_by_id(services.work, PLATFORM))
    if credential is None:
        raise Unauthenticated()
    if credential.tenant != PLATFORM or credential.kind != "operator":
        raise NotFound()
    if permission not in credential.permissions:
        raise Forbidden(permission=permission)
    caller = credential.caller(
        locale=locale or language(request.headers.get("accept-language")),
        request_id=request.scope["state"].get("request_id", ""),
        origin=origin(request),
    )
    return ControlCall(request, services, caller, credential.kind, None, credential.session)
