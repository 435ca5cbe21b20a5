"""Reading a source's exchange rates: every day by a job, or when somebody asks. The network is outside of every transaction."""

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from duka.flags import queries as flags
from duka.kernel import jobs, log, trail
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, Refusal
from duka.kernel.money import EXPONENTS
from duka.kernel.work import Caller, Work
from duka.markets import rates, rules
from duka.markets.errors import SourceUnknown
from duka.markets.service import FEATURE
from duka.markets.sources.ecb import Ecb
from duka.markets.sources.types import Published, Source
from duka.markets.types import NewRate

SOURCES: dict[str, Source] = {Ecb.CODE: Ecb()}
READ = "markets.read_source"
"""The job."""
MOST_CURRENCIES = 60
_log = log.get("markets")


def choose(ctx: Context, code: str, *, base: str, currencies: list[str], is_on: bool) -> None:
    """What is read of a source: what one `base` is worth in these currencies. Refuses `SourceUnknown`, `InvalidInput`."""
    ctx.require_everywhere("markets:write")
    flags.require(ctx, FEATURE)
    if code not in SOURCES:
        raise SourceUnknown()
    wrong = [c for c in [base, *currencies] if c not in EXPONENTS]
    if wrong:
        raise InvalidInput({"currencies": f"{wrong[0]} is not an ISO 4217 code"})
    wanted = [c for c in dict.fromkeys(currencies) if c != base][:MOST_CURRENCIES]
    ctx.db.run(
        """insert into rate_sources (tenant_id, code, base, currencies, is_on, updated_at)
           values (%(tenant)s, %(code)s, %(base)s, %(currencies)s, %(is_on)s, %(now)s)
           on conflict (tenant_id, code) do update set base = excluded.base, currencies = excluded.currencies,
               is_on = excluded.is_on, updated_at = excluded.updated_at, problem = ''""",
        code=code,
        base=base,
        currencies=wanted,
        is_on=is_on,
        now=ctx.now,
    )
    after = {"source": code, "base": base, "currencies": wanted, "is_on": is_on}
    trail.note(ctx, "exchange_rates.source_chosen", "exchange_rates", ctx.tenant, after=after)


def ask(ctx: Context, code: str) -> None:
    """The source is asked by a job, now. Refuses `SourceUnknown`."""
    ctx.require_everywhere("markets:write")
    if not ctx.db.value(
        "select exists (select from rate_sources where tenant_id = %(tenant)s and code = %(code)s)", code=code
    ):
        raise SourceUnknown()
    jobs.defer(ctx, READ, code=code)
    trail.note(ctx, "exchange_rates.asked", "exchange_rates", ctx.tenant, source=code)


def read_now(work: Work, caller: Caller, code: str, addresses: Mapping[str, str]) -> int:
    """What the source says now holds from its day on; how many pairs changed. Refuses `SourceUnknown`, `SourceUnreachable`,
    which is remembered."""

    def ask(ctx: Context) -> tuple[str, list[str]]:
        ctx.require_everywhere("markets:write")
        row = ctx.db.one(
            "select base, currencies from rate_sources where tenant_id = %(tenant)s and code = %(code)s",
            code=code,
        )
        if row is None or code not in SOURCES:
            raise SourceUnknown()
        return row.base, row.currencies

    base, currencies = work.perform(caller, ask)
    try:
        published = SOURCES[code].read(addresses.get(code, ""))
    except Refusal as refused:
        why = refused.message
        work.perform(caller, lambda ctx: _mark(ctx, code, why))
        raise
    return work.perform(caller, lambda ctx: _take_over(ctx, code, published, base, currencies))


def read_everybody(work: Work, addresses: Mapping[str, str]) -> None:
    """Asks each source once, and gives its rates to every company that reads it. One company's trouble stops no other."""
    with work.database.platform() as tx:
        wanted = tx.all(
            "select s.tenant_id, s.code, s.base, s.currencies from rate_sources s where s.is_on order by s.tenant_id, s.code"
        )
    for code in sorted({row.code for row in wanted if row.code in SOURCES}):
        published: Published | None = None
        why = ""
        try:
            published = SOURCES[code].read(addresses.get(code, ""))
        except Refusal as refused:
            why = refused.message
            _log.warning("exchange rates not read", source=code, why=why)
        for row in wanted:
            if row.code == code:
                _give(work, row.tenant_id, code, published, why, row.base, row.currencies)


def _give(
    work: Work,
    tenant: UUID,
    code: str,
    published: Published | None,
    why: str,
    base: str,
    currencies: list[str],
) -> None:
    def act(ctx: Context) -> None:
        if published is None:
            _mark(ctx, code, why)
        else:
            _take_over(ctx, code, published, base, currencies)

    try:
        work.perform(Caller(tenant), act)
    except Exception:
        _log.exception("exchange rates not taken over", tenant=str(tenant), source=code)


def _take_over(ctx: Context, code: str, published: Published, base: str, currencies: list[str]) -> int:
    found = [
        NewRate(base, currency, _decimal(worth), min(published.at, ctx.now))
        for currency, worth in rules.crosses(published.per_euro, base, currencies)
    ]
    count = rates.enter(ctx, found, code) if flags.is_on(ctx, FEATURE) else 0
    missing = sorted(set(currencies) - {rate.currency for rate in found})
    _mark(ctx, code, f"It has no rate for {', '.join(missing)}." if missing else "")
    return count


def _decimal(worth: Fraction) -> Decimal:
    """To 18 significant digits, finer than any fraction that is kept."""
    return Decimal(f"{Decimal(worth.numerator) / Decimal(worth.denominator):.18g}")


def _mark(ctx: Context, code: str, problem: str) -> None:
    ctx.db.run(
        """update rate_sources set read_at = %(now)s, problem = %(problem)s
           where tenant_id = %(tenant)s and code = %(code)s""",
        code=code,
        problem=problem[:300],
        now=ctx.now,
    )
