"""A variant in the words that channels share (Google's attribute names), and what is wrong with it. Pure."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote, urlencode
from uuid import UUID

import msgspec

from duka.feeds import gtin, measures
from duka.feeds.channels import CHANNELS, Channel
from duka.feeds.goods import Goods, Product, Scope
from duka.kernel.money import exponent, round_half_up
from duka.kernel.text import fold, plain
from duka.media.types import Image

Value = str | list[str]
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
MOST_PICTURES = 10
SMALLEST = 250
ROLES = {
    "color": ("color", "colour", "couleur"),
    "size": ("size", "taille", "pointure"),
    "material": ("material", "matiere", "matériau"),
    "pattern": ("pattern", "motif"),
}
"""What options are, by the names that merchants give them."""
ATTRIBUTES = ("color", "size", "material", "pattern", "gender", "age_group", "mpn")
"""Attributes with these codes are told under them."""


class Described(msgspec.Struct, frozen=True):
    """`values` by Google's names; `problems` are codes of `channels`."""

    variant_id: UUID
    product_id: UUID
    item_id: str
    sku: str
    title: str
    values: dict[str, Value]
    problems: list[str]


def describe(product: Product, scope: Scope, channel: str, base_url: str, now: datetime) -> list[Described]:
    """The product's variants; those that are sold out only where the feed wants them."""
    is_group = len(product.variants) > 1
    return [
        _one(product, goods, scope, CHANNELS[channel], base_url, now, is_group=is_group)
        for goods in product.variants
        if goods.is_available or scope.choice.with_sold_out
    ]


def _one(
    product: Product,
    goods: Goods,
    scope: Scope,
    channel: Channel,
    base_url: str,
    now: datetime,
    *,
    is_group: bool,
) -> Described:
    problems: list[str] = []
    item_id = goods.sku if scope.choice.item_ids == "sku" else f"var_{goods.id.hex}"
    title = " ".join(f"{product.title} {' '.join(goods.labels)}".split())
    values: dict[str, Value] = {
        "id": item_id,
        "title": _cut(title, channel.longest_title, "title_too_long", problems),
        "description": plain(product.description, channel.longest_text),
        "link": _link(product, goods, scope),
        "availability": "in_stock" if goods.is_available else "out_of_stock",
        "condition": scope.choice.condition,
        **_pictures(product, goods, base_url),
        **_price(product, goods, scope, now),
        **_identifiers(product, goods, scope, channel, problems),
        **_categories(product, scope),
        **_details(product, goods),
    }
    if is_group:
        values["item_group_id"] = f"prod_{product.id.hex}"
    if goods.weight_grams:
        values["shipping_weight"] = f"{goods.weight_grams} g"
    if goods.free is not None:
        values["quantity"] = str(max(goods.free, 0))
    _judge(values, goods, product, channel, problems)
    return Described(goods.id, product.id, item_id, goods.sku, title, values, sorted(set(problems)))


def _judge(
    values: dict[str, Value], goods: Goods, product: Product, channel: Channel, problems: list[str]
) -> None:
    """What the channel asks for and the item has not."""
    if len(str(values["id"])) > channel.longest_id:
        problems.append("id_too_long")
    for name, problem in channel.needs.items():
        if not values.get(name):
            problems.append(problem)
    if channel.needs and goods.price_minor <= 0:
        problems.append("no_price")
    picture = goods.image or (product.images[0] if product.images else None)
    if channel.needs and picture is not None and min(picture.width, picture.height) < SMALLEST:
        problems.append("image_too_small")


def _cut(text: str, longest: int, problem: str, problems: list[str]) -> str:
    if len(text) <= longest:
        return text
    problems.append(problem)
    head = text[: longest - 1]
    return (head.rpartition(" ")[0] or head).rstrip(" ,;:.–-") + "…"


def _link(product: Product, goods: Goods, scope: Scope) -> str:
    asked = [] if scope.is_source else [("lang", scope.locale)]
    if scope.market:
        asked.append(("market", scope.market))
    asked += [(f"o{place}", value) for place, value in enumerate(goods.values) if len(product.variants) > 1]
    return f"{scope.address}/p/{quote(product.slug)}" + (f"?{urlencode(asked)}" if asked else "")


