"""Searching and narrowing in the shop, as browsers without JavaScript do; and what is counted of it."""

from typing import Any

from litestar.testing import TestClient
from tests.checkout.bazaar import Bazaar

from duka.storefront.resolver import StoreResolver

Client = TestClient[Any]


def counted(app: StoreResolver, bazaar: Bazaar) -> list[tuple[str, int, int, int]]:
    app.app.state.services.searches.counter.write()
    with bazaar.work.database.transaction(bazaar.tenant) as tx:
        rows = tx.all(
            "select text, searches, empty, clicked from search_counts where tenant_id = %(tenant)s order by text"
        )
    return [(row.text, row.searches, row.empty, row.clicked) for row in rows]


def test_a_misspelt_search_finds_and_is_counted(
    client: Client, bazaar: Bazaar, root: str, shop_app: StoreResolver
) -> None:
    bazaar.product(search_text="calabash bowl", slug="p1")
    page = client.get(f"{root}/search", params={"q": "Calabsh bowl"})
    assert f'href="{root}/p/p1"' in page.text
    client.get(f"{root}/search", params={"q": "zzqqxxw"})
    client.get(f"{root}/search", params={"q": "zzqqxxw", "page": "2"})
    opened = client.get(
        f"{root}/p/p1", headers={"referer": f"http://testserver.local{root}/search?q=calabsh+bowl"}
    )
    assert opened.status_code == 200
    assert counted(shop_app, bazaar) == [("calabsh bowl", 1, 0, 1), ("zzqqxxw", 1, 1, 0)]


def test_prices_are_narrowed_by_ticking(client: Client, bazaar: Bazaar, root: str) -> None:
    for number, price in enumerate((500, 1500, 2500, 3500, 9900)):
        bazaar.product(slug=f"p{number}", price=price)
    page = client.get(f"{root}/products").text
    assert 'name="f.price"' in page
    some = client.get(f"{root}/products", params={"f.price": "-999"}).text
    assert f'href="{root}/p/p0"' in some
    assert f'href="{root}/p/p4"' not in some
    assert 'name="f.price" value="-999" checked' in some
    assert client.get(f"{root}/products", params={"f.price": "x"}).status_code == 200


def test_hostile_searches_are_answered(client: Client, bazaar: Bazaar, root: str) -> None:
    bazaar.product(search_text="calabash", slug="p1")
    for text in (
        "\0",
        "\ud83d\udca9" * 300,
        "a " * 500,
        "%' or 1=1 --",
        "ﷺ" * 200,
        "'" * 200,
        "\u202e\u200b",
    ):
        for path in ("/search", "/search/suggest"):
            answer = client.get(f"{root}{path}", params={"q": text.encode("utf-8", "replace").decode()})
            assert answer.status_code == 200
