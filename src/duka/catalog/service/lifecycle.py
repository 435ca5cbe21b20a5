"""Putting products on sale and taking them off. Each of these verbs is safe to repeat."""

from uuid import UUID

from duka.catalog import product_fields, references
from duka.catalog.errors import ProductHasNoPrice, ProductHasNoVariant, ProductNotDraft
from duka.catalog.events import ProductArchived, ProductDeleted
from duka.catalog.findings import Findings
from duka.catalog.service import rows, telling
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.plans import limits


def activate_product(ctx: Context, product_id: UUID) -> None:
    """Put it on sale, from draft or archive, in the stores it is assigned to.

    Refuses ProductNotFound, ProductHasNoVariant, ProductHasNoPrice (in any store it is assigned to), and
    InvalidInput naming required attributes that have no value.
    """
    ctx.require("products:write")
    row = rows.locked_product(ctx, product_id)
    if row.status == "active":
        return
    ready = ctx.db.one(
        """select exists (select from variants v where v.tenant_id = %(tenant)s and v.product_id = %(id)s
                          and v.is_active) as has_variant,
                  exists (select from variants v
                          join store_products sp on sp.tenant_id = v.tenant_id
                            and sp.product_id = v.product_id
                          join prices r on r.tenant_id = v.tenant_id and r.variant_id = v.id
                                       and r.store_id = sp.store_id
                          where v.tenant_id = %(tenant)s and v.product_id = %(id)s
                            and v.is_active) as has_price""",
        id=product_id,
    )
    assert ready is not None
    if not ready.has_variant:
        raise ProductHasNoVariant()
    if not ready.has_price:
        raise ProductHasNoPrice()
    if row.attribute_set:
        f = Findings()
        known = references.look_up(ctx, attribute_set=row.attribute_set).attributes
        product_fields.attributes(f, row.attributes, known, of_set=True, complete=True)
        f.refuse()
    _set_status(ctx, row, "active")


def deactivate_product(ctx: Context, product_id: UUID) -> None:
    """Back to draft: nobody sees it, everything stays. Refuses ProductNotFound."""
    ctx.require("products:write")
    row = rows.locked_product(ctx, product_id)
    if row.status != "draft":
        _set_status(ctx, row, "draft")


def archive_product(ctx: Context, product_id: UUID) -> None:
    """Off sale for good: nobody sees it, orders that hold it keep it. Refuses ProductNotFound."""
    ctx.require("products:write")
    row = rows.locked_product(ctx, product_id)
    if row.status != "archived":
        rows.update_product(ctx, product_id, {"status": "archived"})
        events.emit(ctx, ProductArchived(aggregate_id=product_id))
        before, after = {"status": row.status}, {"status": "archived"}
        trail.note(ctx, "product.archived", "product", product_id, before=before, after=after)


def delete_draft(ctx: Context, product_id: UUID) -> None:
    """Throw a draft away with its variants, prices, pictures' places and slugs. Stock that was counted stays
    under its SKU, with its history. Refuses ProductNotFound (so the second time, too) and ProductNotDraft."""
    ctx.require("products:write")
    row = rows.locked_product(ctx, product_id)
    if row.status != "draft":
        raise ProductNotDraft()
    items = [
        row.stock_item_id
        for row in ctx.db.all(
            """select distinct v.stock_item_id from variants v
               where v.tenant_id = %(tenant)s and v.product_id = %(id)s""",
            id=product_id,
        )
    ]
    ctx.db.run(
        """with links as (delete from slugs s
             where s.tenant_id = %(tenant)s and s.kind = 'product' and s.target_id = %(id)s)
           delete from products p where p.tenant_id = %(tenant)s and p.id = %(id)s""",
        id=product_id,
    )
    ctx.db.run(
        """delete from stock_items i
           where i.tenant_id = %(tenant)s and i.id = any(%(items)s)
             and not exists (select from variants v where v.tenant_id = i.tenant_id
               and v.stock_item_id = i.id)
             and not exists (select from stock_levels l where l.tenant_id = i.tenant_id
               and l.item_id = i.id)""",
        items=items,
    )
    events.emit(ctx, ProductDeleted(aggregate_id=product_id))
    trail.note(ctx, "product.deleted", "product", product_id, before={"title": row.title, "slug": row.slug})


def _set_status(ctx: Context, row: Row, status: str) -> None:
    if row.status == "archived":
        limits.require_room(ctx, limits.PRODUCTS)
    rows.update_product(ctx, row.id, {"status": status})
    telling.product_changed(ctx, row.id, ["status"], {"status": row.status}, {"status": status})
