"""Stores and what they say of themselves."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.kernel import events, ids
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.stores import rules, theme
from duka.stores.errors import StoreNotFound, StoreSlugTaken
from duka.stores.events import StoreCreated, StoreUpdated
from duka.stores.inputs import NewStore, StoreChange
from duka.stores.service.rows import as_json


def create(ctx: Context, new: NewStore) -> UUID:
    """A new active store. Refuses `StoreSlugTaken`, and `InvalidInput` with every mistake in `new`."""
    ctx.require("stores:write")
    errors: dict[str, str] = {}
    values = msgspec.structs.asdict(new)
    rules.fields(values, errors)
    values["name"] = new.name.strip()
    values["locales"] = rules.locales(new.default_locale, new.locales, errors)
    values["theme"] = theme.check(new.theme, {}, errors)
    values["contact"] = rules.contact(new.contact, {}, errors)
    values["texts"] = rules.texts(new.texts, values["locales"], errors)
    _pictures(ctx, values["theme"], errors)
    if errors:
        raise InvalidInput(errors)
    store_id = ids.new_id()
    fresh = ctx.db.run(
        """insert into stores (tenant_id, id, slug, name, currency, country, default_locale, locales,
           timezone,
             prices_include_tax, stock_mode, reservation_minutes, cart_days, theme, contact, texts,
             created_at,
             updated_at)
           values (%(tenant)s, %(id)s, %(slug)s, %(name)s, %(currency)s, %(country)s, %(default_locale)s,
           %(locales)s,
             %(timezone)s, %(prices_include_tax)s, %(stock_mode)s, %(reservation_minutes)s, %(cart_days)s,
             %(theme)s::jsonb, %(contact)s::jsonb, %(texts)s::jsonb, %(now)s, %(now)s)
           on conflict (tenant_id, slug) do nothing""",
        id=store_id,
        now=ctx.now,
        **_encoded(values),
    )
    if not fresh:
        raise StoreSlugTaken(slug=new.slug)
    events.emit(ctx, StoreCreated(aggregate_id=store_id, slug=new.slug, name=new.name, currency=new.currency))
    return store_id


def update(ctx: Context, store_id: UUID, change: StoreChange, version: int) -> int:
    """Changes what `change` names and gives the new version. Refuses `StoreNotFound`, `VersionConflict`,
    `InvalidInput`."""
    ctx.require("stores:write")
    row = ctx.db.one(
        """select name, status, default_locale, locales, timezone, prices_include_tax, stock_mode,
           reservation_minutes,
                  cart_days, theme, contact, texts, version
           from stores where tenant_id = %(tenant)s and id = %(id)s for update""",
        id=store_id,
    )
    if row is None:
        raise StoreNotFound()
    if row.version != version:
        raise VersionConflict()
    given = {k: v for k, v in msgspec.structs.asdict(change).items() if v is not UNSET}
    errors: dict[str, str] = {}
    rules.fields(given, errors)
    values: dict[str, Any] = {**row._asdict(), **given}
    values["name"] = values["name"].strip()
    values["locales"] = rules.locales(values["default_locale"], values["locales"], errors)
    if "theme" in given:
        values["theme"] = theme.check(given["theme"], row.theme, errors)
        _pictures(ctx, values["theme"], errors)
    if "contact" in given:
        values["contact"] = rules.contact(given["contact"], row.contact, errors)
    if "texts" in given:
        values["texts"] = {**row.texts, **rules.texts(given["texts"], values["locales"], errors)}
    if errors:
        raise InvalidInput(errors)
    del values["version"]
    ctx.db.run(
        """update stores set name = %(name)s, status = %(status)s, default_locale = %(default_locale)s,
             locales = %(locales)s, timezone = %(timezone)s, prices_include_tax = %(prices_include_tax)s,
             stock_mode = %(stock_mode)s, reservation_minutes = %(reservation_minutes)s, cart_days =
             %(cart_days)s,
             theme = %(theme)s::jsonb, contact = %(contact)s::jsonb, texts = %(texts)s::jsonb,
             version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=store_id,
        now=ctx.now,
        **_encoded(values),
    )
    events.emit(ctx, StoreUpdated(aggregate_id=store_id, fields=sorted(given)))
    return version + 1


def _pictures(ctx: Context, kept: dict[str, Any], errors: dict[str, str]) -> None:
    wanted = {kept.get("logo_id"), kept.get("banner_id")} - {None}
    if not wanted:
        return
    sql = "select count(*) from media where tenant_id = %(tenant)s and id = any(%(wanted)s::uuid[])"
    if ctx.db.value(sql, wanted=list(wanted)) != len(wanted):
        errors["theme.logo"] = "there is no such picture here; upload it first"


def _encoded(values: dict[str, Any]) -> dict[str, Any]:
    return values | {name: as_json(values[name]) for name in ("theme", "contact", "texts")}
