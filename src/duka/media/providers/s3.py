"""Pictures in a bucket of S3 or of anything that obstore speaks to (GCS, Azure, R2, MinIO).

Credentials come from the provider's own variables (AWS_ACCESS_KEY_ID, AWS_REGION, AWS_ENDPOINT …), see
obstore.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from duka.kernel.config import Config
from duka.kernel.work import outside_effect
from duka.media.errors import NoWholePicture
from duka.media.paths import PATH, WHOLE, checked, checked_folder
from duka.media.signing import signed_url

if TYPE_CHECKING:
    from obstore.store import ObjectStore


class BucketStorage:
    def __init__(self, store: "ObjectStore", config: Config) -> None:
        self._store: Any = store
        self._config = config

    def put(self, path: str, data: bytes, mime: str) -> None:
        import obstore

        outside_effect("Writing to a bucket")
        attributes = {"Content-Type": mime, "Cache-Control": "public, max-age=31536000, immutable"}
        obstore.put(self._store, checked(path), data, attributes=attributes)

    def get(self, path: str) -> bytes | None:
        import obstore

        if not PATH.fullmatch(path):
            return None
        outside_effect("Reading from a bucket")
        try:
            return bytes(obstore.get(self._store, path).bytes())
        except FileNotFoundError:
            return None

    def url(self, path: str, now: datetime, ttl: int) -> str:
        """Signed by the bucket; where a store cannot sign, an address of ours."""
        import obstore
        from obstore.store import AzureStore, GCSStore, S3Store

        if isinstance(self._store, S3Store | GCSStore | AzureStore):
            if WHOLE.fullmatch(path):
                raise NoWholePicture()
            outside_effect(
                "Signing for a bucket"
            )  # credentials of a machine are fetched when they are needed
            return str(obstore.sign(self._store, "GET", checked(path), timedelta(seconds=ttl)))
        return signed_url(self._config, path if WHOLE.fullmatch(path) else checked(path), now, ttl)

    def delete(self, folder: str) -> None:
        import obstore

        outside_effect("Deleting from a bucket")
        for batch in obstore.list(self._store, prefix=checked_folder(folder)):
            obstore.delete(self._store, [found["path"] for found in batch])

    def paths(self, tenant: UUID) -> Iterator[str]:
        import obstore

        outside_effect("Listing a bucket")
        for batch in obstore.list(self._store, prefix=tenant.hex):
            yield from (found["path"] for found in batch)

    def delete_all(self, tenant: UUID) -> None:
        import obstore

        outside_effect("Deleting from a bucket")
        for batch in obstore.list(self._store, prefix=tenant.hex):
            obstore.delete(self._store, [found["path"] for found in batch])


def open_bucket(address: str, config: Config) -> BucketStorage:
    """The storage behind `s3://bucket/prefix` (or gs://, az://, file://, memory://). Stops the start in words
    when the extra is not installed or the address means nothing."""
    try:
        from obstore.exceptions import BaseError
        from obstore.store import from_url
    except ImportError:
        raise SystemExit(
            f"DUKA_MEDIA_STORE is {address!r}, and the package for it is missing: pip install 'duka[s3]'."
        ) from None
    try:
        return BucketStorage(from_url(address), config)
    except (BaseError, ValueError) as error:
        raise SystemExit(
            f"DUKA_MEDIA_STORE is {address!r}, which is no address of a bucket: {error}"
        ) from None
