"""Promised goods on their way: out of the shelf, back onto it, to another shelf; more of them, and fewer.

`goods` are location → stock item → quantity. Levels are locked in the order of (item, location) before any is changed; the
caller holds the order's row.
"""

from uuid import UUID

from duka.inventory import rules
from duka.inventory.errors import NotPromised, SoldOut, StockMissing
from duka.inventory.permissions import require_order_step
from duka.inventory.service.moves import encoded, skus_of
from duka.inventory.service.promises import Wants
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.ids import new_id


def promised(ctx: Context, order_id: UUID) -> dict[UUID, dict[UUID, int]]:
    """What is promised to the order and still lies on the shelf."""
    return _goods(
        ctx,
        order_id,
        "r.status in ('held', 'committed') and r.quantity > r.consumed",
        "r.quantity - r.consumed",
    )


def packed(ctx: Context, order_id: UUID) -> dict[UUID, dict[UUID, int]]:
    """What has left the shelf for the order."""
    return _goods(ctx, order_id, "r.consumed > 0", "r.consumed")


def consume(ctx: Context, order_id: UUID, goods: Wants | None = None) -> None:
    """These goods of the order, or all that are promised to it, leave the shelf: on hand and promise fall together.

    Refuses `StockMissing` when fewer lie there than were promised (a count or correction came in between), and
    `NotPromised` for more than the order was promised there.
    """
    require_order_step(ctx)
    wanted = _rows(promised(ctx, order_id) if goods is None else goods)
    if not wanted:
        return
    gone = ctx.db.all(
        """with want as materialized (
               select w.item_id, w.location_id, w.quantity, w.entry_id
               from jsonb_to_recordset(%(goods)s::jsonb)
                   as w (item_id uuid, location_id uuid, quantity bigint, entry_id uuid)
           ), taken as materialized (
               select r.item_id, r.location_id, w.quantity, w.entry_id, r.quantity - r.consumed < w.quantity as is_foreign
               from reservations r join want w on w.item_id = r.item_id and w.location_id = r.location_id
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.status in ('held', 'committed')
               order by r.item_id, r.location_id for update of r
           ), locked as materialized (
               select l.item_id, l.location_id, t.quantity, t.entry_id, l.on_hand < t.quantity as is_short, t.is_foreign
               from stock_levels l
               join taken t on t.item_id = l.item_id and t.location_id = l.location_id
               where l.tenant_id = %(tenant)s
               order by l.item_id, l.location_id for update of l
           ), moved as (
               update stock_levels l set on_hand = l.on_hand - k.quantity, reserved = l.reserved - k.quantity
               from locked k
               where l.tenant_id = %(tenant)s and l.item_id = k.item_id and l.location_id = k.location_id
                 and not exists (select from locked where is_short or is_foreign)
                 and (select count(*) from locked) = (select count(*) from want)
               returning l.item_id, l.location_id, k.quantity, k.entry_id
           ), closed as (
               update reservations r set consumed = r.consumed + m.quantity, expires_at = null,
                   status = case when r.consumed + m.quantity = r.quantity then 'consumed' else r.status end
               from moved m
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.item_id = m.item_id
                 and r.location_id = m.location_id
           ), entered as (
               insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reserved_delta, reason,
                                         reference_id, actor, at)
               select %(tenant)s, m.entry_id, m.item_id, m.location_id, -m.quantity, -m.quantity, 'consume', %(order)s,
                   %(actor)s, %(now)s
               from moved m
           )
           select item_id, is_short, is_foreign from locked""",
        goods=encoded(wanted),
        order=order_id,
        actor=ctx.actor.label,
        now=ctx.now,
    )
    short = [row.item_id for row in gone if row.is_short]
    if len(gone) < len(wanted) or any(row.is_foreign for row in gone):
        raise NotPromised()
    if short:
        raise StockMissing([sku for _, sku in skus_of(ctx, short)])


