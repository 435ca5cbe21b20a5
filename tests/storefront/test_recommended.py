"""What a shop recommends, to a browser without JavaScript: shown, followed, put into the cart, sold."""

import re
from typing import Any
from uuid import UUID

import pytest
from tests import outbox
from tests.checkout.bazaar import Bazaar
from tests.recommendations.ground import computed, ordered, product_of
from tests.storefront.test_shopping import fill_checkout, form_of, put_into_cart, send
from tests.storefront.wellformed import Page

from duka.kernel import relay
from duka.recommendations import report
from duka.recommendations.types import KindReport
from duka.storefront import recommended
from duka.storefront.resolver import StoreResolver
from duka.wiring import LISTENERS

Client = Any
ORIGIN = {"origin": "http://testserver.local"}


@pytest.fixture
def goods(bazaar: Bazaar) -> list[UUID]:
    """Four products; the first was often bought with the second."""
    outbox.empty(bazaar.work)
    variants = [bazaar.product() for _ in range(4)]
    ordered(bazaar, [[variants[0], variants[1]]] * 4 + [[variants[3]]] * 6)
    computed(bazaar)
    return [product_of(bazaar, one) for one in variants]


def report_of(shop_app: StoreResolver, bazaar: Bazaar, kind: str = "together") -> KindReport:
    recommended.write_counts(shop_app.app)
    return next(k for k in bazaar.staff(lambda ctx: report.by_kind(ctx)).kinds if k.kind == kind)


def block(html: str, id: str) -> str:
    found = re.search(
        rf'<section class="section mix[ a-z]*" aria-labelledby="{id}".*?</section>', html, re.DOTALL
    )
    return found[0] if found else ""


@pytest.mark.parametrize(
    ("lang", "title", "more"),
    [
        ("en", "Bought together", "You may also like"),
        ("fr", "Achetés ensemble", "Vous aimerez aussi"),
    ],
)
def test_a_product_shows_what_goes_with_it(
    client: Client, bazaar: Bazaar, root: str, goods: list[UUID], lang: str, title: str, more: str
) -> None:
    answer = client.get(f"{root}/p/p1", headers={"accept-language": lang})
    page = Page(answer.text)
    assert (page.mistakes, page.inline) == ([], [])
    beside, below = block(answer.text, "with"), block(answer.text, "like")
    assert (title in beside, more in below) == (True, True)
    mark = f"together-{goods[0].hex}"
    assert f'href="{root}/p/p2?rec={mark}"' in beside
    assert f'data-seen="{mark}.{goods[1].hex}"' in beside
    assert form_of(beside, f"{root}/cart/add")["rec"] == mark
    assert "5" in beside
    assert "/p/p1?" not in beside + below
    assert "/p/p2?" not in below


def test_from_being_seen_to_being_sold(
    client: Client, shop_app: StoreResolver, bazaar: Bazaar, root: str, goods: list[UUID]
) -> None:
    seen = re.search(r'data-seen="([^"]+)"', block(client.get(f"{root}/p/p1").text, "with"))
    assert seen
    told = client.post(f"{root}/seen", data={"seen": seen[1]})
    assert (told.status_code, told.content) == (204, b"")

    mark = f"together-{goods[0].hex}"
    page = client.get(f"{root}/p/p2?rec={mark}")
    assert form_of(page.text, f"{root}/cart/add")["rec"] == mark
    answer = send(client, f"{root}/p/p2?rec={mark}&variant=x", f"{root}/cart/add", quantity="1")
    assert answer.status_code == 303
    found = report_of(shop_app, bazaar)
    assert (found.shown, found.clicks, found.added, found.sold) == (1, 1, 1, [])

    fill_checkout(client, root)
    html = client.get(f"{root}/checkout").text
    method = re.search(r'name="method" value="(cash_on_delivery)"', html)
    fields = {"method": method[1]} if method else {}
    placed = send(client, f"{root}/checkout", f"{root}/checkout/place", **fields)
    assert placed.status_code == 303, placed.text
    while relay.deliver_batch(bazaar.work, LISTENERS):
        pass
    sold = report_of(shop_app, bazaar).sold
    assert [(s.currency, s.orders, s.lines, s.sales_minor) for s in sold] == [("XOF", 1, 1, 5000)]


def test_the_cart_shows_what_goes_with_it_and_adds_it(
    client: Client, shop_app: StoreResolver, bazaar: Bazaar, root: str, goods: list[UUID]
) -> None:
    put_into_cart(client, root)
    beside = block(client.get(f"{root}/cart").text, "more")
    assert "/p/p2?rec=together-" in beside
    answer = client.post(f"{root}/cart/add", data=form_of(beside, f"{root}/cart/add"), headers=ORIGIN)
    assert answer.status_code == 303
    after = client.get(f"{root}/cart").text
    assert "/p/p2?rec=" not in after
    assert f'{root}/p/p2"' in after
    assert report_of(shop_app, bazaar).added == 1
    # nor is it recommended beside what it goes with
    assert "/p/p2?rec=" not in client.get(f"{root}/p/p1").text


def test_an_empty_cart_recommends_nothing(
    client: Client, shop_app: StoreResolver, bazaar: Bazaar, root: str, goods: list[UUID]
) -> None:
    assert "rec=" not in client.get(f"{root}/cart").text


def test_robots_and_nonsense_are_not_counted(
    client: Client, shop_app: StoreResolver, bazaar: Bazaar, root: str, goods: list[UUID]
) -> None:
    mark = f"together-{goods[0].hex}"
    client.get(f"{root}/p/p2?rec={mark}", headers={"user-agent": "Mozilla/5.0 (compatible; Examplebot/2.1)"})
    for text in (
        "",
        "x",
        f"{mark}.",
        f"{mark}.zz",
        f"others-{goods[0].hex}.{goods[1].hex}",
        f"{mark}.{'0' * 32}",
    ):
        assert client.post(f"{root}/seen", data={"seen": text}).status_code == 204
    for text in ("x", "together-", f"together-{'0' * 32}", "<script>"):
        page = client.get(f"{root}/p/p2", params={"rec": text})
        assert page.status_code == 200
        assert "<script>" not in page.text.replace("<script>alert", "")
    found = report_of(shop_app, bazaar)
    assert (found.shown, found.clicks, found.added) == (0, 0, 0)


def test_a_form_with_a_foreign_mark_still_fills_the_cart(
    client: Client, shop_app: StoreResolver, bazaar: Bazaar, root: str, goods: list[UUID]
) -> None:
    other = Bazaar(bazaar.work).build()
    theirs = product_of(other, other.product())
    answer = send(client, f"{root}/p/p1", f"{root}/cart/add", quantity="1", rec=f"best-{theirs.hex}")
    assert answer.status_code == 303
    assert report_of(shop_app, bazaar, "best").added == 0
