"""The door of carriers: `/callbacks/carriers/…`, an unguessable address for each account. What comes is verified and taken as a
hint: a job asks the carrier for the truth."""

from typing import Any

from litestar import Request, Response, post
from litestar.datastructures import State
from litestar.params import FromPath, RawBody

from duka.kernel.context import SYSTEM
from duka.kernel.errors import NotFound
from duka.kernel.work import Caller
from duka.shipping.carriers import desk as desks
from duka.shipping.carriers import registry
from duka.shipping.carriers.service import tracking
from duka.wiring import Services

LONGEST = 256 * 1024
RECEIVED = b'{"received":true}'


@post(
    "/callbacks/carriers/{token:str}",
    permission="public",
    sync_to_thread=True,
    status_code=200,
    include_in_schema=False,
    request_max_body_size=LONGEST,
)
def take_carrier_callback(
    request: Request[Any, Any, State], token: FromPath[str], body: RawBody
) -> Response[bytes]:
    """Twice the same is a hint more; nothing is written of what it says."""
    services: Services = request.app.state.services
    desk = registry.desk(services.config)
    found = desks.parse(token)
    if found is None:
        raise NotFound()
    tenant, key = found
    caller = Caller(tenant, SYSTEM)
    account = services.work.perform(caller, lambda ctx: tracking.account_at(ctx, desk, key))
    if account is None or account.id is None:
        raise NotFound()
    account_id = account.id
    headers = {name.lower(): value for name, value in request.headers.items()}
    callback = desk.find(account.provider).read_callback(account, headers, body)
    services.work.perform(caller, lambda ctx: tracking.called(ctx, account_id, callback))
    return Response(RECEIVED, media_type="application/json")


HANDLERS = [take_carrier_callback]
