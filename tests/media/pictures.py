"""Pictures drawn for tests, and files that only look like pictures."""

import io
import struct
import zipfile
import zlib
from typing import Any

from PIL import Image, ImageDraw


def drawn(width: int = 800, height: int = 600, mode: str = "RGB", color: str = "#c04020") -> Image.Image:
    picture = Image.new(mode, (width, height), color)
    ImageDraw.Draw(picture).rectangle((0, 0, width // 4, height // 4), fill="#101010")
    return picture


def saved(picture: Image.Image, kind: str = "PNG", **options: Any) -> bytes:
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def bomb(width: int, height: int) -> bytes:
    """A PNG of a few bytes that says it is huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    body = chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + body


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("a.txt", "hello")
    return out.getvalue()
