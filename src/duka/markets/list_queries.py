"""Questions about price lists."""

from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.catalog.errors import ProductNotFound
from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import Forbidden
from duka.kernel.paging import Page
from duka.markets.errors import PriceListNotFound
from duka.markets.types import ListRow, PriceList, ProductListPrice

READ, WRITE = "products:read", "products:write"
_ROWS = msgspec.json.Decoder(list[ListRow])
_LIST: LiteralString = """select p.*, coalesce(s.name, '') as store_name, coalesce(m.name, '') as market_name,
       coalesce(g.name, '') as group_name,
       (select count(*) from price_list_prices x where x.tenant_id = %(tenant)s and x.list_id = p.id) as prices
  from price_lists p
  left join stores s on s.tenant_id = %(tenant)s and s.id = p.store_id
  left join markets m on m.tenant_id = %(tenant)s and m.id = p.market_id
  left join customer_groups g on g.tenant_id = %(tenant)s and g.id = p.group_id
 where p.tenant_id = %(tenant)s and (%(stores)s::uuid[] is null or p.store_id is null or p.store_id = any(%(stores)s))"""


def list_price_lists(ctx: Context, *, cursor: str | None = None, limit: int | None = None) -> Page[PriceList]:
    """The lists in the order in which they count. One statement."""
    require(ctx)
    size = paging.bounded(limit, 50)
    key: tuple[Any, ...] = paging.decode(cursor, int, str) if cursor else (None, None)
    rows = ctx.db.all(
        _LIST
        + """ and (%(priority)s::int is null or (p.priority, p.id) > (%(priority)s, %(id)s::uuid))
            order by p.priority, p.id limit %(most)s""",
        stores=ctx.stores_with(READ),
        priority=key[0],
        id=key[1],
        most=size + 1,
    )
    last = rows[size - 1] if len(rows) > size else None
    return Page(
        [_list(row) for row in rows[:size]], paging.encode(last.priority, str(last.id)) if last else None
    )


def price_list(ctx: Context, list_id: UUID) -> PriceList:
    """Refuses `PriceListNotFound`. One statement."""
    require(ctx)
    row = ctx.db.one(_LIST + " and p.id = %(id)s", id=list_id, stores=ctx.stores_with(READ))
    if row is None:
        raise PriceListNotFound()
    return _list(row)


