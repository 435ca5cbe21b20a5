"""Questions about markets and exchange rates."""

from typing import Any
from uuid import UUID

from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.paging import Page
from duka.markets import rules
from duka.markets.errors import MarketNotFound, RateMissing
from duka.markets.following import SOURCES
from duka.markets.types import ExchangeRate, Market, RateSource
from duka.stores import queries as stores
from duka.stores.seen import Seen, of_market

_MARKET = """select m.id, m.store_id, m.handle, m.name, m.countries, m.currency, m.locale, m.round_to_minor, m.round_less_minor,
       m.prices_include_tax, m.payment_methods, m.shipping_codes, m.is_active, m.position, m.version,
       s.currency as store_currency, e.num, e.den, e.valid_from
  from markets m
  join stores s on s.tenant_id = %(tenant)s and s.id = m.store_id
  left join lateral (
      select r.num, r.den, r.valid_from from exchange_rates r
       where r.tenant_id = %(tenant)s and r.base = s.currency and r.currency = m.currency and r.valid_from <= %(now)s
       order by r.valid_from desc limit 1) e on m.currency <> s.currency
 where m.tenant_id = %(tenant)s"""


def list_markets(ctx: Context, store_id: UUID | None = None) -> list[Market]:
    """The markets of a store, or of every store in which the caller may see them, in their order: at most 200. One statement."""
    ctx.require("markets:read", store=store_id)
    rows = ctx.db.all(
        _MARKET
        + """ and (%(store)s::uuid is null or m.store_id = %(store)s)
              and (%(stores)s::uuid[] is null or m.store_id = any(%(stores)s))
            order by s.name, m.store_id, m.position, m.handle limit 200""",
        store=store_id,
        stores=ctx.stores_with("markets:read"),
        now=ctx.now,
    )
    return [_market(row) for row in rows]


def market(ctx: Context, market_id: UUID) -> Market:
    """Refuses `MarketNotFound`. One statement."""
    ctx.require("markets:read")
    row = ctx.db.one(_MARKET + " and m.id = %(id)s", id=market_id, now=ctx.now)
    if row is None:
        raise MarketNotFound()
    ctx.require("markets:read", store=row.store_id)
    return _market(row)


def list_rates(
    ctx: Context,
    *,
    base: str | None = None,
    currency: str | None = None,
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[ExchangeRate]:
    """The rates that were ever said, the newest first; of one pair, or all. One statement."""
    ctx.require("markets:read")
    size = paging.bounded(limit, 50)
    key: tuple[Any, ...] = paging.decode(cursor, str, str, str) if cursor else (None, None, None)
    rows = ctx.db.all(
        """select e.base, e.currency, e.num, e.den, e.valid_from, e.source,
                  e.valid_from <= %(now)s and not exists (
                      select from exchange_rates n where n.tenant_id = %(tenant)s and n.base = e.base
                        and n.currency = e.currency and n.valid_from > e.valid_from and n.valid_from <= %(now)s) as holds
           from exchange_rates e
           where e.tenant_id = %(tenant)s
             and (%(base)s::text is null or e.base = %(base)s) and (%(currency)s::text is null or e.currency = %(currency)s)
             and (%(at)s::timestamptz is null or (e.valid_from, e.base, e.currency) < (%(at)s, %(b)s, %(c)s))
           order by e.valid_from desc, e.base desc, e.currency desc limit %(most)s""",
        base=base,
        currency=currency,
        at=key[0],
        b=key[1],
        c=key[2],
        most=size + 1,
        now=ctx.now,
    )
    last = rows[size - 1] if len(rows) > size else None
    return Page(
        [_rate(row) for row in rows[:size]],
        paging.encode(last.valid_from.isoformat(), last.base, last.currency) if last else None,
    )


def current_rates(ctx: Context) -> list[ExchangeRate]:
    """The rate that holds now of each pair that a store needs or that was ever said with a store's currency in front. One
    statement."""
    ctx.require("markets:read")
    rows = ctx.db.all(
        """select distinct on (e.base, e.currency) e.base, e.currency, e.num, e.den, e.valid_from, e.source, true as holds
           from exchange_rates e
           where e.tenant_id = %(tenant)s and e.valid_from <= %(now)s
             and e.base in (select s.currency from stores s where s.tenant_id = %(tenant)s)
           order by e.base, e.currency, e.valid_from desc limit 500""",
        now=ctx.now,
    )
    return [_rate(row) for row in rows]


def list_sources(ctx: Context) -> list[RateSource]:
    """Every source that there is, with how it is set here. One statement."""
    ctx.require("markets:read")
    rows = ctx.db.all(
        """select r.code, r.base, r.currencies, r.is_on, r.read_at, r.problem from rate_sources r
           where r.tenant_id = %(tenant)s"""
    )
    known = {row.code: row for row in rows}
    found = []
    for code, source in SOURCES.items():
        row = known.get(code)
        found.append(
            RateSource(
                code,
                source.NAME,
                is_on=bool(row and row.is_on),
                base=row.base if row else "EUR",
                currencies=list(row.currencies) if row else [],
                read_at=row.read_at.isoformat() if row and row.read_at else None,
                problem=row.problem if row else "",
            )
        )
    return found


def of_order(ctx: Context, store_id: UUID, order_id: UUID, currency: str) -> Seen:
    """How an order's currency sees its store's amounts, at the rate of now: what is new on an order is priced so. No statement
    for a shop without markets, else one or two. Refuses `RateMissing`."""
    selling = stores.selling(ctx, store_id)
    if not selling.markets and currency == selling.currency:
        return Seen(currency)
    handle: str = (
        ctx.db.value(
            "select o.market from orders o where o.tenant_id = %(tenant)s and o.id = %(order)s",
            order=order_id,
        )
        or ""
    )
    market = next((m for m in selling.markets if m.handle == handle and m.currency == currency), None)
    if market is not None and market.num and market.den:
        return of_market(market)
    if currency == selling.currency:
        return Seen(currency)
    row = ctx.db.one(
        """select e.num, e.den from exchange_rates e
           where e.tenant_id = %(tenant)s and e.base = %(base)s and e.currency = %(currency)s and e.valid_from <= %(now)s
           order by e.valid_from desc limit 1""",
        base=selling.currency,
        currency=currency,
        now=ctx.now,
    )
    if row is None:
        raise RateMissing(base=selling.currency, currency=currency)
    return Seen(currency, "", row.num, row.den)


def _market(row: Row) -> Market:
    is_own = row.currency == row.store_currency
    rate = "1" if is_own else None
    if row.num is not None:
        rate = rules.shown(row.num, row.den, row.store_currency, row.currency)
    return Market(
        id=ids.public("mkt", row.id),
        store_id=ids.public("store", row.store_id),
        handle=row.handle,
        name=row.name,
        countries=list(row.countries),
        currency=row.currency,
        locale=row.locale,
        round_to_minor=row.round_to_minor,
        round_less_minor=row.round_less_minor,
        prices_include_tax=row.prices_include_tax,
        payment_methods=row.payment_methods,
        shipping_codes=row.shipping_codes,
        is_active=row.is_active,
        position=row.position,
        store_currency=row.store_currency,
        rate=rate,
        rate_from=row.valid_from.isoformat() if row.valid_from else None,
        version=row.version,
    )


def _rate(row: Row) -> ExchangeRate:
    return ExchangeRate(
        base=row.base,
        currency=row.currency,
        rate=rules.shown(row.num, row.den, row.base, row.currency),
        valid_from=row.valid_from.isoformat(),
        source=row.source,
        holds=row.holds,
    )
