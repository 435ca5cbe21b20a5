import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duka.kernel.text import clean_html, fold, plain, slugify


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("Robe en Wax – Bleu nuit", "robe-en-wax-bleu-nuit"),
        ("Œufs de ferme (x6)", "oeufs-de-ferme-x6"),
        ("Straße & Søn Łódź Đà", "strasse-son-lodz-da"),
        ("L'été d’or", "lete-dor"),
        ("  --100% coton__ ", "100-coton"),
        ("ﬁne ½", "fine-1-2"),
        ("日本", "item"),
        ("", "item"),
        ("Ɗan Ŋoor", "dan-ngoor"),
    ],
)
def test_slugs(text: str, slug: str) -> None:
    assert slugify(text) == slug


def test_a_long_slug_is_cut_between_words() -> None:
    assert slugify("mot " * 40) == "-".join(["mot"] * 20)
    assert slugify("x" * 200) == "x" * 80


@given(st.text())
def test_a_slug_is_always_one(text: str) -> None:
    slug = slugify(text)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", slug)
    assert len(slug) <= 80
    assert slugify(slug) == slug


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Crème  BRÛLÉE", "creme brulee"),
        ("Œuf", "oeuf"),
        ("STRASSE ß", "strasse ss"),
        ("İstanbul", "istanbul"),
        ("Чай", "чаи"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize(
    ("html", "clean"),
    [
        ("<p>Bon <strong>pain</strong></p>", "<p>Bon <strong>pain</strong></p>"),
        ("<script>alert(1)</script>ok", "ok"),
        ("<style>p{}</style>ok", "ok"),
        ('<p onclick="x()" style="color:red" class="a">a</p>', "<p>a</p>"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener nofollow">a</a>'),
        (
            '<a href="https://a.example" target="_top">a</a>',
            '<a href="https://a.example" rel="noopener nofollow">a</a>',
        ),
        ("<img src=x onerror=alert(1)>", ""),
        ("<h1>T</h1><h2>t</h2>", "T<h2>t</h2>"),
        ('<svg><a href="data:text/html,x">y</a></svg>', ""),
        ('<a href="data:text/html,x">y</a>', '<a rel="noopener nofollow">y</a>'),
        ("a < b & c", "a &lt; b &amp; c"),
        ("<iframe src='//evil'></iframe>", ""),
    ],
)
def test_html_is_cleaned(html: str, clean: str) -> None:
    assert clean_html(html) == clean


def test_simple_tables_stay() -> None:
    table = '<table><tbody><tr><th colspan="2">Taille</th></tr><tr><td>S</td><td>M</td></tr></tbody></table>'
    assert clean_html(table) == table


@given(st.text(alphabet="<>/\"'=apscript onerj:&;!-", max_size=60))
def test_cleaning_twice_changes_nothing_and_lets_no_script_in(html: str) -> None:
    clean = clean_html(html)
    assert clean_html(clean) == clean
    assert "<script" not in clean


def test_plain_text_keeps_words_apart() -> None:
    assert (
        plain("<p>Un</p><p>deux<br>trois &amp; quatre</p><ul><li>cinq</li></ul>", 100)
        == "Un deux trois & quatre cinq"
    )
    assert plain("<b>un</b>ique <script>x</script>", 100) == "unique"


def test_plain_text_is_cut_between_words() -> None:
    assert plain("<p>Robe en wax cousue main</p>", 16) == "Robe en wax…"
    assert plain("Robe en wax", 11) == "Robe en wax"
    assert plain("Extraordinairement", 6) == "Extra…"


@given(st.text(), st.integers(1, 60))
def test_plain_text_fits(html: str, limit: int) -> None:
    assert len(plain(html, limit)) <= limit
