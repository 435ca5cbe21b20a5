"""Pages as staff and as shoppers read them."""

from collections.abc import Callable, Sequence
from datetime import datetime
from functools import lru_cache
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.languages import said
from duka.kernel.text import clean_html
from duka.stores.errors import PageNotFound, StoreNotFound
from duka.stores.pages.types import PageLink, StaffPage, StorePage

_STAFF: LiteralString = """
select 'page_' || replace(p.id::text, '-', '') as id, 'store_' || replace(p.store_id::text, '-', '') as store_id,
       p.slug, p.title, p.body, p.seo_title, p.seo_description, p.translations, p.is_visible, p.in_footer, p.position,
       p.version, p.created_at, p.updated_at
  from pages p where p.tenant_id = %(tenant)s and (%(stores)s::uuid[] is null or p.store_id = any(%(stores)s))"""

_SPOKEN: LiteralString = """
    cross join lateral (
        select language_chain(%(locale)s, s.default_locale, s.source_locale) as languages,
               (select json_object_agg(l.locale, said(p.translations, language_chain(l.locale, s.default_locale, s.source_locale),
                                                      '{slug}', p.slug)) from unnest(s.locales) l (locale)) as slugs
          from stores s where s.tenant_id = %(tenant)s and s.id = p.store_id) w"""


def list_for_staff(ctx: Context, store_id: UUID) -> list[StaffPage]:
    """The pages of a store in their order, hidden ones too; at most `service.MOST`. Refuses `StoreNotFound`."""
    ctx.require("settings:read", store=store_id)
    if not ctx.db.value(
        "select exists (select from stores where tenant_id = %(tenant)s and id = %(id)s)", id=store_id
    ):
        raise StoreNotFound()
    rows = ctx.db.all(
        f"{_STAFF} and p.store_id = %(store)s order by p.position, p.id", stores=None, store=store_id
    )
    return [_staff(row) for row in rows]


def for_staff(ctx: Context, page_id: UUID) -> StaffPage:
    """Refuses PageNotFound."""
    ctx.require("settings:read")
    row = ctx.db.one(f"{_STAFF} and p.id = %(id)s", id=page_id, stores=ctx.stores_with("settings:read"))
    if row is None:
        raise PageNotFound()
    return _staff(row)


LINKS: LiteralString = """coalesce((
    select json_agg(json_build_object('slug', p.slug, 'title', p.title, 'in_footer', p.in_footer, 'updated_at', p.updated_at,
                        'translations', (
                            select coalesce(jsonb_object_agg(t.key, t.value - '{body,seo_title,seo_description}'::text[]), '{}')
                              from jsonb_each(p.translations) t)) order by p.position, p.id)
      from pages p where p.tenant_id = %(tenant)s and p.store_id = s.id and p.is_visible), '[]')"""
"""SQL of the visible pages of `stores s`, in their order: a list of `Linked`."""


class Linked(msgspec.Struct, frozen=True):
    """A visible page in all its languages."""

    slug: str
    title: str
    in_footer: bool
    updated_at: datetime
    translations: dict[str, dict[str, str]]


def localized(
    pages: Sequence[Linked], spoken: Callable[[str], list[str]], locale: str, locales: Sequence[str]
) -> list[PageLink]:
    """As a footer and a sitemap name them in one language. `spoken`: the languages to look in for another."""
    return [
        PageLink(
            said(page.translations, spoken(locale), ["slug"], page.slug),
            said(page.translations, spoken(locale), ["title"], page.title),
            page.in_footer,
            page.updated_at,
            {tag: said(page.translations, spoken(tag), ["slug"], page.slug) for tag in locales},
        )
        for page in pages
    ]


def by_slug(ctx: Context, store_id: UUID, slug: str) -> StorePage:
    """The visible page that has or had this address, in any language; its `slug` is that of the caller's. Refuses
    PageNotFound."""
    ctx.require("stores:read")
    row = ctx.db.one(
        f"""select 'page_' || replace(p.id::text, '-', '') as id, p.updated_at, w.slugs,
                  said(p.translations, w.languages, '{{slug}}', p.slug) as slug,
                  said(p.translations, w.languages, '{{title}}', p.title) as title,
                  said(p.translations, w.languages, '{{body}}', p.body) as body,
                  said(p.translations, w.languages, '{{seo_title}}', p.seo_title) as seo_title,
                  said(p.translations, w.languages, '{{seo_description}}', p.seo_description) as seo_description
             from page_slugs g join pages p on p.tenant_id = g.tenant_id and p.id = g.page_id {_SPOKEN}
            where g.tenant_id = %(tenant)s and p.tenant_id = %(tenant)s and g.store_id = %(store)s and g.slug = %(slug)s
              and p.is_visible""",  # noqa: S608 - our own text
        store=store_id,
        slug=slug[:200].replace("\x00", ""),
        locale=ctx.locale,
    )
    if row is None:
        raise PageNotFound()
    fields = row._asdict()
    return msgspec.convert({**fields, "html": as_html(fields.pop("body"))}, StorePage)


@lru_cache(maxsize=64)
def as_html(markdown: str) -> str:
    """Markdown (CommonMark and tables, no HTML of its own) as HTML that is safe in a page."""
    from markdown_it import MarkdownIt  # only who shows such a page pays its memory

    return clean_html(MarkdownIt("commonmark", {"html": False}).enable("table").render(markdown))


def _staff(row: Row) -> StaffPage:
    return msgspec.convert(row._asdict(), StaffPage)
