"""Promising stock to an order: reserve, commit, release, expire. What then becomes of it: `packing`.

The caller holds the order's row (or has just made it), so that two steps of one order never run at once.
Levels are locked in the order of (item, location) before any is changed.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

import msgspec

from duka.inventory import rules
from duka.inventory.errors import SoldOut
from duka.inventory.permissions import require_order_step
from duka.inventory.service.moves import skus_of
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.ids import new_id

Wants = Mapping[UUID, Mapping[UUID, int]]
"""Location → stock item → quantity, already summed over the order's lines."""


def reserve(ctx: Context, order_id: UUID, wants: Wants, expires_at: datetime | None) -> None:
    """Promises all of `wants` to the order or nothing: held until `expires_at`, committed when that is None.

    What the order already holds is not reserved again. Refuses `SoldOut` with what is left where it was
    wanted.
    """
    require_order_step(ctx)
    rows = [
        {"item_id": item, "location_id": location, "quantity": quantity, "entry_id": new_id()}
        for location, items in wants.items()
        for item, quantity in items.items()
    ]
    if not rows:
        return
    moved = ctx.db.all(
        """with want as materialized (
               select w.item_id, w.location_id, w.quantity, w.entry_id
               from jsonb_to_recordset(%(wants)s::jsonb)
                   as w (item_id uuid, location_id uuid, quantity bigint, entry_id uuid)
               where not exists (select from reservations r
                                 where r.tenant_id = %(tenant)s and r.order_id = %(order)s
                                     and r.item_id = w.item_id
                                   and r.location_id = w.location_id and r.status <> 'released')
           ), locked as materialized (
               select l.item_id, l.location_id, l.on_hand - l.reserved - l.safety as available, l.low_at,
                   w.quantity, w.entry_id
               from stock_levels l
               join want w on w.item_id = l.item_id and w.location_id = l.location_id
               where l.tenant_id = %(tenant)s
               order by l.item_id, l.location_id for update of l
           ), checked as materialized (
               select w.item_id, w.location_id, w.quantity, w.entry_id, coalesce(k.available, 0) as available,
                      coalesce(k.low_at, 0) as low_at, coalesce(k.available, 0) < w.quantity as is_short
               from want w
               left join locked k on k.item_id = w.item_id and k.location_id = w.location_id
           ), moved as (
               update stock_levels l set reserved = l.reserved + c.quantity
               from checked c
               where l.tenant_id = %(tenant)s and l.item_id = c.item_id and l.location_id = c.location_id
                 and not exists (select from checked where is_short)
               returning c.item_id, c.location_id, c.quantity, c.entry_id
           ), promised as (
               insert into reservations as r (tenant_id, order_id, item_id, location_id, quantity, status,
                   expires_at, created_at)
               select %(tenant)s, %(order)s, m.item_id, m.location_id, m.quantity, %(status)s,
                   %(expires)s::timestamptz, %(now)s
               from moved m
               on conflict (tenant_id, order_id, item_id, location_id) do update
               set quantity = excluded.quantity, consumed = 0, status = excluded.status, expires_at = excluded.expires_at
               where r.status = 'released'
           ), entered as (
               insert into stock_ledger (tenant_id, id, item_id, location_id, reserved_delta, reason,
                   reference_id, actor, at)
               select %(tenant)s, m.entry_id, m.item_id, m.location_id, m.quantity, 'reserve', %(order)s,
                   %(actor)s, %(now)s
               from moved m
           )
           select item_id, location_id, quantity, available, low_at, is_short from checked""",
        wants=msgspec.json.encode(rows).decode(),
        order=order_id,
        status="held" if expires_at else "committed",
        expires=expires_at,
        now=ctx.now,
        actor=ctx.actor.label,
    )
    short = {row.item_id: max(row.available, 0) for row in moved if row.is_short}
    if short:
        raise SoldOut([{"sku": sku, "available": short[item]} for item, sku in skus_of(ctx, list(short))])
    for row in moved:
        after = row.available - row.quantity
        for event in rules.warnings(row.item_id, row.location_id, row.available, after, row.low_at):
            events.emit(ctx, event)


def hold_levels(
    ctx: Context, item_ids: Iterable[UUID], location_ids: Iterable[UUID]
) -> dict[tuple[UUID, UUID], int]:
    """(location, item) → available, locked until the transaction ends: for choosing between several
    locations, so that the choice still holds when it is reserved."""
    require_order_step(ctx)
    rows = ctx.db.all(
        """select l.location_id, l.item_id, l.on_hand - l.reserved - l.safety as available from stock_levels l
           where l.tenant_id = %(tenant)s and l.item_id = any(%(items)s)
               and l.location_id = any(%(locations)s)
           order by l.item_id, l.location_id for update""",
        items=list(item_ids),
        locations=list(location_ids),
    )
    return {(row.location_id, row.item_id): max(row.available, 0) for row in rows}


