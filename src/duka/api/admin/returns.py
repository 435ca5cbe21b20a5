"""Returns: the list by need, one return, and everything that staff do with it."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_seen
from duka.kernel.context import Context
from duka.papers.slips import return_slip
from duka.returns import printing, queries, service, staff_list
from duka.returns.staff_list import ReturnSearch
from duka.returns.types import (
    LineReceived,
    OrderReturns,
    Return,
    ReturnApproval,
    ReturnAsked,
    ReturnCarriage,
    ReturnDetail,
    ReturnList,
    ReturnProposal,
    ReturnSettling,
)

PDF = "application/pdf"
READ, WRITE, SETTLE = "returns:read", "returns:write", "returns:settle"
TAGS = ["Admin: returns"]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]
Need = Annotated[str, Parameter(max_length=20, description="to_judge, to_receive, to_settle, done")]
Text = Annotated[
    str, Parameter(max_length=100, description="a number, or the beginning of an e-mail address")
]
Kind = Annotated[str, Parameter(max_length=20, description="return, exchange, claim")]
Place = Annotated[str | None, Parameter(max_length=80, required=False, description="loc_…")]


class RefusalInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` is told to the customer."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


class CancelInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class ReceiptInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Counts of every line. `location_id`: where the goods are now; None: as the policy says."""

    lines: Annotated[list[LineReceived], msgspec.Meta(min_length=1, max_length=100)]
    location_id: Annotated[str, msgspec.Meta(max_length=60)] | None = None


