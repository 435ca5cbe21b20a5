"""Collections as staff and as shoppers read them."""

from typing import LiteralString
from uuid import UUID

import msgspec

from duka.catalog.collections import conditions as rules
from duka.catalog.collections import membership
from duka.catalog.collections.types import Collection, CollectionProduct, Preview, Rule, StaffCollection
from duka.catalog.errors import CollectionMoved, CollectionNotFound
from duka.catalog.findings import Findings
from duka.catalog.permissions import require_staff
from duka.catalog.queries.fragments import SPOKEN, named, slugs, translated
from duka.catalog.queries.words import clean
from duka.flags import queries as flags
from duka.kernel import paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page
from duka.media.queries import image_json

SAMPLE = 12
FEATURE = "collections"

_STAFF: LiteralString = f"""
select c.id, c.slug, c.title, c.description, c.kind, c.conditions, c.matches_any, c.sort, c.is_visible,
       c.image_id, c.seo_title, c.seo_description, c.translations, c.version, c.created_at, c.updated_at,
       c.refreshed_at, {image_json("m")} as image,
       (select count(*) from collection_products x where x.tenant_id = %(tenant)s and x.collection_id = c.id)
           as products
  from collections c left join media m on m.tenant_id = c.tenant_id and m.tenant_id = %(tenant)s and m.id = c.image_id
 where c.tenant_id = %(tenant)s"""

_MEMBER: LiteralString = """
p.id, p.title, p.slug, p.status,
(select i.card from product_images i where i.tenant_id = %(tenant)s and i.product_id = p.id and i.card is not null
  order by i.position limit 1) as image"""


def list_for_staff(ctx: Context) -> list[StaffCollection]:
    """All collections, hidden ones too, by title."""
    require_staff(ctx, "categories:read")
    return [_staff(row) for row in ctx.db.all(f"{_STAFF} order by lower(c.title), c.id")]


def for_staff(ctx: Context, collection_id: UUID) -> StaffCollection:
    """Refuses CollectionNotFound."""
    require_staff(ctx, "categories:read")
    row = ctx.db.one(f"{_STAFF} and c.id = %(id)s", id=collection_id)
    if row is None:
        raise CollectionNotFound()
    return _staff(row)


def members(
    ctx: Context, collection_id: UUID, cursor: str | None = None, limit: int | None = None
) -> Page[CollectionProduct]:
    """The products in it, in its own order. Refuses CollectionNotFound."""
    require_staff(ctx, "categories:read")
    place, after = paging.decode(cursor, int, UUID) if cursor else (-1, UUID(int=0))
    size = paging.bounded(limit)
    rows = ctx.db.all(
        f"""select {_MEMBER}, x.position from collection_products x
            join products p on p.tenant_id = x.tenant_id and p.id = x.product_id
            where x.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and x.collection_id = %(id)s
              and (x.position, x.product_id) > (%(place)s, %(after)s)
            order by x.position, x.product_id limit %(limit)s""",
        id=collection_id,
        place=place,
        after=after,
        limit=size + 1,
    )
    if not rows:
        for_staff(ctx, collection_id)
    following = paging.encode(rows[size - 1].position, rows[size - 1].id) if len(rows) > size else None
    return Page([_member(row) for row in rows[:size]], following)


def preview(ctx: Context, rule: Rule) -> Preview:
    """What a rule finds now, without keeping it. Refuses InvalidInput."""
    ctx.require("categories:write")
    f = Findings()
    checked = rules.check(f, "conditions", rule.conditions)
    f.refuse()
    rows = ctx.db.all(
        f"""with found as materialized ({rules.MATCHING}),
            few as (select p.id from found f join products p on p.id = f.id where p.tenant_id = %(tenant)s
                    order by p.created_at desc, p.id desc limit %(sample)s)
            select {_MEMBER}, (select count(*) from found) as count
              from few join products p on p.id = few.id where p.tenant_id = %(tenant)s
             order by p.created_at desc, p.id desc""",
        sample=SAMPLE,
        **membership.parameters(ctx, checked, matches_any=rule.matches_any),
    )
    return Preview(rows[0].count if rows else 0, [_member(row) for row in rows])


_SHOWN: LiteralString = f"""
with {SPOKEN}
select c.id, {translated("c", "slug")} as slug, {slugs("c")} as slugs, c.sort, {translated("c", "title")} as title,
       {translated("c", "description")} as description,
       {translated("c", "seo_title")} as seo_title, {translated("c", "seo_description")} as seo_description,
       {image_json("m")} as image
  from collections c left join media m on m.tenant_id = c.tenant_id and m.tenant_id = %(tenant)s and m.id = c.image_id
 where c.tenant_id = %(tenant)s and c.is_visible"""


def shown(ctx: Context) -> bytes:
    """A list of `types.Collection`: the visible ones, by title; none where the feature is off. Remembered for as long as the
    cache does."""
    ctx.require("categories:read")
    locale = clean(ctx.locale)

    def load() -> bytes:
        if not flags.is_on(ctx, FEATURE):
            return b"[]"
        rows = ctx.db.all(f"{_SHOWN} order by lower(c.title), c.id", locale=locale, store=ctx.store)
        return msgspec.json.encode([_collection(row) for row in rows])

    return ctx.cache.get((ctx.tenant, "collections", locale, ctx.store), load)


def by_slug(ctx: Context, slug: str) -> Collection:
    """Refuses CollectionNotFound, and CollectionMoved (with the `slug` of today) for a slug of the past."""
    ctx.require("categories:read")
    if not flags.is_on(ctx, FEATURE):
        raise CollectionNotFound()
    asked = {"slug": clean(slug), "locale": clean(ctx.locale), "store": ctx.store}
    row = ctx.db.one(f"{_SHOWN} and {named('c')}", **asked)
    if row is not None:
        return _collection(row)
    moved = ctx.db.value(
        f"""with {SPOKEN} select {translated("c", "slug")} from slugs s
           join collections c on c.tenant_id = s.tenant_id and c.id = s.target_id
           where s.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s and s.kind = 'collection'
             and s.slug = %(slug)s and c.is_visible""",
        **asked,
    )
    if moved:
        raise CollectionMoved(slug=moved)
    raise CollectionNotFound()


def _staff(row: Row) -> StaffCollection:
    fields = row._asdict()
    fields["id"] = f"coll_{row.id.hex}"
    fields["image_id"] = f"med_{row.image_id.hex}" if row.image_id else None
    return msgspec.convert(fields, StaffCollection)


def _member(row: Row) -> CollectionProduct:
    image = msgspec.json.decode(row.image) if row.image else None
    return msgspec.convert(
        {
            "id": f"prod_{row.id.hex}",
            "title": row.title,
            "slug": row.slug,
            "status": row.status,
            "image": image,
        },
        CollectionProduct,
    )


def _collection(row: Row) -> Collection:
    return msgspec.convert({**row._asdict(), "id": f"coll_{row.id.hex}"}, Collection)
