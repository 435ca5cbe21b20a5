"""What is printed around a parcel, as PDF: packing slips, labels, pickup tags, pick lists."""

from collections.abc import Callable
from typing import Annotated, TypeVar

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter

from duka.api.call import Call, uuid
from duka.kernel.context import Context
from duka.orders import parcels, printing
from duka.papers import labels, picking, slips
from duka.papers.types import AddressLabel
from duka.shipping.carriers import label_queries as bought

READ = "orders:read"
TAGS = ["Admin: papers"]
PDF = "application/pdf"
TYPES = {"pdf": PDF, "png": "image/png", "zpl": "application/zpl"}
T = TypeVar("T")
Orders = Annotated[list[str], Parameter(min_items=1, max_items=100, description="ids of orders")]


@get("/orders/packing-slips.pdf", permission=READ, sync_to_thread=True, tags=TAGS, media_type=PDF)
def admin_packing_slips(call: NamedDependency[Call], order: Orders) -> Response[bytes]:
    """What to put into the parcels of these orders, in the buyers' languages: a slip a parcel, each on paper of its own."""
    orders = [uuid("ord", each) for each in dict.fromkeys(order)]
    return _print(call, lambda ctx: printing.packing_slips(ctx, orders), slips.packing_slip, "packing-slips")


@get("/orders/pick-list.pdf", permission=READ, sync_to_thread=True, tags=TAGS, media_type=PDF)
def admin_pick_list(call: NamedDependency[Call], order: Orders) -> Response[bytes]:
    """What to fetch from the shelves for these orders together, a list a location."""
    orders = [uuid("ord", each) for each in dict.fromkeys(order)]
    return _print(
        call,
        lambda ctx: printing.pick_list(ctx, orders, ctx.now, ctx.locale),
        picking.pick_list,
        "pick-list",
    )


@get(
    "/fulfillments/{fulfillment:str}/slip.pdf",
    permission=READ,
    sync_to_thread=True,
    tags=TAGS,
    media_type=PDF,
)
def admin_fulfillment_slip(call: NamedDependency[Call], fulfillment: FromPath[str]) -> Response[bytes]:
    """The packing slip of one parcel."""
    found = uuid("ful", fulfillment)
    return _print(call, lambda ctx: [printing.packing_slip(ctx, found)], slips.packing_slip, "slip")


@get(
    "/fulfillments/{fulfillment:str}/tag.pdf", permission=READ, sync_to_thread=True, tags=TAGS, media_type=PDF
)
def admin_fulfillment_tag(call: NamedDependency[Call], fulfillment: FromPath[str]) -> Response[bytes]:
    """What is tied to a parcel that the buyer fetches: its number large, and for a scanner."""
    found = uuid("ful", fulfillment)
    return _print(call, lambda ctx: [printing.pickup_tag(ctx, found)], labels.pickup_tag, "tag")


@get(
    "/fulfillments/{fulfillment:str}/label.pdf",
    permission=READ,
    sync_to_thread=True,
    tags=TAGS,
    media_type=PDF,
)
def admin_fulfillment_label(call: NamedDependency[Call], fulfillment: FromPath[str]) -> Response[bytes]:
    """The label that was bought for a parcel, in its carrier's form (PDF, PNG or ZPL); without one, an address label of our
    own."""
    found = uuid("ful", fulfillment)

    def ask(ctx: Context) -> bought.LabelFile | AddressLabel:
        own = parcels.address_label(ctx, found)  # refuses who may not see the order
        label_id = bought.bought_for(ctx, found)
        return bought.file(ctx, label_id) if label_id is not None else own

    told = call.read(ask)
    if isinstance(told, bought.LabelFile):
        return _sent(told.body, f"label.{told.format}", TYPES[told.format])
    return _sent(labels.address_label([told]), "label.pdf")


def _print(
    call: Call, ask: Callable[[Context], T], press: Callable[[T], bytes], name: str
) -> Response[bytes]:
    """Read in a transaction, set after it."""
    return _sent(press(call.read(ask)), f"{name}.pdf")


def _sent(body: bytes, name: str, media_type: str = PDF) -> Response[bytes]:
    headers = {
        "content-disposition": f'inline; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
        "content-security-policy": "frame-ancestors 'self'",
    }
    return Response(body, media_type=media_type, headers=headers)


HANDLERS = [
    admin_packing_slips,
    admin_pick_list,
    admin_fulfillment_slip,
    admin_fulfillment_tag,
    admin_fulfillment_label,
]
