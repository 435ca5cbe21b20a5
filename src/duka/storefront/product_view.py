"""A product as its page shows it: the chosen variant, what each choice leads to, and its linked data."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import msgspec

from duka.catalog.types import Product, Variant
from duka.kernel.money import round_half_up
from duka.kernel.quantity import QuantityRule
from duka.media.types import Image
from duka.storefront.figures import HUNDREDS, Figures

Say = Callable[[str], str]
FEW = 5


class Choice(msgspec.Struct, frozen=True):
    value: str
    label: str
    is_chosen: bool
    is_gone: bool
    image: Image | None


class ShownOption(msgspec.Struct, frozen=True):
    place: int
    label: str
    said: str
    choices: list[Choice]


class Shown(msgspec.Struct, frozen=True):
    """A variant's price in the shape of a card's."""

    price_minor: int
    price_max_minor: int
    was_minor: int | None
    pricing_mode: str
    unit: str


class Stock(msgspec.Struct, frozen=True):
    level: str
    text: str


def chosen_variant(product: Product, wanted: Mapping[str, str]) -> Variant:
    """The variant of `o0`, `o1`, …; where something is not said, the first that can be had."""
    asked = [(place, wanted[f"o{place}"]) for place in range(len(product.options)) if wanted.get(f"o{place}")]

    def fits(variant: Variant) -> tuple[int, bool]:
        return sum(variant.option_values[place] == value for place, value in asked), variant.is_available

    return max(product.variants, key=fits)


def shown(product: Product, variant: Variant) -> Shown:
    return Shown(
        variant.price_minor, variant.price_minor, variant.was_minor, product.pricing_mode, product.unit
    )


def options(product: Product, chosen: Variant) -> list[ShownOption]:
    pictures = {image.id: image for image in product.images}
    result = []
    for place, option in enumerate(product.options):
        looks = _looks(product, place, pictures)
        choices = []
        for value, label in zip(option.values, option.labels, strict=True):
            wanted = [*chosen.option_values[:place], value, *chosen.option_values[place + 1 :]]
            choices.append(
                Choice(
                    value,
                    label,
                    is_chosen=chosen.option_values[place] == value,
                    is_gone=not any(v.is_available for v in product.variants if v.option_values == wanted),
                    image=looks.get(value),
                )
            )
        said = next((c.label for c in choices if c.is_chosen), "")
        result.append(ShownOption(place, option.label, said, choices))
    return result


def _looks(product: Product, place: int, pictures: Mapping[str, Image]) -> dict[str, Image]:
    """A picture for every value of an option, when the values have different ones; else none."""
    found: dict[str, str] = {}
    for variant in product.variants:
        if variant.image_id is None:
            return {}
        known = found.setdefault(variant.option_values[place], variant.image_id)
        if known != variant.image_id:
            return {}
    if len(set(found.values())) < max(2, len(found)):
        return {}
    return {value: pictures[image] for value, image in found.items() if image in pictures}


def stock(product: Product, variant: Variant, figures: Figures, say: Say) -> Stock:
    if not variant.is_available:
        return Stock("out", say("Sold out at the moment"))
    if variant.available is not None and product.pricing_mode == "fixed" and variant.available <= FEW:
        return Stock("low", say("Only %(amount)s left") % {"amount": figures.number(variant.available)})
    if variant.locations and all(place.level != "in" for place in variant.locations):
        return Stock("low", say("Nearly sold out"))
    return Stock("in", say("In stock, ready to go"))


def choices(product: Product, figures: Figures, say: Say) -> dict[str, Any]:
    """What the script needs to follow a choice without asking the server, as small as it can be.

    `variants`: [id, places of its option values, price, price before or 0, stock text, picture or -1,
    levels].
    """
    texts: list[str] = []
    rows = []
    places = {image.id: number for number, image in enumerate(product.images)}
    positions = [{value: n for n, value in enumerate(option.values)} for option in product.options]
    for variant in product.variants:
        state = stock(product, variant, figures, say)
        text = state.level[0] + state.text
        if text not in texts:
            texts.append(text)
        rows.append(
            [
                variant.id,
                [positions[n][value] for n, value in enumerate(variant.option_values)],
                variant.price_minor,
                variant.was_minor or 0,
                texts.index(text),
                places.get(variant.image_id or "", -1),
                "".join(place.level[0] for place in variant.locations),
            ]
        )
    return {
        "variants": rows,
        "stock": texts,
        "labels": [option.labels for option in product.options],
        "levels": {"i": say("In stock"), "l": say("Few left"), "o": say("Sold out")},
        "add": say("Add to cart"),
        "out": say("Sold out"),
        "about": say("about %(price)s"),
        "sample": figures.money(1_234_567 * 10 ** _digits(figures)),
        "digits": _digits(figures),
        "weight": product.pricing_mode == "weight",
        "scale": product.scale,
        "unit": figures.per(0, product.unit)[1],
        "times": HUNDREDS.get(product.unit, 1),
    }


def _digits(figures: Figures) -> int:
    return len(figures.plain_money(0).partition(".")[2])


def rule(product: Product) -> QuantityRule:
    return QuantityRule(product.unit, product.scale, product.step, product.minimum, product.maximum)


def first_quantity(product: Product) -> int:
    """One piece; of what is weighed, about one piece where that is known, else the least."""
    return rule(product).nearest(product.average or product.minimum)


def estimate(product: Product, variant: Variant, quantity: int) -> int:
    return round_half_up(variant.price_minor * quantity, 10**product.scale)


def presets(
    product: Product, figures: Figures, ngettext: Callable[[str, str, int], str]
) -> list[tuple[str, str]]:
    """Handy amounts of something that is weighed: pieces where their weight is known, else rounds of the
    unit."""
    if product.pricing_mode != "weight":
        return []
    allowed = rule(product)
    result = []
    if product.average:
        for pieces in (1, 2, 4):
            amount = allowed.nearest(product.average * pieces)
            words = ngettext("about %(num)d piece", "about %(num)d pieces", pieces) % {"num": pieces}
            result.append((figures.number(amount, product.scale), words))
    else:
        whole = 10**product.scale
        for amount in dict.fromkeys(
            allowed.nearest(part) for part in (whole // 4, whole // 2, whole, whole * 2)
        ):
            result.append(
                (figures.number(amount, product.scale), figures.quantity(amount, product.unit, product.scale))
            )
    return result


def specifications(product: Product, figures: Figures, say: Say) -> list[tuple[str, str]]:
    rows = []
    for attribute in product.attributes:
        value = attribute.value
        if isinstance(value, bool):
            text = say("Yes") if value else say("No")
        elif isinstance(value, list):
            text = ", ".join(str(part) for part in value)
        elif isinstance(value, dict):
            text = " ".join(str(part) for part in value.values())
        else:
            text = str(value)
        unit = figures.unit(attribute.unit) or attribute.unit
        rows.append((attribute.name, f"{text}\u00a0{unit}" if unit else text))
    return rows


def linked_data(
    product: Product, address: str, images: list[str], store_name: str, figures: Figures
) -> dict[str, Any]:
    """schema.org Product with its offers, as search engines read it."""
    offers = [
        {
            "@type": "Offer",
            "sku": variant.sku,
            "price": figures.plain_money(variant.price_minor),
            "priceCurrency": product.currency,
            "availability": "https://schema.org/" + ("InStock" if variant.is_available else "OutOfStock"),
            "url": address,
            "seller": {"@type": "Organization", "name": store_name},
        }
        for variant in product.variants[:20]
    ]
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Product",
        "name": product.title,
        "url": address,
        "offers": offers[0]
        if len(offers) == 1
        else {
            "@type": "AggregateOffer",
            "lowPrice": figures.plain_money(product.price_minor),
            "highPrice": figures.plain_money(product.price_max_minor),
            "priceCurrency": product.currency,
            "offerCount": len(product.variants),
            "availability": "https://schema.org/" + ("InStock" if product.is_available else "OutOfStock"),
        },
    }
    if images:
        data["image"] = images[:4]
    if product.vendor:
        data["brand"] = {"@type": "Brand", "name": product.vendor}
    return data
