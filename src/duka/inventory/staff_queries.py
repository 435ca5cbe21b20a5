"""Shelves, transfers and count sheets, as staff see them: those of the locations that they hold."""

from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.catalog.queries.words import clean, words_of
from duka.inventory import documents
from duka.inventory.documents import CountSheet, CountSheetRow, Transfer, TransferRow
from duka.inventory.errors import DocumentNotFound
from duka.inventory.permissions import places_seen, require_staff
from duka.inventory.types import StockRow
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.media.queries import image_json

FIRST_LETTER: LiteralString = "chr(1114111)"

_SEARCHED: LiteralString = f"""
 and (starts_with(lower(i.sku), %(typed)s) or not exists (
    select from unnest(%(starts)s::text[]) as t (start)
     where not exists (select from variants v join search_words w on w.tenant_id = %(tenant)s
                        and w.product_id = v.product_id
                        and w.word >= t.start collate "C" and w.word < t.start || {FIRST_LETTER} collate "C"
                       where v.tenant_id = %(tenant)s and v.stock_item_id = i.id)
       and not starts_with(lower(i.sku), t.start)))"""
_STATES: dict[str, LiteralString] = {
    "low": "bool_or(l.low_at > 0 and l.on_hand - l.reserved - l.safety <= l.low_at)",
    "out": "coalesce(sum(l.on_hand - l.reserved - l.safety), 0) <= 0",
    "in": "coalesce(sum(l.on_hand - l.reserved - l.safety), 0) > 0",
    "promised": "coalesce(sum(l.reserved), 0) > 0",
}
STATES = tuple(_STATES)


