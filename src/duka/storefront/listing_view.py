"""A listing as its address says it: the query it asks for, and the addresses of everything that changes it.

`/c/dresses?f.option:Size=M&f.option:Size=L&min=20&sort=price&page=2`. Unknown names are left alone,
malformed prices and page numbers count as not given: an address that somebody mistyped still shows
something.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from urllib.parse import urlencode

import msgspec

from duka.catalog.types import Facet, ListingQuery, ProductPage
from duka.kernel.formatting import parse_money
from duka.storefront.figures import Figures
from duka.storefront.words import FACETS as NAMES

PER_PAGE = 24
LAST_PAGE = 400
SORTS = ("best", "newest", "price", "price_desc", "title")
KNOWN = re.compile(r"category|tag|vendor|price|(option|attribute):.{1,80}")
RANGE = re.compile(r"([0-9]{0,15})-([0-9]{0,15})", re.ASCII)
MOST_FACETS = 12
MOST_PAIRS = 50
Pairs = Sequence[tuple[str, str]]
Say = Callable[[str], str]


class ShownFacet(msgspec.Struct, frozen=True):
    code: str
    label: str
    values: list[object]
    is_open: bool


class State(msgspec.Struct, frozen=True):
    """`chosen` are the filters that are on, each with the address without it; `pairs` what the address
    held."""

    query: ListingQuery
    address: str
    pairs: list[tuple[str, str]]
    page: int
    sort_shown: str
    sorts: tuple[str, ...]
    low_text: str
    high_text: str
    chosen: list[tuple[str, str]]
    cleared: str

    @property
    def text(self) -> str:
        return self.query.text

    @property
    def is_narrowed(self) -> bool:
        return bool(self.chosen)

    @property
    def is_filtered(self) -> bool:
        """As is_narrowed, before the filters have names."""
        return any(name.startswith("f.") or name in ("min", "max", "stock", "sale") for name, _ in self.pairs)

    @property
    def hidden_without_sort(self) -> Pairs:
        return [pair for pair in self.pairs if pair[0] not in ("sort", "page")]

    def at(self, page: int) -> str:
        kept = [pair for pair in self.pairs if pair[0] != "page"]
        return _address(self.address, [*kept, ("page", str(page))] if page > 1 else kept)


def read(
    address: str,
    given: Pairs,
    figures: Figures,
    category: str = "",
    collection: tuple[str, str] | None = None,
) -> State:
    """The state that an address describes; `address` is the path with its prefix, `collection` a slug and the order
    that its listing begins with."""
    filters: dict[str, list[str]] = {}
    values: dict[str, str] = {}
    pairs: list[tuple[str, str]] = []
    for name, raw in given[:MOST_PAIRS]:
        value = raw.replace("\x00", "").strip()[:200]
        if not value:
            continue
        if name.startswith("f."):
            code = name[2:]
            if code == "price" and not RANGE.fullmatch(value):
                continue
            if KNOWN.fullmatch(code) and (code in filters or len(filters) < MOST_FACETS):
                filters.setdefault(code, []).append(value)
                pairs.append((name, value))
        elif name in ("q", "min", "max", "stock", "sale", "sort", "page"):
            values[name] = value
            pairs.append((name, value))
    text = values.get("q", "")
    sort = values.get("sort", "")
    allowed: tuple[str, ...] = ("relevance", *SORTS) if text else SORTS
    if collection:
        allowed = (collection[1], *(sort for sort in allowed if sort != collection[1]))
    page = values.get("page", "1")
    number = min(int(page), LAST_PAGE) if page.isascii() and page.isdecimal() and len(page) < 6 else 1
    number = max(number, 1)
    shown = sort if sort in allowed else allowed[0]
    query = ListingQuery(
        text=text,
        category=category,
        collection=collection[0] if collection else "",
        filters=filters,
        price_from_minor=_price(values.get("min"), figures),
        price_to_minor=_price(values.get("max"), figures),
        available_only="stock" in values,
        on_sale="sale" in values,
        sort=shown,
        limit=PER_PAGE,
        offset=(number - 1) * PER_PAGE,
        with_total=True,
        with_facets=True,
    )
    return State(
        query=query,
        address=address,
        pairs=pairs,
        page=number,
        sort_shown=shown,
        sorts=allowed,
        low_text=values.get("min", ""),
        high_text=values.get("max", ""),
        chosen=[],
        cleared=_address(address, [p for p in pairs if p[0] in ("q", "sort")]),
    )


def with_chosen(state: State, page: ProductPage, figures: Figures, say: Say) -> State:
    """The state with its filters named: only the answer knows what a value is called."""
    labels = {(f.code, v.value): v.label for f in page.facets or () for v in f.values}
    chosen: list[tuple[str, str]] = []
    for pair in state.pairs:
        name, value = pair
        if name.startswith("f."):
            label = _range(value, figures, say) if name == "f.price" else labels.get((name[2:], value), value)
        elif name == "min" and state.query.price_from_minor is not None:
            label = say("from %(price)s") % {"price": figures.money(state.query.price_from_minor)}
        elif name == "max" and state.query.price_to_minor is not None:
            label = say("up to %(price)s") % {"price": figures.money(state.query.price_to_minor)}
        elif name == "stock":
            label = say("Available now")
        elif name == "sale":
            label = say("On sale")
        else:
            continue
        chosen.append(
            (
                label,
                _address(
                    state.address, [p for p in state.pairs if p not in (pair, ("page", str(state.page)))]
                ),
            )
        )
    return msgspec.structs.replace(state, chosen=chosen)


def facets(page: ProductPage, figures: Figures, say: Say, limit: int = 24) -> list[ShownFacet]:
    """The facets worth showing: those with something to choose. What is chosen never drops out."""
    shown = []
    for facet in page.facets or ():
        if facet.code == "availability" or not _is_useful(facet):
            continue
        values = facet.values[:limit] + [v for v in facet.values[limit:] if v.is_selected]
        if facet.code == "price":
            values = [msgspec.structs.replace(v, label=_range(v.value, figures, say)) for v in values]
        label = say(NAMES[facet.code]) if facet.code in NAMES else facet.label
        shown.append(ShownFacet(facet.code, label, list(values), any(v.is_selected for v in values)))
    return shown


def _range(value: str, figures: Figures, say: Say) -> str:
    """A range of prices in words."""
    low, _, high = value.partition("-")
    if low and high:
        return f"{figures.money(int(low))} – {figures.money(int(high))}"
    if high:
        return say("up to %(price)s") % {"price": figures.money(int(high))}
    return say("from %(price)s") % {"price": figures.money(int(low or 0))}


def _is_useful(facet: Facet) -> bool:
    return len(facet.values) > 1 or any(value.is_selected for value in facet.values)


def pages(state: State, total: int) -> list[tuple[int, str]]:
    """The numbers under a listing: first, last, and those around where we are; 0 stands for a gap."""
    last = min(-(-total // PER_PAGE), LAST_PAGE)
    wanted = sorted({1, last, *range(max(1, state.page - 1), min(last, state.page + 1) + 1)} - {0})
    result: list[tuple[int, str]] = []
    for number in wanted:
        if result and number - result[-1][0] > 1:
            result.append((0, ""))
        result.append((number, state.at(number)))
    return result


def _price(text: str | None, figures: Figures) -> int | None:
    if not text:
        return None
    try:
        amount = parse_money(text, figures.currency, figures.locale)
    except ValueError:
        return None
    return amount if 0 <= amount < 10**15 else None


def _address(path: str, pairs: Pairs) -> str:
    return path + ("?" + urlencode(pairs) if pairs else "")
