"""The simulated Stripe in a real browser: a card page of another origin shows its fields, and never sees the card."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, Request, expect
from tests.payments.providers.rig_stripe import StripeRig
from tests.simulators.server import Asked, Reply, Simulator, route

CARD_PAGE = """<!doctype html><title>Pay</title><div id="card"></div><button>Pay</button><p role="alert"></p>
<script src="{script}"></script>
<script>
  const stripe = Stripe("{key}");
  const elements = stripe.elements({ clientSecret: "{secret}" });
  elements.create("payment").mount(document.querySelector("#card"));
  document.querySelector("button").addEventListener("click", async () => {
    const { error } = await stripe.confirmPayment({ elements, confirmParams: { return_url: location.origin + "/done?o=1" } });
    document.querySelector("[role=alert]").textContent = error.message;
  });
</script>"""


class Shop(Simulator):
    """Any shop's card page."""

    html = ""

    @route("GET", "/pay", is_page=True)
    def pay(self, asked: Asked) -> Reply:
        return Reply(200, self.html)

    @route("GET", "/done", is_page=True)
    def done(self, asked: Asked) -> Reply:
        return Reply(200, f"<!doctype html><title>Done</title><h1>{asked.query['redirect_status']}</h1>")


class Till:
    def __init__(self, rig: StripeRig, shop: Shop, page: Page) -> None:
        self.rig, self.shop, self.page = rig, shop, page
        self.requests: list[Request] = []
        charge = rig.charge(2500)
        said = rig.provider.create(rig.account, charge)
        self.known = rig.known(charge, said.reference or "")
        shop.html = (
            CARD_PAGE.replace("{script}", said.browser["script"])
            .replace("{key}", said.browser["publishable_key"])
            .replace("{secret}", said.browser["client_secret"])
        )
        page.on("request", lambda request: self.requests.append(request))
        page.goto(shop.url + "/pay")

    def enter(self, card: str) -> None:
        frame = self.page.frame_locator("iframe")
        frame.get_by_label("Card number").fill(card)
        frame.get_by_label("Expiration date").fill("12 / 40")
        frame.get_by_label("Security code").fill("123")
        self.page.get_by_role("button", name="Pay").click()

    def status(self) -> str:
        return self.rig.provider.look_up(self.rig.account, self.known).status


@pytest.fixture
def till(chromium: Browser) -> Iterator[Till]:
    with StripeRig() as rig, Shop() as shop:
        page = chromium.new_page()
        yield Till(rig, shop, page)
        page.close()
        assert rig.simulator.failures + shop.failures == []


def test_a_card_is_paid_and_goes_to_stripe_only(till: Till) -> None:
    till.enter("4242 4242 4242 4242")
    expect(till.page.get_by_role("heading")).to_have_text("succeeded")
    assert till.page.url.startswith(till.shop.url + "/done?o=1&payment_intent=pi_")
    assert till.status() == "captured"
    seen = [r.url for r in till.requests if "4242" in (r.post_data or "").replace("+", "")]
    assert seen == [till.rig.simulator.url + "/fields"]


def test_a_declined_card_says_why_and_another_may_be_tried(till: Till) -> None:
    till.page.get_by_role("button", name="Pay").click()
    expect(till.page.get_by_role("alert")).to_have_text("Your card number is incomplete.")
    till.enter("4000000000000002")
    expect(till.page.get_by_role("alert")).to_have_text("Your card was declined.")
    assert till.status() == "failed"
    till.enter("4242424242424242")
    expect(till.page.get_by_role("heading")).to_have_text("succeeded")
    assert till.status() == "captured"


@pytest.mark.parametrize(
    ("answer", "told", "status"), [("Complete", "succeeded", "captured"), ("Fail", "failed", "failed")]
)
def test_the_bank_asks_the_buyer(till: Till, answer: str, told: str, status: str) -> None:
    till.enter("4000002500003155")
    expect(till.page.get_by_role("heading")).to_have_text("Is it you?")
    assert till.status() == "requires_action"
    till.page.get_by_role("button", name=answer).click()
    expect(till.page.get_by_role("heading")).to_have_text(told)
    assert till.status() == status
