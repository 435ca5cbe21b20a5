"""The verbs of price lists."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from msgspec import UNSET

from duka.flags import queries as flags
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.kernel.money import EXPONENTS
from duka.markets.errors import (
    PriceListNotFound,
    PriceListTargetNotFound,
    PriceListTooLong,
    RateMissing,
)
from duka.markets.events import PriceListChanged
from duka.markets.types import NewListPrice, NewPriceList, PriceListChange
from duka.stores.errors import StoreNotFound

FEATURE = "price_lists"
WRITE = "products:write"
MOST_PRICES = 1000
MOST_TOLD = 12
"""So many prices are told one by one in the trail."""
_IDS = {"store_id": "store", "market_id": "mkt", "group_id": "cgrp", "experiment_variant_id": "expv"}
_COLUMNS = (
    "name",
    "store_id",
    "market_id",
    "group_id",
    "channel",
    "variant_id",
    "starts_at",
    "ends_at",
    "percent_ppm",
    "round_to_minor",
    "priority",
    "is_active",
)


def create(ctx: Context, new: NewPriceList) -> UUID:
    """Refuses `InvalidInput`, and `Forbidden` for a list of every store to those who may change prices in some only."""
    flags.require(ctx, FEATURE)
    fields = _checked(msgspec.structs.asdict(new))
    _require(ctx, fields["store_id"])
    if new.currency not in EXPONENTS:
        raise InvalidInput({"currency": "give a currency's ISO 4217 code, like EUR or XOF"})
    id = new_id()
    try:
        ctx.db.run(
            """insert into price_lists (tenant_id, id, name, currency, store_id, market_id, group_id, channel, variant_id,
                   starts_at, ends_at, percent_ppm, round_to_minor, priority, is_active, created_at, updated_at)
               values (%(tenant)s, %(id)s, %(name)s, %(currency)s, %(store_id)s, %(market_id)s, %(group_id)s, %(channel)s,
                   %(variant_id)s, %(starts_at)s, %(ends_at)s, %(percent_ppm)s, %(round_to_minor)s, %(priority)s,
                   %(is_active)s, %(now)s, %(now)s)""",
            id=id,
            currency=new.currency,
            now=ctx.now,
            **fields,
        )
    except psycopg.errors.ForeignKeyViolation as error:
        raise _gone(error) from None
    trail.note(
        ctx,
        "price_list.changed",
        "price_list",
        id,
        change="created",
        after=_told({**fields, "currency": new.currency}),
    )
    events.emit(ctx, PriceListChanged(aggregate_id=id, change="created"))
    return id


def update(ctx: Context, list_id: UUID, change: PriceListChange, version: int) -> None:
    """Refuses `PriceListNotFound`, `VersionConflict`, `InvalidInput`, `Forbidden`."""
    row = _locked(ctx, list_id)
    if row.version != version:
        raise VersionConflict()
    before = {name: getattr(row, name) for name in _COLUMNS}
    given = {name: value for name, value in msgspec.structs.asdict(change).items() if value is not UNSET}
    parsed = _parsed(given)
    after = _checked({**before, **parsed}, is_parsed=True)
    if after == before:
        return
    _require(ctx, after["store_id"])
    try:
        ctx.db.run(
            """update price_lists set name = %(name)s, store_id = %(store_id)s, market_id = %(market_id)s,
                      group_id = %(group_id)s, channel = %(channel)s, variant_id = %(variant_id)s, starts_at = %(starts_at)s,
                      ends_at = %(ends_at)s, percent_ppm = %(percent_ppm)s, round_to_minor = %(round_to_minor)s,
                      priority = %(priority)s, is_active = %(is_active)s, version = version + 1, updated_at = %(now)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=list_id,
            now=ctx.now,
            **after,
        )
    except psycopg.errors.ForeignKeyViolation as error:
        raise _gone(error) from None
    trail.note(ctx, "price_list.changed", "price_list", list_id, before=_told(before), after=_told(after))
    events.emit(ctx, PriceListChanged(aggregate_id=list_id, change="updated"))


def remove(ctx: Context, list_id: UUID) -> None:
    """The list goes with its prices. Refuses `PriceListNotFound`, `Forbidden`."""
    row = _locked(ctx, list_id)
    ctx.db.run("delete from price_lists where tenant_id = %(tenant)s and id = %(id)s", id=list_id)
    trail.note(ctx, "price_list.changed", "price_list", list_id, name=row.name)
    events.emit(ctx, PriceListChanged(aggregate_id=list_id, change="removed"))


