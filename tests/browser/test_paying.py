"""Paying by mobile money, by card and at other people's pages, with everything that comes between: seen from the checkout to
the page that follows the order."""

import re

import pytest
from playwright.sync_api import expect
from tests.browser import journey
from tests.browser.journey import BOUTIQUE, FARM
from tests.browser.test_gateway_moods import order_id_in, order_of

from duka.kernel.context import SYSTEM
from duka.kernel.work import Caller
from duka.payments import queries as payment_queries
from duka.payments import service as payments

pytestmark = pytest.mark.browser
PHONE, DESKTOP = (390, 844), (1440, 900)
GOOD, DECLINED, SECURE = "4242424242424242", "4000000000000002", "4000002500003155"
numbers = iter(range(10, 100))


def at_the_last_step(arrive, shop, errand, size=PHONE, **how):
    visitor = arrive(shop, *size, **how)
    visitor.go(f"/p/{errand.slug}")
    visitor.page.locator("[data-submit]").click()
    # without a script the cart is a page, with one a drawer
    expect(visitor.page.get_by_role("heading", name=visitor.say("Your cart"))).to_be_visible()
    journey.to_the_last_step(visitor, errand)
    return visitor


def own_number():
    """A telephone for each test."""
    return f"+3538512345{next(numbers)}"


def ask_the_telephone(visitor, number):
    page = visitor.page
    page.locator("#method input[value=mtn_momo]").check()
    page.locator("#payer-mtn_momo").fill(number)
    journey.place_button(visitor).click()
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()


def the_prompt(tills, number):
    """The reference of the one request that waits on a telephone."""
    (request,) = tills.mtn.prompts(number.removeprefix("+"))
    return request.reference


def order_seen(visitor, installation):
    return order_of(installation, visitor.shop, order_id_in(visitor.page.url))


def follow(visitor, *words):
    """From the thanks to the page that follows the order, which says the same of its money."""
    for where in ("thanks", "tracking"):
        for text in words:
            expect(visitor.page.get_by_role("main")).to_contain_text(text)
        visitor.look(where)
        if where == "thanks":
            visitor.link("Follow this order").click()
            expect(visitor.page).to_have_url(re.compile("/shop/track/."))


def type_card(visitor, number):
    fields = visitor.page.frame_locator("#card-fields iframe")
    fields.get_by_label("Card number").fill(number)
    fields.get_by_label("Expiration date").fill("12 / 30")
    fields.get_by_label("Security code").fill("123")
    visitor.page.locator("#card-form button").click()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_mobile_money_is_confirmed_and_the_shop_hears_of_it_late(arrive, installation, farm, tills, size):
    visitor = at_the_last_step(arrive, farm, FARM, size)
    page, number = visitor.page, own_number()
    page.locator("#method input[value=mtn_momo]").check()
    expect(page.locator("#payer-mtn_momo")).to_have_value(FARM.phone)
    visitor.look("methods")
    visitor.expects(422)
    page.locator("#payer-mtn_momo").fill("12")
    journey.place_button(visitor).click()
    expect(page.locator("#payer-mtn_momo-says.error")).to_be_visible()
    expect(page.locator("#payer-mtn_momo")).to_have_value("12")
    visitor.look("wrong-number")

    ask_the_telephone(visitor, number)
    expect(page.get_by_role("main")).to_contain_text(re.compile(r"\+353 85 •+ ••" + number[-2:]))
    assert number not in page.content()
    expect(page.locator("[data-left]")).to_have_text(re.compile(r"About 1[45] minutes left"))
    visitor.look("prompt")
    for _ in range(100):
        tills.mtn.mischief.then("error_before", "status")  # nobody learns anything by asking
    tills.mtn.approve(the_prompt(tills, number))
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()
    tills.mtn.mischief.stop()
    assert [sent.status for sent in tills.mtn.deliver()] == [200]

    journey.expect_thanks(visitor)
    order = order_seen(visitor, installation)
    assert [(p.provider, p.status) for p in order.payments] == [("mtn_momo", "captured")]
    follow(visitor, "MTN MoMo", "Paid: €")


