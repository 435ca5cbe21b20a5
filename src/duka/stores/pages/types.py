"""Pages as staff write them and as shoppers read them."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, UnsetType

Line = Annotated[str, Meta(max_length=400)]
Slug = Annotated[str, Meta(max_length=120)]
Markdown = Annotated[str, Meta(max_length=60_000)]


class PageTexts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a page says in another language; empty texts fall back (`kernel.languages`)."""

    title: Line = ""
    body: Markdown = ""
    seo_title: Line = ""
    seo_description: Line = ""
    slug: Slug = ""


Translations = Annotated[dict[str, PageTexts], Meta(max_length=30)]


class NewPage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An empty slug is made from the title and numbered when it is taken."""

    title: Line
    body: Markdown = ""
    slug: Slug = ""
    seo_title: Line = ""
    seo_description: Line = ""
    translations: Translations = {}
    is_visible: bool = False
    in_footer: bool = True


class PageChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays. `position` counts from 0 among the pages of the store."""

    title: Line | UnsetType = UNSET
    body: Markdown | UnsetType = UNSET
    slug: Slug | UnsetType = UNSET
    seo_title: Line | UnsetType = UNSET
    seo_description: Line | UnsetType = UNSET
    translations: Translations | UnsetType = UNSET
    is_visible: bool | UnsetType = UNSET
    in_footer: bool | UnsetType = UNSET
    position: Annotated[int, Meta(ge=0, le=1000)] | UnsetType = UNSET


class StaffPage(msgspec.Struct, frozen=True):
    """`translations`: locale → `PageTexts`."""

    id: str
    store_id: str
    slug: str
    title: str
    body: str
    seo_title: str
    seo_description: str
    translations: dict[str, Any]
    is_visible: bool
    in_footer: bool
    position: int
    version: int
    created_at: datetime
    updated_at: datetime


class PageLink(msgspec.Struct, frozen=True):
    """A page as a footer and a sitemap name it. `slugs`: of each language of the store."""

    slug: str
    title: str
    in_footer: bool
    updated_at: datetime
    slugs: dict[str, str]


class StorePage(msgspec.Struct, frozen=True):
    """A page in one language. `html` is its body, clean; `slugs`: of each language of the store."""

    id: str
    slug: str
    title: str
    html: str
    seo_title: str
    seo_description: str
    slugs: dict[str, str]
    updated_at: datetime
