"""Paying pages without a browser: what is asked, whom it is asked of and how often, and what is told to nobody."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import msgspec
import pytest
from litestar.testing import TestClient
from tests.checkout.bazaar import Bazaar
from tests.conftest import Clock
from tests.simulators.stripe import StripeSimulator
from tests.storefront.test_shopping import fill_checkout, form_of, put_into_cart, send
from tests.storefront.wellformed import Page

from duka.kernel.config import Config
from duka.kernel.ids import new_id
from duka.kernel.work import Work
from duka.payments.providers import registry
from duka.payments.service import AccountInput, accounts
from duka.payments.types import Provider
from duka.sandbox import gateway, telephone
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.storefront import pages

Client = Any
NUMBER = "+221771234567"


@dataclass
class Heard:
    """A provider, and what it was asked."""

    inner: Provider
    asked: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.about = self.inner.about

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            self.asked.append(name)
            return getattr(self.inner, name)(*arguments, **named)

        return call


@dataclass
class Shop:
    client: Client
    bazaar: Bazaar
    root: str
    heard: Heard
    clock: Clock

    def order(self, method: str = "sandbox_mobile", **fields: str) -> Any:
        """A cart that is ordered; where its buyer is sent."""
        self.bazaar.product()
        put_into_cart(self.client, self.root)
        fill_checkout(self.client, self.root)
        return send(
            self.client, f"{self.root}/checkout", f"{self.root}/checkout/place", method=method, **fields
        )

    def waiting(self) -> str:
        """The page of a prompt on the telephone `NUMBER`."""
        answer = self.order(**{"payer-sandbox_mobile": "77 123 45 67"})
        assert answer.status_code == 303, answer.text
        return str(answer.headers["location"])

    def press(self, act: str) -> None:
        """The owner of the telephone answers what was asked last."""
        tenant, work = self.bazaar.tenant, self.bazaar.work
        prompts = gateway.at(work, tenant, lambda ctx: telephone.prompts(ctx, NUMBER))
        gateway.at(work, tenant, lambda ctx: telephone.answer(ctx, NUMBER, prompts[0].reference, act))

    def payments(self) -> list[tuple[str, str]]:
        rows = self.bazaar.perform(
            lambda ctx: ctx.db.all(
                "select provider, status from payments where tenant_id = %(tenant)s order by attempt"
            )
        )
        return [tuple(row) for row in rows]

    def prompts(self) -> int:
        return len(
            gateway.at(self.bazaar.work, self.bazaar.tenant, lambda ctx: telephone.prompts(ctx, NUMBER))
        )

    def later(self, seconds: int) -> None:
        self.clock.now = self.clock() + timedelta(seconds=seconds)

    def again(self, page: str, **fields: str) -> Any:
        return send(self.client, page, page.partition("?")[0].replace("/wait/", "/retry/"), **fields)


def offer(bazaar: Bazaar, *providers: str) -> None:
    for provider in providers:
        bazaar.perform(
            lambda ctx, provider=provider: ctx.db.run(
                """insert into payment_methods (tenant_id, id, store_id, provider, name)
                   values (%(tenant)s, %(id)s, %(store)s, %(code)s, %(code)s)""",
                id=new_id(),
                store=bazaar.store,
                code=provider,
            )
        )


@pytest.fixture
def shop(work: Work, clock: Clock, bazaar: Bazaar, config: Config, root: str) -> Iterator[Shop]:
    offer(bazaar, "sandbox_mobile")
    gateways = registry.build(work, config)
    heard = Heard(gateways["sandbox_mobile"])
    listened = gateways.replaced("sandbox_mobile", cast(Provider, heard))
    searches = Searches(work, search_engines.build(config))
    services = SimpleNamespace(work=work, config=config, gateways=listened, searches=searches, landing=())
    with TestClient(pages.app_for_tests(services), base_url="http://testserver.local") as client:
        client.follow_redirects = False
        client.headers["accept-language"] = "en"
        yield Shop(client, bazaar, root, heard, clock)


@pytest.mark.parametrize("typed", ["", "12", "nobody", "+999 1234567"])
def test_a_number_that_is_none_is_kept_and_explained_and_nothing_is_ordered(shop: Shop, typed: str) -> None:
    answer = shop.order(**{"payer-sandbox_mobile": typed})
    assert answer.status_code == 422
    assert f'value="{typed}"' in answer.text
    assert 'href="#payer-sandbox_mobile"' in answer.text
    assert 'id="payer-sandbox_mobile-says"' in answer.text
    assert Page(answer.text).mistakes == []
    assert shop.payments() == []


def test_the_contact_number_is_offered_and_another_way_needs_none(shop: Shop) -> None:
    shop.bazaar.product()
    put_into_cart(shop.client, shop.root)
    fill_checkout(shop.client, shop.root)
    page = shop.client.get(f"{shop.root}/checkout").text
    assert re.search(r'name="payer-sandbox_mobile"[^>]*value="\+221 ?77', page.replace("\n", ""))
    placed = send(
        shop.client, f"{shop.root}/checkout", f"{shop.root}/checkout/place", method="cash_on_delivery"
    )
    assert "/checkout/done/" in placed.headers["location"]


def test_the_prompt_names_the_number_by_its_ends(shop: Shop) -> None:
    page = shop.client.get(shop.waiting()).text
    assert "+221 77 ••• •• 67" in page
    assert "123 45" not in page
    assert Page(page).mistakes == []
    assert '<meta http-equiv="refresh" content="5;' in page
    assert shop.prompts() == 1


def test_polls_ask_the_provider_only_when_it_is_time(shop: Shop) -> None:
    shop.later(seconds=0)  # the clock stands still until we move it
    where = shop.waiting()
    shop.heard.asked.clear()
    first = shop.client.get(f"{where}/state").json()
    for _ in range(20):
        assert shop.client.get(f"{where}/state").json() == first
    assert shop.client.get(f"{where}?again=1").status_code == 200
    assert shop.heard.asked == []
    shop.later(seconds=3)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: shop.client.get(f"{where}/state"), range(8)))
    assert shop.heard.asked == ["confirm"], "one for all who wait"


def test_the_page_goes_on_when_it_was_confirmed_without_a_message(shop: Shop) -> None:
    where = shop.waiting()
    shop.press("never")
    shop.later(seconds=3)
    at = shop.client.get(f"{where}/state").json()["at"]
    assert "/checkout/done/" in at
    thanks = shop.client.get(at)
    assert "Paid: " in thanks.text
    assert shop.client.get(where).headers["location"] == at


def test_a_rejected_prompt_is_explained_and_tried_again(shop: Shop) -> None:
    where = shop.waiting()
    before = shop.client.get(f"{where}/state").json()
    shop.press("decline")
    shop.later(seconds=3)
    after = shop.client.get(f"{where}/state").json()
    assert (after["at"], after["state"] != before["state"]) == (before["at"], True)
    page = shop.client.get(where)
    assert "The payment was rejected on the telephone." in page.text
    french = shop.client.get(f"{where}?lang=fr")
    assert "Le paiement a été refusé sur le téléphone." in french.text
    fields = {"method": "sandbox_mobile", "payer-sandbox_mobile": NUMBER}
    assert shop.again(f"{where}?lang=en", **fields).status_code == 303
    assert shop.payments() == [("sandbox_mobile", "failed"), ("sandbox_mobile", "requires_action")]


def test_two_clicks_send_one_new_prompt(shop: Shop) -> None:
    where = shop.waiting()
    shop.later(seconds=1)
    action = where.replace("/wait/", "/retry/")
    fields = form_of(shop.client.get(f"{where}?do=help").text, action)
    headers = {"origin": "http://testserver.local"}
    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(lambda _: shop.client.post(action, data=fields, headers=headers), range(3)))
    assert {answer.headers["location"] for answer in answers} == {where}
    assert shop.payments() == [("sandbox_mobile", "cancelled"), ("sandbox_mobile", "requires_action")]
    assert shop.client.post(action, data=fields, headers=headers).headers["location"] == where
    assert len(shop.payments()) == 2


def test_another_number_is_asked_instead(shop: Shop) -> None:
    where = shop.waiting()
    wrong = shop.again(f"{where}?do=number", **{"payer-sandbox_mobile": "1"})
    assert (wrong.status_code, 'value="1"' in wrong.text) == (422, True)
    assert len(shop.payments()) == 1
    assert shop.again(f"{where}?do=number", **{"payer-sandbox_mobile": "70 765 43 21"}).status_code == 303
    assert "+221 70 ••• •• 21" in shop.client.get(where).text
    assert shop.prompts() == 0


def test_cash_instead_of_a_prompt(shop: Shop) -> None:
    where = shop.waiting()
    moved = shop.again(f"{where}?do=ways", method="cash_on_delivery")
    assert moved.status_code == 303
    assert "/checkout/done/" in shop.client.get(moved.headers["location"]).headers["location"]
    assert shop.payments() == [("sandbox_mobile", "cancelled"), ("cash_on_delivery", "pending")]


@pytest.mark.parametrize("method", ["paypal", "nonsense", "<b>"])
def test_a_way_that_is_not_offered_gives_nothing_up(shop: Shop, method: str) -> None:
    where = shop.waiting()
    assert shop.again(f"{where}?do=ways", method=method).status_code == 422
    assert shop.payments() == [("sandbox_mobile", "requires_action")]


def test_the_forms_are_ours_alone(shop: Shop) -> None:
    where = shop.waiting()
    action = where.replace("/wait/", "/retry/")
    fields = form_of(shop.client.get(f"{where}?do=help").text, action)
    assert shop.client.post(action, data={**fields, "csrf": "wrong"}).status_code == 403
    evil = {"origin": "https://evil.example"}
    assert shop.client.post(action, data=fields, headers=evil).status_code == 403
    assert shop.payments() == [("sandbox_mobile", "requires_action")]


def test_whoever_comes_back_finds_the_payment(shop: Shop) -> None:
    where = shop.waiting()
    token = where.rpartition("/")[2]
    cart = shop.client.get(f"{shop.root}/cart").text
    (onward,) = re.findall(r'href="([^"]*/checkout/wait/[^"]*)"', cart)
    assert shop.client.get(onward).status_code == 200
    assert "/checkout/wait/" in shop.client.get(f"{shop.root}/checkout").headers["location"]
    tracked = shop.client.get(f"{shop.root}/shop/track/{token}").text
    assert f'href="{where}"' in tracked
    assert "Waiting for your confirmation on the telephone" in tracked
    assert shop.client.get(where.replace("/wait/", "/done/")).headers["location"] == where


def test_the_address_to_come_back_to_is_short(shop: Shop) -> None:
    """Orange Money takes 120 letters."""
    shop.waiting()
    back = shop.bazaar.value("select return_url from payments where tenant_id = %(tenant)s")
    path = back.removeprefix(f"http://testserver.local{shop.root}")
    assert re.fullmatch(r"/r/[\w-]{43}", path)
    assert shop.client.get(back).headers["location"].endswith("?again=1")
    left = shop.client.get(shop.client.get(f"{back}/x").headers["location"])
    assert "You came back without paying" in left.text
    assert shop.payments() == [("sandbox_mobile", "requires_action")]
    for wrong in ("x", "a" * 43, "a" * 65, "ü" * 30):
        assert shop.client.get(f"{shop.root}/r/{wrong}").status_code == 404


def test_a_card_is_typed_at_the_provider_and_its_secret_is_kept_by_nobody(
    work: Work, clock: Clock, bazaar: Bazaar, config: Config, root: str, caplog: pytest.LogCaptureFixture
) -> None:
    offer(bazaar, "stripe")
    with StripeSimulator() as stripe:
        config = msgspec.structs.replace(config, provider_urls=(("stripe", stripe.url),))
        gateways = registry.build(work, config)
        keys = {"secret_key": stripe.secret_key, "publishable_key": stripe.publishable_key}
        bazaar.perform(
            lambda ctx: accounts.save(ctx, gateways, bazaar.store, "stripe", AccountInput(values=keys))
        )
        searches = Searches(work, search_engines.build(config))
        services = SimpleNamespace(work=work, config=config, gateways=gateways, searches=searches, landing=())
        with TestClient(pages.app_for_tests(services), base_url="http://testserver.local") as client:
            client.follow_redirects = False
            shop = Shop(client, bazaar, root, Heard(gateways["stripe"]), clock)
            placed = shop.order("stripe")
            at = placed.headers["location"]
            assert "/checkout/card/" in at
            page = client.get(at)
            (intent,) = stripe.intents.values()
            assert f'data-secret="{intent["client_secret"]}"' in page.text
            assert f'src="{stripe.url}/v3/"' in page.text
            assert page.headers["cache-control"] == "private, no-store"
            policy = page.headers["content-security-policy"]
            for rule in ("script-src 'self' ", "connect-src 'self' ", "frame-src "):
                assert f"{rule}{stripe.url}" in policy
            assert "unsafe" not in policy
            other = client.get(at.replace("/card/", "/wait/"))
            assert intent["client_secret"] not in other.text
            assert stripe.url not in other.headers["content-security-policy"]

            stripe.pay(intent["id"])
            assert client.get(at).headers["location"].startswith(at.replace("/card/", "/wait/"))
            assert "/checkout/done/" in client.get(at.replace("/card/", "/wait/")).headers["location"]
        assert intent["client_secret"] not in caplog.text
        assert intent["client_secret"] not in str(dump(bazaar))


def dump(bazaar: Bazaar) -> list[Any]:
    """All that is kept of payments."""
    return [
        row
        for table in ("payments", "payment_messages", "events")
        for row in bazaar.perform(
            lambda ctx, table=table: ctx.db.all(
                f"select to_jsonb(t)::text from {table} t where t.tenant_id = %(tenant)s"
            )
        )
    ]
