"""An order as everybody holds it: API, page, webhook, mail and print."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.carts.types import ShippingOption, TaxLine
from duka.customers.types import Address
from duka.media.types import Image
from duka.orders.fulfillment.types import BuyerFulfillment
from duka.tax.types import OrderTax


class OrderDiscount(msgspec.Struct, frozen=True):
    """What a promotion took off; `code` is the one that opened it, `title` as the buyer read it."""

    title: str
    code: str
    amount_minor: int


class OrderLine(msgspec.Struct, frozen=True):
    """Of `quantity`, `prepared` are packed, `shipped` of these left or were handed over, `delivered` of these arrived, and
    `returned` came back."""

    id: str
    product_id: str
    variant_id: str
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
    taxes: list[TaxLine]
    prepared: int = 0
    shipped: int = 0
    delivered: int = 0
    returned: int = 0
    discounts: list[OrderDiscount] = []


class OrderPayment(msgspec.Struct, frozen=True):
    """`action_url` is where the buyer goes on while `status` is requires_action."""

    id: str
    provider: str
    attempt: int
    status: str
    amount_minor: int
    captured_minor: int
    refunded_minor: int
    action_url: str
    reason: str
    created_at: str


class Allocation(msgspec.Struct, frozen=True):
    """From which location goods come: stock status is held, committed, consumed or released; of `quantity`, `consumed` has left
    the shelf."""

    location_id: str
    location: str
    sku: str
    quantity: int
    consumed: int
    status: str


class TimelineEntry(msgspec.Struct, frozen=True):
    """`before` and `after` hold what a change changed."""

    at: str
    type: str
    actor: str
    details: dict[str, object] = {}
    actor_name: str = ""
    before: dict[str, object] | None = None
    after: dict[str, object] | None = None


class Order(msgspec.Struct, frozen=True):
    """`discounts` are those of promotions, of lines and carriage.

    `is_prepared`: nothing of it waits on a shelf any more. `tenant_status` and `ecommerce_status` are derived displays
    (decision C2) of the three axes. `tax` says where its taxes came from, and why none were charged, if none were. `timeline`
    and `allocations` are there for staff only."""

    id: str
    number: str
    store_id: str
    type: str
    sales_channel: str
    status: str
    payment_status: str
    fulfillment_status: str
    tenant_status: str
    ecommerce_status: str
    currency: str
    locale: str
    prices_include_tax: bool
    is_estimated: bool
    lines: list[OrderLine]
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    taxes: list[TaxLine]
    email: str
    phone: str
    customer_id: str | None
    shipping_address: Address
    billing_address: Address
    shipping_method: ShippingOption
    payment_method: str
    payments: list[OrderPayment]
    note: str
    cancel_reason: str
    placed_at: str | None
    cancelled_at: str | None
    created_at: str
    version: int
    is_prepared: bool
    fulfillments: tuple[BuyerFulfillment, ...] = ()
    allocations: list[Allocation] | None = None
    timeline: list[TimelineEntry] | None = None
    tracking_token: str | None = None
    market: str = ""
    tax: OrderTax = OrderTax()
    discounts: list[OrderDiscount] = []


class OrderSummary(msgspec.Struct, frozen=True):
    """An order in a list."""

    id: str
    number: str
    store_id: str
    status: str
    payment_status: str
    fulfillment_status: str
    tenant_status: str
    ecommerce_status: str
    currency: str
    total_minor: int
    count: int
    email: str
    name: str
    payment_method: str
    created_at: str
    placed_at: str | None


class OrderFilter(msgspec.Struct, frozen=True):
    """`text` finds a number or the start of an e-mail address. Orders that still wait for their first payment
    are left out unless `with_unplaced`."""

    store_id: UUID | None = None
    status: str = ""
    payment_status: str = ""
    fulfillment_status: str = ""
    text: str = ""
    created_from: datetime | None = None
    created_until: datetime | None = None
    with_unplaced: bool = False


class OrderState(msgspec.Struct, frozen=True):
    """What the steps of an order look at, read while its row is held. `has_packed`: a fulfillment of it waits to leave;
    `has_sent`: one is on its way; `is_held`: it waits for somebody to look at it."""

    id: UUID
    number: str
    store_id: UUID
    cart_id: UUID | None
    cart_version: int | None
    status: str
    payment_status: str
    fulfillment_status: str
    payment_method: str
    placed_at: datetime | None
    created_at: datetime
    currency: str
    total_minor: int
    email: str
    locale: str
    version: int
    is_prepared: bool = False
    has_packed: bool = False
    has_sent: bool = False
    is_held: bool = False

    @property
    def is_placed(self) -> bool:
        return self.placed_at is not None


class Destination(msgspec.Struct, frozen=True):
    """Where an order goes and what is carried there; `goods_minor` is their price as shown, after discounts."""

    shipping_address: Address
    billing_address: Address
    shipping_method: ShippingOption
    goods_minor: int
    tax_classes: list[str]
    weight_grams: int
    tax: OrderTax = OrderTax()
