"""The page of an order that staff composed, without a browser: shown as composed, completed, ordered and paid."""

from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.draft_orders.drafting import TENTH, build, change, draft_id, issue, line, look
from tests.storefront.test_paying_pages import NUMBER, offer
from tests.storefront.test_shopping import ADDRESS, form_of, send
from tests.storefront.wellformed import Page

from duka.checkout import service as checkout
from duka.draft_orders import service
from duka.draft_orders.types import Draft
from duka.kernel import ids
from duka.sandbox import gateway, telephone

Client = Any


@pytest.fixture
def draft(bazaar: Bazaar) -> Draft:
    offer(bazaar, "sandbox_mobile")
    return build(bazaar, line(bazaar.product(5000), 2, 4500), discount=TENTH, note="For Saturday")


@pytest.fixture
def page(bazaar: Bazaar, draft: Draft, root: str) -> str:
    return f"{root}/draft/{issue(bazaar, draft)}"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_it_shows_exactly_what_was_composed(client: Client, page: str, lang: str) -> None:
    answer = client.get(page, headers={"accept-language": lang})
    shown = Page(answer.text)
    assert (answer.status_code, shown.mistakes, shown.inline) == (200, [], [])
    for words in ("Produit 1", "For Saturday", "12 rue F"):
        assert words in answer.text
    assert 'name="expected_total" value="9600"' in answer.text
    assert 'name="line1"' not in answer.text
    assert len(answer.content) < 60_000


def test_it_is_ordered_and_paid_on_a_telephone(
    client: Client, bazaar: Bazaar, draft: Draft, page: str
) -> None:
    typed = {"method": "sandbox_mobile", "payer-sandbox_mobile": "77 123 45 67"}
    fields = {**form_of(client.get(page).text, page), **typed}
    ours = {"origin": "http://testserver.local"}
    answer = client.post(page, data=fields, headers=ours)
    assert "/checkout/wait/ord_" in answer.headers["location"]
    waiting = client.get(answer.headers["location"], headers={"accept-language": "en"})
    assert "Confirm on your telephone" in waiting.text
    assert client.get(page).headers["location"] == answer.headers["location"]
    again = client.post(page, data=fields, headers=ours)
    assert again.headers["location"] == answer.headers["location"]
    prompts = gateway.at(bazaar.work, bazaar.tenant, lambda ctx: telephone.prompts(ctx, NUMBER))
    assert len(prompts) == 1
    gateway.at(
        bazaar.work, bazaar.tenant, lambda ctx: telephone.answer(ctx, NUMBER, prompts[0].reference, "pay")
    )
    thanks = client.get(client.get(answer.headers["location"] + "?do=").headers["location"])
    assert thanks.status_code == 200
    assert look(bazaar, draft).state == "ordered"
    assert (
        bazaar.value("select count(*) from orders where tenant_id = %(tenant)s and placed_at is not null")
        == 1
    )


def test_what_is_missing_is_asked_for(client: Client, bazaar: Bazaar, root: str) -> None:
    bare = build(bazaar, line(bazaar.product()), email="", shipping_address=None)
    page = f"{root}/draft/{issue(bazaar, bare)}"
    for name in ("email", "phone", "line1", "city", "instructions"):
        assert f'name="{name}"' in client.get(page).text
    wrong = send(client, page, page, method="cash_on_delivery", country="SN", name="Awa")
    assert wrong.status_code == 422
    assert Page(wrong.text).mistakes == []
    assert 'value="Awa"' in wrong.text
    asked = send(client, page, page, reshape="1", country="FR")
    assert (asked.status_code, 'name="postal_code"' in asked.text) == (200, True)
    done = send(
        client, page, page, method="cash_on_delivery", email="awa@example.com", phone="+221771234567", **ADDRESS
    )  # fmt: skip
    assert "/checkout/done/" in done.headers["location"]
    assert client.get(done.headers["location"]).status_code == 200
    order = bazaar.row(
        "select email, phone, shipping_address ->> 'city' as city from orders where tenant_id = %(tenant)s"
    )
    assert tuple(order) == ("awa@example.com", "+221771234567", "Dakar")


def test_a_changed_total_is_shown_first(client: Client, bazaar: Bazaar, draft: Draft, page: str) -> None:
    fields = form_of(client.get(page).text, page)
    change(bazaar, look(bazaar, draft), discount=None)
    answer = client.post(
        page, data={**fields, "method": "cash_on_delivery"}, headers={"origin": "http://testserver.local"},
    )  # fmt: skip
    assert (answer.status_code, "The total has changed" in answer.text or "Le total" in answer.text) == (
        409,
        True,
    )
    assert 'name="expected_total" value="10500"' in answer.text
    assert bazaar.value("select count(*) from orders where tenant_id = %(tenant)s") == 0


def test_an_offer_that_was_not_paid_is_there_again(client: Client, bazaar: Bazaar, page: str) -> None:
    send(client, page, page, method="sandbox")
    order = bazaar.value("select id from orders where tenant_id = %(tenant)s")
    bazaar.perform(lambda ctx: checkout.give_up(ctx, order, "not paid in time"))
    assert client.get(page).status_code == 200
    assert ids.public("ord", order) not in client.get(page).text


def test_links_that_are_over_say_so(client: Client, bazaar: Bazaar, draft: Draft, page: str) -> None:
    bazaar.staff(lambda ctx: service.cancel(ctx, draft_id(draft)))
    assert client.get(page).status_code == 404
    other = build(bazaar, line(bazaar.product()))
    later = f"{page.rsplit('/', 1)[0]}/{issue(bazaar, other)}"
    bazaar.perform(
        lambda ctx: ctx.db.run(
            "update draft_orders set link_expires_at = now() - interval '1 minute' where tenant_id = %(tenant)s"
        )
    )
    answer = client.get(later, headers={"accept-language": "en"})
    assert (answer.status_code, "This offer is not valid any more." in answer.text) == (410, True)
    assert Page(answer.text).mistakes == []


def test_a_form_from_elsewhere_orders_nothing(client: Client, bazaar: Bazaar, page: str) -> None:
    fields = form_of(client.get(page).text, page)
    evil = {"origin": "https://evil.example"}
    assert client.post(page, data={**fields, "method": "sandbox"}, headers=evil).status_code == 403
    assert bazaar.value("select count(*) from orders where tenant_id = %(tenant)s") == 0
