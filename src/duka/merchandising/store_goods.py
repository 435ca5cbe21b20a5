"""Many products into a store, or out of it, at once."""

from typing import LiteralString
from uuid import UUID

from duka.kernel import events, ids, jobs, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.merchandising.store_inputs import CatalogueChange, CatalogueChanged
from duka.pricing import copying as prices
from duka.search import indexing
from duka.stores.errors import StoreNotFound
from duka.stores.events import StoreUpdated

_GOODS: dict[str, LiteralString] = {
    "all": "select p.id from products p where p.tenant_id = %(tenant)s and p.status <> 'archived'",
    "category": """with recursive below as (
            select c.id from categories c where c.tenant_id = %(tenant)s and c.id = %(of)s
            union all
            select c.id from categories c join below b on c.parent_id = b.id where c.tenant_id = %(tenant)s)
        select pc.product_id from product_categories pc
        where pc.tenant_id = %(tenant)s and pc.category_id in (select id from below)""",
    "collection": """select cp.product_id from collection_products cp
        where cp.tenant_id = %(tenant)s and cp.collection_id = %(of)s""",
    "store": "select sp.product_id from store_products sp where sp.tenant_id = %(tenant)s and sp.store_id = %(of)s",
}
_PREFIX = {"category": "cat", "collection": "coll", "store": "store"}
_THERE: dict[str, LiteralString] = {
    "category": "select 1 from categories where tenant_id = %(tenant)s and id = %(of)s",
    "collection": "select 1 from collections where tenant_id = %(tenant)s and id = %(of)s",
    "store": "select 1 from stores where tenant_id = %(tenant)s and id = %(of)s",
}


def change(ctx: Context, store_id: UUID, asked: CatalogueChange) -> CatalogueChanged:
    """Since when goods are there, what they sold and their prices stay as they are where they stay; prices stay even where
    goods leave. Twice is safe. Refuses `StoreNotFound`, `InvalidInput`."""
    ctx.require("stores:write", store=store_id)
    ctx.require("products:write", store=store_id)
    lock = "select 1 from stores where tenant_id = %(tenant)s and id = %(id)s for no key update"
    if ctx.db.value(lock, id=store_id) is None:
        raise StoreNotFound()
    of = _of(ctx, asked)
    if asked.action == "remove":
        statement: LiteralString = f"""delete from store_products d where d.tenant_id = %(tenant)s and d.store_id = %(store)s
            and d.product_id in ({_GOODS[asked.goods]}) returning d.product_id"""  # noqa: S608 - our own text
    else:
        statement = f"""insert into store_products (tenant_id, store_id, product_id, is_visible, published_at)
            select distinct %(tenant)s::uuid, %(store)s::uuid, g.id, %(visible)s, %(now)s::timestamptz
            from ({_GOODS[asked.goods]}) g (id)
            on conflict (tenant_id, store_id, product_id) do update set is_visible = excluded.is_visible
              where store_products.is_visible <> excluded.is_visible
            returning product_id"""  # noqa: S608 - our own text
    rows = ctx.db.all(statement, store=store_id, of=of, visible=asked.is_visible, now=ctx.now)
    changed = [row.product_id for row in rows]
    if changed:
        prices.follow(ctx, changed)
        tell(ctx, store_id, asked.action, asked.goods, len(changed))
    return CatalogueChanged(len(changed), without_price(ctx, store_id))


def without_price(ctx: Context, store_id: UUID) -> int:
    """How many products of a store have no price there."""
    return int(
        ctx.db.value(
            """select count(*) from store_products sp join products p on p.tenant_id = sp.tenant_id and p.id = sp.product_id
               where sp.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and sp.store_id = %(store)s
                 and sp.price_minor is null and p.status = 'active'""",
            store=store_id,
        )
    )


def tell(ctx: Context, store_id: UUID, action: str, goods: str, count: int) -> None:
    """The catalogue of a store changed: its event, an entry, and what finds products hears of it."""
    events.emit(ctx, StoreUpdated(aggregate_id=store_id, fields=["catalogue"]))
    trail.note(ctx, StoreUpdated.TYPE, "store", store_id, change=action, goods=goods, products=count)
    if indexing.has_engine():
        jobs.defer(ctx, indexing.ALL, lock=f"search:{ctx.tenant}")


def _of(ctx: Context, asked: CatalogueChange) -> UUID | None:
    if asked.goods == "all":
        return None
    if asked.of is None:
        raise InvalidInput({"of": f"say which {asked.goods}"})
    of = ids.parse(_PREFIX[asked.goods], asked.of)
    if asked.goods == "store" and not ctx.may("products:read", store=of):
        raise InvalidInput({"of": "there is no such store here"})
    if ctx.db.value(_THERE[asked.goods], of=of) is None:
        raise InvalidInput({"of": f"there is no such {asked.goods} here"})
    return of
