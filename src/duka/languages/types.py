"""What this module tells and is told."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

KindName = Literal[
    "product", "picture", "category", "collection", "attribute", "page", "store", "shipping", "payment", "message"
]  # fmt: skip
State = Literal["all", "missing", "outdated", "complete"]
Format = Literal["xliff", "csv", "xlsx"]
TextState = Literal["missing", "translated", "outdated"]
RowOutcome = Literal["new", "changed", "unchanged", "refused", "written"]


class KindState(msgspec.Struct, frozen=True):
    """Of `texts` that the things of a kind have, so many are `translated`, of which `outdated` ones had another original when
    they were written. `complete` counts things without any missing or outdated text."""

    kind: KindName
    things: int
    complete: int
    texts: int
    translated: int
    outdated: int


class LanguageState(msgspec.Struct, frozen=True):
    """`stores` offer this language, by name. `direction`: ltr or rtl."""

    locale: str
    direction: str
    stores: list[str]
    kinds: list[KindState]


class LanguageOverview(msgspec.Struct, frozen=True):
    """`source` is the language of the originals; `languages` are the others that a store offers or somebody wrote in."""

    source: str
    languages: list[LanguageState]


class ThingState(msgspec.Struct, frozen=True):
    kind: KindName
    id: str
    title: str
    texts: int
    translated: int
    outdated: int


class TranslatedText(msgspec.Struct, frozen=True):
    """One text of a thing. `field` is its path in the thing (`options/Size/S`); `seen` is to be sent back with a new text: what
    was there, and of which original. `format`: line, html, markdown, text, slug or template; `most` characters are allowed.
    A slug is counted nowhere: without one a thing keeps its main address."""

    field: str
    source: str
    text: str
    state: TextState
    format: str
    most: int
    seen: str
    at: datetime | None
    by: str


class ThingTexts(msgspec.Struct, frozen=True):
    """All texts of a thing beside their translations."""

    kind: KindName
    id: str
    title: str
    locale: str
    source_locale: str
    direction: str
    source_direction: str
    texts: list[TranslatedText]


class NewText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An empty text is taken away, so that the thing falls back. With `seen`, nothing is written over what somebody wrote
    meanwhile, nor of an original that has changed."""

    text: Annotated[str, Meta(max_length=60_000)]
    seen: Annotated[str, Meta(max_length=40)] = ""


FieldName = Annotated[str, Meta(min_length=1, max_length=400)]


class TextsInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    texts: Annotated[dict[FieldName, NewText], Meta(min_length=1, max_length=600)]


class FieldsInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fields: Annotated[list[FieldName], Meta(min_length=1, max_length=600)]


class SourceLanguage(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The language in which the goods' originals are written."""

    locale: Annotated[str, Meta(min_length=2, max_length=20)]


class TranslationFile(msgspec.Struct, frozen=True):
    """A translator's file. `new`, `changed`, `unchanged`, `refused`, `written`: how many of its rows."""

    id: str
    locale: str
    file_name: str
    format: Format
    status: Literal["looked_at", "running", "finished"]
    started_by: str
    new: int
    changed: int
    unchanged: int
    refused: int
    written: int
    created_at: datetime
    finished_at: datetime | None


class TranslationRow(msgspec.Struct, frozen=True):
    """`place` counts the texts of the file from 1. `message` says why a row is refused."""

    place: int
    kind: str
    id: str
    title: str
    field: str
    source: str
    before: str
    text: str
    outcome: RowOutcome
    message: str
