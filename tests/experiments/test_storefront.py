"""Experiments on the pages of a store, as a browser meets them."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import msgspec
import pytest
from litestar import get
from litestar.testing import TestClient
from tests.checkout.bazaar import Bazaar

from duka.edge import Edge
from duka.experiments import assigning, queries, service
from duka.experiments.inputs import ExperimentInput, ExperimentVariantInput
from duka.experiments.types import ExperimentShown
from duka.kernel import ids
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.work import Work
from duka.media.providers.local import LocalStorage
from duka.payments.providers import registry
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.storefront import experimenting, pages

A, B = "Livraison offerte dès 50 000", "Deux jours seulement"


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


@get("/broken", permission="public", sync_to_thread=False)
def broken() -> None:
    raise RuntimeError("broken on purpose")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(data=tmp_path, base_url="http://testserver.local", secret="x" * 32, cache_seconds=0)


@pytest.fixture
def services(work: Work, config: Config) -> SimpleNamespace:
    storage = LocalStorage(config.data / "media", config)
    return SimpleNamespace(
        work=work,
        config=config,
        gateways=registry.build(work, config),
        storage=storage,
        searches=Searches(work, search_engines.build(config)),
        landing=(),
    )


def opened(app: Any) -> TestClient[Any]:
    browser = TestClient(app, base_url="http://testserver.local", raise_server_exceptions=False)
    browser.follow_redirects = False
    return browser


@pytest.fixture
def client(services: SimpleNamespace) -> Iterator[TestClient[Any]]:
    with opened(pages.app_for_tests(services, broken)) as browser:
        yield browser


@pytest.fixture
def root(bazaar: Bazaar) -> str:
    return f"/s/t{bazaar.tenant.hex}/main"


def begin(bazaar: Bazaar, **fields: Any) -> UUID:
    new = ExperimentInput(
        **{
            "name": "Words on top",
            "store_id": ids.public("store", bazaar.store),
            "kind": "banner",
            "measure": "added",
            "variants": [
                ExperimentVariantInput(name="A", share=100),
                ExperimentVariantInput(name="B", share=4950, shown=ExperimentShown(announcement={"fr": A})),
                ExperimentVariantInput(name="C", share=4950, shown=ExperimentShown(announcement={"fr": B})),
            ],
            **fields,
        }
    )

    def act(ctx: Context) -> UUID:
        made = service.create(ctx, new)
        service.start(ctx, made)
        return made

    made: UUID = bazaar.staff(act)
    return made


def dot(page: str) -> str | None:
    """The picture of a page."""
    found = re.search(r'<img src="([^"]*/seen\.gif[^"]*)"', page)
    return found[1].replace("&amp;", "&") if found else None


def counted(bazaar: Bazaar) -> int:
    return int(bazaar.value("select count(*) from experiment_visitors where tenant_id = %(tenant)s"))


def test_without_an_experiment_nobody_is_marked(client: TestClient[Any], bazaar: Bazaar, root: str) -> None:
    answer = client.get(root + "/")
    assert experimenting.COOKIE not in answer.cookies
    assert dot(answer.text) is None


def test_a_visitor_sees_the_same_words_everywhere_and_counts_once(
    client: TestClient[Any], bazaar: Bazaar, root: str
) -> None:
    begin(bazaar)
    bazaar.product(5000)
    first = client.get(root + "/")
    assert re.fullmatch(r"[0-9a-f]{32}", first.cookies[experimenting.COOKIE])
    words = [text for text in (A, B) if text in first.text]
    assert counted(bazaar) == 0  # the page itself counts nobody
    for path in ("/", "/products", "/p/p1", "/cart"):
        page = client.get(root + path)
        assert [text for text in (A, B) if text in page.text] == words
        assert experimenting.COOKIE not in page.cookies
        told = client.get(str(dot(page.text)))
        assert (told.status_code, told.headers["content-type"], told.content) == (
            200,
            "image/gif",
            experimenting.DOT,
        )
    assert counted(bazaar) == 1


def test_whoever_keeps_no_cookies_is_not_counted(client: TestClient[Any], bazaar: Bazaar, root: str) -> None:
    begin(bazaar)
    for _ in range(3):
        picture = dot(client.get(root + "/").text)
        client.cookies.clear()
        client.get(str(picture))
        client.cookies.clear()
    robot = {"user-agent": "Mozilla/5.0 (compatible; SomeBot/2.1)"}
    picture = dot(client.get(root + "/", headers=robot).text)
    client.get(str(picture), headers=robot)
    assert counted(bazaar) == 0


def test_whoever_asks_not_to_be_followed_is_left_alone(
    client: TestClient[Any], bazaar: Bazaar, root: str
) -> None:
    begin(bazaar)
    page = client.get(root + "/", headers={"sec-gpc": "1"})
    assert experimenting.COOKIE not in page.cookies
    assert dot(page.text) is None
    assert A not in page.text and B not in page.text


def test_nobody_is_shown_anothers_kept_page(services: SimpleNamespace, bazaar: Bazaar, root: str) -> None:
    """The edge keeps pages for a minute here; visitors of all variants ask one after the other, twice."""
    begin(bazaar)
    bazaar.product(5000)
    config = msgspec.structs.replace(services.config, page_cache_seconds=60.0)
    with opened(Edge(pages.app_for_tests(services), config)) as browser:
        found: dict[str, str] = {}
        for round in range(2):
            for number in range(24):
                key = f"{number:032x}"
                browser.cookies.clear()
                browser.cookies.set(experimenting.COOKIE, key)
                page = browser.get(root + "/products").text
                words = next((text for text in (A, B) if text in page), "")
                assert round == 0 or found[key] == words
                found[key] = words
        assert {A, B} <= set(found.values())
        browser.cookies.clear()
        first, second = browser.get(root + "/products"), None
        browser.cookies.clear()
        second = browser.get(root + "/products")
        assert first.cookies[experimenting.COOKIE] != second.cookies[experimenting.COOKIE]


def test_putting_something_into_the_cart_counts(client: TestClient[Any], bazaar: Bazaar, root: str) -> None:
    begin(bazaar)
    bazaar.product(5000)
    client.get(str(dot(client.get(root + "/").text)))
    page = client.get(root + "/p/p1").text
    token = re.search(r'name="csrf" value="([^"]+)"', page)
    variant = re.search(r'name="variant" value="([^"]+)"', page)
    form = {"csrf": token[1] if token else "", "product": "p1", "quantity": "1"}
    form |= {"variant": variant[1]} if variant else {}
    added = client.post(root + "/cart/add", data=form, headers={"origin": "http://testserver.local"})
    assert added.status_code == 303, added.text
    client.get(str(dot(client.get(root + "/cart").text)))
    row = bazaar.row("select added_at from experiment_visitors where tenant_id = %(tenant)s")
    assert row.added_at is not None
    assert bazaar.value("select count(*) from experiment_carts where tenant_id = %(tenant)s") == 1


def key_of(bazaar: Bazaar, position: int) -> str:
    """The cookie of a visitor who is given this variant."""
    running, now = bazaar.shop(lambda ctx: queries.running(ctx, bazaar.store)), datetime.now(UTC)
    wanted = running[0].variants[position][0]
    keys = (f"{number:032x}" for number in range(100_000))
    return next(key for key in keys if assigning.given(running, key, now)[0].variant_id == wanted)


def test_a_ranking_sorts_what_nobody_sorted(client: TestClient[Any], bazaar: Bazaar, root: str) -> None:
    variants = [
        ExperimentVariantInput(name="A", share=100),
        ExperimentVariantInput(name="B", share=9900, shown=ExperimentShown(sort="price")),
    ]
    for price in (300, 100, 200):
        bazaar.product(price)
    begin(bazaar, kind="ranking", variants=variants)

    def order(query: str = "") -> list[str]:
        return re.findall(r'<h3><a href="[^"]*/p/(p\d)', client.get(f"{root}/products{query}").text)

    client.cookies.set(experimenting.COOKIE, key_of(bazaar, 1))
    assert order() == ["p2", "p3", "p1"]
    assert order("?sort=price_desc") == ["p1", "p3", "p2"]


def test_prices_follow_the_variant(client: TestClient[Any], bazaar: Bazaar, root: str) -> None:
    """A price list of the variant is seen by its visitors alone, in the listing, on the product's page and in the cart."""
    list_id = ids.new_id()
    bazaar.product(5000)

    def write(ctx: Context) -> None:
        ctx.db.run(
            """insert into price_lists (tenant_id, id, name, currency, percent_ppm, created_at, updated_at)
               values (%(tenant)s, %(id)s, 'Less', 'XOF', -200000, %(now)s, %(now)s)""",
            id=list_id,
            now=ctx.now,
        )

    bazaar.perform(write)
    cheaper = ExperimentVariantInput(name="B", share=5000, price_list_ids=[ids.public("plist", list_id)])
    begin(
        bazaar,
        kind="price",
        measure="revenue",
        variants=[ExperimentVariantInput(name="A", share=5000), cheaper],
    )
    seen = set()
    for number in range(24):
        client.cookies.clear()
        client.cookies.set(experimenting.COOKIE, f"{number:032x}")
        page = re.sub(r"\s", " ", client.get(root + "/p/p1").text)
        listing = re.sub(r"\s", " ", client.get(root + "/products").text)
        is_cheap = "4 000" in page
        assert ("4 000" in listing) == is_cheap
        assert ("5 000" in listing) != is_cheap or "4 000" in listing
        seen.add(is_cheap)
    assert seen == {True, False}


def test_a_page_that_fails_counts_for_its_visitor(client: TestClient[Any], bazaar: Bazaar, root: str) -> None:
    begin(bazaar)
    client.get(str(dot(client.get(root + "/").text)))
    assert client.get(root + "/broken").status_code == 500
    row = bazaar.row("select errors from experiment_visitors where tenant_id = %(tenant)s")
    assert row.errors == 1
