"""The euro foreign exchange reference rates of the European Central Bank: published on working days at about 16:00 CET, for
information. https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates"""

import re
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import ClassVar

from duka.kernel import log
from duka.kernel.money import EXPONENTS
from duka.kernel.work import outside_effect
from duka.markets.errors import SourceUnreachable
from duka.markets.sources.types import Published

ADDRESS = "https://www.ecb.europa.eu/stats/eurofxref/eurofxref-daily.xml"
MOST_BYTES = 200_000
CONNECT_SECONDS, ANSWER_SECONDS = 3.0, 12.0
FEWEST = 5
"""Fewer rates than that are no answer of theirs."""
_DAY = re.compile(r"<Cube\s+time=['\"](\d{4}-\d{2}-\d{2})['\"]")
_RATE = re.compile(
    r"<Cube\s+currency=['\"]([A-Z]{3})['\"]\s+rate=['\"]([0-9]{1,9}(?:\.[0-9]{1,9})?)['\"]\s*/>"
)
_log = log.get("markets")


class Ecb:
    CODE: ClassVar[str] = "ecb"
    NAME: ClassVar[str] = "European Central Bank"

    def read(self, address: str = "") -> Published:
        """Refuses `SourceUnreachable` for what is no table of rates."""
        return understood(_fetched(address or ADDRESS))


def understood(text: str) -> Published:
    """The table in their XML, which is read by its few marks: no parser that strangers' documents could trouble."""
    day = _DAY.search(text)
    rates = {}
    for code, rate in _RATE.findall(text):
        try:
            worth = Decimal(rate)
        except InvalidOperation:
            continue
        if code in EXPONENTS and worth > 0:
            rates[code] = worth
    if day is None or len(rates) < FEWEST:
        raise SourceUnreachable(source=Ecb.NAME, why="its answer is no table of rates")
    return Published(datetime.strptime(day[1], "%Y-%m-%d").replace(hour=15, tzinfo=UTC), rates)


def _fetched(address: str) -> str:
    import httpx2  # the worker's alone: the web processes start without it

    outside_effect("reading exchange rates")
    try:
        with httpx2.Client(
            timeout=httpx2.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=False,
        ).stream("GET", address, headers={"user-agent": "Duka/1", "accept": "application/xml"}) as answer:
            body = b""
            for chunk in answer.iter_bytes():
                body += chunk
                if len(body) > MOST_BYTES:
                    raise SourceUnreachable(source=Ecb.NAME, why="its answer is too long")
            status = answer.status_code
    except (httpx2.HTTPError, httpx2.InvalidURL, OSError) as error:
        _log.warning("exchange rates not read", source=Ecb.CODE, why=type(error).__name__)
        raise SourceUnreachable(source=Ecb.NAME, why=type(error).__name__) from None
    if status != 200:
        raise SourceUnreachable(source=Ecb.NAME, why=f"status {status}")
    return body.decode("utf-8", "replace")
