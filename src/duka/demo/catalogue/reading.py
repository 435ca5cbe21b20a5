"""Reads a shop's TOML folder into a `DemoCatalogue`.

The files hold what a person writes; everything that follows from it is derived here, always the same way:
variants from options, SKUs from handles, barcodes and stock from SKUs, the gallery from one picture.

A folder has `shop.toml` (store, locations, attributes, options), `categories.toml`, and `products_*.toml`,
whose `[defaults]` fill what its products leave out.
"""

from __future__ import annotations

import hashlib
import itertools
import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from duka.demo.art.colour import PALETTE
from duka.demo.art.pen import PictureSpec, Shop, View
from duka.demo.catalogue.types import (
    Attribute,
    AttributeSet,
    AttributeValue,
    Category,
    DemoCatalogue,
    LocalText,
    Location,
    Measure,
    Option,
    OptionValue,
    Product,
    Selling,
    Store,
    Variant,
)

Table = dict[str, Any]
WEIGHED = {
    "KGM": Selling("weight", "KGM", 2, 5, 10),
    "GRM": Selling("weight", "GRM", 0, 50, 100),
    "LTR": Selling("weight", "LTR", 2, 25, 50),
}


def read(folder: Path, kind: Shop) -> DemoCatalogue:
    shop = tomllib.loads((folder / "shop.toml").read_text("utf-8"))
    tree = tomllib.loads((folder / "categories.toml").read_text("utf-8"))
    attributes = msgspec.convert(shop["attribute"], tuple[Attribute, ...])
    locations = msgspec.convert(shop["location"], tuple[Location, ...])
    products = []
    for file in sorted(folder.glob("products_*.toml")):
        page = tomllib.loads(file.read_text("utf-8"))
        products += [
            _product(kind, {**page["defaults"], **row}, shop, attributes, locations)
            for row in page["product"]
        ]
    return DemoCatalogue(
        store=msgspec.convert(
            {
                **shop["store"],
                "theme": shop["theme"],
                "policies": shop["policies"],
                "banner": PictureSpec(kind, "banner", "banner"),
                "logo": PictureSpec(kind, "logo", "logo"),
            },
            Store,
        ),
        locations=locations,
        categories=tuple(_category(kind, row) for row in tree["category"]),
        attributes=attributes,
        attribute_sets=msgspec.convert(shop["attribute_set"], tuple[AttributeSet, ...]),
        products=tuple(products),
    )


def _category(kind: Shop, row: Table) -> Category:
    picture = _picture(kind, row["picture"], view="category") if "picture" in row else None
    return Category(row["path"], row["name"], row["description"], picture)


def _picture(kind: Shop, written: str, *, view: View = "whole", main: str = "", seed: int = 1) -> PictureSpec:
    """From "subject/form colour colour colour *print"; `main` takes the place of the first colour."""
    words = written.split()
    subject, _, form = words[0].partition("/")
    pattern = next((word[1:] for word in words if word.startswith("*")), "")
    colours = [word for word in words[1:] if not word.startswith("*")]
    if main:
        colours = [main, *("ivory" if colour == main else colour for colour in colours[1:])]
    return PictureSpec(kind, subject, view, tuple(colours), pattern, form, seed)


def _number(text: str) -> int:
    """A repeatable large number that belongs to the text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _barcode(sku: str) -> str:
    """An EAN-13 in the range that GS1 keeps for use inside a shop (prefix 200)."""
    digits = f"200{_number('barcode/' + sku) % 10**9:09d}"
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits))
    return digits + str(-total % 10)


def _stock(sku: str, usual: int, locations: tuple[Location, ...], step: int) -> dict[str, int]:
    """A spread of about `usual` over the locations; one variant in nine has run out, one in nine is nearly
    out.
    """
    luck = _number("stock/" + sku)
    if luck % 9 == 0:
        return {location.code: 0 for location in locations}
    total = 2 * step * len(locations) if luck % 9 == 1 else usual * (60 + luck // 9 % 80) // 100
    return {place.code: total * place.share // 100 // step * step for place in locations}


def _option(written: str, words: Table) -> Option:
    """From "code:value,value"."""
    code, _, values = written.partition(":")
    names = words["value"]

    def name(value: str) -> LocalText:
        return dict(names[value]) if value in names else {"fr": value, "en": value}

    return Option(
        code,
        words["name"][code],
        tuple(
            OptionValue(value, name(value), PALETTE[value] if code == "color" else "")
            for value in values.split(",")
        ),
    )


def _value(attribute: Attribute, written: object) -> AttributeValue:
    """The typed value; a measure is written [value, scale], a choice as a code or a list of codes."""
    if attribute.kind == "measure":
        value, scale = msgspec.convert(written, tuple[int, int])
        return Measure(value, scale, attribute.unit)
    if attribute.kind == "choice":
        codes = (written,) if isinstance(written, str) else tuple(msgspec.convert(written, list[str]))
        unknown = set(codes) - set(attribute.choices)
        if unknown:
            raise ValueError(f"{attribute.code} has no choice {', '.join(sorted(unknown))}")
        return codes
    if attribute.kind == "text":
        return msgspec.convert(written, LocalText)
    return msgspec.convert(written, bool if attribute.kind == "boolean" else int)


def _detail(attribute: Attribute, value: AttributeValue, locale: str) -> str:
    """One line of the description's list, or nothing for what reads badly there."""
    colon = " : " if locale == "fr" else ": "
    if isinstance(value, tuple):
        text = ", ".join(attribute.choices[code][locale] for code in value)
    elif isinstance(value, dict):
        text = value[locale]
    else:
        return ""
    return f"<li>{attribute.label[locale]}{colon}{text}</li>"


