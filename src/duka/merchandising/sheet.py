"""Saving the sheet of a product's variants: all of it or nothing, and every refused cell named."""

from collections import defaultdict
from uuid import UUID

from duka.catalog.findings import Findings
from duka.catalog.inputs import VariantChange
from duka.catalog.service import matrix
from duka.catalog.service.matrix import Known
from duka.inventory.service import counting
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden, Invalid, MalformedId, Refusal
from duka.merchandising.inputs import SheetRow, VariantSheet
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice

MOST_MOVES = 500
_FIELDS = ("sku", "barcode", "weight_grams", "tracks_stock", "sells_without_stock", "is_active")


def save(ctx: Context, product_id: UUID, sheet: VariantSheet, version: int) -> None:
    """Change these variants, set their prices and move their stock. The product has a new version afterwards.

    Refuses ProductNotFound, ProductArchived, VersionConflict (`version` is the product's), ProductHasNoVariant, and
    InvalidInput with each cell that is wrong; Forbidden for stores and locations that are not the caller's.
    """
    ctx.require("products:write")
    f = Findings()
    product, variants = matrix.open_variants(ctx, product_id, version)
    found = [_find(f, number, row, variants) for number, row in enumerate(sheet.variants)]
    f.refuse()
    changes = {
        variant.id: VariantChange(**{name: getattr(row, name) for name in _FIELDS})
        for variant, row in zip(found, sheet.variants, strict=True)
        if variant is not None
    }
    if len(changes) < len(sheet.variants):
        f.note("variants", "a variant is there twice")
        f.refuse()
    matrix.update_variants(ctx, product, variants, changes, f)
    _set_prices(ctx, f, sheet, found)
    _move_stock(ctx, f, sheet, found)
    f.refuse()


def _find(f: Findings, number: int, row: SheetRow, variants: list[Known]) -> Known | None:
    if row.id:
        id = f.id(f"variants.{number}.id", "var", row.id)
        variant = next((v for v in variants if v.id == id), None)
    else:
        variant = next((v for v in variants if v.option_values == row.option_values), None)
    if variant is None:
        f.note(f"variants.{number}.id", "this product has no such variant; load it again")
    return variant


def _set_prices(ctx: Context, f: Findings, sheet: VariantSheet, found: list[Known | None]) -> None:
    wanted: dict[UUID, list[NewPrice]] = defaultdict(list)
    gone: dict[UUID, list[UUID]] = defaultdict(list)
    for number, (row, variant) in enumerate(zip(sheet.variants, found, strict=True)):
        for place, cell in enumerate(row.prices):
            at = f"variants.{number}.prices.{place}"
            assert variant is not None
            store = f.id(f"{at}.store_id", "store", cell.store_id)
            if cell.base_minor is None:
                gone[store].append(variant.id)
                continue
            price = NewPrice(
                ids.public("var", variant.id),
                cell.base_minor,
                cell.special_minor,
                cell.special_from,
                cell.special_until,
            )
            try:
                pricing.refuse_unsound(price)
            except Invalid as refusal:
                f.note(f"{at}.{_cell_of(refusal)}", refusal.message)
            wanted[store].append(price)
    if f.errors:
        return
    for store in sorted({*wanted, *gone}):
        if wanted[store]:
            pricing.set_prices(ctx, store, wanted[store])
        if gone[store]:
            pricing.remove(ctx, store, gone[store])


def _cell_of(refusal: Refusal) -> str:
    return "special_minor" if refusal.code.startswith("Special") else "base_minor"


def _move_stock(ctx: Context, f: Findings, sheet: VariantSheet, found: list[Known | None]) -> None:
    moves = [
        (number, place, cell, variant)
        for number, (row, variant) in enumerate(zip(sheet.variants, found, strict=True))
        for place, cell in enumerate(row.stock)
        if cell.delta and variant is not None
    ]
    if len(moves) > MOST_MOVES:
        f.note("variants", f"at most {MOST_MOVES} movements of stock at a time")
        return
    for number, place, cell, variant in sorted(moves, key=lambda m: (m[3].stock_item_id, m[2].location_id)):
        at = f"variants.{number}.stock.{place}"
        try:
            location = ids.parse("loc", cell.location_id)
            with ctx.db.savepoint():
                counting.adjust(ctx, variant.stock_item_id, location, cell.delta, "adjustment", sheet.note)
        except Forbidden:
            raise
        except (MalformedId, Refusal) as refusal:
            f.note(f"{at}.delta", refusal.message)
