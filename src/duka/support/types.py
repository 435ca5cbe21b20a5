"""What is told to those who look for somebody, and of a person to those who speak with them."""

from typing import Literal

import msgspec

from duka.customers.staff_types import CustomerActivity, CustomerFigures, CustomerNote, StaffCustomer
from duka.customers.types import Address
from duka.media.types import Image
from duka.orders.possible import Possibility

Matched = Literal["name", "spelling", "email", "phone", "number", "sku"]


class PersonHit(msgspec.Struct, frozen=True):
    """`matched` says by what; `is_exact`: the e-mail address or telephone number that was typed. `orders` and
    `last_order_at` are absent for those who may not see orders."""

    id: str
    name: str
    email: str
    phone: str
    is_registered: bool
    is_active: bool
    matched: Matched
    is_exact: bool
    orders: int | None
    last_order_at: str | None


class OrderHit(msgspec.Struct, frozen=True):
    id: str
    number: str
    store_id: str
    customer_id: str | None
    name: str
    email: str
    phone: str
    tenant_status: str
    ecommerce_status: str
    need: str
    currency: str
    total_minor: int
    created_at: str
    placed_at: str | None
    matched: Matched
    is_exact: bool


class ProductHit(msgspec.Struct, frozen=True):
    id: str
    title: str
    status: str
    sku: str
    image: Image | None
    matched: Matched
    is_exact: bool


class SearchResult(msgspec.Struct, frozen=True):
    """The best first in each list; a list is absent when its reader may not see its kind."""

    customers: list[PersonHit] | None
    orders: list[OrderHit] | None
    products: list[ProductHit] | None


class PersonOrderItem(msgspec.Struct, frozen=True):
    title: str
    variant_title: str
    quantity: int
    unit: str
    scale: int
    total_minor: int


class PersonOrderNote(msgspec.Struct, frozen=True):
    id: str
    body: str
    author: str
    is_own: bool
    is_pinned: bool
    created_at: str


class PersonOrder(msgspec.Struct, frozen=True, kw_only=True):
    """An order in somebody's history, with what can be done about it. `is_guest`: it was placed without being signed in,
    and its buyer does not see it in their account. `tracking` is what was said when it was shipped."""

    id: str
    number: str
    store_id: str
    store: str
    status: str
    payment_status: str
    fulfillment_status: str
    tenant_status: str
    ecommerce_status: str
    need: str
    currency: str
    total_minor: int
    is_guest: bool
    email: str
    phone: str
    shipping_address: Address
    shipping_method: str
    payment_method: str
    carrier: str
    tracking_number: str
    items: list[PersonOrderItem]
    notes: list[PersonOrderNote]
    actions: list[Possibility]
    created_at: str
    placed_at: str | None
    cancel_reason: str
    version: int


class PersonIssue(msgspec.Struct, frozen=True):
    """Something that waits: `kind` is payment_problem, unpaid, late, refund_pending, refund_refused or
    payment_mismatched."""

    kind: str
    order_id: str
    order_number: str
    since: str
    amount_minor: int
    currency: str


class Overview(msgspec.Struct, frozen=True):
    """Everything about one person. `customer` is absent when their orders' address is nobody's any more. What comes of
    orders (`figures`, `orders`, `issues`) is absent for those who may not see orders, and of the orders within their
    reach for those who are limited. `orders` are the newest twenty; `more_orders` says that there are others."""

    email: str
    name: str
    phone: str
    customer: StaffCustomer | None
    notes: list[CustomerNote]
    figures: CustomerFigures | None
    orders: list[PersonOrder] | None
    more_orders: bool
    issues: list[PersonIssue] | None
    activity: list[CustomerActivity]
