"""Text that leaves its form: slugs for addresses, folded words for search, clean HTML, plain summaries."""

from __future__ import annotations

import html as entities
import re
import unicodedata

import nh3

SLUG_LENGTH = 80
# Letters that Unicode does not decompose, as their readers write them without the sign.
_LETTERS = str.maketrans(
    {
        "ß": "ss", "ẞ": "SS", "œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ø": "o", "Ø": "O", "ł": "l",
        "Ł": "L", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D", "þ": "th", "Þ": "TH", "ħ": "h", "Ħ": "H",
        "ı": "i", "ŋ": "ng", "Ŋ": "NG", "ɓ": "b", "Ɓ": "B", "ɗ": "d", "Ɗ": "D", "ƙ": "k", "Ƙ": "K",
        "ƴ": "y", "Ƴ": "Y", "ɛ": "e", "Ɛ": "E", "ɔ": "o", "Ɔ": "O", "ɲ": "ny", "Ɲ": "NY",
    }
)  # fmt: skip
_TAGS = {"p", "br", "ul", "ol", "li", "strong", "em", "b", "i", "h2", "h3", "h4", "a"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
_SPANS = {"colspan", "rowspan"}
_CLEANER = nh3.Cleaner(
    tags=_TAGS | _TABLE_TAGS,
    attributes={"a": {"href"}, "th": _SPANS, "td": _SPANS},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener nofollow",
)
_STRIPPER = nh3.Cleaner(tags=set())
_BLOCK = re.compile(
    r"<(?=/?(?:p|br|hr|div|section|article|ul|ol|li|h[1-6]|table|tr|t[hd]|blockquote|pre)\b)", re.I
)


def slugify(text: str) -> str:
    """Lower-case ASCII letters and digits joined by single hyphens, at most 80 characters, cut between words
    where it can be. Text without any such letter gives `item`; the caller makes it unique."""
    return ascii_words(text, SLUG_LENGTH) or "item"


def ascii_words(text: str, limit: int) -> str:
    """Like `slugify`, but empty when nothing of the text can be written in ASCII."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_LETTERS)).translate(_LETTERS)
    letters = "".join(c for c in decomposed if not unicodedata.combining(c)).lower()
    slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"['’]", "", letters)).strip("-")
    if len(slug) <= limit:
        return slug
    head = slug[: limit + 1].rpartition("-")[0]
    return (head if len(head) >= limit // 2 else slug[:limit]).strip("-")


def fold(text: str) -> str:
    """Text as search compares it: lower case, accents away, ligatures apart, single spaces. Other scripts
    stay, and folding twice changes nothing."""
    text = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    text = "".join(c for c in text if not unicodedata.combining(c)).casefold().translate(_LETTERS)
    return " ".join(unicodedata.normalize("NFC", text).split())


def clean_html(html: str) -> str:
    """HTML that is safe in a page: paragraphs, lists, emphasis, headings 2 to 4, simple tables, and links to
    web, mail and telephone that give away neither the window nor the ranking. Other tags go, their text
    stays; scripts and styles go whole."""
    return _CLEANER.clean(html).strip()


def plain(html: str, limit: int) -> str:
    """The text of some HTML on one line, at most `limit` characters, cut between words with an ellipsis. It
    is text, not HTML: whoever prints it escapes it."""
    text = " ".join(entities.unescape(_STRIPPER.clean(_BLOCK.sub(" <", html))).split())
    if len(text) <= limit:
        return text
    head = text[: max(limit - 1, 0)]
    if text[len(head)] != " ":
        head = head.rpartition(" ")[0] or head
    return (head.rstrip(" ,;:.–-") + "…")[:limit]