@get("/returns", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_returns(
    call: NamedDependency[Call],
    need: Need = "",
    kind: Kind = "",
    q: Text = "",
    location: Place = None,
    cursor: Cursor = None,
    limit: Limit = 20,
) -> ReturnList:
    """The newest first; of one store with `store`."""
    wanted = ReturnSearch(
        need=need,
        kind=kind,
        text=q.strip(),
        store=call.place,
        location=uuid("loc", location) if location else None,
    )
    return call.read(lambda ctx: staff_list.list_for_staff(ctx, wanted, cursor=cursor, limit=limit))


@get("/returns/{return_id:str}", permission=READ, sync_to_thread=True, tags=TAGS)
def admin_return(call: NamedDependency[Call], return_id: FromPath[str]) -> ReturnDetail:
    """One return: its goods, photos and policy, what can be done with it and why not, what would be given for it."""
    back = uuid("ret", return_id)
    return call.read(lambda ctx: staff_list.detail(ctx, back))


@get("/returns/{return_id:str}/proposal", permission=READ, sync_to_thread=True, tags=TAGS)
def admin_return_proposal(call: NamedDependency[Call], return_id: FromPath[str]) -> ReturnProposal:
    """What would be given for it now."""
    back = uuid("ret", return_id)
    return call.read(lambda ctx: service.propose(ctx, back))


@get("/returns/{return_id:str}/slip.pdf", permission=READ, sync_to_thread=True, tags=TAGS, media_type=PDF)
def admin_return_slip(call: NamedDependency[Call], return_id: FromPath[str]) -> Response[bytes]:
    """What goes into the parcel, as PDF, in the buyer's language."""
    back = uuid("ret", return_id)
    return printed(call, back)


@get("/orders/{order:str}/returns", permission=READ, sync_to_thread=True, tags=TAGS)
def admin_order_returns(call: NamedDependency[Call], order: FromPath[str]) -> OrderReturns:
    """What of an order can be sent back, and what was asked for already."""
    order_id = uuid("ord", order)
    return call.read(lambda ctx: queries.of_order_for_staff(ctx, order_id))


@get("/customers/{customer:str}/returns", permission=READ, sync_to_thread=True, tags=TAGS)
def admin_customer_returns(call: NamedDependency[Call], customer: FromPath[str]) -> list[Return]:
    """The newest 50 of somebody's returns."""
    customer_id = uuid("cus", customer)
    return call.read(lambda ctx: queries.of_customer(ctx, customer_id))


@post("/orders/{order:str}/returns", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_request_return(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ReturnAsked]
) -> Response[ReturnDetail]:
    """Ask for a customer. Staff decide about time and exceptions; nobody sends back more than came."""
    order_id = uuid("ord", order)
    answer: Response[Any] = call.write(
        lambda ctx: staff_list.detail(ctx, service.request(ctx, order_id, data)), status=201
    )
    return answer


@post("/returns/{return_id:str}/approve", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_approve_return(
    call: NamedDependency[Call],
    return_id: FromPath[str],
    data: JSONBody[ReturnApproval],
    if_match: IfMatch = None,
) -> Response[ReturnDetail]:
    """The goods may come back, all or less; its customer is told what to do."""
    seen, back = version_seen(if_match), uuid("ret", return_id)
    return _step(call, back, lambda ctx: service.approve(ctx, back, data, seen))


@post("/returns/{return_id:str}/refuse", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_refuse_return(
    call: NamedDependency[Call],
    return_id: FromPath[str],
    data: JSONBody[RefusalInput],
    if_match: IfMatch = None,
) -> Response[ReturnDetail]:
    """The goods are not taken back; the customer is told why."""
    seen, back = version_seen(if_match), uuid("ret", return_id)
    return _step(call, back, lambda ctx: service.refuse(ctx, back, data.reason, seen))


@post("/returns/{return_id:str}/ship", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_ship_return(
    call: NamedDependency[Call],
    return_id: FromPath[str],
    data: JSONBody[ReturnCarriage],
    if_match: IfMatch = None,
) -> Response[ReturnDetail]:
    """The goods are on their way back."""
    seen, back = version_seen(if_match), uuid("ret", return_id)
    return _step(call, back, lambda ctx: service.ship(ctx, back, data, expected=seen))


@post("/returns/{return_id:str}/receive", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_receive_return(
    call: NamedDependency[Call],
    return_id: FromPath[str],
    data: JSONBody[ReceiptInput],
    if_match: IfMatch = None,
) -> Response[ReturnDetail]:
    """The goods were looked at: what can be sold is on the shelf again."""
    seen, back = version_seen(if_match), uuid("ret", return_id)
    place = uuid("loc", data.location_id) if data.location_id else None
    return _step(call, back, lambda ctx: service.receive(ctx, back, data.lines, place, seen))


@post("/returns/{return_id:str}/cancel", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_cancel_return(
    call: NamedDependency[Call],
    return_id: FromPath[str],
    data: JSONBody[CancelInput],
    if_match: IfMatch = None,
) -> Response[ReturnDetail]:
    """Nothing comes back after all."""
    seen, back = version_seen(if_match), uuid("ret", return_id)
    return _step(call, back, lambda ctx: service.cancel(ctx, back, data.reason, expected=seen))


@post("/returns/{return_id:str}/settle", permission=SETTLE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_settle_return(
    call: NamedDependency[Call],
    return_id: FromPath[str],
    data: JSONBody[ReturnSettling],
    if_match: IfMatch = None,
) -> ReturnDetail:
    """Money, store credit or new goods for it, once: asked for again, it goes on where it was cut off."""
    seen, back = version_seen(if_match), uuid("ret", return_id)
    services = call.services
    service.settle(services.work, call.caller, services.gateways, back, data, seen)
    return call.read(lambda ctx: staff_list.detail(ctx, back))


def printed(call: Call, back: UUID, token: str | None = None) -> Response[bytes]:
    """Read in a transaction, set after it."""
    slip = call.read(lambda ctx: printing.slip(ctx, back, token))
    headers = {
        "content-disposition": f'inline; filename="{slip.number}.pdf"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return Response(return_slip([slip]), media_type=PDF, headers=headers)


def _step(call: Call, back: Any, act: Any) -> Response[ReturnDetail]:
    def both(ctx: Context) -> ReturnDetail:
        act(ctx)
        return staff_list.detail(ctx, back)

    answer: Response[Any] = call.write(both)
    return answer


HANDLERS = [
    admin_list_returns,
    admin_return,
    admin_return_proposal,
    admin_return_slip,
    admin_order_returns,
    admin_customer_returns,
    admin_request_return,
    admin_approve_return,
    admin_refuse_return,
    admin_ship_return,
    admin_receive_return,
    admin_cancel_return,
    admin_settle_return,
]
