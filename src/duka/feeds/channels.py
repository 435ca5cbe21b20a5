"""What each channel asks for: Google Merchant's and Meta's product data specifications. Pure."""

import msgspec

from duka.feeds.types import Level

FORMATS = {"google": ("xml", "tsv"), "meta": ("csv",), "plain": ("csv", "json")}
MEDIA_TYPES = {
    "xml": "application/rss+xml; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "json": "application/x-ndjson; charset=utf-8",
}

PROBLEMS: dict[str, Level] = {
    "no_image": "error",
    "no_description": "error",
    "no_price": "error",
    "id_too_long": "error",
    "title_too_long": "warning",
    "image_too_small": "warning",
    "gtin_invalid": "warning",
    "gtin_restricted": "warning",
    "no_brand": "warning",
    "no_google_category": "warning",
}
"""With an error an item is left out; with a warning it is listed, and shown less."""

_GOOGLE = (
    "id", "title", "description", "link", "image_link", "additional_image_link", "availability", "price", "sale_price",
    "sale_price_effective_date", "brand", "gtin", "mpn", "identifier_exists", "condition", "item_group_id",
    "google_product_category", "product_type", "color", "size", "material", "pattern", "gender", "age_group",
    "unit_pricing_measure", "unit_pricing_base_measure", "shipping_weight",
)  # fmt: skip
_META = (
    "id", "title", "description", "availability", "condition", "price", "link", "image_link", "additional_image_link",
    "brand", "gtin", "mpn", "sale_price", "sale_price_effective_date", "item_group_id", "google_product_category",
    "product_type", "color", "size", "material", "pattern", "gender", "age_group", "inventory", "shipping_weight",
)  # fmt: skip
_PLAIN = (
    "id", "sku", "product_id", "variant_id", "title", "description", "link", "image_link", "additional_image_link",
    "availability", "quantity", "price", "sale_price", "sale_price_effective_date", "currency", "brand", "gtin", "mpn",
    "condition", "item_group_id", "product_type", "google_product_category", "color", "size", "material", "pattern",
    "gender", "age_group", "unit_pricing_measure", "unit_pricing_base_measure", "shipping_weight",
)  # fmt: skip


class Channel(msgspec.Struct, frozen=True):
    """`needs`: a value → the problem of an item without it."""

    columns: tuple[str, ...]
    longest_id: int
    longest_title: int
    longest_text: int
    needs: dict[str, str]


CHANNELS = {
    "google": Channel(
        _GOOGLE,
        50,
        150,
        5000,
        {
            "image_link": "no_image",
            "description": "no_description",
            "brand": "no_brand",
            "google_product_category": "no_google_category",
        },
    ),
    "meta": Channel(
        _META,
        100,
        200,
        9999,
        {"image_link": "no_image", "description": "no_description", "brand": "no_brand"},
    ),
    "plain": Channel(_PLAIN, 200, 1000, 50_000, {}),
}
