"""A message in words and in HTML: a wording (`wording`), filled with values, under a store's letterhead.

The HTML is made from MJML, so that it stands in the mail programs that people have; every letter says the same in plain text.
"""

from collections.abc import Mapping
from typing import Any

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from duka.mail import wording
from duka.mail.errors import TemplateBroken
from duka.mail.types import Letterhead, Rendered
from duka.mail.wording import EMAIL, LOCALES, PARTS, Wording, fill, language, ours

__all__ = ["FOLDER", "LOCALES", "kinds", "language", "render", "words"]

FOLDER = wording.FOLDER
HIDDEN = "•••"
STACKS = {
    "sans": "'Helvetica Neue', Helvetica, Arial, sans-serif",
    "serif": "Georgia, 'Times New Roman', serif",
    "system": "-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif",
    "humanist": "Optima, Candara, 'Noto Sans', Verdana, sans-serif",
    "geometric": "'Avenir Next', Avenir, 'Century Gothic', Arial, sans-serif",
    "slab": "Rockwell, 'Roboto Slab', Georgia, serif",
    "rounded": "'Arial Rounded MT Bold', 'Trebuchet MS', Arial, sans-serif",
    "mono": "'Courier New', Courier, monospace",
}
"""Fonts by the names of a store's theme, of those that people have: letters load none. The MJML compiler would fetch Roboto and
a few others from elsewhere by their mere names."""
RADII = {"square": "0", "soft": "8px", "round": "22px"}
FOOT = {
    "en": {"unsubscribe": "Stop such letters", "contact": "Questions? Answer this letter."},
    "fr": {
        "unsubscribe": "Ne plus recevoir ces lettres",
        "contact": "Une question ? Répondez à cette lettre.",
    },
}
_pages = Environment(
    loader=PackageLoader("duka.mail", "templates"),
    autoescape=True,
    undefined=StrictUndefined,
    auto_reload=False,
    trim_blocks=True,
    lstrip_blocks=True,
)


class Block(msgspec.Struct, frozen=True):
    """A paragraph; with `link` a button; with `part` a table of that name."""

    text: str = ""
    link: str = ""
    part: str = ""


def kinds() -> frozenset[str]:
    """The letters that can be written."""
    return wording.kinds(EMAIL)


def words(
    kind: str, locale: str, values: Mapping[str, Any], store: str = "", own: Wording | None = None
) -> Rendered:
    """Subject and text without a letterhead, and no HTML: what can be said in the transaction that causes it. `store` is
    the store's name; `own` a merchant's wording."""
    said, blocks = _said(kind, locale, values, store, "", own)
    return Rendered(said.subject, _text(blocks, values), "")


def render(
    kind: str,
    locale: str,
    values: Mapping[str, Any],
    head: Letterhead | None = None,
    *,
    own: Wording | None = None,
    unsubscribe: str = "",
) -> Rendered:
    """The letter `kind` in the language of `locale`, or in English, whole."""
    head = head or Letterhead()
    said, blocks = _said(kind, locale, values, head.name, head.url, own)
    spoken = language(locale)
    foot = [*head.foot, *(f"{label}: {address}" for label, address in head.links)]
    if unsubscribe:
        foot.append(f"{FOOT[spoken]['unsubscribe']}: {unsubscribe}")
    text = _text(blocks, values) + ("\n-- \n" + "\n".join(foot) + "\n" if foot else "")
    return Rendered(said.subject, text, _html(said.subject, blocks, values, spoken, head, unsubscribe))


def placed(values: Mapping[str, Any], store_url: str, base_url: str) -> dict[str, Any]:
    """The values with whole addresses: a link that begins with `/console/` is one of the installation's, another that begins
    with `/` one of the store's."""

    def whole(name: str, value: Any) -> Any:
        if not isinstance(value, str) or not name.endswith("link") or not value.startswith("/"):
            return value
        return (base_url if value.startswith("/console/") else store_url or base_url) + value

    return {name: whole(name, value) for name, value in values.items()}


def shown(values: Mapping[str, Any], secrets: Mapping[str, Any], url: str) -> dict[str, Any]:
    """The values of a message that has left, for staff to read it again: its secrets are dots."""
    hidden = {name: (url or "https://…") if "link" in name else HIDDEN for name in secrets}
    return {**values, **hidden}


def _said(
    kind: str, locale: str, values: Mapping[str, Any], store: str, url: str, own: Wording | None
) -> tuple[Wording, list[Block]]:
    given = {"store": store, "store_link": url, **values}
    try:
        said = fill(own or ours(EMAIL, kind, language(locale)), given)
    except TemplateBroken:  # a merchant's wording that names what this letter does not have: ours is said
        if own is None:
            raise
        said = fill(ours(EMAIL, kind, language(locale)), given)
    return said, [_block(part) for part in said.body.split("\n\n") if part.strip()]


def _block(paragraph: str) -> Block:
    text = " ".join(paragraph.split())
    if text.startswith("[") and text.endswith("]") and text[1:-1] in PARTS:
        return Block(part=text[1:-1])
    if not text.startswith(wording.MARK):
        return Block(text)
    label, _, link = text.removeprefix(wording.MARK).rpartition(": ")
    return Block(label, link)


def _text(blocks: list[Block], values: Mapping[str, Any]) -> str:
    said = [
        _part_text(block.part, values)
        if block.part
        else f"{block.text}:\n{block.link}"
        if block.link
        else block.text
        for block in blocks
    ]
    return "\n\n".join(part for part in said if part) + "\n"


def _part_text(part: str, values: Mapping[str, Any]) -> str:
    rows = values.get(part) or []
    if part == "goods":
        return "\n".join(
            f"{row['quantity']} × {row['title']}"
            + (f" ({row['detail']})" if row.get("detail") else "")
            + (f"  {row['amount']}" if row.get("amount") else "")
            for row in rows
        )
    if part == "addresses":
        return "\n\n".join("\n".join([f"{row['title']}:", *row["lines"]]) for row in rows)
    return "\n".join(f"{row['label']}: {row['value']}" for row in rows)


def _html(
    subject: str,
    blocks: list[Block],
    values: Mapping[str, Any],
    locale: str,
    head: Letterhead,
    unsubscribe: str,
) -> str:
    from mjml import mjml2html  # a compiled library that only those who send letters need

    source = _pages.get_template("letter.mjml").render(
        subject=subject,
        preview=next((block.text for block in blocks if block.text and not block.link), subject)[:140],
        blocks=blocks,
        values={part: values.get(part) or [] for part in PARTS},
        locale=locale,
        head=head,
        words=FOOT[locale],
        unsubscribe=unsubscribe,
        heading_font=STACKS.get(head.heading_font, STACKS["system"]),
        body_font=STACKS.get(head.body_font, STACKS["system"]),
        radius=RADII.get(head.radius, RADII["soft"]),
    )
    return str(mjml2html(source))
