"""What waits for whoever packs and sends: parts of orders to prepare, fulfillments to ship or hand over, those on their way.

A page takes one statement, and the counts beside the first page one more.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.orders.fulfillment import rules
from duka.orders.fulfillment.queries import LINES, MOVED
from duka.orders.fulfillment.types import (
    FulfillmentLine,
    FulfillmentTask,
    FulfillmentTasks,
    LineProgress,
    ToPrepare,
)
from duka.orders.reach import HELD

STEPS = ("to_prepare", "to_ship", "to_collect", "on_the_way")
COUNTED_UP_TO = 1000

_STATUS = {"to_ship": "prepared", "to_collect": "prepared", "on_the_way": "shipped"}

_SEEN: LiteralString = """(%(grants)s::jsonb is null or exists (
    select from jsonb_to_recordset(%(grants)s::jsonb) as g (stores uuid[], locations uuid[])
    where (g.stores is null or o.store_id = any(g.stores)) and (g.locations is null or PLACE = any(g.locations))))"""
"""Some grant of the caller covers this place of an order `o`."""

_WAITING: LiteralString = (
    """orders o
left join reservations r on r.tenant_id = %(tenant)s and r.order_id = o.id and r.status in ('held', 'committed')
     and r.quantity > r.consumed
where o.tenant_id = %(tenant)s and o.need = 'to_prepare' and not """
    + HELD
    + """ and (%(location)s::uuid is null or r.location_id = %(location)s)
  and (%(store)s::uuid is null or o.store_id = %(store)s) and """
    + _SEEN.replace("PLACE", "r.location_id")
)

_PACKED: LiteralString = (
    """fulfillments f
join orders o on o.tenant_id = %(tenant)s and o.id = f.order_id
where f.tenant_id = %(tenant)s and f.status = %(status)s and o.status = 'open'
  and (f.status <> 'prepared' or f.is_pickup = %(pickup)s)
  and (f.status <> 'prepared' or not """
    + HELD
    + """)
  and (%(location)s::uuid is null or f.location_id = %(location)s)
  and (%(store)s::uuid is null or o.store_id = %(store)s) and """
    + _SEEN.replace("PLACE", "f.location_id")
)

_SHOWN: LiteralString = """o.id as order_id, o.store_id, o.version, o.shipping_method ->> 'name' as shipping_name,
    coalesce(o.shipping_method ->> 'kind', '') in ('pickup', 'none') as is_fetched, left(o.note, 200) as note,
    coalesce(nullif(o.shipping_address ->> 'name', ''), o.billing_address ->> 'name', o.email) as name,
    coalesce(o.shipping_address ->> 'city', '') as city"""


def list_tasks(
    ctx: Context,
    step: str,
    *,
    location: UUID | None = None,
    store: UUID | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> FulfillmentTasks:
    """What waits at `step` (one of `STEPS`), at one location or at all where the caller works; the longest waiting first. A
    page has so many orders, an order to prepare may be several tasks. Refuses `InvalidInput` and `MalformedCursor`."""
    ctx.require("orders:read", store=store, location=location)
    if step not in STEPS:
        raise InvalidInput({"step": f"one of {', '.join(STEPS)}"})
    size = paging.bounded(limit)
    params: dict[str, Any] = {"location": location, "store": store, "grants": _grants(ctx)}
    params["at"], params["last"] = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = _to_prepare(ctx, params, size) if step == "to_prepare" else _packed(ctx, step, params, size)
    last = rows[size - 1] if len(rows) > size else None
    tasks = _parts(ctx, rows[:size], location) if step == "to_prepare" else _parcels(rows[:size], step)
    return FulfillmentTasks(
        items=list(tasks),
        next=paging.encode(last.since, last.key) if last else None,
        counts=None if cursor else _counts(ctx, params),
        counted_up_to=COUNTED_UP_TO,
    )


def split(
    lines: Sequence[LineProgress],
    promised: Iterable[tuple[UUID, UUID, int]],
    names: Mapping[UUID, str],
) -> list[ToPrepare]:
    """What is still to prepare of lines, by the location where it is promised (location, item, quantity), as preparing all of
    it would take it."""
    shelves: dict[UUID, dict[UUID, int]] = {}
    for place, item, quantity in promised:
        shelves.setdefault(place, {})[item] = quantity
    wanted = [(line, line.open) for line in lines if line.open > 0]
    parts = rules.take(wanted, shelves, list(shelves), is_all=False) or []
    found = [
        ToPrepare(
            location_id=ids.public("loc", place),
            location=names.get(place, ""),
            lines=[_line(part.line, part.quantity) for part in parts if part.location_id == place],
        )
        for place in dict.fromkeys(part.location_id for part in parts)
    ]
    loose = [_line(line, quantity) for line, quantity in wanted if line.stock_per_unit == 0]
    if loose and not parts:
        found.append(ToPrepare(location_id=None, location="", lines=loose))
    return found


def _line(line: LineProgress, quantity: int) -> FulfillmentLine:
    return FulfillmentLine(
        line_id=ids.public("line", line.line_id),
        sku=line.sku,
        title=line.title,
        variant_title=line.variant_title,
        quantity=quantity,
        unit=line.unit,
        scale=line.scale,
    )


def _grants(ctx: Context) -> str | None:
    """The caller's grants that let them read orders; None: everywhere."""
    if ctx.actor.kind == "system" or not ctx.grants:
        return None
    held = [g for g in ctx.grants if "orders:read" in g.permissions]
    if any(not g.is_limited for g in held):
        return None
    told = [
        {
            "stores": g.stores and sorted(map(str, g.stores)),
            "locations": g.locations and sorted(map(str, g.locations)),
        }
        for g in held
    ]
    return msgspec.json.encode(told).decode()


