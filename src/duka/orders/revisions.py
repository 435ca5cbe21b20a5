"""An order's goods, prices and carriage, as they can be revised after it was placed."""

from typing import Literal

import msgspec

from duka.carts.types import ShippingOption, TaxLine
from duka.customers.types import Address
from duka.orders.inputs import NewDiscount, NewOrderLine
from duka.promotions.sold import Sold
from duka.tax.types import OrderTax


class Discount(msgspec.Struct, frozen=True):
    """What is off, and why: `value` is minor units of an amount, parts per million of a percentage (100000 is 10 %)."""

    kind: Literal["amount", "percent"]
    value: int
    reason: str = ""


class RevisedLine(NewOrderLine, frozen=True, kw_only=True):
    """`discount` None: what is off, if anything, was agreed when it was sold. `shared_discount_minor`: how much of
    `discount_minor` is its share of the order's. `price_reason`: why staff gave its price, if they did."""

    discount: Discount | None = None
    shared_discount_minor: int = 0
    price_reason: str = ""


class Contents(msgspec.Struct, frozen=True):
    """All that an edit may change of an order. `promotions` are those of its sale, `discounts` what they take off.
    `taxes` are of the whole order, carriage included."""

    currency: str
    locale: str
    prices_include_tax: bool
    is_estimated: bool
    sales_channel: str
    lines: list[RevisedLine]
    discount: Discount | None
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    taxes: list[TaxLine]
    shipping_method: ShippingOption
    shipping_address: Address
    billing_address: Address
    note: str
    edits: int
    tax: OrderTax = OrderTax()
    discounts: list[NewDiscount] = []
    promotions: Sold | None = None

    @property
    def goods_net_minor(self) -> int:
        return sum(line.net_minor for line in self.lines)


class Edit(msgspec.Struct, frozen=True):
    """Who revised an order, and how it was asked for: the same `request` for the same thing (`asked`) is the same edit.
    `give_back_minor` is to go back to the buyer afterwards."""

    reason: str
    request: bytes
    asked: bytes
    give_back_minor: int = 0
