"""The verbs of markets."""

from typing import Any
from uuid import UUID

import msgspec
import psycopg
from msgspec import UNSET

from duka.flags import queries as flags
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.money import EXPONENTS
from duka.markets.errors import MarketHandleTaken, MarketNotFound, RateMissing
from duka.markets.events import MarketChanged
from duka.markets.types import MarketChange, NewMarket
from duka.stores import places
from duka.stores.errors import StoreNotFound

FEATURE = "markets"
RESERVED = ("own",)
"""Handles that mean the store's own prices."""
FIELDS = (
    "handle",
    "name",
    "countries",
    "currency",
    "locale",
    "round_to_minor",
    "round_less_minor",
    "prices_include_tax",
    "payment_methods",
    "shipping_codes",
    "position",
)


def create(ctx: Context, store_id: UUID, new: NewMarket) -> UUID:
    """A closed market. Refuses `StoreNotFound`, `InvalidInput`, `MarketHandleTaken`."""
    ctx.require("markets:write", store=store_id)
    flags.require(ctx, FEATURE)
    fields = _checked(msgspec.structs.asdict(new))
    id = new_id()
    try:
        ctx.db.run(
            """insert into markets (tenant_id, id, store_id, handle, name, countries, currency, locale, round_to_minor,
                   round_less_minor, prices_include_tax, payment_methods, shipping_codes, position, created_at, updated_at)
               values (%(tenant)s, %(id)s, %(store)s, %(handle)s, %(name)s, %(countries)s, %(currency)s, %(locale)s,
                   %(round_to_minor)s, %(round_less_minor)s, %(prices_include_tax)s, %(payment_methods)s, %(shipping_codes)s,
                   %(position)s, %(now)s, %(now)s)""",
            id=id,
            store=store_id,
            now=ctx.now,
            **fields,
        )
    except psycopg.errors.UniqueViolation:
        raise MarketHandleTaken(handle=new.handle) from None
    except psycopg.errors.ForeignKeyViolation:
        raise StoreNotFound() from None
    trail.note(ctx, "market.changed", "market", id, after=fields, change="created")
    events.emit(ctx, MarketChanged(aggregate_id=id, store_id=store_id, change="created"))
    return id


def update(ctx: Context, market_id: UUID, change: MarketChange, version: int) -> None:
    """Refuses `MarketNotFound`, `VersionConflict`, `InvalidInput`, `MarketHandleTaken`, and `RateMissing` for an open market
    that would have no rate."""
    ctx.require("markets:write")
    row = _locked(ctx, market_id, version)
    before = {name: getattr(row, name) for name in FIELDS}
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    after = _checked({**before, **given})
    if after == before:
        return
    if row.is_active and after["currency"] != row.currency:
        _require_rate(ctx, row.base, str(after["currency"]))
    try:
        ctx.db.run(
            """update markets set handle = %(handle)s, name = %(name)s, countries = %(countries)s, currency = %(currency)s,
                      locale = %(locale)s, round_to_minor = %(round_to_minor)s, round_less_minor = %(round_less_minor)s,
                      prices_include_tax = %(prices_include_tax)s, payment_methods = %(payment_methods)s,
                      shipping_codes = %(shipping_codes)s, position = %(position)s, version = version + 1,
                      updated_at = %(now)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=market_id,
            now=ctx.now,
            **after,
        )
    except psycopg.errors.UniqueViolation:
        raise MarketHandleTaken(handle=after["handle"]) from None
    trail.note(ctx, "market.changed", "market", market_id, before=before, after=after, change="updated")
    events.emit(ctx, MarketChanged(aggregate_id=market_id, store_id=row.store_id, change="updated"))


def activate(ctx: Context, market_id: UUID, version: int) -> None:
    """People may shop in it from now on. Twice is safe. Refuses `MarketNotFound`, `VersionConflict`, and `RateMissing`: prices
    that no list names, carriage and limits have to be converted."""
    ctx.require("markets:write")
    row = _locked(ctx, market_id, version)
    flags.require(ctx, FEATURE)
    _require_rate(ctx, row.base, row.currency)
    _switch(ctx, row, is_active=True)


def deactivate(ctx: Context, market_id: UUID, version: int) -> None:
    """Its shoppers see the store's own prices from now on; orders keep theirs. Twice is safe. Refuses `MarketNotFound`,
    `VersionConflict`."""
    ctx.require("markets:write")
    _switch(ctx, _locked(ctx, market_id, version), is_active=False)


def remove(ctx: Context, market_id: UUID) -> None:
    """The market goes, and the price lists of it alone. Orders keep their currency. Refuses `MarketNotFound`."""
    ctx.require("markets:write")
    row = _locked(ctx, market_id, None)
    ctx.db.run("delete from markets where tenant_id = %(tenant)s and id = %(id)s", id=market_id)
    trail.note(ctx, "market.changed", "market", market_id, change="removed", handle=row.handle)
    events.emit(ctx, MarketChanged(aggregate_id=market_id, store_id=row.store_id, change="removed"))


def _switch(ctx: Context, row: Row, *, is_active: bool) -> None:
    if row.is_active == is_active:
        return
    ctx.db.run(
        """update markets set is_active = %(is_active)s, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=row.id,
        is_active=is_active,
        now=ctx.now,
    )
    trail.note(
        ctx,
        "market.changed",
        "market",
        row.id,
        before={"is_active": row.is_active},
        after={"is_active": is_active},
        change="activated" if is_active else "deactivated",
    )
    events.emit(
        ctx,
        MarketChanged(
            aggregate_id=row.id, store_id=row.store_id, change="activated" if is_active else "deactivated"
        ),
    )


