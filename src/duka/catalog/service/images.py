"""The pictures of a product, in order."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec

from duka.catalog.errors import MediaNotFound, ProductNotFound
from duka.catalog.events import ProductUpdated
from duka.catalog.findings import Findings
from duka.catalog.inputs import ImageInput
from duka.catalog.service import rows, telling
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.ids import new_id

MOST, ALT, URL = 100, 300, 2000


class _Parsed(msgspec.Struct):
    id: UUID | None
    media_id: UUID | None
    source_url: str
    alt: str
    variants: list[UUID]


def set_images(ctx: Context, product_id: UUID, images: Sequence[ImageInput]) -> list[UUID]:
    """Give the product these pictures, in this order, and no others; the first is its face. Returns their
    ids.

    A picture without `id` that is already there (same media, or same address) stays the same picture, so that
    setting twice changes nothing; one known by its address keeps the media that were fetched for it. Refuses
    ProductNotFound, MediaNotFound and InvalidInput (addresses that are not http(s), ids of other products'
    pictures or variants).
    """
    ctx.require("products:write")
    f = Findings()
    if len(images) > MOST:
        f.note("images", f"{MOST} pictures at most")
    parsed = [_parse(f, number, image) for number, image in enumerate(images[:MOST])]
    f.refuse()
    rows.locked_product(ctx, product_id)
    found = ctx.db.one(
        """select
             (select coalesce(jsonb_agg(jsonb_build_object('id', i.id, 'media_id', i.media_id, 'alt', i.alt,
                      'source_url', i.source_url, 'position', i.position) order by i.position, i.id), '[]')
              from product_images i where i.tenant_id = %(tenant)s and i.product_id = %(id)s) as images,
             (select coalesce(jsonb_object_agg(v.id, v.image_id), '{}') from variants v
              where v.tenant_id = %(tenant)s and v.product_id = %(id)s) as variants,
             (select count(*) from media m where m.tenant_id = %(tenant)s
               and m.id = any(%(media)s)) as media""",
        id=product_id,
        media=[image.media_id for image in parsed if image.media_id],
    )
    assert found is not None
    if found.media != len({image.media_id for image in parsed if image.media_id}):
        raise MediaNotFound()
    placed = _place(f, parsed, found.images)
    faces = _faces(f, parsed, placed, found.variants)
    f.refuse()
    if placed == found.images and faces == found.variants:
        return [UUID(row["id"]) for row in placed]
    _write(ctx, product_id, placed, faces)
    rows.touch_product(ctx, product_id)
    telling.product_changed(
        ctx, product_id, ["images"], {"images": _told(found.images)}, {"images": _told(placed)}
    )
    return [UUID(row["id"]) for row in placed]


def attach_media(ctx: Context, image_id: UUID, media_id: UUID) -> None:
    """The picture that was known by its address only was fetched. Refuses ProductNotFound and
    MediaNotFound."""
    ctx.require("products:write")
    if not ctx.db.value(
        "select exists (select from media m where m.tenant_id = %(tenant)s and m.id = %(id)s)", id=media_id
    ):
        raise MediaNotFound()
    row: Row | None = ctx.db.one(
        """update product_images i set media_id = %(media)s
           where i.tenant_id = %(tenant)s and i.id = %(id)s returning i.product_id""",
        id=image_id,
        media=media_id,
    )
    if row is None:
        raise ProductNotFound()
    rows.touch_product(ctx, row.product_id)
    events.emit(ctx, ProductUpdated(aggregate_id=row.product_id, changed=["images"]))


def say_of_image(ctx: Context, image_id: UUID, locale: str, alt: str) -> None:
    """What stands beside the picture in another language; an empty text falls back to the original. Refuses ProductNotFound
    and InvalidInput."""
    ctx.require("products:write")
    f = Findings()
    text = f.line("alt", alt, ALT)
    if not any(known == locale for known, _ in f.locales("alt", {locale: text})):
        f.note("alt", "name languages like fr or pt-BR")
    f.refuse()
    row = ctx.db.one(
        """select i.product_id, i.alt, coalesce(i.translations #>> array[%(locale)s, 'alt'], '') as before
           from product_images i where i.tenant_id = %(tenant)s and i.id = %(id)s for update""",
        id=image_id,
        locale=locale,
    )
    if row is None:
        raise ProductNotFound()
    if text == row.before:
        return
    ctx.db.run(
        """update product_images i
              set translations = case when %(text)s = '' then i.translations - %(locale)s::text
                                      else i.translations || jsonb_build_object(%(locale)s::text,
                                                                                jsonb_build_object('alt', %(text)s::text)) end
            where i.tenant_id = %(tenant)s and i.id = %(id)s""",
        id=image_id,
        locale=locale,
        text=text,
    )
    rows.touch_product(ctx, row.product_id)
    name = f"images.{locale}"
    telling.product_changed(
        ctx, row.product_id, ["images"], {name: row.before}, {name: text}, picture=row.alt or image_id.hex
    )


def _told(images: Sequence[dict[str, Any]]) -> list[str]:
    """Each picture by what it is called, or by its id."""
    return [
        image["alt"] or image["source_url"] or f"med_{str(image['media_id']).replace('-', '')}"
        for image in images
    ]


def _parse(f: Findings, number: int, image: ImageInput) -> _Parsed:
    at = f"images.{number}"
    url = f.line(f"{at}.source_url", image.source_url, URL)
    if url and not url.startswith(("https://", "http://")):
        f.note(f"{at}.source_url", "give an address that begins with https://")
    if not (image.id or image.media_id or url):
        f.note(at, "name an uploaded picture or its address")
    return _Parsed(
        id=f.id(f"{at}.id", "img", image.id) if image.id else None,
        media_id=f.id(f"{at}.media_id", "med", image.media_id) if image.media_id else None,
        source_url=url,
        alt=f.line(f"{at}.alt", image.alt, ALT),
        variants=[f.id(f"{at}.variants", "var", text) for text in image.variants[:250]],
    )


def _place(f: Findings, parsed: Sequence[_Parsed], present: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The pictures as rows; each present one is used once."""
    left = {row["id"]: row for row in present}
    placed = []
    for number, image in enumerate(parsed):
        if image.id:
            before = left.pop(str(image.id), None)
            if before is None:
                f.note(f"images.{number}.id", "this product has no such picture, or it is named twice")
        else:
            before = next((row for row in left.values() if _same(image, row)), None)
            if before is not None:
                left.pop(before["id"])
        row = before or {"id": str(new_id()), "media_id": None, "source_url": ""}
        placed.append(
            {
                "id": row["id"],
                "media_id": str(image.media_id) if image.media_id else row["media_id"],
                "source_url": image.source_url or row["source_url"],
                "alt": image.alt,
                "position": number,
            }
        )
    return placed


def _same(image: _Parsed, row: dict[str, Any]) -> bool:
    if image.media_id:
        return bool(row["media_id"] == str(image.media_id))
    return bool(row["source_url"] == image.source_url)


def _faces(
    f: Findings, parsed: Sequence[_Parsed], placed: Sequence[dict[str, Any]], present: dict[str, Any]
) -> dict[str, str | None]:
    """Which picture each variant shows; the first that names it."""
    faces: dict[str, str | None] = dict.fromkeys(present)
    for number, (image, row) in enumerate(zip(parsed, placed, strict=True)):
        for variant in map(str, image.variants):
            if variant not in faces:
                f.note(f"images.{number}.variants", "one of these is not a variant of this product")
            elif faces[variant] is None:
                faces[variant] = row["id"]
    return faces


def _write(
    ctx: Context, product_id: UUID, placed: list[dict[str, Any]], faces: dict[str, str | None]
) -> None:
    ctx.db.run(
        """delete from product_images i where i.tenant_id = %(tenant)s and i.product_id = %(id)s
           and i.id <> all(%(ids)s::uuid[])""",
        id=product_id,
        ids=[row["id"] for row in placed],
    )
    ctx.db.run(
        """insert into product_images (tenant_id, id, product_id, media_id, source_url, alt, position)
           select %(tenant)s, n.id, %(product)s, n.media_id, n.source_url, n.alt, n.position
           from jsonb_to_recordset(%(rows)s::jsonb) as n (id uuid, media_id uuid, source_url text, alt text,
             position int)
           on conflict (tenant_id, id) do update set media_id = excluded.media_id,
             source_url = excluded.source_url,
                  alt = excluded.alt, position = excluded.position""",
        product=product_id,
        rows=rows.encoded(placed),
    )
    ctx.db.run(
        """update variants v set image_id = n.image_id, version = v.version + 1
           from jsonb_to_recordset(%(rows)s::jsonb) as n (id uuid, image_id uuid)
           where v.tenant_id = %(tenant)s and v.id = n.id and v.image_id is distinct from n.image_id""",
        rows=rows.encoded([{"id": variant, "image_id": image} for variant, image in faces.items()]),
    )
