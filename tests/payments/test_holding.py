"""Money that is held first: more than an estimate, never where nothing can be held, and taken once, less or in parts."""

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.checkout.steps import buy, order_id
from tests.conftest import Clock
from tests.payments.faults.market import Market, Mortal
from tests.payments.front import Front
from tests.payments.providers.rigs import RIGS

from duka.checkout import paying, staff_paying
from duka.kernel.db import Database
from duka.kernel.errors import InvalidInput
from duka.kernel.work import Work
from duka.ledger import verifying
from duka.orders import service as orders
from duka.orders.types import Order
from duka.payments.errors import CaptureTooLarge, NothingToCapture
from duka.payments.service import AccountInput, CaptureAsked, accounts
from duka.payments.types import Payment


@pytest.fixture
def market(
    request: pytest.FixtureRequest, database: Database, work: Work, clock: Clock, tmp_path: Path
) -> Iterator[Market]:
    name = getattr(request, "param", "stripe")
    with RIGS[name]() as rig:
        mortal = Mortal(rig.provider, random.Random(1))
        front = Front(database, tmp_path, lambda made: made.replaced(name, mortal))
        yield Market(rig, front, mortal, work, clock, 1)
        front.close()


def connect(market: Market, capture_method: str) -> None:
    account = market.rig.account
    given = AccountInput(
        mode=account.mode,
        values={**account.settings, **account.secrets},
        capture_method="manual" if capture_method == "manual" else "automatic",
    )
    market.bazaar.staff(
        lambda ctx: accounts.save(ctx, market.till.gateways, market.bazaar.store, market.provider, given)
    )


def held(market: Market, **goods: object) -> tuple[Order, Payment]:
    connect(market, "manual")
    variant = market.bazaar.product(price=2000, stock=1_000, **goods)  # type: ignore[arg-type]
    order = buy(market.bazaar, (variant, 1), method=market.provider)
    market.till.pay(order)
    market._press(order, "approve")
    paying.settle(market.work, market.bazaar.tenant, market.till.gateways, market._payments(order)[-1].id)
    return order, market._payments(order)[-1]


def capture(market: Market, payment: Payment, amount: int | None) -> Payment:
    asked = CaptureAsked(amount_minor=amount)
    return staff_paying.capture(
        market.work, market.bazaar.caller("staff"), market.till.gateways, payment.id, asked
    )


def sound(market: Market) -> bool:
    return bool(market.bazaar.staff(verifying.verify).is_sound)


def test_an_estimate_is_held_with_room_and_what_it_weighs_is_taken(market: Market) -> None:
    order, payment = held(market, pricing_mode="weight", unit="KGM", scale=3)
    if not order.is_estimated:
        pytest.fail("goods by weight are estimated")
    assert (payment.status, payment.amount_minor) == ("authorized", -(-order.total_minor * 115 // 100))
    assert market.till.state(order) == ("open", "authorized", True)
    less = order.total_minor - 300
    after = capture(market, payment, less)
    assert (after.status, after.captured_minor) == ("captured", less)
    (entry,) = market._entries(payment.id)
    assert (entry.captured, entry.authorized) == (less, less), "the rest of the hold is let go"
    assert sound(market)


def test_the_room_above_an_estimate_is_not_taken_unasked(market: Market) -> None:
    order, payment = held(market, pricing_mode="weight", unit="KGM", scale=3)
    assert payment.amount_minor > order.total_minor
    assert capture(market, payment, None).captured_minor == order.total_minor
    (entry,) = market._entries(payment.id)
    assert entry.captured == order.total_minor
    assert sound(market)


def test_more_than_is_held_is_not_taken_and_nothing_twice(market: Market) -> None:
    _, payment = held(market)
    with pytest.raises(CaptureTooLarge):
        capture(market, payment, payment.amount_minor + 1)
    capture(market, payment, None)
    with pytest.raises(NothingToCapture):
        capture(market, payment, None)
    (entry,) = market._entries(payment.id)
    assert entry.captured == payment.amount_minor
    assert sound(market)


def test_what_is_held_for_a_cancelled_order_is_let_go(market: Market) -> None:
    order, payment = held(market)
    market.bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "sold at the market"))
    market.till.run()
    (entry,) = market._entries(payment.id)
    assert (entry.authorized, entry.captured) == (0, 0)
    assert market._payments(order)[-1].status == "cancelled"
    assert sound(market)


@pytest.mark.parametrize("market", ["mtn_momo", "orange_money"], indirect=True)
def test_who_cannot_hold_is_not_asked_to(market: Market) -> None:
    with pytest.raises(InvalidInput, match="takes the money at once"):
        connect(market, "manual")


def test_money_that_stays_on_purpose_stays(market: Market) -> None:
    """A callback that comes once more, after staff cancelled and kept the payment, gives nothing back."""
    connect(market, "automatic")
    order = buy(market.bazaar, (market.goods, 1), method=market.provider)
    market.till.pay(order)
    market._press(order, "approve")
    payment = market._payments(order)[-1]
    paying.settle(market.work, market.bazaar.tenant, market.till.gateways, payment.id)
    market.bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "never fetched", is_refunded=False))
    for _ in range(2):
        paying.settle(market.work, market.bazaar.tenant, market.till.gateways, payment.id)
        market.till.run()
    (entry,) = market._entries(payment.id)
    assert (entry.captured, entry.refunded) == (order.total_minor, 0)
    assert sound(market)
