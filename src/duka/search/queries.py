"""Questions about searches: the crowd's (what is found, what is suggested) and the merchant's (what was searched)."""

from collections.abc import Iterable
from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.catalog import queries as catalog
from duka.catalog.permissions import require_staff
from duka.catalog.queries import meaning
from duka.catalog.queries.words import Words, folded, words_of
from duka.catalog.types import ListingQuery
from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page
from duka.search import rules
from duka.search.errors import PinsNotFound, SynonymsNotFound
from duka.search.rules import PinRule, Rules, SynonymRule
from duka.search.sections import SEARCH
from duka.search.types import PinnedProduct, Pins, Synonyms
from duka.settings.queries import saved_json, understood

READ = "products:read"
POPULAR_DAYS = 30
POPULAR_AT_LEAST = 5

_RULES: LiteralString = f"""
select {saved_json("search", "%(store)s::uuid")} as settings,
       (select coalesce(json_agg(json_build_object('locale', s.locale, 'words', s.words, 'is_one_way', s.is_one_way)), '[]')
          from search_synonyms s where s.tenant_id = %(tenant)s)::text as synonyms,
       (select coalesce(json_agg(json_build_object('locale', p.locale, 'text', p.text, 'product_ids', p.product_ids)), '[]')
          from search_pins p where p.tenant_id = %(tenant)s)::text as pins"""  # noqa: S608 - our own texts
_synonyms = msgspec.json.Decoder(list[SynonymRule])
_pins = msgspec.json.Decoder(list[PinRule])


def list_cards(
    ctx: Context, store_id: UUID, query: ListingQuery, given: Iterable[str] | None = None
) -> bytes:
    """As `catalog.queries.list_cards`, with the merchant's synonyms, pinned products and weights. `given`: ids of products
    that an external engine found, best first."""
    if not query.text.strip():
        return catalog.list_cards(ctx, store_id, query)
    ctx.require(READ)
    words = words_of(query.text)
    tuning = rules_of(ctx, store_id).tuning(words, ctx.locale)
    return catalog.list_cards(ctx, store_id, query, meaning.understand(ctx, words, tuning, given))


class _Counted(msgspec.Struct):
    items: list[msgspec.Raw]
    total: int | None = None


_counted = msgspec.json.Decoder(_Counted)


def counted(page: bytes) -> int:
    """How many products a page of `list_cards` tells of: all that were found, or those on it."""
    found = _counted.decode(page)
    return len(found.items) if found.total is None else found.total


def suggest(ctx: Context, store_id: UUID, text: str) -> bytes:
    """`catalog.types.Suggestions`: products, categories, and what others searched that begins like this."""
    ctx.require(READ)
    words = words_of(text)
    tuning = rules_of(ctx, store_id).tuning(words, ctx.locale)
    found = catalog.suggest(ctx, store_id, text, meaning.understand(ctx, words, tuning))
    popular = msgspec.json.encode(_popular(ctx, store_id, words))
    return found[:-1] + b',"searches":' + popular + b"}"


def rules_of(ctx: Context, store_id: UUID) -> Rules:
    """Remembered for `cache_seconds`; one statement when it is not."""
    return ctx.cache.get((ctx.tenant, "search", store_id), lambda: _load(ctx, store_id))


def _load(ctx: Context, store_id: UUID) -> Rules:
    row = ctx.db.one(_RULES, store=store_id)
    assert row is not None
    settings = understood(SEARCH, row.settings)
    return rules.ready(settings, _synonyms.decode(row.synonyms), _pins.decode(row.pins))


def _popular(ctx: Context, store_id: UUID, words: Words) -> list[str]:
    """At most three texts that were searched often, and not in vain, in the last 30 days."""
    start = " ".join(words.words)
    if len(start) < 2:
        return []
    rows = ctx.db.all(
        """select f.text from (
               select c.text, c.searches, c.empty from search_counts c
                where c.tenant_id = %(tenant)s and c.store_id = %(store)s and c.text >= %(start)s
                  and c.text < %(start)s || chr(1114111) and c.day >= %(since)s limit 3000) f
            where f.text <> %(start)s
            group by f.text having sum(f.searches) >= %(least)s and sum(f.empty) * 4 < sum(f.searches)
            order by sum(f.searches) desc, f.text limit 3""",
        store=store_id,
        start=start,
        since=ctx.now.date() - timedelta(days=POPULAR_DAYS),
        least=POPULAR_AT_LEAST,
    )
    return [str(row.text) for row in rows]


