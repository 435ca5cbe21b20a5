"""Verbs on pictures. Rendering and storing happen between two short transactions, never inside one."""

import hashlib
from typing import TYPE_CHECKING
from uuid import UUID

import psycopg

from duka.kernel import ids, trail
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.media.errors import MediaInUse, MediaNotFound
from duka.media.types import Storage
from duka.plans import limits

if TYPE_CHECKING:
    from duka.media.rendering import Rendered


def upload(work: Work, caller: Caller, storage: Storage, data: bytes, name: str) -> UUID:
    """The id of the picture in `data`; the same bytes give the same id. `name` is only for the message of a
    refusal.

    Refuses `PictureTooHeavy` (20 MB), `PictureTooLarge` (40 megapixels), `NotAPicture`.
    """
    from duka.media.rendering import render  # loads an imaging library that most processes never need

    checksum = hashlib.sha256(data).digest()
    known = work.perform(caller, lambda ctx: _allowed(ctx, checksum))
    if known is not None:
        return known
    picture = render(data, name)
    media_id = ids.new_id()
    folder = f"{caller.tenant.hex}/{media_id.hex}"
    try:
        for width, file in picture.files.items():
            storage.put(f"{folder}/{width}.webp", file, "image/webp")
        recorded = work.perform(caller, lambda ctx: _record(ctx, media_id, folder, checksum, picture))
    except BaseException:
        storage.delete(folder)
        raise
    if recorded != media_id:
        storage.delete(folder)
    return recorded


def delete(work: Work, caller: Caller, storage: Storage, media_id: UUID) -> None:
    """The picture and its files. Refuses `MediaNotFound`, and `MediaInUse` while something shows it."""
    try:
        folder = work.perform(caller, lambda ctx: _forget(ctx, media_id))
    except psycopg.errors.ForeignKeyViolation:
        raise MediaInUse() from None
    storage.delete(folder)


def _allowed(ctx: Context, checksum: bytes) -> UUID | None:
    """The picture that these bytes became before, once it is certain that the caller may upload."""
    ctx.require("media:write")
    return _find(ctx, checksum)


def _find(ctx: Context, checksum: bytes) -> UUID | None:
    found: UUID | None = ctx.db.value(
        "select id from media where tenant_id = %(tenant)s and checksum = %(checksum)s", checksum=checksum
    )
    return found


def _record(ctx: Context, media_id: UUID, folder: str, checksum: bytes, picture: "Rendered") -> UUID:
    """The id under which the picture is known: another's, when the same one was uploaded at the same time."""
    size = sum(len(file) for file in picture.files.values())
    limits.require_room(ctx, limits.MEDIA, -(-size // 1_000_000))
    fresh = ctx.db.run(
        """insert into media (tenant_id, id, key, mime, width, height, bytes, checksum, widths, color,
           created_at)
           values (%(tenant)s, %(id)s, %(key)s, %(mime)s, %(width)s, %(height)s, %(bytes)s, %(checksum)s,
           %(widths)s,
                   %(color)s, %(now)s) on conflict (tenant_id, checksum) do nothing""",
        id=media_id,
        key=folder,
        mime=picture.mime,
        width=picture.width,
        height=picture.height,
        bytes=size,
        checksum=checksum,
        widths=list(picture.files),
        color=picture.color,
        now=ctx.now,
    )
    if fresh:
        shape = {"width": picture.width, "height": picture.height, "mime": picture.mime}
        trail.note(ctx, "media.uploaded", "media", media_id, after=shape)
        return media_id
    found = _find(ctx, checksum)
    if found is None:
        raise MediaNotFound()
    return found


def _forget(ctx: Context, media_id: UUID) -> str:
    ctx.require("media:write")
    sql = """select 1 from stores where tenant_id = %(tenant)s
             and %(id)s::text in (theme ->> 'logo_id', theme ->> 'banner_id')"""
    if ctx.db.value(sql, id=str(media_id)):
        raise MediaInUse()
    key = ctx.db.value(
        "delete from media where tenant_id = %(tenant)s and id = %(id)s returning key", id=media_id
    )
    if key is None:
        raise MediaNotFound()
    trail.note(ctx, "media.deleted", "media", media_id)
    return str(key)
