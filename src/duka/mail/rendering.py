"""Letters from templates. A template's first line is the subject; paragraphs follow. A paragraph `=> words: address` is the
one thing to do, and becomes a button."""

from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from duka.mail.types import Rendered

FOLDER = Path(__file__).parent / "templates"
LOCALES = ("en", "fr")
MARK = "=> "

# The words are plain text, and escaped when they enter the HTML.
_words = Environment(  # noqa: S701
    loader=PackageLoader("duka.mail", "templates"), undefined=StrictUndefined, auto_reload=False
)
_pages = Environment(
    loader=PackageLoader("duka.mail", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Block(msgspec.Struct, frozen=True):
    """A paragraph; with `link` a button."""

    text: str
    link: str = ""


def kinds() -> set[str]:
    """The letters that can be written."""
    return {path.stem for path in (FOLDER / LOCALES[0]).glob("*.txt")}


def language(locale: str) -> str:
    """The language of letters that is nearest to `locale`."""
    first = locale.partition("-")[0].lower()
    return first if first in LOCALES else LOCALES[0]


def render(kind: str, locale: str, values: dict[str, Any]) -> Rendered:
    """The letter `kind` in the language of `locale`, or in English. Values lose their line breaks, so that nobody's name
    can begin a paragraph."""
    spoken = language(locale)
    plain = {
        key: " ".join(value.split()) if isinstance(value, str) else value for key, value in values.items()
    }
    words = _words.get_template(f"{spoken}/{kind}.txt").render(plain)
    subject, _, body = words.partition("\n")
    blocks = [_block(part) for part in body.split("\n\n") if part.strip()]
    text = "\n\n".join(f"{b.text}:\n{b.link}" if b.link else b.text for b in blocks) + "\n"
    html = _pages.get_template("letter.html").render(subject=subject.strip(), blocks=blocks, locale=spoken)
    return Rendered(subject.strip(), text, html)


def _block(paragraph: str) -> Block:
    text = " ".join(paragraph.split())
    if not text.startswith(MARK):
        return Block(text)
    label, _, link = text.removeprefix(MARK).partition(": ")
    return Block(label, link)