def list_synonyms(
    ctx: Context, *, text: str = "", cursor: str | None = None, limit: int = 50
) -> Page[Synonyms]:
    """Newest first; `text`: those with a word that begins so. One statement."""
    require_staff(ctx, READ)
    limit = paging.bounded(limit)
    (after,) = paging.decode(cursor, UUID) if cursor else (None,)
    rows = ctx.db.all(
        """select s.id, s.locale, s.words, s.is_one_way, s.version, s.updated_at from search_synonyms s
            where s.tenant_id = %(tenant)s and (%(after)s::uuid is null or s.id < %(after)s)
              and (%(text)s = '' or exists (select from unnest(s.words) w where starts_with(w, %(text)s)))
            order by s.id desc limit %(limit)s + 1""",
        after=after,
        text=folded(text),
        limit=limit,
    )
    found = [_synonyms_of(row) for row in rows[:limit]]
    return Page(found, paging.encode(str(rows[limit - 1].id)) if len(rows) > limit else None)


def synonyms(ctx: Context, synonyms_id: UUID) -> Synonyms:
    """Refuses `SynonymsNotFound`."""
    require_staff(ctx, READ)
    row = ctx.db.one(
        """select s.id, s.locale, s.words, s.is_one_way, s.version, s.updated_at from search_synonyms s
            where s.tenant_id = %(tenant)s and s.id = %(id)s""",
        id=synonyms_id,
    )
    if row is None:
        raise SynonymsNotFound()
    return _synonyms_of(row)


def _synonyms_of(row: Row) -> Synonyms:
    return Synonyms(
        ids.public("syn", row.id), row.locale, row.words, row.is_one_way, row.version, row.updated_at
    )


_PINS: LiteralString = """
select s.id, s.locale, s.text, s.version, s.updated_at,
       (select coalesce(json_agg(json_build_object('id', 'prod_' || replace(p.id::text, '-', ''), 'title', p.title,
                                                   'status', p.status) order by o.n), '[]')::text
          from unnest(s.product_ids) with ordinality o (id, n)
          join products p on p.tenant_id = %(tenant)s and p.id = o.id) as products
  from search_pins s where s.tenant_id = %(tenant)s"""
_pinned = msgspec.json.Decoder(list[PinnedProduct])


def list_pins(ctx: Context, *, text: str = "", cursor: str | None = None, limit: int = 50) -> Page[Pins]:
    """Newest first; `text`: those whose search begins so. One statement."""
    require_staff(ctx, READ)
    limit = paging.bounded(limit)
    (after,) = paging.decode(cursor, UUID) if cursor else (None,)
    rows = ctx.db.all(
        _PINS
        + """ and (%(after)s::uuid is null or s.id < %(after)s) and starts_with(s.text, %(text)s)
            order by s.id desc limit %(limit)s + 1""",
        after=after,
        text=folded(text),
        limit=limit,
    )
    found = [_pins_of(row) for row in rows[:limit]]
    return Page(found, paging.encode(str(rows[limit - 1].id)) if len(rows) > limit else None)


def pins(ctx: Context, pins_id: UUID) -> Pins:
    """Refuses `PinsNotFound`."""
    require_staff(ctx, READ)
    row = ctx.db.one(_PINS + " and s.id = %(id)s", id=pins_id)
    if row is None:
        raise PinsNotFound()
    return _pins_of(row)


def _pins_of(row: Row) -> Pins:
    return Pins(
        ids.public("pin", row.id),
        row.locale,
        row.text,
        _pinned.decode(row.products),
        row.version,
        row.updated_at,
    )
