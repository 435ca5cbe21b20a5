"""Where a product is found: its categories and its stores."""

from collections.abc import Sequence
from uuid import UUID

from duka.catalog import listing, search_text
from duka.catalog.errors import CategoryNotFound, StoreNotFound
from duka.catalog.findings import Findings
from duka.catalog.inputs import StoreAssignment
from duka.catalog.service import rows, telling
from duka.kernel.context import Context

MOST = 100


def assign_categories(ctx: Context, product_id: UUID, category_ids: Sequence[UUID]) -> None:
    """Put it into these categories and no others; its place in those it was in stays. Assigning the same
    again changes nothing. Refuses ProductNotFound, CategoryNotFound, InvalidInput (more than 100)."""
    ctx.require("products:write")
    wanted = set(category_ids)
    _refuse_many("categories", len(wanted))
    rows.locked_product(ctx, product_id)
    found = ctx.db.all(
        """select c.id, c.name, pc.product_id is not null as is_in from categories c
           left join product_categories pc on pc.tenant_id = c.tenant_id and pc.category_id = c.id
                                          and pc.product_id = %(id)s
           where c.tenant_id = %(tenant)s and (c.id = any(%(ids)s) or pc.product_id is not null)
           order by c.name""",
        id=product_id,
        ids=list(wanted),
    )
    if wanted - {row.id for row in found}:
        raise CategoryNotFound()
    present = {row.id for row in found if row.is_in}
    if present == wanted:
        return
    ctx.db.run(
        """delete from product_categories pc where pc.tenant_id = %(tenant)s and pc.product_id = %(id)s
           and pc.category_id <> all(%(ids)s)""",
        id=product_id,
        ids=list(wanted),
    )
    rows.insert_categories(ctx, product_id, sorted(wanted - present))
    _changed(
        ctx,
        product_id,
        "categories",
        [row.name for row in found if row.is_in],
        [row.name for row in found if row.id in wanted],
    )
    search_text.refresh(ctx, [product_id])


def assign_stores(ctx: Context, product_id: UUID, assignments: Sequence[StoreAssignment]) -> None:
    """Sell it in these stores and no others. What it sold and since when it is there stays where it stays;
    prices stay even where it leaves. Refuses ProductNotFound, StoreNotFound, InvalidInput (bad ids, more than
    100), and Forbidden where it would come to, leave or hide in a store in which the caller may not change
    products."""
    ctx.require("products:write")
    f = Findings()
    wanted = {
        f.id(f"stores.{number}.store_id", "store", a.store_id): a.is_visible
        for number, a in enumerate(assignments[:MOST])
    }
    f.refuse()
    _refuse_many("stores", len(assignments))
    rows.locked_product(ctx, product_id)
    found = ctx.db.all(
        """select s.id, s.name, sp.is_visible from stores s
           left join store_products sp on sp.tenant_id = s.tenant_id and sp.store_id = s.id
                                      and sp.product_id = %(id)s
           where s.tenant_id = %(tenant)s and (s.id = any(%(ids)s) or sp.product_id is not null)
           order by s.name""",
        id=product_id,
        ids=list(wanted),
    )
    if wanted.keys() - {row.id for row in found}:
        raise StoreNotFound()
    for row in found:
        if wanted.get(row.id) != row.is_visible:
            ctx.require("products:write", store=row.id)
    gone = ctx.db.run(
        """delete from store_products sp where sp.tenant_id = %(tenant)s and sp.product_id = %(id)s
           and sp.store_id <> all(%(ids)s)""",
        id=product_id,
        ids=list(wanted),
    )
    come = ctx.db.run(
        """insert into store_products (tenant_id, store_id, product_id, is_visible, published_at)
           select %(tenant)s, s.id, %(product)s, s.is_visible, %(now)s
           from unnest(%(ids)s::uuid[], %(visible)s::boolean[]) as s (id, is_visible)
           on conflict (tenant_id, store_id, product_id) do update set is_visible = excluded.is_visible
           where store_products.is_visible <> excluded.is_visible""",
        product=product_id,
        ids=list(wanted),
        visible=list(wanted.values()),
        now=ctx.now,
    )
    if gone or come:
        listing.refresh_prices(ctx, [product_id])
        _changed(
            ctx,
            product_id,
            "stores",
            [_told(row.name, row.is_visible) for row in found if row.is_visible is not None],
            [_told(row.name, wanted[row.id]) for row in found if row.id in wanted],
        )


def _refuse_many(path: str, count: int) -> None:
    f = Findings()
    if count > MOST:
        f.note(path, f"{MOST} at most")
    f.refuse()


def _told(name: str, is_visible: bool) -> str:
    return name if is_visible else f"{name} (hidden)"


def _changed(ctx: Context, product_id: UUID, part: str, before: Sequence[str], after: Sequence[str]) -> None:
    rows.touch_product(ctx, product_id)
    telling.product_changed(ctx, product_id, [part], {part: list(before)}, {part: list(after)})
