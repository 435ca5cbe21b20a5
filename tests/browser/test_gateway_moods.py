"""A gateway that tells the shop late, twice or never, or lets the buyer stand there: the order arrives all the same."""

import re
import time
from datetime import UTC, datetime
from uuid import UUID

import pytest
from playwright.sync_api import expect
from tests.browser import journey
from tests.browser.journey import BOUTIQUE, EMAIL

from duka.checkout import sweeper
from duka.kernel import ids
from duka.kernel.cache import Cache
from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller, Work
from duka.orders import queries as orders

pytestmark = pytest.mark.browser


def order_id_in(address):
    found = re.search(r"ord_[0-9a-f]{32}", address)
    assert found, address
    return ids.parse("ord", found[0])


def order_of(installation, shop, order_id: UUID):
    return installation.services.work.perform(
        Caller(shop.tenant, SYSTEM), lambda ctx: orders.order(ctx, order_id)
    )


def wait_for_callbacks(installation, reference):
    """Until the gateway has made the calls that are due now."""
    end = time.monotonic() + 15
    waiting = 1
    while waiting and time.monotonic() < end:
        time.sleep(0.1)
        with installation.services.work.database.platform() as tx:
            waiting = tx.value(
                """select count(*) from procrastinate_jobs
                   where task_name = 'sandbox.call_back' and args ->> 'reference' = %(reference)s
                     and status in ('todo', 'doing') and (scheduled_at is null or scheduled_at <= now())""",
                reference=reference,
            )
    assert waiting == 0, "the callbacks were not made"


@pytest.mark.parametrize(
    "choice", ["Pay, tell the shop late", "Pay, tell the shop twice", "Pay, never tell the shop"]
)
def test_the_buyer_is_thanked_and_pays_once(arrive, installation, boutique, choice):
    visitor = arrive(boutique, 390, 844)
    journey.put_in_cart(visitor, BOUTIQUE)
    journey.to_the_last_step(visitor, BOUTIQUE)
    journey.place(visitor)

    expect(visitor.page).to_have_url(re.compile("/sandbox/"))
    reference = visitor.page.url.rpartition("/")[2]
    visitor.pay_at_the_gateway(choice)

    number = journey.expect_thanks(visitor)
    wait_for_callbacks(installation, reference)
    order = order_of(installation, boutique, order_id_in(visitor.page.url))
    assert order.number == number
    assert order.payment_status == "captured"
    assert [p.captured_minor - p.refunded_minor for p in order.payments] == [order.total_minor]


def test_the_sweeper_finds_the_money_of_a_buyer_who_was_left_standing(arrive, installation, boutique):
    visitor = arrive(boutique, 390, 844)
    journey.put_in_cart(visitor, BOUTIQUE)
    journey.to_the_last_step(visitor, BOUTIQUE)
    journey.place(visitor)
    visitor.pay_at_the_gateway("Pay, then nothing")
    expect(visitor.page.get_by_text("answers nobody")).to_be_visible()
    visitor.look("gateway-silent")
    visitor.go("/checkout")

    expect(
        visitor.heading("Thank you, your order is in.").or_(visitor.heading("Waiting for your payment"))
    ).to_be_visible()
    journey.expect_thanks(visitor)


def test_the_sweeper_finds_it_even_when_the_buyer_never_returns(arrive, installation, boutique):
    visitor = arrive(boutique)
    journey.put_in_cart(visitor, BOUTIQUE)
    journey.to_the_last_step(visitor, BOUTIQUE)
    journey.place(visitor)
    expect(visitor.page).to_have_url(re.compile("/sandbox/"))
    reference = visitor.page.url.rpartition("/")[2]
    visitor.pay_at_the_gateway("Pay, then nothing")
    expect(visitor.page.get_by_text("answers nobody")).to_be_visible()
    services = installation.services
    order_id = services.work.perform(
        Caller(boutique.tenant, SYSTEM),
        lambda ctx: ctx.db.value(
            "select order_id from payments where tenant_id = %(tenant)s and provider_reference = %(reference)s",
            reference=reference,
        ),
    )

    soon = Work(services.work.database, Cache(0), lambda: datetime.now(UTC) + 2 * sweeper.QUIET)
    sweeper.sweep(soon, services.gateways)

    order = order_of(installation, boutique, order_id)
    assert order.placed_at is not None
    visitor.go("/shop/track")
    visitor.page.locator("#number").fill(order.number)
    visitor.page.locator("#email").fill(EMAIL)
    visitor.button("Find my order").click()
    expect(visitor.page.get_by_role("heading", level=1)).to_contain_text(order.number)


def test_a_page_that_waits_goes_on_by_itself(arrive, installation, boutique):
    """The buyer pays in one tab while the other waits."""
    visitor = arrive(boutique, 390, 844)
    journey.put_in_cart(visitor, BOUTIQUE)
    journey.to_the_last_step(visitor, BOUTIQUE)
    journey.place(visitor)
    expect(visitor.page).to_have_url(re.compile("/sandbox/"))
    waiting = visitor.open_tab()
    waiting.goto(f"{boutique.url}/checkout")
    expect(
        waiting.get_by_role("heading", level=1, name=visitor.say("Waiting for your payment"))
    ).to_be_visible()
    paying, visitor.page = visitor.page, waiting
    visitor.look("waiting")

    paying.get_by_role("button", name="Pay, never tell the shop", exact=True).click()

    journey.expect_thanks(visitor)
