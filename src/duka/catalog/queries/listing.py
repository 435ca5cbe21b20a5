"""Listings and searches: one statement that picks the products, and builds their cards, in the asked
order."""

import time
from functools import cache
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.catalog.errors import StoreNotFound
from duka.catalog.queries import asked
from duka.catalog.queries.asked import CHOSEN, COMMON, HARD, Asked
from duka.catalog.queries.facets import facets_and_total
from duka.catalog.queries.fragments import CARD, CARDS, SHOP, SOLD_HERE, TITLE, squeezed
from duka.catalog.queries.meaning import Sought
from duka.catalog.queries.search import FOUND, sold_here
from duka.catalog.types import ListingQuery
from duka.kernel import metrics
from duka.kernel.context import Context

_SORTED: dict[str, tuple[LiteralString, LiteralString, LiteralString]] = {
    "newest": ("sp.published_at", "desc", "timestamptz"),
    "price": ("sp.price_minor", "asc", "bigint"),
    "price_desc": ("sp.price_minor", "desc", "bigint"),
    "best": ("sp.sold", "desc", "bigint"),
    "title": (f"lower(unaccent({TITLE}))", "asc", "text"),
    "manual": ("(select g.position from gathered g where g.product_id = sp.product_id)", "asc", "bigint"),
}
"""Sort → its key, its direction, the key's type. The id breaks ties, in the same direction."""


@cache
def statement(sort: str, conditions: tuple[str, ...], searched: bool, has_key: bool) -> LiteralString:
    """The fixed text of a listing. There are few enough to be kept, here and prepared by every connection."""
    common: LiteralString = "".join([COMMON[name] + ", " for name in conditions if name in COMMON])
    if sort == "relevance":
        key: LiteralString = "f.rank"
        order: LiteralString = "f.rank, sp.sold desc, sp.product_id desc"
        after: LiteralString = ""
    else:
        key, direction, kind = _SORTED[sort]
        order = f"{key} {direction}, sp.product_id {direction}"
        beyond: LiteralString = "<" if direction == "desc" else ">"
        after = f" and ({key}, sp.product_id) {beyond} (%(key)s::{kind}, %(key_id)s::uuid)" if has_key else ""
    narrowed: LiteralString = "".join([f" and {(HARD | CHOSEN)[name]}" for name in conditions])
    goods: LiteralString = sold_here("found") if searched else SOLD_HERE
    found: LiteralString = f"{FOUND}, " if searched else ""
    return squeezed(f"""
with recursive {SHOP}, {common}{found}
picked as materialized (
    select row_number() over () as n, g.*
      from (select sp.product_id as id, {CARD} as card, {TITLE} as title, p.minimum, sp.published_at, {key} as key
              from {goods}{narrowed}{after}
             order by {order} offset %(offset)s limit %(limit)s + 1) g),
{CARDS}
select (select currency from shop) as currency, (select count(*) from picked) as seen,
       (select p.key from picked p where p.n = %(limit)s) as key,
       (select p.id from picked p where p.n = %(limit)s) as key_id,
       (select string_agg(c.card, ',' order by c.n) from cards c) as cards""")


def list_cards(ctx: Context, store_id: UUID, query: ListingQuery, sought: Sought | None = None) -> bytes:
    """A `types.ProductPage`. Total and facets, and a suggestion when a search finds nothing, cost one more
    statement. `sought`: the search of `query` when it is understood already.

    Refuses InvalidInput (an unknown sort or filter), MalformedCursor, StoreNotFound.
    """
    ctx.require("products:read")
    begun = time.perf_counter()
    wanted = asked.read(ctx, store_id, query, sought)
    row = ctx.db.one(
        statement(wanted.sort, wanted.conditions, wanted.sought is not None, wanted.has_key), **wanted.params
    )
    if wanted.sought is not None:
        metrics.observe(metrics.SEARCH_SECONDS, time.perf_counter() - begun, "postgresql")
    if row is None or row.currency is None:
        raise StoreNotFound()
    more = None
    if row.seen > wanted.limit:
        more = asked.cursor(wanted.sort, row.key, row.key_id, wanted.offset + wanted.limit)
    members = [f'"currency":"{row.currency}"', f'"items":[{row.cards or ""}]', f'"next":{_json(more)}']
    if query.with_total or query.with_facets:
        members.append(facets_and_total(ctx, wanted, with_facets=query.with_facets))
    if wanted.sought and not row.seen and _is_first_page(wanted):
        members.append(f'"suggestion":{_json(wanted.sought.instead)}')
    return f"{{{','.join(members)}}}".encode()


def _is_first_page(wanted: Asked) -> bool:
    return not wanted.has_key and not wanted.offset


def _json(value: str | None) -> str:
    return msgspec.json.encode(value).decode()
