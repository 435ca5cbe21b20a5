"""What a store says of itself."""

from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from duka.api.call import Call
from duka.stores import queries as stores
from duka.stores.types import Store

_encode = msgspec.json.Encoder().encode


@get("/store", permission="stores:read", sync_to_thread=False, tags=["Store"])
def get_store(call: NamedDependency[Call]) -> Response[Store]:
    """Name, currency, languages, theme, texts, payment methods and the countries it ships to."""
    answer: Response[Any] = call.crowd(lambda ctx: _encode(stores.store(ctx, call.store)))
    return answer


HANDLERS = [get_store]
