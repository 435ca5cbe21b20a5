"""The page of a payment link, without a browser: what it shows and hides, and paying by it."""

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from litestar.testing import TestClient
from tests.checkout import steps
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.storefront.test_paying_pages import NUMBER, offer
from tests.storefront.test_shopping import form_of, send
from tests.storefront.wellformed import Page

from duka.checkout import links
from duka.identity import throttling
from duka.kernel.config import Config
from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.orders import service as orders
from duka.orders.types import Order
from duka.payments.providers import registry
from duka.sandbox import gateway, telephone
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.storefront import pages

Client = Any


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    offer(bazaar, "sandbox_mobile")
    return steps.buy(bazaar, (bazaar.product(), 2), phone="+221771234567")


@pytest.fixture
def page(bazaar: Bazaar, order: Order, root: str) -> str:
    token = bazaar.staff(lambda ctx: links.create(ctx, steps.order_id(order)))
    return f"{root}/pay/{token}"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_it_shows_the_order_in_short_and_no_address(
    client: Client, order: Order, page: str, lang: str
) -> None:
    answer = client.get(page, headers={"accept-language": lang})
    assert answer.status_code == 200
    shown = Page(answer.text)
    assert (shown.mistakes, shown.inline) == ([], [])
    assert order.number in answer.text
    assert "Produit 1" in answer.text
    for secret in ("Awa Ndiaye", "Félix", "awa@example.com", "/shop/track/", "/account/"):
        assert secret not in answer.text
    assert "no-store" in answer.headers["cache-control"]
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert len(answer.content) < 60_000


def press(bazaar: Bazaar, act: str = "pay") -> None:
    prompts = gateway.at(bazaar.work, bazaar.tenant, lambda ctx: telephone.prompts(ctx, NUMBER))
    gateway.at(
        bazaar.work, bazaar.tenant, lambda ctx: telephone.answer(ctx, NUMBER, prompts[0].reference, act)
    )


def test_a_prompt_on_a_telephone_pays_it(client: Client, bazaar: Bazaar, page: str, clock: Clock) -> None:
    answer = send(client, page, page, method="sandbox_mobile", **{"payer-sandbox_mobile": "77 123 45 67"})
    assert (answer.status_code, answer.headers["location"]) == (303, page)
    waiting = client.get(page, headers={"accept-language": "en"}).text
    assert "Confirm on your telephone" in waiting
    assert f'data-wait="{page}/state"' in waiting
    waiting_ways = client.get(f"{page}?do=ways").text
    stale = form_of(waiting_ways, page)
    before = client.get(f"{page}/state").json()
    assert before["at"] == page
    press(bazaar)
    clock.now = clock() + timedelta(seconds=5)
    assert client.get(f"{page}/state").json() == {"at": page, "state": ""}
    thanks = client.get(page, headers={"accept-language": "en"})
    assert (thanks.status_code, "Thank you, it is paid." in thanks.text) == (200, True)
    assert Page(thanks.text).mistakes == []
    late = client.post(
        page, data={**stale, "method": "sandbox"}, headers={"origin": "http://testserver.local"}
    )
    assert "Nothing is due" in client.get(page, headers={"accept-language": "en"}).text
    assert late.status_code == 200
    assert (
        bazaar.value("select count(*) from payments where tenant_id = %(tenant)s and captured_minor > 0") == 1
    )


def test_a_page_of_the_provider_comes_back_here(client: Client, bazaar: Bazaar, page: str) -> None:
    answer = send(client, page, page, method="sandbox")
    away = answer.headers["location"]
    assert "/sandbox/" in away
    gateway.at(bazaar.work, bazaar.tenant, lambda ctx: gateway.decide(ctx, away.rsplit("/", 1)[1], "pay"))
    back = client.get(f"{page}/back")
    assert back.headers["location"].startswith(page)
    assert "Thank you" in client.get(page, headers={"accept-language": "en"}).text


def test_giving_up_there_takes_nothing(client: Client, page: str) -> None:
    send(client, page, page, method="sandbox")
    back = client.get(f"{page}/back?x=1")
    assert back.headers["location"] == f"{page}?left=1"
    left = client.get(back.headers["location"], headers={"accept-language": "en"})
    assert "You came back without paying" in left.text
    again = send(client, back.headers["location"], page, method="cash_on_delivery")
    assert again.headers["location"] == page
    assert "How do you want to pay?" in client.get(page, headers={"accept-language": "en"}).text


def test_what_is_missing_is_said_beside_the_field(client: Client, page: str) -> None:
    answer = send(client, page, page, method="sandbox_mobile", **{"payer-sandbox_mobile": "12"})
    assert answer.status_code == 422
    assert 'id="payer-sandbox_mobile-says"' in answer.text
    assert Page(answer.text).mistakes == []
    assert send(client, page, page, method="stripe").status_code == 422


def test_a_form_from_elsewhere_pays_nothing(client: Client, bazaar: Bazaar, page: str) -> None:
    fields = form_of(client.get(page).text, page)
    evil = {"origin": "https://evil.example"}
    assert client.post(page, data={**fields, "method": "sandbox"}, headers=evil).status_code == 403
    assert bazaar.value("select count(*) from payments where tenant_id = %(tenant)s") == 1


def test_links_that_open_nothing_say_why(client: Client, bazaar: Bazaar, order: Order, page: str) -> None:
    for address in (page[:-4] + "AAAA", page + "x" * 60):
        answer = client.get(address, headers={"accept-language": "en"})
        assert (answer.status_code, "This link does not exist." in answer.text) == (404, True)
        assert Page(answer.text).mistakes == []
    bazaar.staff(lambda ctx: orders.cancel(ctx, steps.order_id(order), "sold elsewhere"))
    for address in (page, f"{page}/card", f"{page}/back"):
        client.follow_redirects = True
        answer = client.get(address, headers={"accept-language": "en"})
        client.follow_redirects = False
        assert (answer.status_code, "This order was cancelled." in answer.text) == (410, True)
        assert order.number not in answer.text


def test_another_companys_store_knows_no_such_link(client: Client, work: Work, page: str) -> None:
    other = Bazaar(work).build()
    assert client.get(f"/s/t{other.tenant.hex}/main/pay/{page.rsplit('/', 1)[1]}").status_code == 404


def test_a_link_opens_no_other_page(client: Client, page: str, root: str) -> None:
    token = page.rsplit("/", 1)[1]
    assert client.get(f"{root}/shop/track/{token}").status_code == 404
    assert client.get(f"{root}/r/{token}").status_code == 404


@pytest.fixture
def guarded(work: Work, bazaar: Bazaar, config: Config) -> Iterator[Client]:
    """A shop that counts tries; those of this test are forgotten before and after."""
    tries = throttling.look_up("pay", "testclient")
    throttling.forgive(work, tries)
    searches = Searches(work, search_engines.build(config))
    gateways = registry.build(work, config)
    services = SimpleNamespace(work=work, config=config, gateways=gateways, searches=searches, landing=())
    app = pages.app_for_tests(services)
    with TestClient(app, base_url="http://testserver.local") as browser:
        browser.follow_redirects = False
        yield browser
    throttling.forgive(work, tries)


def test_guessing_gets_slower(guarded: Client, root: str) -> None:
    codes = [guarded.get(f"{root}/pay/{new_id().hex}").status_code for _ in range(34)]
    assert codes[:30] == [404] * 30
    assert codes[-1] == 429
