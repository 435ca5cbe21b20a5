"""What a listing was asked for, checked and bounded: the parameters and the conditions of its statements."""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.catalog.queries.fragments import IS_AVAILABLE, IS_SPECIAL, OFFERED, branch, lies_in
from duka.catalog.queries.words import Words, clean, words_of
from duka.catalog.types import ListingQuery
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput

FARTHEST = 10_000
MOST_CODES = 12
MOST_VALUES = 50
LARGEST = 2**62

SORTS = ("newest", "price", "price_desc", "best", "title", "manual", "relevance")

HAS_ONE_IN_STOCK: LiteralString = f"exists (select from {OFFERED} and {IS_AVAILABLE} offset 0)"

HARD: dict[str, LiteralString] = {
    "category": lies_in("within"),
    "collection": "sp.product_id in (select g.product_id from gathered g)",
    "price_from": "sp.price_minor >= %(price_from)s",
    "price_to": "sp.price_minor <= %(price_to)s",
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
    "vendor": "p.vendor = any(%(vendor)s)",
    "tag": "p.tags && %(tag)s",
    "option": f"not exists (select from jsonb_each(%(option)s::jsonb) f where not {OPTION})",
    "attribute": f"""not exists (select from jsonb_each(%(attribute)s::jsonb) f
        where not coalesce(f.value ? {ATTRIBUTE}, false))""",
}
"""Conditions that are facets: each narrows the counts of all facets but its own."""

COMMON: dict[str, LiteralString] = {
    "category": branch("within", "c.slug = %(category)s"),
    "collection": """
gathered as materialized (
    select x.product_id, x.position from collections c
      join collection_products x on x.tenant_id = c.tenant_id and x.collection_id = c.id
     where c.tenant_id = %(tenant)s and x.tenant_id = %(tenant)s and c.is_visible and c.slug = %(collection)s)""",
    "chosen_category": branch("chosen", "c.slug = any(%(chosen_category)s)"),
}
"""Common tables that a condition needs."""


class Asked(msgspec.Struct, frozen=True):
    """`conditions` are keys of HARD and CHOSEN, in their order."""

    sort: str
    conditions: tuple[str, ...]
    words: Words | None
    has_key: bool
    limit: int
    offset: int
    params: dict[str, Any]


def read(ctx: Context, store_id: UUID, query: ListingQuery) -> Asked:
    """Refuses InvalidInput for sorts and filters that are not there, MalformedCursor."""
    words = words_of(query.text) if query.text.strip() else None
    sort = query.sort or ("relevance" if words else "newest")
    if sort not in SORTS:
        raise InvalidInput({"sort": f"write one of {', '.join(SORTS)}"})
    if (sort == "relevance" and not words) or (sort == "manual" and not query.collection):
        sort = "newest"
    params: dict[str, Any] = {"store": store_id, "now": ctx.now, "locale": clean(ctx.locale)}
    params |= words.params if words else {}
    wanted = _filters(query, params)
    params["selected"] = msgspec.json.encode(
        {clean(code): [clean(value) for value in values] for code, values in query.filters.items()}
    ).decode()
    if query.category:
        params["category"] = clean(query.category)
        wanted.add("category")
    if query.collection:
        params["collection"] = clean(query.collection)
        wanted.add("collection")
    for name, bound in (("price_from", query.price_from_minor), ("price_to", query.price_to_minor)):
        if bound is not None:
            params[name] = max(min(bound, LARGEST), -1)
            wanted.add(name)
    if query.available_only:
        wanted.add("available")
    if query.on_sale:
        wanted.add("on_sale")
    offset, key = max(0, min(query.offset, FARTHEST)), None
    if query.cursor:
        offset, key = _position(query.cursor, sort)
    params["limit"] = limit = paging.bounded(query.limit)
    params["offset"] = offset
    if key:
        params["key"], params["key_id"] = key
    return Asked(
        sort=sort,
        conditions=tuple(name for name in (*HARD, *CHOSEN) if name in wanted),
        words=words,
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
        elif code == "availability":
            if "in" in values:
                wanted.add("available")
        else:
            known = "category, option:NAME, attribute:CODE, tag, vendor, availability"
            raise InvalidInput({"filters": f"{clean(code)!r} is not one of {known}"})
    for kind, narrowed in (("option", options), ("attribute", attributes)):
        if narrowed:
            params[kind] = msgspec.json.encode(narrowed).decode()
            wanted.add(kind)
    return wanted


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
