"""Shopify's product CSV, as its importer takes it: one currency, one language, one location, whole pieces.

What Shopify has no column for (translations, attributes, other stores, goods by weight) is left out;
docs/import.md says so to whoever moves. Cells that a spreadsheet would run as a formula are guarded here,
too.
"""

from itertools import zip_longest

from duka.imports import cells
from duka.imports.types import Held, HeldVariant, StorePlace
from duka.imports.writers import pictures

HEADER = (
    "Handle", "Title", "Body (HTML)", "Vendor", "Type", "Tags", "Published", "Option1 Name", "Option1 Value",
    "Option2 Name", "Option2 Value", "Option3 Name", "Option3 Value", "Variant SKU", "Variant Grams",
    "Variant Inventory Tracker", "Variant Inventory Qty", "Variant Inventory Policy",
    "Variant Fulfillment Service", "Variant Price", "Variant Compare At Price", "Variant Requires Shipping",
    "Variant Taxable", "Variant Barcode", "Image Src", "Image Position", "Image Alt Text", "Gift Card",
    "SEO Title", "SEO Description", "Variant Image", "Variant Weight Unit", "Status",
)  # fmt: skip

Line = dict[str, str]


def rows(product: Held, store: StorePlace, base_url: str) -> list[Line]:
    """One a variant on sale, and one more a picture where there are more of them."""
    addresses = pictures.by_id(product, base_url)
    variants = [variant for variant in product.variants if variant.is_active]
    found: list[Line] = []
    for place, (variant, image) in enumerate(zip_longest(variants, product.images), start=1):
        line: Line = {"Handle": product.slug}
        if not found:
            line |= _product(product, store)
        if variant is not None:
            line |= _variant(product, variant, store)
            line["Variant Image"] = str(addresses.get(variant.image_id, ""))
        if image is not None:
            line |= {
                "Image Src": addresses[image.id],
                "Image Position": str(place),
                "Image Alt Text": image.alt,
            }
        found.append(line)
    return found


def _product(product: Held, store: StorePlace) -> Line:
    line = {
        "Title": product.title,
        "Body (HTML)": product.description,
        "Vendor": product.vendor,
        "Type": product.kind,
        "Tags": ", ".join(product.tags),
        "Published": _yes(product.stores.get(store.slug, False)),
        "Gift Card": "false",
        "SEO Title": product.seo_title,
        "SEO Description": product.seo_description,
        "Status": product.status,
        "Option1 Name": "Title",
    }
    return line | {f"Option{n} Name": option["name"] for n, option in enumerate(product.options, start=1)}


def _variant(product: Held, variant: HeldVariant, store: StorePlace) -> Line:
    line = {
        "Option1 Value": "Default Title",
        **{f"Option{n} Value": value for n, value in enumerate(variant.option_values, start=1)},
        "Variant SKU": variant.sku,
        "Variant Grams": str(variant.weight_grams),
        "Variant Inventory Tracker": "shopify" if variant.tracks_stock else "",
        "Variant Inventory Policy": "continue" if variant.sells_without_stock else "deny",
        "Variant Fulfillment Service": "manual",
        "Variant Requires Shipping": _yes(product.requires_shipping),
        "Variant Taxable": _yes(product.tax_class != "zero"),
        "Variant Barcode": variant.barcode,
        "Variant Weight Unit": "kg",
    }
    level = variant.stock.get(store.first_location)
    if level is not None:
        line["Variant Inventory Qty"] = str(level["on_hand"] // 10**variant.stock_scale)
    price = variant.prices.get(store.slug)
    if price is not None:
        is_special = (
            price.special_minor is not None and price.special_until is None and price.special_from is None
        )
        now = price.special_minor if is_special and price.special_minor is not None else price.base_minor
        line["Variant Price"] = cells.amount_text(now, store.currency)
        line["Variant Compare At Price"] = (
            cells.amount_text(price.base_minor, store.currency) if is_special else ""
        )
    return line


def _yes(value: bool) -> str:
    return "true" if value else "false"
