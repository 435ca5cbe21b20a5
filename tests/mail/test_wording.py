"""Every message in every language, under the letterheads of shops; and what a merchant may say instead."""

import re
from html.parser import HTMLParser
from typing import Any

import pytest

from duka.mail import merchants, rendering, samples, wording
from duka.mail.errors import TemplateBroken, UnknownMailKind
from duka.mail.types import Letterhead
from duka.mail.wording import EMAIL, SMS, Wording
from duka.stores.theme import contrast

LOGO = "https://duka.example/media/t/m/360.webp"
HEADS = {
    "platform": Letterhead(),
    "dark accent": Letterhead(
        name="Teranga & Fils <Dakar>", url="https://teranga.example", logo=LOGO, logo_width=180, accent="#1c3f2b",
        accent_text="#1c3f2b", heading_font="serif", radius="square", foot=("Teranga, 12 rue Félix Faure, Dakar", "SARL X"),
        links=(("teranga.example", "https://teranga.example"),), reply_to="bonjour@teranga.example",
    ),
    "light accent": Letterhead(
        name="Linden Hill", url="https://linden.example", accent="#ffd54a", on_accent="#000000", accent_text="#7a6300",
        heading_font="geometric", body_font="humanist", radius="round", foot=("Linden Hill",),
    ),
}  # fmt: skip
LARGEST = 102_000
"""Beyond it Gmail cuts a letter off."""
EMPTY = {"meta", "img", "br", "hr", "link"}


