"""The style sheets, the script, the icons and the fonts: read once, told apart by a hash of their content.

Their addresses change with their content, so browsers may keep them for a year. Fonts come from packages
(Figtree and Instrument Serif, both SIL Open Font License) and are served as they are, compressed.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path

import fontpkg  # type: ignore[import-untyped]
import msgspec

FOLDER = Path(__file__).parent / "static"
FONTS = {"figtree": "Figtree", "instrument-serif": "Instrument Serif"}
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ttf": "font/ttf",
}
ROOT = "/assets"


class Asset(msgspec.Struct, frozen=True):
    body: bytes
    compressed: bytes
    media_type: str
    version: str


def squeeze(text: str) -> str:
    """A style sheet without comments and spaces that mean nothing."""
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    text = re.sub(r": (?=[^{}]*[;}])", ":", text)
    return text.replace(";}", "}").strip()


def unpadded(text: str) -> str:
    """A script without its indentation, empty lines and lines that are comments: its strings have none of
    these."""
    lines = (line.strip() for line in text.splitlines())
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


@lru_cache(maxsize=1)
def font_faces() -> str:
    """`font-display: swap`: text is readable before its font is there."""
    faces = {"figtree": ("Figtree", "300 900"), "instrument-serif": ("Instrument Serif", "400")}
    return "".join(
        f'@font-face{{font-family:"{family}";font-weight:{weight};font-display:swap;'
        f'src:url("{address(f"{name}.ttf")}") format("truetype")}}'
        for name, (family, weight) in faces.items()
    )


@lru_cache(maxsize=32)
def asset(name: str) -> Asset | None:
    """The asset of that file name, or None."""
    stem, _, ending = name.rpartition(".")
    if ending == "ttf":
        if stem not in FONTS:
            return None
        body = Path(fontpkg.path(FONTS[stem])).read_bytes()
    else:
        path = FOLDER / name
        if path.parent != FOLDER or not path.is_file():
            return None
        body = path.read_bytes()
        if ending == "js":
            body = unpadded(body.decode()).encode()
        if ending == "css":
            head = font_faces() if name == "shop.css" else ""
            body = (head + squeeze(body.decode())).encode()
    version = hashlib.blake2b(body, digest_size=6).hexdigest()
    return Asset(body, gzip.compress(body, 9, mtime=0), TYPES["." + ending], version)


@lru_cache(maxsize=32)
def address(name: str) -> str:
    """Where browsers find an asset."""
    found = asset(name)
    return f"{ROOT}/{found.version if found else '0'}/{name}"