def commit(ctx: Context, order_id: UUID) -> bool:
    """Makes what is held the order's for good. False when its hold had run out and was given back: reserve
    anew."""
    require_order_step(ctx)
    return bool(
        ctx.db.value(
            """with mine as materialized (
                   select r.item_id, r.location_id, r.status from reservations r
                   where r.tenant_id = %(tenant)s and r.order_id = %(order)s
                   order by r.item_id, r.location_id for update
               ), kept as (
                   update reservations r set status = 'committed', expires_at = null
                   from mine m
                   where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.item_id = m.item_id
                     and r.location_id = m.location_id and m.status = 'held'
               )
               select count(*) filter (where status = 'released') = 0
                   or count(*) filter (where status <> 'released') > 0
               from mine""",
            order=order_id,
        )
    )


def release(ctx: Context, order_id: UUID) -> None:
    """Gives back what is promised to the order and not yet gone from the shelf."""
    require_order_step(ctx)
    ctx.db.run(
        """with given as materialized (
               select r.item_id, r.location_id, r.quantity - r.consumed as quantity from reservations r
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.status in ('held', 'committed')
               order by r.item_id, r.location_id for update
           ), locked as materialized (
               select l.item_id, l.location_id, g.quantity from stock_levels l
               join given g on g.item_id = l.item_id and g.location_id = l.location_id
               where l.tenant_id = %(tenant)s
               order by l.item_id, l.location_id for update of l
           ), moved as (
               update stock_levels l set reserved = l.reserved - k.quantity
               from locked k
               where l.tenant_id = %(tenant)s and l.item_id = k.item_id and l.location_id = k.location_id
           ), closed as (
               update reservations r set expires_at = null,
                   status = case when r.consumed > 0 then 'consumed' else 'released' end,
                   quantity = case when r.consumed > 0 then r.consumed else r.quantity end
               from locked k
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.item_id = k.item_id
                 and r.location_id = k.location_id
           )
           insert into stock_ledger (tenant_id, id, item_id, location_id, reserved_delta, reason,
               reference_id, actor,
                                     at)
           select %(tenant)s, gen_random_uuid(), k.item_id, k.location_id, -k.quantity, 'release', %(order)s,
               %(actor)s, %(now)s
           from locked k""",
        order=order_id,
        actor=ctx.actor.label,
        now=ctx.now,
    )


def expire(ctx: Context) -> int:
    """Gives back every hold of the tenant whose time ran out; how many orders lost theirs.

    An order whose reservations another transaction is working on is left whole for the next run.
    """
    require_order_step(ctx)
    orders = ctx.db.value(
        """with late as materialized (
               select r.order_id, r.item_id, r.location_id, r.quantity from reservations r
               where r.tenant_id = %(tenant)s and r.status = 'held' and r.expires_at < %(now)s
               for update skip locked
           ), given as materialized (
               select l.* from late l
               where (select count(*) from late a where a.order_id = l.order_id)
                   = (select count(*) from reservations r
                      where r.tenant_id = %(tenant)s and r.order_id = l.order_id and r.status = 'held')
           ), summed as materialized (
               select g.item_id, g.location_id, sum(g.quantity)::bigint as quantity from given g group by 1, 2
           ), locked as materialized (
               select l.item_id, l.location_id, s.quantity from stock_levels l
               join summed s on s.item_id = l.item_id and s.location_id = l.location_id
               where l.tenant_id = %(tenant)s
               order by l.item_id, l.location_id for update of l
           ), moved as (
               update stock_levels l set reserved = l.reserved - k.quantity
               from locked k
               where l.tenant_id = %(tenant)s and l.item_id = k.item_id and l.location_id = k.location_id
           ), closed as (
               update reservations r set status = 'released', expires_at = null
               from given g
               where r.tenant_id = %(tenant)s and r.order_id = g.order_id and r.item_id = g.item_id
                 and r.location_id = g.location_id
           ), entered as (
               insert into stock_ledger (tenant_id, id, item_id, location_id, reserved_delta, reason,
                   reference_id, note, actor, at)
               select %(tenant)s, gen_random_uuid(), g.item_id, g.location_id, -g.quantity, 'release',
                   g.order_id, 'expired', %(actor)s, %(now)s
               from given g
           )
           select count(distinct order_id) from given""",
        now=ctx.now,
        actor=ctx.actor.label,
    )
    return int(orders)