def set_prices(ctx: Context, list_id: UUID, prices: Sequence[NewListPrice]) -> int:
    """These prices are set or taken away, all or none; what is not named stays. How many changed. Three statements, however many
    prices. Refuses `PriceListNotFound`, `PriceListTooLong`, `PriceListTargetNotFound`, `MalformedId`, `Forbidden`."""
    if len(prices) > MOST_PRICES:
        raise PriceListTooLong(most=MOST_PRICES)
    wanted = {(ids.parse("var", p.variant_id), p.min_quantity): p.price_minor for p in prices}
    row = _locked(ctx, list_id)
    if not wanted:
        return 0
    done = ctx.db.one(
        """with given as (
               select g.variant_id, g.min_quantity, g.price_minor
               from jsonb_to_recordset(%(prices)s::jsonb) as g (variant_id uuid, min_quantity bigint, price_minor bigint)
           ), known as (
               select g.variant_id, g.min_quantity, g.price_minor, v.sku, o.price_minor as before
               from given g
               join variants v on v.tenant_id = %(tenant)s and v.id = g.variant_id
               left join price_list_prices o on o.tenant_id = %(tenant)s and o.list_id = %(list)s
                    and o.variant_id = g.variant_id and o.min_quantity = g.min_quantity
           ), gone as (
               delete from price_list_prices x using known k
               where x.tenant_id = %(tenant)s and x.list_id = %(list)s and x.variant_id = k.variant_id
                 and x.min_quantity = k.min_quantity and k.price_minor is null
           ), written as (
               insert into price_list_prices (tenant_id, list_id, variant_id, min_quantity, price_minor)
               select %(tenant)s, %(list)s, k.variant_id, k.min_quantity, k.price_minor from known k
               where k.price_minor is not null and k.price_minor is distinct from k.before
               order by k.variant_id, k.min_quantity
               on conflict (tenant_id, variant_id, list_id, min_quantity) do update set price_minor = excluded.price_minor
           )
           select (select count(*) from known) as known,
                  coalesce((select json_agg(json_build_array(k.sku, k.min_quantity, k.before, k.price_minor) order by k.sku)
                     from known k where k.price_minor is distinct from k.before), '[]'::json) as changed""",
        list=list_id,
        prices=msgspec.json.encode(
            [{"variant_id": v, "min_quantity": q, "price_minor": minor} for (v, q), minor in wanted.items()]
        ).decode(),
    )
    assert done is not None  # it counts
    if done.known < len(wanted):
        raise PriceListTargetNotFound()
    _announce(ctx, row, done.changed)
    return len(done.changed)


def copy_prices(
    ctx: Context, list_id: UUID, store_id: UUID, *, percent_ppm: int = 0, round_to_minor: int = 1
) -> int:
    """Every price of a store, in force now, more or less `percent_ppm` millionths, in the list's currency, becomes the list's
    price from the first piece on. How many changed. Refuses `PriceListNotFound`, `StoreNotFound`, `RateMissing`,
    `Forbidden`."""
    row = _locked(ctx, list_id)
    ctx.require("products:read", store=store_id)
    rate = ctx.db.one(
        """select s.currency, case when s.currency = %(currency)s then 1 else e.num end as num,
                  case when s.currency = %(currency)s then 1 else e.den end as den
           from stores s left join lateral (
               select r.num, r.den from exchange_rates r where r.tenant_id = %(tenant)s and r.base = s.currency
                 and r.currency = %(currency)s and r.valid_from <= %(now)s order by r.valid_from desc limit 1) e on true
           where s.tenant_id = %(tenant)s and s.id = %(store)s""",
        currency=row.currency,
        store=store_id,
        now=ctx.now,
    )
    if rate is None:
        raise StoreNotFound()
    if rate.num is None:
        raise RateMissing(base=rate.currency, currency=row.currency)
    changed = ctx.db.run(
        """insert into price_list_prices as x (tenant_id, list_id, variant_id, min_quantity, price_minor)
           select %(tenant)s, %(list)s, q.variant_id, 1, in_currency(
                      price_in_force(q.base_minor, q.special_minor, q.special_from, q.special_until, q.sale_minor,
                                     q.sale_from, q.sale_until, %(now)s),
                      %(num)s::numeric * (1000000 + %(percent)s), %(den)s::numeric * 1000000, %(step)s::bigint, 0)
           from prices q where q.tenant_id = %(tenant)s and q.store_id = %(store)s and q.base_minor is not null
           order by q.variant_id
           on conflict (tenant_id, variant_id, list_id, min_quantity) do update set price_minor = excluded.price_minor
           where x.price_minor <> excluded.price_minor""",
        list=list_id,
        store=store_id,
        num=rate.num,
        den=rate.den,
        percent=percent_ppm,
        step=round_to_minor,
        now=ctx.now,
    )
    if changed:
        _bump(ctx, list_id)
        trail.note(
            ctx,
            "price_list.changed",
            "price_list",
            list_id,
            name=row.name,
            store_id=store_id.hex,
            percent_ppm=percent_ppm,
            prices=changed,
        )
        events.emit(ctx, PriceListChanged(aggregate_id=list_id, change="prices", prices=changed))
    return changed


