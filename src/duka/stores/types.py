"""What others may hold of a store, its places and its rules of selling."""

from uuid import UUID

import msgspec

from duka.media.types import Image
from duka.stores.pages.types import PageLink
from duka.stores.tax_rules import TaxRules

HOME = ("categories", "collections", "newest", "best", "reduced", "promises")
"""The parts of the home page, below the banner."""


class Contact(msgspec.Struct, frozen=True):
    email: str = ""
    phone: str = ""
    address: str = ""
    opening: str = ""
    links: dict[str, str] = {}


class Theme(msgspec.Struct, frozen=True):
    """`preset` is market, boutique or catalogue; colours are #rrggbb; fonts name one of the platform's
    families.

    `on_accent` and `accent_text` are computed: the readable text colour on the accent, and the accent made
    dark (or light) enough to be read as text on the paper.
    """

    preset: str = "boutique"
    accent: str = "#7a3b2e"
    ink: str = "#1f1b16"
    paper: str = "#fffdf9"
    heading_font: str = "serif"
    body_font: str = "sans"
    radius: str = "soft"
    density: str = "airy"
    logo: Image | None = None
    banner: Image | None = None
    favicon: Image | None = None
    home: list[str] = msgspec.field(default_factory=lambda: list(HOME))
    on_accent: str = "#ffffff"
    accent_text: str = "#7a3b2e"


class Texts(msgspec.Struct, frozen=True):
    """What a store says of itself in one language. Policies are clean HTML."""

    tagline: str = ""
    announcement: str = ""
    banner_title: str = ""
    banner_text: str = ""
    shipping_policy: str = ""
    returns_policy: str = ""
    refund_policy: str = ""
    privacy_policy: str = ""
    terms: str = ""
    about: str = ""


class PaymentOption(msgspec.Struct, frozen=True):
    """A way to pay, for orders within these totals (minor units; None: any)."""

    code: str
    name: str
    description: str = ""
    min_total_minor: int | None = None
    max_total_minor: int | None = None

    def takes(self, total_minor: int) -> bool:
        return (self.min_total_minor or 0) <= total_minor and (
            self.max_total_minor is None or total_minor <= self.max_total_minor
        )


class Company(msgspec.Struct, frozen=True):
    """Who stands behind a store, as the law of many places wants it shown."""

    legal_name: str = ""
    registration_number: str = ""
    tax_number: str = ""
    address: str = ""


class ReturnTerms(msgspec.Struct, frozen=True):
    """`paid_by` says who pays for sending goods back: customer or store."""

    accepted: bool = True
    return_days: int = 14
    refund_days: int = 14
    paid_by: str = "customer"


class StoreMarket(msgspec.Struct, frozen=True):
    """A market that can be shopped in: its prices are asked for with its handle, which is empty for the store's own prices.
    `locale` empty: as the store."""

    handle: str
    name: str
    countries: list[str]
    currency: str
    locale: str


class MarketTerms(msgspec.Struct, frozen=True):
    """A market as its store sells in it. × `num` / `den` makes an amount of the store's own currency one of the market's;
    both are None while there is no rate. `payment_methods` and `shipping_codes` None: all of the store's."""

    handle: str
    name: str
    countries: list[str]
    currency: str
    locale: str
    prices_include_tax: bool | None
    payment_methods: list[str] | None
    shipping_codes: list[str] | None
    is_active: bool
    num: int | None
    den: int | None
    step: int
    less: int


class Store(msgspec.Struct, frozen=True):
    """The public face of a store in one language: what `GET /store` answers and every page shows. `market` is the handle of
    the market it is seen in, empty for the store's own; `markets` are those that can be chosen, the store's own
    first; empty when there are no others."""

    id: str
    slug: str
    name: str
    currency: str
    country: str
    locale: str
    locales: list[str]
    default_locale: str
    timezone: str
    prices_include_tax: bool
    theme: Theme
    contact: Contact
    texts: Texts
    payment_methods: list[PaymentOption]
    ships_to: list[str]
    version: int
    company: Company = Company()
    returns: ReturnTerms = ReturnTerms()
    asks_vat_number: bool = False
    market: str = ""
    markets: list[StoreMarket] = []
    pages: list[PageLink] = []


class StoreSummary(msgspec.Struct, frozen=True):
    """A line of the list of stores that staff see."""

    id: str
    slug: str
    name: str
    status: str
    currency: str
    country: str
    default_locale: str
    hosts: list[str]
    version: int


class LocationDetails(msgspec.Struct, frozen=True):
    """A place as staff see it. `stores` are those with dedicated stock that sell from it; a store with shared stock
    sells from every active place. `address` has the fields of `carts.types.Address`."""

    id: str
    code: str
    name: str
    address: dict[str, str]
    latitude_e6: int | None
    longitude_e6: int | None
    is_pickup: bool
    is_active: bool
    opening: str
    stores: list[str] = []


class Domain(msgspec.Struct, frozen=True):
    host: str
    is_primary: bool


class TaxProposal(msgspec.Struct, frozen=True):
    """What a country's stores usually charge: to start from, and to be looked at by somebody who knows."""

    country: str
    prices_include_tax: bool
    rates: list["TaxRate"]


class Location(msgspec.Struct, frozen=True):
    """Coordinates are millionths of a degree."""

    id: UUID
    code: str
    name: str
    latitude_e6: int | None
    longitude_e6: int | None
    is_pickup: bool


class TaxRate(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    country: str
    region: str
    postal_prefix: str
    tax_class: str
    code: str
    name: str
    rate_ppm: int
    priority: int
    is_compound: bool


class Selling(msgspec.Struct, frozen=True):
    """How a store sells: read whole in one statement and kept for `cache_seconds`.

    `locations` are those it may sell from (all active ones when its stock is shared). `tax_rules_saved` is what was decided
    of `tax_rules`. Zones and shipping
    rates are plain dictionaries of their rows; `shipping.rules` gives them their types.
    """

    id: UUID
    slug: str
    name: str
    currency: str
    country: str
    timezone: str
    default_locale: str
    locales: list[str]
    prices_include_tax: bool
    stock_mode: str
    reservation_minutes: int
    cart_days: int
    locations: list[Location]
    tax_rates: list[TaxRate]
    zones: list[dict]  # type: ignore[type-arg]
    shipping_rates: list[dict]  # type: ignore[type-arg]
    payment_methods: list[dict]  # type: ignore[type-arg]
    status: str = "active"
    tax_rules_saved: dict = {}  # type: ignore[type-arg]
    tax_rules: TaxRules = TaxRules()
    markets: list[MarketTerms] = []
