"""Store credit: given, taken, spent at the checkout (all of an order or a part), given back, expired; the books agree."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.checkout.bazaar import DAKAR
from tests.checkout.steps import order_id
from tests.returns.desk import Desk

from duka.access.roles import CUSTOMER
from duka.carts import service as carts
from duka.carts.types import CartChange, NewLine
from duka.checkout import crediting, giving_back
from duka.credits import queries, service
from duka.credits.errors import CreditCustomerNotFound, CreditEnds, CreditTooSmall
from duka.customers.types import Address
from duka.kernel import ids
from duka.kernel.context import Actor, Context
from duka.kernel.errors import Forbidden
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.ledger.errors import UnusableCurrency
from duka.orders import service as orders
from duka.orders.types import Order


def customer(desk: Desk) -> UUID:
    someone = new_id()
    desk.bazaar.perform(
        lambda ctx: ctx.db.run(
            """insert into customers (tenant_id, id, email, name, created_at, claimed_at)
               values (%(tenant)s, %(id)s, %(email)s, 'Awa', %(now)s, %(now)s)""",
            id=someone,
            email=f"{someone.hex}@example.com",
            now=ctx.now,
        )
    )
    return someone


def as_customer(desk: Desk, someone: UUID) -> Caller:
    return Caller(desk.bazaar.tenant, Actor("customer", someone, "Awa"), CUSTOMER, desk.bazaar.store, "fr")


def issue(desk: Desk, someone: UUID, amount: int, **more: Any) -> None:
    desk.bazaar.staff(lambda ctx: service.issue(ctx, someone, "XOF", amount, "for the trouble", **more))


def balance(desk: Desk, someone: UUID) -> int:
    return desk.bazaar.perform(lambda ctx: queries.balance(ctx, someone, "XOF"))


def buy(desk: Desk, someone: UUID, method: str = "sandbox", *, quantity: int = 1) -> Order:
    """5000 a shirt, and 1500 for the courier."""
    caller = as_customer(desk, someone)

    def act(ctx: Context) -> Order:
        change = CartChange(
            email="awa@example.com",
            shipping_address=Address(**DAKAR),
            shipping_rate_id=desk.bazaar.flat,
            payment_method=method,
        )
        cart = carts.create(ctx, desk.bazaar.store, [NewLine(desk.shirt, quantity)], change)
        cart_id = ids.parse("cart", cart.id)
        number = orders.draw_number(ctx, cart_id, cart.token)
        return crediting.place(ctx, cart_id, cart.token, None, number, uses_credit=True)

    return desk.till.work.perform(caller, act)


def test_given_and_taken(desk: Desk) -> None:
    someone = customer(desk)
    issue(desk, someone, 5_000)
    desk.bazaar.staff(lambda ctx: service.take(ctx, someone, "XOF", 2_000, "too much"))
    assert balance(desk, someone) == 3_000
    with pytest.raises(CreditTooSmall):
        desk.bazaar.staff(lambda ctx: service.take(ctx, someone, "XOF", 3_001, "all"))
    found = desk.bazaar.staff(lambda ctx: queries.of_customer(ctx, someone))
    assert [(entry.kind, entry.amount_minor) for entry in found.entries] == [
        ("taken", -2_000),
        ("issued", 5_000),
    ]
    assert "credit.changed" in desk.bazaar.events()
    desk.agree()


def test_refusals(desk: Desk) -> None:
    someone = customer(desk)
    with pytest.raises(CreditCustomerNotFound):
        issue(desk, new_id(), 5)
    with pytest.raises(CreditEnds):
        issue(desk, someone, 5, expires_at=desk.till.clock() - timedelta(days=1))
    with pytest.raises(UnusableCurrency):
        desk.bazaar.staff(lambda ctx: service.issue(ctx, someone, "QQQ", 5, "?"))
    with pytest.raises(Forbidden):
        desk.bazaar.shop(lambda ctx: service.issue(ctx, someone, "XOF", 5, "?"))
    with pytest.raises(Forbidden):
        desk.bazaar.shop(lambda ctx: queries.of_customer(ctx, someone))
    assert balance(desk, someone) == 0
    desk.agree()


def test_it_pays_a_whole_order(desk: Desk) -> None:
    someone = customer(desk)
    issue(desk, someone, 10_000)
    order = buy(desk, someone)
    assert (order.payment_status, order.placed_at is not None, order.payment_method) == (
        "captured",
        True,
        "store_credit",
    )
    assert balance(desk, someone) == 3_500
    desk.agree()


def test_it_pays_a_part_and_the_rest_is_paid_elsewhere(desk: Desk) -> None:
    someone = customer(desk)
    issue(desk, someone, 2_000)
    order = buy(desk, someone)
    assert (order.payment_status, order.placed_at) == ("partially_captured", None)
    assert [(p.provider, p.amount_minor) for p in order.payments] == [
        ("store_credit", 2_000),
        ("sandbox", 4_500),
    ]
    payment = desk.till.pay(order)
    desk.till.choose(payment, "pay")
    desk.till.settle(payment)
    assert desk.till.state(order) == ("open", "captured", True)
    assert balance(desk, someone) == 0
    assert desk.till.charges() == [("paid", 0)]
    desk.agree()
    giving_back.give_back(  # the newest payment first, the rest into the credit again
        desk.till.work,
        desk.bazaar.caller("staff"),
        desk.till.gateways,
        order_id(order),
        5_000,
        "a gesture",
        "once",
    )
    assert (desk.till.charges()[0][1], balance(desk, someone)) == (4_500, 500)
    desk.agree()


def test_an_order_that_nobody_pays_gives_its_credit_back(desk: Desk) -> None:
    someone = customer(desk)
    issue(desk, someone, 2_000)
    order = buy(desk, someone)
    payment = desk.till.pay(order)
    desk.till.choose(payment, "decline")
    desk.till.settle(payment)
    assert balance(desk, someone) == 0  # another way to pay may be tried
    desk.till.abandon(order)
    desk.till.run()
    assert desk.till.look(order).status == "cancelled"
    assert balance(desk, someone) == 2_000
    desk.agree()


def test_beside_cash_at_the_door(desk: Desk) -> None:
    someone = customer(desk)
    issue(desk, someone, 2_000)
    order = buy(desk, someone, "cash_on_delivery")
    assert order.placed_at is not None
    assert [p.amount_minor for p in order.payments] == [2_000, 4_500]
    desk.agree()


def test_two_checkouts_at_once_spend_it_once(desk: Desk) -> None:
    someone = customer(desk)
    issue(desk, someone, 6_500)
    with ThreadPoolExecutor(4) as pool:
        placed = list(pool.map(lambda _: buy(desk, someone), range(4)))
    paid = [p for order in placed for p in order.payments if p.provider == "store_credit"]
    assert sum(p.amount_minor for p in paid) == 6_500
    assert [order.placed_at is not None for order in placed].count(True) == 1
    assert balance(desk, someone) == 0
    desk.agree()


def test_who_has_none_pays_as_ever(desk: Desk) -> None:
    order = buy(desk, customer(desk))
    assert [(p.provider, p.amount_minor) for p in order.payments] == [("sandbox", 6_500)]


def test_it_ends(desk: Desk) -> None:
    someone = customer(desk)
    issue(desk, someone, 1_000, expires_at=desk.till.clock() + timedelta(days=10))
    issue(desk, someone, 1_000)
    desk.bazaar.staff(lambda ctx: service.take(ctx, someone, "XOF", 400, "?"))  # of what ends first
    desk.till.later(days=11)
    assert balance(desk, someone) == 1_000
    assert desk.bazaar.perform(service.expire) == 1
    assert desk.bazaar.perform(service.expire) == 0
    assert balance(desk, someone) == 1_000
    desk.agree()
