"""The list of products as staff search, filter and sort it: what `product_figures` is for.

Every combination of filters and orders reads that one narrow row a product, in the order of an index where the order has
one; only the rows of the page are dressed. Search finds beginnings of words, SKUs, barcodes and words nearly spelt
(`queries.search`). Prices are sorted and bounded in one store, since currencies differ.

Stock in the figures is brought up to date from the ledger whenever it is asked for: what moved since it was last done.
"""

from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.catalog.findings import Findings
from duka.catalog.permissions import require_staff
from duka.catalog.queries import staff_search
from duka.catalog.queries.staff_row import ROW
from duka.catalog.queries.words import clean
from duka.catalog.staff_figures import follow_stock
from duka.catalog.staff_list_types import (
    ProductFilter,
    ProductList,
    StaffRow,
)
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.text import fold

COUNTED = 10_000
"""Up to so many products a list says exactly how many there are."""

_KEYS: dict[str, tuple[LiteralString, LiteralString, type]] = {
    "updated": ("f.updated_at", "f.product_id", str),
    "created": ("f.created_at", "f.product_id", str),
    "title": ("f.title_key", "f.product_id", str),
    "price": ("coalesce(sp.price_minor, -1)", "sp.product_id", int),
    "stock": ("coalesce(f.available, 9223372036854775807)", "f.product_id", int),
    "relevance": ("found.rank", "found.product_id", int),
}
"""What each order sorts by, with the id from the same index. Goods without a price stand below all prices, goods whose
stock is not counted above."""
_CASTS: dict[str, LiteralString] = {"updated": "timestamptz", "created": "timestamptz", "title": "text"}


class Asked(msgspec.Struct, frozen=True):
    """A filter as SQL: `tables` (`with recursive` parts), the `source` of rows `f`, conditions and values."""

    tables: LiteralString
    source: LiteralString
    conditions: LiteralString
    values: dict[str, Any]


def asked(ctx: Context, given: ProductFilter, *, by_price: bool = False) -> Asked:
    """Refuses InvalidInput (ids, prices without a store), and Forbidden to who may see the stock of some places only
    and asks by stock."""
    f = Findings()
    store = f.id("store", "store", given.store) if given.store else None
    category = f.id("category", "cat", given.category) if given.category else None
    by_price = by_price or given.price_from_minor is not None or given.price_to_minor is not None
    if by_price and store is None:
        f.note("store", "name a store: prices of different currencies cannot be compared")
    f.refuse()
    if given.stock is not None:
        _refuse_other_shelves(ctx)
    tables: list[LiteralString] = []
    source: LiteralString = "product_figures f"
    conditions: list[LiteralString] = ["f.tenant_id = %(tenant)s"]
    values: dict[str, Any] = {}
    text = clean(given.q).strip()
    if len(text) == 1:
        conditions.append("f.title_key >= %(letter)s and f.title_key < %(letter)s || chr(1114111)")
        values["letter"] = fold(text)
    elif text:
        tables.append(staff_search.FOUND)
        source += " join found on found.product_id = f.product_id"
        values |= staff_search.params(text)
    if store is not None:
        source += (
            " join store_products sp on sp.tenant_id = f.tenant_id and sp.product_id = f.product_id"
            " and sp.store_id = %(store)s and sp.tenant_id = %(tenant)s"
        )
        values["store"] = store
    if category is not None:
        tables.append(_BRANCH)
        conditions.append(_IN_BRANCH)
        values["category"] = category
    for name, condition in _CONDITIONS.items():
        value = getattr(given, name)
        if value is not None and value != "" and value != []:
            conditions.append(condition)
            values[name] = clean(value) if isinstance(value, str) else value
    if len(given.status) == 1:  # so that an index gives one status in order
        conditions[conditions.index(_CONDITIONS["status"])] = "f.status = %(status)s"
        values["status"] = given.status[0]
    if given.stock is not None:
        conditions.append(_STOCK[given.stock])
    if given.has_picture is not None:
        conditions.append("f.pictures > 0" if given.has_picture else "f.pictures = 0")
    return Asked(", ".join(tables), source, " and ".join(conditions), values)


_BRANCH: LiteralString = """
branch as (
    select c.id from categories c where c.tenant_id = %(tenant)s and c.id = %(category)s
    union
    select c.id from categories c join branch on c.parent_id = branch.id where c.tenant_id = %(tenant)s)"""
_IN_BRANCH: LiteralString = """f.product_id in (select pc.product_id from product_categories pc
    join branch on branch.id = pc.category_id where pc.tenant_id = %(tenant)s)"""
_CONDITIONS: dict[str, LiteralString] = {
    "status": "f.status = any(%(status)s::text[])",
    "updated_since": "f.updated_at >= %(updated_since)s",
    "price_from_minor": "sp.price_minor >= %(price_from_minor)s",
    "price_to_minor": "sp.price_minor <= %(price_to_minor)s",
    "attribute_set": """f.attribute_set_id = (select s.id from attribute_sets s where s.tenant_id = %(tenant)s
        and s.code = %(attribute_set)s)""",
    "tag": "%(tag)s = any(f.tags)",
    "vendor": "f.vendor = %(vendor)s",
    "tax_class": "f.tax_class = %(tax_class)s",
}
_STOCK: dict[str, LiteralString] = {
    "out": "coalesce(f.available, 9223372036854775807) <= 0",
    "low": "f.is_low and f.available > 0",
    "in": "f.available > 0",
    "untracked": "f.available is null",
}


