"""A cart as its shopper sees it, priced now."""

from uuid import UUID

import msgspec

from duka.customers.types import Address
from duka.media.types import Image
from duka.tax.types import OrderTax


class TaxLine(msgspec.Struct, frozen=True):
    code: str
    name: str
    rate_ppm: int
    amount_minor: int


class CartDiscount(msgspec.Struct, frozen=True):
    """What a promotion takes off; `code` is the one that opened it, `title` in the buyer's language."""

    title: str
    code: str
    amount_minor: int


class CartCode(msgspec.Struct, frozen=True):
    """A code that was typed. `state`: applied, waiting (something in the cart would make it apply), over (nothing would). `why`
    is a sentence in the buyer's language."""

    code: str
    title: str
    state: str
    why: str


class GiftOnOffer(msgspec.Struct, frozen=True):
    """So many pieces of one of these variants can be added for nothing."""

    title: str
    variant_ids: list[str]
    pieces: int


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
    discounts: list[CartDiscount] = []


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
    `takes_codes`: the shop has promotions that a code opens. `discounts` are those of promotions, `shipping_minor` is after them.
    `vat_state` is what is known of the buyer's `vat_number`: unchecked, valid, invalid, or empty without one;
    `asks_vat_number`: the store would like to know it. `tax`: where the taxes come from, and why none are charged, if none are.
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
    shipping_discount_minor: int = 0
    discounts: list[CartDiscount] = []
    codes: list[CartCode] = []
    gifts: list[GiftOnOffer] = []
    takes_codes: bool = False
    market: str = ""
    vat_number: str = ""
    vat_state: str = ""
    asks_vat_number: bool = False
    tax: OrderTax = OrderTax()


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
    rate. `market` is a market's handle, empty for the store's own prices: everything is priced anew in its currency."""

    email: str | msgspec.UnsetType = msgspec.UNSET
    phone: str | msgspec.UnsetType = msgspec.UNSET
    shipping_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    billing_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    shipping_rate_id: UUID | msgspec.UnsetType | None = msgspec.UNSET
    payment_method: str | msgspec.UnsetType = msgspec.UNSET
    note: str | msgspec.UnsetType = msgspec.UNSET
    market: str | msgspec.UnsetType = msgspec.UNSET
    vat_number: str | msgspec.UnsetType = msgspec.UNSET
