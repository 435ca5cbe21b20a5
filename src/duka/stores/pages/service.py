"""The verbs of pages."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.text import SLUG_LENGTH, slugify
from duka.policies import queries as policies
from duka.policies.vocabulary import THEME_LIMITS
from duka.stores import places, rules
from duka.stores.errors import PageNotFound, PageSlugTaken, StoreNotFound, TooManyPages
from duka.stores.pages.types import NewPage, PageChange, PageTexts

WRITE = "settings:write"
TITLE, SEO_TITLE, SEO_DESCRIPTION, BODY = 200, 200, 300, 50_000
MOST = 200
RESERVED = frozenset({"shipping", "returns", "refunds", "privacy", "terms", "about"})
"""The addresses of the policies (`storefront.words.POLICIES`)."""
TOLD = 300
"""So much of a text is repeated in the trail."""


def create(ctx: Context, store_id: UUID, new: NewPage) -> UUID:
    """The last page of its store. Refuses StoreNotFound, InvalidInput, PageSlugTaken, TooManyPages."""
    ctx.require(WRITE, store=store_id)
    fields = _checked(msgspec.structs.asdict(new))
    row = ctx.db.one(
        """select (select count(*) from pages p where p.tenant_id = %(tenant)s and p.store_id = s.id) as count
           from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s for update of s""",
        store=store_id,
    )
    if row is None:
        raise StoreNotFound()
    most = min(MOST, policies.value(ctx, THEME_LIMITS).pages)
    if row.count >= most:
        raise TooManyPages(most=most)
    id = ids.new_id()
    fields["slug"] = _slug(ctx, store_id, fields["slug"], fields["title"])
    ctx.db.run(
        """insert into pages (tenant_id, id, store_id, slug, title, body, seo_title, seo_description, translations,
             is_visible, in_footer, position, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(store)s, %(slug)s, %(title)s, %(body)s, %(seo_title)s, %(seo_description)s,
             %(translations)s::jsonb, %(is_visible)s, %(in_footer)s, %(position)s, %(now)s, %(now)s)""",
        id=id,
        store=store_id,
        position=row.count,
        now=ctx.now,
        **{**fields, "translations": _json(fields["translations"])},
    )
    _take_slugs(ctx, store_id, id, fields["slug"], fields["translations"])
    trail.note(ctx, "page.created", "page", id, after=_told(fields))
    return id


def update(ctx: Context, page_id: UUID, change: PageChange, version: int) -> None:
    """Refuses PageNotFound, VersionConflict, InvalidInput, PageSlugTaken. An emptied slug is made from the title again;
    those that a page had lead to it for ever."""
    row = _locked(ctx, page_id)
    ctx.require(WRITE, store=row.store_id)
    if row.version != version:
        raise VersionConflict(current_version=row.version)
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    place = given.pop("position", None)
    fields = _checked(given)
    if "slug" in fields and not fields["slug"]:
        fields["slug"] = _slug(ctx, row.store_id, "", fields.get("title", row.title))
    fields = {name: value for name, value in fields.items() if value != getattr(row, name)}
    if not fields and place in (None, row.position):
        return
    written = {**row._asdict(), **fields}
    ctx.db.run(
        """update pages set slug = %(slug)s, title = %(title)s, body = %(body)s, seo_title = %(seo_title)s,
             seo_description = %(seo_description)s, translations = %(translations)s::jsonb, is_visible = %(is_visible)s,
             in_footer = %(in_footer)s, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        now=ctx.now,
        **{**{name: written[name] for name in _COLUMNS}, "translations": _json(written["translations"])},
    )
    if {"slug", "translations"} & fields.keys():
        _take_slugs(ctx, row.store_id, page_id, written["slug"], written["translations"])
    if place is not None and place != row.position:
        _order(ctx, row.store_id, page_id, place)
    moved = {"position": row.position} if place is not None else {}
    trail.note(
        ctx,
        "page.updated",
        "page",
        page_id,
        before=_told({name: getattr(row, name) for name in fields} | moved),
        after=_told(fields | ({"position": place} if moved else {})),
        page=written["title"],
    )


def delete(ctx: Context, page_id: UUID) -> None:
    """Its addresses are free again. Refuses PageNotFound."""
    row = _locked(ctx, page_id)
    ctx.require(WRITE, store=row.store_id)
    ctx.db.run("delete from pages where tenant_id = %(tenant)s and id = %(id)s", id=page_id)
    trail.note(ctx, "page.deleted", "page", page_id, before={"title": row.title, "slug": row.slug}, after={})


_COLUMNS = (
    "id", "slug", "title", "body", "seo_title", "seo_description", "is_visible", "in_footer", "translations",
)  # fmt: skip


