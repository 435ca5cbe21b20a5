"""What recommendations brought: by kind and by pair."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.recommendations.errors import PeriodTooLong
from duka.recommendations.lines import as_json
from duka.recommendations.measuring import PAIR_DAYS
from duka.recommendations.types import KINDS, Kind, KindReport, PairReport, RecommendationReport, Sold
from duka.stores.errors import StoreNotFound

READ = "figures:read"
LONGEST_DAYS = 366
USUAL_DAYS = 30

_OF_SALES = """recommendation_sales s
    join orders o on o.tenant_id = %(tenant)s and o.id = s.order_id and o.status <> 'cancelled'
    join order_lines l on l.tenant_id = %(tenant)s and l.order_id = s.order_id and l.product_id = s.other_id
   where s.tenant_id = %(tenant)s and s.day between %(first)s and %(last)s
     and (%(stores)s::uuid[] is null or s.store_id = any(%(stores)s))"""


def by_kind(
    ctx: Context, first: date | None = None, last: date | None = None, store: UUID | None = None
) -> RecommendationReport:
    """The last thirty days where none are named; of one store, or of all that the caller may see figures of. Two
    statements, three for one store. Refuses `PeriodTooLong`, `StoreNotFound`."""
    params = _params(ctx, first, last, store)
    rows = ctx.db.all(
        f"""select k.kind, coalesce(d.shown, 0)::bigint as shown, coalesce(d.clicks, 0)::bigint as clicks,
                   coalesce(d.added, 0)::bigint as added, coalesce(w.sold, '[]'::json)::text as sold
              from unnest(%(kinds)s::text[]) with ordinality as k (kind, place)
              left join (select d.kind, sum(d.shown) as shown, sum(d.clicks) as clicks, sum(d.added) as added
                           from recommendation_days d
                          where d.tenant_id = %(tenant)s and d.day between %(first)s and %(last)s
                            and (%(stores)s::uuid[] is null or d.store_id = any(%(stores)s))
                          group by d.kind) d on d.kind = k.kind
              left join (select c.kind, json_agg(json_build_object('currency', c.currency, 'orders', c.orders,
                                    'lines', c.lines, 'sales_minor', c.sales_minor) order by c.sales_minor desc) as sold
                           from (select s.kind, o.currency, count(distinct o.id) as orders, count(*) as lines,
                                        sum(l.total_minor)::bigint as sales_minor
                                   from {_OF_SALES} group by s.kind, o.currency) c
                          group by c.kind) w on w.kind = k.kind
             order by k.place""",
        kinds=list(KINDS),
        **params,
    )
    return RecommendationReport(
        params["first"],
        params["last"],
        [
            KindReport(
                row.kind,
                row.shown,
                row.clicks,
                round(row.clicks / row.shown, 4) if row.shown else None,
                row.added,
                msgspec.json.decode(row.sold, type=list[Sold]),
            )
            for row in rows
        ],
    )


def by_pair(
    ctx: Context,
    first: date | None = None,
    last: date | None = None,
    store: UUID | None = None,
    kind: Kind | None = None,
    cursor: str | None = None,
    limit: int = 20,
) -> Page[PairReport]:
    """What was followed most first. Pairs are counted for `PAIR_DAYS`. Two statements, three for one store.
    Refuses `PeriodTooLong`, `StoreNotFound`."""
    params = _params(ctx, first, last, store)
    limit = paging.bounded(limit)
    after = paging.decode(cursor, int, int, str, UUID, UUID) if cursor else (None, None, None, None, None)
    rows = ctx.db.all(
        f"""with counted as (
                select d.kind, d.product_id, d.other_id, sum(d.shown)::bigint as shown, sum(d.clicks)::bigint as clicks,
                       sum(d.added)::bigint as added
                  from recommendation_pair_days d
                 where d.tenant_id = %(tenant)s and d.day between %(first)s and %(last)s
                   and (%(stores)s::uuid[] is null or d.store_id = any(%(stores)s))
                   and (%(kind)s::text is null or d.kind = %(kind)s)
                 group by d.kind, d.product_id, d.other_id),
            paged as (
                select c.* from counted c
                 where %(clicks)s::bigint is null
                    or (-c.clicks, -c.shown, c.kind, c.product_id, c.other_id)
                       > (-%(clicks)s::bigint, -%(shown)s::bigint, %(last_kind)s, %(product)s::uuid, %(other)s::uuid)
                 order by c.clicks desc, c.shown desc, c.kind, c.product_id, c.other_id limit %(limit)s + 1),
            sold as (
                select s.kind, s.product_id, s.other_id, o.currency, count(distinct o.id) as orders,
                       sum(l.total_minor)::bigint as sales_minor
                  from {_OF_SALES}
                 group by s.kind, s.product_id, s.other_id, o.currency)
            select g.kind, g.product_id, g.other_id, g.clicks, g.shown,
                   json_build_object('kind', g.kind, 'product', {as_json("p")}, 'other', {as_json("q")}, 'shown', g.shown,
                       'clicks', g.clicks, 'added', g.added, 'orders', coalesce(w.orders, 0), 'currency', w.currency,
                       'sales_minor', coalesce(w.sales_minor, 0))::text as found
              from paged g
              join products p on p.tenant_id = %(tenant)s and p.id = g.product_id
              join products q on q.tenant_id = %(tenant)s and q.id = g.other_id
              left join lateral (select w.* from sold w where w.kind = g.kind and w.product_id = g.product_id
                                    and w.other_id = g.other_id order by w.sales_minor desc limit 1) w on true
             order by g.clicks desc, g.shown desc, g.kind, g.product_id, g.other_id""",
        kind=kind,
        limit=limit,
        **dict(zip(("clicks", "shown", "last_kind", "product", "other"), after, strict=True)),
        **params,
    )
    more = None
    if len(rows) > limit:
        end = rows[limit - 1]
        more = paging.encode(end.clicks, end.shown, end.kind, str(end.product_id), str(end.other_id))
    return Page([msgspec.json.decode(row.found, type=PairReport) for row in rows[:limit]], more)


def _params(ctx: Context, first: date | None, last: date | None, store: UUID | None) -> dict[str, Any]:
    ctx.require(READ, store=store)
    there = "select 1 from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s"
    if store is not None and ctx.db.value(there, store=store) is None:
        raise StoreNotFound()
    last = last or ctx.now.date()
    first = first or last - timedelta(days=USUAL_DAYS - 1)
    if not 0 <= (last - first).days < LONGEST_DAYS:
        raise PeriodTooLong(days=LONGEST_DAYS)
    return {"first": first, "last": last, "stores": [store] if store else ctx.stores_with(READ)}


__all__ = ["PAIR_DAYS", "by_kind", "by_pair"]
