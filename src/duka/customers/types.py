"""What others may hold of a customer, and what customers write of themselves."""

from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType


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
    """`is_registered`: the customer has an account, and is no guest."""

    id: str
    email: str
    name: str
    phone: str
    locale: str
    is_registered: bool
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
    """`token` is the bearer (`ct_…`), which is told this once."""

    customer_id: UUID
    token: str
