"""The door of payment providers: `/callbacks/…`, an unguessable address for each account. What comes is verified, kept, and
answered at once; a job reads it."""

from collections.abc import Mapping
from typing import Any

from litestar import Request, Response, route
from litestar.datastructures import State
from litestar.enums import HttpMethod
from litestar.params import FromPath, RawBody

from duka.kernel.context import SYSTEM
from duka.kernel.errors import NotFound
from duka.kernel.work import Caller
from duka.payments import gateways
from duka.payments import service as payments
from duka.payments.service import callbacks
from duka.payments.types import Account
from duka.wiring import Services

LONGEST = 256 * 1024
RECEIVED = b'{"received":true}'


@route(
    "/callbacks/{token:str}",
    http_method=[HttpMethod.POST, HttpMethod.PUT],
    permission="public",
    sync_to_thread=False,
    status_code=200,
    include_in_schema=False,
    request_max_body_size=LONGEST,
)
def take_callback(request: Request[Any, Any, State], token: FromPath[str], body: RawBody) -> Response[bytes]:
    """Takes no longer than a statement or two. Twice the same is kept once and answered alike."""
    services: Services = request.app.state.services
    found = gateways.parse(token)
    if found is None:
        raise NotFound()
    tenant, key = found
    caller = Caller(tenant, SYSTEM)
    cached = services.work.cache.find((tenant, "payments.callback", key))
    account = (
        cached
        if isinstance(cached, Account)
        else services.work.perform(caller, lambda ctx: callbacks.account_at(ctx, services.gateways, key))
    )
    keep(services, account, account.provider, headers_of(request), body)
    return Response(RECEIVED, media_type="application/json")


def keep(
    services: Services, account: Account, provider: str, headers: Mapping[str, str], body: bytes
) -> bool:
    """Verify and store one. False for one that we have already. Refuses `CallbackRefused` and `UnknownProvider`."""
    work = services.work
    callback = payments.find(services.gateways, provider).read_callback(account, headers, body, work.clock())
    return work.perform(
        Caller(account.tenant, SYSTEM),
        lambda ctx: callbacks.keep_callback(ctx, provider, account.id, callback, headers, body),
    )


def headers_of(request: Request[Any, Any, Any]) -> dict[str, str]:
    """By lower-case names, with the query string as `x-duka-query`: some providers are told of a payment by it."""
    headers = {name.lower(): value for name, value in request.headers.items()}
    return headers | {"x-duka-query": request.scope["query_string"].decode("latin-1")}


HANDLERS = [take_callback]
