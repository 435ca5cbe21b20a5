"""What others may hold of markets, exchange rates and price lists."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, UnsetType

Currency = Annotated[str, Meta(pattern="^[A-Z]{3}$")]
Country = Annotated[str, Meta(pattern="^[A-Z]{2}$")]
Step = Annotated[int, Meta(ge=1, le=10**9)]
Name = Annotated[str, Meta(min_length=1, max_length=120)]


class Market(msgspec.Struct, frozen=True):
    """A market for staff. `rate` is what one unit of the store's currency is worth in the market's, as a decimal number, and
    None without one; prices that are converted end on a multiple of `round_to_minor`, less `round_less_minor`.
    `prices_include_tax`, `payment_methods` and `shipping_codes` None: as the store."""

    id: str
    store_id: str
    handle: str
    name: str
    countries: list[str]
    currency: str
    locale: str
    round_to_minor: int
    round_less_minor: int
    prices_include_tax: bool | None
    payment_methods: list[str] | None
    shipping_codes: list[str] | None
    is_active: bool
    position: int
    store_currency: str
    rate: str | None
    rate_from: str | None
    version: int


class NewMarket(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`handle` names it in addresses and headers."""

    name: Name
    handle: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")]
    currency: Currency
    countries: Annotated[list[Country], Meta(max_length=250)] = []
    locale: Annotated[str, Meta(max_length=20)] = ""
    round_to_minor: Step = 1
    round_less_minor: Annotated[int, Meta(ge=0, le=10**9)] = 0
    prices_include_tax: bool | None = None
    payment_methods: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=50)] | None = None
    shipping_codes: Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=200)] | None = None
    position: Annotated[int, Meta(ge=0, le=10_000)] = 0


class MarketChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays."""

    name: Name | UnsetType = UNSET
    handle: Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9-]{0,39}$")] | UnsetType = UNSET
    currency: Currency | UnsetType = UNSET
    countries: Annotated[list[Country], Meta(max_length=250)] | UnsetType = UNSET
    locale: Annotated[str, Meta(max_length=20)] | UnsetType = UNSET
    round_to_minor: Step | UnsetType = UNSET
    round_less_minor: Annotated[int, Meta(ge=0, le=10**9)] | UnsetType = UNSET
    prices_include_tax: bool | UnsetType | None = UNSET
    payment_methods: (
        Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=50)] | UnsetType | None
    ) = UNSET
    shipping_codes: (
        Annotated[list[Annotated[str, Meta(max_length=64)]], Meta(max_length=200)] | UnsetType | None
    ) = UNSET
    position: Annotated[int, Meta(ge=0, le=10_000)] | UnsetType = UNSET


class ExchangeRate(msgspec.Struct, frozen=True):
    """From `valid_from` on one `base` is worth `rate` of `currency`, a decimal number of at most 12 digits (what is charged
    is counted exactly). `holds`: it is the newest of the past."""

    base: str
    currency: str
    rate: str
    valid_from: str
    source: str
    holds: bool


class NewRate(msgspec.Struct, frozen=True):
    """One `base` is worth `rate` of `currency` from `valid_from` on; None: from now on."""

    base: str
    currency: str
    rate: Decimal
    valid_from: datetime | None = None


class PriceList(msgspec.Struct, frozen=True):
    """Who sees it: everything that is said must hold. `percent_ppm` is what it says of goods that it does not name: millionths
    more or less than the store's price. Of several lists the one with the lowest `priority` comes first."""

    id: str
    name: str
    currency: str
    store_id: str | None
    market_id: str | None
    group_id: str | None
    channel: str
    experiment_variant_id: str | None
    starts_at: str | None
    ends_at: str | None
    percent_ppm: int | None
    round_to_minor: int | None
    priority: int
    is_active: bool
    prices: int
    version: int
    store_name: str = ""
    market_name: str = ""
    group_name: str = ""


class NewPriceList(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    name: Name
    currency: Currency
    store_id: Annotated[str, Meta(max_length=60)] | None = None
    market_id: Annotated[str, Meta(max_length=60)] | None = None
    group_id: Annotated[str, Meta(max_length=60)] | None = None
    channel: Annotated[str, Meta(max_length=40)] = ""
    experiment_variant_id: Annotated[str, Meta(max_length=60)] | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    percent_ppm: Annotated[int, Meta(ge=-1_000_000, le=10_000_000)] | None = None
    round_to_minor: Step | None = None
    priority: Annotated[int, Meta(ge=0, le=100_000)] = 100
    is_active: bool = True


class PriceListChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What is left out stays. A list keeps its currency: its prices are written in it."""

    name: Name | UnsetType = UNSET
    store_id: Annotated[str, Meta(max_length=60)] | UnsetType | None = UNSET
    market_id: Annotated[str, Meta(max_length=60)] | UnsetType | None = UNSET
    group_id: Annotated[str, Meta(max_length=60)] | UnsetType | None = UNSET
    channel: Annotated[str, Meta(max_length=40)] | UnsetType = UNSET
    experiment_variant_id: Annotated[str, Meta(max_length=60)] | UnsetType | None = UNSET
    starts_at: datetime | UnsetType | None = UNSET
    ends_at: datetime | UnsetType | None = UNSET
    percent_ppm: Annotated[int, Meta(ge=-1_000_000, le=10_000_000)] | UnsetType | None = UNSET
    round_to_minor: Step | UnsetType | None = UNSET
    priority: Annotated[int, Meta(ge=0, le=100_000)] | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET


class NewListPrice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a variant costs from `min_quantity` on, in steps of its product; `price_minor` None takes the price away."""

    variant_id: Annotated[str, Meta(max_length=60)]
    price_minor: Annotated[int, Meta(ge=0, le=10**12)] | None
    min_quantity: Annotated[int, Meta(ge=1, le=10**9)] = 1


class ListTier(msgspec.Struct, frozen=True):
    min_quantity: int
    price_minor: int


class ListRow(msgspec.Struct, frozen=True):
    """A variant in the grid of a price list. `own_minor` is what it costs in the store without any list, in the list's
    currency, and None where that is not known."""

    variant_id: str
    product_id: str
    sku: str
    title: str
    variant_title: str
    unit: str
    scale: int
    own_minor: int | None
    tiers: list[ListTier]


class ProductListPrice(msgspec.Struct, frozen=True):
    """What a variant costs on a price list."""

    list_id: str
    list_name: str
    currency: str
    is_active: bool
    variant_id: str
    sku: str
    min_quantity: int
    price_minor: int


class RateSource(msgspec.Struct, frozen=True):
    """A source of rates as it is set here. `problem` is why its last reading failed."""

    code: str
    name: str
    is_on: bool
    base: str
    currencies: list[str]
    read_at: str | None
    problem: str
