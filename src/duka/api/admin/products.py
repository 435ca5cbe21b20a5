"""The list of products, their sheets of variants, copies, and changes of many at once."""

from datetime import datetime
from typing import Annotated, Any

from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter
from msgspec.json import decode

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.catalog import staff_list, staff_queries
from duka.catalog.staff_list_types import ProductFilter, ProductList, Sort, Status, StockState
from duka.catalog.staff_types import SlugCheck, StaffProduct
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.merchandising import bulk, copying, queries, sheet, whole
from duka.merchandising.inputs import CopyOf, NewBulkRun, VariantSheet, WholeProduct
from duka.merchandising.types import BulkRun

READ, WRITE = "products:read", "products:write"
TAGS = ["Admin: products"]
Minor = Annotated[int | None, Parameter(ge=0, le=10**12, required=False)]
Word = Annotated[str, Parameter(max_length=200)]


@get("/products", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_products(
    call: NamedDependency[Call],
    q: Word = "",
    status: Annotated[list[Status] | None, Parameter(max_items=3, required=False)] = None,
    in_store: Word = "",
    category: Word = "",
    attribute_set: Word = "",
    tag: Word = "",
    vendor: Word = "",
    tax_class: Word = "",
    has_picture: FromQuery[bool | None] = None,
    stock: FromQuery[StockState | None] = None,
    price_from_minor: Minor = None,
    price_to_minor: Minor = None,
    updated_since: FromQuery[datetime | None] = None,
    sort: FromQuery[Sort] = "",
    cursor: Annotated[str | None, Parameter(max_length=1000, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> ProductList:
    """All products, drafts and archived ones too. `q` finds words of titles, SKUs, barcodes and tags, a letter wrong or not;
    `in_store` is needed to sort by price and to bound it; `sort` with `-` before it goes the other way round."""
    if updated_since is not None and updated_since.tzinfo is None:
        raise InvalidInput({"updated_since": "say the time zone, like 2026-01-31T09:00:00Z"})
    given = ProductFilter(
        q=q,
        status=list(status or []),
        store=in_store,
        category=category,
        attribute_set=attribute_set,
        tag=tag,
        vendor=vendor,
        tax_class=tax_class,
        has_picture=has_picture,
        stock=stock,
        price_from_minor=price_from_minor,
        price_to_minor=price_to_minor,
        updated_since=updated_since,
    )
    return call.read(lambda ctx: staff_list.list_products(ctx, given, sort, cursor, limit))


@get("/slug-check", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_check_slug(
    call: NamedDependency[Call],
    slug: Word,
    product: Annotated[str | None, Parameter(max_length=80, required=False)] = None,
) -> SlugCheck:
    """Whether an address is free for a product, and the nearest that is."""
    product_id = uuid("prod", product) if product else None
    return call.read(lambda ctx: staff_queries.check_slug(ctx, slug, product_id))


@put("/products/{product:str}/variants", permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_save_variants(
    call: NamedDependency[Call],
    product: FromPath[str],
    data: JSONBody[VariantSheet],
    if_match: IfMatch = None,
) -> Response[StaffProduct]:
    """The sheet of variants: SKUs, barcodes, weights, prices in each store, movements of stock. All of it or nothing; each
    refused cell is named. Needs If-Match with the product's version."""
    version, product_id = version_of(if_match), uuid("prod", product)

    def act(ctx: Context) -> StaffProduct:
        sheet.save(ctx, product_id, data, version)
        return staff_queries.product_for_staff(ctx, product_id)

    answer: Response[Any] = call.write(act)
    return answer


@post("/products/whole", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_whole_product(
    call: NamedDependency[Call], data: JSONBody[WholeProduct]
) -> Response[StaffProduct]:
    """A product with its variants, prices, stock, pictures, categories and stores, in one go."""

    def act(ctx: Context) -> StaffProduct:
        return staff_queries.product_for_staff(ctx, whole.create(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@put("/products/{product:str}/whole", permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_save_whole_product(
    call: NamedDependency[Call],
    product: FromPath[str],
    data: JSONBody[WholeProduct],
    if_match: IfMatch = None,
) -> Response[StaffProduct]:
    """Everything that the editor of a product changes, all or nothing. Needs If-Match with the version that you saw."""
    version, product_id = version_of(if_match), uuid("prod", product)

    def act(ctx: Context) -> StaffProduct:
        whole.save(ctx, product_id, data, version)
        return staff_queries.product_for_staff(ctx, product_id)

    answer: Response[Any] = call.write(act)
    return answer


@post("/products/{product:str}/copy", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_copy_product(
    call: NamedDependency[Call], product: FromPath[str], data: JSONBody[CopyOf]
) -> Response[StaffProduct]:
    """A new draft like this product."""
    product_id = uuid("prod", product)

    def act(ctx: Context) -> StaffProduct:
        return staff_queries.product_for_staff(ctx, copying.copy(ctx, product_id, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


def _carried_on(call: Call, act: Any) -> BulkRun:
    """The run that `act` wrote down; a small one is done before the answer. The same Idempotency-Key finds the same run."""
    written = call.write(lambda ctx: {"id": (run := act(ctx)).hex, "is_small": bulk.is_small(ctx, run)})
    told = decode(written.content)
    run_id = uuid("bulk", f"bulk_{told['id']}")
    if told["is_small"]:
        bulk.carry_on(call.services.work, call.caller.tenant, run_id)
    return call.read(lambda ctx: queries.bulk_run(ctx, run_id))


@post("/products/bulk", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_change_many_products(call: NamedDependency[Call], data: JSONBody[NewBulkRun]) -> BulkRun:
    """One change of many products, each by itself: up to 50 at once, more in the background. The answer is the run; read it
    again until it is finished."""
    return _carried_on(call, lambda ctx: bulk.start(ctx, data))


@get("/bulk-runs", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_bulk_runs(call: NamedDependency[Call]) -> list[BulkRun]:
    """The last twenty changes of many products, without their products."""
    return call.read(queries.recent_runs)


@get("/bulk-runs/{run:str}", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_bulk_run(call: NamedDependency[Call], run: FromPath[str]) -> BulkRun:
    """How far it is, and how it went."""
    return call.read(lambda ctx: queries.bulk_run(ctx, uuid("bulk", run)))


@post("/bulk-runs/{run:str}/undo", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_undo_bulk_run(call: NamedDependency[Call], run: FromPath[str]) -> BulkRun:
    """Give the products their earlier statuses back, where nobody changed them since: a further run."""
    return _carried_on(call, lambda ctx: bulk.undo(ctx, uuid("bulk", run)))


HANDLERS = [
    admin_list_products,
    admin_check_slug,
    admin_save_variants,
    admin_create_whole_product,
    admin_save_whole_product,
    admin_copy_product,
    admin_change_many_products,
    admin_list_bulk_runs,
    admin_get_bulk_run,
    admin_undo_bulk_run,
]
