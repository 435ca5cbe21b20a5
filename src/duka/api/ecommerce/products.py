"""Browsing: listings, products, categories, suggestions, stock."""

from typing import Annotated, Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, Parameter

from duka.api.call import Call
from duka.catalog import queries as catalog
from duka.catalog.collections import queries as collections
from duka.catalog.collections.types import Collection
from duka.catalog.types import Category, ListingQuery, Product, ProductPage
from duka.inventory import queries as inventory
from duka.inventory.types import SkuStock
from duka.kernel.context import Context
from duka.kernel.paging import bounded
from duka.promotions import offered
from duka.search import queries as search

Text = Annotated[str, Parameter(max_length=200)]
Minor = Annotated[int | None, Parameter(ge=0, le=10**15, required=False)]
OPEN_FILTERS = ("option:", "attribute:")


@get("/products", permission="products:read", sync_to_thread=False, tags=["Products"])
def list_products(
    call: NamedDependency[Call],
    q: Text = "",
    category: Text = "",
    collection: Text = "",
    tag: FromQuery[list[str] | None] = None,
    vendor: FromQuery[list[str] | None] = None,
    price: FromQuery[list[str] | None] = None,
    price_from_minor: Minor = None,
    price_to_minor: Minor = None,
    available: FromQuery[bool] = False,
    sort: Annotated[str, Parameter(pattern="^(relevance|newest|price|price_desc|best|title|manual)?$")] = "",
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    with_total: FromQuery[bool] = False,
    with_facets: FromQuery[bool] = False,
) -> Response[ProductPage]:
    """A page of products with variants and prices: what one piece costs now, as the shop's pages say, with the promotions that
    need no code. Ranges, filters and orders of prices go by those before promotions. `sort` manual is the order of the
    `collection`.

    Filters may be repeated: values of one are alternatives, different ones narrow each other. Beside those named here,
    `price` is a range like 1000-1999 in minor units, `option:NAME=value` and `attribute:CODE=value` filter by options and
    attributes.
    """
    filters = {"tag": tag or [], "vendor": vendor or [], "price": price or []}
    for name, value in call.request.query_params.multi_items():
        if name.startswith(OPEN_FILTERS):
            filters.setdefault(name, []).append(value)
    query = ListingQuery(
        text=q,
        category=category,
        collection=collection,
        filters={name: values for name, values in filters.items() if values},
        price_from_minor=price_from_minor,
        price_to_minor=price_to_minor,
        available_only=available,
        sort=sort,
        limit=bounded(limit),
        cursor=cursor,
        with_total=with_total,
        with_facets=with_facets,
    )
    searches = call.services.searches
    given = searches.find(call.caller, call.store, query)

    def ask(ctx: Context) -> bytes:
        return offered.page_json(ctx, call.store, search.list_cards(ctx, call.store, query, given))

    answer: Response[Any] = call.crowd(ask)
    if q:
        searches.heard(call.caller.tenant, call.store, query, search.counted(answer.content))
    return answer


@get("/products/{product:str}", permission="products:read", sync_to_thread=False, tags=["Products"])
def get_product(call: NamedDependency[Call], product: FromPath[str]) -> Response[Product]:
    """A product by its slug or id: pictures, options, variants with price and availability, attributes. Prices are as in a
    listing."""

    def ask(ctx: Context) -> bytes:
        return offered.product_json(ctx, call.store, catalog.product(ctx, call.store, product))

    answer: Response[Any] = call.crowd(ask)
    return answer


@get("/categories", permission="categories:read", sync_to_thread=False, tags=["Products"])
def list_categories(call: NamedDependency[Call]) -> Response[list[Category]]:
    """The tree of categories with the number of products in each."""
    answer: Response[Any] = call.crowd(lambda ctx: catalog.categories(ctx, call.store))
    return answer


@get(
    "/collections",
    permission="categories:read",
    feature="collections",
    sync_to_thread=False,
    tags=["Products"],
)
def list_collections(call: NamedDependency[Call]) -> Response[list[Collection]]:
    """The collections that are shown. List the products of one with `/products?collection=` and its slug."""
    answer: Response[Any] = call.crowd(collections.shown)
    return answer


@get("/inventory/{sku:str}", permission="inventory:read", sync_to_thread=False, tags=["Products"])
def get_inventory(call: NamedDependency[Call], sku: FromPath[str]) -> Response[SkuStock]:
    """What can be promised of one SKU now, in all and by location."""
    answer: Response[Any] = call.crowd(lambda ctx: inventory.by_sku(ctx, call.store, sku))
    return answer


HANDLERS = [list_products, get_product, list_categories, list_collections, get_inventory]