def test_no_prompt_came_then_another_number_then_the_answer(arrive, installation, farm, tills):
    visitor = at_the_last_step(arrive, farm, FARM)
    page, wrong, right = visitor.page, own_number(), own_number()
    ask_the_telephone(visitor, wrong)
    first = the_prompt(tills, wrong)

    visitor.link("I did not get a prompt").click()
    expect(page.locator("#help")).to_be_visible()
    visitor.look("help")
    visitor.button("Send a new prompt").dblclick(delay=5)
    expect(page.locator("#help")).to_be_hidden()
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()
    assert len(tills.mtn.prompts(wrong.removeprefix("+"))) == 2, "the one before, and one for both clicks"

    visitor.link("Change the number").click()
    visitor.expects(422)
    page.locator("#payer-mtn_momo").fill("nobody")
    visitor.button("Send the prompt to this number").click()
    expect(page.locator("#payer-mtn_momo-says.error")).to_be_visible()
    expect(page.locator("#payer-mtn_momo")).to_have_value("nobody")
    visitor.look("another-number")
    page.locator("#payer-mtn_momo").fill(right)
    visitor.button("Send the prompt to this number").click()
    expect(page.get_by_role("main")).to_contain_text("••" + right[-2:])
    tills.mtn.approve(the_prompt(tills, right))

    journey.expect_thanks(visitor)
    order = order_seen(visitor, installation)
    assert [p.status for p in order.payments] == ["cancelled", "cancelled", "captured"]
    assert tills.mtn.moved(first).captured == 0


