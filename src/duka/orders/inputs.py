"""What an order is made from."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.carts.types import ShippingOption, TaxLine
from duka.customers.types import Address
from duka.media.types import Image
from duka.tax.types import OrderTax


class NewOrderLine(msgspec.Struct, frozen=True):
    """`promotion_minor`: how much of `discount_minor` promotions took off. `stock_per_unit`: what one
    step of it takes from its stock item; nothing where stock is not counted."""

    id: UUID
    position: int
    product_id: str
    variant_id: str
    stock_item_id: str
    sku: str
    title: str
    variant_title: str
    slug: str
    image: Image | None
    quantity: int
    unit: str
    scale: int
    pricing_mode: str
    unit_price_minor: int
    subtotal_minor: int
    discount_minor: int
    net_minor: int
    tax_minor: int
    total_minor: int
    tax_class: str
    taxes: list[TaxLine]
    weight_grams: int
    stock_per_unit: int
    promotion_minor: int = 0


class NewDiscount(msgspec.Struct, frozen=True):
    """What a promotion took off a line, or (`line_id` None) off the carriage. `title` as the buyer reads it."""

    position: int
    line_id: UUID | None
    promotion_id: UUID
    code: str
    title: str
    amount_minor: int


class NewOrder(msgspec.Struct, frozen=True):
    """`placed_at` None: it waits for its payment. Without `customer_id` the e-mail's customer is taken, or
    made as one that nobody has claimed yet. `promotions`: those that applied, as JSON of `promotions.sold.Sold`."""

    id: UUID
    store_id: UUID
    cart_id: UUID
    cart_version: int
    customer_id: UUID | None
    payment_status: str
    placed_at: datetime | None
    currency: str
    locale: str
    prices_include_tax: bool
    is_estimated: bool
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    email: str
    phone: str
    shipping_address: Address
    billing_address: Address
    shipping_method: ShippingOption
    payment_method: str
    note: str
    tracking_hash: bytes
    lines: list[NewOrderLine]
    taxes: list[TaxLine]
    sales_channel: str = "storefront"
    market: str = ""
    variants: list[UUID] = []
    discounts: list[NewDiscount] = []
    promotions: bytes | None = None
    tax: OrderTax = OrderTax()


class PastLine(msgspec.Struct, frozen=True):
    """`quantity` is an integer at the product's scale; an empty `title` is the product's of today."""

    sku: str
    quantity: int
    unit_price_minor: int
    title: str = ""


class PastOrder(msgspec.Struct, frozen=True):
    """An order that another system sold, over and done with. Amounts are in the store's currency."""

    store_id: UUID
    number: str
    placed_at: datetime
    email: str
    name: str
    phone: str
    address: dict[str, str]
    status: str
    payment_status: str
    fulfillment_status: str
    payment_method: str
    shipping_minor: int
    discount_minor: int
    tax_minor: int
    note: str
    lines: list[PastLine]
