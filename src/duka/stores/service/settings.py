"""Stores and what they say of themselves."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.plans import limits as plan_limits
from duka.settings import limits
from duka.settings import service as settings
from duka.stores import bounds, rules, snapshots, theme
from duka.stores.errors import StoreNotFound, StoreSlugTaken
from duka.stores.events import StoreCreated, StoreUpdated
from duka.stores.inputs import NewStore, StoreChange
from duka.stores.service.rows import as_json


def create(ctx: Context, new: NewStore) -> UUID:
    """A new active store. Refuses `StoreSlugTaken`, and `InvalidInput` with every mistake in `new`."""
    ctx.require_everywhere("stores:write")
    errors: dict[str, str] = {}
    values = msgspec.structs.asdict(new)
    rules.fields(values, errors)
    values["name"] = new.name.strip()
    values["locales"] = rules.locales(new.default_locale, new.locales, errors)
    values["theme"] = theme.check(new.theme, {}, errors)
    bounds.check_look(bounds.of(ctx).theme, values["theme"], {}, errors)
    values["contact"] = rules.contact(new.contact, {}, errors)
    values["texts"] = rules.texts(new.texts, values["locales"], errors)
    check_pictures(ctx, values["theme"], errors)
    if errors:
        raise InvalidInput(errors)
    plan_limits.require_room(ctx, plan_limits.STORES)
    store_id = ids.new_id()
    fresh = ctx.db.run(
        """insert into stores (tenant_id, id, slug, name, currency, country, default_locale, locales,
           timezone,
             prices_include_tax, stock_mode, reservation_minutes, cart_days, lowest_price, order_prefix, theme, contact,
             texts, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(slug)s, %(name)s, %(currency)s, %(country)s, %(default_locale)s,
           %(locales)s,
             %(timezone)s, %(prices_include_tax)s, %(stock_mode)s, %(reservation_minutes)s, %(cart_days)s,
             %(lowest_price)s,
             %(order_prefix)s, %(theme)s::jsonb, %(contact)s::jsonb, %(texts)s::jsonb, %(now)s, %(now)s)
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
    ctx.require("settings:write", store=store_id)
    row = ctx.db.one(
        """select name, status, default_locale, locales, timezone, prices_include_tax, stock_mode,
           reservation_minutes,
                  cart_days, lowest_price, order_prefix, theme, contact, texts, version
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
        bounds.check_look(bounds.of(ctx).theme, values["theme"], row.theme, errors)
        check_pictures(ctx, values["theme"], errors)
    if "contact" in given:
        values["contact"] = rules.contact(given["contact"], row.contact, errors)
    if "texts" in given:
        values["texts"] = {**row.texts, **rules.texts(given["texts"], values["locales"], errors)}
    if errors:
        raise InvalidInput(errors)
    if row.status == "closed" and values["status"] != "closed":
        plan_limits.require_room(ctx, plan_limits.STORES)
    del values["version"]
    ctx.db.run(
        """update stores set name = %(name)s, status = %(status)s, default_locale = %(default_locale)s,
             locales = %(locales)s, timezone = %(timezone)s, prices_include_tax = %(prices_include_tax)s,
             stock_mode = %(stock_mode)s, reservation_minutes = %(reservation_minutes)s, cart_days =
             %(cart_days)s, lowest_price = %(lowest_price)s, order_prefix = %(order_prefix)s,
             theme = %(theme)s::jsonb, contact = %(contact)s::jsonb, texts = %(texts)s::jsonb,
             version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=store_id,
        now=ctx.now,
        **_encoded(values),
    )
    _tell(ctx, store_id, row._asdict(), values, sorted(given))
    return version + 1


def _tell(
    ctx: Context, store_id: UUID, row: dict[str, Any], values: dict[str, Any], fields: list[str]
) -> None:
    """Announces the change, and keeps a version of each section that it touched."""
    events.emit(ctx, StoreUpdated(aggregate_id=store_id, fields=fields))
    were, are = snapshots.of_store(row), snapshots.of_store(values)
    for section, before in were.items():
        if before != are[section]:
            settings.remember(ctx, section, store_id, before, are[section])
            trail.note(
                ctx,
                StoreUpdated.TYPE,
                "store",
                store_id,
                before=snapshots.short(before),
                after=snapshots.short(are[section]),
                section=section,
            )


def check_pictures(ctx: Context, kept: dict[str, Any], errors: dict[str, str]) -> None:
    """The pictures of a theme are the tenant's own, and its banner within the platform's limits."""
    wanted = {kept.get(f"{name}_id") for name in theme.PICTURES} - {None}
    if not wanted:
        return
    rows = ctx.db.all(
        "select id, width, height, bytes from media where tenant_id = %(tenant)s and id = any(%(wanted)s::uuid[])",
        wanted=list(wanted),
    )
    found = {str(row.id): row for row in rows}
    for name in theme.PICTURES:
        identity = kept.get(f"{name}_id")
        if identity is not None and identity not in found:
            errors[f"theme.{name}"] = "there is no such picture here; upload it first"
    banner = found.get(str(kept.get("banner_id")))
    if banner is not None:
        size = {"banner_pixels": max(banner.width, banner.height), "banner_bytes": banner.bytes}
        beyond: dict[str, str] = {}
        limits.check(size, limits.of("appearance"), beyond)
        if beyond:
            errors["theme.banner"] = " and ".join(
                f"{words} {'pixels' if name == 'banner_pixels' else 'bytes'}"
                for name, words in beyond.items()
            )


def _encoded(values: dict[str, Any]) -> dict[str, Any]:
    return values | {name: as_json(values[name]) for name in ("theme", "contact", "texts")}