def test_rejected_on_the_telephone_then_paid_by_card(arrive, installation, farm, tills):
    visitor = at_the_last_step(arrive, farm, FARM)
    page, number = visitor.page, own_number()
    ask_the_telephone(visitor, number)
    tills.mtn.decline(the_prompt(tills, number))
    expect(visitor.heading("The payment did not go through")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The payment was rejected on the telephone.")
    visitor.look("rejected")

    page.locator("#method input[value=stripe]").check()
    page.get_by_role("main").get_by_role("button").click()
    expect(visitor.heading("Pay by card")).to_be_visible()
    expect(page.frame_locator("#card-fields iframe").get_by_label("Card number")).to_be_visible()
    visitor.look("card")
    type_card(visitor, DECLINED)
    expect(page.locator("#card-error")).to_contain_text("Your card was declined.")
    visitor.look("card-declined")
    type_card(visitor, GOOD)

    journey.expect_thanks(visitor)
    order = order_seen(visitor, installation)
    assert [(p.provider, p.status) for p in order.payments] == [
        ("mtn_momo", "failed"),
        ("stripe", "authorized"),
    ]
    follow(visitor, "Bank card", "is held at most")


def test_what_it_weighs_is_taken_of_the_money_that_is_held(arrive, installation, farm, tills):
    visitor = at_the_last_step(arrive, farm, FARM, DESKTOP)
    page = visitor.page
    page.locator("#method input[value=stripe]").check()
    expect(page.locator("#method")).to_contain_text("is held; what it weighs is taken")
    journey.place_button(visitor).click()
    expect(visitor.heading("Pay by card")).to_be_visible()
    visitor.look("card")
    type_card(visitor, SECURE)
    page.get_by_role("button", name="Complete").click()
    journey.expect_thanks(visitor)
    order = order_seen(visitor, installation)
    held = order.payments[0]
    assert (held.status, held.amount_minor > order.total_minor) == ("authorized", True)

    services, staff = installation.services, Caller(farm.tenant, SYSTEM)
    (payment,) = services.work.perform(
        staff, lambda ctx: payment_queries.of_order(ctx, order_id_in(page.url))
    )
    taken = order.total_minor - 10
    asked = payments.CaptureAsked(amount_minor=taken, is_final=True, reason="weighed")
    payments.capture(services.work, staff, services.gateways, payment.id, asked)
    page.reload()
    follow(visitor, "Taken: €", "that was held")
    assert tills.stripe.moved(str(payment.id)).captured == taken


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_paypal_is_left_and_then_approved(arrive, installation, farm, size):
    visitor = at_the_last_step(arrive, farm, FARM, size)
    page = visitor.page
    journey.place(visitor, "paypal")
    page.get_by_role("button", name="Cancel").click()
    expect(visitor.heading("You came back without paying")).to_be_visible()
    visitor.look("left")
    visitor.link("Back to PayPal").click()
    page.get_by_role("button", name="Decline").click()
    expect(visitor.heading("The payment did not go through")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("The payment was declined.")
    visitor.look("declined")
    visitor.link("Back to PayPal").click()
    page.get_by_role("button", name="Approve").click()

    journey.expect_thanks(visitor)
    order = order_seen(visitor, installation)
    assert [(p.provider, p.status) for p in order.payments] == [("paypal", "captured")]
    follow(visitor, "PayPal", "Paid: €")


def test_paypal_is_left_for_cash(arrive, installation, farm):
    visitor = at_the_last_step(arrive, farm, FARM)
    journey.place(visitor, "paypal")
    visitor.page.get_by_role("button", name="Cancel").click()
    visitor.page.locator("#method input[value=cash_on_delivery]").check()
    visitor.page.get_by_role("main").get_by_role("button").click()

    journey.expect_thanks(visitor)
    order = order_seen(visitor, installation)
    assert [(p.provider, p.status) for p in order.payments] == [
        ("paypal", "cancelled"),
        ("cash_on_delivery", "pending"),
    ]
    follow(visitor, "Still to be paid")


def test_orange_money_on_its_own_page(arrive, installation, boutique, tills):
    visitor = at_the_last_step(arrive, boutique, BOUTIQUE)
    page = visitor.page
    journey.place(visitor, "orange_money")
    page.get_by_role("button", name="Cancel").click()
    expect(visitor.heading("You came back without paying")).to_be_visible()
    visitor.look("left")
    page.get_by_role("link", name="Orange Money").click()
    page.get_by_label("One-time code").fill("123456")
    page.get_by_role("button", name="Pay").click()

    journey.expect_thanks(visitor)
    order = order_seen(visitor, installation)
    assert [(p.provider, p.status) for p in order.payments] == [("orange_money", "captured")]
    follow(visitor, "Orange Money", "Payé")


def test_a_closed_browser_finds_its_payment_again(arrive, installation, farm, tills):
    visitor = at_the_last_step(arrive, farm, FARM)
    number = own_number()
    ask_the_telephone(visitor, number)
    waiting = visitor.page.url.partition("?")[0]
    visitor.page.close()

    visitor.page = visitor.open_tab()
    visitor.go("/cart")
    expect(visitor.page.get_by_role("main")).to_contain_text("waits for its payment")
    visitor.look("cart")
    visitor.link("Go on with the payment").click()
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()
    visitor.go("/checkout")
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()
    visitor.go(f"/shop/track/{waiting.rpartition('/')[2]}")
    expect(visitor.page.get_by_role("main")).to_contain_text("Waiting for your confirmation on the telephone")
    visitor.look("tracking")
    visitor.link("Go on with the payment").click()
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()

    tills.mtn.approve(the_prompt(tills, number))
    journey.expect_thanks(visitor)
    assert order_seen(visitor, installation).payment_status == "captured"


def test_mobile_money_without_javascript(arrive, installation, farm, tills):
    visitor = at_the_last_step(arrive, farm, FARM, java_script_enabled=False)
    page, number = visitor.page, own_number()
    ask_the_telephone(visitor, number)
    visitor.picture("prompt")
    visitor.link("I did not get a prompt").click()
    visitor.button("Send a new prompt").click()
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()
    for request in tills.mtn.prompts(number.removeprefix("+")):
        tills.mtn.decline(request.reference)
    expect(visitor.heading("The payment did not go through")).to_be_visible()
    visitor.picture("rejected")
    page.locator("#method input[value=stripe]").check()
    page.get_by_role("main").get_by_role("button").click()
    expect(page.get_by_role("main")).to_contain_text("Cards need JavaScript")
    visitor.picture("card")
    page.locator("#method input[value=mtn_momo]").check()
    page.locator("#payer-mtn_momo").fill(number)
    page.get_by_role("main").get_by_role("button").last.click()
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()
    tills.mtn.approve(the_prompt(tills, number))

    journey.expect_thanks(visitor)
    assert order_seen(visitor, installation).payment_status == "captured"


def test_the_pretend_telephone_of_the_sandbox(arrive, installation, boutique):
    visitor = at_the_last_step(arrive, boutique, BOUTIQUE)
    page = visitor.page
    page.locator("#method input[value=sandbox_mobile]").check()
    visitor.look("methods")
    journey.place_button(visitor).click()
    expect(visitor.heading("Confirm on your telephone")).to_be_visible()
    visitor.look("prompt")
    with visitor.context.expect_page() as opened:
        visitor.link("Go to the payment page").click()
    telephone = opened.value
    expect(telephone.get_by_role("heading", level=1)).to_contain_text("+221771234567")
    waiting, visitor.page = page, telephone
    visitor.look("telephone")
    telephone.get_by_role("button", name="Confirm", exact=True).click()
    expect(telephone.get_by_text("Nothing waits on this telephone")).to_be_visible()
    visitor.page = waiting

    journey.expect_thanks(visitor)
    follow(visitor, "Mobile money", "Payé")
