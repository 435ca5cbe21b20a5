"""Orders that wait until somebody has looked at them."""

from typing import Annotated, Any

import msgspec
from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.admin.orders import step
from duka.api.call import Call
from duka.orders import holds
from duka.orders.staff_types import OrderDetail

TAGS = ["Admin: orders"]
PERMISSION = "orders:review"


class ReviewInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


@post("/orders/{order:str}/hold", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_hold_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ReviewInput]
) -> Response[OrderDetail]:
    """Nothing of it is prepared or sent until it is released."""
    answer: Response[Any] = step(call, order, lambda ctx, i: holds.put_on_hold(ctx, i, data.reason))
    return answer


@post("/orders/{order:str}/release", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_release_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ReviewInput]
) -> Response[OrderDetail]:
    """A held order goes on."""
    answer: Response[Any] = step(call, order, lambda ctx, i: holds.release(ctx, i, data.reason))
    return answer


@post("/orders/{order:str}/refuse", permission=PERMISSION, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_refuse_order(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[ReviewInput]
) -> Response[OrderDetail]:
    """A held order is cancelled: its goods are free, and its money goes back. Needs orders:cancel as well."""
    answer: Response[Any] = step(call, order, lambda ctx, i: holds.refuse(ctx, i, data.reason))
    return answer


HANDLERS = [admin_hold_order, admin_release_order, admin_refuse_order]
