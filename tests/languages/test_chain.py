"""Which language is shown: one rule, in Python and in the database."""

from itertools import product

import pytest
from tests.people import Shop

from duka.kernel.context import Context
from duka.kernel.languages import chain, direction, said
from duka.kernel.work import Caller, Work

TAGS = ("", "fr", "fr-SN", "en", "en-GB", "wo", "zh-Hant-TW", "pt_BR")


def test_a_language_falls_back_to_its_parent_the_stores_own_and_the_original() -> None:
    assert chain("fr-SN", "en", "wo") == ["fr-SN", "fr", "en"]
    assert chain("wo", "fr-SN", "en") == ["wo", "fr-SN", "fr"]
    assert chain("zh-Hant-TW", "zh-Hant-TW", "en") == ["zh-Hant-TW", "zh-Hant", "zh"]


def test_who_reads_the_originals_language_gets_the_original() -> None:
    assert chain("fr", "en", "fr") == []
    assert chain("fr-SN", "en", "fr") == ["fr-SN"]
    assert chain("fr", "en", "fr-SN") == ["fr"]


def test_the_first_language_that_has_the_text_says_it() -> None:
    texts = {"fr": {"title": "Robe", "options": {"S": "P"}}, "wo": {"title": ""}}
    assert said(texts, ["wo", "fr"], ["title"], "Dress") == "Robe"
    assert said(texts, ["fr"], ["options", "S"], "S") == "P"
    assert said(texts, ["fr"], ["options", "L"], "L") == "L"
    assert said(texts, ["en"], ["title"], "Dress") == "Dress"
    assert said({"fr": {"title": {"not": "text"}}}, ["fr"], ["title"], "Dress") == "Dress"


def test_the_database_answers_alike(work: Work, shop: Shop) -> None:
    asked = [{"asked": a, "own": o, "source": s} for a, o, s in product(TAGS, TAGS, TAGS)]

    def ask(ctx: Context) -> list[list[str]]:
        return [ctx.db.value("select language_chain(%(asked)s, %(own)s, %(source)s)", **row) for row in asked]

    answers = work.perform(Caller(shop.tenant.id), ask)
    assert answers == [chain(**row) for row in asked]


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("ar", "rtl"),
        ("fr-SN", "ltr"),
        ("wo", "ltr"),
        ("wo-Arab", "rtl"),
        ("az_Latn", "ltr"),
        ("he-IL", "rtl"),
    ],
)
def test_the_direction_follows_language_and_script(tag: str, expected: str) -> None:
    assert direction(tag) == expected
