"""How a store stands: what is under way in it, what it sells, and what another way of keeping stock would mean."""

from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.stores.errors import StoreNotFound

COUNTED_UP_TO = 10_000


class StockWays(msgspec.Struct, frozen=True):
    """`mode`: shared (every open location) or dedicated (those that are named). `in_stock_shared`, `in_stock_dedicated`: products
    that could be sold from stock in either way; `other_stores`: stores that sell from the same locations now."""

    mode: str
    locations: int
    dedicated_locations: int
    in_stock_shared: int
    in_stock_dedicated: int
    other_stores: int


class StoreStanding(msgspec.Struct, frozen=True):
    """`orders_under_way` are placed and open, `orders_unpaid` wait for their first payment; they finish even when the store is
    closed. Counted up to `counted_up_to`."""

    status: str
    version: int
    orders_under_way: int
    orders_unpaid: int
    open_carts: int
    products: int
    products_hidden: int
    products_without_price: int
    staff_limited_to_it: int
    stock: StockWays
    counted_up_to: int = COUNTED_UP_TO


def of(ctx: Context, store_id: UUID) -> StoreStanding:
    """One statement. Refuses `StoreNotFound`."""
    ctx.require("settings:read", store=store_id)
    row = ctx.db.one(
        """with goods as materialized (
               select distinct v.product_id, v.stock_item_id from store_products sp
               join variants v on v.tenant_id = sp.tenant_id and v.product_id = sp.product_id and v.is_active
               where sp.tenant_id = %(tenant)s and v.tenant_id = %(tenant)s and sp.store_id = %(store)s
                 and v.tracks_stock and not v.sells_without_stock
           ), theirs as (
               select sl.location_id from store_locations sl
               join locations l on l.tenant_id = sl.tenant_id and l.id = sl.location_id
               where sl.tenant_id = %(tenant)s and l.tenant_id = %(tenant)s and sl.store_id = %(store)s and l.is_active
           )
           select s.status, s.version, s.stock_mode,
             (select count(*) from (select from orders o where o.tenant_id = %(tenant)s and o.store_id = %(store)s
                and o.status = 'open' and o.placed_at is not null limit %(most)s) x) as under_way,
             (select count(*) from (select from orders o where o.tenant_id = %(tenant)s and o.store_id = %(store)s
                and o.status = 'open' and o.placed_at is null limit %(most)s) x) as unpaid,
             (select count(*) from (select from carts c where c.tenant_id = %(tenant)s and c.store_id = %(store)s
                and c.status = 'open' limit %(most)s) x) as carts,
             (select count(*) from store_products p where p.tenant_id = %(tenant)s and p.store_id = %(store)s) as products,
             (select count(*) from store_products p where p.tenant_id = %(tenant)s and p.store_id = %(store)s
                and not p.is_visible) as hidden,
             (select count(*) from store_products p where p.tenant_id = %(tenant)s and p.store_id = %(store)s
                and p.price_minor is null) as unpriced,
             (select count(distinct g.staff_id) from grants g where g.tenant_id = %(tenant)s and %(store)s = any(g.stores))
                as staff,
             (select count(*) from locations l where l.tenant_id = %(tenant)s and l.is_active) as locations,
             (select count(*) from theirs) as dedicated,
             (select count(distinct g.product_id) from goods g where exists (
                select from stock_levels k join locations l on l.tenant_id = k.tenant_id and l.id = k.location_id
                where k.tenant_id = %(tenant)s and l.tenant_id = %(tenant)s and k.item_id = g.stock_item_id and l.is_active
                  and k.on_hand > k.reserved)) as shared_stock,
             (select count(distinct g.product_id) from goods g where exists (
                select from stock_levels k where k.tenant_id = %(tenant)s and k.item_id = g.stock_item_id
                  and k.on_hand > k.reserved and k.location_id in (select location_id from theirs))) as own_stock,
             (select count(*) from stores t where t.tenant_id = %(tenant)s and t.id <> s.id and t.status = 'active'
                and (t.stock_mode = 'shared' or exists (
                  select from store_locations sl where sl.tenant_id = %(tenant)s and sl.store_id = t.id
                    and (s.stock_mode = 'shared' or sl.location_id in (select location_id from theirs))))) as others
           from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s""",
        store=store_id,
        most=COUNTED_UP_TO,
    )
    if row is None:
        raise StoreNotFound()
    return StoreStanding(
        status=row.status,
        version=row.version,
        orders_under_way=row.under_way,
        orders_unpaid=row.unpaid,
        open_carts=row.carts,
        products=row.products,
        products_hidden=row.hidden,
        products_without_price=row.unpriced,
        staff_limited_to_it=row.staff,
        stock=StockWays(
            row.stock_mode, row.locations, row.dedicated, row.shared_stock, row.own_stock, row.others
        ),
    )
