"""Links by which an order is paid."""

from typing import Annotated

import msgspec
from litestar import Response, delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.checkout import links
from duka.checkout.links import Link
from duka.kernel.context import Context
from duka.notifications import letterhead
from duka.orders import queries as orders

TAGS = ["Admin: payment links"]


class LinkInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """For how many days it is valid."""

    days: Annotated[int, msgspec.Meta(ge=1, le=links.LONGEST)] = 7


class SendLinkInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`to` is an e-mail address or a telephone number; empty: where the order's buyer is reached. `message` stands in the
    letter."""

    to: Annotated[str, msgspec.Meta(max_length=254)] = ""
    days: Annotated[int, msgspec.Meta(ge=1, le=links.LONGEST)] = 7
    message: Annotated[str, msgspec.Meta(max_length=1000)] = ""


class OrderLink(msgspec.Struct, frozen=True):
    """The newest link of an order; null when it never had one."""

    link: Link | None


class NewLink(msgspec.Struct, frozen=True):
    """`url` is a secret, and told this once, like `qr`, a picture of it (a data: address of an SVG) to be photographed by a
    telephone; both null when the same request is repeated."""

    url: str | None
    qr: str | None
    link: Link | None


def qr_of(url: str) -> str:
    import segno  # 4 MiB that most processes never need

    return segno.make(url, error="m").svg_data_uri(scale=4, border=2)


@get("/orders/{order:str}/payment-link", permission="orders:read", sync_to_thread=False, tags=TAGS)
def admin_get_payment_link(call: NamedDependency[Call], order: FromPath[str]) -> OrderLink:
    """Until when the order's link is valid and where it was sent. Never the link itself."""

    def read(ctx: Context) -> OrderLink:
        order_id = uuid("ord", order)
        orders.order(ctx, order_id)
        return OrderLink(links.newest(ctx, order_id))

    return call.read(read)


@post("/orders/{order:str}/payment-link", permission="payments:request", sync_to_thread=True, tags=TAGS)
def admin_create_payment_link(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[LinkInput]
) -> Response[NewLink]:
    """A fresh link for what is due; the one before is closed. Its address is told once."""
    order_id, base = uuid("ord", order), call.services.config.base_url

    def act(ctx: Context) -> NewLink:
        token = links.create(ctx, order_id, data.days)
        store = uuid("store", orders.order(ctx, order_id).store_id)
        url = f"{letterhead.address(ctx, base, store)}/pay/{token}"
        return NewLink(url, qr_of(url), links.newest(ctx, order_id))

    return call.write(act, status=201, kept=lambda made: NewLink(None, None, made.link))


@post(
    "/orders/{order:str}/payment-link/send",
    permission="payments:request",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_send_payment_link(
    call: NamedDependency[Call], order: FromPath[str], data: JSONBody[SendLinkInput]
) -> Response[OrderLink]:
    """A fresh link by e-mail or SMS; the one before is closed."""
    order_id = uuid("ord", order)

    def act(ctx: Context) -> OrderLink:
        links.send(ctx, order_id, to=data.to, days=data.days, message=data.message)
        return OrderLink(links.newest(ctx, order_id))

    return call.write(act)


@delete(
    "/orders/{order:str}/payment-link",
    permission="payments:request",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_close_payment_link(call: NamedDependency[Call], order: FromPath[str]) -> Response[OrderLink]:
    """It opens nothing any more; twice is safe."""
    order_id = uuid("ord", order)

    def act(ctx: Context) -> OrderLink:
        links.close(ctx, order_id)
        return OrderLink(links.newest(ctx, order_id))

    return call.write(act)


HANDLERS = [
    admin_get_payment_link,
    admin_create_payment_link,
    admin_send_payment_link,
    admin_close_payment_link,
]
