"""Returns of an order's holder: its token (`Order-Token`), its customer, or a merchant's own systems."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.enums import RequestEncodingType
from litestar.params import Body, FromPath, JSONBody

from duka.api.admin.returns import PDF, printed
from duka.api.call import Call, uuid
from duka.api.ecommerce.orders import Token
from duka.credits import queries as credits
from duka.credits.types import CustomerCredit
from duka.kernel import ids
from duka.kernel.context import Context
from duka.returns import queries, service
from duka.returns.types import OrderReturns, Return, ReturnAsked, ReturnCarriage

PERMISSION = "returns:request"
TAGS = ["Returns"]


class PhotoKept(msgspec.Struct, frozen=True):
    """`id` goes with the request."""

    id: str


@get("/orders/{order:str}/returns", permission=PERMISSION, sync_to_thread=True, tags=TAGS)
def get_order_returns(call: NamedDependency[Call], order: FromPath[str], token: Token = None) -> OrderReturns:
    """What of an order can be sent back and on which terms, and what was asked for already."""
    order_id = uuid("ord", order)
    return call.read(lambda ctx: queries.offered(ctx, order_id, token or call.token))


@post("/orders/{order:str}/returns", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=201)
def request_return(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ReturnAsked], token: Token = None
) -> Response[Return]:
    """Ask to send goods back, or tell of a fault. Photos are uploaded before, and named here."""
    order_id = uuid("ord", order)
    answer: Response[Any] = call.write(
        lambda ctx: queries.get(ctx, service.request(ctx, order_id, data, token or call.token)), status=201
    )
    return answer


@post(
    "/orders/{order:str}/return-photos",
    permission=PERMISSION,
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
    is_upload=True,
)
def upload_return_photo(
    call: NamedDependency[Call],
    order: FromPath[str],
    data: Annotated[UploadFile, Body(media_type=RequestEncodingType.MULTI_PART)],
    token: Token = None,
) -> PhotoKept:
    """One photo (JPEG, PNG, WebP, AVIF or GIF, at most 8 MB) for a return of this order. Nothing but the picture is kept."""
    order_id, services = uuid("ord", order), call.services
    found = service.add_photo(
        services.work, call.caller, services.storage, order_id, token or call.token, data.file.read()
    )
    return PhotoKept(ids.public("photo", found))


@get("/returns/{return_id:str}", permission=PERMISSION, sync_to_thread=True, tags=TAGS)
def get_return(call: NamedDependency[Call], return_id: FromPath[str], token: Token = None) -> Return:
    """One return, with the token of its order or as its customer."""
    back = uuid("ret", return_id)
    return call.read(lambda ctx: queries.for_customer(ctx, back, token or call.token))


@get(
    "/returns/{return_id:str}/slip.pdf", permission=PERMISSION, sync_to_thread=True, tags=TAGS, media_type=PDF
)
def get_return_slip(
    call: NamedDependency[Call], return_id: FromPath[str], token: Token = None
) -> Response[bytes]:
    """What to print and put into the parcel, as PDF."""
    return printed(call, uuid("ret", return_id), token or call.token)


@post("/returns/{return_id:str}/ship", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200)
def ship_return(
    call: NamedDependency[Call], return_id: FromPath[str], data: JSONBody[ReturnCarriage], token: Token = None
) -> Response[Return]:
    """The goods are on their way back."""
    back = uuid("ret", return_id)
    return _step(call, lambda ctx: service.ship(ctx, back, data, token or call.token), back)


@post(
    "/returns/{return_id:str}/cancel", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200
)
def cancel_return(
    call: NamedDependency[Call], return_id: FromPath[str], token: Token = None
) -> Response[Return]:
    """Nothing comes back after all; until it is on its way."""
    back = uuid("ret", return_id)
    return _step(call, lambda ctx: service.cancel(ctx, back, token=token or call.token), back)


@get("/customers/{customer:str}/credit", permission="orders:track", sync_to_thread=True, tags=["Customers"])
def get_customer_credit(call: NamedDependency[Call], customer: FromPath[str]) -> CustomerCredit:
    """What a customer may spend here, with the newest 50 changes: for themself, and for staff."""
    customer_id = uuid("cus", customer)
    return call.read(lambda ctx: credits.own(ctx, customer_id))


@get("/customers/{customer:str}/returns", permission="orders:track", sync_to_thread=True, tags=["Customers"])
def get_customer_returns(call: NamedDependency[Call], customer: FromPath[str]) -> list[Return]:
    """The newest 50 returns of a customer: for themself, and for staff."""
    customer_id = uuid("cus", customer)
    return call.read(lambda ctx: queries.own(ctx, customer_id))


def _step(call: Call, act: Any, back: Any) -> Response[Return]:
    def both(ctx: Context) -> Return:
        act(ctx)
        return queries.get(ctx, back)

    answer: Response[Any] = call.write(both)
    return answer


HANDLERS = [
    get_order_returns,
    request_return,
    upload_return_photo,
    get_return,
    get_return_slip,
    ship_return,
    cancel_return,
    get_customer_credit,
    get_customer_returns,
]
