"""Keeping, changing and deleting synonyms and pinned products."""

from collections.abc import Sequence
from typing import Any, LiteralString
from uuid import UUID

from duka.catalog.queries.words import folded
from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.search import rules
from duka.search.errors import (
    PinnedAlready,
    PinnedProductNotFound,
    PinsNotFound,
    SearchTextNeeded,
    SynonymsNeedWords,
    SynonymsNotFound,
    TooManySearchRules,
)
from duka.search.inputs import PinsChange, PinsInput, SynonymsChange, SynonymsInput

WRITE = "products:write"
MOST = 2000
_COUNT: dict[str, LiteralString] = {
    "synonyms": "select count(*) from search_synonyms where tenant_id = %(tenant)s",
    "pins": "select count(*) from search_pins where tenant_id = %(tenant)s",
}


def create_synonyms(ctx: Context, new: SynonymsInput) -> UUID:
    """Refuses `SynonymsNeedWords`, `TooManySearchRules`."""
    ctx.require_everywhere(WRITE)
    words = _words(new.words)
    _room(ctx, "synonyms")
    made = ids.new_id()
    ctx.db.run(
        """insert into search_synonyms (tenant_id, id, locale, words, is_one_way, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(locale)s, %(words)s, %(is_one_way)s, %(now)s, %(now)s)""",
        id=made,
        locale=new.locale,
        words=words,
        is_one_way=new.is_one_way,
        now=ctx.now,
    )
    after = {"words": words, "is_one_way": new.is_one_way, "locale": new.locale}
    trail.note(ctx, "synonyms.created", "synonyms", made, after=after)
    return made


def update_synonyms(ctx: Context, synonyms_id: UUID, change: SynonymsChange, version: int) -> None:
    """Refuses `SynonymsNotFound`, `VersionConflict`, `SynonymsNeedWords`."""
    ctx.require_everywhere(WRITE)
    row = _locked_synonyms(ctx, synonyms_id)
    if row.version != version:
        raise VersionConflict()
    after: dict[str, Any] = {
        "words": row.words if change.words is None else _words(change.words),
        "is_one_way": row.is_one_way if change.is_one_way is None else change.is_one_way,
        "locale": row.locale if change.locale is None else change.locale,
    }
    ctx.db.run(
        """update search_synonyms set words = %(words)s, is_one_way = %(is_one_way)s, locale = %(locale)s,
                  version = version + 1, updated_at = %(now)s
            where tenant_id = %(tenant)s and id = %(id)s""",
        id=synonyms_id,
        now=ctx.now,
        **after,
    )
    trail.note(ctx, "synonyms.updated", "synonyms", synonyms_id, before=_told(row, after), after=after)


def delete_synonyms(ctx: Context, synonyms_id: UUID) -> None:
    """Refuses `SynonymsNotFound`."""
    ctx.require_everywhere(WRITE)
    row = _locked_synonyms(ctx, synonyms_id)
    ctx.db.run("delete from search_synonyms where tenant_id = %(tenant)s and id = %(id)s", id=synonyms_id)
    trail.note(ctx, "synonyms.deleted", "synonyms", synonyms_id, before={"words": row.words})


def create_pins(ctx: Context, new: PinsInput) -> UUID:
    """Refuses `SearchTextNeeded`, `PinnedProductNotFound`, `PinnedAlready`, `TooManySearchRules`."""
    ctx.require_everywhere(WRITE)
    text, products = _text(new.text), _products(ctx, new.products)
    _room(ctx, "pins")
    made = ids.new_id()
    count = ctx.db.run(
        """insert into search_pins (tenant_id, id, locale, text, product_ids, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(locale)s, %(text)s, %(products)s, %(now)s, %(now)s) on conflict do nothing""",
        id=made,
        locale=new.locale,
        text=text,
        products=products,
        now=ctx.now,
    )
    if not count:
        raise PinnedAlready()
    after = {"text": text, "products": _named(products), "locale": new.locale}
    trail.note(ctx, "pins.created", "pins", made, after=after)
    return made


def update_pins(ctx: Context, pins_id: UUID, change: PinsChange, version: int) -> None:
    """Refuses `PinsNotFound`, `VersionConflict`, and as `create_pins`."""
    ctx.require_everywhere(WRITE)
    row = _locked_pins(ctx, pins_id)
    if row.version != version:
        raise VersionConflict()
    text = row.text if change.text is None else _text(change.text)
    locale = row.locale if change.locale is None else change.locale
    products = row.product_ids if change.products is None else _products(ctx, change.products)
    if ctx.db.value(
        """select 1 from search_pins where tenant_id = %(tenant)s and text = %(text)s and locale = %(locale)s
              and id <> %(id)s""",
        text=text,
        locale=locale,
        id=pins_id,
    ):
        raise PinnedAlready()
    ctx.db.run(
        """update search_pins set text = %(text)s, locale = %(locale)s, product_ids = %(products)s, version = version + 1,
                  updated_at = %(now)s
            where tenant_id = %(tenant)s and id = %(id)s""",
        id=pins_id,
        text=text,
        locale=locale,
        products=products,
        now=ctx.now,
    )
    before = {"text": row.text, "locale": row.locale, "products": _named(row.product_ids)}
    after = {"text": text, "locale": locale, "products": _named(products)}
    trail.note(ctx, "pins.updated", "pins", pins_id, before=before, after=after)


def delete_pins(ctx: Context, pins_id: UUID) -> None:
    """Refuses `PinsNotFound`."""
    ctx.require_everywhere(WRITE)
    row = _locked_pins(ctx, pins_id)
    ctx.db.run("delete from search_pins where tenant_id = %(tenant)s and id = %(id)s", id=pins_id)
    trail.note(ctx, "pins.deleted", "pins", pins_id, before={"text": row.text})


def _words(given: Sequence[str]) -> list[str]:
    words = rules.distinct(given)
    if len(words) < 2:
        raise SynonymsNeedWords()
    return words


def _text(given: str) -> str:
    text = folded(given)
    if not text:
        raise SearchTextNeeded()
    return text


def _products(ctx: Context, given: Sequence[str]) -> list[UUID]:
    """Each once, all of them there."""
    wanted = list(dict.fromkeys(ids.parse("prod", each) for each in given))
    known = ctx.db.value(
        "select count(*) from products where tenant_id = %(tenant)s and id = any(%(ids)s)", ids=wanted
    )
    if known != len(wanted):
        raise PinnedProductNotFound()
    return wanted


def _room(ctx: Context, kind: str) -> None:
    if ctx.db.value(_COUNT[kind]) >= MOST:
        raise TooManySearchRules(most=MOST)


def _locked_synonyms(ctx: Context, synonyms_id: UUID) -> Row:
    row = ctx.db.one(
        """select words, is_one_way, locale, version from search_synonyms
            where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=synonyms_id,
    )
    if row is None:
        raise SynonymsNotFound()
    return row


def _locked_pins(ctx: Context, pins_id: UUID) -> Row:
    row = ctx.db.one(
        """select text, locale, product_ids, version from search_pins
            where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=pins_id,
    )
    if row is None:
        raise PinsNotFound()
    return row


def _told(row: Row, names: Sequence[str] | dict[str, Any]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _named(products: Sequence[UUID]) -> list[str]:
    return [ids.public("prod", each) for each in products]
