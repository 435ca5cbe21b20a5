"""Products, variants, categories and prices, as staff author them."""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.catalog import staff_queries
from duka.catalog.inputs import (
    CategoryChange,
    ImageInput,
    NewCategory,
    NewProduct,
    OptionInput,
    ProductChange,
    StoreAssignment,
    VariantChange,
)
from duka.catalog.service import assignments, categories, images, lifecycle, options, products, variants
from duka.catalog.staff_types import StaffCategory, StaffProduct
from duka.kernel.context import Context
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice

READ, WRITE = "products:read", "products:write"


class Move(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`parent_id` empty: to the top. `position` counts from 0."""

    parent_id: str = ""
    position: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 0


@post("/products", permission=WRITE, sync_to_thread=True, tags=["Admin: products"], status_code=201)
def admin_create_product(call: NamedDependency[Call], data: JSONBody[NewProduct]) -> Response[StaffProduct]:
    """A product with its options, variants, attributes, categories and stores."""

    def act(ctx: Context) -> StaffProduct:
        return staff_queries.product_for_staff(ctx, products.create_product(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/products/{product:str}", permission=READ, sync_to_thread=False, tags=["Admin: products"])
def admin_get_product(call: NamedDependency[Call], product: FromPath[str]) -> StaffProduct:
    """Everything of one product."""
    return call.read(lambda ctx: staff_queries.product_for_staff(ctx, uuid("prod", product)))


def _then_show(call: Call, product: str, act: Any) -> Response[Any]:
    """`act(ctx, product id)`, and the product as it then is."""
    product_id = uuid("prod", product)

    def perform(ctx: Context) -> StaffProduct:
        act(ctx, product_id)
        return staff_queries.product_for_staff(ctx, product_id)

    return call.write(perform)


@patch("/products/{product:str}", permission=WRITE, sync_to_thread=True, tags=["Admin: products"])
def admin_update_product(
    call: NamedDependency[Call],
    product: FromPath[str],
    data: JSONBody[ProductChange],
    if_match: IfMatch = None,
) -> Response[StaffProduct]:
    """Change what is named. Needs If-Match with the version that you saw."""
    version = version_of(if_match)
    return _then_show(call, product, lambda ctx, i: products.update_product(ctx, i, data, version))


@put("/products/{product:str}/options", permission=WRITE, sync_to_thread=True, tags=["Admin: products"])
def admin_set_options(
    call: NamedDependency[Call], product: FromPath[str], data: JSONBody[list[OptionInput]]
) -> Response[StaffProduct]:
    """The options and values. Missing variants are made, variants of values that are gone are put out of use."""
    return _then_show(call, product, lambda ctx, i: options.set_options(ctx, i, data))


@put("/products/{product:str}/images", permission=WRITE, sync_to_thread=True, tags=["Admin: products"])
def admin_set_images(
    call: NamedDependency[Call], product: FromPath[str], data: JSONBody[list[ImageInput]]
) -> Response[StaffProduct]:
    """The gallery, in this order."""
    return _then_show(call, product, lambda ctx, i: images.set_images(ctx, i, data))


@put("/products/{product:str}/categories", permission=WRITE, sync_to_thread=True, tags=["Admin: products"])
def admin_assign_categories(
    call: NamedDependency[Call], product: FromPath[str], data: JSONBody[list[str]]
) -> Response[StaffProduct]:
    """The categories that hold it, by id."""
    ids = [uuid("cat", category) for category in data]
    return _then_show(call, product, lambda ctx, i: assignments.assign_categories(ctx, i, ids))


@put("/products/{product:str}/stores", permission=WRITE, sync_to_thread=True, tags=["Admin: products"])
def admin_assign_stores(
    call: NamedDependency[Call], product: FromPath[str], data: JSONBody[list[StoreAssignment]]
) -> Response[StaffProduct]:
    """The stores that sell it."""
    return _then_show(call, product, lambda ctx, i: assignments.assign_stores(ctx, i, data))


@post(
    "/products/{product:str}/activate",
    permission=WRITE,
    sync_to_thread=True,
    tags=["Admin: products"],
    status_code=200,
)
def admin_activate_product(call: NamedDependency[Call], product: FromPath[str]) -> Response[StaffProduct]:
    """Show it in its stores. Refused while it has no price there."""
    return _then_show(call, product, lifecycle.activate_product)


@post(
    "/products/{product:str}/archive",
    permission=WRITE,
    sync_to_thread=True,
    tags=["Admin: products"],
    status_code=200,
)
def admin_archive_product(call: NamedDependency[Call], product: FromPath[str]) -> Response[StaffProduct]:
    """Take it out of sale and keep it."""
    return _then_show(call, product, lifecycle.archive_product)


@post(
    "/products/{product:str}/unpublish",
    permission=WRITE,
    sync_to_thread=True,
    tags=["Admin: products"],
    status_code=200,
)
def admin_unpublish_product(call: NamedDependency[Call], product: FromPath[str]) -> Response[StaffProduct]:
    """Back to draft, from sale or archive: nobody sees it, everything stays."""
    return _then_show(call, product, lifecycle.deactivate_product)


@delete(
    "/products/{product:str}",
    permission=WRITE,
    sync_to_thread=True,
    tags=["Admin: products"],
    status_code=204,
)
def admin_delete_product(call: NamedDependency[Call], product: FromPath[str]) -> None:
    """Delete a draft for good; what was active is archived instead."""
    call.write(lambda ctx: lifecycle.delete_draft(ctx, uuid("prod", product)))


@patch("/variants/{variant:str}", permission=WRITE, sync_to_thread=True, tags=["Admin: products"])
def admin_update_variant(
    call: NamedDependency[Call],
    variant: FromPath[str],
    data: JSONBody[VariantChange],
    if_match: IfMatch = None,
) -> Response[StaffProduct]:
    """SKU, barcode, weight, stock rules of one variant. Needs If-Match with the variant's version."""
    version = version_of(if_match)

    def act(ctx: Context) -> StaffProduct:
        variants.update_variant(ctx, uuid("var", variant), data, version)
        return staff_queries.product_of_variant(ctx, uuid("var", variant))

    answer: Response[Any] = call.write(act)
    return answer


@put(
    "/stores/{store_id:str}/prices",
    permission=WRITE,
    sync_to_thread=True,
    tags=["Admin: products"],
    status_code=204,
)
def admin_set_prices(
    call: NamedDependency[Call],
    store_id: FromPath[str],
    data: JSONBody[Annotated[list[NewPrice], msgspec.Meta(max_length=1000)]],
) -> None:
    """Base and special prices of variants in one store."""
    call.write(lambda ctx: pricing.set_prices(ctx, uuid("store", store_id), data))


@get("/categories", permission="categories:read", sync_to_thread=False, tags=["Admin: categories"])
def admin_list_categories(call: NamedDependency[Call]) -> list[StaffCategory]:
    """All categories, hidden ones too, parents before children."""
    return call.read(staff_queries.list_categories)


@post(
    "/categories",
    permission="categories:write",
    sync_to_thread=True,
    tags=["Admin: categories"],
    status_code=201,
)
def admin_create_category(
    call: NamedDependency[Call], data: JSONBody[NewCategory]
) -> Response[StaffCategory]:
    """A category below its parent, or at the top."""

    def act(ctx: Context) -> StaffCategory:
        return staff_queries.category_for_staff(ctx, categories.create_category(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@patch(
    "/categories/{category:str}",
    permission="categories:write",
    sync_to_thread=True,
    tags=["Admin: categories"],
)
def admin_update_category(
    call: NamedDependency[Call],
    category: FromPath[str],
    data: JSONBody[CategoryChange],
    if_match: IfMatch = None,
) -> Response[StaffCategory]:
    """Change what is named. Needs If-Match with the version that you saw."""
    version, category_id = version_of(if_match), uuid("cat", category)

    def act(ctx: Context) -> StaffCategory:
        categories.update_category(ctx, category_id, data, version)
        return staff_queries.category_for_staff(ctx, category_id)

    answer: Response[Any] = call.write(act)
    return answer


@put(
    "/categories/{category:str}/place",
    permission="categories:write",
    sync_to_thread=True,
    tags=["Admin: categories"],
)
def admin_move_category(
    call: NamedDependency[Call], category: FromPath[str], data: JSONBody[Move]
) -> Response[StaffCategory]:
    """Below another parent, or to another position."""
    category_id = uuid("cat", category)

    def act(ctx: Context) -> StaffCategory:
        parent = uuid("cat", data.parent_id) if data.parent_id else None
        categories.move_category(ctx, category_id, parent, data.position)
        return staff_queries.category_for_staff(ctx, category_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/categories/{category:str}",
    permission="categories:write",
    sync_to_thread=True,
    tags=["Admin: categories"],
    status_code=204,
)
def admin_delete_category(call: NamedDependency[Call], category: FromPath[str]) -> None:
    """Delete an empty category."""
    call.write(lambda ctx: categories.delete_category(ctx, uuid("cat", category)))


HANDLERS = [
    admin_create_product,
    admin_get_product,
    admin_update_product,
    admin_set_options,
    admin_set_images,
    admin_assign_categories,
    admin_assign_stores,
    admin_activate_product,
    admin_archive_product,
    admin_unpublish_product,
    admin_delete_product,
    admin_update_variant,
    admin_set_prices,
    admin_list_categories,
    admin_create_category,
    admin_update_category,
    admin_move_category,
    admin_delete_category,
]
