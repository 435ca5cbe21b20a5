"""The file of an archive: a ZIP whose bytes follow from what is in it alone, written and read in a stream.

manifest.json     what the others are, with the SHA-256 of each; the only time stamp
tables/….csv      a table each: PostgreSQL's CSV with a line of names; nothing between commas is null, "" is an empty text
secrets.jsonl     secrets, sealed with the passphrase; only when one was given
media.csv         path, bytes and SHA-256 of each picture
media/…           the pictures
"""

import hashlib
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import msgspec

from duka.control.archive_errors import ArchiveDamaged, ArchiveTooNew

FORMAT = 1
MANIFEST, MEDIA, SECRETS = "manifest.json", "media.csv", "secrets.jsonl"
BLOCK = 1 << 20
_EPOCH = (1980, 1, 1, 0, 0, 0)
_READ_ONLY = 0o600 << 16
LARGEST_MANIFEST = 16 * BLOCK


class Part(msgspec.Struct, frozen=True):
    """A file of the archive. `table` and `columns` are empty for what is no table's."""

    name: str
    bytes: int
    sha256: str
    rows: int = 0
    table: str = ""
    columns: tuple[str, ...] = ()


class Company(msgspec.Struct, frozen=True):
    id: UUID
    slug: str
    name: str
    status: str
    kind: str


class Manifest(msgspec.Struct, frozen=True):
    """`left_out`: table → why. `secrets` is passphrase or left_out; `enter_again` what has to be typed anew then. `missing`:
    paths of pictures that the storage did not have."""

    format: int
    exported_at: str
    schema: str
    tenant: Company
    rows: int
    files: int
    parts: list[Part]
    left_out: dict[str, str]
    secrets: str
    enter_again: list[dict[str, Any]]
    missing: list[str] = []


class Writer:
    """Writes parts one after the other. As a context manager it leaves no half a file behind."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._draft = path.with_name(path.name + ".part")

    def __enter__(self) -> Self:
        self._draft.unlink(missing_ok=True)
        self._draft.touch(mode=0o600)
        self._zip = zipfile.ZipFile(self._draft, "w", zipfile.ZIP_DEFLATED, compresslevel=6)
        return self

    def __exit__(self, failed: type[BaseException] | None, *_: object) -> None:
        self._zip.close()
        if failed is None:
            self._draft.replace(self._path)
        else:
            self._draft.unlink(missing_ok=True)

    def part(
        self, name: str, fill: Callable[[Callable[[bytes], None]], int], *, table: str = "", columns: Any = ()
    ) -> Part:
        """`fill(write)` writes it and says how many rows that were."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(_entry(name, zipfile.ZIP_DEFLATED), "w", force_zip64=True) as out:

            def write(data: bytes) -> None:
                nonlocal size
                digest.update(data)
                size += len(data)
                out.write(data)

            rows = fill(write)
        return Part(name, size, digest.hexdigest(), rows, table, tuple(columns))

    def file(self, name: str, data: bytes) -> None:
        """As it is: pictures are packed already."""
        self._zip.writestr(_entry(name, zipfile.ZIP_STORED), data)

    def manifest(self, manifest: Manifest) -> None:
        text = msgspec.json.format(msgspec.json.encode(manifest), indent=1)
        self._zip.writestr(_entry(MANIFEST, zipfile.ZIP_STORED), text)


def _entry(name: str, how: int) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, _EPOCH)
    entry.create_system, entry.external_attr, entry.compress_type = 3, _READ_ONLY, how
    return entry


class Reader:
    """An archive that is here. Nothing of it is believed before `verify`."""

    def __init__(self, path: Path) -> None:
        try:
            self._zip = zipfile.ZipFile(path)
        except FileNotFoundError:
            raise ArchiveDamaged(what=f"there is no file {path}.") from None
        except (zipfile.BadZipFile, OSError) as error:
            raise ArchiveDamaged(what=f"it can't be read ({error}).") from None
        self.manifest = self._manifest()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _manifest(self) -> Manifest:
        try:
            if self._zip.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
                raise ArchiveDamaged(what="its table of contents is too large.")
            data = self._zip.read(MANIFEST)
            number = msgspec.json.decode(data)["format"]
            if isinstance(number, int) and number > FORMAT:
                raise ArchiveTooNew(format=number, known=FORMAT)
            return msgspec.json.decode(data, type=Manifest)
        except (KeyError, TypeError, msgspec.DecodeError, zipfile.BadZipFile, OSError) as error:
            raise ArchiveDamaged(what=f"it has no table of contents that can be read ({error}).") from None

    def verify(self) -> None:
        """Reads all of it. Refuses `ArchiveDamaged` when a part is missing, slipped in, or differs."""
        names = self._zip.namelist()
        listed = {part.name for part in self.manifest.parts}
        if len(names) != len(set(names)) or len(listed) != len(self.manifest.parts):
            raise ArchiveDamaged(what="a part is there twice.")
        for part in self.manifest.parts:
            self._compare(part.name, part.bytes, part.sha256)
        pictures = set()
        for path, size, digest in self.pictures():
            self._compare(f"media/{path}", size, digest)
            pictures.add(f"media/{path}")
        strange = set(names) - listed - pictures - {MANIFEST}
        if strange:
            raise ArchiveDamaged(what=f"{sorted(strange)[0]} does not belong there.")

    def _compare(self, name: str, size: int, digest: str) -> None:
        found, seen = hashlib.sha256(), 0
        for block in self.blocks(name):
            found.update(block)
            seen += len(block)
            if seen > size:
                break
        if seen != size or found.hexdigest() != digest:
            raise ArchiveDamaged(what=f"{name} is not what the table of contents says.")

    @contextmanager
    def _opened(self, name: str) -> Iterator[Any]:
        try:
            with self._zip.open(name) as file:
                yield file
        except KeyError:
            raise ArchiveDamaged(what=f"{name} is missing.") from None
        except (zipfile.BadZipFile, EOFError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
            raise ArchiveDamaged(what=f"{name} can't be read ({error}).") from None

    def blocks(self, name: str) -> Iterator[bytes]:
        with self._opened(name) as file:
            while block := file.read(BLOCK):
                yield block

    def lines(self, name: str) -> Iterator[bytes]:
        with self._opened(name) as file:
            yield from file

    def pictures(self) -> Iterator[tuple[str, int, str]]:
        """(path, bytes, SHA-256) of each."""
        for line in self.lines(MEDIA):
            try:
                path, size, digest = line.decode("ascii").strip().split(",")
                yield path, int(size), digest
            except ValueError:
                raise ArchiveDamaged(what=f"{MEDIA} has a line that can't be read.") from None

    def picture(self, path: str) -> bytes:
        return b"".join(self.blocks(f"media/{path}"))
