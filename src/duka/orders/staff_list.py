"""The merchant's list of orders: by what they need, filtered, searched, sorted, a page at a time.

Two statements beside the one that sets the tenant, whatever the page size: the page, and, for the first page, the counts.
Only the conditions that were asked for are in a statement, since its plan is made once and kept. Those that no index
serves stand in a `coalesce`: the planner knows nothing of what is inside and goes along the order of the list until the
page is full, instead of gathering a million orders to sort them (`offset 0` keeps it from gathering what is inside).
"""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import public
from duka.orders import finding, reach, rules
from duka.orders.staff_types import OrderList, OrderListItem, OrderSearch

COUNTED_UP_TO = 1000

HELD = "held"
"""A need of its own: orders that wait for somebody to look at them, whatever else they need."""

_SORTS: dict[str, tuple[LiteralString, LiteralString, type]] = {
    "newest": (
        "o.created_at desc, o.id desc",
        "(o.created_at, o.id) < (%(at)s::timestamptz, %(last)s)",
        datetime,
    ),
    "oldest": ("o.created_at, o.id", "(o.created_at, o.id) > (%(at)s::timestamptz, %(last)s)", datetime),
    "total_desc": (
        "o.total_minor desc, o.id desc",
        "(o.total_minor, o.id) < (%(at)s::bigint, %(last)s)",
        int,
    ),
    "total": ("o.total_minor, o.id", "(o.total_minor, o.id) > (%(at)s::bigint, %(last)s)", int),
}
SORTS = tuple(_SORTS)

_CONDITIONS: dict[str, LiteralString] = {
    "need": "o.need = %(need)s",
    "held": "o.status = 'open' and " + reach.HELD,
    "store": "o.store_id = %(store)s",
    "location": """coalesce(exists (
        select from reservations r where r.tenant_id = %(tenant)s and r.order_id = o.id
           and r.location_id = %(location)s offset 0), false)""",
    "status": "coalesce(o.status = %(status)s, false)",
    "payment_status": "coalesce(o.payment_status = %(payment_status)s, false)",
    "fulfillment_status": "coalesce(o.fulfillment_status = %(fulfillment_status)s, false)",
    "payment_method": "coalesce(o.payment_method = %(payment_method)s, false)",
    "country": "coalesce(o.shipping_address ->> 'country' = %(country)s, false)",
    "created_from": "o.created_at >= %(created_from)s::timestamptz",
    "created_until": "o.created_at < %(created_until)s::timestamptz",
    "total_from_minor": "coalesce(o.total_minor >= %(total_from_minor)s, false)",
    "total_to_minor": "coalesce(o.total_minor <= %(total_to_minor)s, false)",
    "customer": "o.customer_id = %(customer)s",
    "tag": "o.id in (select g.order_id from tagged g)",
}

_TAGGED: LiteralString = """tagged as materialized (
    select t.order_id from order_tags t where t.tenant_id = %(tenant)s and t.tag = %(tag)s
    order by t.order_id desc limit 5000),"""
"""The newest orders with a tag: who looks for older ones narrows the list otherwise as well."""

_SHOWN: LiteralString = """
select p.*, (select coalesce(sum(case when l.scale = 0 then l.quantity else 1 end), 0)::bigint
             from order_lines l where l.tenant_id = %(tenant)s and l.order_id = p.id) as pieces,
       array(select t.tag from order_tags t where t.tenant_id = %(tenant)s and t.order_id = p.id
             order by t.tag) as tags,
       exists (select from order_notes n where n.tenant_id = %(tenant)s and n.order_id = p.id) as has_notes,
       exists (select from order_holds h where h.tenant_id = %(tenant)s and h.order_id = p.id and h.ended_at is null) as is_held
from shown p"""


def list_for_staff(
    ctx: Context, wanted: OrderSearch, *, cursor: str | None = None, limit: int | None = None
) -> OrderList:
    """The orders that the caller may see. Refuses `MalformedCursor` and, for a sort or a need that there is not,
    `InvalidInput`."""
    ctx.require("orders:read")
    if wanted.sort not in _SORTS or wanted.need not in ("", HELD, *rules.NEEDS):
        raise InvalidInput({"sort": f"one of {', '.join(SORTS)}", "need": f"one of {', '.join(rules.NEEDS)}"})
    size = paging.bounded(limit)
    rows = _page(ctx, wanted, cursor, size)
    by_total = wanted.sort.startswith("total")
    last = rows[size - 1] if len(rows) > size else None
    return OrderList(
        items=[_item(row) for row in rows[:size]],
        next=paging.encode(last.total_minor if by_total else last.created_at, last.id) if last else None,
        counts=None if cursor else _counts(ctx, wanted.store),
        counted_up_to=COUNTED_UP_TO,
    )


