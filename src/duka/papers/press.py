"""The press: a template and its data to pages.

Data go in as JSON and come out as text: a template never reads them as markup. Fonts are those of the font packages that are
installed, and of typst itself for other scripts; never the machine's, so that a page is the same everywhere.
"""

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Any, Literal

import msgspec

TEMPLATES = Path(__file__).parent / "templates"
FIRST = "Figtree"
EMBEDDED = ("Libertinus Serif", "DejaVu Sans Mono")
"""In the wheel of typst: further letters of Latin, Greek and Cyrillic; Arabic."""
LONGEST_WORD = 24
_LONG = re.compile(rf"[^\s\u200b-]{{{LONGEST_WORD + 1},}}")


def press(template: str, data: Any, *, format: Literal["pdf", "png"] = "pdf", ppi: int = 144) -> list[bytes]:
    """The pages of `template`: one PDF, or a picture a page."""
    import typst  # 40 MiB of typesetting that only printing needs

    folders, families = _fonts()
    compiler = typst.Compiler(root=str(TEMPLATES), font_paths=list(folders), ignore_system_fonts=True)
    text = msgspec.json.encode({"fonts": families, **_printable(data)}).decode()
    made = compiler.compile(
        input=str(TEMPLATES / f"{template}.typ"),
        format=format,
        ppi=float(ppi) if format == "png" else None,
        sys_inputs={"data": text},
    )
    pages = made if isinstance(made, list) else [made]
    return [page for page in pages if page is not None]


@cache
def _fonts() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(folders, families): every installed font package, the house's first. Installing one more is enough to have it used."""
    import fontpkg  # type: ignore[import-untyped]  # reads every font's metadata

    found = sorted(str(name) for name in fontpkg.families())
    folders = tuple(sorted({str(Path(fontpkg.path(name)).parent) for name in found}))
    rest = tuple(name for name in found if name != FIRST and "Serif" not in name)
    return folders, (FIRST, *rest, *EMBEDDED)


def _printable(value: Any) -> Any:
    """Texts without what no font draws (emoji, control signs), and with places to break in words that are too long."""
    if isinstance(value, dict):
        return {
            name: each if name in ("qr", "bars") else _printable(each)
            for name, each in msgspec.to_builtins(value).items()
        }
    if isinstance(value, list | tuple):
        return [_printable(each) for each in value]
    return printable(value) if isinstance(value, str) else value


def printable(text: str) -> str:
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if _is_drawn(c))
    kept = re.sub(r" {2,}", " ", kept).strip(" ")
    return _LONG.sub(lambda word: "\u200b".join(_pieces(word.group())), kept)


def _is_drawn(sign: str) -> bool:
    if sign in "\n\t":
        return True
    kind = unicodedata.category(sign)
    if kind in ("Cc", "Cs", "Co", "Cn") or sign in "\ufe0e\ufe0f\u200d\u20e3":
        return False
    return not (ord(sign) >= 0x1F000 and kind in ("So", "Sk"))


def _pieces(word: str) -> list[str]:
    return [word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD)]
