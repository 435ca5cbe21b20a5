"""Staff of a company, and events as the relay would bring them."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
from tests import people_at_work
from tests.people import Shop

from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work

Hire = Callable[..., Caller]


@pytest.fixture
def hire(work: Work, shop: Shop) -> Hire:
    """`hire("fulfilment")`: a new member of staff with that role, as a caller."""

    def do(role: str, whose: Shop = shop, **places: Any) -> Caller:
        return people_at_work.hire(work, whose, role, **places)

    return do


@pytest.fixture
def heard(work: Work, shop: Shop) -> Callable[..., Delivery]:
    """`heard("order.placed", {...})`: a delivery of such an event."""

    def make(
        type: str, payload: dict[str, Any], *, thing: UUID | None = None, actor: str = "shopper"
    ) -> Delivery:
        return Delivery(
            shop.tenant.id, new_id(), type, 1, thing or new_id(), payload, actor, "request", work.clock()
        )

    return make


@pytest.fixture
def an_order(work: Work, shop: Shop) -> UUID:
    """An order of the shop's store with the number 1001, as a bare row."""
    order = new_id()
    work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.run(
            """insert into orders (tenant_id, id, store_id, number, currency, locale, prices_include_tax, is_estimated,
                 subtotal_minor, shipping_minor, tax_minor, total_minor, email, shipping_address, billing_address,
                 shipping_method, payment_method, tracking_hash, created_at, updated_at)
               values (%(tenant)s, %(id)s, %(store)s, '1001', 'EUR', 'en', true, false, 100, 0, 0, 100, 'sam@shopper.example',
                 '{}', '{}', '{}', 'sandbox', %(hash)s, %(now)s, %(now)s)""",
            id=order,
            store=shop.store,
            hash=order.bytes,
            now=ctx.now,
        ),
    )
    return order