def rows(
    ctx: Context,
    list_id: UUID,
    store_id: UUID | None,
    *,
    text: str = "",
    only_listed: bool = False,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[ListRow]:
    """The company's variants with their prices on the list, by SKU; `text` begins an SKU or stands in a title. Beside them what
    they cost in a store, in the list's currency. Two statements. Refuses `PriceListNotFound`."""
    found = price_list(ctx, list_id)
    store = store_id or (ids.parse("store", found.store_id) if found.store_id else None)
    size = paging.bounded(limit, 50)
    key: tuple[Any, ...] = paging.decode(cursor, str, str) if cursor else (None, None)
    wanted = text.replace("\x00", "").strip()[:100]
    got = ctx.db.value(
        """with rate as (
               select case when s.currency = %(currency)s then 1 else e.num end as num,
                      case when s.currency = %(currency)s then 1 else e.den end as den
               from stores s left join lateral (
                   select r.num, r.den from exchange_rates r where r.tenant_id = %(tenant)s and r.base = s.currency
                     and r.currency = %(currency)s and r.valid_from <= %(now)s order by r.valid_from desc limit 1) e on true
               where s.tenant_id = %(tenant)s and s.id = %(store)s)
           select coalesce(json_agg(x), '[]'::json)::text from (
               select 'var_' || replace(v.id::text, '-', '') as variant_id,
                      'prod_' || replace(v.product_id::text, '-', '') as product_id, v.sku, p.title,
                      v.title as variant_title, p.unit, p.scale,
                      (select in_currency(price_in_force(q.base_minor, q.special_minor, q.special_from, q.special_until,
                                  q.sale_minor, q.sale_from, q.sale_until, %(now)s), r.num, r.den, 1, 0)
                       from prices q, rate r where q.tenant_id = %(tenant)s and q.store_id = %(store)s
                         and q.variant_id = v.id) as own_minor,
                      coalesce((select json_agg(json_build_object('min_quantity', t.min_quantity,
                                   'price_minor', t.price_minor) order by t.min_quantity)
                                from price_list_prices t where t.tenant_id = %(tenant)s and t.list_id = %(list)s
                                  and t.variant_id = v.id), '[]'::json) as tiers
               from variants v join products p on p.tenant_id = %(tenant)s and p.id = v.product_id
               where v.tenant_id = %(tenant)s and p.status <> 'archived'
                 and (%(after)s::text is null or (v.sku, v.id) > (%(after)s, %(id)s::uuid))
                 and (%(text)s = '' or starts_with(lower(v.sku), lower(%(text)s)) or strpos(lower(p.title), lower(%(text)s)) > 0)
                 and (not %(listed)s or exists (
                     select from price_list_prices t where t.tenant_id = %(tenant)s and t.list_id = %(list)s
                       and t.variant_id = v.id))
               order by v.sku, v.id limit %(most)s) x""",
        currency=found.currency,
        store=store,
        list=list_id,
        text=wanted,
        listed=only_listed,
        after=key[0],
        id=key[1],
        most=size + 1,
        now=ctx.now,
    )
    items = _ROWS.decode(got)
    last = items[size - 1] if len(items) > size else None
    following = paging.encode(last.sku, str(ids.parse("var", last.variant_id))) if last else None
    return Page(items[:size], following)


def of_product(ctx: Context, product_id: UUID) -> list[ProductListPrice]:
    """What a product's variants cost on the lists that name them, at most 500. One statement, and another for none. Refuses
    `ProductNotFound`."""
    require(ctx)
    found = ctx.db.all(
        """select p.id as list_id, p.name, p.currency, p.is_active, v.id as variant_id, v.sku, x.min_quantity, x.price_minor
           from variants v
           join price_list_prices x on x.tenant_id = %(tenant)s and x.variant_id = v.id
           join price_lists p on p.tenant_id = %(tenant)s and p.id = x.list_id
           where v.tenant_id = %(tenant)s and v.product_id = %(product)s
             and (%(stores)s::uuid[] is null or p.store_id is null or p.store_id = any(%(stores)s))
           order by p.priority, p.id, v.sku, x.min_quantity limit 500""",
        product=product_id,
        stores=ctx.stores_with(READ),
    )
    if not found and not ctx.db.value(
        "select exists (select from products where tenant_id = %(tenant)s and id = %(product)s)",
        product=product_id,
    ):
        raise ProductNotFound()
    return [
        ProductListPrice(
            ids.public("plist", row.list_id),
            row.name,
            row.currency,
            row.is_active,
            ids.public("var", row.variant_id),
            row.sku,
            row.min_quantity,
            row.price_minor,
        )
        for row in found
    ]


def require(ctx: Context) -> None:
    """Lists say what others pay: shoppers, who may read products too, are told nothing of them."""
    ctx.require(READ)
    if ctx.actor.kind in ("shopper", "customer"):
        raise Forbidden(permission=WRITE)


def _list(row: Row) -> PriceList:
    def public(prefix: str, value: UUID | None) -> str | None:
        return ids.public(prefix, value) if value else None

    return PriceList(
        id=ids.public("plist", row.id),
        name=row.name,
        currency=row.currency,
        store_id=public("store", row.store_id),
        market_id=public("mkt", row.market_id),
        group_id=public("cgrp", row.group_id),
        channel=row.channel,
        experiment_variant_id=public("expv", row.variant_id),
        starts_at=row.starts_at.isoformat() if row.starts_at else None,
        ends_at=row.ends_at.isoformat() if row.ends_at else None,
        percent_ppm=row.percent_ppm,
        round_to_minor=row.round_to_minor,
        priority=row.priority,
        is_active=row.is_active,
        prices=row.prices,
        version=row.version,
        store_name=row.store_name,
        market_name=row.market_name,
        group_name=row.group_name,
    )
