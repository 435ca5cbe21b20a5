"""In which markets one can shop."""

from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from duka.api.call import Call
from duka.stores import queries as stores
from duka.stores.types import StoreMarket

_encode = msgspec.json.Encoder().encode


@get("/markets", permission="stores:read", feature="markets", sync_to_thread=False, tags=["Store"])
def list_markets(call: NamedDependency[Call]) -> Response[list[StoreMarket]]:
    """The store's own prices and those of its open markets; empty when there is nothing to choose. Send a market's `handle` as
    `Duka-Market`: whatever is read then is priced in its currency, and a cart that is made then is charged in it. An open cart
    moves by changing its `market`."""
    answer: Response[Any] = call.crowd(lambda ctx: _encode(stores.store(ctx, call.store).markets))
    return answer


HANDLERS = [list_markets]
