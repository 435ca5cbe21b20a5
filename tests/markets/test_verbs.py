"""Markets and exchange rates: each verb, each refusal, and what is told of it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from tests.checkout.bazaar import Bazaar
from tests.markets.abroad import EURO, Abroad

from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id
from duka.markets import queries, rates, service
from duka.markets.errors import (
    MarketHandleTaken,
    MarketNotFound,
    RateInUse,
    RateMissing,
    RateNotFound,
    RatesUnreadable,
)
from duka.markets.types import MarketChange, NewMarket, NewRate
from duka.stores.errors import StoreNotFound

LAST_YEAR = datetime(2025, 3, 1, tzinfo=UTC)


def test_a_market_opens_when_there_is_a_rate(bazaar: Bazaar) -> None:
    abroad = Abroad(bazaar)
    market = abroad.made()
    with pytest.raises(RateMissing):
        abroad.staff(lambda ctx: service.activate(ctx, market, 1))
    abroad.rate("EUR", "XOF", EURO)
    abroad.staff(lambda ctx: service.activate(ctx, market, 1))
    abroad.staff(lambda ctx: service.activate(ctx, market, 2))  # twice is safe
    found = abroad.staff(lambda ctx: queries.market(ctx, market))
    assert (found.is_active, found.rate, found.version) == (True, "0.00152449017237", 2)
    changes = [row.payload["change"] for row in abroad.events("market.changed")]
    assert changes == ["created", "activated"]


def test_a_market_in_the_stores_own_currency_needs_no_rate(bazaar: Bazaar) -> None:
    abroad = Abroad(bazaar)
    market = abroad.made(handle="mali", currency="XOF", countries=["ML"])
    abroad.staff(lambda ctx: service.activate(ctx, market, 1))
    assert abroad.staff(lambda ctx: queries.market(ctx, market)).rate == "1"


def test_a_market_changes_and_closes_and_goes(abroad: Abroad) -> None:
    abroad.change(
        2, name="France et Belgique", countries=["FR", "BE"], round_to_minor=100, round_less_minor=1
    )
    abroad.staff(lambda ctx: service.deactivate(ctx, abroad.market, 3))
    with pytest.raises(VersionConflict):
        abroad.change(3, name="Other")
    found = abroad.staff(lambda ctx: queries.list_markets(ctx))
    assert [(m.countries, m.is_active) for m in found] == [(["FR", "BE"], False)]
    abroad.staff(lambda ctx: service.remove(ctx, abroad.market))
    with pytest.raises(MarketNotFound):
        abroad.staff(lambda ctx: service.remove(ctx, abroad.market))
    assert [row.payload["change"] for row in abroad.events("market.changed")][-1] == "removed"


def test_an_open_market_keeps_a_currency_that_has_a_rate(abroad: Abroad) -> None:
    with pytest.raises(RateMissing):
        abroad.change(2, currency="USD")
    assert abroad.staff(lambda ctx: queries.market(ctx, abroad.market)).currency == "EUR"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("handle", "own"),
        ("currency", "ZZZ"),
        ("countries", ["ZZ"]),
        ("locale", "??"),
        ("round_less_minor", 1),
        ("name", " "),
    ],
)
def test_what_a_market_cannot_be(bazaar: Bazaar, field: str, value: object) -> None:
    with pytest.raises(InvalidInput) as refused:
        Abroad(bazaar).made(**{field: value})
    errors = refused.value.fields["errors"]
    assert isinstance(errors, dict)
    assert set(errors) == {field}
    assert bazaar.events("market.changed") == []


def test_a_handle_is_taken_once(abroad: Abroad) -> None:
    with pytest.raises(MarketHandleTaken):
        abroad.made()


def test_strangers_find_no_market(abroad: Abroad, work: object) -> None:
    other = Bazaar(abroad.bazaar.work).build()
    stranger = Abroad(other)
    with pytest.raises(MarketNotFound):
        stranger.staff(lambda ctx: service.remove(ctx, abroad.market))
    with pytest.raises(MarketNotFound):
        stranger.staff(lambda ctx: queries.market(ctx, abroad.market))
    with pytest.raises(StoreNotFound):
        new = NewMarket(name="x", handle="x", currency="XOF")
        stranger.staff(lambda ctx: service.create(ctx, abroad.bazaar.store, new))
    assert stranger.staff(queries.list_markets) == []


def test_shoppers_change_nothing(abroad: Abroad) -> None:
    for act in (
        lambda ctx: service.remove(ctx, abroad.market),
        lambda ctx: queries.list_markets(ctx),
        lambda ctx: rates.enter(ctx, [NewRate("EUR", "USD", Decimal(1))]),
        lambda ctx: queries.list_rates(ctx),
    ):
        with pytest.raises(Forbidden):
            abroad.shop(act)


def test_the_newest_rate_of_the_past_holds(bazaar: Bazaar) -> None:
    abroad = Abroad(bazaar)
    now = datetime.now(UTC)
    abroad.rate("EUR", "USD", "1.05", LAST_YEAR)
    abroad.rate("EUR", "USD", "1.10", now - timedelta(days=1))
    abroad.rate("EUR", "USD", "1.20", now + timedelta(days=30))
    found = abroad.staff(lambda ctx: queries.list_rates(ctx, base="EUR", currency="USD"))
    assert [(rate.rate, rate.holds) for rate in found.items] == [
        ("1.2", False),
        ("1.1", True),
        ("1.05", False),
    ]
    first = abroad.staff(lambda ctx: queries.list_rates(ctx, limit=2))
    rest = abroad.staff(lambda ctx: queries.list_rates(ctx, limit=20, cursor=first.next))
    assert len(first.items) + len(rest.items) == 6  # each counts both ways


def test_saying_the_same_again_changes_nothing(bazaar: Bazaar) -> None:
    abroad = Abroad(bazaar)
    assert abroad.rate("EUR", "USD", "1.05", LAST_YEAR) == 2
    assert abroad.rate("EUR", "USD", "1.05", LAST_YEAR) == 0
    assert abroad.rate("EUR", "USD", "1.06", LAST_YEAR) == 2
    assert len(abroad.events("exchange_rates.changed")) == 2


def test_rates_come_from_a_file_whole_or_not_at_all(bazaar: Bazaar) -> None:
    abroad = Abroad(bazaar)
    text = "base;currency;rate;day\nEUR;USD;1,08;2026-01-02\nXOF;EUR;0.00152449;2026-01-02\n"
    assert abroad.staff(lambda ctx: rates.import_csv(ctx, text)) == 4
    rate = abroad.staff(lambda ctx: queries.list_rates(ctx, base="EUR", currency="XOF")).items[0]
    assert (rate.rate, rate.source) == ("655.957", "imported")
    with pytest.raises(RatesUnreadable):
        abroad.staff(lambda ctx: rates.import_csv(ctx, "EUR,USD,1.2,2026-02-01\nEUR,USD,x\n"))
    assert len(abroad.staff(lambda ctx: queries.list_rates(ctx)).items) == 4


def test_the_last_rate_of_an_open_market_stays(abroad: Abroad) -> None:
    held = abroad.staff(lambda ctx: queries.list_rates(ctx, base="EUR", currency="XOF")).items[0]
    at = datetime.fromisoformat(held.valid_from)
    with pytest.raises(RateInUse):
        abroad.staff(lambda ctx: rates.remove(ctx, "EUR", "XOF", at))
    with pytest.raises(RateNotFound):
        abroad.staff(lambda ctx: rates.remove(ctx, "EUR", "USD", at))
    abroad.rate("EUR", "XOF", EURO, LAST_YEAR)
    abroad.staff(lambda ctx: rates.remove(ctx, "EUR", "XOF", at))
    left = abroad.staff(lambda ctx: queries.list_rates(ctx)).items
    assert {rate.valid_from for rate in left} == {LAST_YEAR.isoformat()}


def test_a_rate_of_another_century_is_refused(bazaar: Bazaar) -> None:
    with pytest.raises(InvalidInput):
        Abroad(bazaar).rate("EUR", "USD", "1.05", datetime(1789, 7, 14, tzinfo=UTC))


def test_what_is_not_there_is_not_changed(bazaar: Bazaar) -> None:
    gone: UUID = new_id()
    for act in (
        lambda ctx: service.update(ctx, gone, MarketChange(name="x"), 1),
        lambda ctx: service.activate(ctx, gone, 1),
        lambda ctx: service.deactivate(ctx, gone, 1),
    ):
        with pytest.raises(MarketNotFound):
            Abroad(bazaar).staff(act)
