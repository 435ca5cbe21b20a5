"""Stock: a row a SKU and location."""

from collections.abc import Sequence
from uuid import UUID

from duka.imports import cells
from duka.imports.datasets.types import Batch, Column, Line, Refused, Result, needed
from duka.imports.types import Problem
from duka.inventory import service as inventory
from duka.inventory.permissions import places_seen, require_staff
from duka.kernel.context import Context


class Stock:
    """What is on hand, what is never sold and when to warn. Empty cells leave things as they are."""

    name = "stock"
    key = ""
    columns = (
        Column("sku", "the article number", is_needed=True, aliases=("variant sku",)),
        Column(
            "location", "the code of the location; needed when there are several", aliases=("location code",)
        ),
        Column("title", "for reading only"),
        Column(
            "on_hand",
            "how many there are, in units like 3 or 1.25",
            aliases=("quantity", "on hand", "available"),
        ),
        Column("reserved", "for reading only"),
        Column("safety", "how many are never sold"),
        Column("low_at", "at how many to warn"),
    )

    def apply(self, ctx: Context, lines: Sequence[Line]) -> tuple[str, Result]:
        (line,) = lines
        sku = needed(line, "sku")
        place = _location(ctx, line)
        item = ctx.db.one(
            """select i.id, i.scale, l.on_hand, l.safety, l.low_at from stock_items i
               left join stock_levels l on l.tenant_id = i.tenant_id and l.item_id = i.id
                    and l.location_id = %(location)s and l.tenant_id = %(tenant)s
               where i.tenant_id = %(tenant)s and i.id = coalesce(
                     (select v.stock_item_id from variants v where v.tenant_id = %(tenant)s and v.sku = %(sku)s),
                     (select x.id from stock_items x where x.tenant_id = %(tenant)s and x.sku = %(sku)s))""",
            sku=sku,
            location=place,
        )
        if item is None:
            raise Refused(Problem(line.number, "sku", f"there is no article {cells.shown(sku)} here"))
        wanted = {name: _steps(line, name, item.scale) for name in ("on_hand", "safety", "low_at")}
        changed = {name for name, n in wanted.items() if n is not None and n != (getattr(item, name) or 0)}
        if "on_hand" in changed:
            inventory.set_stock(ctx, item.id, place, wanted["on_hand"] or 0, "import")
        if changed & {"safety", "low_at"}:
            inventory.set_rules(ctx, [item.id], place, safety=wanted["safety"], low_at=wanted["low_at"])
        return sku, "updated" if changed else "unchanged"

    def rows(self, ctx: Context, after: UUID | str | None, count: int) -> Batch:
        require_staff(ctx)
        found = ctx.db.all(
            """with picked as (
                 select i.id, i.sku, i.scale from stock_items i
                  where i.tenant_id = %(tenant)s and i.sku > %(after)s order by i.sku limit %(count)s)
               select p.sku, p.scale, c.code, l.on_hand, l.reserved, l.safety, l.low_at, coalesce((
                      select concat_ws(' / ', t.title, nullif(v.title, '')) from variants v
                        join products t on t.tenant_id = v.tenant_id and t.id = v.product_id
                       where v.tenant_id = %(tenant)s and t.tenant_id = %(tenant)s and v.stock_item_id = p.id
                       order by v.stock_per_unit, v.position limit 1), '') as title
                 from picked p
                 left join stock_levels l on l.tenant_id = %(tenant)s and l.item_id = p.id
                      and (%(places)s::uuid[] is null or l.location_id = any(%(places)s))
                 left join locations c on c.tenant_id = %(tenant)s and c.id = l.location_id
                order by p.sku, c.code""",
            after=after or "",
            count=count,
            places=places_seen(ctx),
        )
        rows = [
            {
                "sku": row.sku,
                "location": row.code,
                "title": row.title,
                **{
                    name: cells.quantity_text(getattr(row, name), row.scale)
                    for name in ("on_hand", "reserved", "safety", "low_at")
                },
            }
            for row in found
            if row.code is not None
        ]
        return Batch(rows, found[-1].sku if found else None)


def _location(ctx: Context, line: Line) -> UUID:
    code = line.cells.get("location", "")
    places = ctx.db.all(
        """select l.id, l.code from locations l where l.tenant_id = %(tenant)s
           and case when %(code)s = '' then l.is_active else l.code = %(code)s or l.name = %(code)s end
           order by l.code limit 2""",
        code=code,
    )
    if len(places) == 1:
        found: UUID = places[0].id
        return found
    why = (
        f"there is no location {cells.shown(code)} here"
        if code
        else "say at which location: there are several"
    )
    raise Refused(Problem(line.number, "location", why))


def _steps(line: Line, column: str, scale: int) -> int | None:
    text = line.cells.get(column, "")
    if not text:
        return None
    try:
        found = cells.steps(cells.quantity(text), scale)
        if found < 0:
            raise ValueError(f"{cells.shown(text)} is less than nothing")
    except ValueError as error:
        raise Refused(Problem(line.number, column, str(error))) from None
    return found
