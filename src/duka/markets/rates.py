"""The verbs of exchange rates. What is said of one direction holds for the other too."""

import csv
import io
from collections.abc import Sequence
from datetime import datetime

import msgspec

from duka.flags import queries as flags
from duka.kernel import events, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.markets import rules
from duka.markets.errors import RateInUse, RateNotFound, RatesUnreadable
from duka.markets.events import ExchangeRatesChanged
from duka.markets.service import FEATURE
from duka.markets.types import NewRate

ENTERED = "entered"
IMPORTED = "imported"
MOST_TOLD = 60
EARLIEST = 1990


def enter(ctx: Context, rates: Sequence[NewRate], source: str = ENTERED) -> int:
    """These rates hold from their moments on, in both directions; one for the same moment replaces what was said of it. How
    many pairs changed. Two statements at most. Refuses `RateOutOfRange`, `RatePegged`, `InvalidInput`."""
    ctx.require_everywhere("markets:write")
    flags.require(ctx, FEATURE)
    rows: dict[tuple[str, str, datetime], tuple[int, int]] = {}
    for rate in rates:
        rules.both_ways(rate)
        at = rate.valid_from or ctx.now
        if not EARLIEST <= at.year <= ctx.now.year + 5:
            raise InvalidInput({"valid_from": f"lies between {EARLIEST} and {ctx.now.year + 5}"})
        for base, currency, num, den in rules.both_ways(rules.exact(rate)):
            rows[base, currency, at] = num, den
    if not rows:
        return 0
    changed = ctx.db.all(
        """insert into exchange_rates as e (tenant_id, base, currency, valid_from, num, den, source, created_at)
           select %(tenant)s, r.base, r.currency, r.valid_from, r.num, r.den, %(source)s, %(now)s
           from jsonb_to_recordset(%(rows)s::jsonb) as r (base text, currency text, valid_from timestamptz, num bigint,
               den bigint)
           order by r.base, r.currency, r.valid_from
           on conflict (tenant_id, base, currency, valid_from)
           do update set num = excluded.num, den = excluded.den, source = excluded.source
           where (e.num, e.den) is distinct from (excluded.num, excluded.den)
           returning e.base, e.currency, e.valid_from, e.num, e.den""",
        rows=msgspec.json.encode(
            [
                {"base": b, "currency": c, "valid_from": at.isoformat(), "num": num, "den": den}
                for (b, c, at), (num, den) in rows.items()
            ]
        ).decode(),
        source=source,
        now=ctx.now,
    )
    _announce(
        ctx,
        source,
        {f"{r.base}/{r.currency}": rules.shown(r.num, r.den, r.base, r.currency) for r in changed},
    )
    return len(changed)


def import_csv(ctx: Context, text: str) -> int:
    """Rates from a file with the columns base, currency, rate, day; commas, semicolons or tabs between. All or none. Refuses
    `RatesUnreadable` and what `enter` refuses."""
    head = text.lstrip("\ufeff").partition("\n")[0]
    delimiter = max(",;\t", key=head.count)
    try:
        rows = rules.read_rows(
            csv.reader(io.StringIO(text.lstrip("\ufeff").replace("\x00", "")), delimiter=delimiter)
        )
    except csv.Error as error:
        raise RatesUnreadable(row=1, why=str(error)) from None
    if not rows:
        raise RatesUnreadable(row=1, why="there is none in it")
    return enter(ctx, rows, IMPORTED)


def remove(ctx: Context, base: str, currency: str, valid_from: datetime) -> None:
    """What was said for that moment is forgotten, in both directions. Refuses `RateNotFound`, and `RateInUse` for the last one
    that an open market has."""
    ctx.require_everywhere("markets:write")
    used = ctx.db.one(
        """select s.currency as base, m.currency from markets m
           join stores s on s.tenant_id = %(tenant)s and s.id = m.store_id
           where m.tenant_id = %(tenant)s and m.is_active
             and (s.currency, m.currency) in ((%(base)s, %(currency)s), (%(currency)s, %(base)s))
             and not exists (
                 select from exchange_rates e where e.tenant_id = %(tenant)s and e.base = s.currency
                   and e.currency = m.currency and e.valid_from <= %(now)s and e.valid_from <> %(at)s)
           limit 1""",
        base=base,
        currency=currency,
        at=valid_from,
        now=ctx.now,
    )
    if used is not None:
        raise RateInUse(base=used.base, currency=used.currency)
    gone = ctx.db.run(
        """delete from exchange_rates e where e.tenant_id = %(tenant)s and e.valid_from = %(at)s
           and (e.base, e.currency) in ((%(base)s, %(currency)s), (%(currency)s, %(base)s))""",
        base=base,
        currency=currency,
        at=valid_from,
    )
    if not gone:
        raise RateNotFound()
    _announce(ctx, "removed", {f"{base}/{currency}": None})


def _announce(ctx: Context, source: str, pairs: dict[str, str | None]) -> None:
    if not pairs:
        return
    told = dict(list(pairs.items())[:MOST_TOLD])
    trail.note(
        ctx,
        "exchange_rates.changed",
        "exchange_rates",
        ctx.tenant,
        after=told,
        source=source,
        pairs=len(pairs),
    )
    events.emit(ctx, ExchangeRatesChanged(aggregate_id=ctx.tenant, source=source, pairs=list(told)))