def _to_prepare(ctx: Context, params: Mapping[str, Any], size: int) -> list[Any]:
    return ctx.db.all(
        f"""with waiting as (
                select distinct o.created_at as since, o.id as key from {_WAITING}
                  and (%(at)s::timestamptz is null or (o.created_at, o.id) > (%(at)s, %(last)s::uuid))
                order by o.created_at, o.id limit %(limit)s)
            select w.since, w.key, o.number, {_SHOWN},
                (select json_agg(json_build_object('line_id', l.id, 'stock_item_id', l.stock_item_id,
                    'stock_per_unit', l.stock_per_unit, 'sku', l.sku, 'title', l.title,
                    'variant_title', l.variant_title, 'unit', l.unit, 'scale', l.scale, 'ordered', l.quantity,
                    'prepared', coalesce(moved.prepared, 0), 'shipped', coalesce(moved.shipped, 0),
                    'delivered', coalesce(moved.delivered, 0), 'returned', l.returned) order by l.position)::text
                 from order_lines l {MOVED} where l.tenant_id = %(tenant)s and l.order_id = o.id) as lines,
                (select json_agg(json_build_array(r.location_id, r.item_id, r.quantity - r.consumed, c.name)
                    order by r.location_id, r.item_id)::text
                 from reservations r
                 join locations c on c.tenant_id = %(tenant)s and c.id = r.location_id
                 where r.tenant_id = %(tenant)s and r.order_id = o.id and r.status in ('held', 'committed')
                   and r.quantity > r.consumed) as promised
            from waiting w
            join orders o on o.tenant_id = %(tenant)s and o.id = w.key
            order by w.since, w.key""",  # noqa: S608 - our own text
        limit=size + 1,
        **params,
    )


def _parts(ctx: Context, rows: Sequence[Any], location: UUID | None) -> Iterable[FulfillmentTask]:
    places = ctx.locations_with("orders:read")
    for row in rows:
        promised = msgspec.json.decode(row.promised or "[]", type=list[tuple[UUID, UUID, int, str]])
        lines = msgspec.json.decode(row.lines, type=list[LineProgress])
        names = {place: name for place, _, _, name in promised}
        for part in split(lines, [each[:3] for each in promised], names):
            place = ids.parse("loc", part.location_id) if part.location_id else None
            if (location is not None and place != location) or (places is not None and place not in places):
                continue
            yield _task(row, "to_prepare", part.lines, part.location_id, part.location, row.is_fetched)


def _packed(ctx: Context, step: str, params: Mapping[str, Any], size: int) -> list[Any]:
    return ctx.db.all(
        f"""select f.prepared_at as since, f.id as key, o.number || '-' || f.position as number, f.location_id, f.is_pickup,
                   f.carrier, f.tracking_number, f.tracking_url, {_SHOWN}, {LINES}::text as lines,
                   (select c.name from locations c where c.tenant_id = %(tenant)s and c.id = f.location_id) as location,
                   coalesce(f.shipped_at, f.prepared_at) as moved_at
            from {_PACKED} and (%(at)s::timestamptz is null or (f.prepared_at, f.id) > (%(at)s, %(last)s::uuid))
            order by f.prepared_at, f.id limit %(limit)s""",  # noqa: S608 - our own text
        limit=size + 1,
        status=_STATUS[step],
        pickup=step == "to_collect",
        **params,
    )


def _parcels(rows: Sequence[Any], step: str) -> Iterable[FulfillmentTask]:
    for row in rows:
        lines = msgspec.json.decode(row.lines, type=list[FulfillmentLine])
        place = ids.public("loc", row.location_id)
        task = _task(row, step, lines, place, row.location, row.is_pickup)
        yield msgspec.structs.replace(
            task,
            fulfillment_id=ids.public("ful", row.key),
            since=row.moved_at,
            carrier=row.carrier,
            tracking_number=row.tracking_number,
            tracking_url=row.tracking_url,
        )


def _task(
    row: Any, step: str, lines: list[FulfillmentLine], place: str | None, name: str, is_pickup: bool
) -> FulfillmentTask:
    return FulfillmentTask(
        fulfillment_id=None,
        order_id=ids.public("ord", row.order_id),
        store_id=ids.public("store", row.store_id),
        number=row.number,
        version=row.version,
        step=step,
        location_id=place,
        location=name,
        is_pickup=is_pickup,
        name=row.name,
        city=row.city,
        shipping_name=row.shipping_name or "",
        note=row.note,
        since=row.since,
        carrier="",
        tracking_number="",
        tracking_url="",
        lines=lines,
    )


def _counts(ctx: Context, params: Mapping[str, Any]) -> dict[str, int]:
    packed: LiteralString = f"(select count(*) from (select from {_PACKED} limit {COUNTED_UP_TO}) c)"  # noqa: S608 - our own text
    row = ctx.db.one(
        f"""select (select count(*) from (select distinct o.id from {_WAITING} limit {COUNTED_UP_TO}) c) as to_prepare,
                   {packed.replace("%(status)s", "'prepared'").replace("%(pickup)s", "false")} as to_ship,
                   {packed.replace("%(status)s", "'prepared'").replace("%(pickup)s", "true")} as to_collect,
                   {packed.replace("%(status)s", "'shipped'").replace("%(pickup)s", "false")} as on_the_way""",  # noqa: S608
        **params,
    )
    assert row is not None  # a row of counts
    return {step: getattr(row, step) for step in STEPS}
