"""Questions about fulfillments. Those for steps ask for no permission: their callers hold the order's row."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.orders import reach
from duka.orders.errors import OrderNotFound
from duka.orders.fulfillment.errors import FulfillmentNotFound
from duka.orders.fulfillment.types import Carriage, Fulfillment, FulfillmentPlace, LineProgress
from duka.shipping.rules import distance_metres

_MANY = msgspec.json.Decoder(list[Fulfillment])

LINES: LiteralString = """(select coalesce(json_agg(json_build_object(
        'line_id', 'line_' || replace(n.order_line_id::text, '-', ''), 'sku', n.sku, 'title', n.title,
        'variant_title', n.variant_title, 'quantity', n.quantity, 'unit', n.unit, 'scale', n.scale)
        order by n.position), '[]'::json)
    from fulfillment_lines n where n.tenant_id = %(tenant)s and n.fulfillment_id = f.id)"""
"""What is in a fulfillment `f`, as `FulfillmentLine`s."""

OF_BUYER: LiteralString = f"""(select coalesce(json_agg(json_build_object(
        'id', 'ful_' || replace(f.id::text, '-', ''), 'number', o.number || '-' || f.position, 'status', f.status,
        'is_pickup', f.is_pickup, 'location', case when f.is_pickup then c.name else '' end,
        'carrier', f.carrier, 'service', f.service, 'tracking_number', f.tracking_number,
        'tracking_url', f.tracking_url, 'lines', {LINES}, 'prepared_at', f.prepared_at, 'shipped_at', f.shipped_at,
        'delivered_at', f.delivered_at) order by f.position), '[]'::json)
    from fulfillments f
    join locations c on c.tenant_id = %(tenant)s and c.id = f.location_id
    where f.tenant_id = %(tenant)s and f.order_id = o.id and f.status <> 'cancelled')"""  # noqa: S608 - our own text
"""Of an order `o`, as `BuyerFulfillment`s."""

OF_ORDER: LiteralString = f"""(select coalesce(json_agg(json_build_object(
        'id', 'ful_' || replace(f.id::text, '-', ''), 'order_id', 'ord_' || replace(f.order_id::text, '-', ''),
        'number', o.number || '-' || f.position, 'location_id', 'loc_' || replace(f.location_id::text, '-', ''),
        'location', c.name, 'status', f.status, 'is_pickup', f.is_pickup, 'carrier', f.carrier, 'service', f.service,
        'tracking_number', f.tracking_number, 'tracking_url', f.tracking_url, 'weight_grams', f.weight_grams,
        'lines', {LINES}, 'prepared_at', f.prepared_at, 'shipped_at', f.shipped_at, 'delivered_at', f.delivered_at,
        'cancelled_at', f.cancelled_at,
        'seconds_to_prepare', greatest(extract(epoch from f.prepared_at - o.placed_at), 0)::bigint,
        'seconds_to_ship', extract(epoch from f.shipped_at - f.prepared_at)::bigint,
        'seconds_to_deliver', extract(epoch from f.delivered_at - coalesce(f.shipped_at, f.prepared_at))::bigint)
        order by f.position), '[]'::json)
    from fulfillments f
    join locations c on c.tenant_id = %(tenant)s and c.id = f.location_id
    where f.tenant_id = %(tenant)s and f.order_id = o.id)"""  # noqa: S608 - our own text
"""Of an order `o`, as `Fulfillment`s, also those that were unpacked."""

MOVED: LiteralString = """left join lateral (
    select sum(n.quantity)::bigint as prepared,
           (sum(n.quantity) filter (where f.status in ('shipped', 'delivered')))::bigint as shipped,
           (sum(n.quantity) filter (where f.status = 'delivered'))::bigint as delivered
    from fulfillment_lines n
    join fulfillments f on f.tenant_id = %(tenant)s and f.id = n.fulfillment_id
    where n.tenant_id = %(tenant)s and n.order_line_id = l.id and f.status <> 'cancelled') moved on true"""
"""Joined to lines `l` of an order: how much of each is prepared, shipped and delivered; null is nothing."""


def progress(ctx: Context, order_id: UUID) -> list[LineProgress]:
    """How far each line has come, in the order of the lines. For steps. One statement."""
    rows = ctx.db.all(
        f"""select l.id, l.stock_item_id, l.stock_per_unit, l.sku, l.title, l.variant_title, l.unit, l.scale, l.quantity,
                  coalesce(moved.prepared, 0) as prepared, coalesce(moved.shipped, 0) as shipped,
                  coalesce(moved.delivered, 0) as delivered, l.returned
           from (select x.* from order_lines x where x.tenant_id = %(tenant)s and x.order_id = %(order)s) l
           {MOVED} order by l.position""",  # noqa: S608 - our own text
        order=order_id,
    )
    return [LineProgress(*row) for row in rows]


def of_order(ctx: Context, order_id: UUID) -> list[Fulfillment]:
    """Every fulfillment of an order whose reader may see it, the first one first. For steps and read shapes. One statement."""
    text = ctx.db.value(
        f"select {OF_ORDER}::text from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s",  # noqa: S608
        order=order_id,
    )
    return _MANY.decode(text or "[]")


def order_of(ctx: Context, fulfillment_id: UUID) -> UUID:
    """Refuses `FulfillmentNotFound`. For steps: whoever reads the order is asked for their permission there."""
    found = ctx.db.value(
        "select f.order_id from fulfillments f where f.tenant_id = %(tenant)s and f.id = %(id)s",
        id=fulfillment_id,
    )
    if found is None:
        raise FulfillmentNotFound()
    return UUID(str(found))


def carriage(ctx: Context, fulfillment_id: UUID) -> Carriage:
    """How it travels by now. For steps. Refuses `FulfillmentNotFound`."""
    row = ctx.db.one(
        """select f.carrier, f.service, f.tracking_number, f.tracking_url from fulfillments f
           where f.tenant_id = %(tenant)s and f.id = %(id)s""",
        id=fulfillment_id,
    )
    if row is None:
        raise FulfillmentNotFound()
    return Carriage(**row._asdict())


def is_location(ctx: Context, location_id: UUID) -> bool:
    """For steps: the company has this location and works there."""
    return bool(
        ctx.db.value(
            "select true from locations c where c.tenant_id = %(tenant)s and c.id = %(id)s and c.is_active",
            id=location_id,
        )
    )


def names(ctx: Context, location_ids: Sequence[UUID]) -> dict[UUID, str]:
    """For steps."""
    rows = ctx.db.all(
        "select c.id, c.name from locations c where c.tenant_id = %(tenant)s and c.id = any(%(ids)s)",
        ids=list(location_ids),
    )
    return {row.id: row.name for row in rows}


def packing_places(ctx: Context, order_id: UUID) -> list[UUID]:
    """Where goods that take nothing from stock are packed: where the order is fetched, or the store's first location. For
    steps."""
    return [
        row.id
        for row in ctx.db.all(
            """select c.id from locations c
               join orders o on o.tenant_id = %(tenant)s and o.id = %(order)s
               left join shipping_rates r on r.tenant_id = %(tenant)s
                    and 'rate_' || replace(r.id::text, '-', '') = o.shipping_method ->> 'id'
               where c.tenant_id = %(tenant)s and c.is_active
               order by c.id = r.location_id desc nulls last,
                        exists (select from store_locations s where s.tenant_id = %(tenant)s and s.store_id = o.store_id
                                and s.location_id = c.id) desc, c.code
               limit 1""",
            order=order_id,
        )
    ]


_ELIGIBLE: LiteralString = """
from orders o
join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
join locations c on c.tenant_id = %(tenant)s and c.is_active
left join shipping_rates r on r.tenant_id = %(tenant)s and o.shipping_method ->> 'kind' = 'pickup'
     and 'rate_' || replace(r.id::text, '-', '') = o.shipping_method ->> 'id'