class Look(HTMLParser):
    """What a letter's HTML holds. Comments for Outlook are no part of it."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.mistakes: list[str] = []
        self.links: list[str] = []
        self.pictures: list[dict[str, str | None]] = []
        self.scripts: list[str] = []
        self.language = ""
        self.feed(html)
        self.mistakes += [f"<{tag}> is never closed" for tag in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "html":
            self.language = str(given.get("lang"))
        if tag == "a":
            self.links.append(str(given.get("href")))
        if tag == "img":
            self.pictures.append(given)
        if tag in ("script", "form", "iframe", "object") or any(name.startswith("on") for name in given):
            self.scripts.append(tag)
        if tag not in EMPTY:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag not in EMPTY and (not self.open or self.open.pop() != tag):
            self.mistakes.append(f"</{tag}> closes another tag")


def values(kind: str, locale: str) -> dict[str, Any]:
    given = samples.values(wording.variables(EMAIL, kind), locale)
    return {name: value for name, value in given.items() if name not in wording.ALWAYS} | {
        "name": "A <b> & Co"
    }


@pytest.mark.parametrize("head", HEADS)
@pytest.mark.parametrize("locale", wording.LOCALES)
@pytest.mark.parametrize("kind", sorted(wording.kinds(EMAIL)))
def test_every_letter_is_whole(kind: str, locale: str, head: str) -> None:
    letter = rendering.render(kind, locale, values(kind, locale), HEADS[head])
    assert 5 < len(letter.subject) < 110 and not re.search(r"\{\{|\}\}|\{%|=> ", letter.text + letter.html)
    assert len(letter.html.encode()) <= LARGEST
    look = Look(letter.html)
    assert look.mistakes == [] and look.scripts == [] and look.language == locale
    assert all(link.startswith(("https://", "http://")) for link in look.links), look.links
    for picture in look.pictures:
        assert picture.get("alt") and str(picture.get("src")).startswith("https://")
    assert "<b>" not in letter.html and not re.search(r"<link|@import|fonts\.google", letter.html)
    for line in HEADS[head].foot:
        assert line in letter.text and line.replace("&", "&amp;") in letter.html
    for link in re.findall(r"https://\S+", letter.text):
        assert link.rstrip(".") in letter.html


@pytest.mark.parametrize("locale", wording.LOCALES)
@pytest.mark.parametrize("kind", sorted(wording.kinds(SMS)))
def test_every_text_has_words_in_every_language(kind: str, locale: str) -> None:
    said = wording.fill(
        wording.ours(SMS, kind, locale), samples.values(wording.variables(SMS, kind), locale)
    ).body
    assert 10 < len(said) < 320 and "{{" not in said


def test_buttons_of_the_heads_can_be_read() -> None:
    for head in HEADS.values():
        assert contrast(head.accent, head.on_accent) >= 4.5 and contrast(head.accent_text, "#ffffff") >= 4.5


def test_an_order_is_listed_in_words_and_in_html() -> None:
    letter = rendering.render("order_placed", "en", values("order_placed", "en"))
    for said in ("Baobab fruit powder", "€24.00", "Total", "€48.50", "10115 Berlin", "Delivered to"):
        assert said in letter.text and said in letter.html


@pytest.mark.parametrize("channel", [EMAIL, SMS])
def test_our_own_wordings_pass_the_check_of_merchants(channel: str) -> None:
    for kind in wording.worded(channel):
        for locale in wording.LOCALES:
            wording.check(channel, kind, wording.ours(channel, kind, locale))


@pytest.mark.parametrize(
    ("subject", "body", "line", "why"),
    [
        ("Hello", "one\n\n{{ nonsense }}", 3, "there is no nonsense"),
        ("Hello", "{% for x in name %}{{ x }}{% endfor %}", 1, "not possible"),
        ("Hello", "{{ name.__class__ }}", 1, "getattr is not possible"),
        ("Hello", "{{ name() }}", 1, "call is not possible"),
        ("Hello", "one\n{% if name %}", 2, "endif"),
        ("Hello", "{{ name | pprint }}", 1, "no filter pprint"),
        ("Hello", "{{ 'a' * 999999999 }}", 1, "mul is not possible"),
        ("Hello", "one\n=> Click: javascript:alert(1)", 2, "https://"),
        ("", "words", 1, "subject"),
        ("Hello", "   ", 1, "no words"),
        ("a\nb", "words", 2, "one line"),
        ("Hello", "x" * 10_001, 1, "longer"),
        ("Hello", "{% include 'letter.mjml' %}", 1, "not possible"),
    ],
)
def test_a_wording_that_cannot_be_said_is_refused_with_its_line(
    subject: str, body: str, line: int, why: str
) -> None:
    with pytest.raises(TemplateBroken) as refused:
        wording.check(EMAIL, "order_placed", Wording(subject, body))
    assert refused.value.fields["line"] == line and why in str(refused.value.fields["why"]).lower()


def test_a_merchants_wording_is_said_under_the_same_letterhead() -> None:
    own = Wording("Merci {{ name | upper }}", "Hi {{ name }}!\n\n[goods]\n\n=> Look: {{ link }}")
    letter = rendering.render(
        "order_placed", "en", values("order_placed", "en"), HEADS["dark accent"], own=own
    )
    assert (
        letter.subject == "Merci A <B> & CO" and "Baobab" in letter.text and "Hi A &lt;b&gt;" in letter.html
    )


def test_ours_is_said_where_a_merchants_names_what_is_not_there() -> None:
    own = Wording("{{ nothing }}", "words")
    assert (
        "confirmed" in rendering.render("order_placed", "en", values("order_placed", "en"), own=own).subject
    )


def test_a_value_begins_no_paragraph_and_no_button() -> None:
    evil = values("verify_email", "en") | {
        "name": "=> Click: https://evil.example",
        "company": "x\n\n=> y: https://evil.example",
    }
    assert 'href="https://evil.example"' not in rendering.render("verify_email", "en", evil).html


def test_there_is_no_letter_of_another_name() -> None:
    with pytest.raises(UnknownMailKind):
        wording.ours(EMAIL, "../../etc/passwd", "en")
    assert "invitation" not in wording.worded(EMAIL) and merchants.samples_of(EMAIL, "payment_link", "fr")