def _locked(ctx: Context, market_id: UUID, version: int | None) -> Row:
    """Refuses `MarketNotFound`, `Forbidden` and `VersionConflict`."""
    row = ctx.db.one(
        """select m.*, s.currency as base from markets m
           join stores s on s.tenant_id = %(tenant)s and s.id = m.store_id
           where m.tenant_id = %(tenant)s and m.id = %(id)s for update of m""",
        id=market_id,
    )
    if row is None:
        raise MarketNotFound()
    ctx.require("markets:write", store=row.store_id)
    if version is not None and row.version != version:
        raise VersionConflict()
    return row


def _require_rate(ctx: Context, base: str, currency: str) -> None:
    if base == currency:
        return
    if not ctx.db.value(
        """select exists (select from exchange_rates e where e.tenant_id = %(tenant)s and e.base = %(base)s
             and e.currency = %(currency)s and e.valid_from <= %(now)s)""",
        base=base,
        currency=currency,
        now=ctx.now,
    ):
        raise RateMissing(base=base, currency=currency)


def _checked(fields: dict[str, Any]) -> dict[str, Any]:
    """Refuses `InvalidInput`."""
    errors: dict[str, str] = {}
    fields = {**fields, "name": str(fields["name"]).strip()}
    if not fields["name"] or not fields["name"].isprintable():
        errors["name"] = "give it a name on one line"
    if fields["handle"] in RESERVED:
        errors["handle"] = "means the store's own prices; choose another one"
    if fields["currency"] not in EXPONENTS:
        errors["currency"] = "give a currency's ISO 4217 code, like EUR or XOF"
    known = places.countries()
    wrong = [code for code in fields["countries"] if code not in known]
    if wrong:
        errors["countries"] = f"{wrong[0]} is no country's two-letter code"
    fields["countries"] = list(dict.fromkeys(fields["countries"]))
    if fields["locale"] and not places.is_locale(fields["locale"]):
        errors["locale"] = "give a language like fr or fr-CI"
    if fields["round_less_minor"] >= fields["round_to_minor"]:
        errors["round_less_minor"] = "is less than the multiple that prices end on"
    for name in ("payment_methods", "shipping_codes"):
        if fields[name] is not None:
            fields[name] = list(dict.fromkeys(fields[name]))
            if not all(text.isprintable() and text for text in fields[name]):
                errors[name] = "names what there is"
    if errors:
        raise InvalidInput(errors)
    return fields
