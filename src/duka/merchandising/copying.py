"""Copies of products."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.catalog import service as catalog
from duka.catalog import staff_queries
from duka.catalog.inputs import ImageInput, NewProduct, NewVariant, OptionInput, ProductTexts
from duka.catalog.staff_types import StaffProduct, StaffVariant
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.merchandising.inputs import CopyOf
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice

LONGEST_TITLE = 200
_SAME = (
    "description", "vendor", "kind", "tags", "tax_class", "pricing_mode", "unit", "scale", "step", "minimum", "maximum",
    "average", "requires_shipping", "attribute_set", "attributes", "categories",
)  # fmt: skip


def copy(ctx: Context, product_id: UUID, wanted: CopyOf) -> UUID:
    """A new draft like this product: texts, options, the variants in use with fresh SKUs and no stock, categories, and the
    stores, prices and pictures that the caller may copy. Refuses ProductNotFound."""
    ctx.require("products:write")
    original = staff_queries.product_for_staff(ctx, product_id)
    variants = [v for v in original.variants if v.is_active] or original.variants[:1]
    stores = [s for s in original.stores if ctx.may("products:write", store=ids.parse("store", s.store_id))]
    title = wanted.title.strip() or f"{original.title[: LONGEST_TITLE - 10]} (copy)"
    made = catalog.create_product(
        ctx,
        NewProduct(
            title=title,
            options=msgspec.convert(original.options, list[OptionInput]),
            translations={
                locale: msgspec.structs.replace(msgspec.convert(texts, ProductTexts), slug="")
                for locale, texts in original.translations.items()
            },
            variants=[_variant(v) for v in variants],
            stores=[s.store_id for s in stores],
            **{name: getattr(original, name) for name in _SAME},
        ),
    )
    trail.note(ctx, "product.copied", "product", made, after={"title": title, "copy_of": original.id})
    copies = _pairs(variants, staff_queries.product_for_staff(ctx, made))
    if wanted.with_prices:
        for store in stores:
            prices = [p for v, id in copies for p in _prices(v, store.store_id, id)]
            if prices:
                pricing.set_prices(ctx, ids.parse("store", store.store_id), prices)
    if wanted.with_images and original.images:
        faces = {v.id: v.image_id for v in variants}
        catalog.set_images(
            ctx,
            made,
            [
                ImageInput(
                    media_id=image.media_id or "",
                    source_url=image.source_url,
                    alt=image.alt,
                    variants=[id for v, id in copies if faces[v.id] == image.id],
                )
                for image in original.images
            ],
        )
    return made


def _variant(v: StaffVariant) -> NewVariant:
    return NewVariant(
        option_values=v.option_values,
        weight_grams=v.weight_grams,
        tracks_stock=v.tracks_stock,
        sells_without_stock=v.sells_without_stock,
    )


def _pairs(variants: list[StaffVariant], made: StaffProduct) -> list[tuple[StaffVariant, str]]:
    """Each variant of the original with the id of its copy."""
    by_values = {tuple(v.option_values): v.id for v in made.variants}
    return [(v, by_values[tuple(v.option_values)]) for v in variants]


def _prices(v: StaffVariant, store_id: str, id: str) -> list[NewPrice]:
    return [
        NewPrice(id, p.base_minor, p.special_minor, _instant(p.special_from), _instant(p.special_until))
        for p in v.prices
        if p.store_id == store_id
    ]


def _instant(text: str | None) -> datetime | None:
    return None if text is None else msgspec.convert(text, datetime)
