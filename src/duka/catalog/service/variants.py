"""Single variants: adding one, and changing what belongs to it."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog import listing, references, rules, search_text, variant_plan
from duka.catalog.errors import ProductArchived, SkuTaken, VariantNotFound
from duka.catalog.findings import Findings
from duka.catalog.inputs import NewVariant, VariantChange
from duka.catalog.service import rows, telling
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.kernel.ids import new_id, public

MOST_POSITION = 1_000_000


def add_variant(ctx: Context, product_id: UUID, new: NewVariant) -> UUID:
    """One more combination of the product's options. Refuses ProductNotFound, ProductArchived, SkuTaken,
    InvalidInput."""
    ctx.require("products:write")
    product = rows.locked_product(ctx, product_id)
    if product.status == "archived":
        raise ProductArchived()
    f = Findings()
    variants = variant_plan.checked(f, [new], product.options)
    f.refuse()
    present = ctx.db.all(
        """select v.option_values, v.is_active, v.position from variants v
           where v.tenant_id = %(tenant)s and v.product_id = %(id)s""",
        id=product_id,
    )
    if any(row.option_values == variants[0].option_values for row in present):
        f.note("variants.0.option_values", "another variant has the same values")
    if sum(row.is_active for row in present) >= rules.MAX_VARIANTS:
        f.note("variants", f"at most {rules.MAX_VARIANTS} variants")
    found = references.look_up(ctx, skus=variant_plan.candidates(variants, product.slug))
    place = max((row.position for row in present), default=-1) + 1
    planned = variant_plan.plan(f, variants, product.slug, found, first_position=place)
    f.refuse()
    rows.insert_variants(ctx, product_id, planned, unit=product.unit, scale=product.scale)
    added = planned.variants[0]
    _changed(ctx, product_id, {}, {"sku": added["sku"], "title": added["title"]})
    id: UUID = planned.variants[0]["id"]
    return id


def update_variant(ctx: Context, variant_id: UUID, change: VariantChange, version: int) -> None:
    """Change what is given. A new SKU renames the variant's own stock with it.

    Refuses VariantNotFound, ProductArchived, VersionConflict, SkuTaken, InvalidInput, and ProductHasNoVariant
    when the last one on sale is deactivated.
    """
    ctx.require("products:write")
    product_id = ctx.db.value(
        "select v.product_id from variants v where v.tenant_id = %(tenant)s and v.id = %(id)s", id=variant_id
    )
    if product_id is None:
        raise VariantNotFound()
    product = rows.locked_product(ctx, product_id)
    row = ctx.db.one(
        """select v.*, i.sku as stock_sku from variants v
           join stock_items i on i.tenant_id = v.tenant_id and i.id = v.stock_item_id
           where v.tenant_id = %(tenant)s and v.id = %(id)s for no key update of v""",
        id=variant_id,
    )
    if row is None:
        raise VariantNotFound()
    if product.status == "archived":
        raise ProductArchived()
    if row.version != version:
        raise VersionConflict(current_version=row.version)
    fields = _checked(
        {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    )
    _stock(ctx, row, product, fields)
    fields = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if not fields:
        return
    with rows.unique(SkuTaken(sku=fields.get("sku", row.sku))):
        ctx.db.run(
            """update variants v set sku = r.sku, barcode = r.barcode, position = r.position,
                      weight_grams = r.weight_grams, stock_item_id = r.stock_item_id,
                      stock_per_unit = r.stock_per_unit, tracks_stock = r.tracks_stock,
                      sells_without_stock = r.sells_without_stock, is_active = r.is_active,
                        version = v.version + 1
               from variants o, jsonb_populate_record(o, %(row)s::jsonb) r
               where v.tenant_id = %(tenant)s and v.id = %(id)s and o.tenant_id = v.tenant_id
                 and o.id = v.id""",
            id=variant_id,
            row=rows.encoded(fields),
        )
    if "is_active" in fields:
        rows.refuse_empty_shelf(ctx, product_id, product.status)
    _changed(
        ctx,
        product_id,
        {name: getattr(row, name) for name in fields},
        fields,
        variant_id=public("var", variant_id),
        sku=row.sku,
    )


def _checked(given: dict[str, Any]) -> dict[str, Any]:
    f = Findings()
    for name, most, needed in (
        ("sku", rules.MAX_SKU, True),
        ("barcode", variant_plan.BARCODE, False),
        ("stock_sku", rules.MAX_SKU, True),
    ):
        if name in given:
            given[name] = f.line(name, given[name], most, needed=needed)
    for name, least, most in (
        ("position", 0, MOST_POSITION),
        ("weight_grams", 0, variant_plan.GRAMS),
        ("stock_per_unit", 1, variant_plan.PER_UNIT),
    ):
        if name in given:
            given[name] = f.number(name, given[name], least, most)
    f.refuse()
    return given


def _stock(ctx: Context, row: Row, product: Row, fields: dict[str, Any]) -> None:
    """Turn `stock_sku` into the item it names, and let the variant's own item follow a new SKU."""
    sku = fields.get("sku", row.sku)
    stock_sku = fields.pop("stock_sku", None)
    owns = row.stock_sku == row.sku
    if stock_sku is None:
        stock_sku = sku if owns else row.stock_sku
    if sku == row.sku and stock_sku == row.stock_sku:
        return
    found = references.look_up(ctx, skus=[sku, stock_sku])
    if sku != row.sku and sku in found.skus:
        raise SkuTaken(sku=sku)
    item = found.items.get(stock_sku)
    if owns and sku != row.sku and stock_sku == sku:
        if item is not None:
            raise SkuTaken(sku=sku)
        ctx.db.run(
            "update stock_items set sku = %(sku)s where tenant_id = %(tenant)s and id = %(id)s",
            sku=sku,
            id=row.stock_item_id,
        )
    elif item is not None:
        fields["stock_item_id"] = item.id
    elif stock_sku == sku:
        fields["stock_item_id"] = new_id()
        with rows.unique(SkuTaken(sku=sku)):
            ctx.db.run(
                """insert into stock_items (tenant_id, id, sku, unit, scale)
                   values (%(tenant)s, %(id)s, %(sku)s, %(unit)s, %(scale)s)""",
                id=fields["stock_item_id"],
                sku=sku,
                unit=product.unit,
                scale=product.scale,
            )
    else:
        f = Findings()
        f.note("stock_sku", "there is no stock under this SKU")
        f.refuse()


def _changed(
    ctx: Context, product_id: UUID, before: dict[str, Any], after: dict[str, Any], **details: str
) -> None:
    rows.touch_product(ctx, product_id)
    listing.refresh_prices(ctx, [product_id])
    search_text.refresh(ctx, [product_id])
    telling.product_changed(ctx, product_id, ["variants"], before, after, **details)
