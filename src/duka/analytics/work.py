"""What waits to be done: orders by need, drafts, shelves that run low. Two statements beside the one that sets the tenant."""

from typing import LiteralString
from uuid import UUID

import msgspec

from duka.analytics.types import LowStock, WaitingWork
from duka.kernel.context import Context
from duka.media.queries import image_json
from duka.media.types import Image
from duka.orders import reach, rules

COUNTED_UP_TO = 1000
SHOWN = 6

_COUNTS: LiteralString = f"""
select json_build_object(
    'orders', case when %(sees_orders)s then (
        select json_object_agg(n.need, (select count(*) from (
            select from orders o where o.tenant_id = %(tenant)s and o.need = n.need
              and (%(stores)s::uuid[] is null or o.store_id = any(%(stores)s))
              and (%(everywhere)s or {reach.WITHIN})
            limit {COUNTED_UP_TO}) c))
        from unnest(%(needs)s::text[]) n (need)) end,
    'drafts', case when %(writes_products)s then (select count(*) from (
        select from products p where p.tenant_id = %(tenant)s and p.status = 'draft' limit {COUNTED_UP_TO}) d) end
    )::text"""

_LOW: LiteralString = f"""
with low as materialized (
    select l.item_id, l.location_id, l.on_hand - l.reserved - l.safety as available, l.low_at
    from stock_levels l
    where l.tenant_id = %(tenant)s and l.low_at > 0 and l.on_hand - l.reserved - l.safety <= l.low_at
      and (%(locations)s::uuid[] is null or l.location_id = any(%(locations)s))
      and exists (select from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
                  where v.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and v.stock_item_id = l.item_id
                    and v.is_active and p.status = 'active')
    order by (l.on_hand - l.reserved - l.safety)::numeric / l.low_at, l.item_id, l.location_id
    limit {COUNTED_UP_TO}
)
select (select count(*) from low) as total, i.sku, i.unit, i.scale, f.available, f.low_at, c.name as location,
       o.product_id, o.title, o.variant_title, o.image
from (select * from low limit {SHOWN}) f
join stock_items i on i.tenant_id = %(tenant)s and i.id = f.item_id
join locations c on c.tenant_id = %(tenant)s and c.id = f.location_id
join lateral (
    select p.id as product_id, p.title, v.title as variant_title,
           (select {image_json("m", "g.alt")}
            from product_images g join media m on m.tenant_id = g.tenant_id and m.id = g.media_id
            where g.tenant_id = %(tenant)s and m.tenant_id = %(tenant)s and g.product_id = p.id
            order by g.position limit 1) as image
    from variants v join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
    where v.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and v.stock_item_id = f.item_id
    order by v.stock_per_unit, v.position limit 1) o on true
where i.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s
order by f.available::numeric / f.low_at, i.sku, c.name"""


class _Counts(msgspec.Struct, frozen=True):
    orders: dict[str, int] | None
    drafts: int | None


def waiting(ctx: Context, store: UUID | None = None) -> WaitingWork:
    """For everybody who works here: what of it is theirs to see. `store` narrows the orders. Three statements, with the one
    that sets the tenant."""
    ctx.require("stores:read")
    counts = msgspec.json.decode(
        ctx.db.value(
            _COUNTS,
            sees_orders=ctx.may("orders:read"),
            writes_products=ctx.may("products:write"),
            needs=list(rules.WORK),
            stores=[store] if store else None,
            everywhere=reach.is_everywhere(ctx, "orders:read"),
            **reach.limits(ctx, "orders:read"),
        ),
        type=_Counts,
    )
    low = ctx.db.all(_LOW, locations=ctx.locations_with("inventory:read")) if _sees_shelves(ctx) else None
    return WaitingWork(
        orders=counts.orders,
        drafts=counts.drafts,
        low_stock=None
        if low is None
        else [
            LowStock(
                sku=row.sku,
                title=row.title,
                variant_title=row.variant_title,
                product_id=f"prod_{row.product_id.hex}",
                image=msgspec.convert(row.image, Image) if row.image else None,
                location=row.location,
                available=row.available,
                low_at=row.low_at,
                unit=row.unit,
                scale=row.scale,
            )
            for row in low
        ],
        low_stock_count=None if low is None else (low[0].total if low else 0),
        counted_up_to=COUNTED_UP_TO,
    )


def _sees_shelves(ctx: Context) -> bool:
    return ctx.may("inventory:read") and ctx.may("products:read")
