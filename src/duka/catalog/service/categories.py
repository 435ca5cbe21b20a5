"""The tree of categories.

Changes of the tree wait for each other (one lock a tenant), so that two moves cannot make a circle between
them. A category keeps every slug it ever had; another's, old or new, is refused until that category is
deleted.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog import references, search_text
from duka.catalog.errors import (
    CategoryCycle,
    CategoryNotEmpty,
    CategoryNotFound,
    CategoryTooDeep,
    MediaNotFound,
    SlugTaken,
)
from duka.catalog.events import CategoryChanged
from duka.catalog.findings import Findings
from duka.catalog.inputs import CategoryChange, CategoryTexts, NewCategory
from duka.catalog.service import rows
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.errors import VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.text import SLUG_LENGTH, slugify

NAME, DESCRIPTION = 120, 20_000
DEEPEST = 6
LAST = 1_000_000


def create_category(ctx: Context, new: NewCategory) -> UUID:
    """Refuses InvalidInput, SlugTaken, CategoryNotFound (the parent), CategoryTooDeep (6 levels),
    MediaNotFound."""
    ctx.require("categories:write")
    f = Findings()
    given = msgspec.structs.asdict(new)
    fields = _checked(f, given)
    parent = f.id("parent_id", "cat", new.parent_id) if new.parent_id else None
    position = LAST if new.position is None else f.number("position", new.position, 0, LAST)
    f.refuse()
    _lock_tree(ctx)
    _refuse_misplaced(ctx, None, parent)
    _refuse_missing_picture(ctx, fields["image_id"])
    id = new_id()
    slug = _slug(ctx, new.slug and fields["slug"], fields["name"], id)
    with rows.unique(SlugTaken(slug=slug)):
        ctx.db.run(
            """insert into categories (tenant_id, id, parent_id, slug, name, description, seo_title,
                      seo_description, translations, position, is_visible, image_id)
               select %(tenant)s, r.id, r.parent_id, r.slug, r.name, r.description, r.seo_title,
                      r.seo_description, r.translations, r.position, r.is_visible, r.image_id
               from jsonb_populate_record(null::categories, %(row)s::jsonb) r""",
            row=rows.encoded({**fields, "id": id, "parent_id": parent, "slug": slug, "position": LAST}),
        )
    rows.take_slug(ctx, "category", slug, id)
    rows.take_slugs(ctx, "category", id, {}, fields["translations"])
    _order(ctx, id, parent, position)
    events.emit(ctx, CategoryChanged(aggregate_id=id, change="created"))
    return id


def update_category(ctx: Context, category_id: UUID, change: CategoryChange, version: int) -> None:
    """Change what is given; an emptied slug is made from the name again, an empty `image_id` takes the
    picture away.

    A new name is written into the search text of every product in it, before this returns. Refuses
    CategoryNotFound, VersionConflict, InvalidInput, SlugTaken, MediaNotFound.
    """
    ctx.require("categories:write")
    row = ctx.db.one(
        "select c.* from categories c where c.tenant_id = %(tenant)s and c.id = %(id)s for update",
        id=category_id,
    )
    if row is None:
        raise CategoryNotFound()
    if row.version != version:
        raise VersionConflict()
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    f = Findings()
    fields = _checked(f, given)
    f.refuse()
    _refuse_missing_picture(ctx, fields.get("image_id"))
    if "slug" in fields:
        fields["slug"] = _slug(ctx, fields["slug"], fields.get("name", row.name), category_id)
    fields = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if not fields:
        return
    if "slug" in fields:
        rows.take_slug(ctx, "category", fields["slug"], category_id)
    if "translations" in fields:
        rows.take_slugs(ctx, "category", category_id, row.translations, fields["translations"])
    with rows.unique(SlugTaken(slug=fields.get("slug", ""))):
        ctx.db.run(
            """update categories c set slug = r.slug, name = r.name, description = r.description,
                      seo_title = r.seo_title, seo_description = r.seo_description,
                      translations = r.translations, is_visible = r.is_visible, image_id = r.image_id,
                      version = c.version + 1
               from categories o, jsonb_populate_record(o, %(row)s::jsonb) r
               where c.tenant_id = %(tenant)s and c.id = %(id)s and o.tenant_id = c.tenant_id
                 and o.id = c.id""",
            id=category_id,
            row=rows.encoded(fields),
        )
    if {"name", "translations"} & fields.keys():
        _refresh_products(ctx, category_id)
    events.emit(ctx, CategoryChanged(aggregate_id=category_id, change="updated"))


def move_category(
    ctx: Context, category_id: UUID, parent_id: UUID | None, position: int | None = None
) -> None:
    """Put it under another parent (None: the top), at a place among its siblings (counted from 0; None: the
    last). Refuses CategoryNotFound (either), CategoryCycle, CategoryTooDeep."""
    ctx.require("categories:write")
    _lock_tree(ctx)
    _refuse_misplaced(ctx, category_id, parent_id)
    _order(ctx, category_id, parent_id, LAST if position is None else position)
    events.emit(ctx, CategoryChanged(aggregate_id=category_id, change="moved"))


def delete_category(ctx: Context, category_id: UUID) -> None:
    """Refuses CategoryNotFound, and CategoryNotEmpty while it holds products or categories."""
    ctx.require("categories:write")
    _lock_tree(ctx)
    row = ctx.db.one(
        """select exists (select from categories x where x.tenant_id = %(tenant)s and x.parent_id = c.id)
                  or exists (select from product_categories pc where pc.tenant_id = %(tenant)s
                             and pc.category_id = c.id) as is_full
           from categories c where c.tenant_id = %(tenant)s and c.id = %(id)s for update of c""",
        id=category_id,
    )
    if row is None:
        raise CategoryNotFound()
    if row.is_full:
        raise CategoryNotEmpty()
    ctx.db.run(
        """with links as (delete from slugs s
             where s.tenant_id = %(tenant)s and s.kind = 'category' and s.target_id = %(id)s)
           delete from categories c where c.tenant_id = %(tenant)s and c.id = %(id)s""",
        id=category_id,
    )
    events.emit(ctx, CategoryChanged(aggregate_id=category_id, change="deleted"))


def _lock_tree(ctx: Context) -> None:
    ctx.db.run("select pg_advisory_xact_lock(hashtextextended('categories:' || %(tenant)s::text, 0))")


def _checked(f: Findings, given: Mapping[str, Any]) -> dict[str, Any]:
    out: dict[str, Any] = {}
    if "name" in given:
        out["name"] = f.line("name", given["name"], NAME, needed=True)
    if "slug" in given:
        out["slug"] = f.slug("slug", given["slug"])
    if "description" in given:
        out["description"] = f.html("description", given["description"], DESCRIPTION)
    for name, most in (("seo_title", 200), ("seo_description", 500)):
        if name in given:
            out[name] = f.line(name, given[name], most)
    if "translations" in given:
        out["translations"] = _translations(f, given["translations"])
    if "is_visible" in given:
        out["is_visible"] = given["is_visible"]
    if "image_id" in given:
        out["image_id"] = f.id("image_id", "med", given["image_id"]) if given["image_id"] else None
    return out


def _translations(f: Findings, given: Mapping[str, CategoryTexts]) -> dict[str, dict[str, str]]:
    found = {}
    for locale, texts in f.locales("translations", given):
        at = f"translations.{locale}"
        words = {
            "name": f.line(f"{at}.name", texts.name, NAME),
            "description": f.html(f"{at}.description", texts.description, DESCRIPTION),
            "seo_title": f.line(f"{at}.seo_title", texts.seo_title, 200),
            "seo_description": f.line(f"{at}.seo_description", texts.seo_description, 500),
            "slug": f.slug(f"{at}.slug", texts.slug),
        }
        if kept := {name: word for name, word in words.items() if word}:
            found[locale] = kept
    return found


def _slug(ctx: Context, given: str, name: str, id: UUID) -> str:
    """A given slug, or one made from the name; another category's, old or new, is taken."""
    base = given or slugify(name)
    wanted = [given] if given else references.numbered(base, SLUG_LENGTH)
    taken = {
        row.slug
        for row in ctx.db.all(
            """select s.slug from slugs s where s.tenant_id = %(tenant)s and s.kind = 'category'
                 and s.slug = any(%(slugs)s) and s.target_id <> %(id)s
               union select c.slug from categories c where c.tenant_id = %(tenant)s
                 and c.slug = any(%(slugs)s)
                 and c.id <> %(id)s""",
            slugs=wanted,
            id=id,
        )
    }
    if given and given in taken:
        raise SlugTaken(slug=given)
    return given or references.first_free(base, SLUG_LENGTH, taken, id)