def unpack(ctx: Context, order_id: UUID, goods: Wants | None = None) -> None:
    """These goods, or all that left the shelf for the order, lie there again and are promised to it as before. Refuses
    `NotPromised` for more than had left."""
    require_order_step(ctx)
    wanted = _rows(packed(ctx, order_id) if goods is None else goods)
    if not wanted:
        return
    back = ctx.db.all(
        """with want as materialized (
               select w.item_id, w.location_id, w.quantity, w.entry_id
               from jsonb_to_recordset(%(goods)s::jsonb)
                   as w (item_id uuid, location_id uuid, quantity bigint, entry_id uuid)
           ), taken as materialized (
               select r.item_id, r.location_id, w.quantity, w.entry_id
               from reservations r join want w on w.item_id = r.item_id and w.location_id = r.location_id
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.consumed >= w.quantity
               order by r.item_id, r.location_id for update of r
           ), locked as materialized (
               select l.item_id, l.location_id, t.quantity, t.entry_id from stock_levels l
               join taken t on t.item_id = l.item_id and t.location_id = l.location_id
               where l.tenant_id = %(tenant)s
               order by l.item_id, l.location_id for update of l
           ), moved as (
               update stock_levels l set on_hand = l.on_hand + k.quantity, reserved = l.reserved + k.quantity
               from locked k
               where l.tenant_id = %(tenant)s and l.item_id = k.item_id and l.location_id = k.location_id
               returning l.item_id, l.location_id, k.quantity, k.entry_id
           ), closed as (
               update reservations r set consumed = r.consumed - m.quantity, status = 'committed'
               from moved m
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.item_id = m.item_id
                 and r.location_id = m.location_id
           ), entered as (
               insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reserved_delta, reason,
                                         reference_id, actor, at)
               select %(tenant)s, m.entry_id, m.item_id, m.location_id, m.quantity, m.quantity, 'unpack', %(order)s,
                   %(actor)s, %(now)s
               from moved m
           )
           select item_id from locked""",
        goods=encoded(wanted),
        order=order_id,
        actor=ctx.actor.label,
        now=ctx.now,
    )
    if len(back) < len(wanted):
        raise NotPromised()


def put_back(ctx: Context, reference_id: UUID, goods: Wants, note: str = "") -> None:
    """Goods that came back from a buyer lie on these shelves and can be sold again. `reference_id` is what they came back
    with: an order or a return."""
    require_order_step(ctx)
    rows = _rows(goods)
    if not rows:
        return
    ctx.db.run(
        """with want as materialized (
               select w.item_id, w.location_id, w.quantity, w.entry_id
               from jsonb_to_recordset(%(goods)s::jsonb)
                   as w (item_id uuid, location_id uuid, quantity bigint, entry_id uuid)
               order by w.item_id, w.location_id
           ), moved as (
               insert into stock_levels as l (tenant_id, item_id, location_id, on_hand)
               select %(tenant)s, w.item_id, w.location_id, w.quantity from want w
               on conflict (tenant_id, item_id, location_id) do update set on_hand = l.on_hand + excluded.on_hand
               returning 1
           )
           insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reason, reference_id, note, actor, at)
           select %(tenant)s, w.entry_id, w.item_id, w.location_id, w.quantity, 'return', %(reference)s, %(note)s, %(actor)s,
                  %(now)s
           from want w, (select count(*) from moved) m""",
        goods=encoded(rows),
        reference=reference_id,
        note=note[:500],
        actor=ctx.actor.label,
        now=ctx.now,
    )


