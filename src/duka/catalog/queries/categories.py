"""The tree of categories, one category, and what a sitemap lists."""

from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.catalog.errors import CategoryMoved, CategoryNotFound
from duka.catalog.queries.fragments import SOLD_HERE, SPOKEN, named, slugs, translated
from duka.catalog.queries.words import clean
from duka.catalog.types import Category, SitemapEntry
from duka.kernel.context import Context
from duka.media.queries import image_json
from duka.media.types import Image

MOST_PAGES: LiteralString = "50000"

_TREE: LiteralString = f"""
with recursive {SPOKEN},
above (leaf, id) as (
    select c.id, c.id from categories c where c.tenant_id = %(tenant)s and c.is_visible
    union
    select a.leaf, c.parent_id from above a join categories c on c.id = a.id
     where c.tenant_id = %(tenant)s and c.is_visible and c.parent_id is not null),
shown as materialized (select sp.product_id from {SOLD_HERE}),
counted as (
    select a.id, count(distinct s.product_id) as n
      from above a join product_categories g on g.category_id = a.leaf
      join shown s on s.product_id = g.product_id
     where g.tenant_id = %(tenant)s group by a.id)
select c.id, c.parent_id, {translated("c", "slug")} as slug, {translated("c", "name")} as name, {translated("c", "description")}
    as description,
       {translated("c", "seo_title")} as seo_title, {translated("c", "seo_description")} as seo_description,
       {image_json("m")} as image, coalesce(n.n, 0) as count, {slugs("c")} as slugs
  from categories c
  left join counted n on n.id = c.id
  left join media m on m.tenant_id = c.tenant_id and m.tenant_id = %(tenant)s and m.id = c.image_id
 where c.tenant_id = %(tenant)s and c.is_visible
 order by c.position, c.slug"""


def categories(ctx: Context, store_id: UUID) -> bytes:
    """A list of `types.Category`: the tops of the tree, each with its children. What lies below a hidden
    category is hidden with it. Remembered for as long as the cache does."""
    ctx.require("categories:read")
    locale = clean(ctx.locale)

    def load() -> bytes:
        rows = ctx.db.all(_TREE, store=store_id, locale=locale)
        return msgspec.json.encode(_below(None, rows))

    return ctx.cache.get((ctx.tenant, "categories", store_id, locale), load)


def _below(parent: UUID | None, rows: list[Any]) -> list[Category]:
    children: dict[UUID | None, list[Any]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)

    def build(id: UUID | None) -> list[Category]:
        return [
            Category(
                id=f"cat_{row.id.hex}",
                slug=row.slug,
                name=row.name,
                description=row.description,
                image=msgspec.convert(row.image, Image) if row.image else None,
                count=row.count,
                children=build(row.id),
                seo_title=row.seo_title,
                seo_description=row.seo_description,
                slugs=row.slugs,
            )
            for row in children.get(id, ())
        ]

    return build(parent)


_CATEGORY: LiteralString = f"""
with recursive {SPOKEN},
up (id, slug, name, parent_id, is_visible, height) as (
    select c.id, {translated("c", "slug")}, {translated("c", "name")}, c.parent_id, c.is_visible, 0
      from categories c where c.tenant_id = %(tenant)s and {named("c")}
    union all
    select c.id, {translated("c", "slug")}, {translated("c", "name")}, c.parent_id, c.is_visible, up.height + 1
      from categories c join up on c.id = up.parent_id where c.tenant_id = %(tenant)s and up.height < 20)
select (select json_build_object(
            'id', 'cat_' || replace(c.id::text, '-', ''), 'slug', {translated("c", "slug")},
            'slugs', {slugs("c")}, 'name', {translated("c", "name")},
            'description', {translated("c", "description")}, 'image', {image_json("m")},
            'seo_title', {translated("c", "seo_title")},
            'seo_description', {translated("c", "seo_description")},
            'path', (select json_agg(json_build_object('slug', up.slug, 'name', up.name)
                                     order by up.height desc) from up),
            'children', coalesce((
                select json_agg(json_build_object('slug', {translated("d", "slug")}, 'name', {translated("d", "name")})
                                order by d.position, d.slug)
                  from categories d
                 where d.tenant_id = %(tenant)s and d.parent_id = c.id and d.is_visible), '[]'))
          from categories c left join media m on m.tenant_id = c.tenant_id and m.tenant_id = %(tenant)s
               and m.id = c.image_id
         where c.tenant_id = %(tenant)s and {named("c")}
           and (select bool_and(up.is_visible) from up))::text as category,
       (select {translated("c", "slug")} from slugs s join categories c on c.tenant_id = s.tenant_id and c.id = s.target_id
         where s.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s
           and s.kind = 'category' and s.slug = %(slug)s and c.slug <> s.slug and c.is_visible) as moved_to"""


def category(ctx: Context, slug: str) -> bytes:
    """A `types.CategoryPage`. Refuses CategoryNotFound, and CategoryMoved (with the `slug` of today) for a
    slug of the past."""
    ctx.require("categories:read")
    row = ctx.db.one(_CATEGORY, slug=clean(slug), locale=clean(ctx.locale), store=ctx.store)
    if row is None or row.category is None:
        if row is not None and row.moved_to:
            raise CategoryMoved(slug=row.moved_to)
        raise CategoryNotFound()
    return str(row.category).encode()


def sitemap(ctx: Context, store_id: UUID) -> list[SitemapEntry]:
    """The products on sale in this store, the last changed first, at most 50,000."""
    ctx.require("products:read")
    rows = ctx.db.all(
        f"""with {SPOKEN}
            select p.slug, p.updated_at, case when exists (
                select from jsonb_each(p.translations) t where t.value ? 'slug') then {slugs("p")} else '{{}}' end as slugs,
                   array(
                select (i.card::json ->> 'url') || '/' || (i.card::json #>> '{{widths,-1}}') || '.webp'
                  from product_images i
                 where i.tenant_id = %(tenant)s and i.product_id = p.id and i.card is not null
                   and i.card::json #>> '{{widths,-1}}' is not null
                 order by i.position, i.id) as images
              from {SOLD_HERE} order by p.updated_at desc, p.id limit {MOST_PAGES}""",
        store=store_id,
        locale=clean(ctx.locale),
    )
    return [SitemapEntry(row.slug, row.updated_at, row.images, row.slugs) for row in rows]
