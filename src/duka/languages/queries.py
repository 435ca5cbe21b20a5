"""What is translated, what is missing, and the texts of one thing side by side."""

import hashlib
from datetime import datetime
from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.languages import chain, direction
from duka.kernel.paging import Page
from duka.kernel.text import fold
from duka.languages import kinds
from duka.languages.errors import LanguageUnknown, ThingNotFound
from duka.languages.types import (
    KindState,
    LanguageOverview,
    LanguageState,
    State,
    TextState,
    ThingState,
    ThingTexts,
    TranslatedText,
)
from duka.stores import places

_SPOKEN: LiteralString = """
select s.id, s.name, s.locales, s.source_locale, s.default_locale from stores s
 where s.tenant_id = %(tenant)s order by s.created_at, s.id"""

_COUNTS: LiteralString = """
select t.kind, t.locale, count(*) as things, sum(t.texts)::bigint as texts, sum(t.translated)::bigint as translated,
       sum(t.outdated)::bigint as outdated, count(*) filter (where t.translated = t.texts and t.outdated = 0) as complete
  from text_states t where t.tenant_id = %(tenant)s and t.is_live and t.kind = any(%(kinds)s)
 group by t.kind, t.locale"""

_STATES: dict[str, LiteralString] = {
    "all": "",
    "missing": " and coalesce(t.translated, 0) < o.texts",
    "outdated": " and t.outdated > 0",
    "complete": " and t.translated = o.texts and t.outdated = 0",
}


def source_locale(ctx: Context, kind: str = "", thing: UUID | None = None) -> str:
    """The language of the originals; what a store says of itself is in its own. English where there is no store yet."""
    rows = ctx.db.all(_SPOKEN)
    if kind == "store":
        return next((str(row.default_locale) for row in rows if row.id == thing), "en")
    return rows[0].source_locale if rows else "en"


def known(ctx: Context, locale: str) -> str:
    """`locale`, which can be written in. Refuses `LanguageUnknown`."""
    if not places.is_locale(locale):
        raise LanguageUnknown(locale=locale[:20])
    return locale


def overview(ctx: Context) -> LanguageOverview:
    """How far each language is, of the kinds that the caller may see. 2 statements."""
    ctx.require("products:read")
    stores, seen = ctx.db.all(_SPOKEN), kinds.seen_by(ctx)
    counts: dict[str, dict[str, Any]] = {}
    for row in ctx.db.all(_COUNTS, kinds=seen):
        counts.setdefault(row.locale, {})[row.kind] = row
    originals = counts.pop("", {})
    source = stores[0].source_locale if stores else "en"
    offered: dict[str, list[str]] = {}
    for store in stores:
        for locale in store.locales:
            if chain(locale, locale, source):
                offered.setdefault(locale, []).append(store.name)
    for locale in sorted(counts.keys() - offered.keys() - {source}):
        offered[locale] = []
    return LanguageOverview(
        source,
        [
            LanguageState(
                locale,
                direction(locale),
                names,
                [
                    _kind_state(kind, originals[kind], counts.get(locale, {}).get(kind))
                    for kind in seen
                    if kind in originals
                ],
            )
            for locale, names in offered.items()
        ],
    )


def _kind_state(kind: str, whole: Any, part: Any) -> KindState:
    if part is None:
        return KindState(kind, whole.things, 0, whole.texts, 0, 0)  # type: ignore[arg-type]
    return KindState(kind, whole.things, part.complete, whole.texts, part.translated, part.outdated)  # type: ignore[arg-type]


