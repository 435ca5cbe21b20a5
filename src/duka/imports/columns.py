"""The columns of Duka's own CSV, for the reader and the writer of it.

A column is `name` or `name:what`, where `what` is a language (`title:fr`), a store (`price:dakar`), a
location (`stock:plateau`) or an attribute (`attribute:material`). Without `what` prices are those of the
store that the import is for, and stock is that of its first location. docs/import.md lists them with their
meanings.
"""

from collections.abc import Sequence

PRODUCT = (
    "slug", "title", "description", "status", "vendor", "kind", "tags", "categories", "tax_class",
    "requires_shipping", "pricing_mode", "unit", "scale", "step", "minimum", "maximum", "average",
    "attribute_set", "seo_title", "seo_description",
)  # fmt: skip
LOCALIZED = ("title", "description", "seo_title", "seo_description")
OPTIONS = tuple(f"option{n}{part}" for n in (1, 2, 3) for part in ("_name", "_values", ""))
OPTIONS_LOCALIZED = tuple(f"option{n}{part}" for n in (1, 2, 3) for part in ("_name", "_labels"))
VARIANT = (
    "sku", "barcode", "weight_grams", "stock_sku", "stock_per_unit", "tracks_stock", "sells_without_stock",
    "active", "variant_image",
)  # fmt: skip
BY_STORE = ("visible", "price", "special_price", "special_from", "special_until")
BY_LOCATION = ("stock", "safety", "low_at")
IMAGE = ("image", "image_alt", "image_checksum")
ATTRIBUTE = "attribute"

PLAIN = frozenset((*PRODUCT, *OPTIONS, *VARIANT, *BY_STORE, *BY_LOCATION, *IMAGE))


def header(
    locales: Sequence[str], stores: Sequence[str], locations: Sequence[str], attributes: Sequence[str]
) -> list[str]:
    """Every column, with the languages, stores, locations and attributes there are."""
    return [
        *PRODUCT,
        *(f"{name}:{locale}" for locale in locales for name in LOCALIZED),
        *(f"{ATTRIBUTE}:{code}" for code in attributes),
        *(f"visible:{store}" for store in stores),
        *OPTIONS,
        *(f"{name}:{locale}" for locale in locales for name in OPTIONS_LOCALIZED),
        *VARIANT,
        *(f"{name}:{store}" for store in stores for name in BY_STORE[1:]),
        *(f"{name}:{location}" for location in locations for name in BY_LOCATION),
        *IMAGE,
    ]
