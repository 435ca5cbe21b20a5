"""What merchants write: the arguments of the verbs in `stores.service`. Nothing here is trusted before it is
checked.

In a change, what is left out (`UNSET`) stays as it is.
"""

from typing import Any

import msgspec
from msgspec import UNSET, UnsetType


class NewStore(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`currency` and `country` are ISO codes, locales are like fr or fr-CI, `timezone` like Africa/Abidjan.
    `locales` always holds the default one. `order_prefix` goes before the numbers of its orders. `theme` and
    `contact`: see `stores.types`; `texts`: locale → texts."""

    slug: str
    name: str
    currency: str
    country: str
    default_locale: str = "en"
    locales: list[str] = []
    timezone: str = "UTC"
    prices_include_tax: bool = True
    stock_mode: str = "shared"
    reservation_minutes: int = 15
    cart_days: int = 30
    lowest_price: str = "auto"
    order_prefix: str = ""
    theme: dict[str, Any] = {}
    contact: dict[str, Any] = {}
    texts: dict[str, dict[str, str]] = {}


class StoreChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`theme` and `contact` replace what they name and keep the rest; `texts` replaces the languages it
    names."""

    name: str | UnsetType = UNSET
    status: str | UnsetType = UNSET
    default_locale: str | UnsetType = UNSET
    locales: list[str] | UnsetType = UNSET
    timezone: str | UnsetType = UNSET
    prices_include_tax: bool | UnsetType = UNSET
    stock_mode: str | UnsetType = UNSET
    reservation_minutes: int | UnsetType = UNSET
    cart_days: int | UnsetType = UNSET
    lowest_price: str | UnsetType = UNSET
    order_prefix: str | UnsetType = UNSET
    theme: dict[str, Any] | UnsetType = UNSET
    contact: dict[str, Any] | UnsetType = UNSET
    texts: dict[str, dict[str, str]] | UnsetType = UNSET


class NewLocation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`address` has the fields of `carts.types.Address`; coordinates are millionths of a degree."""

    code: str
    name: str
    address: dict[str, Any] = {}
    latitude_e6: int | None = None
    longitude_e6: int | None = None
    is_pickup: bool = False
    opening: str = ""


class LocationChange(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    name: str | UnsetType = UNSET
    address: dict[str, Any] | UnsetType = UNSET
    latitude_e6: int | UnsetType | None = UNSET
    longitude_e6: int | UnsetType | None = UNSET
    is_pickup: bool | UnsetType = UNSET
    is_active: bool | UnsetType = UNSET
    opening: str | UnsetType = UNSET


class Tier(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Up to `up_to` (grams or minor units, inclusive) it costs `price_minor`; the last tier may have no
    limit."""

    price_minor: int
    up_to: int | None = None


class ShippingRate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`kind` is flat, by_weight, by_total or pickup (which needs `location_id`, a public id). Amounts are
    minor units of the store's currency. `translations`: locale → {"name", "description"}."""

    code: str
    name: str
    kind: str = "flat"
    description: str = ""
    translations: dict[str, dict[str, str]] = {}
    price_minor: int = 0
    free_over_minor: int | None = None
    tiers: list[Tier] = []
    min_total_minor: int | None = None
    max_total_minor: int | None = None
    max_weight_grams: int | None = None
    tax_class: str = "standard"
    location_id: str | None = None
    min_days: int | None = None
    max_days: int | None = None
    is_active: bool = True


class ShippingZone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Where its rates hold: in any of its countries, narrowed by regions and postal prefixes where given."""

    name: str
    countries: list[str]
    regions: list[str] = []
    postal_prefixes: list[str] = []
    rates: list[ShippingRate] = []


class PaymentMethod(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`provider` names one of the platform's payment providers; `config` is for it alone and never shown;
    left out, it stays as it is. Orders outside of the totals (minor units) cannot be paid so."""

    provider: str
    name: str
    description: str = ""
    translations: dict[str, dict[str, str]] = {}
    config: dict[str, Any] | UnsetType = UNSET
    min_total_minor: int | None = None
    max_total_minor: int | None = None
    is_active: bool = True
