"""Collections, as staff author them."""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.catalog.collections import queries, service
from duka.catalog.collections.types import (
    CollectionChange,
    CollectionProduct,
    NewCollection,
    Preview,
    Rule,
    StaffCollection,
)
from duka.kernel.context import Context
from duka.kernel.paging import Page

TAGS = ["Admin: collections"]
WRITE = "categories:write"
Members = Annotated[list[Annotated[str, msgspec.Meta(max_length=80)]], msgspec.Meta(max_length=5_000)]


@get("/collections", permission=WRITE, sync_to_thread=False, tags=TAGS, feature="collections")
def admin_list_collections(call: NamedDependency[Call]) -> list[StaffCollection]:
    """All collections, hidden ones too."""
    return call.read(queries.list_for_staff)


@post(
    "/collections", permission=WRITE, sync_to_thread=True, tags=TAGS, feature="collections", status_code=201
)
def admin_create_collection(
    call: NamedDependency[Call], data: JSONBody[NewCollection]
) -> Response[StaffCollection]:
    """A collection chosen by hand or by conditions."""

    def act(ctx: Context) -> StaffCollection:
        return queries.for_staff(ctx, service.create(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@post(
    "/collections/preview",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="collections",
    status_code=200,
)
def admin_preview_collection(call: NamedDependency[Call], data: JSONBody[Rule]) -> Preview:
    """What these conditions find now. Nothing is kept."""
    return call.read(lambda ctx: queries.preview(ctx, data))


@get(
    "/collections/{collection:str}", permission=WRITE, sync_to_thread=False, tags=TAGS, feature="collections"
)
def admin_get_collection(call: NamedDependency[Call], collection: FromPath[str]) -> StaffCollection:
    """One collection."""
    return call.read(lambda ctx: queries.for_staff(ctx, uuid("coll", collection)))


@patch(
    "/collections/{collection:str}", permission=WRITE, sync_to_thread=True, tags=TAGS, feature="collections"
)
def admin_update_collection(
    call: NamedDependency[Call],
    collection: FromPath[str],
    data: JSONBody[CollectionChange],
    if_match: IfMatch = None,
) -> Response[StaffCollection]:
    """Change what is named. Needs If-Match with the version that you saw."""
    version, collection_id = version_of(if_match), uuid("coll", collection)

    def act(ctx: Context) -> StaffCollection:
        service.update(ctx, collection_id, data, version)
        return queries.for_staff(ctx, collection_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/collections/{collection:str}",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="collections",
    status_code=204,
)
def admin_delete_collection(call: NamedDependency[Call], collection: FromPath[str]) -> None:
    """The collection goes, its products stay."""
    call.write(lambda ctx: service.delete(ctx, uuid("coll", collection)))


@get(
    "/collections/{collection:str}/products",
    permission=WRITE,
    sync_to_thread=False,
    tags=TAGS,
    feature="collections",
)
def admin_list_collection_products(
    call: NamedDependency[Call],
    collection: FromPath[str],
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 50,
) -> Page[CollectionProduct]:
    """The products in it, in its own order."""
    return call.read(lambda ctx: queries.members(ctx, uuid("coll", collection), cursor, limit))


@put(
    "/collections/{collection:str}/products",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="collections",
)
def admin_set_collection_products(
    call: NamedDependency[Call], collection: FromPath[str], data: JSONBody[Members], if_match: IfMatch = None
) -> Response[StaffCollection]:
    """Exactly these products, in this order. Needs If-Match; refused for a collection by conditions."""
    version, collection_id = version_of(if_match), uuid("coll", collection)
    products = [uuid("prod", text) for text in data]

    def act(ctx: Context) -> StaffCollection:
        service.set_products(ctx, collection_id, products, version)
        return queries.for_staff(ctx, collection_id)

    answer: Response[Any] = call.write(act)
    return answer


HANDLERS = [
    admin_list_collections,
    admin_create_collection,
    admin_preview_collection,
    admin_get_collection,
    admin_update_collection,
    admin_delete_collection,
    admin_list_collection_products,
    admin_set_collection_products,
]
