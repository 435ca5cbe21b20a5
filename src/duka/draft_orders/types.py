"""Draft orders as staff and their customers see them, and what staff change on them."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from duka.carts.types import Cart, ShippingOption
from duka.customers.types import Address
from duka.orders.revisions import Discount

Minor = Annotated[int, Meta(ge=0, le=10**12)]
STATES = ("open", "sent", "ordered", "cancelled", "expired")


class Agreed(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What staff agreed for a line: a price of their own for one unit, and what is off the line."""

    unit_price_minor: Minor | None = None
    price_reason: Annotated[str, Meta(max_length=200)] = ""
    discount: Discount | None = None

    @property
    def is_nothing(self) -> bool:
        return self.unit_price_minor is None and self.discount is None


class ByHand(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Carriage at a price of staff's own: of the rate that is chosen, or, without one, under this name."""

    price_minor: Minor
    name: Annotated[str, Meta(max_length=100)] = ""


class WantedLine(msgspec.Struct, frozen=True):
    variant_id: UUID
    quantity: int
    agreed: Agreed = Agreed()


class DraftChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is left out stays; None clears. `lines` are all lines; `customer_id` fills in what is empty of their e-mail
    address, telephone number and address."""

    lines: list[WantedLine] | UnsetType = UNSET
    customer_id: UUID | UnsetType | None = UNSET
    email: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    shipping_address: Address | UnsetType | None = UNSET
    billing_address: Address | UnsetType | None = UNSET
    shipping_rate_id: UUID | UnsetType | None = UNSET
    carriage: ByHand | UnsetType | None = UNSET
    without_promotions: bool | UnsetType = UNSET
    codes: list[str] | UnsetType = UNSET
    discount: Discount | UnsetType | None = UNSET
    note: str | UnsetType = UNSET
    internal_note: str | UnsetType = UNSET
    tags: list[str] | UnsetType = UNSET
    hold_until: datetime | UnsetType | None = UNSET
    market: str | UnsetType = UNSET


class AgreedLine(msgspec.Struct, frozen=True):
    variant_id: str
    unit_price_minor: int | None
    price_reason: str
    discount: Discount | None


class DraftCustomer(msgspec.Struct, frozen=True):
    id: str
    name: str
    email: str


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """A draft for staff, priced now. `cart` holds its lines, totals, addresses and choices; `agreed` what of its prices is
    staff's own. `missing`: field path → what keeps it from being placed, but for the way to pay. `holds`: stock is kept for it
    now."""

    id: str
    number: str
    state: str
    store_id: str
    version: int
    locale: str
    customer: DraftCustomer | None
    cart: Cart
    agreed: list[AgreedLine]
    discount: Discount | None
    carriage: ByHand | None
    without_promotions: bool
    shipping_options: list[ShippingOption]
    internal_note: str
    tags: list[str]
    hold_until: str | None
    holds: bool
    missing: dict[str, str]
    payment_methods: list[str]
    sent_to: str
    sent_at: str | None
    link_expires_at: str | None
    order_id: str | None
    order_number: str | None
    created_by: str
    created_at: str
    updated_at: str
    expires_at: str


class DraftSummary(msgspec.Struct, frozen=True):
    """A draft in a list; its total as it was last priced."""

    id: str
    number: str
    state: str
    store_id: str
    customer_name: str
    email: str
    phone: str
    count: int
    total_minor: int
    currency: str
    order_id: str | None
    order_number: str | None
    created_by: str
    created_at: str
    updated_at: str
