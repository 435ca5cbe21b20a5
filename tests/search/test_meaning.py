"""What typed words mean: stems, wrong letters in words that begin others, run-together words, words that say nothing."""

import pytest
from tests.catalog.crowd_data import Market
from tests.search.searching import found, page, say

from duka.catalog.queries.words import distance, far_keys_of, keys_of


@pytest.mark.parametrize(
    ("one", "other", "away"),
    [
        ("shirt", "shirt", 0),
        ("shrit", "shirt", 1),
        ("shir", "shirt", 1),
        ("shiirt", "shirt", 1),
        ("skirt", "shirt", 1),
        ("badc", "abcd", 2),
        ("linen", "lemon", 3),
        ("kitten", "sitting", 3),
        ("a", "abcdef", 3),
    ],
)
def test_the_distance_of_words(one: str, other: str, away: int) -> None:
    assert distance(one, other) == distance(other, one) == away


def test_words_that_differ_by_a_letter_share_a_key() -> None:
    for other in ("shrit", "shiirt", "shrt", "skirt", "shirtt"):
        assert set(keys_of("shirt")) & set(keys_of(other)), other
    assert keys_of("a4") == keys_of("ab") == keys_of("x" * 30) == []
    assert "embidered" in far_keys_of("embroidered")


@pytest.mark.parametrize(
    ("typed", "locale"),
    [
        ("running", "en"),
        ("runs", "en"),
        ("chemises", "fr"),
        ("chemise", "fr"),
        ("canapés", "fr"),
        ("chevaux", "fr"),
    ],
)
def test_a_word_finds_its_other_forms(market: Market, typed: str, locale: str) -> None:
    """French forms are found by French visitors, English ones by English ones."""
    slugs = say(market, "run", "chemise", "canape", "cheval")
    expected = {"running": 0, "runs": 0, "chemises": 1, "chemise": 1, "canapés": 2, "chevaux": 3}[typed]
    assert found(market, typed, locale=locale) == [slugs[expected]]


def test_a_wrong_letter_does_not_hide_the_right_product_behind_what_it_begins(market: Market) -> None:
    """`carp` begins `carport`, and was meant to be `cart`."""
    carport, cart = say(market, "carport", "cart")
    assert found(market, "carp") == [carport, cart]
    assert found(market, "cart") == [cart]


def test_a_wrong_letter_that_makes_another_word_is_forgiven_where_nothing_else_is_found(
    market: Market,
) -> None:
    tea, book, _ = say(market, "tea cup blue", "cookery book", "cop movie")
    assert found(market, "blue tea cop") == [tea]
    assert found(market, "cookery boot") == [book]
    assert found(market, "cop") != [tea]


def test_words_that_were_run_together_are_taken_apart(market: Market) -> None:
    linen, _ = say(market, "linen shirt", "cotton dress")
    assert found(market, "linenshirt") == [linen]
    assert found(market, "linenxshirt") == [linen]


def test_words_that_say_nothing_need_not_be_there(market: Market) -> None:
    spoon, *_ = say(market, "wooden spoon", "fork")
    assert found(market, "the wooden spoon for a") == [spoon]
    assert found(market, "la wooden spoon de", locale="fr") == [spoon]


def test_one_word_of_three_may_be_missing_where_nothing_has_all(market: Market) -> None:
    first, second, _ = say(market, "red enamel kettle large", "red enamel kettle small", "blue mug")
    assert set(found(market, "red enamel kettle zzzzqqq")) == {first, second}
    assert found(market, "red enamel kettle small") == [second]
    assert found(market, "mug zzzzqqq") == []


def test_what_was_meant_is_said_where_nothing_is_found(market: Market) -> None:
    say(market, "linen shirt")
    nothing = page(market, "lienn zzzzqqq wwwwkkk")
    assert nothing.items == []
    assert nothing.suggestion == "linen zzzzqqq wwwwkkk"


def test_an_exact_word_goes_before_a_near_one(market: Market) -> None:
    skirt, shirt = say(market, "skirt", "shirt")
    assert found(market, "shirt") == [shirt]
    assert found(market, "skirt") == [skirt]
