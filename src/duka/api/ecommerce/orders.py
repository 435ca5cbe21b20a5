"""Orders: placed from a cart, followed with their token (`Order-Token`)."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from duka.api.call import Call, uuid
from duka.checkout import crediting
from duka.orders import queries as orders
from duka.orders import service as order_verbs
from duka.orders.types import Order

Token = Annotated[
    str | None,
    HeaderParameter(name="Order-Token", required=False, max_length=200, description="the order's secret"),
]
CartToken = Annotated[
    str | None,
    HeaderParameter(name="Cart-Token", required=False, max_length=200, description="the cart's secret"),
]


class OrderInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`expected_total_minor`: what the buyer saw; when the total is another by now, the order is refused. `uses_credit`: a
    customer who is logged in pays with their store credit first."""

    cart_id: str
    expected_total_minor: Annotated[int, msgspec.Meta(ge=0, le=10**15)] | None = None
    uses_credit: bool = False


class TrackInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    number: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    email: Annotated[str, msgspec.Meta(min_length=3, max_length=254)]


@post("/orders", permission="orders:create", sync_to_thread=True, tags=["Orders"], status_code=201)
def place_order(
    call: NamedDependency[Call], data: JSONBody[OrderInput], token: CartToken = None
) -> Response[Order]:
    """Make the cart an order: stock is reserved, the total is fixed. Needs an Idempotency-Key.

    Cash on delivery and bank transfer are placed at once; for the others, go on with `POST /payments/intent`.
    """
    cart = uuid("cart", data.cart_id)
    number = call.read(lambda ctx: order_verbs.draw_number(ctx, cart, token))
    answer: Response[Any] = call.write(
        lambda ctx: crediting.place(
            ctx, cart, token, data.expected_total_minor, number, uses_credit=data.uses_credit
        ),
        status=201,
        is_key_required=True,
    )
    return answer


@get("/orders/{order:str}", permission="orders:track", sync_to_thread=False, tags=["Orders"])
def get_order(call: NamedDependency[Call], order: FromPath[str], token: Token = None) -> Order:
    """Status, lines, totals and payments of one order: with its token, as its customer, or as staff."""
    return call.read(lambda ctx: orders.order(ctx, uuid("ord", order), token or call.token))


@post("/orders/track", permission="orders:track", sync_to_thread=True, tags=["Orders"], status_code=200)
def track_order(call: NamedDependency[Call], data: JSONBody[TrackInput]) -> Order:
    """The order with that number, for whoever knows its e-mail address too."""
    return call.guessing("track", lambda: call.read(lambda ctx: orders.track(ctx, data.number, data.email)))


HANDLERS = [place_order, get_order, track_order]
