"""Counting, correcting and moving stock."""

from collections.abc import Sequence
from uuid import UUID

import msgspec
import psycopg

from duka.inventory import rules
from duka.inventory.errors import BadQuantity, SameLocation, StockBelowZero, StockItemNotFound, UnknownReason
from duka.inventory.types import Count
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.ids import new_id

MOST_NOTED = 200
"""Entries of the trail that one call leaves; the ledger has every movement."""


def set_stock(ctx: Context, item_id: UUID, location_id: UUID, on_hand: int, reason: str = "count") -> None:
    """What was counted becomes what is on hand; the ledger gets the difference, nothing if there is none."""
    count(ctx, [Count(item_id, location_id, on_hand)], reason)


def count(ctx: Context, counts: Sequence[Count], reason: str = "count") -> None:
    """`set_stock` for many shelves in two statements. A shelf named twice keeps the last count.

    Refuses `BadQuantity`, `UnknownReason` and `StockItemNotFound`; nothing is counted then.
    """
    for place in {c.location_id for c in counts}:
        ctx.require("inventory:write", location=place)
    ctx.require("inventory:write")
    if reason not in rules.REASONS:
        raise UnknownReason(known=", ".join(rules.REASONS))
    if any(not 0 <= c.on_hand <= rules.MOST for c in counts):
        raise BadQuantity()
    wanted = {(c.item_id, c.location_id): c.on_hand for c in counts}
    rows = msgspec.json.encode(
        [
            {"item_id": item, "location_id": place, "on_hand": n, "entry_id": new_id()}
            for (item, place), n in sorted(wanted.items())
        ]
    ).decode()
    _open_levels(ctx, rows)
    changed = ctx.db.all(
        """with counted as materialized (
               select c.* from jsonb_to_recordset(%(rows)s::jsonb)
                   as c (item_id uuid, location_id uuid, on_hand bigint, entry_id uuid)
           ), locked as materialized (
               select l.item_id, l.location_id, l.on_hand as before, c.on_hand as after, c.entry_id
               from stock_levels l
               join counted c on c.item_id = l.item_id and c.location_id = l.location_id
               where l.tenant_id = %(tenant)s
               order by l.item_id, l.location_id for update of l
           ), moved as (
               update stock_levels l set on_hand = k.after
               from locked k
               where l.tenant_id = %(tenant)s and l.item_id = k.item_id and l.location_id = k.location_id
                 and k.before <> k.after
               returning l.item_id, l.location_id, k.before - k.after as fallen, k.entry_id,
                         l.on_hand - l.reserved - l.safety as available, l.low_at
           ), entered as (
               insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reason, actor,
                   at)
               select %(tenant)s, m.entry_id, m.item_id, m.location_id, -m.fallen, %(reason)s, %(actor)s,
                   %(now)s
               from moved m
           )
           select item_id, location_id, fallen, available, low_at from moved""",
        rows=rows,
        reason=reason,
        actor=ctx.actor.label,
        now=ctx.now,
    )
    _warn(ctx, changed)
    for row in changed[:MOST_NOTED]:
        trail.note(ctx, "stock.counted", "stock", row.item_id, location=row.location_id, delta=-row.fallen)


def adjust(
    ctx: Context, item_id: UUID, location_id: UUID, delta: int, reason: str = "adjustment", note: str = ""
) -> None:
    """Adds `delta` (or takes it away) to what is on hand. Refuses `StockBelowZero`, `StockItemNotFound`."""
    ctx.require("inventory:write", location=location_id)
    if reason not in rules.REASONS:
        raise UnknownReason(known=", ".join(rules.REASONS))
    if abs(delta) > rules.MOST:
        raise BadQuantity()
    if delta:
        _warn(ctx, [_shift(ctx, item_id, location_id, delta, reason, None, note)])
        trail.note(ctx, "stock.adjusted", "stock", item_id, location=location_id, delta=delta, reason=reason)


