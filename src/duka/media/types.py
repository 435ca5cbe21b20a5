"""A picture as pages and the API show it, and where its files are kept."""

from collections.abc import Iterator
from datetime import datetime
from typing import Protocol
from uuid import UUID

import msgspec


class Image(msgspec.Struct, frozen=True):
    """`url` is the folder of its renditions: `{url}/{width}.webp` for each of `widths`, ascending. `color` is
    its mean colour (#rrggbb), shown while it loads."""

    id: str
    url: str
    alt: str
    width: int
    height: int
    widths: list[int]
    color: str = ""


class SignedUrl(msgspec.Struct, frozen=True):
    """An address that works until `expires_at` (ISO 8601, UTC)."""

    url: str
    expires_at: str


class Storage(Protocol):
    """Files by path: `<tenant, 32 hex>/<media, 32 hex>/<width>.webp`. Any other path is refused with
    ValueError by `put`, and is simply not there for `get`. A file never changes once it is there."""

    def put(self, path: str, data: bytes, mime: str) -> None: ...

    def get(self, path: str) -> bytes | None:
        """None when there is no such file."""

    def url(self, path: str, now: datetime, ttl: int) -> str:
        """An address of the file (or of every width of a picture, `*.webp`, where it can) that works for `ttl` seconds, for
        whoever holds it. Refuses NoWholePicture."""

    def delete(self, folder: str) -> None:
        """All files of one picture, `<tenant>/<media>`. Deleting twice is no mistake."""

    def paths(self, tenant: UUID) -> Iterator[str]:
        """Every file that is kept for this company."""

    def delete_all(self, tenant: UUID) -> None:
        """Everything that is kept for this company. Deleting twice is no mistake."""
