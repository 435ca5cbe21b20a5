"""The list of customers that staff see: filtered, sorted, paged by cursor; one statement whatever the page size.

Figures are kept beside each customer (`service.figures`), so that a filter on them reads a row and no orders: computed
in the page's statement, "who spent more than 100 000" reads every order there is. Those who may see some stores only
get figures of these stores, added up from `customer_store_figures`.

The statement is put together from the fixed pieces that the filter needs: a plan is made once for each text, and one
text for every filter would have one plan for all.
"""

from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.customers import finding
from duka.customers.staff_queries import FIGURES, GROUPS, TAGS, figure_params
from duka.customers.staff_types import CustomerFilter, CustomerRow, Sort
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.paging import Page

_FEW: LiteralString = "2000"
_NEVER: LiteralString = "'1970-01-01 00:00:00+00'::timestamptz"
_OWN: dict[str, LiteralString] = {
    "orders": "c.orders_count",
    "last": "c.last_order_at",
    "spent": "case when c.spent_currency = %(currency)s then c.spent_minor end",
}
_OF_STORES: dict[str, LiteralString] = {
    "orders": "coalesce(f.orders_count, 0)",
    "last": "f.last_order_at",
    "spent": "coalesce(f.spent_minor, 0)",
}
_IN_STORES: LiteralString = """ left join (
    select x.customer_id, sum(x.orders_count)::bigint as orders_count, max(x.last_order_at) as last_order_at,
           coalesce(sum(x.spent_minor) filter (where x.currency = %(currency)s), 0)::bigint as spent_minor
    from customer_store_figures x
    where x.tenant_id = %(tenant)s and x.store_id = any(%(stores)s::uuid[])
    group by x.customer_id) f on f.customer_id = c.id"""


def list_customers(
    ctx: Context, wanted: CustomerFilter, *, cursor: str | None = None, limit: int | None = None
) -> Page[CustomerRow]:
    """Refuses `MalformedCursor`. Filters and sorts by figures need orders:read, and are left out without it."""
    ctx.require("customers:read")
    size = paging.bounded(limit)
    sees = figure_params(ctx)
    sees_orders, stores = sees["sees_orders"], sees["stores"]
    sort: Sort = wanted.sort if sees_orders else "newest"
    figures = _OWN if stores is None else _OF_STORES
    after = (
        paging.decode(cursor, datetime if sort in ("newest", "last_order") else int, UUID) if cursor else None
    )
    found = finding.asked(wanted.text)
    conditions = _conditions(wanted, figures if sees_orders else None, sort, stores is None)
    by_figures = sort != "newest" or any("f." in condition for condition in conditions)
    joined = _IN_STORES if stores is not None and by_figures else ""
    key = _key(sort, figures)
    if after is not None:
        conditions.append(f"({key}, c.id) < (%(at)s, %(last)s::uuid)")
    statement: LiteralString = f"""with {_picked(key, joined, conditions, _driver(found, wanted, sees_orders and not joined))}
        select p.id, p.key, json_build_object(
            'id', 'cus_' || replace(c.id::text, '-', ''), 'email', c.email, 'name', c.name, 'phone', c.phone,
            'locale', c.locale, 'country', c.country, 'is_registered', c.claimed_at is not null,
            'is_active', c.deactivated_at is null, 'tags', {TAGS}, 'groups', {GROUPS}, 'figures', {FIGURES},
            'created_at', c.created_at, 'version', c.version)::text as item
        from picked p join customers c on c.tenant_id = %(tenant)s and c.id = p.id
        order by p.key desc, p.id desc"""
    rows = ctx.db.all(
        statement,
        **_params(wanted),
        **sees,
        **found.params(),
        at=after[0] if after else None,
        last=after[1] if after else None,
        size=size + 1,
    )
    more = paging.encode(rows[size - 1].key, rows[size - 1].id) if len(rows) > size else None
    return Page([msgspec.json.decode(row.item, type=CustomerRow) for row in rows[:size]], more)


