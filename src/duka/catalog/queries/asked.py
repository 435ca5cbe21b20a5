"""What a listing was asked for, checked and bounded: the parameters and the conditions of its statements."""

import re
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.catalog.queries import meaning
from duka.catalog.queries.fragments import (
    IS_AVAILABLE,
    IS_SPECIAL,
    LISTED_PRICE,
    OFFERED,
    address,
    branch,
    lies_in,
    seen,
)
from duka.catalog.queries.meaning import Sought
from duka.catalog.queries.words import clean, words_of
from duka.catalog.types import ListingQuery
from duka.flags import queries as flags
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput

FARTHEST = 10_000
MOST_CODES = 12
MOST_VALUES = 50
LARGEST = 2**62
_RANGE = re.compile(r"([0-9]{0,15})-([0-9]{0,15})", re.ASCII)

SORTS = ("newest", "price", "price_desc", "best", "title", "manual", "relevance")

HAS_ONE_IN_STOCK: LiteralString = f"exists (select from {OFFERED} and {IS_AVAILABLE} offset 0)"


def _own(name: LiteralString) -> LiteralString:
    """A bound that was given in the currency that is shown, in the store's own."""
    return f"(select case when is_plain then %({name})s::bigint else in_currency(%({name})s, den, num, 1, 0) end from shop)"


HARD: dict[str, LiteralString] = {
    "category": lies_in("within"),
    "collection": "sp.product_id in (select g.product_id from gathered g)",
    "available": HAS_ONE_IN_STOCK,
    "on_sale": f"exists (select from {OFFERED} and {IS_SPECIAL} offset 0)",
}
"""Conditions that narrow the facets too."""

ATTRIBUTE: LiteralString = "coalesce(p.attributes -> f.key ->> 'value', p.attributes ->> f.key)"
OPTION: LiteralString = """exists (
    select from variants v, jsonb_array_elements(p.options) with ordinality o (option, place)
     where v.tenant_id = %(tenant)s and v.product_id = p.id and v.is_active
       and o.option ->> 'name' = f.key and f.value ? v.option_values[o.place])"""

CHOSEN: dict[str, LiteralString] = {
    "chosen_category": lies_in("chosen"),
    "price": f"""(({_own("price_from")} is null or sp.price_minor >= {_own("price_from")})
        and ({_own("price_to")} is null or sp.price_minor <= {_own("price_to")}))""",
    "price_range": f"""exists (select from unnest(%(price_lows)s::bigint[], %(price_highs)s::bigint[]) o (low, high)
        where {LISTED_PRICE} between o.low and o.high)""",
    "vendor": "p.vendor = any(%(vendor)s)",
    "tag": "p.tags && %(tag)s",
    "option": f"not exists (select from jsonb_each(%(option)s::jsonb) f where not {OPTION})",
    "attribute": f"""not exists (select from jsonb_each(%(attribute)s::jsonb) f
        where not coalesce(f.value ? {ATTRIBUTE}, false))""",
}
"""Conditions that are facets: each narrows the counts of all facets but its own."""

COMMON: dict[str, LiteralString] = {
    "category": branch("within", address("c", "category", "%(category)s")),
    "collection": f"""
gathered as materialized (
    select x.product_id, x.position from collections c
      join collection_products x on x.tenant_id = c.tenant_id and x.collection_id = c.id
     where c.tenant_id = %(tenant)s and x.tenant_id = %(tenant)s and c.is_visible
       and {address("c", "collection", "%(collection)s")})""",
    "chosen_category": branch("chosen", "c.slug = any(%(chosen_category)s)"),
}
"""Common tables that a condition needs."""


class Asked(msgspec.Struct, frozen=True):
    """`conditions` are keys of HARD and CHOSEN, in their order."""

    sort: str
    conditions: tuple[str, ...]
    sought: Sought | None
    has_key: bool
    limit: int
    offset: int
    params: dict[str, Any]


