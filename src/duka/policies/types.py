"""The values of policies. A field that is left out stays as the one who sets less near decided it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta

T = TypeVar("T")
Words = Mapping[str, str]
"""Language → words."""
Code = Annotated[str, Meta(pattern="^[a-z][a-z0-9_]{1,39}$")]
Amounts = Annotated[
    dict[Annotated[str, Meta(pattern="^[A-Z]{3}$")], Annotated[int, Meta(ge=1, le=10**15)]],
    Meta(max_length=40),
]
"""Currency → minor units. Of a currency that is not named nothing is said."""


class Value(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What all values have in common: fields by name, none that is not known."""


class Allowed(Value, frozen=True, kw_only=True):
    """The codes that are allowed; null: all."""

    codes: Annotated[list[Code], Meta(max_length=60)] | None = None

    def allows(self, code: str) -> bool:
        return self.codes is None or code in self.codes


class Retention(Value, frozen=True, kw_only=True):
    """Days that each class of data is kept; the defaults are as long as Duka keeps it anyway. `inactive_customers_days`:
    who neither bought nor logged in for so long is erased; `orders_years`: orders older than that lose the buyer's personal
    data, their figures stay in the books. Null: never."""

    carts_days: Annotated[int, Meta(ge=1, le=90)] = 90
    search_words_days: Annotated[int, Meta(ge=1, le=180)] = 180
    visits_days: Annotated[int, Meta(ge=1, le=760)] = 760
    sessions_days: Annotated[int, Meta(ge=1, le=365)] = 365
    webhooks_days: Annotated[int, Meta(ge=1, le=30)] = 30
    mails_days: Annotated[int, Meta(ge=1, le=90)] = 90
    notifications_days: Annotated[int, Meta(ge=1, le=90)] = 90
    payment_messages_days: Annotated[int, Meta(ge=1, le=180)] = 180
    inactive_customers_days: Annotated[int, Meta(ge=180, le=7300)] | None = None
    orders_years: Annotated[int, Meta(ge=1, le=30)] | None = None


class ThemeLimits(Value, frozen=True, kw_only=True):
    """`presets`, `fonts` null: all. `has_own_colors`: other colours than the platform's; `has_banner`: a banner's picture.
    `home_parts`: the most parts of the home page; `pages`: the most pages of a store's own."""

    presets: Annotated[list[Code], Meta(min_length=1, max_length=20)] | None = None
    fonts: Annotated[list[Code], Meta(min_length=1, max_length=20)] | None = None
    has_own_colors: bool = True
    has_banner: bool = True
    home_parts: Annotated[int, Meta(ge=1, le=20)] = 20
    pages: Annotated[int, Meta(ge=0, le=200)] = 200


class RiskHolds(Value, frozen=True, kw_only=True):
    """When an order of the shop is held until somebody has looked at it: above an amount; above an amount for who never
    bought before; when the two addresses are in different countries; when it is not among the first `orders_per_hour` of
    the same e-mail address, telephone number or delivery address within an hour (null: any number). `merchants_release`:
    the merchant's own people may release and cancel what is held; otherwise operators do."""

    above: Amounts = {}
    new_customer_above: Amounts = {}
    mismatching_countries: bool = False
    orders_per_hour: Annotated[int, Meta(ge=1, le=1000)] | None = None
    merchants_release: bool = True


class SupportVisits(Value, frozen=True, kw_only=True):
    """Whether operators may act as a merchant's staff, and for how long at a time."""

    is_allowed: bool = True
    most_minutes: Annotated[int, Meta(ge=5, le=60)] = 60


class Place(msgspec.Struct, frozen=True):
    """Where a policy binds. `screen`: the page of the console where it shows, if there is one."""

    code: str
    words: Words
    screen: str = ""


class Policy(msgspec.Struct, Generic[T], frozen=True):
    """`shape` is the type of its value, with the default of every field. `field_words`: field → language → words."""

    name: str
    shape: type[T]
    title: Words
    about: Words
    field_words: Mapping[str, Words]
    places: tuple[Place, ...]


class Resolved(msgspec.Struct, Generic[T], frozen=True):
    """`value` as it binds; `sources`: field → default, platform, plan or own (set for this merchant alone)."""

    value: T
    sources: dict[str, str]


class PolicyPlace(msgspec.Struct, frozen=True):
    """Where a policy binds, in the reader's language."""

    code: str
    title: str
    screen: str


class PolicyField(msgspec.Struct, frozen=True):
    """A field of a policy. `source`: default, platform, plan or own. `is_binding`: it is narrower than Duka's default."""

    name: str
    title: str
    value: Any
    default: Any
    source: str
    is_binding: bool


class PolicyView(msgspec.Struct, frozen=True):
    """A policy as it binds one merchant. `note`: what whoever decided it for them, or for everybody, told them."""

    name: str
    title: str
    about: str
    fields: list[PolicyField]
    places: list[PolicyPlace]
    plan: str = ""
    note: str = ""
    changed_at: datetime | None = None
