"""A cart as its shopper sees it, priced now."""

from uuid import UUID

import msgspec

from duka.customers.types import Address
from duka.media.types import Image


class TaxLine(msgspec.Struct, frozen=True):
    code: str
    name: str
    rate_ppm: int
    amount_minor: int


class CartLine(msgspec.Struct, frozen=True):
    """`problem` is empty, or unavailable, sold_out, not_enough (then `available` says how much there is),
    bad_quantity."""

    variant_id: str
    product_id: str
    slug: str
    title: str
    variant_title: str
    sku: str
    image: Image | None
    quantity: int
    unit: str
    scale: int
    step: int
    minimum: int
    maximum: int | None
    pricing_mode: str
    unit_price_minor: int
    was_minor: int | None
    subtotal_minor: int
    discount_minor: int
    tax_minor: int
    total_minor: int
    available: int | None
    problem: str


class ShippingOption(msgspec.Struct, frozen=True):
    """`kind` is flat, by_weight, by_total or pickup; `price_minor` as shown (with tax where prices include
    it)."""

    id: str
    code: str
    name: str
    description: str
    kind: str
    price_minor: int
    free_over_minor: int | None
    min_days: int | None
    max_days: int | None


class Cart(msgspec.Struct, frozen=True):
    """`is_estimated`: a line is sold by weight, so the total is upheld or lowered when it is packed.
    `shipping_minor` is None until a method is chosen; `total_minor` counts it as 0 then. `token` is given
    once, when the cart is made."""

    id: str
    status: str
    version: int
    currency: str
    prices_include_tax: bool
    is_estimated: bool
    lines: list[CartLine]
    count: int
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int | None
    tax_minor: int
    total_minor: int
    taxes: list[TaxLine]
    email: str
    phone: str
    shipping_address: Address | None
    billing_address: Address | None
    shipping_option: ShippingOption | None
    payment_method: str
    note: str
    expires_at: str
    token: str | None = None


class NewLine(msgspec.Struct, frozen=True):
    variant_id: UUID
    quantity: int


class LeftOut(msgspec.Struct, frozen=True):
    """What was wanted and could not be put into a cart. `reason`: unavailable, sold_out, or fewer; then `quantity` is in
    it."""

    variant_id: str
    reason: str
    quantity: int


class CartChange(msgspec.Struct, frozen=True, kw_only=True):
    """What a shopper fills in on the way; what is left out stays. None clears an address or the shipping
    rate."""

    email: str | msgspec.UnsetType = msgspec.UNSET
    phone: str | msgspec.UnsetType = msgspec.UNSET
    shipping_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    billing_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    shipping_rate_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    payment_method: str | msgspec.UnsetType = msgspec.UNSET
    note: str | msgspec.UnsetType = msgspec.UNSET
