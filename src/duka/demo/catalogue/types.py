"""The shapes of a demo catalogue.

`LocalText` maps a locale to its text. Money is in minor units of the catalogue's currency (XOF has no
decimals: 12500 is 12 500 F CFA). Quantities are integers at the product's `scale`: 125 at scale 2 in KGM is
1.25 kg; pieces have scale 0.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from duka.demo.art.pen import PictureSpec

LocalText = dict[str, str]


class Measure(msgspec.Struct, frozen=True):
    """`value` / 10^`scale` in `unit`, a UN/CEFACT code (GRM, KGM, CMT, MLT, LTR, P1 = per cent)."""

    value: int
    scale: int
    unit: str


AttributeValue = bool | int | LocalText | Measure | tuple[str, ...]


class Attribute(msgspec.Struct, frozen=True):
    """A typed property. A `choice` value is a tuple of codes out of `choices` (several only where `many`)."""

    code: str
    kind: Literal["text", "number", "boolean", "choice", "measure"]
    label: LocalText
    unit: str = ""
    many: bool = False
    choices: dict[str, LocalText] = {}


class AttributeSet(msgspec.Struct, frozen=True):
    code: str
    name: LocalText
    attributes: tuple[str, ...]


class Category(msgspec.Struct, frozen=True):
    """A node of the tree; `path` joins the slugs from the root with slashes."""

    path: str
    name: LocalText
    description: LocalText
    picture: PictureSpec | None = None

    @property
    def slug(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def parent(self) -> str | None:
        """The parent's path, None at the root."""
        return self.path.rpartition("/")[0] or None


class OptionValue(msgspec.Struct, frozen=True):
    """`swatch` is #rrggbb for colours, else empty."""

    code: str
    name: LocalText
    swatch: str = ""


class Option(msgspec.Struct, frozen=True):
    code: str
    name: LocalText
    values: tuple[OptionValue, ...]


class Selling(msgspec.Struct, frozen=True):
    """How a product is sold. With `mode` weight, prices are per `unit`; `step` and `minimum` are at `scale`.

    `average_weight_grams` is what one piece weighs on average, where the goods come in pieces.
    """

    mode: Literal["fixed", "weight"] = "fixed"
    unit: str = "C62"
    scale: int = 0
    step: int = 1
    minimum: int = 1
    average_weight_grams: int | None = None


class Variant(msgspec.Struct, frozen=True):
    """`options` maps option code to value code; `stock` maps location code to a quantity at the product's
    scale.

    `weight_grams` is for one piece, or for one `unit` of what is sold by weight or volume.
    """

    sku: str
    options: dict[str, str]
    price_minor: int
    compare_at_minor: int | None
    weight_grams: int
    barcode: str
    stock: dict[str, int]
    picture: PictureSpec | None = None


class Product(msgspec.Struct, frozen=True):
    """`description` is HTML (p, ul, li). `pictures` come in gallery order: whole, close up, in a scene."""

    handle: str
    title: LocalText
    description: LocalText
    categories: tuple[str, ...]
    tags: tuple[str, ...]
    vendor: str
    tax_class: Literal["standard", "reduced", "zero"]
    selling: Selling
    options: tuple[Option, ...]
    variants: tuple[Variant, ...]
    attribute_set: str
    attributes: dict[str, AttributeValue]
    seo_title: LocalText
    seo_description: LocalText
    pictures: tuple[PictureSpec, ...]


class Location(msgspec.Struct, frozen=True):
    """A place that holds stock. `share` is its part of a product's stock, in per cent."""

    code: str
    name: str
    street: str
    postal_code: str
    city: str
    country: str
    latitude: float
    longitude: float
    pickup: bool
    share: int


class Theme(msgspec.Struct, frozen=True):
    """The store's look; colours are #rrggbb under accent, background, surface, text, muted."""

    preset: Literal["boutique", "market"]
    colours: dict[str, str]
    heading_font: str
    body_font: str
    radius_px: int
    tagline: LocalText
    banner_title: LocalText
    banner_text: LocalText
    banner_action: LocalText


class Store(msgspec.Struct, frozen=True):
    """`policies` holds HTML under shipping, returns, privacy and terms; `about` is HTML too."""

    code: str
    name: str
    legal_name: str
    currency: str
    locales: tuple[str, ...]
    country: str
    time_zone: str
    email: str
    phone: str
    about: LocalText
    policies: dict[str, LocalText]
    theme: Theme
    banner: PictureSpec
    logo: PictureSpec


class DemoCatalogue(msgspec.Struct, frozen=True):
    """A whole shop; the first of `store.locales` is its default."""

    store: Store
    locations: tuple[Location, ...]
    categories: tuple[Category, ...]
    attributes: tuple[Attribute, ...]
    attribute_sets: tuple[AttributeSet, ...]
    products: tuple[Product, ...]
