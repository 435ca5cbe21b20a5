"""Files as people save them: encodings, delimiters, line ends, quotes."""

from decimal import Decimal
from pathlib import Path

import pytest

from duka.imports import cells, formats, tabular
from duka.imports.errors import UnknownColumns, UnreadableFile
from duka.imports.tabular import Broken

LINES = [
    ["Handle", "Title", "Body (HTML)", "Variant Price"],
    ["wax-dress", "Robe “wax”, été", 'Two\nlines; "quoted", with | and \t', "12.50"],
    ["café", "Crème brûlée €", "", "3"],
]


def written(delimiter: str = ",", end: str = "\r\n") -> str:
    quoted = [[f'"{c.replace(chr(34), chr(34) * 2)}"' for c in line] for line in LINES]
    return end.join(delimiter.join(line) for line in quoted) + end


def read(path: Path) -> tuple[tabular.TextFile, list[list[str]]]:
    file = tabular.look_at(path, formats.KNOWN)
    with tabular.rows(file) as rows:
        return file, [row.cells for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_delimiter_line_end_and_encoding(tmp_path: Path, delimiter: str, end: str, encoding: str) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes(written(delimiter, end).encode(encoding))
    file, rows = read(path)
    assert file.delimiter == delimiter
    assert file.header == LINES[0]
    assert rows == LINES[1:]


def test_a_separator_line_and_blank_lines_do_not_hide_the_header(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("sep=;\r\n" + written(";") + "\r\n;;;\r\n", newline="")
    file, rows = read(path)
    assert file.header == LINES[0]
    assert rows == LINES[1:]


def test_utf_16_with_its_high_byte_first(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes(b"\xfe\xff" + written().encode("utf-16-be"))
    assert read(path)[1] == LINES[1:]


@pytest.mark.parametrize(
    "content", [b"", b"  \r\n", b"Handle\x00\x01", b"H\x00a\x00n\x00", b"Handle\r\n\xff\x81"]
)
def test_what_is_no_text_is_refused_in_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes(content)
    with pytest.raises(UnreadableFile, match="Save it again"):
        formats.recognise(path)


def test_a_missing_file_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFile, match="No such file"):
        formats.recognise(tmp_path / "none.csv")


def test_an_unknown_header_is_named(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("Article,Preis\nRock,12\n")
    with pytest.raises(UnknownColumns, match="Article, Preis"):
        formats.recognise(path)


def test_a_missing_quote_ends_the_reading_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text('Handle,Title\na,A\nb,"' + "x\n" * 100_000)
    file = tabular.look_at(path, formats.KNOWN)
    with tabular.rows(file) as rows:
        assert next(rows).cells == ["a", "A"]
        with pytest.raises(Broken, match=r"row 3: .* is a quote missing"):
            next(rows)


def test_a_row_with_too_many_cells_says_so(tmp_path: Path) -> None:
    path = tmp_path / "goods.csv"
    path.write_text("Handle,Title\na,A,,\nb,B,C\nc\n")
    with tabular.rows(tabular.look_at(path, formats.KNOWN)) as rows:
        found = list(rows)
    assert [bool(row.why) for row in found] == [False, True, False]
    assert found[2].cells == ["c", ""]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("12.50", 1250),
        ("12,5", 1250),
        ("1,234.50", 123450),
        ("1 234.50", 123450),
        ("0", 0),
        ("12.500", 1250),
        ("7.", 700),
    ],
)
def test_amounts(text: str, minor: int) -> None:
    assert cells.amount(text, "EUR") == minor


@pytest.mark.parametrize("text", ["12,x", "-3", "1,234", "12.345", "1e3", "½", "EUR 3", "9" * 30])
def test_what_is_no_amount_is_quoted(text: str) -> None:
    with pytest.raises(ValueError, match=text[:3]):
        cells.amount(text, "EUR")


def test_amounts_follow_the_currency() -> None:
    assert cells.amount("12500", "XOF") == 12500
    assert cells.amount("12500.00", "XOF") == 12500
    assert cells.amount("1.250", "KWD") == 1250
    with pytest.raises(ValueError, match="finer than XOF"):
        cells.amount("12.5", "XOF")


def test_quantities_are_exact() -> None:
    assert cells.steps(cells.quantity("1,25"), 2) == 125
    with pytest.raises(ValueError, match="2 decimals"):
        cells.steps(Decimal("0.001"), 2)
    assert cells.quantity_text(125, 2) == "1.25"
