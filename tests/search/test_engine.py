"""An external engine finds, PostgreSQL builds the cards; when the engine is down PostgreSQL finds as well."""

from pathlib import Path
from uuid import UUID

import pytest
from tests.catalog.crowd_data import Market
from tests.search.fake_engine import FakeEngine
from tests.search.searching import found, public_id, say

from duka.catalog.types import ListingQuery
from duka.kernel import ids
from duka.kernel.config import Config
from duka.kernel.context import SYSTEM
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.search import indexing
from duka.search.asking import Searches
from duka.search.providers import meilisearch, registry
from duka.search.providers.meilisearch import Meilisearch
from duka.search.providers.types import EngineDown

SHIRT = ListingQuery(text="shirt")


def uid(market: Market, slug: str) -> UUID:
    return ids.parse("prod", public_id(market, slug))


def caller(market: Market) -> Caller:
    return Caller(market.tenant, SYSTEM)


def test_what_the_engine_finds_is_shown_in_its_order_at_our_prices(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(meilisearch, "PATIENCE", 10.0)
    first, second, third = say(market, "shirt", "blue shirt", "dress")
    with FakeEngine("secret") as fake:
        engine = Meilisearch(fake.url, "secret")
        indexing.index_all(market.work, market.tenant, engine)
        (index,) = fake.documents
        assert index == f"duka_{market.tenant.hex}"
        assert fake.settings[index]["filterableAttributes"] == ["stores"]
        assert len(fake.documents[index]) == market.products
        given = Searches(market.work, engine).find(caller(market), market.store, SHIRT)
    assert given is not None
    assert set(given) == {str(uid(market, first)), str(uid(market, second))}
    assert set(found(market, "shirt", given=given)) == {first, second}
    assert found(market, "whatever", given=[str(uid(market, third)), str(uid(market, first))]) == [
        third,
        first,
    ]


def test_what_is_not_on_sale_is_not_shown_though_the_engine_finds_it(market: Market) -> None:
    first, second = say(market, "shirt", "shirt")
    given = [str(uid(market, first)), str(uid(market, second)), str(new_id())]
    market.change(
        "update products set status = 'archived' where tenant_id = %(tenant)s and slug = %(slug)s", slug=first
    )
    assert found(market, "shirt", given=given) == [second]


@pytest.mark.parametrize("wrong", [500, 401, "slow", "nonsense"])
def test_an_engine_that_fails_is_left_alone_for_a_while_and_postgresql_finds(
    market: Market, wrong: int | str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if wrong != "slow":
        monkeypatch.setattr(meilisearch, "PATIENCE", 10.0)
    (shirt,) = say(market, "shirt")
    now = [100.0]
    with FakeEngine() as fake:
        engine = Meilisearch(fake.url, clock=lambda: now[0])
        searches = Searches(market.work, engine)
        indexing.index_all(market.work, market.tenant, engine)
        fake.wrong = wrong
        before = len(fake.heard)
        for _ in range(3):
            given = searches.find(caller(market), market.store, SHIRT)
            assert given is None
            assert found(market, "shirt", given=given) == [shirt]
        heard = len(fake.heard) - before
        assert heard == (3 if wrong == "nonsense" else 1)
        fake.wrong = ""
        now[0] += 60
        assert searches.find(caller(market), market.store, SHIRT) == [str(uid(market, shirt))]


def test_nobody_is_asked_without_an_engine_or_a_text(market: Market) -> None:
    assert Searches(market.work).find(caller(market), market.store, SHIRT) is None
    with FakeEngine() as fake:
        searches = Searches(market.work, Meilisearch(fake.url))
        assert searches.find(caller(market), market.store, ListingQuery()) is None
        assert fake.heard == []


def test_an_engine_that_is_not_there_is_down(market: Market) -> None:
    with FakeEngine() as fake:
        url = fake.url
    with pytest.raises(EngineDown):
        Meilisearch(url).find(market.tenant, market.store, "shirt", "en", 10)


def test_a_changed_product_is_given_and_one_that_is_gone_is_taken(market: Market) -> None:
    (shirt,) = say(market, "shirt")
    product = uid(market, shirt)
    with FakeEngine() as fake:
        engine = Meilisearch(fake.url)
        indexing.index(market.work, market.tenant, engine, product)
        indexing.index(market.work, market.tenant, engine, product)
        held = fake.documents[f"duka_{market.tenant.hex}"]
        assert [(d["text"], d["stores"]) for d in held.values()] == [("shirt", [market.store.hex])]
        market.change("update store_products set is_visible = false where tenant_id = %(tenant)s")
        indexing.index(market.work, market.tenant, engine, product)
        assert held == {}
        indexing.index(market.work, market.tenant, None, product)


def test_a_change_is_told_by_a_job_where_there_is_an_engine(
    market: Market, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = new_id()
    delivery = Delivery(
        market.tenant,
        new_id(),
        "product.updated",
        1,
        product,
        {"changed": []},
        "system",
        "",
        market.work.clock(),
    )

    def waiting() -> int:
        with market.work.database.platform() as tx:
            return int(
                tx.value(
                    """select count(*) from procrastinate_jobs where task_name = 'search.index'
                          and args ->> 'product_id' = %(product)s""",
                    product=product.hex,
                )
            )

    monkeypatch.delenv("SEARCH_PROVIDER", raising=False)
    market.work.perform(caller(market), lambda ctx: indexing.follow(ctx, delivery))
    assert waiting() == 0
    monkeypatch.setenv("SEARCH_PROVIDER", "meilisearch")
    market.work.perform(caller(market), lambda ctx: indexing.follow(ctx, delivery))
    assert waiting() == 1


def test_the_environment_says_which_engine(tmp_path: Path) -> None:
    assert registry.build(Config(tmp_path)) is None
    made = registry.build(Config(tmp_path, search_provider="meilisearch", search_url="http://127.0.0.1:7700"))
    assert made is not None
    assert made.name == "meilisearch"
    for broken in (Config(tmp_path, search_provider="meilisearch"), Config(tmp_path, search_provider="solr")):
        with pytest.raises(SystemExit):
            registry.build(broken)
