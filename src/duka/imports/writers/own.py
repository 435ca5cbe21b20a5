"""Duka's own CSV: everything that a product is, so that importing it again changes nothing."""

from itertools import zip_longest

from duka.imports import cells, columns, comparing, queries
from duka.imports.types import Held, HeldImage, HeldVariant, Places
from duka.imports.writers import pictures
from duka.kernel.context import Context

Line = dict[str, str]


def header(ctx: Context, places: Places, stores: list[str]) -> list[str]:
    return columns.header(queries.locales(ctx), stores, list(places.locations), list(places.attributes))


def rows(product: Held, places: Places, base_url: str) -> list[Line]:
    """As many as it has variants or pictures; the first carries what is said of the product."""
    addresses = pictures.by_id(product, base_url)
    found: list[Line] = []
    for variant, image in zip_longest(product.variants, product.images):
        line: Line = {"slug": product.slug}
        if not found:
            line |= _product(product)
        if variant is not None:
            line |= _variant(variant, places, str(addresses.get(variant.image_id, "")))
        if image is not None:
            line |= _image(image, addresses[image.id])
        found.append(line)
    return found or [{"slug": product.slug, **_product(product)}]


def _product(product: Held) -> Line:
    line = {
        name: getattr(product, name)
        for name in (
            "title", "description", "status", "vendor", "kind", "tax_class", "pricing_mode", "unit",
            "attribute_set", "seo_title", "seo_description",
        )
    }  # fmt: skip
    line["tags"] = cells.words_text(product.tags)
    line["categories"] = cells.words_text(product.categories)
    line["requires_shipping"] = _yes(product.requires_shipping)
    line["scale"] = str(product.scale)
    for name in ("step", "minimum", "maximum", "average"):
        count = getattr(product, name)
        line[name] = "" if count is None else cells.quantity_text(count, product.scale)
    for code, value in product.attributes.items():
        line[f"{columns.ATTRIBUTE}:{code}"] = comparing.attribute_text(value)
    for locale, texts in product.translations.items():
        line |= {
            f"{name}:{locale}": text for name, text in texts.items() if name not in ("slug", "attributes")
        }
    for store, is_visible in product.stores.items():
        line[f"visible:{store}"] = _yes(is_visible)
    for n, option in enumerate(product.options, start=1):
        line[f"option{n}_name"] = option["name"]
        line[f"option{n}_values"] = cells.words_text(option["values"])
        for locale, texts in option["translations"].items():
            line[f"option{n}_name:{locale}"] = texts["name"]
            labels = [texts["values"].get(value, "") for value in option["values"]]
            line[f"option{n}_labels:{locale}"] = cells.words_text(labels) if any(labels) else ""
    return line


def _variant(variant: HeldVariant, places: Places, image: str) -> Line:
    line = {f"option{n}": value for n, value in enumerate(variant.option_values, start=1)}
    line |= {
        "sku": variant.sku,
        "barcode": variant.barcode,
        "weight_grams": str(variant.weight_grams),
        "stock_sku": variant.stock_sku if variant.stock_sku != variant.sku else "",
        "stock_per_unit": str(variant.stock_per_unit),
        "tracks_stock": _yes(variant.tracks_stock),
        "sells_without_stock": _yes(variant.sells_without_stock),
        "active": _yes(variant.is_active),
        "variant_image": image,
    }
    for store, price in variant.prices.items():
        currency = places.stores[store].currency
        line[f"price:{store}"] = cells.amount_text(price.base_minor, currency)
        if price.special_minor is not None:
            line[f"special_price:{store}"] = cells.amount_text(price.special_minor, currency)
        for name, instant in (("special_from", price.special_from), ("special_until", price.special_until)):
            line[f"{name}:{store}"] = "" if instant is None else instant.isoformat()
    if variant.stock_sku == variant.sku:
        for code, level in variant.stock.items():
            line[f"stock:{code}"] = cells.quantity_text(level["on_hand"], variant.stock_scale)
            for name in ("safety", "low_at"):
                line[f"{name}:{code}"] = (
                    cells.quantity_text(level[name], variant.stock_scale) if level[name] else ""
                )
    return line


def _image(image: HeldImage, address: str) -> Line:
    return {"image": address, "image_alt": image.alt, "image_checksum": image.checksum}


def _yes(value: bool) -> str:
    return "true" if value else "false"
