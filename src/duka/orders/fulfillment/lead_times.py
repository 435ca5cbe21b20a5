"""How long it takes from the sale to the door."""

from datetime import timedelta
from uuid import UUID

from duka.kernel import ids
from duka.kernel.context import Context
from duka.orders.fulfillment.types import LeadTime

DAYS = 30


def lead_times(ctx: Context, store: UUID | None = None) -> list[LeadTime]:
    """Medians by location of the fulfillments that were prepared in the last 30 days, by the location's name: for the stores
    and locations where the caller reads orders. Orders of the past that were imported do not count. One statement."""
    ctx.require("orders:read", store=store)
    rows = ctx.db.all(
        """select f.location_id, c.name, count(*) as fulfillments,
                  percentile_cont(0.5) within group (order by extract(epoch from f.prepared_at - o.placed_at)) as prepare,
                  percentile_cont(0.5) within group (order by extract(epoch from f.shipped_at - f.prepared_at)) as ship,
                  percentile_cont(0.5) within group (order by extract(epoch from f.delivered_at
                      - coalesce(f.shipped_at, f.prepared_at))) as deliver
           from fulfillments f
           join orders o on o.tenant_id = %(tenant)s and o.id = f.order_id
           join locations c on c.tenant_id = %(tenant)s and c.id = f.location_id
           where f.tenant_id = %(tenant)s and f.status in ('prepared', 'shipped', 'delivered')
             and f.prepared_at >= %(since)s and o.sales_channel <> 'import'
             and (%(store)s::uuid is null or o.store_id = %(store)s)
             and (%(stores)s::uuid[] is null or o.store_id = any(%(stores)s))
             and (%(places)s::uuid[] is null or f.location_id = any(%(places)s))
           group by f.location_id, c.name order by c.name, f.location_id""",
        since=ctx.now - timedelta(days=DAYS),
        store=store,
        stores=ctx.stores_with("orders:read"),
        places=ctx.locations_with("orders:read"),
    )
    return [
        LeadTime(
            location_id=ids.public("loc", row.location_id),
            location=row.name,
            fulfillments=row.fulfillments,
            seconds_to_prepare=_whole(row.prepare),
            seconds_to_ship=_whole(row.ship),
            seconds_to_deliver=_whole(row.deliver),
        )
        for row in rows
    ]


def _whole(seconds: float | None) -> int | None:
    return None if seconds is None else max(0, round(seconds))
