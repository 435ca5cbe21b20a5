"""Price lists, and what they say of each product."""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.markets import list_queries as queries
from duka.markets import lists
from duka.markets.types import (
    ListRow,
    NewListPrice,
    NewPriceList,
    PriceList,
    PriceListChange,
    ProductListPrice,
    Step,
)

READ, WRITE, FEATURE = "products:read", "products:write", "price_lists"
TAGS = ["Admin: price lists"]
Cursor = Annotated[str | None, Parameter(max_length=500, required=False)]
Limit = Annotated[int, Parameter(ge=1, le=100)]
Prices = Annotated[list[NewListPrice], msgspec.Meta(max_length=lists.MOST_PRICES)]


class CopyInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The prices of `store_id`, more or less `percent_ppm` millionths, to a multiple of `round_to_minor`."""

    store_id: Annotated[str, msgspec.Meta(max_length=60)]
    percent_ppm: Annotated[int, msgspec.Meta(ge=-1_000_000, le=10_000_000)] = 0
    round_to_minor: Step = 1


class PricesChanged(msgspec.Struct, frozen=True):
    changed: int


@get("/price-lists", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_price_lists(
    call: NamedDependency[Call], cursor: Cursor = None, limit: Limit = 50
) -> Page[PriceList]:
    """The price lists in the order in which they count."""
    return call.read(lambda ctx: queries.list_price_lists(ctx, cursor=cursor, limit=limit))


@post("/price-lists", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_price_list(call: NamedDependency[Call], data: JSONBody[NewPriceList]) -> Response[PriceList]:
    """A price list; one without `store_id` counts in every store."""

    def act(ctx: Context) -> PriceList:
        return queries.price_list(ctx, lists.create(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/price-lists/{price_list:str}", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_get_price_list(call: NamedDependency[Call], price_list: FromPath[str]) -> PriceList:
    """One price list, without its prices."""
    return call.read(lambda ctx: queries.price_list(ctx, uuid("plist", price_list)))


@patch("/price-lists/{price_list:str}", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS)
def admin_update_price_list(
    call: NamedDependency[Call],
    price_list: FromPath[str],
    data: JSONBody[PriceListChange],
    if_match: IfMatch = None,
) -> Response[PriceList]:
    """Change what is named. Needs If-Match with the version that you saw."""
    version, list_id = version_of(if_match), uuid("plist", price_list)

    def act(ctx: Context) -> PriceList:
        lists.update(ctx, list_id, data, version)
        return queries.price_list(ctx, list_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/price-lists/{price_list:str}",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_remove_price_list(call: NamedDependency[Call], price_list: FromPath[str]) -> None:
    """The list goes with its prices."""
    call.write(lambda ctx: lists.remove(ctx, uuid("plist", price_list)))


@get(
    "/price-lists/{price_list:str}/prices", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS
)
def admin_list_listed_prices(
    call: NamedDependency[Call],
    price_list: FromPath[str],
    q: Annotated[str, Parameter(max_length=100, description="begins an SKU, or stands in a title")] = "",
    listed: FromQuery[bool] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ListRow]:
    """Every variant with its prices on the list, and beside them what it costs in the store named with `store`, in the list's
    currency. With `listed` only those that the list names."""
    return call.read(
        lambda ctx: queries.rows(
            ctx,
            uuid("plist", price_list),
            call.place,
            text=q,
            only_listed=listed,
            cursor=cursor,
            limit=limit,
        )
    )


@put(
    "/price-lists/{price_list:str}/prices", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS
)
def admin_set_listed_prices(
    call: NamedDependency[Call], price_list: FromPath[str], data: JSONBody[Prices]
) -> Response[PricesChanged]:
    """Set these prices, all or none; a price of null takes it away, and what is not named stays. At most 1000."""
    list_id = uuid("plist", price_list)
    answer: Response[Any] = call.write(lambda ctx: PricesChanged(lists.set_prices(ctx, list_id, data)))
    return answer


@post(
    "/price-lists/{price_list:str}/copy",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_copy_into_price_list(
    call: NamedDependency[Call], price_list: FromPath[str], data: JSONBody[CopyInput]
) -> Response[PricesChanged]:
    """Every price of a store becomes the list's, more or less so many percent, in the list's currency."""
    list_id, store_id = uuid("plist", price_list), uuid("store", data.store_id)

    def act(ctx: Context) -> PricesChanged:
        return PricesChanged(
            lists.copy_prices(
                ctx,
                list_id,
                store_id,
                percent_ppm=data.percent_ppm,
                round_to_minor=data.round_to_minor,
            )
        )

    answer: Response[Any] = call.write(act)
    return answer


@get("/products/{product:str}/price-lists", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_product_list_prices(
    call: NamedDependency[Call], product: FromPath[str]
) -> list[ProductListPrice]:
    """What the variants of a product cost on the lists that name them."""
    return call.read(lambda ctx: queries.of_product(ctx, uuid("prod", product)))


HANDLERS = [
    admin_list_price_lists,
    admin_create_price_list,
    admin_get_price_list,
    admin_update_price_list,
    admin_remove_price_list,
    admin_list_listed_prices,
    admin_set_listed_prices,
    admin_copy_into_price_list,
    admin_list_product_list_prices,
]
