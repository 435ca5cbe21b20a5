"""Questions about pictures, and the piece of SQL with which other modules show them."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.media.errors import MediaNotFound
from duka.media.paths import PATH
from duka.media.providers.local import LocalStorage
from duka.media.types import Image, SignedUrl, Storage


def make_storage(config: Config) -> Storage:
    """The storage that the configuration names: a bucket (DUKA_MEDIA_STORE), or the folder `DATA/media`."""
    if config.media_store:
        from duka.media.providers.s3 import open_bucket  # needs an optional extra

        return open_bucket(config.media_store, config)
    return LocalStorage(config.data / "media", config)


def image_json(media: LiteralString, alt: LiteralString = "''") -> LiteralString:
    """SQL for a JSON value in the shape of `types.Image`, or SQL null when the row is missing (outer joins).

    `media` is the alias of a row of the table `media`, `alt` an SQL expression for the alternative text:
    `left join media m on m.tenant_id = i.tenant_id and m.id = i.media_id` … `image_json("m", "i.alt")`.
    """
    return (
        "case when " + media + ".id is not null then json_build_object("
        "'id', 'med_' || replace(" + media + ".id::text, '-', ''), "
        "'url', '/media/' || " + media + ".key, "
        "'alt', " + alt + ", 'width', " + media + ".width, 'height', " + media + ".height, "
        "'widths', " + media + ".widths, 'color', " + media + ".color) end"
    )  # fmt: skip


def image(ctx: Context, media_id: UUID, alt: str = "") -> Image:
    """Refuses `MediaNotFound`."""
    ctx.require("media:read")
    text = ctx.db.value(
        "select (" + image_json("m", "%(alt)s::text") + ")::text from media m "  # noqa: S608 - our own text
        "where m.tenant_id = %(tenant)s and m.id = %(id)s",
        id=media_id,
        alt=alt,
    )
    if text is None:
        raise MediaNotFound()
    return msgspec.json.decode(text, type=Image)


def find_by_checksum(ctx: Context, checksum: bytes) -> UUID | None:
    """The picture whose uploaded bytes have this SHA-256, if this tenant has it."""
    ctx.require("media:read")
    found: UUID | None = ctx.db.value(
        "select id from media where tenant_id = %(tenant)s and checksum = %(checksum)s", checksum=checksum
    )
    return found


def signed_url(ctx: Context, storage: Storage, config: Config, path: str) -> SignedUrl:
    """An address of one of this tenant's files, for CDN_SIGNED_URL_TTL seconds.

    `path` is `<tenant>/<media>/<width>.webp`, with or without `/media/` before it. Refuses `MediaNotFound`.
    """
    ctx.require("media:read")
    path = path.removeprefix("/").removeprefix("media/")
    if not PATH.fullmatch(path):
        raise MediaNotFound()
    folder, _, file = path.rpartition("/")
    sql = """select 1 from media where tenant_id = %(tenant)s and id = %(id)s and key = %(key)s
             and %(width)s = any(widths)"""
    width = int(file.removesuffix(".webp"))
    if ctx.db.value(sql, id=UUID(hex=folder[33:]), key=folder, width=width) is None:
        raise MediaNotFound()
    until = ctx.now + timedelta(seconds=config.media_url_ttl)
    return SignedUrl(storage.url(path, ctx.now, config.media_url_ttl), until.isoformat())