def list_products(
    ctx: Context,
    given: ProductFilter,
    sort: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> ProductList:
    """A page of the products that the filter lets through. `sort` is updated, created, title, price, stock or relevance,
    with `-` before it for the other way round; the newest change first when it is empty, the best match when there are
    words. The first page says how many there are. At most three statements, with the one that sets the tenant.

    Refuses MalformedCursor, InvalidInput, and Forbidden to who asks by stock and may not see all of it.
    """
    require_staff(ctx, "products:read")
    name, falls = _order(sort, clean(given.q).strip())
    query = asked(ctx, given, by_price=name == "price")
    key, id, kind = _KEYS[name]
    if name == "stock":
        _refuse_other_shelves(ctx)
    if name == "stock" or given.stock is not None:
        follow_stock(ctx)
    values = query.values | {
        "size": paging.bounded(limit),
        "stores": ctx.stores_with("products:read"),
        "locations": ctx.locations_with("inventory:read"),
        "sees_stock": ctx.may("inventory:read"),
        "counted": COUNTED,
    }
    after: LiteralString = ""
    if cursor:
        values["after_key"], values["after_id"] = paging.decode(cursor, kind, UUID)
        after = (
            f" and ({key}, {id}) {'<' if falls else '>'} "
            f"(%(after_key)s::{_CASTS.get(name, 'bigint')}, %(after_id)s::uuid)"
        )
    way: LiteralString = "desc" if falls else "asc"
    tables = query.tables + ", " if query.tables else ""
    counted: LiteralString = "" if cursor else _COUNTED.format(query.source, query.conditions, key=key, id=id)
    picked: LiteralString = (_PICKED_AFTER if cursor else _PICKED).format(
        query.source, query.conditions + after, key=key, id=id, way=way
    )
    rows = ctx.db.all(
        f"""with recursive {tables}{counted}{picked}
            select k.product_id as id, k.key::text as key, t.total, {ROW} as item
              from {"(select null::bigint as total)" if cursor else "total"} t left join picked k on true
              left join products p on p.tenant_id = %(tenant)s and p.id = k.product_id
             order by k.key {way}, k.product_id {way}""",  # noqa: S608 - fixed pieces; every value is a parameter
        **values,
    )
    total = rows[0].total
    found = [row for row in rows if row.id is not None]
    page = found[: values["size"]]
    following = None
    if len(found) > len(page):
        last = page[-1]
        following = paging.encode(int(last.key) if kind is int else last.key, last.id)
    return ProductList(
        items=[msgspec.json.decode(row.item, type=StaffRow) for row in page],
        next=following,
        total=None if total is None else min(total, COUNTED),
        is_total_exact=total is None or total <= COUNTED,
    )


_COUNTED: LiteralString = """
matched as materialized (select {id} as product_id, {key} as key from {0} where {1} limit %(counted)s + 1),
total as materialized (select count(*) as total from matched), """
_PICKED: LiteralString = """
picked as materialized (
    (select m.product_id, m.key from matched m where (select total from total) <= %(counted)s
      order by m.key {way}, m.product_id {way} limit %(size)s + 1)
    union all
    (select f.product_id, {key} from {0} where (select total from total) > %(counted)s and {1}
      order by {key} {way}, {id} {way} limit %(size)s + 1))"""
"""What few rows match is sorted as it was counted; many are read in the order of an index."""
_PICKED_AFTER: LiteralString = """
picked as materialized (
    select {id} as product_id, {key} as key from {0} where {1}
     order by {key} {way}, {id} {way} limit %(size)s + 1)"""


def _order(sort: str, text: str) -> tuple[str, bool]:
    """What to sort by, and whether the greatest comes first."""
    if sort in ("", "relevance"):
        return ("relevance", False) if len(text) > 1 else ("title", False) if text else ("updated", True)
    return sort.removeprefix("-"), sort.startswith("-")


def _refuse_other_shelves(ctx: Context) -> None:
    """Asking by stock tells of all of it."""
    ctx.require("inventory:read")
    if ctx.locations_with("inventory:read") is not None:
        ctx.require_everywhere("inventory:read")


def count_known(ctx: Context, product_ids: list[UUID]) -> int:
    """How many of these are products here."""
    require_staff(ctx, "products:read")
    found: int = ctx.db.value(
        """select count(*) from product_figures f
           where f.tenant_id = %(tenant)s and f.product_id = any(%(ids)s)""",
        ids=product_ids,
    )
    return found


def matching(ctx: Context, given: ProductFilter, most: int) -> list[UUID]:
    """The ids of the products that the filter lets through, at most `most` + 1 of them, oldest first."""
    require_staff(ctx, "products:read")
    query = asked(ctx, given)
    if given.stock is not None:
        follow_stock(ctx)
    tables = f"with recursive {query.tables} " if query.tables else ""
    rows = ctx.db.all(
        f"{tables}select f.product_id as id from {query.source} where {query.conditions} "  # noqa: S608 - fixed pieces
        "order by f.product_id limit %(most)s + 1",
        **query.values,
        most=most,
    )
    return [row.id for row in rows]
