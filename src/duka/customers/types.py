"""What others may hold of a customer, and what customers write of themselves."""

from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from duka.media.types import Image


class Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A postal address; which fields are needed follows the country (`checkout.addresses`). Coordinates in millionths
    of a degree, where somebody shared them (places without street names)."""

    name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    city: str = ""
    region: str = ""
    postal_code: str = ""
    country: str
    phone: str = ""
    instructions: str = ""
    latitude_e6: int | None = None
    longitude_e6: int | None = None


class SavedAddress(msgspec.Struct, frozen=True):
    id: str
    address: Address
    is_default: bool


class Profile(msgspec.Struct, frozen=True):
    """`is_registered`: the customer has an account, and is no guest. `is_verified`: the e-mail address was proved to be
    theirs."""

    id: str
    email: str
    name: str
    phone: str
    locale: str
    is_registered: bool
    is_verified: bool
    addresses: list[SavedAddress]
    version: int


class CustomerSummary(msgspec.Struct, frozen=True):
    """A line of the list of customers that staff see."""

    id: str
    email: str
    name: str
    phone: str
    is_registered: bool
    created_at: str


class ProfileChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str | UnsetType = UNSET
    phone: str | UnsetType = UNSET
    locale: str | UnsetType = UNSET


class LoggedIn(msgspec.Struct, frozen=True):
    """`token` is the bearer (`ct_…`), or what a browser's cookie is to hold (`cw_…`); it is told this once."""

    customer_id: UUID
    token: str


class Door(msgspec.Struct, frozen=True):
    """Through what somebody comes in: `kind` is bearer (a program) or web (a browser's cookie). `replaced` is the cookie
    that the browser brought along; that session ends."""

    kind: str = "bearer"
    replaced: str = ""


class NewAccount(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody says who wants an account. `channels`: those by which they want to hear of offers. `proof` is a secret
    of the browser that asks; it lets that browser finish without the password."""

    email: str
    password: str
    name: str = ""
    phone: str = ""
    locale: str = ""
    channels: tuple[str, ...] = ()
    proof: str = ""


class LinkSeen(msgspec.Struct, frozen=True):
    """What a link of a letter would do: make an account (`is_joining`), or confirm the address of one. `needs_password`: the
    browser is not the one that asked."""

    is_valid: bool
    is_joining: bool
    needs_password: bool
    email: str


class Consent(msgspec.Struct, frozen=True):
    """The newest answer for a channel (email, sms); `at` and `source` are empty when it was never asked."""

    channel: str
    is_given: bool
    source: str = ""
    at: str = ""


class Wish(msgspec.Struct, frozen=True):
    """One thing of a wish list as the store sells it now. `is_sold`: the store shows it and it has a price;
    `is_available`: the least that can be ordered is there."""

    variant_id: str
    product_id: str
    slug: str
    title: str
    variant_title: str
    image: Image | None
    pricing_mode: str
    unit: str
    scale: int
    step: int
    minimum: int
    price_minor: int
    was_minor: int | None
    is_sold: bool
    is_available: bool
    added_at: str
