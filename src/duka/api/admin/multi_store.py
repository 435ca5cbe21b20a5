"""Several stores: one made from another, filled, closed and opened again; where its stock comes from."""

from typing import Annotated, Any, Literal

import msgspec
from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel.context import Context
from duka.merchandising import store_copies, store_goods
from duka.merchandising.store_inputs import CatalogueChange, CatalogueChanged, NewStoreCopy
from duka.orders import store_standing
from duka.orders.store_standing import StoreStanding
from duka.stores import queries
from duka.stores.service import opening
from duka.stores.types import Store

TAGS = ["Admin: stores"]


class OpeningInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` is for the trail."""

    reason: Annotated[str, msgspec.Meta(max_length=500)] = ""


class StockInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`location_ids` are the places of a dedicated store."""

    mode: Literal["shared", "dedicated"]
    location_ids: Annotated[
        list[Annotated[str, msgspec.Meta(max_length=60)]], msgspec.Meta(max_length=200)
    ] = []


@post(
    "/stores/{store_id:str}/clone", permission="stores:write", sync_to_thread=True, tags=TAGS, status_code=201
)
def admin_clone_store(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[NewStoreCopy]
) -> Response[Store]:
    """A further store made from this one: settings, look, shipping, taxes, ways to pay, pages, goods, prices, or some of them.
    Needs settings:write, and products:write for goods."""
    source = uuid("store", store_id)

    def act(ctx: Context) -> Store:
        return queries.store(ctx, store_copies.clone(ctx, source, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/stores/{store_id:str}/standing", permission="settings:read", sync_to_thread=False, tags=TAGS)
def admin_get_store_standing(call: NamedDependency[Call], store_id: FromPath[str]) -> StoreStanding:
    """What is under way in a store, what it sells, and what another way of keeping stock would mean."""
    return call.read(lambda ctx: store_standing.of(ctx, uuid("store", store_id)))


@post(
    "/stores/{store_id:str}/close", permission="stores:write", sync_to_thread=True, tags=TAGS, status_code=200
)
def admin_close_store(
    call: NamedDependency[Call],
    store_id: FromPath[str],
    data: JSONBody[OpeningInput],
    if_match: IfMatch = None,
) -> Response[StoreStanding]:
    """Shoppers read that it is closed; orders under way finish. Needs settings:write too, and If-Match with the version that you
    saw."""
    version, target = version_of(if_match), uuid("store", store_id)

    def act(ctx: Context) -> StoreStanding:
        opening.close(ctx, target, data.reason, version)
        return store_standing.of(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/stores/{store_id:str}/reopen",
    permission="stores:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_reopen_store(
    call: NamedDependency[Call],
    store_id: FromPath[str],
    data: JSONBody[OpeningInput],
    if_match: IfMatch = None,
) -> Response[StoreStanding]:
    """As it was before it was closed. Needs settings:write too, and If-Match with the version that you saw."""
    version, target = version_of(if_match), uuid("store", store_id)

    def act(ctx: Context) -> StoreStanding:
        opening.reopen(ctx, target, data.reason, version)
        return store_standing.of(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@put("/stores/{store_id:str}/stock", permission="stores:write", sync_to_thread=True, tags=TAGS)
def admin_keep_store_stock(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[StockInput], if_match: IfMatch = None
) -> Response[StoreStanding]:
    """Whether it sells from every open location or from its own. Needs settings:write too, and If-Match with the version that
    you saw."""
    version, target = version_of(if_match), uuid("store", store_id)
    places = [uuid("loc", place) for place in data.location_ids]

    def act(ctx: Context) -> StoreStanding:
        opening.keep_stock(ctx, target, data.mode, places, version)
        return store_standing.of(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/stores/{store_id:str}/catalogue",
    permission="stores:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_change_store_catalogue(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[CatalogueChange]
) -> Response[CatalogueChanged]:
    """Many products into a store, or out of it, at once: all, or those of a category, a collection or another store.
    Needs products:write too."""
    target = uuid("store", store_id)
    answer: Response[Any] = call.write(lambda ctx: store_goods.change(ctx, target, data))
    return answer


HANDLERS = [
    admin_clone_store,
    admin_get_store_standing,
    admin_close_store,
    admin_reopen_store,
    admin_keep_store_stock,
    admin_change_store_catalogue,
]
