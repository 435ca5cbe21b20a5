"""Saving a product whole, as the editor shows it: one transaction, one version, all or nothing."""

from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog import service as catalog
from duka.catalog.errors import ProductNotFound
from duka.catalog.inputs import BulkChange, NewProduct
from duka.catalog.service import changing
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.merchandising import sheet
from duka.merchandising.inputs import WholeProduct


def create(ctx: Context, given: WholeProduct) -> UUID:
    """A new product with everything that is given; a draft, or on sale when `status` says so. Refuses what the verbs of
    the parts refuse, with their paths."""
    ctx.require("products:write")
    fields = {name: v for name, v in msgspec.structs.asdict(given.product).items() if v is not UNSET}
    if not fields.get("title"):
        raise InvalidInput({"title": "write something here"})
    options = [] if given.options is UNSET else given.options
    id = catalog.create_product(ctx, NewProduct(**fields, options=options))
    _parts(ctx, id, given)
    return id


def save(ctx: Context, product_id: UUID, given: WholeProduct, version: int) -> None:
    """Change what is given. Refuses VersionConflict before anything else, and what the verbs of the parts refuse, with
    their paths."""
    ctx.require("products:write")
    catalog.update_product(ctx, product_id, given.product, version)
    if given.options is not UNSET:
        catalog.set_options(ctx, product_id, given.options)
    _parts(ctx, product_id, given)


def _parts(ctx: Context, product_id: UUID, given: WholeProduct) -> None:
    if given.categories is not UNSET:
        catalog.assign_categories(ctx, product_id, [ids.parse("cat", text) for text in given.categories])
    if given.stores is not UNSET:
        catalog.assign_stores(ctx, product_id, given.stores)
    if given.images is not UNSET:
        catalog.set_images(ctx, product_id, given.images)
    if given.sheet is not UNSET and given.sheet.variants:
        sheet.save(ctx, product_id, given.sheet, _version(ctx, product_id))
    if given.status is not UNSET:
        changing.change_product(ctx, product_id, BulkChange(status=given.status))


def _version(ctx: Context, product_id: UUID) -> int:
    version = ctx.db.value(
        "select p.version from products p where p.tenant_id = %(tenant)s and p.id = %(id)s", id=product_id
    )
    if version is None:
        raise ProductNotFound()
    return int(version)
