"""Searches: words, beginnings, wrong letters, accents, article numbers; against a plain model."""

import msgspec
import pytest
from tests.catalog.crowd_data import Market, goods

from duka.catalog import queries
from duka.catalog.queries.words import words_of
from duka.catalog.types import Suggestions


def found(market: Market, text: str, locale: str = "en") -> set[str]:
    return {card.slug for card in market.page(text=text, limit=100, locale=locale).items}


def titled(market: Market, *words: str) -> set[str]:
    return {p.slug for p in goods(market) if all(w in f"{p.title} {p.title_fr}".lower() for w in words)}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("linen shirt", ("linen", "shirt")),
        ("shirt linen", ("linen", "shirt")),
        ("SHIRT", ("shirt",)),
        ("shirts", ("shirt",)),
        ("shi", ("shi",)),
        ("lin shi", ("lin", "shi")),
        ("chemise", ("chemise",)),
        ("écharpe", ("écharpe",)),
        ("echarpe", ("écharpe",)),
        ("ÉCHARPES", ("écharpe",)),
        ("shrit", ("shirt",)),
        ("chemsie", ("chemise",)),
        ("linnen shrt", ("linen", "shirt")),
        ("blaket", ("blanket",)),
        ("embrodered", ("embroidered",)),
    ],
)
def test_words_find_what_they_mean(market: Market, text: str, words: tuple[str, ...]) -> None:
    expected = titled(market, *words)
    assert expected
    assert found(market, text) == expected


def test_an_article_number_goes_before_all(market: Market) -> None:
    for text in ("BULK-17-1", "bulk-17-1", " bulk-17-1 "):
        assert market.slugs(text=text)[0] == goods(market)[17].slug


def test_a_whole_word_goes_before_a_beginning(own_market: Market) -> None:
    slugs = [p.slug for p in goods(own_market)]
    texts = {slugs[3]: "tabletop", slugs[4]: "a very nice table", slugs[5]: "table"}
    for slug, text in texts.items():
        own_market.change(
            "update products set search_text = %(text)s where tenant_id = %(tenant)s and slug = %(slug)s",
            text=text,
            slug=slug,
        )
    assert own_market.slugs(text="table") == [slugs[5], slugs[4], slugs[3]]


def test_the_index_follows_the_text(own_market: Market) -> None:
    slug = goods(own_market)[2].slug
    change = "update products set search_text = %(text)s where tenant_id = %(tenant)s and slug = %(slug)s"
    own_market.change(change, text="quokka", slug=slug)
    assert own_market.slugs(text="quokka") == [slug]
    own_market.change(change, text="numbat " + "x" * 30_000, slug=slug)
    assert own_market.slugs(text="quokka") == []
    assert own_market.slugs(text="numbat") == [slug]
    own_market.change("delete from products where tenant_id = %(tenant)s and slug = %(slug)s", slug=slug)
    left = own_market.ask(
        lambda ctx: ctx.db.value(
            "select count(*) from search_words where tenant_id = %(tenant)s and word = 'numbat'"
        )
    )
    assert left == 0


def test_a_search_is_narrowed_sorted_and_paged_like_a_listing(market: Market) -> None:
    shirts = [p for p in goods(market) if "shirt" in p.title]
    page = market.page(text="shirt", sort="price", limit=7, with_total=True)
    assert page.total == len(shirts)
    rest = market.page(text="shirt", sort="price", limit=100, cursor=page.next)
    assert len(page.items) + len(rest.items) == len(shirts)
    by_rank = market.page(text="shirt", limit=7)
    assert by_rank.next is not None
    following = market.page(text="shirt", limit=100, cursor=by_rank.next)
    assert {c.slug for c in by_rank.items} | {c.slug for c in following.items} == {p.slug for p in shirts}
    assert found(market, "shirt") & set(
        market.slugs(text="shirt", limit=100, filters={"vendor": ["Ember"]})
    ) == {p.slug for p in shirts if p.vendor == "Ember"}


def test_a_suggestion_when_nothing_is_found(market: Market) -> None:
    page = market.page(text="shrit zebra-crossing-4711")
    assert page.items == []
    assert page.suggestion is not None
    assert page.suggestion.startswith("shirt")
    assert market.page(text="qqqqqqqq").suggestion is None
    assert market.page(text="shirt").suggestion is None


def test_other_tenants_words_are_neither_found_nor_suggested(market: Market, own_market: Market) -> None:
    own_market.change("update products set search_text = 'wombat' where tenant_id = %(tenant)s")
    assert len(own_market.slugs(text="wombta")) == 20
    assert market.slugs(text="wombat") == []
    assert own_market.page(text="linen").items == []
    assert own_market.page(text="linen").suggestion is None


ODD = ["\0", "a\0", "\ud800", "!!! ???", "'; drop table products; --", "🧺👗", "%", "_", "\\", "a" * 100_000,
       "& | ! :*", "%s %(tenant)s", "((", "-", "\u200b", "ﷺ" * 300]  # fmt: skip


@pytest.mark.parametrize("odd", ODD)
def test_odd_searches_break_nothing(market: Market, odd: str) -> None:
    page = market.page(text=odd, with_total=True, with_facets=True)
    assert page.total == len(page.items) or page.next
    assert len(words_of(odd).words) <= 8
    suggestions(market, odd)


def test_nothing_is_found_by_punctuation(market: Market) -> None:
    assert market.page(text="!!!").items == []
    assert market.page(text="   ").items != []


def suggestions(market: Market, text: str, locale: str = "en") -> Suggestions:
    return msgspec.json.decode(
        market.ask(lambda ctx: queries.suggest(ctx, market.store, text), locale=locale), type=Suggestions
    )


def test_suggestions_while_typing(market: Market) -> None:
    hints = suggestions(market, "lin sh")
    assert market.work.last_statements == 3
    assert hints.currency == "EUR"
    assert {product.slug for product in hints.products} == titled(market, "linen", "sh")
    assert len(suggestions(market, "lin").products) == 6
    assert hints.products[0].image is not None
    assert hints.products[0].price_minor > 0
    assert [c.slug for c in suggestions(market, "leaf").categories] == ["leaf-0", "leaf-1", "leaf-2"]
    assert suggestions(market, "feuille 1", "fr").categories[0].name == "Feuille 1"
    assert suggestions(market, "") == Suggestions("EUR", [], [])