def list_stock(
    ctx: Context,
    *,
    text: str = "",
    location_id: UUID | None = None,
    state: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[StockRow]:
    """What lies where, by SKU. `state`: low (at a warning level somewhere), out, in or promised, over the locations that
    are asked for. One statement."""
    require_staff(ctx)
    words = words_of(text)
    conditions: LiteralString = ""
    if words.starts:
        conditions += _SEARCHED
    if cursor:
        conditions += " and i.sku > %(after)s"
    if state:
        conditions += f""" and (select {_STATES[state]} from stock_levels l
            where l.tenant_id = %(tenant)s and l.item_id = i.id {_HERE})"""
    size = paging.bounded(limit, 50)
    rows = ctx.db.all(
        f"""with picked as materialized (
              select i.id, i.sku, i.unit, i.scale from stock_items i
               where i.tenant_id = %(tenant)s and exists (
                     select from variants v where v.tenant_id = %(tenant)s and v.stock_item_id = i.id and v.is_active)
                 {conditions}
               order by i.sku limit %(limit)s)
            select p.id as item_id, p.sku, p.unit, p.scale, o.product_id, o.title, o.variant_title, o.image,
                   coalesce(s.levels, '[]') as levels
              from picked p
              left join lateral (
                select 'prod_' || replace(t.id::text, '-', '') as product_id, t.title, v.title as variant_title,
                       (select {image_json("m", "g.alt")} from product_images g
                          join media m on m.tenant_id = g.tenant_id and m.id = g.media_id
                         where g.tenant_id = %(tenant)s and m.tenant_id = %(tenant)s and g.product_id = t.id
                         order by g.position limit 1) as image
                  from variants v join products t on t.tenant_id = v.tenant_id and t.id = v.product_id
                 where v.tenant_id = %(tenant)s and t.tenant_id = %(tenant)s and v.stock_item_id = p.id
                 order by v.stock_per_unit, v.position limit 1) o on true
              left join lateral (
                select json_agg(json_build_object(
                         'location_id', 'loc_' || replace(l.location_id::text, '-', ''), 'location', c.name,
                         'on_hand', l.on_hand, 'reserved', l.reserved, 'safety', l.safety, 'low_at', l.low_at,
                         'available', l.on_hand - l.reserved - l.safety) order by c.name) as levels
                  from stock_levels l join locations c on c.tenant_id = l.tenant_id and c.id = l.location_id
                 where l.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s and l.item_id = p.id {_HERE}) s on true
             order by p.sku""",
        starts=words.starts,
        typed=words.text.lower(),
        after=clean(paging.decode(cursor, str)[0]) if cursor else "",
        location=location_id,
        places=places_seen(ctx),
        limit=size + 1,
    )
    items = [
        msgspec.convert({**row._asdict(), "item_id": f"item_{row.item_id.hex}"}, StockRow)
        for row in rows[:size]
    ]
    return Page(items, paging.encode(items[-1].sku) if len(rows) > size else None)


_HERE: LiteralString = """
    and (%(location)s::uuid is null or l.location_id = %(location)s)
    and (%(places)s::uuid[] is null or l.location_id = any(%(places)s))"""

_TRANSFERS: LiteralString = """
select 'tra_' || replace(t.id::text, '-', '') as id, t.id as key, t.number,
       'loc_' || replace(t.from_id::text, '-', '') as from_location_id, a.name as from_location,
       'loc_' || replace(t.to_id::text, '-', '') as to_location_id, b.name as to_location,
       t.status, t.note, t.created_by, t.created_at, t.sent_at, t.closed_at, t.version,
       (select count(*) from stock_transfer_lines x where x.tenant_id = %(tenant)s and x.transfer_id = t.id) as lines
  from stock_transfers t
  join locations a on a.tenant_id = t.tenant_id and a.id = t.from_id
  join locations b on b.tenant_id = t.tenant_id and b.id = t.to_id
 where t.tenant_id = %(tenant)s and a.tenant_id = %(tenant)s and b.tenant_id = %(tenant)s
   and (%(places)s::uuid[] is null or t.from_id = any(%(places)s) or t.to_id = any(%(places)s))"""


def list_transfers(
    ctx: Context, status: str | None = None, cursor: str | None = None, limit: int | None = None
) -> Page[TransferRow]:
    """The newest first; those that leave or reach a location of the caller's."""
    require_staff(ctx)
    return _numbered(ctx, _TRANSFERS, "t", TransferRow, status, cursor, limit)


def transfer(ctx: Context, transfer_id: UUID) -> Transfer:
    """Refuses DocumentNotFound."""
    require_staff(ctx)
    row = ctx.db.one(f"{_TRANSFERS} and t.id = %(id)s", id=transfer_id, places=places_seen(ctx))
    if row is None:
        raise DocumentNotFound()
    lines = ctx.db.all(
        f"""select i.sku, {_NAME} as title, i.unit, i.scale, l.quantity, l.received,
                   coalesce((select k.on_hand from stock_levels k where k.tenant_id = %(tenant)s
                              and k.item_id = l.item_id and k.location_id = t.from_id), 0) as on_hand
              from stock_transfer_lines l
              join stock_transfers t on t.tenant_id = l.tenant_id and t.id = l.transfer_id
              join stock_items i on i.tenant_id = l.tenant_id and i.id = l.item_id
             where l.tenant_id = %(tenant)s and t.tenant_id = %(tenant)s and i.tenant_id = %(tenant)s
               and l.transfer_id = %(id)s order by l.position""",
        id=transfer_id,
    )
    return Transfer(
        _document(row, TransferRow),
        [msgspec.convert(line._asdict(), documents.TransferLine) for line in lines],
    )


_SHEETS: LiteralString = """
select 'cnt_' || replace(t.id::text, '-', '') as id, t.id as key, t.number, t.name,
       'loc_' || replace(t.location_id::text, '-', '') as location_id, a.name as location, t.is_blind, t.status,
       t.created_by, t.created_at, t.closed_at, t.version, n.lines, n.counted, n.differing
  from count_sheets t
  join locations a on a.tenant_id = t.tenant_id and a.id = t.location_id
 cross join lateral (
    select count(*) as lines, count(x.counted) as counted, count(*) filter (where x.counted <> x.on_hand) as differing
      from count_sheet_lines x where x.tenant_id = %(tenant)s and x.sheet_id = t.id) n
 where t.tenant_id = %(tenant)s and a.tenant_id = %(tenant)s
   and (%(places)s::uuid[] is null or t.location_id = any(%(places)s))"""


def list_sheets(
    ctx: Context, status: str | None = None, cursor: str | None = None, limit: int | None = None
) -> Page[CountSheetRow]:
    """The newest first, of the caller's locations."""
    require_staff(ctx)
    return _numbered(ctx, _SHEETS, "t", CountSheetRow, status, cursor, limit)


def sheet(ctx: Context, sheet_id: UUID) -> CountSheet:
    """A sheet with all its lines. Refuses DocumentNotFound."""
    require_staff(ctx)
    row = ctx.db.one(f"{_SHEETS} and t.id = %(id)s", id=sheet_id, places=places_seen(ctx))
    if row is None:
        raise DocumentNotFound()
    lines = ctx.db.all(
        f"""select i.sku, {_NAME} as title, i.unit, i.scale, l.counted, l.counted_by,
                   case when t.is_blind and t.status = 'open' then null
                        else coalesce(l.on_hand, k.on_hand, 0) end as on_hand
              from count_sheet_lines l
              join count_sheets t on t.tenant_id = l.tenant_id and t.id = l.sheet_id
              join stock_items i on i.tenant_id = l.tenant_id and i.id = l.item_id
              left join stock_levels k on k.tenant_id = l.tenant_id and k.item_id = l.item_id
                   and k.location_id = t.location_id and k.tenant_id = %(tenant)s
             where l.tenant_id = %(tenant)s and t.tenant_id = %(tenant)s and i.tenant_id = %(tenant)s
               and l.sheet_id = %(id)s order by l.position""",
        id=sheet_id,
    )
    return CountSheet(
        _document(row, CountSheetRow),
        [msgspec.convert(line._asdict(), documents.CountSheetLine) for line in lines],
    )


_NAME: LiteralString = """coalesce((
    select concat_ws(' · ', p.title, nullif(v.title, '')) from variants v
      join products p on p.tenant_id = v.tenant_id and p.id = v.product_id
     where v.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and v.stock_item_id = i.id
     order by v.stock_per_unit, v.position limit 1), '')"""


def _numbered(
    ctx: Context,
    listed: LiteralString,
    alias: LiteralString,
    kind: type[Any],
    status: str | None,
    cursor: str | None,
    limit: int | None,
) -> Page[Any]:
    size = paging.bounded(limit)
    rows = ctx.db.all(
        f"""{listed} and (%(status)s::text is null or {alias}.status = %(status)s)
            and (%(before)s::bigint is null or {alias}.number < %(before)s)
            order by {alias}.number desc limit %(limit)s""",
        status=status,
        before=paging.decode(cursor, int)[0] if cursor else None,
        places=places_seen(ctx),
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].number) if len(rows) > size else None
    return Page([_document(row, kind) for row in rows[:size]], following)


def _document(row: Any, kind: type[Any]) -> Any:
    fields = row._asdict()
    del fields["key"]
    return msgspec.convert(fields, kind)
