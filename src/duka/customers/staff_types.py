"""A customer as staff see them."""

from datetime import datetime
from typing import Literal
from uuid import UUID

import msgspec

from duka.customers.types import SavedAddress

Sort = Literal["newest", "last_order", "spent", "orders"]


class CustomerGroupName(msgspec.Struct, frozen=True):
    id: str
    name: str


class CustomerFigures(msgspec.Struct, frozen=True):
    """Orders that were placed and not cancelled, in the stores whose orders the reader may see. `spent` is by
    currency, in minor units, less what was given back."""

    orders: int
    spent: dict[str, int]
    last_order_at: str | None


class CustomerRow(msgspec.Struct, frozen=True):
    """A line of the list. `figures` is absent for those who may not see orders."""

    id: str
    email: str
    name: str
    phone: str
    locale: str
    country: str
    is_registered: bool
    is_active: bool
    tags: list[str]
    groups: list[CustomerGroupName]
    figures: CustomerFigures | None
    created_at: str
    version: int


class CustomerNote(msgspec.Struct, frozen=True):
    """`is_own`: the reader wrote it, and may change it."""

    id: str
    body: str
    author: str
    is_own: bool
    is_pinned: bool
    created_at: str
    updated_at: str


class StaffCustomer(msgspec.Struct, frozen=True):
    """Everything of a customer but their orders and notes. `is_verified`: the e-mail address was proved to be theirs."""

    id: str
    email: str
    name: str
    phone: str
    locale: str
    country: str
    is_registered: bool
    is_verified: bool
    is_active: bool
    tags: list[str]
    groups: list[CustomerGroupName]
    addresses: list[SavedAddress]
    figures: CustomerFigures | None
    claimed_at: str | None
    deactivated_at: str | None
    created_at: str
    version: int


class CustomerGroup(msgspec.Struct, frozen=True):
    id: str
    name: str
    description: str
    members: int
    version: int


class CustomerTag(msgspec.Struct, frozen=True):
    tag: str
    customers: int


class CustomerActivity(msgspec.Struct, frozen=True):
    """Something that happened to, or was done by, the customer. `order_id` and `order_number` when it was about an
    order."""

    id: str
    at: str
    type: str
    actor: str
    details: dict[str, object]
    order_id: str | None = None
    order_number: str = ""


class CustomerFilter(msgspec.Struct, frozen=True, kw_only=True):
    """`spent_*` are minor units of `currency`, and name those who mostly buy in it; so does the sort `spent`. `tag` is
    one tag, `text` as for the search."""

    text: str = ""
    group_id: UUID | None = None
    tag: str = ""
    country: str = ""
    locale: str = ""
    is_registered: bool | None = None
    is_active: bool | None = None
    orders_min: int | None = None
    orders_max: int | None = None
    currency: str = ""
    spent_min: int | None = None
    spent_max: int | None = None
    last_order_from: datetime | None = None
    last_order_until: datetime | None = None
    sort: Sort = "newest"
