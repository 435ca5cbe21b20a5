"""Carrier accounts, labels and parcels as staff see them."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec

from duka.shipping.carriers.types import CarrierField

Name = Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
Value = Annotated[str, msgspec.Meta(max_length=2_000)]


class CarrierAccountInput(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`values` are by the names of the provider's fields, secret ones too; a secret that is left out stays as it is."""

    name: Name
    mode: Literal["test", "live"] = "test"
    values: dict[str, Value] = {}
    is_active: bool = True


class NewCarrierAccount(CarrierAccountInput, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`provider`: the code of one that `admin_list_carrier_providers` names."""

    provider: Annotated[str, msgspec.Meta(max_length=40)]


class CarrierProvider(msgspec.Struct, frozen=True, kw_only=True):
    """A provider with the form of an account at it. `can`: quote, label, cancel, track."""

    code: str
    name: str
    about: str
    fields: list[CarrierField]
    can: list[str]
    has_modes: bool
    callback_events: list[str]


class CarrierAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A store's account at a carrier; of the secrets only which there are. `is_locked`: they were sealed with a key that this
    installation no longer has, so they have to be typed again. `callback_url` is empty where the provider sends nothing."""

    id: str
    store_id: str
    provider: str
    name: str
    mode: str
    settings: dict[str, str]
    secrets: list[str]
    status: Literal["active", "paused"]
    is_locked: bool
    can: list[str]
    callback_url: str
    is_working: bool | None
    check_message: str
    checked_at: datetime | None
    version: int


class CarrierChoice(msgspec.Struct, frozen=True, kw_only=True):
    """A carrier that a parcel can be given to. `account_id` None: one of the known carriers, to be named with its number only.
    `carrier` is what the tracking link is made from."""

    name: str
    carrier: str
    account_id: str | None = None
    provider: str = ""
    can: list[str] = []
    mode: str = "live"


class RecognisedCarrier(msgspec.Struct, frozen=True):
    """Whose tracking number this surely is, and where people follow it; empty when nobody can tell."""

    carrier: str
    name: str
    tracking_url: str


class ShippingLabel(msgspec.Struct, frozen=True, kw_only=True):
    """A label as staff see it. While it is *asked*, its carrier did not answer yet and is asked again; `reason` says why it
    failed. `is_test`: it was bought on a test account and carries nothing."""

    id: str
    order_id: str
    fulfillment_id: str | None
    account_id: str
    account: str
    carrier: str
    service: str
    status: Literal["asked", "bought", "cancelling", "cancelled", "failed"]
    tracking_number: str
    tracking_url: str
    cost_minor: int | None
    currency: str
    format: str
    reason: str
    is_test: bool
    by: str
    created_at: datetime


class ParcelEvent(msgspec.Struct, frozen=True, kw_only=True):
    at: datetime
    status: str
    message: str
    place: str


class TrackedParcel(msgspec.Struct, frozen=True, kw_only=True):
    """Where a parcel is. `events`: newest first. `next_look_at` None: its carrier is not asked any more, or cannot be."""

    id: str
    order_id: str
    fulfillment_id: str | None
    carrier: str
    tracking_number: str
    tracking_url: str
    status: str
    expected_on: date | None
    delivered_at: datetime | None
    last_look_at: datetime | None
    next_look_at: datetime | None
    events: list[ParcelEvent]
