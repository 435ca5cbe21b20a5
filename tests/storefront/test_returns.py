"""A buyer without JavaScript sends goods back from the tracking page: with a photo, in both languages; and what is refused."""

import re
from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.media.pictures import drawn, saved
from tests.storefront.test_shopping import form_of
from tests.storefront.wellformed import Page

from duka.checkout import staff_paying
from duka.orders import service as orders
from duka.orders.types import Order
from duka.payments import queries as payments
from duka.returns import queries, service
from duka.returns.types import ReturnApproval

Client = Any
ORIGIN = {"origin": "http://testserver.local"}


def delivered(bazaar: Bazaar, order: Order) -> Order:
    """And paid in cash at the door."""
    number = order_id(order)
    bazaar.staff(lambda ctx: orders.prepare(ctx, number))
    bazaar.staff(lambda ctx: orders.ship(ctx, number, "", ""))
    bazaar.staff(lambda ctx: orders.deliver(ctx, number))
    payment = bazaar.perform(lambda ctx: payments.latest(ctx, number))
    bazaar.staff(lambda ctx: staff_paying.mark_paid(ctx, payment.id, "cash"))
    return order


@pytest.fixture
def order(bazaar: Bazaar) -> Order:
    return delivered(bazaar, buy(bazaar, (bazaar.product(), 2)))


def ask(
    client: Client, root: str, order: Order, fields: dict[str, str], photo: bytes = b"", token: str = ""
) -> Any:
    at = f"{root}/orders/{order.id}/return/{token or order.tracking_token}"
    hidden = form_of(client.get(at).text, at)
    files = {"photos": ("IMG.png", photo, "image/png")}
    return client.post(at, data={**hidden, **fields}, files=files, headers=ORIGIN)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_from_the_tracking_page_to_a_return_with_a_photo(
    client: Client, bazaar: Bazaar, root: str, order: Order, lang: str
) -> None:
    client.headers["accept-language"] = lang
    tracking = client.get(f"{root}/shop/track/{order.tracking_token}").text
    at = f"{root}/orders/{order.id}/return/{order.tracking_token}"
    assert f'href="{at}"' in tracking
    page = Page(client.get(at).text)
    assert (page.mistakes, page.inline) == ([], [])
    fields = {f"quantity-{order.lines[0].id}": "1", "reason": "damaged", "note": "Torn", "outcome": "refund"}
    asked = ask(client, root, order, fields, saved(drawn(90, 70)))
    assert asked.status_code == 303, asked.text
    shown = client.get(asked.headers["location"])
    assert shown.status_code == 200
    assert f"R-{order.number}-1" in shown.text
    assert "/media/" in shown.text
    assert len(shown.content) < 60_000
    page = Page(shown.text)
    assert (page.mistakes, page.inline) == ([], [])
    (back,) = bazaar.perform(lambda ctx: queries.of_order(ctx, order_id(order)))
    assert (back.kind, len(back.photos), back.by_customer) == ("claim", 1, True)


def test_sent_and_given_up(client: Client, bazaar: Bazaar, root: str, order: Order) -> None:
    asked = ask(
        client,
        root,
        order,
        {f"quantity-{order.lines[0].id}": "1", "reason": "changed_mind", "outcome": "credit"},
    )
    status = asked.headers["location"]
    (back,) = bazaar.perform(lambda ctx: queries.of_order(ctx, order_id(order)))
    back_id = bazaar.value("select id from returns where tenant_id = %(tenant)s")
    assert back.outcome == "credit"
    bazaar.staff(lambda ctx: service.approve(ctx, back_id, ReturnApproval(message="Send it")))
    html = client.get(status).text
    slip = client.get(f"{status}/slip.pdf")
    assert slip.content.startswith(b"%PDF")
    form = form_of(html, f"{status}/send")
    sent = client.post(
        f"{status}/send", data={**form, "tracking_number": "1Z999AA10123456784"}, headers=ORIGIN
    )
    assert sent.status_code == 303, sent.text
    assert "1Z999AA10123456784" in client.get(status).text
    late = client.post(f"{status}/cancel", data=form, headers=ORIGIN)
    assert late.status_code == 409


def test_what_is_wrong_stands_beside_its_field(client: Client, root: str, order: Order) -> None:
    line = f"quantity-{order.lines[0].id}"
    nothing = ask(client, root, order, {"reason": "changed_mind"})
    assert nothing.status_code == 422
    many = ask(client, root, order, {line: "9", "reason": "changed_mind"})
    assert many.status_code == 422
    assert re.search(rf'id="{line}"[^>]*aria-invalid="true"', many.text)
    assert ask(client, root, order, {line: "1"}).status_code == 422
    no_photo = ask(client, root, order, {line: "1", "reason": "damaged"})
    assert no_photo.status_code == 422
    assert 'id="photos-says"' in no_photo.text
    no_picture = ask(client, root, order, {line: "1", "reason": "damaged"}, b"not a picture")
    assert no_picture.status_code in (415, 422)


def test_strangers_see_nothing(client: Client, root: str, order: Order) -> None:
    asked = ask(client, root, order, {f"quantity-{order.lines[0].id}": "1", "reason": "changed_mind"})
    status = asked.headers["location"]
    for path in (
        f"{root}/orders/{order.id}/return/guessed",
        status.replace(str(order.tracking_token), "guessed"),
    ):
        assert client.get(path).status_code == 404
    assert client.get(f"{root}/orders/{order.id}/return/mine").status_code == 404
    at = f"{root}/orders/{order.id}/return/{order.tracking_token}"
    assert client.post(at, data={"reason": "damaged"}, headers=ORIGIN).status_code == 403


def test_an_order_that_has_not_left_offers_no_return(client: Client, bazaar: Bazaar, root: str) -> None:
    order = buy(bazaar, (bazaar.product(), 1))
    assert "/return/" not in client.get(f"{root}/shop/track/{order.tracking_token}").text
    at = f"{root}/orders/{order.id}/return/{order.tracking_token}"
    assert client.get(at).status_code == 200