def transfer(ctx: Context, item_id: UUID, from_id: UUID, to_id: UUID, quantity: int, note: str = "") -> None:
    """Moves stock between two locations: two ledger rows with one reference. Refuses `StockBelowZero`."""
    ctx.require("inventory:write", location=from_id)
    ctx.require("inventory:write", location=to_id)
    if from_id == to_id:
        raise SameLocation()
    if not 0 < quantity <= rules.MOST:
        raise BadQuantity()
    reference = new_id()
    moves = sorted([(from_id, -quantity), (to_id, quantity)])
    _warn(ctx, [_shift(ctx, item_id, place, delta, "transfer", reference, note) for place, delta in moves])
    trail.note(ctx, "stock.moved", "stock", item_id, start=from_id, end=to_id, quantity=quantity)


def set_levels(ctx: Context, item_id: UUID, location_id: UUID, *, safety: int, low_at: int) -> None:
    """Sets the stock that is never sold and the level at which a warning is given. Neither moves stock."""
    set_rules(ctx, [item_id], location_id, safety=safety, low_at=low_at)


def set_rules(
    ctx: Context, items: Sequence[UUID], location_id: UUID, *, safety: int | None, low_at: int | None
) -> None:
    """`set_levels` for many items at one location; None leaves a rule as it is. Refuses `BadQuantity`,
    `StockItemNotFound`."""
    ctx.require("inventory:write", location=location_id)
    if any(level is not None and not 0 <= level <= rules.MOST for level in (safety, low_at)):
        raise BadQuantity()
    wanted = sorted(set(items))
    known = ctx.db.run(
        """insert into stock_levels (tenant_id, item_id, location_id, safety, low_at)
           select %(tenant)s, i.id, l.id, coalesce(%(safety)s::bigint, 0), coalesce(%(low_at)s::bigint, 0)
           from stock_items i join locations l on l.tenant_id = i.tenant_id and l.id = %(location)s
           where i.tenant_id = %(tenant)s and l.tenant_id = %(tenant)s and i.id = any(%(items)s) order by i.id
           on conflict (tenant_id, item_id, location_id) do update
           set safety = coalesce(%(safety)s::bigint, stock_levels.safety),
               low_at = coalesce(%(low_at)s::bigint, stock_levels.low_at)""",
        items=wanted,
        location=location_id,
        safety=safety,
        low_at=low_at,
    )
    if known < len(wanted):
        raise StockItemNotFound()
    for item in items[:MOST_NOTED]:
        trail.note(ctx, "stock.rules", "stock", item, location=location_id, safety=safety, low_at=low_at)


def _open_levels(ctx: Context, rows: str) -> None:
    try:
        ctx.db.run(
            """insert into stock_levels (tenant_id, item_id, location_id)
               select %(tenant)s, c.item_id, c.location_id
               from jsonb_to_recordset(%(rows)s::jsonb) as c (item_id uuid, location_id uuid)
               order by c.item_id, c.location_id on conflict do nothing""",
            rows=rows,
        )
    except psycopg.errors.ForeignKeyViolation:
        raise StockItemNotFound() from None


def _shift(
    ctx: Context, item_id: UUID, location_id: UUID, delta: int, reason: str, reference: UUID | None, note: str
) -> Row:
    _open_levels(ctx, msgspec.json.encode([{"item_id": item_id, "location_id": location_id}]).decode())
    try:
        return ctx.db.one(
            """with moved as (
                   update stock_levels l set on_hand = l.on_hand + %(delta)s
                   where l.tenant_id = %(tenant)s and l.item_id = %(item)s and l.location_id = %(location)s
                   returning l.item_id, l.location_id, l.on_hand - l.reserved - l.safety as available,
                       l.low_at
               ), entered as (
                   insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reason,
                                             reference_id, note, actor, at)
                   select %(tenant)s, %(entry)s, m.item_id, m.location_id, %(delta)s, %(reason)s,
                       %(reference)s, %(note)s, %(actor)s, %(now)s
                   from moved m
               )
               select item_id, location_id, -(%(delta)s::bigint) as fallen, available, low_at from moved""",
            item=item_id,
            location=location_id,
            delta=delta,
            entry=new_id(),
            reason=reason,
            reference=reference,
            note=note,
            actor=ctx.actor.label,
            now=ctx.now,
        )
    except psycopg.errors.CheckViolation:
        raise StockBelowZero() from None


def _warn(ctx: Context, changed: list[Row]) -> None:
    for row in changed:
        before = row.available + row.fallen
        for event in rules.warnings(row.item_id, row.location_id, before, row.available, row.low_at):
            events.emit(ctx, event)