def promise_more(ctx: Context, order_id: UUID, wants: Wants) -> None:
    """Promises all of `wants` to a placed order, beside what it has, or nothing. Refuses `SoldOut` with what is left there."""
    require_order_step(ctx)
    rows = _rows(wants)
    if not rows:
        return
    moved = ctx.db.all(
        """with want as materialized (
               select w.item_id, w.location_id, w.quantity, w.entry_id
               from jsonb_to_recordset(%(goods)s::jsonb)
                   as w (item_id uuid, location_id uuid, quantity bigint, entry_id uuid)
           ), mine as materialized (
               select r.item_id, r.location_id from reservations r
               join want w on w.item_id = r.item_id and w.location_id = r.location_id
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s
               order by r.item_id, r.location_id for update of r
           ), locked as materialized (
               select l.item_id, l.location_id, l.on_hand - l.reserved - l.safety as available, l.low_at
               from stock_levels l join want w on w.item_id = l.item_id and w.location_id = l.location_id
               where l.tenant_id = %(tenant)s and (select count(*) from mine) >= 0
               order by l.item_id, l.location_id for update of l
           ), checked as materialized (
               select w.item_id, w.location_id, w.quantity, w.entry_id, coalesce(k.available, 0) as available,
                      coalesce(k.low_at, 0) as low_at, coalesce(k.available, 0) < w.quantity as is_short
               from want w left join locked k on k.item_id = w.item_id and k.location_id = w.location_id
           ), moved as (
               update stock_levels l set reserved = l.reserved + c.quantity
               from checked c
               where l.tenant_id = %(tenant)s and l.item_id = c.item_id and l.location_id = c.location_id
                 and not exists (select from checked where is_short)
               returning c.item_id, c.location_id, c.quantity, c.entry_id
           ), promised as (
               insert into reservations as r (tenant_id, order_id, item_id, location_id, quantity, status, created_at)
               select %(tenant)s, %(order)s, m.item_id, m.location_id, m.quantity, 'committed', %(now)s from moved m
               on conflict (tenant_id, order_id, item_id, location_id) do update
               set quantity = case when r.status = 'released' then excluded.quantity else r.quantity + excluded.quantity end,
                   consumed = case when r.status = 'released' then 0 else r.consumed end, status = 'committed'
           ), entered as (
               insert into stock_ledger (tenant_id, id, item_id, location_id, reserved_delta, reason, reference_id, actor, at)
               select %(tenant)s, m.entry_id, m.item_id, m.location_id, m.quantity, 'reserve', %(order)s, %(actor)s, %(now)s
               from moved m
           )
           select item_id, location_id, quantity, available, low_at, is_short from checked""",
        goods=encoded(rows),
        order=order_id,
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


def promise_less(ctx: Context, order_id: UUID, goods: Wants) -> None:
    """Gives back a part of what is promised to the order and still lies on the shelf. Refuses `NotPromised` for more."""
    require_order_step(ctx)
    rows = _rows(goods)
    if not rows:
        return
    given = ctx.db.all(
        """with want as materialized (
               select w.item_id, w.location_id, w.quantity, w.entry_id
               from jsonb_to_recordset(%(goods)s::jsonb)
                   as w (item_id uuid, location_id uuid, quantity bigint, entry_id uuid)
           ), taken as materialized (
               select r.item_id, r.location_id, w.quantity, w.entry_id
               from reservations r join want w on w.item_id = r.item_id and w.location_id = r.location_id
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.status in ('held', 'committed')
                 and r.quantity - r.consumed >= w.quantity
               order by r.item_id, r.location_id for update of r
           ), locked as materialized (
               select l.item_id, l.location_id, t.quantity, t.entry_id from stock_levels l
               join taken t on t.item_id = l.item_id and t.location_id = l.location_id
               where l.tenant_id = %(tenant)s
               order by l.item_id, l.location_id for update of l
           ), moved as (
               update stock_levels l set reserved = l.reserved - k.quantity
               from locked k
               where l.tenant_id = %(tenant)s and l.item_id = k.item_id and l.location_id = k.location_id
               returning l.item_id, l.location_id, k.quantity, k.entry_id
           ), closed as (
               update reservations r set
                   quantity = case when r.quantity = m.quantity then r.quantity else r.quantity - m.quantity end,
                   status = case when r.quantity = m.quantity then 'released'
                                 when r.quantity - m.quantity = r.consumed then 'consumed' else r.status end
               from moved m
               where r.tenant_id = %(tenant)s and r.order_id = %(order)s and r.item_id = m.item_id
                 and r.location_id = m.location_id
           ), entered as (
               insert into stock_ledger (tenant_id, id, item_id, location_id, reserved_delta, reason, reference_id, actor, at)
               select %(tenant)s, m.entry_id, m.item_id, m.location_id, -m.quantity, 'release', %(order)s, %(actor)s, %(now)s
               from moved m
           )
           select item_id from locked""",
        goods=encoded(rows),
        order=order_id,
        now=ctx.now,
        actor=ctx.actor.label,
    )
    if len(given) < len(rows):
        raise NotPromised()


def reassign(ctx: Context, order_id: UUID, before: UUID, after: UUID, goods: dict[UUID, int]) -> None:
    """What was promised to the order from the location `before` is promised from `after`. Refuses `NotPromised` and `SoldOut`;
    nothing has moved then, since the caller's transaction ends with the refusal."""
    promise_less(ctx, order_id, {before: goods})
    promise_more(ctx, order_id, {after: goods})


def _goods(ctx: Context, order_id: UUID, which: str, quantity: str) -> dict[UUID, dict[UUID, int]]:
    require_order_step(ctx)
    found: dict[UUID, dict[UUID, int]] = {}
    for row in ctx.db.all(
        f"""select r.location_id, r.item_id, {quantity} as quantity from reservations r
            where r.tenant_id = %(tenant)s and r.order_id = %(order)s and {which}
            order by r.location_id, r.item_id""",  # noqa: S608 - our own texts
        order=order_id,
    ):
        found.setdefault(row.location_id, {})[row.item_id] = row.quantity
    return found


def _rows(goods: Wants) -> list[dict[str, object]]:
    return [
        {"item_id": item, "location_id": location, "quantity": quantity, "entry_id": new_id()}
        for location, items in goods.items()
        for item, quantity in items.items()
        if quantity
    ]