def _gallery(kind: Shop, row: Table, colour: str) -> tuple[PictureSpec, ...]:
    seed = 1 + _number(row["handle"]) % 40
    views: tuple[View, ...] = ("whole", "detail", "scene")
    return tuple(_picture(kind, row["picture"], view=view, main=colour, seed=seed) for view in views)


def _product(
    kind: Shop, row: Table, shop: Table, attributes: tuple[Attribute, ...], locations: tuple[Location, ...]
) -> Product:
    selling = WEIGHED[row["weighed"]] if row.get("weighed") else Selling()
    changes = {key: row[key] for key in ("step", "minimum", "average_weight_grams") if key in row}
    selling = msgspec.structs.replace(selling, **changes)
    options = tuple(_option(written, shop["options"]) for written in row.get("options", ()))
    known = {attribute.code: attribute for attribute in attributes}
    written_values: Table = {**row.get("traits", {}), **row.get("attributes", {})}
    values = {code: _value(known[code], value) for code, value in written_values.items()}
    colours = next((option.values for option in options if option.code == "color"), ())
    pictures = _gallery(kind, row, colours[0].code if colours else "")
    locales = shop["store"]["locales"]
    details = {
        locale: "".join(_detail(known[code], value, locale) for code, value in values.items())
        for locale in locales
    }
    tax_class: Literal["standard", "reduced", "zero"] = row["tax_class"]
    return Product(
        handle=row["handle"],
        title=row["title"],
        description={
            locale: f"<p>{row['text'][locale]}</p>"
            + (f"<ul>{details[locale]}</ul>" if details[locale] else "")
            for locale in locales
        },
        categories=tuple(row["categories"]),
        tags=tuple(row.get("tags", ())),
        vendor=row["vendor"],
        tax_class=tax_class,
        selling=selling,
        options=options,
        variants=tuple(_variants(kind, row, options, selling, locations, pictures[0])),
        attribute_set=row["set"],
        attributes=values,
        seo_title={locale: f"{row['title'][locale]} | {shop['store']['name']}" for locale in locales},
        seo_description={locale: _summary(row["text"][locale]) for locale in locales},
        pictures=pictures,
    )


def _summary(text: str) -> str:
    """As many opening sentences as fit in 155 characters; one that is too long is cut between words."""
    if len(text) <= 155:
        return text
    end = text.rfind(". ", 0, 155)
    return text[: end + 1] if end > 0 else text[:154].rpartition(" ")[0] + "…"


def _variants(
    kind: Shop,
    row: Table,
    options: tuple[Option, ...],
    selling: Selling,
    locations: tuple[Location, ...],
    whole: PictureSpec,
) -> list[Variant]:
    variants = []
    usual = row["stock"] * 10**selling.scale
    for values in itertools.product(*(option.values for option in options)):
        chosen = {option.code: value.code for option, value in zip(options, values, strict=True)}
        sku = "-".join([row["handle"], *chosen.values()]).upper().replace(" ", "").replace(".", "")
        extra = sum(row.get("extra", {}).get(code, 0) for code in chosen.values())
        picture = None
        if "color" in chosen:
            picture = _picture(kind, row["picture"], main=chosen["color"], seed=whole.seed)
        variants.append(
            Variant(
                sku=sku,
                options=chosen,
                price_minor=row["price"] + extra,
                compare_at_minor=row["was"] + extra if "was" in row else None,
                weight_grams=next(
                    (row["grams"][code] for code in chosen.values() if code in row.get("grams", {})),
                    row["weight"],
                ),
                barcode=_barcode(sku),
                picture=picture,
                stock=_stock(sku, usual, locations, selling.step),
            )
        )
    return variants
