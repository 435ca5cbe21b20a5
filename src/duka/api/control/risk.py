"""Orders that are held for review, of all merchants."""

from typing import Annotated

import msgspec
from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import uuid
from duka.api.control.call import ControlCall
from duka.control import risk
from duka.control.risk import HeldOrder
from duka.kernel.paging import Page

READ, WRITE = "risk:read", "risk:write"
TenantQuery = Annotated[str | None, Parameter(max_length=60, required=False)]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]


class JudgementInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


@get("/risk/orders", permission=READ, sync_to_thread=True)
def control_list_held_orders(
    call: NamedDependency[ControlCall], tenant: TenantQuery = None, cursor: Cursor = None, limit: Limit = 20
) -> Page[HeldOrder]:
    """What waits for somebody to look at it, the longest waiting first."""
    merchant = uuid("ten", tenant) if tenant else None
    return risk.list_held(call.services.work, call.caller, merchant, cursor, limit)


@post("/risk/orders/{tenant:str}/{order:str}/hold", permission=WRITE, sync_to_thread=True, status_code=204)
def control_hold_order(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    order: FromPath[str],
    data: JSONBody[JudgementInput],
) -> None:
    """Nothing of it is prepared or sent until it is released."""
    risk.hold(call.services.work, call.caller, uuid("ten", tenant), uuid("ord", order), data.reason)


@post("/risk/orders/{tenant:str}/{order:str}/release", permission=WRITE, sync_to_thread=True, status_code=204)
def control_release_order(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    order: FromPath[str],
    data: JSONBody[JudgementInput],
) -> None:
    """The order goes on."""
    risk.release(call.services.work, call.caller, uuid("ten", tenant), uuid("ord", order), data.reason)


@post("/risk/orders/{tenant:str}/{order:str}/refuse", permission=WRITE, sync_to_thread=True, status_code=204)
def control_refuse_order(
    call: NamedDependency[ControlCall],
    tenant: FromPath[str],
    order: FromPath[str],
    data: JSONBody[JudgementInput],
) -> None:
    """The order is cancelled; what was paid goes back."""
    risk.refuse(call.services.work, call.caller, uuid("ten", tenant), uuid("ord", order), data.reason)


HANDLERS = [control_list_held_orders, control_hold_order, control_release_order, control_refuse_order]
