"""The words of messages: ours in `templates/<locale>/` (and `templates/sms/<locale>/`), or a merchant's own.

The first line of a letter is its subject; paragraphs follow. `=> words: address` is the one thing to do and becomes a button;
`[goods]`, `[totals]`, `[addresses]` and `[facts]`, each a paragraph of its own, are tables that we fill. An SMS is one
paragraph without a subject.

A merchant's wording may use the variables of ours, `{% if %}` and a few filters, in a sandbox: no loop, no call, no attribute
can run away with a worker or look into the program.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import (
    PackageLoader,
    StrictUndefined,
    TemplateError,
    TemplateSyntaxError,
    UndefinedError,
    meta,
    nodes,
)
from jinja2.sandbox import ImmutableSandboxedEnvironment

from duka.mail.errors import TemplateBroken, UnknownMailKind

FOLDER = Path(__file__).parent / "templates"
LOCALES = ("en", "fr")
EMAIL, SMS = "email", "sms"
OURS = frozenset(
    {"change_email", "invitation", "reset_password", "security_notice", "verify_email", "test_text"}
)
"""Kinds that the platform says to staff."""
PARTS = ("goods", "totals", "addresses", "facts")
ALWAYS = frozenset({"store", "store_link"})
"""Variables of every message of a store."""
FILTERS = frozenset({"upper", "lower", "capitalize", "title", "trim", "default"})
LONGEST = 10_000
SECRET = re.compile(r"(^|_)(link|code|token|secret)$")
MARK = "=> "
_ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.If, nodes.Compare, nodes.Operand,
    nodes.Not, nodes.And, nodes.Or, nodes.Test, nodes.Filter, nodes.CondExpr,
)  # fmt: skip

# The words are plain text, and escaped when they enter the HTML.
_ours = ImmutableSandboxedEnvironment(
    loader=PackageLoader("duka.mail", "templates"), undefined=StrictUndefined, auto_reload=False
)


class Wording(msgspec.Struct, frozen=True):
    """`body` is a template; so is `subject`, empty for an SMS."""

    subject: str
    body: str


@cache
def kinds(channel: str = EMAIL) -> frozenset[str]:
    """The messages that can be written for a channel."""
    return frozenset(path.stem for path in (FOLDER / _folder(channel, LOCALES[0])).glob("*.txt"))


def worded(channel: str) -> list[str]:
    """The messages that a merchant may word: those to their customers."""
    return sorted(kind for kind in kinds(channel) if kind not in OURS and not kind.startswith("staff_"))


def language(locale: str) -> str:
    """The language of messages that is nearest to `locale`."""
    first = locale.partition("-")[0].partition("_")[0].lower()
    return first if first in LOCALES else LOCALES[0]


@cache
def ours(channel: str, kind: str, locale: str) -> Wording:
    """What is said unless a merchant words it. Refuses `UnknownMailKind`."""
    if kind not in kinds(channel):
        raise UnknownMailKind()
    source = (FOLDER / _folder(channel, locale) / f"{kind}.txt").read_text(encoding="utf-8")
    if channel == SMS:
        return Wording("", source.strip())
    subject, _, body = source.partition("\n")
    return Wording(subject.strip(), body.strip())


@cache
def variables(channel: str, kind: str) -> tuple[str, ...]:
    """What a wording of this kind may name, by name."""
    named: set[str] = set()
    for locale in LOCALES:
        wording = ours(channel, kind, locale)
        named |= meta.find_undeclared_variables(_ours.parse(f"{wording.subject}\n{wording.body}"))
    return tuple(sorted(named | ALWAYS))


def secret_names(values: Mapping[str, Any]) -> set[str]:
    """Those of a message's values that must not be kept once it has left."""
    return {name for name in values if SECRET.search(name)}


def fill(wording: Wording, values: Mapping[str, Any]) -> Wording:
    """The wording in words. A value loses its line breaks, so that nobody's name can begin a paragraph or a button.
    Refuses `TemplateBroken`."""
    plain = {key: tame(value) if isinstance(value, str) else value for key, value in values.items()}
    try:
        said = _compiled(f"{wording.subject}\n{wording.body}").render(plain)
    except UndefinedError as error:
        raise TemplateBroken(line=1, why=str(error.message)) from error
    except TemplateError as error:
        raise TemplateBroken(line=getattr(error, "lineno", None) or 1, why=str(error)) from error
    subject, _, body = said.partition("\n")
    return Wording(" ".join(subject.split()), body)


def check(channel: str, kind: str, wording: Wording) -> None:
    """Refuses `TemplateBroken` with the line and the reason for what may not be said so."""
    _check_text("subject", wording.subject, channel, kind)
    _check_text("body", wording.body, channel, kind)
    if channel == EMAIL and not wording.subject.strip():
        raise TemplateBroken(line=1, why="a letter needs a subject")
    if not wording.body.strip():
        raise TemplateBroken(line=1, why="there are no words")
    if "\n" in wording.subject.strip():
        raise TemplateBroken(line=2, why="a subject is one line")


def _check_text(what: str, source: str, channel: str, kind: str) -> None:
    if len(source) > LONGEST:
        raise TemplateBroken(line=1, why=f"the {what} is longer than {LONGEST} characters")
    if any(unicodedata.category(sign) == "Cc" and sign not in "\n\r\t" for sign in source):
        raise TemplateBroken(line=1, why=f"the {what} holds a sign that can't be written")
    try:
        tree = _ours.parse(source)
    except TemplateSyntaxError as error:
        raise TemplateBroken(line=error.lineno, why=error.message or "it cannot be read") from error
    known = variables(channel, kind)
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Name) and node.name not in known:
            raise TemplateBroken(
                line=node.lineno, why=f"there is no {node.name}; there are {', '.join(known)}"
            )
        if isinstance(node, nodes.Filter) and node.name not in FILTERS:
            raise TemplateBroken(line=node.lineno, why=f"there is no filter {node.name} here")
        if not isinstance(node, _ALLOWED):
            raise TemplateBroken(
                line=getattr(node, "lineno", 1), why=f"{type(node).__name__.lower()} is not possible here"
            )
    for number, line in enumerate(source.splitlines(), 1):
        if channel == EMAIL and line.startswith(MARK):
            address = line.rpartition(": ")[2].strip()
            if not address.startswith(("https://", "http://", "{{")):
                raise TemplateBroken(line=number, why="a button is written => words: https://address")


def tame(value: str) -> str:
    """One line that begins no button."""
    return " ".join(value.split()).removeprefix(MARK.strip()).lstrip()


@lru_cache(maxsize=2000)
def _compiled(source: str) -> Any:
    return _ours.from_string(source)


def _folder(channel: str, locale: str) -> str:
    return locale if channel == EMAIL else f"sms/{locale}"
