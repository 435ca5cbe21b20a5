"""The section of settings that says how searches rank."""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from duka.settings.types import Section

SoldOut = Literal["as_found", "lower", "last"]
SET_BACK: dict[SoldOut, int] = {"as_found": 0, "lower": 200, "last": 20_000}


class SearchSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`sales_weight`: how far what sold well goes before, from 0 (not at all) to 10. `sold_out`: what is sold out stands where
    it was found, lower, or after everything that is in stock. `forgives_typing`: words that no product has are read as the
    nearest that one has. `counts_searches`: the report of searches is kept; it never says who searched."""

    sales_weight: Annotated[int, Meta(ge=0, le=10)] = 5
    sold_out: SoldOut = "lower"
    forgives_typing: bool = True
    counts_searches: bool = True


SEARCH = Section(
    name="search",
    title="Search",
    about="What goes before when shoppers search, and whether searches are counted",
    shape=SearchSettings,
    scope="both",
)
