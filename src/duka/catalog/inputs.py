"""What staff send to make and change goods: the arguments of the verbs and the bodies of the admin API.

Ids in them are public ids (`cat_…`, `store_…`, `med_…`, `img_…`, `var_…`), so that a body is the same
wherever it comes from. Quantities (step, minimum, maximum, average) are integers at `scale`. A change holds
only what is to change; what is left out stays.
"""

from typing import Annotated, Any, Literal

import msgspec
from msgspec import UNSET, UnsetType


class ProductTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a product says in another language; empty texts fall back (`kernel.languages`). `slug` is its address in that
    language; `attributes`: code → text, of attributes that are texts."""

    title: str = ""
    description: str = ""
    seo_title: str = ""
    seo_description: str = ""
    slug: str = ""
    attributes: dict[str, str] = {}


class OptionTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`values` maps a stored value to what it is called in this language."""

    name: str = ""
    values: dict[str, str] = {}


class OptionInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    values: list[str]
    translations: dict[str, OptionTexts] = {}


class NewVariant(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An empty `sku` is made from the slug and the values. `stock_sku` draws on another variant's stock: one
    unit of this variant takes `stock_per_unit` of it."""

    sku: str = ""
    barcode: str = ""
    option_values: list[str] = []
    weight_grams: int = 0
    stock_sku: str = ""
    stock_per_unit: int = 1
    tracks_stock: bool = True
    sells_without_stock: bool = False
    is_active: bool = True


class NewProduct(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without `variants` every combination of the options becomes one; without options there is one variant,
    with `sku`.

    An empty `slug` is made from the title and numbered when it is taken; a given one is refused then.
    `source` remembers where an import found the product.
    """

    title: str
    slug: str = ""
    description: str = ""
    status: Literal["draft", "active", "archived"] = "draft"
    vendor: str = ""
    kind: str = ""
    tags: list[str] = []
    tax_class: str = "standard"
    pricing_mode: Literal["fixed", "weight"] = "fixed"
    unit: str = ""
    scale: int = 0
    step: int = 1
    minimum: int = 1
    maximum: int | None = None
    average: int | None = None
    requires_shipping: bool = True
    attribute_set: str = ""
    attributes: dict[str, Any] = {}
    options: list[OptionInput] = []
    variants: list[NewVariant] = []
    sku: str = ""
    weight_grams: int = 0
    seo_title: str = ""
    seo_description: str = ""
    translations: dict[str, ProductTexts] = {}
    categories: list[str] = []
    stores: list[str] = []
    source: dict[str, Any] = {}


class ProductChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Options, variants, images, categories, stores and status have verbs of their own."""

    title: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    vendor: str | UnsetType = UNSET
    kind: str | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    tax_class: str | UnsetType = UNSET
    pricing_mode: Literal["fixed", "weight"] | UnsetType = UNSET
    unit: str | UnsetType = UNSET
    scale: int | UnsetType = UNSET
    step: int | UnsetType = UNSET
    minimum: int | UnsetType = UNSET
    maximum: int | UnsetType | None = UNSET
    average: int | UnsetType | None = UNSET
    requires_shipping: bool | UnsetType = UNSET
    attribute_set: str | UnsetType = UNSET
    attributes: dict[str, Any] | UnsetType = UNSET
    seo_title: str | UnsetType = UNSET
    seo_description: str | UnsetType = UNSET
    translations: dict[str, ProductTexts] | UnsetType = UNSET
    source: dict[str, Any] | UnsetType = UNSET


class VariantChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`stock_sku` moves the variant to another stock; its own SKU gives it one of its own again."""

    sku: str | UnsetType = UNSET
    barcode: str | UnsetType = UNSET
    position: int | UnsetType = UNSET
    weight_grams: int | UnsetType = UNSET
    stock_sku: str | UnsetType = UNSET
    stock_per_unit: int | UnsetType = UNSET
    tracks_stock: bool | UnsetType = UNSET
    sells_without_stock: bool | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class ImageInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture of a product: uploaded (`media_id`) or known by its address only (`source_url`). `id` keeps
    an existing one. `variants` show it as theirs."""

    id: str = ""
    media_id: str = ""
    source_url: str = ""
    alt: str = ""
    variants: list[str] = []


Few = Annotated[list[Annotated[str, msgspec.Meta(max_length=80)]], msgspec.Meta(max_length=50)]


class PriceShift(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The base prices of all variants in one store move by `percent_hundredths` (-1050 is 10.5 % less) and then by
    `amount_minor`, and are rounded to a multiple of `round_to_minor`. Special prices stay."""

    store_id: Annotated[str, msgspec.Meta(max_length=80)]
    percent_hundredths: Annotated[int, msgspec.Meta(ge=-9_999, le=100_000)] = 0
    amount_minor: Annotated[int, msgspec.Meta(ge=-(10**12), le=10**12)] = 0
    round_to_minor: Annotated[int, msgspec.Meta(ge=1, le=1_000_000)] = 1


class BulkChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One change of many products; what is left out stays. Attributes are merged into those that are there, null takes one
    away. Stores and categories are ids."""

    status: Literal["draft", "active", "archived"] | None = None
    add_categories: Few = []
    remove_categories: Few = []
    add_stores: Few = []
    remove_stores: Few = []
    add_tags: Few = []
    remove_tags: Few = []
    tax_class: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    vendor: Annotated[str, msgspec.Meta(max_length=120)] | None = None
    attribute_set: Annotated[str, msgspec.Meta(max_length=60)] | None = None
    attributes: Annotated[dict[str, Any], msgspec.Meta(max_length=50)] = {}
    price: PriceShift | None = None


class StoreAssignment(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    store_id: str
    is_visible: bool = True


class CategoryTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`slug` is its address in that language."""

    name: str = ""
    description: str = ""
    seo_title: str = ""
    seo_description: str = ""
    slug: str = ""


class NewCategory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Without `position` it becomes the last of its siblings."""

    name: str
    slug: str = ""
    parent_id: str = ""
    description: str = ""
    seo_title: str = ""
    seo_description: str = ""
    translations: dict[str, CategoryTexts] = {}
    position: int | None = None
    is_visible: bool = True
    image_id: str = ""


class CategoryChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str | UnsetType = UNSET
    slug: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    seo_title: str | UnsetType = UNSET
    seo_description: str | UnsetType = UNSET
    translations: dict[str, CategoryTexts] | UnsetType = UNSET
    is_visible: bool | UnsetType = UNSET
    image_id: str | UnsetType = UNSET


class AttributeTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`choices` maps a stored choice to what it is called in this language."""

    name: str = ""
    choices: dict[str, str] = {}


class NewAttribute(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Shoppers see a public one on the page of a product."""

    code: str
    name: str
    kind: Literal["text", "number", "boolean", "choice", "measure"]
    choices: list[str] = []
    unit: str = ""
    is_filter: bool = False
    is_public: bool = True
    translations: dict[str, AttributeTexts] = {}


class AttributeChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Code and kind never change. Choices may be added; one that products hold cannot go."""

    name: str | UnsetType = UNSET
    choices: list[str] | UnsetType = UNSET
    is_filter: bool | UnsetType = UNSET
    is_public: bool | UnsetType = UNSET
    translations: dict[str, AttributeTexts] | UnsetType = UNSET


class SetMember(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    attribute: str
    is_required: bool = False


class NewAttributeSet(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`members` name attributes by code, in the order a form shows them."""

    code: str
    name: str
    members: list[SetMember] = []
