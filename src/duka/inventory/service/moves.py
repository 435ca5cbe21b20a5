"""What transfers and count sheets have in common: many movements at one location in few statements."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

import msgspec

from duka.inventory import rules
from duka.inventory.errors import NotOnShelf, StockItemNotFound, UnknownSkus
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.ids import new_id


def encoded(value: object) -> str:
    return msgspec.json.encode(value).decode()


def items_of(ctx: Context, skus: Sequence[str]) -> dict[str, UUID]:
    """SKU → the stock item that it draws on. Refuses UnknownSkus."""
    rows = ctx.db.all(
        """select w.sku, coalesce(v.stock_item_id, i.id) as item from unnest(%(skus)s::text[]) as w (sku)
           left join variants v on v.tenant_id = %(tenant)s and v.sku = w.sku
           left join stock_items i on i.tenant_id = %(tenant)s and i.sku = w.sku""",
        skus=list(dict.fromkeys(sku.replace("\x00", "") for sku in skus)),
    )
    found = {row.sku: row.item for row in rows if row.item}
    if unknown := [sku for sku in skus if sku not in found]:
        raise UnknownSkus(skus=", ".join(unknown[:5]))
    return found


def refuse_missing_places(ctx: Context, places: Iterable[UUID]) -> None:
    wanted = set(places)
    sql = "select count(*) from locations l where l.tenant_id = %(tenant)s and l.id = any(%(ids)s)"
    if ctx.db.value(sql, ids=list(wanted)) != len(wanted):
        raise StockItemNotFound()


def next_number(ctx: Context, of: str) -> int:
    return int(
        ctx.db.value(
            """insert into counters (tenant_id, name, value) values (%(tenant)s, %(name)s, 1)
               on conflict (tenant_id, name) do update set value = counters.value + 1 returning value""",
            name=of,
        )
    )


def shift(
    ctx: Context, location_id: UUID, deltas: Mapping[UUID, int], reason: str, reference: UUID, note: str = ""
) -> None:
    """Add these amounts at one location: levels, ledger rows with the reference, warnings. Refuses NotOnShelf with
    the SKUs of which fewer lie there."""
    if not deltas:
        return
    rows = encoded(
        [{"item": item, "delta": delta, "entry": new_id()} for item, delta in sorted(deltas.items()) if delta]
    )
    ctx.db.run(
        """insert into stock_levels (tenant_id, item_id, location_id)
           select %(tenant)s, d.item, %(location)s from jsonb_to_recordset(%(rows)s::jsonb) as d (item uuid)
           order by d.item on conflict do nothing""",
        location=location_id,
        rows=rows,
    )
    short = ctx.db.all(
        """with locked as materialized (
             select l.item_id, l.on_hand from stock_levels l
              where l.tenant_id = %(tenant)s and l.location_id = %(location)s
                and l.item_id in (select d.item from jsonb_to_recordset(%(rows)s::jsonb) as d (item uuid))
              order by l.item_id for update)
           select i.sku from locked k
             join jsonb_to_recordset(%(rows)s::jsonb) as d (item uuid, delta bigint) on d.item = k.item_id
             join stock_items i on i.tenant_id = %(tenant)s and i.id = k.item_id
            where k.on_hand + d.delta < 0 order by i.sku""",
        location=location_id,
        rows=rows,
    )
    if short:
        raise NotOnShelf(skus=", ".join(row.sku for row in short[:5]))
    changed = ctx.db.all(
        """with moved as (
             update stock_levels l set on_hand = l.on_hand + d.delta
             from jsonb_to_recordset(%(rows)s::jsonb) as d (item uuid, delta bigint, entry uuid)
             where l.tenant_id = %(tenant)s and l.item_id = d.item and l.location_id = %(location)s
             returning l.item_id, d.delta, d.entry, l.on_hand - l.reserved - l.safety as available, l.low_at),
           entered as (
             insert into stock_ledger (tenant_id, id, item_id, location_id, on_hand_delta, reason, reference_id,
                                       note, actor, at)
             select %(tenant)s, m.entry, m.item_id, %(location)s, m.delta, %(reason)s, %(reference)s, %(note)s,
                    %(actor)s, %(now)s
             from moved m)
           select item_id, delta, available, low_at from moved""",
        location=location_id,
        rows=rows,
        reason=reason,
        reference=reference,
        note=note,
        actor=ctx.actor.label,
        now=ctx.now,
    )
    for row in changed:
        before = row.available - row.delta
        for event in rules.warnings(row.item_id, location_id, before, row.available, row.low_at):
            events.emit(ctx, event)


def skus_of(ctx: Context, items: list[UUID]) -> list[tuple[UUID, str]]:
    """Item and SKU, in the order of the SKUs."""
    return [
        (row.id, row.sku)
        for row in ctx.db.all(
            """select i.id, i.sku from stock_items i where i.tenant_id = %(tenant)s and i.id = any(%(items)s)
               order by i.sku""",
            items=items,
        )
    ]