def _driver(found: finding.Asked, wanted: CustomerFilter, by_figures: bool) -> LiteralString:
    """Common tables of which the last, `few`, has the ids of everybody whom the rarest part of the filter names, if
    they are few; empty when no index knows that part. `by_figures`: the reader sees the figures of all stores."""
    if found.text:
        return f"{finding.PEOPLE}, few as materialized (select p.customer_id as id from people p)"
    own: LiteralString = "select c.id from customers c where c.tenant_id = %(tenant)s and "
    named: LiteralString = ""
    if wanted.tag:
        named = "select t.customer_id as id from customer_tags t where t.tenant_id = %(tenant)s and t.tag = %(tag)s"
    elif wanted.group_id is not None:
        named = """select m.customer_id as id from customer_group_members m
                   where m.tenant_id = %(tenant)s and m.group_id = %(group)s"""
    elif wanted.is_active is False:
        named = own + "c.deactivated_at is not null"
    elif wanted.country:
        named = own + "c.country = %(country)s"
    elif wanted.is_registered:
        named = own + "c.claimed_at is not null"
    elif not by_figures:
        return ""
    elif wanted.spent_min is not None:
        named = own + "c.spent_currency = %(currency)s and c.spent_minor >= %(spent_min)s"
    elif wanted.orders_min is not None:
        named = own + "c.orders_count >= %(orders_min)s"
    elif wanted.last_order_from is not None:
        named = own + f"coalesce(c.last_order_at, {_NEVER}) >= %(last_order_from)s"
    return f"few as materialized ({named} limit {_FEW} + 1)" if named else ""


def _picked(
    key: LiteralString, joined: LiteralString, conditions: list[LiteralString], driver: LiteralString
) -> LiteralString:
    """The common table `picked`: the page's ids with what they are sorted by. When the filter names few, these are looked
    up; when it names many, the page is soon full going along the order of the sort."""
    where: LiteralString = "where " + " and ".join(["c.tenant_id = %(tenant)s", *conditions])
    ordered: LiteralString = f"order by {key} desc, c.id desc limit %(size)s"
    along: LiteralString = f"select c.id, {key} as key from customers c{joined} {where}"
    if not driver:
        return f"picked as materialized ({along} {ordered})"
    up: LiteralString = f"""select c.id, {key} as key from few cross join lateral (
        select x.* from customers x where x.tenant_id = %(tenant)s and x.id = few.id limit 1) c{joined} {where}"""
    if "people" in driver:
        return f"{driver}, picked as materialized ({up} {ordered})"
    return f"""{driver}, picked as materialized (
        (select b.id, b.key from ({up} and (select count(*) from few) <= {_FEW} {ordered}) b)
        union all
        (select b.id, b.key from ({along} and (select count(*) from few) > {_FEW} {ordered}) b))"""


def _key(sort: Sort, figures: dict[str, LiteralString]) -> LiteralString:
    if sort == "last_order":
        return f"coalesce({figures['last']}, {_NEVER})"
    if sort == "orders":
        return figures["orders"]
    if sort == "spent":
        return "c.spent_minor" if figures is _OWN else figures["spent"]
    return "c.created_at"


def _conditions(
    wanted: CustomerFilter, figures: dict[str, LiteralString] | None, sort: Sort, is_everywhere: bool
) -> list[LiteralString]:
    pieces: list[tuple[bool, LiteralString]] = [
        (
            wanted.group_id is not None,
            """c.id in (select m.customer_id from customer_group_members m
                        where m.tenant_id = %(tenant)s and m.group_id = %(group)s)""",
        ),
        (
            wanted.tag != "",
            """c.id in (select t.customer_id from customer_tags t
                        where t.tenant_id = %(tenant)s and t.tag = %(tag)s)""",
        ),
        (wanted.country != "", "c.country = %(country)s"),
        (wanted.locale != "", "(c.locale = %(locale)s or starts_with(c.locale, %(locale)s || '-'))"),
        (wanted.is_registered is True, "c.claimed_at is not null"),
        (wanted.is_registered is False, "c.claimed_at is null"),
        (wanted.is_active is True, "c.deactivated_at is null"),
        (wanted.is_active is False, "c.deactivated_at is not null"),
    ]
    if figures is not None:
        orders, spent, last = figures["orders"], figures["spent"], figures["last"]
        pieces += [
            (sort == "spent" and is_everywhere, "c.spent_currency = %(currency)s"),
            (wanted.orders_min is not None, f"{orders} >= %(orders_min)s"),
            (wanted.orders_max is not None, f"{orders} <= %(orders_max)s"),
            (wanted.spent_min is not None, f"{spent} >= %(spent_min)s"),
            (wanted.spent_max is not None, f"{spent} <= %(spent_max)s"),
            (wanted.last_order_from is not None, f"{last} >= %(last_order_from)s"),
            (wanted.last_order_until is not None, f"{last} < %(last_order_until)s"),
        ]
    return [condition for is_wanted, condition in pieces if is_wanted]


def _params(wanted: CustomerFilter) -> dict[str, Any]:
    names = (
        "locale",
        "country",
        "currency",
        "orders_min",
        "orders_max",
        "spent_min",
        "spent_max",
        "last_order_from",
    )
    return {name: getattr(wanted, name) for name in (*names, "last_order_until")} | {
        "group": wanted.group_id,
        "tag": " ".join(wanted.tag.split()).lower(),
    }
