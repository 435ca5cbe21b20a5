"""Verbs of collections."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog import references
from duka.catalog.collections import conditions as rules
from duka.catalog.collections import membership
from duka.catalog.collections.types import CollectionChange, CollectionTexts, NewCollection
from duka.catalog.errors import CollectionIsRuled, CollectionNotFound, MediaNotFound, SlugTaken
from duka.catalog.events import CollectionChanged
from duka.catalog.findings import Findings
from duka.catalog.service import rows
from duka.kernel import events, jobs, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.text import SLUG_LENGTH, slugify

TITLE, DESCRIPTION = 120, 20_000
WRITE = "categories:write"
FIELDS = (
    "slug",
    "title",
    "description",
    "conditions",
    "matches_any",
    "sort",
    "is_visible",
    "image_id",
    "seo_title",
    "seo_description",
    "translations",
)


def create(ctx: Context, new: NewCollection) -> UUID:
    """Refuses InvalidInput, SlugTaken, MediaNotFound. Members of a rule are looked up before this returns."""
    ctx.require(WRITE)
    f = Findings()
    fields = _checked(f, msgspec.structs.asdict(new), new.kind)
    products = [f.id(f"product_ids.{n}", "prod", text) for n, text in enumerate(new.product_ids)]
    if new.kind == "rule" and products:
        f.note("product_ids", "a rule chooses its products by itself: leave this out")
    f.refuse()
    _refuse_missing_picture(ctx, fields["image_id"])
    id = new_id()
    fields["slug"] = _slug(ctx, fields["slug"], fields["title"], id)
    with rows.unique(SlugTaken(slug=fields["slug"])):
        ctx.db.run(
            """insert into collections (tenant_id, id, slug, title, description, kind, conditions, matches_any, sort,
                      is_visible, image_id, seo_title, seo_description, translations, created_at, updated_at)
               select %(tenant)s, %(id)s, r.slug, r.title, r.description, %(kind)s, r.conditions, r.matches_any,
                      r.sort, r.is_visible, r.image_id, r.seo_title, r.seo_description, r.translations, %(now)s,
                      %(now)s
               from jsonb_populate_record(null::collections, %(row)s::jsonb) r""",
            id=id,
            kind=new.kind,
            row=rows.encoded(fields),
            now=ctx.now,
        )
    rows.take_slug(ctx, "collection", fields["slug"], id)
    rows.take_slugs(ctx, "collection", id, {}, fields["translations"])
    if new.kind == "manual":
        membership.replace(ctx, id, products)
    else:
        membership.refresh(ctx, id)
    events.emit(ctx, CollectionChanged(aggregate_id=id, change="created"))
    return id


def update(ctx: Context, collection_id: UUID, change: CollectionChange, version: int) -> None:
    """Refuses CollectionNotFound, VersionConflict, InvalidInput, SlugTaken, MediaNotFound. The members of a changed
    rule are looked up by a job, a moment later."""
    ctx.require(WRITE)
    row = _locked(ctx, collection_id, version)
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    f = Findings()
    fields = _checked(f, given, row.kind)
    f.refuse()
    _refuse_missing_picture(ctx, fields.get("image_id"))
    if "slug" in fields:
        fields["slug"] = _slug(ctx, fields["slug"], fields.get("title", row.title), collection_id)
    before = {name: _plain(getattr(row, name)) for name in fields}
    after = {name: _plain(value) for name, value in fields.items()}
    if before == after:
        return
    if after.get("slug", row.slug) != row.slug:
        rows.take_slug(ctx, "collection", fields["slug"], collection_id)
    if "translations" in fields:
        rows.take_slugs(ctx, "collection", collection_id, row.translations, fields["translations"])
    with rows.unique(SlugTaken(slug=fields.get("slug", ""))):
        ctx.db.run(
            """update collections c set slug = r.slug, title = r.title, description = r.description,
                      conditions = r.conditions, matches_any = r.matches_any, sort = r.sort,
                      is_visible = r.is_visible, image_id = r.image_id, seo_title = r.seo_title,
                      seo_description = r.seo_description, translations = r.translations,
                      version = c.version + 1, updated_at = %(now)s
               from collections o, jsonb_populate_record(o, %(row)s::jsonb) r
               where c.tenant_id = %(tenant)s and c.id = %(id)s and o.tenant_id = c.tenant_id and o.id = c.id""",
            id=collection_id,
            row=rows.encoded(fields),
            now=ctx.now,
        )
    if {"conditions", "matches_any"} & fields.keys():
        jobs.defer(ctx, "collections.refresh", collection_id=str(collection_id))
    trail.note(ctx, "collection.changed", "collection", collection_id, before=before, after=after)
    events.emit(ctx, CollectionChanged(aggregate_id=collection_id, change="updated"))


def set_products(ctx: Context, collection_id: UUID, products: Sequence[UUID], version: int) -> int:
    """Exactly these members, in this order; ids of products that are not there are left out. Returns how many there
    are. Refuses CollectionNotFound, VersionConflict, CollectionIsRuled."""
    ctx.require(WRITE)
    row = _locked(ctx, collection_id, version)
    if row.kind != "manual":
        raise CollectionIsRuled()
    count = membership.replace(ctx, collection_id, products)
    ctx.db.run(
        """update collections c set version = c.version + 1, updated_at = %(now)s
           where c.tenant_id = %(tenant)s and c.id = %(id)s""",
        id=collection_id,
        now=ctx.now,
    )
    trail.note(ctx, "collection.changed", "collection", collection_id, products=count)
    events.emit(ctx, CollectionChanged(aggregate_id=collection_id, change="products"))
    return count


def delete(ctx: Context, collection_id: UUID) -> None:
    """The products stay. Refuses CollectionNotFound."""
    ctx.require(WRITE)
    gone = ctx.db.one(
        """with links as (delete from slugs s
             where s.tenant_id = %(tenant)s and s.kind = 'collection' and s.target_id = %(id)s)
           delete from collections c where c.tenant_id = %(tenant)s and c.id = %(id)s returning c.title, c.slug""",
        id=collection_id,
    )
    if gone is None:
        raise CollectionNotFound()
    before = {"title": gone.title, "slug": gone.slug}
    trail.note(ctx, "collection.changed", "collection", collection_id, before=before, after={})
    events.emit(ctx, CollectionChanged(aggregate_id=collection_id, change="deleted"))


def _locked(ctx: Context, collection_id: UUID, version: int) -> Row:
    row = ctx.db.one(
        "select c.* from collections c where c.tenant_id = %(tenant)s and c.id = %(id)s for update",
        id=collection_id,
    )
    if row is None:
        raise CollectionNotFound()
    if row.version != version:
        raise VersionConflict()
    return row


def _plain(value: object) -> object:
    return value.hex if isinstance(value, UUID) else msgspec.to_builtins(value)


def _checked(f: Findings, given: Mapping[str, Any], kind: str) -> dict[str, Any]:
    out: dict[str, Any] = {}
    for name, value in given.items():
        if name not in FIELDS:
            continue
        if name == "title":
            out[name] = f.line(name, value, TITLE, needed=True)
        elif name == "slug":
            out[name] = f.slug(name, value)
        elif name == "description":
            out[name] = f.html(name, value, DESCRIPTION)
        elif name in ("seo_title", "seo_description"):
            out[name] = f.line(name, value, 200 if name == "seo_title" else 500)
        elif name == "conditions":
            out[name] = _conditions(f, value, kind)
        elif name == "sort":
            out[name] = _sort(f, value, kind)
        elif name == "image_id":
            out[name] = f.id(name, "med", value) if value else None
        elif name == "translations":
            out[name] = _translations(f, value)
        else:
            out[name] = value
    return out


def _conditions(f: Findings, given: Any, kind: str) -> Any:
    if kind == "manual":
        if given:
            f.note("conditions", "products of this collection are chosen by hand: leave this out")
        return []
    if not given:
        f.note("conditions", "write one condition at least")
    return msgspec.to_builtins(rules.check(f, "conditions", given))


def _sort(f: Findings, given: str | None, kind: str) -> str:
    if given == "manual" and kind == "rule":
        f.note("sort", "products that a rule finds have no order of their own: choose another")
    return given or ("manual" if kind == "manual" else "newest")


def _translations(f: Findings, given: Mapping[str, CollectionTexts]) -> dict[str, dict[str, str]]:
    found = {}
    for locale, texts in f.locales("translations", given):
        at = f"translations.{locale}"
        words = {
            "title": f.line(f"{at}.title", texts.title, TITLE),
            "description": f.html(f"{at}.description", texts.description, DESCRIPTION),
            "seo_title": f.line(f"{at}.seo_title", texts.seo_title, 200),
            "seo_description": f.line(f"{at}.seo_description", texts.seo_description, 500),
            "slug": f.slug(f"{at}.slug", texts.slug),
        }
        if kept := {name: word for name, word in words.items() if word}:
            found[locale] = kept
    return found


def _refuse_missing_picture(ctx: Context, media_id: UUID | None) -> None:
    if media_id and not ctx.db.value(
        "select exists (select from media m where m.tenant_id = %(tenant)s and m.id = %(id)s)", id=media_id
    ):
        raise MediaNotFound()


def _slug(ctx: Context, given: str, title: str, id: UUID) -> str:
    """A given slug, or one made from the title; another collection's, old or new, is taken."""
    base = given or slugify(title)
    wanted = [given] if given else references.numbered(base, SLUG_LENGTH)
    taken = {
        row.slug
        for row in ctx.db.all(
            """select s.slug from slugs s where s.tenant_id = %(tenant)s and s.kind = 'collection'
                 and s.slug = any(%(slugs)s) and s.target_id <> %(id)s""",
            slugs=wanted,
            id=id,
        )
    }
    if given and given in taken:
        raise SlugTaken(slug=given)
    return given or references.first_free(base, SLUG_LENGTH, taken, id)