def _pictures(product: Product, goods: Goods, base_url: str) -> dict[str, Value]:
    first = goods.image or (product.images[0] if product.images else None)
    if first is None:
        return {}
    others = [image for image in product.images if image.url != first.url]
    found: dict[str, Value] = {"image_link": _picture(first, base_url)}
    if others:
        found["additional_image_link"] = [_picture(image, base_url) for image in others[:MOST_PICTURES]]
    return found


def _picture(image: Image, base_url: str) -> str:
    folder = image.url if "://" in image.url else base_url + image.url
    return f"{folder}/{image.widths[-1]}.webp" if image.widths else folder


def amount(minor: int, currency: str) -> str:
    """`10.00 USD`, `12500 XOF`."""
    digits = exponent(currency)
    return f"{Decimal(minor).scaleb(-digits):.{digits}f} {currency}"


def _price(product: Product, goods: Goods, scope: Scope, now: datetime) -> dict[str, Value]:
    """Of the least that can be bought: for goods by weight that is a part of a unit, or several."""

    def of(minor: int) -> str:
        return amount(round_half_up(minor * product.minimum, 10**product.scale), scope.currency)

    found: dict[str, Value] = {"price": of(max(goods.base_minor, goods.price_minor))}
    sale = _sale(goods, now)
    if sale is not None:
        minor, begins, ends = sale
        found["sale_price"] = of(minor)
        if ends is not None:
            found["sale_price_effective_date"] = f"{_instant(begins or LONG_AGO)}/{_instant(ends)}"
    measured = measures.measure(product.minimum, product.scale, product.unit)
    if measured is not None:
        found["unit_pricing_measure"], found["unit_pricing_base_measure"] = measured
    return found


def _sale(goods: Goods, now: datetime) -> tuple[int, datetime | None, datetime | None] | None:
    """What it costs less, from when and until when: now, or else the next time that is known to end. Without an end it is
    told once it has begun: channels know no reduction that only begins."""
    if goods.price_minor < goods.base_minor:
        for minor, begins, ends in goods.reductions:
            is_open = (begins is None or begins <= now) and (ends is None or ends > now)
            if is_open and minor == goods.price_minor:
                return minor, begins, ends
        return goods.price_minor, None, None
    coming = [
        (begins, minor, ends)
        for minor, begins, ends in goods.reductions
        if goods.is_own_price
        and begins is not None
        and begins > now
        and ends is not None
        and minor < goods.base_minor
    ]
    if not coming:
        return None
    begins, minor, ends = min(coming)
    return minor, begins, ends


def _instant(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y-%m-%dT%H:%M}+0000"


def _identifiers(
    product: Product, goods: Goods, scope: Scope, channel: Channel, problems: list[str]
) -> dict[str, Value]:
    found: dict[str, Value] = {}
    brand = product.vendor or scope.choice.brand
    if brand:
        found["brand"] = brand[:70]
    if goods.barcode:
        wrong = gtin.problem(goods.barcode)
        if wrong and channel.needs:
            problems.append(wrong)
        elif not wrong:
            found["gtin"] = gtin.normal(goods.barcode)
    mpn = _text(product.attributes.get("mpn"))
    if mpn:
        found["mpn"] = mpn[:70]
    if "gtin" not in found and not ("brand" in found and "mpn" in found):
        found["identifier_exists"] = "no"
    return found


def _categories(product: Product, scope: Scope) -> dict[str, Value]:
    """The deepest path; Google's name of the first category that has one."""
    known = [scope.categories[id] for id in product.categories if id in scope.categories]
    if not known:
        return {}
    found: dict[str, Value] = {"product_type": " > ".join(max(known, key=lambda c: len(c.path)).path)[:750]}
    google = next((category.google for category in known if category.google), "")
    if google:
        found["google_product_category"] = google
    return found


def _details(product: Product, goods: Goods) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for code in ATTRIBUTES:
        text = _text(product.attributes.get(code))
        if text and code != "mpn":
            found[code] = text[:100]
    for (name, _), label in zip(product.options, goods.labels, strict=False):
        role = next((role for role, names in ROLES.items() if fold(name) in names), "")
        if role:
            found[role] = label[:100]
    return found


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
