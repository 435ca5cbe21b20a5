"""Questions about pictures, and the piece of SQL with which other modules show them."""

from datetime import timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.flags import queries as flags
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.media import cdn
from duka.media.errors import MediaNotFound
from duka.media.paths import PATH, WHOLE
from duka.media.providers.local import LocalStorage
from duka.media.types import Image, SignedUrl, Storage


def make_storage(config: Config) -> Storage:
    """The storage that the configuration names: a bucket (DUKA_MEDIA_STORE), or the folder `DATA/media`. Stops the start in
    words when it, or the CDN before it, cannot be used."""
    cdn.check(config)
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


def signed_url(work: Work, caller: Caller, storage: Storage, config: Config, path: str) -> SignedUrl:
    """An address of one of this tenant's files, for CDN_SIGNED_URL_TTL seconds or as long as is set for them: the CDN's, or
    else the storage's.

    `path` is `<tenant>/<media>/<width>.webp`, with or without `/media/` before it; `*.webp` stands for every width, and the
    address then has the star, in place of which a width is put. Refuses `MediaNotFound`, `NoWholePicture`.
    """
    path = path.removeprefix("/").removeprefix("media/")
    seconds = work.perform(caller, lambda ctx: _seconds(ctx, config, path))
    now = work.clock()
    until = now + timedelta(seconds=seconds)
    if cdn.is_on(config):
        sign = cdn.signed_pattern if WHOLE.fullmatch(path) else cdn.signed_file
        return SignedUrl(sign(config, path, until), until.isoformat())
    return SignedUrl(storage.url(path, now, seconds), until.isoformat())


def _seconds(ctx: Context, config: Config, path: str) -> int:
    """For how long the file may be seen. Refuses `MediaNotFound` for what is no file of the caller's company."""
    ctx.require("media:read")
    is_whole = bool(WHOLE.fullmatch(path))
    if not is_whole and not PATH.fullmatch(path):
        raise MediaNotFound()
    folder, _, file = path.rpartition("/")
    sql = """select 1 from media where tenant_id = %(tenant)s and id = %(id)s and key = %(key)s
             and (%(width)s::int is null or %(width)s = any(widths))"""
    width = None if is_whole else int(file.removesuffix(".webp"))
    if ctx.db.value(sql, id=UUID(hex=folder[33:]), key=folder, width=width) is None:
        raise MediaNotFound()
    return flags.number(ctx, "cdn_signed_url_ttl", config.media_url_ttl)
