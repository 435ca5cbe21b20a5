"""Pictures in a folder of this machine: `DATA/media/<tenant>/<media>/<width>.webp`."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

from duka.kernel.config import Config
from duka.kernel.work import outside_effect
from duka.media.paths import PATH, WHOLE, checked, checked_folder
from duka.media.signing import signed_url


class LocalStorage:
    def __init__(self, root: Path, config: Config) -> None:
        self.root = root
        self._config = config

    def put(self, path: str, data: bytes, mime: str) -> None:
        """Written beside and moved into place, so that nobody ever reads half a file."""
        outside_effect("Writing a file")
        target = self.root / checked(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as file:
            file.write(data)
        Path(file.name).chmod(0o644)
        Path(file.name).replace(target)

    def get(self, path: str) -> bytes | None:
        if not PATH.fullmatch(path):
            return None
        try:
            return (self.root / path).read_bytes()
        except OSError:
            return None

    def url(self, path: str, now: datetime, ttl: int) -> str:
        return signed_url(self._config, path if WHOLE.fullmatch(path) else checked(path), now, ttl)

    def delete(self, folder: str) -> None:
        outside_effect("Deleting files")
        shutil.rmtree(self.root / checked_folder(folder), ignore_errors=True)

    def paths(self, tenant: UUID) -> Iterator[str]:
        for file in (self.root / tenant.hex).rglob("*"):
            if file.is_file():
                yield str(file.relative_to(self.root))

    def delete_all(self, tenant: UUID) -> None:
        outside_effect("Deleting files")
        shutil.rmtree(self.root / tenant.hex, ignore_errors=True)
