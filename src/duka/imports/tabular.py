"""A file as rows of text, whatever wrote it: its encoding, its delimiter and its line ends are found, not
asked.

The delimiter is the one under which the header has the most columns that we know: guessing from the cells'
contents, as `csv.Sniffer` does, fails on descriptions full of commas. Encodings: UTF-8 with or without a byte
order mark, UTF-16 with one, and else Windows-1252, in which every European spreadsheet without UTF-8 saves. A
cell longer than the csv module's limit (131,072 characters) ends the reading: it is a missing quote, not a
text.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path

import msgspec

from duka.imports.errors import UnreadableFile
from duka.imports.types import Problem

DELIMITERS = (",", ";", "\t", "|")
CHUNK = 1 << 16
WIDEST_HEADER = 1 << 17
MOST_COLUMNS = 2000


class TextFile(msgspec.Struct, frozen=True):
    """`checksum` is the SHA-256 of its bytes; `delimiter` and `header` are of its first row."""

    path: Path
    checksum: bytes
    size: int
    encoding: str
    delimiter: str
    header: list[str]
    has_separator_line: bool = False


class Broken(Exception):
    """The rest of the file cannot be read as rows; `problem` says where and why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(str(problem))


def look_at(path: Path, known: Collection[str]) -> TextFile:
    """What kind of file it is. `known` are the column names, folded, that decide on the delimiter. Refuses
    `UnreadableFile`."""
    checksum, size, encoding = _survey(path)
    with path.open(encoding=encoding, newline="") as file:
        head = file.read(WIDEST_HEADER).lstrip("\ufeff")
    lines = head.lstrip()
    has_separator_line = lines[:4].casefold() == "sep=" and lines[5:6] in ("\r", "\n")
    if has_separator_line:
        lines = lines[5:].lstrip()
    if not lines:
        raise UnreadableFile(why="it is empty")
    best: tuple[int, int, str, list[str]] = (-1, 0, ",", [])
    for delimiter in DELIMITERS:
        try:
            header = next(csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter))
        except csv.Error:
            continue
        if sum(name.strip().casefold() in known for name in header) > best[0]:
            best = (sum(name.strip().casefold() in known for name in header), len(header), delimiter, header)
    if best[0] < 0 or len(best[3]) > MOST_COLUMNS:
        raise UnreadableFile(why="its first row is no row of column names")
    return TextFile(
        path, checksum, size, encoding, best[2], [name.strip() for name in best[3]], has_separator_line
    )


def _survey(path: Path) -> tuple[bytes, int, str]:
    digest, size = hashlib.sha256(), 0
    decoders = {name: codecs.getincrementaldecoder(name)() for name in ("utf-8", "cp1252")}
    start = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(CHUNK):
                start = start or chunk
                digest.update(chunk)
                size += len(chunk)
                _feed(decoders, chunk)
        _feed(decoders, b"", final=True)
    except OSError as error:
        raise UnreadableFile(why=error.strerror or "it cannot be opened") from None
    if start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return digest.digest(), size, "utf-16"
    if b"\x00" in start:
        raise UnreadableFile(why="it holds bytes that no text has")
    if not decoders:
        raise UnreadableFile(why="it is neither UTF-8 nor Windows-1252")
    name = next(iter(decoders))
    return digest.digest(), size, "utf-8-sig" if name == "utf-8" else name


def _feed(decoders: dict[str, codecs.IncrementalDecoder], chunk: bytes, *, final: bool = False) -> None:
    for name, decoder in list(decoders.items()):
        try:
            decoder.decode(chunk, final)
        except UnicodeDecodeError:
            del decoders[name]


class Row(msgspec.Struct, frozen=True):
    """`number` counts the header as 1. `cells` are as many as the header's; `why` says what is wrong with the
    row."""

    number: int
    cells: list[str]
    why: str = ""


@contextmanager
def rows(file: TextFile) -> Iterator[Iterator[Row]]:
    """The rows below the header, those without any text left out. Raises `Broken` where they cannot be read
    on."""
    with file.path.open(encoding=file.encoding, newline="") as text:
        yield _rows(file, text)


def _rows(file: TextFile, text: io.TextIOBase) -> Iterator[Row]:
    lines: Iterator[str] = iter(text)
    if file.has_separator_line:
        lines = islice(lines, 1, None)
    reader = csv.reader(_without_blank_start(lines), delimiter=file.delimiter)
    width, number = len(file.header), 0
    try:
        for number, row in enumerate(reader, start=1):
            if number == 1 or not any(cell.strip() for cell in row):
                continue
            why = ""
            if any(cell.strip() for cell in row[width:]):
                why = f"it has {len(row)} cells and the header {width}; is a quote missing, or one too many?"
            yield Row(number, [*row[:width], *[""] * (width - len(row))], why)
    except csv.Error:
        why = f"a cell here is longer than {csv.field_size_limit():,} characters; is a quote missing?"
        raise Broken(Problem(number + 1, "", why)) from None
    except UnicodeError:
        raise Broken(Problem(number + 1, "", "there are bytes here that are no text")) from None


def _without_blank_start(lines: Iterator[str]) -> Iterator[str]:
    for line in lines:
        if line.strip("\ufeff \t\r\n"):
            yield line
            break
    yield from lines