where o.tenant_id = %(tenant)s and o.id = %(order)s and (r.location_id is null or r.location_id = c.id)
  and (s.stock_mode = 'shared' or exists (
      select from store_locations x
      where x.tenant_id = %(tenant)s and x.store_id = s.id and x.location_id = c.id))"""
"""The locations `c` that goods of an order may come from: those its store sells from; where it is fetched, if it is."""


def eligible(ctx: Context, order_id: UUID) -> set[UUID]:
    """Where goods of the order may come from. For steps."""
    rows = ctx.db.all(f"select c.id {_ELIGIBLE}", order=order_id)
    return {row.id for row in rows}


def places(ctx: Context, order_id: UUID, before: UUID) -> list[FulfillmentPlace]:
    """Where the goods that wait at `before` could come from instead: first those that have all of it, the nearest to the buyer
    first. Locations where the caller does not work are left out. Refuses `OrderNotFound` and `Forbidden`. Two statements."""
    reach.require(ctx, "orders:write", order_id)
    rows = ctx.db.all(
        f"""select c.id, c.name, c.latitude_e6, c.longitude_e6, o.store_id,
                   (o.shipping_address ->> 'latitude_e6')::bigint as latitude,
                   (o.shipping_address ->> 'longitude_e6')::bigint as longitude,
                   coalesce((select json_agg(json_build_array(i.sku, g.quantity - g.consumed, greatest(coalesce(
                           l.on_hand - l.reserved - l.safety, 0), 0)) order by i.sku)
                       from reservations g
                       join stock_items i on i.tenant_id = %(tenant)s and i.id = g.item_id
                       left join stock_levels l on l.tenant_id = %(tenant)s and l.item_id = g.item_id and l.location_id = c.id
                       where g.tenant_id = %(tenant)s and g.order_id = o.id and g.location_id = %(before)s
                         and g.status in ('held', 'committed') and g.quantity > g.consumed), '[]') as goods
            {_ELIGIBLE} order by c.name, c.id""",  # noqa: S608 - our own text
        order=order_id,
        before=before,
    )
    if not rows:
        raise OrderNotFound()
    found = [
        FulfillmentPlace(
            location_id=ids.public("loc", row.id),
            location=row.name,
            metres=None
            if None in (row.latitude, row.longitude, row.latitude_e6, row.longitude_e6)
            else distance_metres(row.latitude, row.longitude, row.latitude_e6, row.longitude_e6),
            is_enough=all(free >= wanted for _, wanted, free in row.goods),
            available={sku: free for sku, _, free in row.goods},
        )
        for row in rows
        if row.id != before and ctx.may("orders:write", store=row.store_id, location=row.id)
    ]
    return sorted(found, key=lambda place: (not place.is_enough, place.metres is None, place.metres or 0))