def _announce(ctx: Context, row: Row, changed: list[list[Any]]) -> None:
    if not changed:
        return
    _bump(ctx, row.id)
    told = changed[:MOST_TOLD]
    trail.note(
        ctx,
        "price_list.changed",
        "price_list",
        row.id,
        before={f"{sku} from {quantity}": before for sku, quantity, before, _ in told},
        after={f"{sku} from {quantity}": after for sku, quantity, _, after in told},
        name=row.name,
        prices=len(changed),
    )
    events.emit(ctx, PriceListChanged(aggregate_id=row.id, change="prices", prices=len(changed)))


def _bump(ctx: Context, list_id: UUID) -> None:
    ctx.db.run(
        "update price_lists set version = version + 1, updated_at = %(now)s where tenant_id = %(tenant)s and id = %(id)s",
        id=list_id,
        now=ctx.now,
    )


def _locked(ctx: Context, list_id: UUID) -> Row:
    """Refuses `PriceListNotFound` and `Forbidden`."""
    ctx.require(WRITE)
    row = ctx.db.one(
        "select p.* from price_lists p where p.tenant_id = %(tenant)s and p.id = %(id)s for update",
        id=list_id,
    )
    if row is None:
        raise PriceListNotFound()
    _require(ctx, row.store_id)
    return row


def _require(ctx: Context, store_id: UUID | None) -> None:
    """A list of one store is changed by who may change prices there; one of all by who may change them everywhere."""
    if store_id is None:
        ctx.require_everywhere(WRITE)
    else:
        ctx.require(WRITE, store=store_id)


def _parsed(fields: dict[str, Any]) -> dict[str, Any]:
    """Public ids as they are kept. Refuses `MalformedId`."""
    found = dict(fields)
    for name, prefix in _IDS.items():
        if found.get(name):
            found[name] = ids.parse(prefix, found[name])
    if "experiment_variant_id" in found:
        found["variant_id"] = found.pop("experiment_variant_id")
    return found


def _checked(fields: dict[str, Any], *, is_parsed: bool = False) -> dict[str, Any]:
    """Refuses `InvalidInput`."""
    found = dict(fields) if is_parsed else _parsed(fields)
    found.pop("currency", None)
    errors: dict[str, str] = {}
    found["name"] = found["name"].strip()
    if not found["name"] or not found["name"].isprintable():
        errors["name"] = "give it a name on one line"
    found["channel"] = found["channel"].strip()
    if found["channel"] and not found["channel"].isidentifier():
        errors["channel"] = "names a channel, like storefront"
    for name in ("starts_at", "ends_at"):
        if found[name] is not None and found[name].tzinfo is None:
            errors[name] = "say the moment with its time zone"
    starts, ends = found["starts_at"], found["ends_at"]
    if not errors and starts and ends and ends <= starts:
        errors["ends_at"] = "lies after the start"
    if errors:
        raise InvalidInput(errors)
    return found


def _told(fields: dict[str, Any]) -> dict[str, Any]:
    return {
        name: value.hex
        if isinstance(value, UUID)
        else value.isoformat()
        if hasattr(value, "isoformat")
        else value
        for name, value in fields.items()
        if value is not None
    }


def _gone(error: psycopg.errors.ForeignKeyViolation) -> Exception:
    """Which of the things that the list is for is not there."""
    name = str(error.diag.constraint_name or "")
    fields = {
        "store_id": "store_id",
        "market_id": "market_id",
        "group_id": "group_id",
        "variant_id": "experiment_variant_id",
    }
    field = next((field for column, field in fields.items() if column in name), "store_id")
    return InvalidInput({field: "is not there any more"})
