"""Count sheets: a location is counted line by line, by several people at once if need be, and the differences are
booked when the sheet is closed."""

from uuid import UUID

from duka.inventory.documents import Counted, NewCountSheet
from duka.inventory.errors import DocumentNotFound, DocumentStatus, NothingToCount, UnknownSkus
from duka.inventory.service import moves
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.kernel.ids import new_id, parse

WRITE = "inventory:write"
MOST_LINES = 20_000


def create_sheet(ctx: Context, new: NewCountSheet) -> UUID:
    """Refuses StockItemNotFound (the location), UnknownSkus, NothingToCount."""
    location = parse("loc", new.location_id)
    ctx.require(WRITE, location=location)
    moves.refuse_missing_places(ctx, (location,))
    items = sorted(set(moves.items_of(ctx, new.skus).values())) if new.scope == "skus" else []
    id, number = new_id(), moves.next_number(ctx, "count_sheet")
    ctx.db.run(
        """insert into count_sheets (tenant_id, id, number, name, location_id, is_blind, created_by, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(name)s, %(location)s, %(blind)s, %(by)s, %(now)s)""",
        id=id,
        number=number,
        name=" ".join(new.name.replace("\x00", "").split()) or f"#{number}",
        location=location,
        blind=new.is_blind,
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
    )
    lines = ctx.db.run(
        """with recursive below (id) as (
             select c.id from categories c where c.tenant_id = %(tenant)s and c.id = %(category)s
             union select c.id from categories c join below b on c.parent_id = b.id where c.tenant_id = %(tenant)s),
           wanted as (
             select i.id, i.sku from stock_items i where i.tenant_id = %(tenant)s and case %(scope)s
               when 'skus' then i.id = any(%(items)s)
               when 'category' then i.id in (
                 select v.stock_item_id from variants v
                   join product_categories g on g.tenant_id = v.tenant_id and g.product_id = v.product_id
                  where v.tenant_id = %(tenant)s and g.tenant_id = %(tenant)s and v.is_active
                    and g.category_id in (select id from below))
               else i.id in (
                 select l.item_id from stock_levels l where l.tenant_id = %(tenant)s and l.location_id = %(location)s
                    and (%(scope)s = 'all' or (l.low_at > 0 and l.on_hand - l.reserved - l.safety <= l.low_at)))
             end order by i.sku limit %(most)s)
           insert into count_sheet_lines (tenant_id, sheet_id, item_id, position)
           select %(tenant)s, %(id)s, w.id, row_number() over (order by w.sku) from wanted w""",
        id=id,
        scope=new.scope,
        category=parse("cat", new.category_id) if new.scope == "category" else None,
        items=items,
        location=location,
        most=MOST_LINES,
    )
    if not lines:
        raise NothingToCount()
    trail.note(ctx, "count.created", "count", id, lines=lines)
    return id


def enter_counts(ctx: Context, sheet_id: UUID, counted: Counted) -> None:
    """Write down what was counted, with what the books say at this moment. Refuses DocumentNotFound, DocumentStatus,
    UnknownSkus (not on the sheet)."""
    row = _locked(ctx, sheet_id, None)
    given = {line.sku: line.counted for line in counted.lines}
    known = ctx.db.all(
        """select i.sku, i.id from count_sheet_lines l
           join stock_items i on i.tenant_id = l.tenant_id and i.id = l.item_id
           where l.tenant_id = %(tenant)s and i.tenant_id = %(tenant)s and l.sheet_id = %(id)s
             and i.sku = any(%(skus)s)""",
        id=sheet_id,
        skus=[sku.replace("\x00", "") for sku in given],
    )
    if unknown := sorted(given.keys() - {line.sku for line in known}):
        raise UnknownSkus(skus=", ".join(unknown[:5]))
    ctx.db.run(
        """update count_sheet_lines l set counted = c.counted,
                  on_hand = case when c.counted is not null then coalesce((
                      select k.on_hand from stock_levels k where k.tenant_id = %(tenant)s and k.item_id = l.item_id
                         and k.location_id = %(location)s), 0) end,
                  counted_by = case when c.counted is null then '' else %(by)s end,
                  counted_at = case when c.counted is not null then %(now)s end
           from jsonb_to_recordset(%(rows)s::jsonb) as c (item uuid, counted bigint)
           where l.tenant_id = %(tenant)s and l.sheet_id = %(id)s and l.item_id = c.item""",
        id=sheet_id,
        location=row.location_id,
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
        rows=moves.encoded([{"item": line.id, "counted": given[line.sku]} for line in known]),
    )
    trail.note(ctx, "count.entered", "count", sheet_id, lines=len(known))


def close_sheet(ctx: Context, sheet_id: UUID, version: int) -> int:
    """Book the differences; lines that nobody counted stay as they are. Returns how many differed. Refuses
    DocumentNotFound, VersionConflict, DocumentStatus, NotOnShelf (meanwhile more was sold than was counted)."""
    row = _locked(ctx, sheet_id, version)
    differing = ctx.db.all(
        """select l.item_id, l.counted - l.on_hand as delta from count_sheet_lines l
           where l.tenant_id = %(tenant)s and l.sheet_id = %(id)s and l.counted <> l.on_hand""",
        id=sheet_id,
    )
    moves.shift(ctx, row.location_id, {line.item_id: line.delta for line in differing}, "count", sheet_id)
    _end(ctx, sheet_id, "closed", len(differing))
    return len(differing)


def cancel_sheet(ctx: Context, sheet_id: UUID, version: int) -> None:
    """Nothing is booked. Refuses DocumentNotFound, VersionConflict, DocumentStatus."""
    _locked(ctx, sheet_id, version)
    _end(ctx, sheet_id, "cancelled", 0)


def _locked(ctx: Context, sheet_id: UUID, version: int | None) -> Row:
    ctx.require(WRITE)
    row = ctx.db.one(
        "select s.* from count_sheets s where s.tenant_id = %(tenant)s and s.id = %(id)s for update",
        id=sheet_id,
    )
    if row is None:
        raise DocumentNotFound()
    ctx.require(WRITE, location=row.location_id)
    if version is not None and row.version != version:
        raise VersionConflict()
    if row.status != "open":
        raise DocumentStatus(status=row.status)
    return row


def _end(ctx: Context, sheet_id: UUID, status: str, differing: int) -> None:
    ctx.db.run(
        """update count_sheets s set status = %(status)s, closed_at = %(now)s, version = s.version + 1
           where s.tenant_id = %(tenant)s and s.id = %(id)s""",
        id=sheet_id,
        status=status,
        now=ctx.now,
    )
    trail.note(ctx, f"count.{status}", "count", sheet_id, differing=differing)
