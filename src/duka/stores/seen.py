"""A store as somebody in one of its markets sees it: in that market's currency, taxes, methods and country.

Pure. Amounts of the store's own currency are × num / den of the other one's minor units, to the nearest multiple of the
market's step (a half upwards), less what the market takes off for prices like 9.99. SQL's `in_currency` does the same.
What costs something never becomes free by rounding.
"""

from collections.abc import Sequence
from typing import Any

import msgspec

from duka.kernel.money import round_half_up
from duka.stores import currencies
from duka.stores.types import MarketTerms, PaymentOption, Selling, Store, StoreMarket

_RATE_AMOUNTS = ("price_minor", "free_over_minor", "min_total_minor", "max_total_minor")


MOST = 10**15
"""Minor units: no price is shown higher, whatever the rate. Numbers of JSON stay exact, and bigint does not end."""


class Seen(msgspec.Struct, frozen=True):
    """The currency of a cart's prices, and how amounts in the store's own become it: × num / den to a multiple of `step`,
    less `less`. `market` is the handle; of the store's own it is empty."""

    currency: str
    market: str = ""
    num: int = 1
    den: int = 1
    step: int = 1
    less: int = 0

    @property
    def is_own(self) -> bool:
        """Whether amounts are those of the store's own currency."""
        return self.num == self.den

    def of(self, minor: int) -> int:
        """A price of the store's own, as it is shown."""
        if self.is_own or not minor or not self.num:
            return minor if self.is_own else 0
        rounded = round_half_up(minor * self.num, self.den * self.step) * self.step
        return min(max(rounded, self.step), MOST) - self.less

    def near(self, minor: int) -> int:
        """A limit of the store's own, as it is shown: to the nearest minor unit, without a price's rounding."""
        return minor if self.is_own else round_half_up(minor * self.num, self.den)

    def own(self, minor: int) -> int:
        """What is shown, in the store's own currency."""
        return minor if self.is_own else round_half_up(minor * self.den, self.num)


def market_of(markets: Sequence[MarketTerms], handle: str) -> MarketTerms | None:
    """The market with that handle that can be shopped in: active, with a rate for its currency."""
    return next((m for m in markets if m.handle == handle and m.is_active and m.num and m.den), None)


def offered(store: Store, markets: Sequence[MarketTerms]) -> list[StoreMarket]:
    """The store's own prices and the markets that can be shopped in, in their order; empty when there is nothing to choose."""
    others = [
        StoreMarket(m.handle, m.name, m.countries, m.currency, m.locale)
        for m in markets
        if market_of(markets, m.handle) is not None
    ]
    own = StoreMarket("", store.name, [store.country], store.currency, store.default_locale)
    return [own, *others] if others else []


def of_market(market: MarketTerms) -> Seen:
    """How a market that can be shopped in sees amounts of its store."""
    return Seen(market.currency, market.handle, market.num or 1, market.den or 1, market.step, market.less)


def selling_seen(selling: Selling, seen: Seen) -> Selling:
    """How the store sells to those who see its prices so: every amount in their currency; carriage, ways to pay, taxes and
    country as the market says. The store's own terms are given back unchanged."""
    market = next((m for m in selling.markets if m.handle == seen.market), None) if seen.market else None
    if seen.is_own and market is None and seen.currency == selling.currency:
        return selling
    rates = [_rate(row, seen) for row in selling.shipping_rates if _ships(market, str(row["code"]))]
    methods = [
        _method(row, seen) for row in selling.payment_methods if _pays(market, seen, str(row["provider"]))
    ]
    return msgspec.structs.replace(
        selling,
        currency=seen.currency,
        country=country(market, selling.country),
        prices_include_tax=_includes(market, selling.prices_include_tax),
        shipping_rates=rates,
        payment_methods=methods,
    )


def store_seen(store: Store, market: MarketTerms) -> Store:
    """The store's public face in a market."""
    seen = of_market(market)
    methods = [
        PaymentOption(
            m.code, m.name, m.description, _limit(seen, m.min_total_minor), _limit(seen, m.max_total_minor)
        )
        for m in store.payment_methods
        if _pays(market, seen, m.code)
    ]
    return msgspec.structs.replace(
        store,
        market=market.handle,
        currency=market.currency,
        country=country(market, store.country),
        prices_include_tax=_includes(market, store.prices_include_tax),
        payment_methods=methods,
        ships_to=[c for c in store.ships_to if not market.countries or c in market.countries]
        or store.ships_to,
    )


def country(market: MarketTerms | None, own: str) -> str:
    """Where somebody is taken to be before they give an address: the store's own country where the market has it."""
    if market is None or not market.countries or own in market.countries:
        return own
    return market.countries[0]


def _includes(market: MarketTerms | None, own: bool) -> bool:
    said = market.prices_include_tax if market else None
    return own if said is None else said


def _ships(market: MarketTerms | None, code: str) -> bool:
    return market is None or market.shipping_codes is None or code in market.shipping_codes


def _pays(market: MarketTerms | None, seen: Seen, provider: str) -> bool:
    if not currencies.takes(provider, seen.currency):
        return False
    return market is None or market.payment_methods is None or provider in market.payment_methods


def _rate(row: dict[str, Any], seen: Seen) -> dict[str, Any]:
    if seen.is_own:
        return row
    shown = {**row, **{name: _limit(seen, row.get(name)) for name in _RATE_AMOUNTS}}
    if row.get("price_minor") is not None:
        shown["price_minor"] = seen.of(row["price_minor"])
    tiers: list[dict[str, Any]] = []
    for tier in row.get("tiers") or ():
        up_to = tier.get("up_to")
        if row["kind"] == "by_total" and up_to is not None:
            up_to = seen.near(up_to)
            if tiers and up_to <= tiers[-1]["up_to"]:
                continue  # two limits that are one in the other currency: the first price holds
        tiers.append({"up_to": up_to, "price_minor": seen.of(tier["price_minor"])})
    shown["tiers"] = tiers
    return shown


def _method(row: dict[str, Any], seen: Seen) -> dict[str, Any]:
    limits = {name: _limit(seen, row.get(name)) for name in ("min_total_minor", "max_total_minor")}
    return {**row, **limits}


def _limit(seen: Seen, minor: int | None) -> int | None:
    return None if minor is None else seen.near(minor)
