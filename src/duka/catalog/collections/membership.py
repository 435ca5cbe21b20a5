"""Who is in a collection: rows, written by hand or looked up by its rule."""

from collections.abc import Sequence
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.catalog.collections import conditions as rules
from duka.catalog.collections.types import Condition
from duka.kernel.context import Context
from duka.kernel.ids import parse

_REFRESH: LiteralString = f"""
with found as materialized ({rules.MATCHING} {{narrowed}}),
gone as (
    delete from collection_products m
     where m.tenant_id = %(tenant)s and m.collection_id = %(collection)s {{of_these}}
       and m.product_id not in (select f.id from found f)
    returning m.product_id),
come as (
    insert into collection_products (tenant_id, collection_id, product_id)
    select %(tenant)s, %(collection)s, f.id from found f
    on conflict do nothing returning product_id)
select (select count(*) from gone) + (select count(*) from come)"""
_WHOLE: LiteralString = _REFRESH.replace("{narrowed}", "").replace("{of_these}", "")
_SOME: LiteralString = _REFRESH.replace("{narrowed}", "and p.id = any(%(products)s)").replace(
    "{of_these}", "and m.product_id = any(%(products)s)"
)


def branches(ctx: Context, conditions: Sequence[Condition]) -> dict[str, list[UUID]]:
    """Each category that the conditions name, with all below it."""
    named = sorted({c.value for c in conditions if c.field == "category"})
    if not named:
        return {}
    rows = ctx.db.all(
        """with recursive below (root, id) as (
             select c.id, c.id from categories c where c.tenant_id = %(tenant)s and c.id = any(%(roots)s)
             union
             select b.root, c.id from categories c join below b on c.parent_id = b.id
              where c.tenant_id = %(tenant)s)
           select root, array_agg(id) as ids from below group by root""",
        roots=[parse("cat", text) for text in named],
    )
    return {f"cat_{row.root.hex}": row.ids for row in rows}


def parameters(ctx: Context, conditions: Sequence[Condition], *, matches_any: bool) -> dict[str, object]:
    """What `conditions.MATCHING` needs."""
    encoded = msgspec.json.encode(rules.as_rows(conditions, branches(ctx, conditions))).decode()
    return {"conditions": encoded, "any": matches_any, "now": ctx.now}


def refresh(ctx: Context, collection_id: UUID, products: Sequence[UUID] | None = None) -> int:
    """Look the members of a rule collection up again, all or of these products only. Returns how many came or went;
    for a manual collection, or one that is gone, nothing happens."""
    row = ctx.db.one(
        """select c.kind, c.conditions, c.matches_any from collections c
           where c.tenant_id = %(tenant)s and c.id = %(id)s for update""",
        id=collection_id,
    )
    if row is None or row.kind != "rule":
        return 0
    given = parameters(ctx, msgspec.convert(row.conditions, list[Condition]), matches_any=row.matches_any)
    if products is None:
        changed = ctx.db.value(_WHOLE, collection=collection_id, **given)
        ctx.db.run(
            "update collections c set refreshed_at = %(now)s where c.tenant_id = %(tenant)s and c.id = %(id)s",
            id=collection_id,
            now=ctx.now,
        )
    else:
        changed = ctx.db.value(_SOME, collection=collection_id, products=list(products), **given)
    return int(changed)


def follow_products(ctx: Context, products: Sequence[UUID]) -> None:
    """These products changed: look them up in every rule collection."""
    rows = ctx.db.all(
        "select c.id from collections c where c.tenant_id = %(tenant)s and c.kind = 'rule' order by c.id"
    )
    for row in rows:
        refresh(ctx, row.id, products)


def refresh_volatile(ctx: Context) -> None:
    """Rules on stock, reductions and age hold for other products as time goes by: look all their members up."""
    rows = ctx.db.all(
        """select c.id from collections c where c.tenant_id = %(tenant)s and c.kind = 'rule'
             and exists (select from jsonb_array_elements(c.conditions) k
                         where k ->> 'field' = any(%(volatile)s)) order by c.id""",
        volatile=sorted(rules.VOLATILE),
    )
    for row in rows:
        refresh(ctx, row.id)


def replace(ctx: Context, collection_id: UUID, products: Sequence[UUID]) -> int:
    """Exactly these members, in this order; unknown ids are left out. Returns how many there are now."""
    return int(
        ctx.db.value(
            """with wanted as (
                 select p.id, min(w.place)::int as place
                   from unnest(%(products)s::uuid[]) with ordinality as w (id, place)
                   join products p on p.tenant_id = %(tenant)s and p.id = w.id group by p.id),
               gone as (
                 delete from collection_products m where m.tenant_id = %(tenant)s
                    and m.collection_id = %(collection)s and m.product_id not in (select w.id from wanted w)),
               come as (
                 insert into collection_products (tenant_id, collection_id, product_id, position)
                 select %(tenant)s, %(collection)s, w.id, w.place from wanted w
                 on conflict (tenant_id, collection_id, product_id) do update set position = excluded.position
                 where collection_products.position <> excluded.position)
               select count(*) from wanted""",
            collection=collection_id,
            products=list(products),
        )
    )
