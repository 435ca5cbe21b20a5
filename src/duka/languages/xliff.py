"""XLIFF 1.2 (OASIS, 2008): the file that every translation program reads. One `file` a thing, one `trans-unit` a text.

What is filled in when a message is sent stands in `ph` elements, which programs keep whole. Descriptions are HTML as text.
Reading takes what other programs make of it: other inline elements, other attributes, targets without a state. Documents
with a DOCTYPE are refused: they could name other files, or grow without end.
"""

from collections.abc import Iterable, Iterator
from itertools import groupby
from xml.parsers import expat
from xml.sax.saxutils import escape, quoteattr

from duka.languages import placeholders
from duka.languages.errors import FileUnreadable
from duka.languages.units import TranslatedFile, Unit

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
_STATES = {"translated": "translated", "outdated": "needs-review-translation", "missing": "new"}
_DATATYPES = {"html": "html", "markdown": "x-markdown"}
_DEEPEST = 40
_LONGEST = 2_000_000
"""Characters of one text."""


def write(source_locale: str, locale: str, units: Iterable[Unit]) -> Iterator[str]:
    """The document, piece by piece. Units of one thing follow each other."""
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}">\n'
    for (kind, id), texts in groupby(units, key=lambda unit: (unit.kind, unit.id)):
        found = list(texts)
        yield (
            f"<file original={quoteattr(f'{kind}/{id}')} source-language={quoteattr(source_locale)}"
            f' target-language={quoteattr(locale)} datatype="plaintext" product-name={quoteattr(found[0].title)}>\n<body>\n'
        )
        for unit in found:
            datatype = _DATATYPES.get(unit.format)
            kept = f" datatype={quoteattr(datatype)}" if datatype else ""
            yield (
                f'<trans-unit id={quoteattr(unit.field)} resname={quoteattr(unit.field)} xml:space="preserve"{kept}>'
                f"<source>{_marked(unit)}</source>"
            )
            state = _STATES.get(unit.state, "new")
            said = _marked(unit, of_target=True)
            yield f'<target state="{state}">{said}</target></trans-unit>\n'
        yield "</body>\n</file>\n"
    yield "</xliff>\n"


def _marked(unit: Unit, *, of_target: bool = False) -> str:
    """The text with its placeholders in elements of their own."""
    text = unit.text if of_target else unit.source
    if unit.format != "template":
        return escape(text)
    pieces, at = [], 0
    for number, match in enumerate(placeholders.PIECE.finditer(text), 1):
        pieces += [escape(text[at : match.start()]), f'<ph id="{number}">{escape(match[0])}</ph>']
        at = match.end()
    return "".join([*pieces, escape(text[at:])])


def read(data: bytes) -> TranslatedFile:
    """Refuses `FileUnreadable`. Units without a text in them are left out."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except expat.ExpatError as error:
        raise FileUnreadable(
            why=f"line {error.lineno}: {expat.errors.messages.get(error.code, error)}"
        ) from None
    if not reader.is_xliff:
        raise FileUnreadable(why="it is no XLIFF")
    return TranslatedFile(reader.locale, reader.units)


class _Reader:
    """Follows the elements; what is said inside of `source` and `target` is their text, whatever elements it is wrapped
    in. Suggestions (`alt-trans`) are passed over."""

    def __init__(self) -> None:
        self.parser = expat.ParserCreate(None, " ")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text
        self.parser.StartDoctypeDeclHandler = self._refuse
        self.units: list[Unit] = []
        self.locale = ""
        self.is_xliff = False
        self._path: list[str] = []
        self._file: tuple[str, str, str] = ("", "", "")
        self._unit: dict[str, list[str]] = {}
        self._field = ""
        self._into: list[str] | None = None
        self._length = 0

    def _start(self, qualified: str, attributes: dict[str, str]) -> None:
        name = qualified.rpartition(" ")[2]
        if not self._path and name == "xliff":
            self.is_xliff = True
            if not attributes.get("version", "").startswith("1."):
                raise FileUnreadable(why="only XLIFF 1.2 is read; choose it where you save the file")
        self._path.append(name)
        if len(self._path) > _DEEPEST:
            raise FileUnreadable(why="its elements lie too deep in each other")
        if name == "file":
            kind, _, id = attributes.get("original", "").partition("/")
            self._file = (kind, id, attributes.get("product-name", ""))
            self.locale = self.locale or attributes.get("target-language", "")
        elif name == "trans-unit":
            self._field, self._unit = attributes.get("id", ""), {"source": [], "target": []}
        elif name in ("source", "target") and self._path[-2:-1] == ["trans-unit"]:
            self._into, self._length = self._unit[name], 0

    def _end(self, qualified: str) -> None:
        name = self._path.pop()
        if name in ("source", "target") and self._path[-1:] == ["trans-unit"]:
            self._into = None
        elif name == "trans-unit":
            source, text = "".join(self._unit["source"]), "".join(self._unit["target"])
            if text.strip():
                kind, id, title = self._file
                self.units.append(Unit(kind, id, self._field, title, source, text))

    def _text(self, text: str) -> None:
        if self._into is not None:
            self._length += len(text)
            if self._length > _LONGEST:
                raise FileUnreadable(why="one of its texts has no end")
            self._into.append(text)

    def _refuse(self, *_: object) -> None:
        raise FileUnreadable(why="it has a DOCTYPE, which we do not read")
