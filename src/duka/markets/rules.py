"""Pure rules of exchange rates: a decimal rate as a fraction of minor units, and back."""

from collections.abc import Iterable
from datetime import UTC, datetime
from decimal import Decimal
from fractions import Fraction

from duka.kernel.money import EXPONENTS, exponent
from duka.markets.errors import RateOutOfRange, RatePegged, RatesUnreadable
from duka.markets.types import NewRate

MOST = 10**11
"""Neither part of a fraction is larger, so that amounts × it × a percentage stay exact in the database."""
PEGGED = {"XOF": Decimal("655.957"), "XAF": Decimal("655.957"), "KMF": Decimal("491.96775")}
"""What one euro is worth in currencies that treaties tie to it (Banque de France, accords de coopération monétaire)."""
_DIGITS = 12
MOST_ROWS = 5_000


def ratio(rate: Fraction, base: str, currency: str) -> tuple[int, int]:
    """How many minor units of `currency` (the first) so many of `base` (the second) are, when one `base` is worth `rate` of
    `currency`. Refuses `RateOutOfRange`."""
    if rate <= 0:
        raise RateOutOfRange()
    exact = rate * 10 ** exponent(currency) / 10 ** exponent(base)
    if exact < 1:
        num, den = _fitting(1 / exact)
        return den, num
    return _fitting(exact)


def _fitting(exact: Fraction) -> tuple[int, int]:
    """The fraction of parts that may be kept which is nearest to one of at least 1. Refuses `RateOutOfRange`."""
    if exact > MOST // 10:
        raise RateOutOfRange()
    if exact.numerator > MOST:
        exact = exact.limit_denominator(MOST // (int(exact) + 1))
    return exact.numerator, exact.denominator


def shown(num: int, den: int, base: str, currency: str) -> str:
    """The rate as people write it: what one `base` is worth in `currency`, of 12 significant digits."""
    worth = Fraction(num, den) * 10 ** exponent(base) / 10 ** exponent(currency)
    text = f"{Decimal(worth.numerator) / Decimal(worth.denominator):.{_DIGITS}g}"
    plain = f"{Decimal(text):f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def both_ways(rate: NewRate) -> list[tuple[str, str, int, int]]:
    """(base, currency, num, den) of a rate and of its opposite. Refuses `RateOutOfRange` and `RatePegged`."""
    if rate.base == rate.currency or rate.base not in EXPONENTS or rate.currency not in EXPONENTS:
        raise RateOutOfRange()
    if not rate.rate.is_finite() or rate.rate <= 0 or not -20 < rate.rate.adjusted() < 20:
        raise RateOutOfRange()
    if len(rate.rate.as_tuple().digits) > 20:
        raise RateOutOfRange()
    worth = Fraction(rate.rate)
    refuse_unpegged(rate.base, rate.currency, worth)
    return [
        (rate.base, rate.currency, *ratio(worth, rate.base, rate.currency)),
        (rate.currency, rate.base, *ratio(1 / worth, rate.currency, rate.base)),
    ]


def refuse_unpegged(base: str, currency: str, rate: Fraction) -> None:
    """Refuses `RatePegged` for a rate between the euro and a currency tied to it that is not the treaty's; what is written
    with few digits the other way round (0.00152449) is near enough."""
    tied = currency if base == "EUR" else base if currency == "EUR" else ""
    if tied not in PEGGED:
        return
    said = rate if base == "EUR" else 1 / rate
    if abs(said / Fraction(PEGGED[tied]) - 1) > Fraction(1, 100_000):
        raise RatePegged(currency=tied, rate=PEGGED[tied])


def exact(rate: NewRate) -> NewRate:
    """The rate of a treaty in place of a rounded one."""
    tied = PEGGED.get(rate.currency if rate.base == "EUR" else rate.base if rate.currency == "EUR" else "")
    if tied is None:
        return rate
    return NewRate("EUR", rate.currency if rate.base == "EUR" else rate.base, tied, rate.valid_from)


def crosses(per_euro: dict[str, Decimal], base: str, currencies: Iterable[str]) -> list[tuple[str, Fraction]]:
    """What one `base` is worth in each of the currencies that are known, from what one euro is worth."""
    known = {**per_euro, **PEGGED, "EUR": Decimal(1)}
    if base not in known:
        return []
    own = Fraction(known[base])
    return [(c, Fraction(known[c]) / own) for c in currencies if c in known and c != base]


def read_rows(rows: Iterable[list[str]]) -> list[NewRate]:
    """Rates from the rows of a file: base, currency, rate, and the day or moment from which on it holds, if it says. Refuses
    `RatesUnreadable`."""
    found = []
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].lower() in ("base", "from")):
            continue
        if number > MOST_ROWS:
            raise RatesUnreadable(row=number, why=f"a file holds at most {MOST_ROWS} rates")
        found.append(_read(number, cells))
    return found


def _read(number: int, cells: list[str]) -> NewRate:
    if len(cells) < 3:
        raise RatesUnreadable(row=number, why="it has fewer than three columns: base, currency, rate")
    base, currency = cells[0].upper(), cells[1].upper()
    for code in (base, currency):
        if code not in EXPONENTS:
            raise RatesUnreadable(row=number, why=f"{code[:10] or 'nothing'} is not an ISO 4217 code")
    try:
        rate = NewRate(
            base, currency, Decimal(cells[2].replace(",", ".")), _moment(cells[3] if len(cells) > 3 else "")
        )
        both_ways(rate)
    except (ArithmeticError, ValueError):
        raise RatesUnreadable(row=number, why=f"{cells[2][:20]} is not a rate, or its day is none") from None
    except (RateOutOfRange, RatePegged) as refused:
        raise RatesUnreadable(row=number, why=refused.message) from None
    return rate


def _moment(text: str) -> datetime | None:
    if not text:
        return None
    found = datetime.fromisoformat(text)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
