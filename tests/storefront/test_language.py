"""Which language a visit gets, and whether every message has its French."""

import re

import pytest
from tests.storefront.messages import single_and_plural

from duka.storefront.language import choose, languages, messages, translate

SUPPORTED = ["en", "fr-SN"]


def test_every_message_has_its_french() -> None:
    single, plural = single_and_plural()
    french = messages("fr")
    assert len(single) > 200
    assert sorted(m for m in single if m not in french.single) == []
    assert sorted(one for one, _ in plural if one not in french.plural) == []


def test_translations_name_the_same_fields() -> None:
    fields = re.compile(r"%\(\w+\)s|\{\w+\}")
    for message, text in messages("fr").single.items():
        assert sorted(fields.findall(message)) == sorted(fields.findall(text)), message


def test_plurals_follow_the_language() -> None:
    french = messages("fr_SN")
    assert french.ngettext("%(num)d product", "%(num)d products", 0) == "%(num)d article"
    assert french.ngettext("%(num)d product", "%(num)d products", 2) == "%(num)d articles"
    assert messages("en").ngettext("%(num)d product", "%(num)d products", 0) == "%(num)d products"


def test_an_unknown_language_is_english() -> None:
    assert "fr" in languages()
    assert translate("xx", "Add to cart") == "Add to cart"


@pytest.mark.parametrize(
    ("asked", "remembered", "accepted", "chosen"),
    [
        ("fr", "en", "en", "fr-SN"),
        (None, "fr-SN", "en", "fr-SN"),
        (None, None, "de, fr;q=0.8, en;q=0.5", "fr-SN"),
        (None, None, "fr;q=0, en;q=0.1", "en"),
        ("xx", "<script>", "q=q=q;;;,", "en"),
        (None, None, "*", "en"),
        (None, None, None, "en"),
    ],
)
def test_choice(asked: str | None, remembered: str | None, accepted: str | None, chosen: str) -> None:
    assert choose(SUPPORTED, "en", asked, remembered, accepted) == chosen
