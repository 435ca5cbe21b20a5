"""One text in a translator's file."""

import msgspec


class Unit(msgspec.Struct, frozen=True):
    """`kind`, `id` and `field` say which text it is; `title` is what people call its thing. `format`: see `types.Text`."""

    kind: str
    id: str
    field: str
    title: str
    source: str
    text: str
    state: str = ""
    format: str = "line"


class TranslatedFile(msgspec.Struct, frozen=True):
    """`locale` is the language that the file says it is in; empty when it does not say."""

    locale: str
    units: list[Unit]


def plain(text: str) -> str:
    """Text as both sides of a file are compared: line ends differ from program to program."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
