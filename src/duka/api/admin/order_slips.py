"""Packing slips to print."""

from typing import Annotated
from uuid import UUID

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter

from duka.api import packing_slips
from duka.api.call import Call, uuid
from duka.kernel.context import Context
from duka.orders import staff_queries
from duka.orders.types import Order
from duka.stores import queries as stores
from duka.stores.types import Store

HTML = "text/html; charset=utf-8"


@get(
    "/orders/{order:str}/packing-slip",
    permission="orders:read",
    sync_to_thread=False,
    tags=["Admin: orders"],
    media_type="text/html",
)
def admin_packing_slip(call: NamedDependency[Call], order: FromPath[str]) -> Response[bytes]:
    """A page to print and put into the parcel, in the buyer's language."""
    return _page(call, [uuid("ord", order)])


@get(
    "/orders/packing-slips",
    permission="orders:read",
    sync_to_thread=False,
    tags=["Admin: orders"],
    media_type="text/html",
)
def admin_packing_slips(
    call: NamedDependency[Call],
    order: Annotated[
        list[str],
        Parameter(min_items=1, max_items=100, description="ids of orders, each on paper of its own"),
    ],
) -> Response[bytes]:
    """Several slips in one print."""
    return _page(call, [uuid("ord", each) for each in dict.fromkeys(order)])


def _page(call: Call, order_ids: list[UUID]) -> Response[bytes]:
    def ask(ctx: Context) -> list[tuple[Order, Store]]:
        return [
            (order, stores.store(ctx, uuid("store", order.store_id)))
            for order in staff_queries.many(ctx, order_ids)
        ]

    return Response(packing_slips.page(call.read(ask)), media_type=HTML, headers=packing_slips.HEADERS)


HANDLERS = [admin_packing_slip, admin_packing_slips]