def read(ctx: Context, store_id: UUID, query: ListingQuery, sought: Sought | None = None) -> Asked:
    """`sought`: the search when it is understood already. Refuses InvalidInput for sorts and filters that are not there,
    MalformedCursor."""
    is_search = sought is not None or bool(query.text.strip())
    sort = query.sort or ("relevance" if is_search else "newest")
    if sort not in SORTS:
        raise InvalidInput({"sort": f"write one of {', '.join(SORTS)}"})
    if (sort == "relevance" and not is_search) or (sort == "manual" and not query.collection):
        sort = "newest"
    params: dict[str, Any] = {"store": store_id, "locale": clean(ctx.locale), **seen(ctx)}
    wanted = _filters(query, params)
    params["selected"] = msgspec.json.encode(
        {clean(code): [clean(value) for value in values] for code, values in query.filters.items()}
    ).decode()
    if query.category:
        params["category"] = clean(query.category)
        wanted.add("category")
    if query.collection:
        params["collection"] = clean(query.collection) if flags.is_on(ctx, "collections") else ""
        wanted.add("collection")
    bounds = {"price_from": query.price_from_minor, "price_to": query.price_to_minor}
    if any(bound is not None for bound in bounds.values()):
        params |= {
            name: None if bound is None else max(min(bound, LARGEST), -1) for name, bound in bounds.items()
        }
        wanted.add("price")
    if query.available_only:
        wanted.add("available")
    if query.on_sale:
        wanted.add("on_sale")
    offset, key = max(0, min(query.offset, FARTHEST)), None
    if query.cursor:
        offset, key = _position(query.cursor, sort)
    if is_search:
        sought = sought or meaning.understand(ctx, words_of(query.text))
        params |= sought.params
    params["limit"] = limit = paging.bounded(query.limit)
    params["offset"] = offset
    if key:
        params["key"], params["key_id"] = key
    return Asked(
        sort=sort,
        conditions=tuple(name for name in (*HARD, *CHOSEN) if name in wanted),
        sought=sought,
        has_key=key is not None,
        limit=limit,
        offset=offset,
        params=params,
    )


def _filters(query: ListingQuery, params: dict[str, Any]) -> set[str]:
    options: dict[str, list[str]] = {}
    attributes: dict[str, list[str]] = {}
    wanted = set()
    if len(query.filters) > MOST_CODES:
        raise InvalidInput({"filters": f"narrow by {MOST_CODES} things at most"})
    for code, chosen in query.filters.items():
        values = [clean(value) for value in chosen]
        if len(values) > MOST_VALUES:
            raise InvalidInput({code: f"choose {MOST_VALUES} values at most"})
        kind, _, name = code.partition(":")
        if not values:
            continue
        if kind == "option" and name:
            options[clean(name)] = values
        elif kind == "attribute" and name:
            attributes[clean(name)] = values
        elif code in ("vendor", "tag"):
            params[code] = values
            wanted.add(code)
        elif code == "category":
            params["chosen_category"] = values
            wanted.add("chosen_category")
        elif code == "price":
            params["price_lows"], params["price_highs"] = _ranges(values)
            wanted.add("price_range")
        elif code == "availability":
            if "in" in values:
                wanted.add("available")
        else:
            known = "category, option:NAME, attribute:CODE, tag, vendor, price, availability"
            raise InvalidInput({"filters": f"{clean(code)!r} is not one of {known}"})
    for kind, narrowed in (("option", options), ("attribute", attributes)):
        if narrowed:
            params[kind] = msgspec.json.encode(narrowed).decode()
            wanted.add(kind)
    return wanted


def _ranges(values: list[str]) -> tuple[list[int], list[int]]:
    """The bounds of ranges like `1000-1999`, `-999`, `5000-`. Refuses InvalidInput."""
    found = [_RANGE.fullmatch(value) for value in values]
    if not all(found):
        raise InvalidInput({"price": "write ranges like 1000-1999, in minor units"})
    return [int(m[1] or 0) for m in found if m], [int(m[2] or LARGEST) for m in found if m]


def cursor(sort: str, key: object, id: UUID | None, offset: int) -> str:
    """The place after the row with this sort key. By relevance it is an offset: scores are no keys."""
    if sort == "relevance":
        return paging.encode(sort, str(offset), "")
    text = key.isoformat() if isinstance(key, datetime) else str(key)
    return paging.encode(sort, text, id.hex if id else "")


def _position(text: str, sort: str) -> tuple[int, tuple[Any, UUID] | None]:
    made_for, key, id = paging.decode(text, str, str, str)
    try:
        if made_for != sort:
            raise ValueError
        if sort == "relevance":
            return max(0, min(int(key), FARTHEST)), None
        if sort == "newest":
            moment = datetime.fromisoformat(key)
            if moment.tzinfo is None:
                raise ValueError
            return 0, (moment, UUID(hex=id))
        if sort == "title":
            return 0, (clean(key), UUID(hex=id))
        number = int(key)
        if abs(number) > LARGEST:
            raise ValueError
        return 0, (number, UUID(hex=id))
    except ValueError:
        raise paging.MalformedCursor() from None
