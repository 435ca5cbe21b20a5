"""What was searched in the merchant's stores, and what was not found."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

from duka.catalog.permissions import require_staff
from duka.kernel import paging
from duka.kernel.context import Context
from duka.search.types import Searched, SearchReport

LONGEST = 180
ORDERS: dict[str, LiteralString] = {"searches": "f.searches", "empty": "f.empty"}

_FIGURES: LiteralString = """
figures as materialized (
    select c.text, sum(c.searches)::integer as searches, sum(c.empty)::integer as empty,
           sum(c.clicked)::integer as clicked, (array_agg(c.products order by c.day desc))[1] as products,
           max(c.day) as last_on
      from search_counts c
     where c.tenant_id = %(tenant)s and c.day > %(since)s and (%(stores)s::uuid[] is null or c.store_id = any(%(stores)s))
     group by c.text)"""


def report(
    ctx: Context,
    *,
    store_id: UUID | None = None,
    days: int = 30,
    in_vain: bool = False,
    cursor: str | None = None,
    limit: int = 50,
) -> SearchReport:
    """The texts that were searched, the most frequent first; `in_vain`: those that found nothing, the most frequent of them
    first. Of the caller's stores, or of one of them. Two statements."""
    require_staff(ctx, "products:read")
    limit = paging.bounded(limit)
    seen = ctx.stores_with("products:read")
    stores = seen if store_id is None else [s for s in [store_id] if seen is None or s in seen]
    days = max(1, min(days, LONGEST))
    values = {"since": ctx.now.date() - timedelta(days=days), "stores": stores}
    below, after = paging.decode(cursor, int, str) if cursor else (2**31 - 1, "")
    column = ORDERS["empty" if in_vain else "searches"]
    rows = ctx.db.all(
        f"""with {_FIGURES}
            select f.*, exists (select from search_synonyms s where s.tenant_id = %(tenant)s
                                   and f.text = any(s.words)) as has_synonyms
              from figures f
             where {column} > 0 and (-{column}, f.text) > (-%(below)s, %(after)s)
             order by {column} desc, f.text limit %(limit)s + 1""",  # noqa: S608 - our own texts
        below=below,
        after=after,
        limit=limit,
        **values,
    )
    totals = ctx.db.one(
        f"""with {_FIGURES}
            select coalesce(sum(f.searches), 0)::bigint as searches, coalesce(sum(f.empty), 0)::bigint as empty,
                   coalesce(sum(f.clicked), 0)::bigint as clicked, count(*) as texts from figures f""",  # noqa: S608 - our own texts
        **values,
    )
    assert totals is not None
    items = [
        Searched(r.text, r.searches, r.empty, r.clicked, r.products, r.last_on, r.has_synonyms)
        for r in rows[:limit]
    ]
    last = items[-1] if len(rows) > limit else None
    return SearchReport(
        days=days,
        searches=totals.searches,
        empty=totals.empty,
        clicked=totals.clicked,
        texts=totals.texts,
        items=items,
        next=paging.encode(last.empty if in_vain else last.searches, last.text) if last else None,
    )
