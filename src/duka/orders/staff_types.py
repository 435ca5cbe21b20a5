"""An order as staff work on it."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.orders.fulfillment.types import Fulfillment, ToPrepare
from duka.orders.hold_types import OrderHold
from duka.orders.possible import Possibility
from duka.orders.types import Order


class OrderListItem(msgspec.Struct, frozen=True):
    """`count` is in pieces, goods by weight counting one. `need` says what comes next (orders.rules.NEEDS). `is_held`: it waits
    until somebody has looked at it."""

    id: str
    number: str
    store_id: str
    need: str
    status: str
    payment_status: str
    fulfillment_status: str
    tenant_status: str
    ecommerce_status: str
    currency: str
    total_minor: int
    is_estimated: bool
    count: int
    email: str
    name: str
    phone: str
    city: str
    country: str
    payment_method: str
    shipping_kind: str
    shipping_name: str
    customer_id: str | None
    tags: list[str]
    has_notes: bool
    note: str
    created_at: str
    placed_at: str | None
    version: int
    is_held: bool = False


class OrderList(msgspec.Struct, frozen=True):
    """A page of orders. `counts`, with the first page only: how many orders of the same stores need what, up to
    `counted_up_to`; what needs nothing is not counted."""

    items: list[OrderListItem]
    next: str | None
    counts: dict[str, int] | None
    counted_up_to: int


class OrderSearch(msgspec.Struct, frozen=True, kw_only=True):
    """What a list was asked for; what is empty does not narrow. `need` empty: all but those that were given up before they
    were ever paid. `text`: a number, an e-mail address or its beginning, the end of a telephone number, or names."""

    need: str = ""
    text: str = ""
    store: UUID | None = None
    location: UUID | None = None
    status: str = ""
    payment_status: str = ""
    fulfillment_status: str = ""
    payment_method: str = ""
    country: str = ""
    created_from: datetime | None = None
    created_until: datetime | None = None
    total_from_minor: int | None = None
    total_to_minor: int | None = None
    customer: UUID | None = None
    tag: str = ""
    sort: str = "newest"


class InternalNote(msgspec.Struct, frozen=True):
    """`is_own`: whoever asks wrote it."""

    id: str
    author_name: str
    is_own: bool
    body: str
    is_pinned: bool
    created_at: str
    updated_at: str


class RefundedPart(msgspec.Struct, frozen=True):
    line_id: str
    amount_minor: int


class OrderRefund(msgspec.Struct, frozen=True):
    """`status`: pending (the provider has not answered yet), by_hand (a person gives it back), done, or refused."""

    id: str
    payment_id: str
    amount_minor: int
    shipping_minor: int
    lines: list[RefundedPart]
    reason: str
    status: str
    by: str
    created_at: str


class OrderCustomer(msgspec.Struct, frozen=True):
    """`orders_count` stops at 1000."""

    id: str
    name: str
    email: str
    phone: str
    is_registered: bool
    orders_count: int
    created_at: str


class OrderStore(msgspec.Struct, frozen=True):
    id: str
    name: str
    slug: str
    timezone: str
    country: str


class OrderDetail(Order, frozen=True, kw_only=True):
    """Everything about an order, and what can be done with it. `missing`: SKUs that are promised to it and do not lie on
    the shelf. `to_prepare`: what waits on the shelves, location by location. `hold` is the newest review of it, if there was
    any."""

    need: str
    store: OrderStore
    customer: OrderCustomer | None
    tags: list[str]
    notes: list[InternalNote]
    refunds: list[OrderRefund]
    missing: list[str]
    fulfillments: tuple[Fulfillment, ...]
    to_prepare: list[ToPrepare]
    actions: list[Possibility]
    hold: OrderHold | None = None


class BulkResult(msgspec.Struct, frozen=True):
    """What became of one order of many; `code` and `reason` say why it was refused."""

    order_id: str
    is_done: bool
    code: str = ""
    reason: str = ""