def _refuse_missing_picture(ctx: Context, media_id: UUID | None) -> None:
    if media_id and not ctx.db.value(
        "select exists (select from media m where m.tenant_id = %(tenant)s and m.id = %(id)s)", id=media_id
    ):
        raise MediaNotFound()


def _refuse_misplaced(ctx: Context, category_id: UUID | None, parent_id: UUID | None) -> None:
    """Both exist, the parent is not inside the category, and the whole branch stays within the depth."""
    row = ctx.db.one(
        """with recursive up as (
             select c.id, c.parent_id, 1 as level from categories c
             where c.tenant_id = %(tenant)s and c.id = %(parent)s
             union all
             select c.id, c.parent_id, up.level + 1 from categories c join up on c.id = up.parent_id
             where c.tenant_id = %(tenant)s and up.level < 100),
           down as (
             select c.id, 1 as level from categories c where c.tenant_id = %(tenant)s and c.id = %(id)s
             union all
             select c.id, down.level + 1 from categories c join down on c.parent_id = down.id
             where c.tenant_id = %(tenant)s and down.level < 100)
           select (select max(level) from up) as above, (select max(level) from down) as height,
                  exists (select from up where up.id = %(id)s) as is_cycle""",
        id=category_id,
        parent=parent_id,
    )
    assert row is not None
    if (parent_id and row.above is None) or (category_id and row.height is None):
        raise CategoryNotFound()
    if row.is_cycle:
        raise CategoryCycle()
    if (row.above or 0) + (row.height or 1) > DEEPEST:
        raise CategoryTooDeep(most=DEEPEST)


def _order(ctx: Context, category_id: UUID, parent_id: UUID | None, position: int) -> None:
    """Number the siblings anew with the category among them."""
    siblings = [
        row.id
        for row in ctx.db.all(
            """select c.id from categories c
               where c.tenant_id = %(tenant)s and c.parent_id is not distinct from %(parent)s
                 and c.id <> %(id)s
               order by c.position, c.id""",
            parent=parent_id,
            id=category_id,
        )
    ]
    siblings.insert(min(max(0, position), len(siblings)), category_id)
    ctx.db.run(
        """update categories c set position = n.place - 1, parent_id = %(parent)s
           from unnest(%(ids)s::uuid[]) with ordinality as n (id, place)
           where c.tenant_id = %(tenant)s and c.id = n.id
             and (c.position, c.parent_id) is distinct from (n.place::int - 1, %(parent)s::uuid)""",
        ids=siblings,
        parent=parent_id,
    )


def _refresh_products(ctx: Context, category_id: UUID) -> None:
    products = ctx.db.all(
        """select pc.product_id from product_categories pc
           where pc.tenant_id = %(tenant)s and pc.category_id = %(id)s order by pc.product_id""",
        id=category_id,
    )
    search_text.refresh(ctx, [row.product_id for row in products])
