"""What others may hold of carriers, and what a carrier is asked and answers."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Literal, Protocol
from uuid import UUID

import msgspec

Able = Literal["quote", "label", "cancel", "track"]
Status = Literal[
    "unknown",
    "announced",
    "in_transit",
    "out_for_delivery",
    "ready_for_pickup",
    "delivered",
    "returning",
    "failed",
    "cancelled",
]
"""Where a parcel is. `announced`: the carrier knows of it and does not have it yet; `returning`: it goes back to the sender."""
ENDED = frozenset({"delivered", "cancelled"})
"""Nothing follows any more. A parcel that failed or is on its way back may still arrive."""
Format = Literal["pdf", "png", "zpl"]

Line = Annotated[str, msgspec.Meta(max_length=200)]
Grams = Annotated[int, msgspec.Meta(ge=1, le=1_000_000)]
Millimetres = Annotated[int, msgspec.Meta(ge=0, le=10_000)]


class Place(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One end of a parcel's way. `country` is ISO 3166-1, two letters."""

    name: Line = ""
    company: Line = ""
    line1: Line = ""
    line2: Line = ""
    city: Line = ""
    region: Line = ""
    postal_code: Line = ""
    country: Annotated[str, msgspec.Meta(pattern="^[A-Z]{2}$")]
    phone: Line = ""
    email: Line = ""


class Content(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sort of goods in a parcel, for customs. `value_minor` is of one piece. `hs_code`: the Harmonized System's."""

    description: Line
    quantity: Annotated[int, msgspec.Meta(ge=1, le=100_000)]
    value_minor: Annotated[int, msgspec.Meta(ge=0, le=10**15)]
    weight_grams: Grams
    hs_code: Annotated[str, msgspec.Meta(max_length=12)] = ""
    origin_country: Annotated[str, msgspec.Meta(pattern="^([A-Z]{2})?$")] = ""


class Parcel(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is carried from where to where. Sizes are 0 when nobody measured. `reference` is the merchant's own number, printed
    on the label where the carrier can. `contents` are needed across a border."""

    sender: Place
    recipient: Place
    weight_grams: Grams
    length_mm: Millimetres = 0
    width_mm: Millimetres = 0
    height_mm: Millimetres = 0
    value_minor: Annotated[int, msgspec.Meta(ge=0, le=10**15)] = 0
    currency: Annotated[str, msgspec.Meta(pattern="^[A-Z]{3}$")]
    reference: Line = ""
    contents: tuple[Content, ...] = ()
    instructions: Line = ""
    locale: Annotated[str, msgspec.Meta(max_length=10)] = "en"

    @property
    def crosses_border(self) -> bool:
        return self.sender.country != self.recipient.country


class Rate(msgspec.Struct, frozen=True, kw_only=True):
    """One offer. `service` is what `buy_label` is told; `days` is the carrier's guess, None when it makes none."""

    service: str
    carrier: str
    name: str
    cost_minor: int
    currency: str
    days: int | None = None


class Label(msgspec.Struct, frozen=True, kw_only=True):
    """A label that is ours now. `reference` is the provider's own id of it, for `cancel_label`. `cost_minor` None: nobody was
    charged."""

    reference: str
    carrier: str
    service: str
    tracking_number: str
    format: Format
    file: bytes
    tracking_url: str = ""
    cost_minor: int | None = None
    currency: str = ""


class TrackingEvent(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that happened to a parcel, in the carrier's words."""

    at: datetime
    status: Status
    message: str = ""
    place: str = ""


class Tracking(msgspec.Struct, frozen=True, kw_only=True):
    """All that a carrier knows of a parcel, oldest event first."""

    status: Status
    events: tuple[TrackingEvent, ...] = ()
    expected_on: date | None = None
    tracking_url: str = ""


class Callback(msgspec.Struct, frozen=True):
    """A verified message of a provider: its own id, and the parcel that it is about. None: about nothing of ours."""

    event_id: str
    tracking_number: str | None = None


class Checked(msgspec.Struct, frozen=True):
    """What testing a connection found: is it good, and in words what the provider said."""

    is_ok: bool
    message: str


class CarrierField(msgspec.Struct, frozen=True, kw_only=True):
    """One field of an account's form. A secret one is sealed in the database and never shown again. `choices`: the only
    values, if there are any, each with its name for people."""

    name: str
    label: str
    help: str = ""
    is_secret: bool = False
    is_required: bool = True
    choices: Mapping[str, str] = {}


class About(msgspec.Struct, frozen=True, kw_only=True):
    """What a provider is. `has_modes`: it has a test mode beside the real one. `callback_events`: what a merchant subscribes to
    in the provider's own settings."""

    code: str
    name: str
    about: str = ""
    fields: tuple[CarrierField, ...] = ()
    can: frozenset[Able] = frozenset()
    has_modes: bool = False
    callback_events: tuple[str, ...] = ()


class Account(msgspec.Struct, frozen=True, kw_only=True):
    """A store's account at a provider, as an adapter needs it. `base_url` replaces the provider's own address (tests, proxies)
    and is never a merchant's to set."""

    tenant: UUID
    id: UUID | None = None
    store_id: UUID | None = None
    provider: str = ""
    name: str = ""
    mode: Literal["test", "live"] = "test"
    settings: Mapping[str, str] = {}
    secrets: Mapping[str, str] = {}
    base_url: str = ""

    def __repr__(self) -> str:
        return f"Account({self.provider}, {self.id})"


class Carrier(Protocol):
    """One adapter a file, without state of its own: everything it needs is in its arguments.

    A method that talks to somebody does so through `wire`, outside transactions, and may raise `CarrierUnreachable` (no answer,
    5xx, 429: nothing is known) and `AccountRefused` (our credentials are wrong). One that the provider cannot do, by
    `about.can`, raises `NotOffered`.
    """

    @property
    def about(self) -> About:
        """What it is and can do; the same at all times."""

    def quote(self, account: Account, parcel: Parcel) -> list[Rate]:
        """What it would cost, cheapest first; costs nothing to ask. May raise `ParcelRefused`."""

    def buy_label(self, account: Account, parcel: Parcel, service: str, key: str) -> Label:
        """A label for this parcel, bought at most once for a key, however often it is asked. May raise `ParcelRefused`."""

    def cancel_label(self, account: Account, reference: str) -> None:
        """Give an unused label back. Twice is once. May raise `CancelRefused`."""

    def track(self, account: Account, tracking_number: str, carrier: str) -> Tracking:
        """What the carrier knows now."""

    def tracking_url(self, account: Account, tracking_number: str) -> str:
        """Where people follow a parcel; empty when there is no such page. Talks to nobody."""

    def read_callback(self, account: Account, headers: Mapping[str, str], body: bytes) -> Callback:
        """Verify and read; header names are lower case. Talks to nobody. Refuses `CallbackRefused` for anything that the
        provider did not send."""

    def check(self, account: Account) -> Checked:
        """Do the credentials work? Buys nothing."""