def list_things(
    ctx: Context,
    locale: str,
    kind_name: str,
    state: State = "all",
    search: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[ThingState]:
    """Things of a kind by name, with how far they are translated. 2 statements. Refuses `LanguageUnknown`,
    `ThingNotFound` (no such kind), MalformedCursor."""
    kind = kinds.require(ctx, kind_name)
    known(ctx, locale)
    title, after = paging.decode(cursor, str, UUID) if cursor else ("", UUID(int=0))
    size = paging.bounded(limit, 50)
    rows = ctx.db.all(
        f"""select o.thing_id, o.title, o.texts, coalesce(t.translated, 0) as translated, coalesce(t.outdated, 0) as outdated
              from text_states o
              left join text_states t on t.tenant_id = o.tenant_id and t.kind = o.kind and t.thing_id = o.thing_id
                   and t.locale = %(locale)s
             where o.tenant_id = %(tenant)s and (t.tenant_id = %(tenant)s or t.tenant_id is null) and o.kind = %(kind)s
               and o.locale = '' and o.is_live and (o.title, o.thing_id) > (%(title)s, %(after)s)
               and (%(search)s = '' or position(%(search)s in o.title) > 0){_STATES[state]}
             order by o.title, o.thing_id limit %(limit)s""",  # noqa: S608 - our own text
        kind=kind.name,
        locale=locale,
        title=title,
        after=after,
        search=fold(search)[:100].replace("\x00", ""),
        limit=size + 1,
    )
    names = _titles(ctx, kind.name, [row.thing_id for row in rows[:size]])
    following = paging.encode(rows[size - 1].title, rows[size - 1].thing_id) if len(rows) > size else None
    return Page(
        [
            ThingState(
                kind.name,
                ids.public(kind.prefix, row.thing_id),
                names.get(row.thing_id, row.title),
                row.texts,
                row.translated,
                row.outdated,
            )
            for row in rows[:size]
        ],
        following,
    )


def _titles(ctx: Context, kind: str, things: list[UUID]) -> dict[UUID, str]:
    if not things:
        return {}
    rows = ctx.db.all(
        "select t.thing_id, t.title from texts_of(%(tenant)s, %(kind)s, %(things)s) t",
        kind=kind,
        things=things,
    )
    return {row.thing_id: row.title for row in rows}


class Held(msgspec.Struct, frozen=True):
    """The texts of one thing in one language. `marks`: field → {source, text, at, by}; `slug`: (main, translated)."""

    id: UUID
    title: str
    sources: dict[str, str]
    texts: dict[str, str]
    marks: dict[str, dict[str, str]]
    slug: tuple[str, str] | None = None


def hash_of(text: str) -> str:
    """As `text_hash` of the database has it."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def held(ctx: Context, locale: str, kind: kinds.Kind, things: list[UUID]) -> dict[UUID, Held]:
    """The texts of these things, by their ids; those that are not there are left out. 1 statement."""
    slug: LiteralString = "null, null"
    join: LiteralString = ""
    if kind.table:
        table: LiteralString = _TABLES[kind.table]
        slug = "g.slug, g.translations #>> array[%(locale)s, 'slug']"
        join = f"join {table} g on g.tenant_id = %(tenant)s and g.id = t.thing_id"
    rows = ctx.db.all(
        f"""select t.thing_id, t.title, t.sources, coalesce(t.texts -> %(locale)s, '{{}}') as texts,
                  coalesce(s.marks, '{{}}') as marks, array[{slug}] as slug
             from texts_of(%(tenant)s, %(kind)s, %(things)s) t {join}
             left join text_states s on s.tenant_id = %(tenant)s and s.kind = %(kind)s and s.thing_id = t.thing_id
                  and s.locale = %(locale)s""",  # noqa: S608 - our own text
        kind=kind.name,
        locale=locale,
        things=things,
    )
    return {
        row.thing_id: Held(
            row.thing_id,
            row.title,
            {field: text for field, text in row.sources.items() if text},
            row.texts,
            row.marks,
            (row.slug[0], row.slug[1] or "") if row.slug[0] else None,
        )
        for row in rows
    }


_TABLES: dict[str, LiteralString] = {
    "products": "products",
    "categories": "categories",
    "collections": "collections",
    "pages": "pages",
}


def state_of(thing: Held, field: str) -> TextState:
    if not thing.texts.get(field):
        return "missing"
    mark = thing.marks.get(field)
    is_old = mark is not None and mark["source"] != hash_of(thing.sources[field])
    return "outdated" if is_old else "translated"


def seen(thing: Held, field: str) -> str:
    """What somebody saw of a text: the hashes of its original and of its translation."""
    if field == kinds.SLUG and thing.slug:
        return hash_of(thing.slug[0]) + hash_of(thing.slug[1])
    return hash_of(thing.sources.get(field, "")) + hash_of(thing.texts.get(field, ""))


def texts(ctx: Context, locale: str, kind_name: str, thing: str) -> ThingTexts:
    """All texts of a thing beside their translations. Refuses `ThingNotFound`, `LanguageUnknown`."""
    kind = kinds.require(ctx, kind_name)
    known(ctx, locale)
    id = kinds.parse(kind, thing)
    found = held(ctx, locale, kind, [id]).get(id)
    if found is None:
        raise ThingNotFound()
    source = source_locale(ctx, kind.name, id)
    fields = [_text(kind.name, found, field) for field in found.sources]
    if found.slug:
        format, most = kinds.field_format(kind.name, kinds.SLUG)
        main, own = found.slug
        state: TextState = "translated" if own else "missing"
        fields.append(
            TranslatedText(kinds.SLUG, main, own, state, format, most, seen(found, kinds.SLUG), None, "")
        )
    fields.sort(key=lambda text: kinds.order(kind.name, text.field))
    return ThingTexts(
        kind.name, thing, found.title, locale, source, direction(locale), direction(source), fields
    )


def _text(kind: str, thing: Held, field: str) -> TranslatedText:
    mark, said = thing.marks.get(field, {}), thing.texts.get(field, "")
    format, most = kinds.field_format(kind, field)
    return TranslatedText(
        field=field,
        source=thing.sources[field],
        text=said,
        state=state_of(thing, field),
        format=format,
        most=most,
        seen=seen(thing, field),
        at=msgspec.convert(mark["at"], datetime, strict=False) if said and "at" in mark else None,
        by=mark.get("by", "") if said else "",
    )
