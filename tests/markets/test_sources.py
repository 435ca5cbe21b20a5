"""Rates that a bank publishes, read over HTTP from a server of our own."""

import threading
from collections.abc import Iterator
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from tests.checkout.bazaar import Bazaar
from tests.markets.abroad import Abroad

from duka.kernel.errors import InvalidInput
from duka.markets import following, queries
from duka.markets.errors import SourceUnknown, SourceUnreachable
from duka.markets.sources import ecb

TABLE = """<?xml version="1.0" encoding="UTF-8"?>
<gesmes:Envelope xmlns:gesmes="http://www.gesmes.org/xml/2002-08-01" xmlns="http://www.ecb.int/vocabulary/2002-08-01/eurofxref">
  <gesmes:subject>Reference rates</gesmes:subject>
  <Cube><Cube time='2026-11-20'>
    <Cube currency='USD' rate='1.0834'/><Cube currency='JPY' rate='162.35'/><Cube currency='GBP' rate='0.83550'/>
    <Cube currency='CHF' rate='0.9321'/><Cube currency='SEK' rate='11.5320'/><Cube currency='XXX' rate='3'/>
  </Cube></Cube>
</gesmes:Envelope>"""


class Bank:
    """Answers what it was told to."""

    def __init__(self) -> None:
        self.status, self.body = 200, TABLE
        self.asked = 0
        bank = self

        class Desk(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                bank.asked += 1
                self.send_response(bank.status)
                self.end_headers()
                self.wfile.write(bank.body.encode())

            def log_message(self, format: str, *args: object) -> None:
                """Quietly."""

        self.server = HTTPServer(("127.0.0.1", 0), Desk)
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        self.thread.start()

    @property
    def addresses(self) -> dict[str, str]:
        return {"ecb": f"http://127.0.0.1:{self.server.server_port}/daily.xml"}

    def close(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


@pytest.fixture
def bank() -> Iterator[Bank]:
    bank = Bank()
    yield bank
    bank.close()


def _chosen(abroad: Abroad, base: str, *currencies: str, is_on: bool = True) -> None:
    abroad.staff(
        lambda ctx: following.choose(ctx, "ecb", base=base, currencies=list(currencies), is_on=is_on)
    )


def _rates(abroad: Abroad, base: str) -> dict[str, str]:
    found = abroad.staff(lambda ctx: queries.list_rates(ctx, base=base))
    assert {rate.source for rate in found.items} <= {"ecb"}
    return {rate.currency: rate.rate for rate in found.items}


def test_what_the_bank_says_holds(bazaar: Bazaar, bank: Bank) -> None:
    abroad = Abroad(bazaar)
    _chosen(abroad, "XOF", "EUR", "USD", "KES")
    changed = following.read_now(bazaar.work, bazaar.caller("system"), "ecb", bank.addresses)
    assert changed == 4
    found = _rates(abroad, "XOF")
    assert found["EUR"] == "0.00152449017237"
    assert abs(Decimal(found["USD"]) - Decimal("1.0834") / Decimal("655.957")) < Decimal("1e-10")
    (source,) = abroad.staff(queries.list_sources)
    assert (source.is_on, source.problem) == (True, "It has no rate for KES.")
    assert source.read_at is not None
    assert following.read_now(bazaar.work, bazaar.caller("system"), "ecb", bank.addresses) == 0


def test_everybody_who_reads_it_gets_it_and_it_is_asked_once(bazaar: Bazaar, bank: Bank) -> None:
    abroad, other, quiet = (
        Abroad(shop) for shop in (bazaar, *(Bazaar(bazaar.work).build() for _ in range(2)))
    )
    _chosen(abroad, "EUR", "USD")
    _chosen(other, "USD", "JPY")
    _chosen(quiet, "EUR", "USD", is_on=False)
    following.read_everybody(bazaar.work, bank.addresses)
    assert bank.asked == 1
    assert _rates(abroad, "EUR") == {"USD": "1.0834"}
    assert set(_rates(other, "USD")) == {"JPY"}
    assert _rates(quiet, "EUR") == {}


@pytest.mark.parametrize(
    ("status", "body"), [(503, TABLE), (200, "<html>closed</html>"), (200, "x" * 300_000)]
)
def test_a_bank_that_is_closed_changes_nothing(bazaar: Bazaar, bank: Bank, status: int, body: str) -> None:
    abroad = Abroad(bazaar)
    abroad.rate("EUR", "USD", "1.05")
    _chosen(abroad, "EUR", "USD")
    bank.status, bank.body = status, body
    with pytest.raises(SourceUnreachable):
        following.read_now(bazaar.work, bazaar.caller("system"), "ecb", bank.addresses)
    following.read_everybody(bazaar.work, bank.addresses)
    (source,) = abroad.staff(queries.list_sources)
    assert "European Central Bank" in source.problem
    (rate,) = abroad.staff(lambda ctx: queries.list_rates(ctx, base="EUR")).items
    assert rate.rate == "1.05"


def test_nobody_there_is_told(bazaar: Bazaar) -> None:
    _chosen(Abroad(bazaar), "EUR", "USD")
    with pytest.raises(SourceUnreachable):
        following.read_now(bazaar.work, bazaar.caller("system"), "ecb", {"ecb": "http://127.0.0.1:9/"})


def test_only_what_there_is_can_be_read(bazaar: Bazaar) -> None:
    abroad = Abroad(bazaar)
    with pytest.raises(SourceUnknown):
        abroad.staff(lambda ctx: following.choose(ctx, "bank", base="EUR", currencies=[], is_on=True))
    with pytest.raises(InvalidInput):
        _chosen(abroad, "EUR", "ZZZ")
    with pytest.raises(SourceUnknown):
        abroad.staff(lambda ctx: following.ask(ctx, "ecb"))
    assert abroad.staff(queries.list_sources)[0].is_on is False


def test_a_table_is_understood() -> None:
    published = ecb.understood(TABLE)
    assert published.at.isoformat() == "2026-11-20T15:00:00+00:00"
    assert published.per_euro["GBP"] == Decimal("0.83550")
    assert "XXX" not in published.per_euro