def _page(ctx: Context, wanted: OrderSearch, cursor: str | None, size: int) -> list[Any]:
    order, after, kind = _SORTS[wanted.sort]
    values = {name: getattr(wanted, name) for name in _CONDITIONS if name != HELD}
    asked = {name: value for name, value in values.items() if value not in ("", None)}
    if wanted.need == HELD:
        asked["held"] = asked.pop("need")
    params: dict[str, Any] = dict(asked)
    conditions: list[LiteralString] = [_CONDITIONS[name] for name in asked]
    if not asked.keys() & {"need", HELD}:
        conditions.append("coalesce(o.need <> 'abandoned', false)")
    if not reach.is_everywhere(ctx, "orders:read"):
        condition, limits = reach.within(ctx, "orders:read")
        conditions.append(condition)
        params |= limits
    if cursor:
        conditions.append(after)
        params["at"], params["last"] = paging.decode(cursor, kind, UUID)
    tables: LiteralString = _TAGGED if wanted.tag else ""
    if wanted.text.strip():
        found = finding.found(wanted.text)
        if found is None:
            return []
        tables, params = tables + found.tables + ",", params | found.params
        conditions.append("o.id in (select f.id from found f)")
    where: LiteralString = "".join([f" and {condition}" for condition in conditions])
    return ctx.db.all(
        f"""with {tables} page as materialized (
               select o.id, o.number, o.store_id, o.need, o.status, o.payment_status, o.fulfillment_status, o.currency,
                      o.total_minor, o.is_estimated, o.email, o.phone, o.payment_method, o.customer_id, o.created_at,
                      o.placed_at, o.version, left(o.note, 200) as note,
                      coalesce(nullif(o.shipping_address ->> 'name', ''), o.billing_address ->> 'name', '') as name,
                      coalesce(o.shipping_address ->> 'city', '') as city,
                      coalesce(o.shipping_address ->> 'country', '') as country,
                      coalesce(o.shipping_method ->> 'kind', '') as shipping_kind,
                      coalesce(o.shipping_method ->> 'name', '') as shipping_name
               from orders o where o.tenant_id = %(tenant)s{where}
               order by {order} limit 101
           ), shown as (select o.*, row_number() over (order by {order}) as place from page o)
           {_SHOWN} order by p.place limit %(size)s""",  # noqa: S608 - our own text
        size=size + 1,
        **params,
    )


def _counts(ctx: Context, store: UUID | None) -> dict[str, int]:
    condition: LiteralString = "true"
    params: dict[str, Any] = {}
    if not reach.is_everywhere(ctx, "orders:read"):
        condition, params = reach.within(ctx, "orders:read")
    in_store: LiteralString = "and o.store_id = %(store)s" if store else ""
    rows = ctx.db.all(
        f"""select n.need, (select count(*) from (
                   select from orders o where o.tenant_id = %(tenant)s and o.need = n.need {in_store} and {condition}
                   limit {COUNTED_UP_TO}) c) as count
            from unnest(%(needs)s::text[]) n (need)""",  # noqa: S608 - our own text
        needs=list(rules.WORK),
        store=store,
        **params,
    )
    return {row.need: row.count for row in rows}


def tags(ctx: Context, text: str) -> list[str]:
    """Tags that orders have and that begin with this: at most 50, in order."""
    ctx.require("orders:read")
    begun = text.strip().lower().replace("\x00", "")
    rows = ctx.db.all(
        """with recursive known (tag, place) as (
               (select t.tag, 1 from order_tags t where t.tenant_id = %(tenant)s and t.tag >= %(text)s
                order by t.tag limit 1)
               union all
               select (select t.tag from order_tags t where t.tenant_id = %(tenant)s and t.tag > k.tag
                       order by t.tag limit 1), k.place + 1
               from known k where k.tag is not null and k.place < 50
           )
           select tag from known where tag is not null and tag < %(until)s""",
        text=begun,
        until=begun + finding.LAST,
    )
    return [row.tag for row in rows]


def _item(row: Any) -> OrderListItem:
    return OrderListItem(
        id=public("ord", row.id),
        number=row.number,
        store_id=public("store", row.store_id),
        need=row.need,
        status=row.status,
        payment_status=row.payment_status,
        fulfillment_status=row.fulfillment_status,
        tenant_status=rules.tenant_status(row.status, row.payment_status, row.fulfillment_status),
        ecommerce_status=rules.ecommerce_status(row.fulfillment_status),
        currency=row.currency,
        total_minor=row.total_minor,
        is_estimated=row.is_estimated,
        count=row.pieces,
        email=row.email,
        name=row.name,
        phone=row.phone,
        city=row.city,
        country=row.country,
        payment_method=row.payment_method,
        shipping_kind=row.shipping_kind,
        shipping_name=row.shipping_name,
        customer_id=public("cus", row.customer_id) if row.customer_id else None,
        tags=row.tags,
        has_notes=row.has_notes,
        is_held=row.is_held,
        note=row.note,
        created_at=row.created_at.isoformat(),
        placed_at=row.placed_at.isoformat() if row.placed_at else None,
        version=row.version,
    )
