"""Which market a visit is in: the one that was asked for, else the one that was chosen before, else the one of the country that
somebody seems to be in. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from duka.storefront.safety import OWN_MARKET
from duka.stores.types import StoreMarket

_REGION = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z]{4})?-([A-Za-z]{2})")


def choose(
    markets: Sequence[StoreMarket],
    own_country: str,
    asked: str | None,
    remembered: str | None,
    country: str,
    accepted: str | None,
) -> str:
    """A handle, empty for the store's own prices. `country` is what a trusted proxy says of the address; `accepted` is the
    Accept-Language header, whose first region counts where no proxy says more."""
    if not markets:
        return ""
    handles = {market.handle for market in markets}
    for wish in (asked, remembered):
        if wish == OWN_MARKET:
            return ""
        if wish in handles:
            return str(wish)
    there = country or region(accepted or "")
    if not there or there == own_country:
        return ""
    return next((market.handle for market in markets if there in market.countries), "")


def region(header: str) -> str:
    """The country of the first language that names one: `fr-CA, fr;q=0.9` is CA."""
    for part in header[:200].split(","):
        found = _REGION.fullmatch(part.partition(";")[0].strip())
        if found:
            return found[1].upper()
    return ""
