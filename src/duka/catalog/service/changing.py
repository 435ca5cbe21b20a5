"""One of many products changed in a bulk run: what is asked is held against what is there, and the verbs of single
products do it."""

from typing import Any
from uuid import UUID

from duka.catalog.inputs import BulkChange, ProductChange, StoreAssignment
from duka.catalog.service import rows
from duka.catalog.service.assignments import assign_categories, assign_stores
from duka.catalog.service.lifecycle import activate_product, archive_product, deactivate_product
from duka.catalog.service.products import update_product
from duka.kernel import ids
from duka.kernel.context import Context

_STATUS = {"active": activate_product, "draft": deactivate_product, "archived": archive_product}


def change_product(ctx: Context, product_id: UUID, change: BulkChange) -> dict[str, Any]:
    """Everything of `change` but its price. What lies in categories and stores, is tagged and described comes before the
    status, so that one change can fill in and publish. Returns what was there before of that which differs now, nothing
    when nothing does. Refuses what the verbs of single products refuse."""
    ctx.require("products:write")
    product = rows.locked_product(ctx, product_id)
    before: dict[str, Any] = {}
    if (
        change.status == "draft" and product.status == "archived"
    ):  # an archived product cannot be changed otherwise
        deactivate_product(ctx, product_id)
        before["status"] = product.status
        product = rows.locked_product(ctx, product_id)
    _fields(ctx, product, change, before)
    if change.add_categories or change.remove_categories:
        _categories(ctx, product_id, change, before)
    if change.add_stores or change.remove_stores:
        _stores(ctx, product_id, change, before)
    if change.status is not None and change.status != product.status:
        _STATUS[change.status](ctx, product_id)
        before.setdefault("status", product.status)
    return before


def _fields(ctx: Context, product: Any, change: BulkChange, before: dict[str, Any]) -> None:
    fields: dict[str, Any] = {}
    if change.add_tags or change.remove_tags:
        gone = {tag.casefold() for tag in change.remove_tags}
        fields["tags"] = [tag for tag in [*product.tags, *change.add_tags] if tag.casefold() not in gone]
        fields["tags"] = list({tag.casefold(): tag for tag in reversed(fields["tags"])}.values())[::-1]
    for name in ("tax_class", "vendor", "attribute_set"):
        if getattr(change, name) is not None:
            fields[name] = getattr(change, name)
    if change.attributes:
        merged = {**product.attributes, **change.attributes}
        fields["attributes"] = {code: value for code, value in merged.items() if value is not None}
    fields = {name: value for name, value in fields.items() if value != getattr(product, name)}
    if fields:
        update_product(ctx, product.id, ProductChange(**fields), product.version)
        before |= {name: getattr(product, name) for name in fields}


def _categories(ctx: Context, product_id: UUID, change: BulkChange, before: dict[str, Any]) -> None:
    found = ctx.db.all(
        """select pc.category_id as id from product_categories pc
           where pc.tenant_id = %(tenant)s and pc.product_id = %(id)s order by pc.category_id""",
        id=product_id,
    )
    present = {row.id for row in found}
    wanted = present | {ids.parse("cat", text) for text in change.add_categories}
    wanted -= {ids.parse("cat", text) for text in change.remove_categories}
    if wanted != present:
        assign_categories(ctx, product_id, sorted(wanted))
        before["categories"] = [ids.public("cat", id) for id in sorted(present)]


def _stores(ctx: Context, product_id: UUID, change: BulkChange, before: dict[str, Any]) -> None:
    found = ctx.db.all(
        """select sp.store_id as id, sp.is_visible from store_products sp
           where sp.tenant_id = %(tenant)s and sp.product_id = %(id)s order by sp.store_id""",
        id=product_id,
    )
    present = {ids.public("store", row.id): row.is_visible for row in found}
    wanted = present | {id: True for id in change.add_stores if id not in present}
    wanted = {id: visible for id, visible in wanted.items() if id not in change.remove_stores}
    if wanted != present:
        assign_stores(ctx, product_id, [StoreAssignment(id, visible) for id, visible in wanted.items()])
        before["stores"] = list(present)
