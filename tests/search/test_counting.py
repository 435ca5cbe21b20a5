"""What was searched is counted off the way of shoppers, without saying who searched, and reported."""

from datetime import timedelta

import pytest
from tests.catalog.crowd_data import NOW, Market, open_market
from tests.search.searching import owner, suggested

from duka.catalog.types import ListingQuery
from duka.kernel.errors import Forbidden
from duka.kernel.work import Work
from duka.search import counting, report, service
from duka.search.asking import Searches
from duka.search.inputs import SynonymsInput
from duka.search.sections import SEARCH
from duka.search.types import SearchReport
from duka.settings import service as settings


def counted(market: Market, *searches: tuple[str, int]) -> Searches:
    asked = Searches(market.work)
    for text, products in searches:
        asked.heard(market.tenant, market.store, ListingQuery(text=text), products)
    asked.counter.write()
    return asked


def reported(
    market: Market, *, in_vain: bool = False, cursor: str | None = None, limit: int = 50
) -> SearchReport:
    return owner(market, lambda ctx: report.report(ctx, in_vain=in_vain, cursor=cursor, limit=limit))


def test_searches_are_counted_by_their_folded_text(market: Market) -> None:
    counted(market, ("Théière", 3), ("theiere!", 4), ("sofa", 0), ("sofa", 0), ("sofa", 0))
    found = reported(market)
    assert [(s.text, s.searches, s.empty, s.products) for s in found.items] == [
        ("sofa", 3, 3, 0),
        ("theiere", 2, 0, 4),
    ]
    assert (found.searches, found.empty, found.texts, found.clicked) == (5, 3, 2, 0)
    assert [s.text for s in reported(market, in_vain=True).items] == ["sofa"]
    owner(market, lambda ctx: service.create_synonyms(ctx, SynonymsInput(["sofa", "couch"])))
    assert reported(market).items[0].has_synonyms


def test_counting_twice_adds_up(market: Market) -> None:
    asked = counted(market, ("sofa", 0))
    asked.counter.write()
    counted(market, ("sofa", 2))
    assert [(s.searches, s.empty, s.products) for s in reported(market).items] == [(2, 1, 2)]


def test_a_product_that_is_opened_from_the_results_is_counted(market: Market) -> None:
    asked = counted(market, ("sofa", 2))
    page = "https://shop.example/s/acorn/main/search?q=Sofa&sort=price"
    asked.opened(market.tenant, market.store, page, "/s/acorn/main")
    asked.opened(market.tenant, market.store, "https://shop.example/s/acorn/main/products", "/s/acorn/main")
    asked.opened(market.tenant, market.store, "https://elsewhere.example/search?q=sofa", "/s/acorn/main")
    asked.opened(market.tenant, market.store, "http://[/search?q=sofa", "/s/acorn/main")
    asked.counter.write()
    assert [(s.searches, s.clicked) for s in reported(market).items] == [(1, 1)]


@pytest.mark.parametrize("text", ["sam@shopper.example", "+221 77 123 45 67", "   ", "!!!", "\0"])
def test_what_may_be_personal_or_is_nothing_is_not_kept(market: Market, text: str) -> None:
    counted(market, (text, 0))
    assert reported(market).items == []


def test_the_next_page_and_a_narrowed_search_are_no_new_searches(market: Market) -> None:
    asked = Searches(market.work)
    for query in (
        ListingQuery(text="sofa", offset=24),
        ListingQuery(text="sofa", filters={"tag": ["x"]}),
        ListingQuery(),
    ):
        asked.heard(market.tenant, market.store, query, 1)
    asked.counter.write()
    assert reported(market).items == []


def test_nothing_is_counted_where_the_settings_say_so(market: Market) -> None:
    owner(market, lambda ctx: settings.save(ctx, SEARCH, None, {"counts_searches": False}, 0))
    counted(market, ("sofa", 0))
    assert reported(market).items == []


def test_a_report_is_read_page_by_page(market: Market) -> None:
    counted(market, *[(f"text{n}", n % 2) for n in range(7)])
    first = reported(market, limit=3)
    second = reported(market, limit=3, cursor=first.next)
    third = reported(market, limit=3, cursor=second.next)
    texts = [s.text for part in (first, second, third) for s in part.items]
    assert texts == sorted(f"text{n}" for n in range(7))
    assert third.next is None


def test_only_so_many_texts_a_day_are_kept(market: Market) -> None:
    market.change(
        """insert into search_counts (tenant_id, store_id, day, text, searches)
           select %(tenant)s, %(store)s, %(day)s, 'made' || n, 1 from generate_series(1, %(most)s) n""",
        store=market.store,
        day=NOW.date(),
        most=counting.MOST_A_DAY,
    )
    counted(market, ("one more", 0), ("made7", 1))
    rows = market.ask(
        lambda ctx: ctx.db.all(
            """select text, searches from search_counts
                where tenant_id = %(tenant)s and text in ('one more', 'made7')"""
        )
    )
    assert [(row.text, row.searches) for row in rows] == [("made7", 2)]


def test_strangers_and_shoppers_read_no_report(market: Market, work: Work) -> None:
    counted(market, ("sofa", 0))
    assert reported(open_market(work, 1)).items == []
    with pytest.raises(Forbidden):
        market.ask(report.report)


def test_what_others_searched_is_suggested_once_it_is_frequent(market: Market) -> None:
    counted(market, *[("linen shirt", 4)] * 5, *[("lizard", 0)] * 9, ("lion", 2))
    assert suggested(market, "li").searches == ["linen shirt"]
    assert suggested(market, "linen shirt").searches == []
    assert suggested(market, "l").searches == []


def test_tidying_forgets_what_is_old_and_words_that_are_gone(market: Market) -> None:
    market.change(
        """insert into search_counts (tenant_id, store_id, day, text, searches)
           values (%(tenant)s, %(store)s, %(day)s, 'old', 1)""",
        store=market.store,
        day=NOW.date() - timedelta(days=counting.DAYS_KEPT + 1),
    )
    market.change("update products set search_text = 'quokka' where tenant_id = %(tenant)s")
    counted(market, ("new", 1))
    market.ask(counting.tidy)
    assert [s.text for s in owner(market, lambda ctx: report.report(ctx, days=180)).items] == ["new"]
    words = market.ask(
        lambda ctx: ctx.db.all("select distinct word from search_word_keys where tenant_id = %(tenant)s")
    )
    assert [row.word for row in words] == ["quokka"]
