"""How few statements it takes until everybody has heard that an order was placed."""

from typing import Any

import pytest
from tests import outbox
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, told_placed

from duka.kernel import events, relay
from duka.kernel.cache import Cache
from duka.kernel.context import Context
from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.notifications.sections import MESSAGES
from duka.orders.types import Order
from duka.settings import service as settings
from duka.wiring import LISTENERS

IN_ANY_CASE = 15
"""Whose it is, receipts, endpoints; sales, recommendations, experiments, figures; four of the buyer; the order, the link, the
letter and its job."""
TEXT = 2
"""The text and its job."""
OWNER = 5
"""Their message in the console; their address, the company's, their letter and its job."""


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    """It remembers for a moment, as a worker does."""
    return Bazaar(Work(work.database, Cache(60), work.clock)).build()


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    return buy(bazaar, (bazaar.product(stock=10), 3))


def spent(bazaar: Bazaar, order: Order) -> int:
    """The statements of a worker that has heard of such an order a moment ago."""
    for _ in range(2):
        outbox.empty(bazaar.work)
        bazaar.perform(lambda ctx: events.emit(ctx, told_placed(order)))
        assert relay.deliver_batch(bazaar.work, LISTENERS) == 1
    return bazaar.work.last_statements


def texting(ctx: Context, bazaar: Bazaar) -> None:
    wanted: dict[str, Any] = {
        "is_sms_on": True,
        "sms_on": ["order_placed"],
        "quiet_from": "",
        "quiet_until": "",
    }
    settings.save(ctx, MESSAGES, bazaar.store, wanted, 0)


def hire(ctx: Context) -> None:
    owner = new_id()
    ctx.db.run(
        """insert into staff (tenant_id, id, email, name, password_hash, created_at)
           values (%(tenant)s, %(id)s, 'alice@acorn.example', 'Alice', 'x', %(now)s)""",
        id=owner,
        now=ctx.now,
    )
    ctx.db.run(
        """insert into grants (tenant_id, id, staff_id, role, granted_at)
           values (%(tenant)s, %(id)s, %(staff)s, 'owner', %(now)s)""",
        id=new_id(),
        staff=owner,
        now=ctx.now,
    )


def test_a_letter(bazaar: Bazaar, order: Order) -> None:
    assert spent(bazaar, order) == IN_ANY_CASE


def test_a_letter_and_a_text(bazaar: Bazaar, order: Order) -> None:
    bazaar.perform(lambda ctx: texting(ctx, bazaar))
    bazaar.perform(
        lambda ctx: ctx.db.run("update orders set phone = '+221771234567' where tenant_id = %(tenant)s")
    )
    assert spent(bazaar, order) == IN_ANY_CASE + TEXT


def test_an_owner_who_is_told_too(bazaar: Bazaar, order: Order) -> None:
    bazaar.perform(hire)
    assert spent(bazaar, order) == IN_ANY_CASE + OWNER
    letters = bazaar.perform(lambda ctx: ctx.db.all("select kind from mails where tenant_id = %(tenant)s"))
    assert sorted({row.kind for row in letters}) == ["order_placed", "staff_order_placed"]
