"""Changing many variants of one product together, each refused cell named by its path."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog import listing, references, rules, search_text, variant_plan
from duka.catalog.errors import ProductArchived, SkuTaken
from duka.catalog.findings import Findings
from duka.catalog.inputs import VariantChange
from duka.catalog.service import rows, telling
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict

FIELDS = ("sku", "barcode", "weight_grams", "tracks_stock", "sells_without_stock", "is_active")


class Known(msgspec.Struct, frozen=True):
    """A variant as it is; `owns_stock` when no other SKU's stock is drawn on."""

    id: UUID
    sku: str
    barcode: str
    title: str
    option_values: list[str]
    weight_grams: int
    tracks_stock: bool
    sells_without_stock: bool
    is_active: bool
    stock_item_id: UUID
    owns_stock: bool


def open_variants(ctx: Context, product_id: UUID, version: int) -> tuple[Row, list[Known]]:
    """The product, locked, and its variants. Refuses ProductNotFound, ProductArchived and VersionConflict."""
    ctx.require("products:write")
    product = rows.locked_product(ctx, product_id)
    if product.version != version:
        raise VersionConflict(current_version=product.version)
    if product.status == "archived":
        raise ProductArchived()
    found = ctx.db.all(
        """select v.id, v.sku, v.barcode, v.title, v.option_values, v.weight_grams, v.tracks_stock,
                  v.sells_without_stock, v.is_active, v.stock_item_id, i.sku = v.sku as owns_stock
           from variants v
           join stock_items i on i.tenant_id = v.tenant_id and i.id = v.stock_item_id
           where v.tenant_id = %(tenant)s and v.product_id = %(id)s order by v.position, v.id for no key update of v""",
        id=product_id,
    )
    return product, [Known(**row._asdict()) for row in found]


def update_variants(
    ctx: Context,
    product: Row,
    variants: Sequence[Known],
    changes: Mapping[UUID, VariantChange],
    f: Findings,
) -> None:
    """Change what is given of each; SKUs may be swapped. What is wrong is noted in `f` under `variants.N.field`, N being
    the place in `changes`, and nothing is written then. The product gets a new version even when nothing differs, so that
    its caller may change prices and stock under the same lock. Refuses ProductNotFound and ProductHasNoVariant."""
    known = {variant.id: variant for variant in variants}
    wanted: dict[UUID, dict[str, Any]] = {}
    for number, (id, change) in enumerate(changes.items()):
        fields = _checked(f, f"variants.{number}", change)
        wanted[id] = {name: value for name, value in fields.items() if value != getattr(known[id], name)}
    _check_skus(ctx, f, known, wanted, list(changes))
    if f.errors:
        return
    changed = {id: fields for id, fields in wanted.items() if fields}
    if changed:
        _write(ctx, known, changed)
        rows.refuse_empty_shelf(ctx, product.id, product.status)
    rows.touch_product(ctx, product.id)
    if changed:
        listing.refresh_prices(ctx, [product.id])
        search_text.refresh(ctx, [product.id])
    telling.product_changed(
        ctx,
        product.id,
        ["variants"],
        {
            known[id].sku: {name: getattr(known[id], name) for name in fields}
            for id, fields in changed.items()
        },
        {known[id].sku: fields for id, fields in changed.items()},
    )


def _checked(f: Findings, at: str, change: VariantChange) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if change.sku is not UNSET:
        found["sku"] = f.line(f"{at}.sku", change.sku, rules.MAX_SKU, needed=True)
    if change.barcode is not UNSET:
        found["barcode"] = f.line(f"{at}.barcode", change.barcode, variant_plan.BARCODE)
    if change.weight_grams is not UNSET:
        found["weight_grams"] = f.number(f"{at}.weight_grams", change.weight_grams, 0, variant_plan.GRAMS)
    for name in ("tracks_stock", "sells_without_stock", "is_active"):
        if getattr(change, name) is not UNSET:
            found[name] = getattr(change, name)
    return found


def _check_skus(
    ctx: Context,
    f: Findings,
    known: Mapping[UUID, Known],
    wanted: Mapping[UUID, Mapping[str, Any]],
    places: Sequence[UUID],
) -> None:
    """Each SKU once, within the product as it will be and outside of it."""
    moved = {id: fields["sku"] for id, fields in wanted.items() if "sku" in fields}
    if not moved:
        return
    after = {id: moved.get(id, variant.sku) for id, variant in known.items()}
    found = references.look_up(ctx, skus=moved.values())
    own = {variant.stock_item_id for id, variant in known.items() if variant.owns_stock and id in moved}
    for id, sku in moved.items():
        at = f"variants.{places.index(id)}.sku"
        if sum(other == sku for other in after.values()) > 1:
            f.note(at, "another variant has the same SKU")
            continue
        item = found.items.get(sku)
        is_within = any(variant.sku == sku for variant in known.values())
        if (sku in found.skus and not is_within) or (item is not None and item.id not in own):
            f.note(at, f"the SKU {sku} is already used; SKUs name one variant each")


def _write(ctx: Context, known: Mapping[UUID, Known], changed: Mapping[UUID, Mapping[str, Any]]) -> None:
    moved = [id for id, fields in changed.items() if "sku" in fields]
    if moved:
        _make_room(ctx, moved)
    full = [
        {"id": id, **{name: fields.get(name, getattr(known[id], name)) for name in FIELDS}}
        for id, fields in changed.items()
    ]
    with rows.unique(SkuTaken(sku=", ".join(str(changed[id]["sku"]) for id in moved[:5]))):
        ctx.db.run(
            """update variants v set sku = n.sku, barcode = n.barcode, weight_grams = n.weight_grams,
                      tracks_stock = n.tracks_stock, sells_without_stock = n.sells_without_stock,
                      is_active = n.is_active, version = v.version + 1
               from jsonb_to_recordset(%(rows)s::jsonb) as n (id uuid, sku text, barcode text, weight_grams bigint,
                    tracks_stock boolean, sells_without_stock boolean, is_active boolean)
               where v.tenant_id = %(tenant)s and v.id = n.id""",
            rows=rows.encoded(full),
        )
        if items := [
            {"id": known[id].stock_item_id, "sku": changed[id]["sku"]} for id in moved if known[id].owns_stock
        ]:
            ctx.db.run(
                """update stock_items i set sku = n.sku
                   from jsonb_to_recordset(%(rows)s::jsonb) as n (id uuid, sku text)
                   where i.tenant_id = %(tenant)s and i.id = n.id""",
                rows=rows.encoded(items),
            )


def _make_room(ctx: Context, moved: Sequence[UUID]) -> None:
    """SKUs that two variants swap are free for a moment."""
    ctx.db.run(
        """with items as (
             update stock_items i set sku = i.id::text from variants v
             where v.tenant_id = %(tenant)s and v.id = any(%(ids)s) and i.tenant_id = v.tenant_id
               and i.id = v.stock_item_id and i.sku = v.sku)
           update variants v set sku = v.id::text where v.tenant_id = %(tenant)s and v.id = any(%(ids)s)""",
        ids=list(moved),
    )