def _locked(ctx: Context, page_id: UUID) -> Row:
    row = ctx.db.one(
        "select p.* from pages p where p.tenant_id = %(tenant)s and p.id = %(id)s for update", id=page_id
    )
    if row is None or not ctx.may("settings:read", store=row.store_id):
        raise PageNotFound()
    return row


def _checked(given: Mapping[str, Any]) -> dict[str, Any]:
    """Each given field as it will be kept. Refuses InvalidInput with every mistake."""
    errors: dict[str, str] = {}
    found = _texts("", given, errors, least=1)
    if "translations" in given:
        found["translations"] = {}
        for locale, texts in given["translations"].items():
            if not places.is_locale(locale):
                errors["translations"] = "name languages like fr or pt-BR"
                continue
            words = _texts(f"translations.{locale}.", msgspec.structs.asdict(texts), errors, least=0)
            if kept := {name: word for name, word in words.items() if word}:
                found["translations"][locale] = kept
    for name in ("is_visible", "in_footer"):
        if name in given:
            found[name] = given[name]
    if errors:
        raise InvalidInput(errors)
    return found


def _texts(at: str, given: Mapping[str, Any], errors: dict[str, str], least: int) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if "title" in given:
        found["title"] = rules.line(f"{at}title", given["title"], errors, least=least, most=TITLE)
    if "body" in given:
        found["body"] = rules.paragraph(f"{at}body", given["body"].replace("\r\n", "\n"), errors, BODY)
    for name, most in (("seo_title", SEO_TITLE), ("seo_description", SEO_DESCRIPTION)):
        if name in given:
            found[name] = rules.line(f"{at}{name}", given[name], errors, least=0, most=most)
    if "slug" in given:
        slug = found["slug"] = given["slug"].strip()
        if slug and (slug != slugify(slug) or slug in RESERVED):
            proposed = slugify(slug)
            proposed = f"{proposed}-2" if proposed in RESERVED else proposed
            errors[f"{at}slug"] = f"use lower-case letters, digits and hyphens, like {proposed}"
    return found


def _slug(ctx: Context, store_id: UUID, given: str, title: str) -> str:
    """A given slug, or a free one made from the title."""
    if given:
        return given
    base = slugify(title)[: SLUG_LENGTH - 4].strip("-")
    wanted = [base, *(f"{base}-{number}" for number in range(2, MOST + 2))]
    taken = {
        row.slug
        for row in ctx.db.all(
            """select s.slug from page_slugs s
               where s.tenant_id = %(tenant)s and s.store_id = %(store)s and s.slug = any(%(wanted)s)""",
            store=store_id,
            wanted=wanted,
        )
    } | RESERVED
    return next(slug for slug in wanted if slug not in taken)


def _take_slugs(ctx: Context, store_id: UUID, id: UUID, slug: str, translations: Mapping[str, Any]) -> None:
    """One room for all languages, so that an address means one page whoever opens it. Refuses PageSlugTaken."""
    wanted = sorted({slug, *(texts["slug"] for texts in translations.values() if texts.get("slug"))})
    ctx.db.run(
        """insert into page_slugs (tenant_id, store_id, slug, page_id, created_at)
           select %(tenant)s, %(store)s, w.slug, %(id)s, %(now)s from unnest(%(wanted)s::text[]) w (slug)
           on conflict do nothing""",
        store=store_id,
        id=id,
        wanted=wanted,
        now=ctx.now,
    )
    taken = ctx.db.value(
        """select min(s.slug) from page_slugs s where s.tenant_id = %(tenant)s and s.store_id = %(store)s
           and s.slug = any(%(wanted)s) and s.page_id <> %(id)s""",
        store=store_id,
        id=id,
        wanted=wanted,
    )
    if taken:
        raise PageSlugTaken(slug=taken)


def _order(ctx: Context, store_id: UUID, page_id: UUID, place: int) -> None:
    others = [
        row.id
        for row in ctx.db.all(
            """select p.id from pages p where p.tenant_id = %(tenant)s and p.store_id = %(store)s and p.id <> %(id)s
               order by p.position, p.id""",
            store=store_id,
            id=page_id,
        )
    ]
    others.insert(min(place, len(others)), page_id)
    ctx.db.run(
        """update pages p set position = n.place - 1 from unnest(%(ids)s::uuid[]) with ordinality n (id, place)
           where p.tenant_id = %(tenant)s and p.id = n.id and p.position <> n.place - 1""",
        ids=others,
    )


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: f"{value[:TOLD]}… ({len(value)})" if isinstance(value, str) and len(value) > TOLD else value
        for name, value in values.items()
        if name != "translations"
    } | ({"languages": sorted(values["translations"])} if "translations" in values else {})


def _json(translations: Mapping[str, PageTexts | Mapping[str, str]]) -> str:
    return msgspec.json.encode(translations).decode()
