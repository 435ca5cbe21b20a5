"""What is in stock, for shoppers and for staff."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from duka.inventory.errors import StockItemNotFound
from duka.inventory.permissions import places_seen, require_staff
from duka.inventory.types import LedgerEntry, Level, Mismatch
from duka.kernel import paging
from duka.kernel.context import Context
from duka.stores.types import Selling


def available(ctx: Context, store: Selling, item_ids: Sequence[UUID]) -> dict[tuple[UUID, UUID], int]:
    """(location, item) → what the store can promise; nothing for a location it may not sell from."""
    ctx.require("inventory:read")
    rows = ctx.db.all(
        """select l.location_id, l.item_id, greatest(l.on_hand - l.reserved - l.safety, 0) as available
           from stock_levels l
           where l.tenant_id = %(tenant)s and l.item_id = any(%(items)s)
               and l.location_id = any(%(locations)s)""",
        items=list(item_ids),
        locations=[place.id for place in store.locations],
    )
    return {(row.location_id, row.item_id): row.available for row in rows}


def by_sku(ctx: Context, store_id: UUID, sku: str) -> bytes:
    """A `SkuStock` as JSON: what the store can promise of a visible product's SKU. Refuses
    `StockItemNotFound`."""
    ctx.require("inventory:read")
    text = ctx.db.value(
        """select json_build_object(
               'sku', v.sku,
               'variant_id', 'var_' || replace(v.id::text, '-', ''),
               'unit', p.unit,
               'scale', p.scale,
               'is_available', not v.tracks_stock or v.sells_without_stock
                               or coalesce(stock.available, 0) / v.stock_per_unit >= p.minimum,
               'available', case when v.tracks_stock then coalesce(stock.available, 0) / v.stock_per_unit end,
               'locations', coalesce(stock.locations, '[]'::json))::text
           from variants v
           join products p on p.tenant_id = v.tenant_id and p.id = v.product_id and p.status = 'active'
           join store_products sp on sp.tenant_id = v.tenant_id and sp.product_id = p.id
                                 and sp.store_id = %(store)s and sp.is_visible
           join stores s on s.tenant_id = v.tenant_id and s.id = sp.store_id
           left join lateral (
               select sum(a.available)::bigint as available,
                      json_agg(json_build_object(
                          'id', 'loc_' || replace(a.location_id::text, '-', ''),
                          'name', a.name,
                          'available', a.available / v.stock_per_unit,
                          'level', case when a.available < v.stock_per_unit then 'out'
                                        when a.available <= a.low_at then 'low' else 'in' end)
                          order by a.name) as locations
               from (select l.location_id, o.name, l.low_at,
                            greatest(l.on_hand - l.reserved - l.safety, 0) as available
                     from stock_levels l
                     join locations o on o.tenant_id = l.tenant_id and o.id = l.location_id and o.is_active
                     where l.tenant_id = %(tenant)s and l.item_id = v.stock_item_id
                       and (s.stock_mode = 'shared'
                            or exists (select from store_locations x
                                       where x.tenant_id = %(tenant)s and x.store_id = s.id
                                         and x.location_id = l.location_id))) a
           ) stock on v.tracks_stock
           where v.tenant_id = %(tenant)s and v.sku = %(sku)s and v.is_active""",
        store=store_id,
        sku=sku,
    )
    if text is None:
        raise StockItemNotFound()
    return str(text).encode()


def given_back(ctx: Context, order_id: UUID) -> dict[UUID, dict[UUID, int]]:
    """Location → item → quantity that the order once held and holds no more."""
    ctx.require("inventory:read")
    found: dict[UUID, dict[UUID, int]] = {}
    for row in ctx.db.all(
        """select r.location_id, r.item_id, r.quantity from reservations r
           where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.status = 'released'""",
        order=order_id,
    ):
        found.setdefault(row.location_id, {})[row.item_id] = row.quantity
    return found


def levels(ctx: Context, item_ids: Sequence[UUID]) -> list[Level]:
    """The shelves of these items, with what staff may change on them."""
    require_staff(ctx)
    rows = ctx.db.all(
        """select l.item_id, l.location_id, o.name as location, i.sku, l.on_hand, l.reserved, l.safety,
                  l.low_at, l.on_hand - l.reserved - l.safety as available
           from stock_levels l
           join stock_items i on i.tenant_id = l.tenant_id and i.id = l.item_id
           join locations o on o.tenant_id = l.tenant_id and o.id = l.location_id
           where l.tenant_id = %(tenant)s and l.item_id = any(%(items)s)
             and (%(places)s::uuid[] is null or l.location_id = any(%(places)s))
           order by i.sku, o.name""",
        items=list(item_ids),
        places=places_seen(ctx),
    )
    return [Level(**row._asdict()) for row in rows]


def ledger(
    ctx: Context,
    *,
    item_id: UUID | None = None,
    location_id: UUID | None = None,
    reason: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> paging.Page[LedgerEntry]:
    """Movements, newest first, of one item, location or reason, or all."""
    require_staff(ctx)
    size = paging.bounded(limit)
    at, last = paging.decode(cursor, datetime, UUID) if cursor else (None, None)
    rows = ctx.db.all(
        """select e.id, e.at, e.item_id, e.location_id, e.on_hand_delta, e.reserved_delta, e.reason,
                  e.reference_id, e.note, e.actor, i.sku, i.unit, i.scale, o.name as location,
                  coalesce((select s.name from staff s where s.tenant_id = e.tenant_id
                             and 'staff:' || replace(s.id::text, '-', '') = e.actor),
                    (select v.operator_name from support_visits v where v.tenant_id = e.tenant_id
                      and 'operator:' || replace(v.operator_id::text, '-', '') = e.actor
                      order by v.began_at desc limit 1), '') as actor_name
           from stock_ledger e
           join stock_items i on i.tenant_id = e.tenant_id and i.id = e.item_id
           join locations o on o.tenant_id = e.tenant_id and o.id = e.location_id
           where e.tenant_id = %(tenant)s
             and (%(item)s::uuid is null or e.item_id = %(item)s)
             and (%(location)s::uuid is null or e.location_id = %(location)s)
             and (%(places)s::uuid[] is null or e.location_id = any(%(places)s))
             and (%(reason)s::text is null or e.reason = %(reason)s)
             and (%(at)s::timestamptz is null or (e.at, e.id) < (%(at)s, %(last)s::uuid))
           order by e.at desc, e.id desc limit %(limit)s""",
        item=item_id,
        location=location_id,
        places=places_seen(ctx),
        reason=reason,
        at=at,
        last=last,
        limit=size + 1,
    )
    entries = [LedgerEntry(**{**row._asdict(), "at": row.at.isoformat()}) for row in rows[:size]]
    more = paging.encode(rows[size - 1].at, rows[size - 1].id) if len(rows) > size else None
    return paging.Page(entries, more)


def verify(ctx: Context) -> list[Mismatch]:
    """Levels that differ from the sums of their ledger or of their reservations; empty when the books are
    right."""
    ctx.require("inventory:write")
    rows = ctx.db.all(
        """with booked as (
               select e.item_id, e.location_id, sum(e.on_hand_delta)::bigint as on_hand,
                      sum(e.reserved_delta)::bigint as reserved
               from stock_ledger e where e.tenant_id = %(tenant)s group by e.item_id, e.location_id
           ), promised as (
               select r.item_id, r.location_id, sum(r.quantity - r.consumed)::bigint as quantity
               from reservations r where r.tenant_id = %(tenant)s and r.status in ('held', 'committed')
               group by r.item_id, r.location_id
           )
           select l.item_id, l.location_id, l.on_hand, coalesce(b.on_hand, 0) as ledger_on_hand, l.reserved,
                  coalesce(b.reserved, 0) as ledger_reserved, coalesce(p.quantity, 0) as promised
           from stock_levels l
           left join booked b on b.item_id = l.item_id and b.location_id = l.location_id
           left join promised p on p.item_id = l.item_id and p.location_id = l.location_id
           where l.tenant_id = %(tenant)s
             and (l.on_hand <> coalesce(b.on_hand, 0) or l.reserved <> coalesce(b.reserved, 0)
                  or l.reserved <> coalesce(p.quantity, 0))
           order by l.item_id, l.location_id"""
    )
    return [Mismatch(**row._asdict()) for row in rows]


def item_of(ctx: Context, sku: str) -> UUID:
    """The stock item of a SKU, its own or the one that its variant draws on. Refuses StockItemNotFound."""
    found: UUID | None = ctx.db.value(
        """select coalesce(
               (select v.stock_item_id from variants v where v.tenant_id = %(tenant)s and v.sku = %(sku)s),
               (select i.id from stock_items i where i.tenant_id = %(tenant)s and i.sku = %(sku)s))""",
        sku=sku,
    )
    if found is None:
        raise StockItemNotFound()
    return found
