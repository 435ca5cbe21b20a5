"""Photos that customers send with a request: uploaded before it, bound to their order."""

from uuid import UUID

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work
from duka.media import service as media
from duka.media.types import Storage
from duka.orders import queries as orders
from duka.orders.holding import hold as hold_order
from duka.returns import rules
from duka.returns.errors import PhotoTooLarge, TooManyPhotos

MOST_BYTES = 8_000_000
MOST_UNUSED = 3 * rules.MOST_PHOTOS
"""Of an order, not sent with a request yet: who uploads and gives up may try again a few times."""


def add_photo(
    work: Work, caller: Caller, storage: Storage, order_id: UUID, token: str | None, data: bytes
) -> UUID:
    """The id of a photo for a request about this order. It is drawn anew, so nothing but the picture is kept of the file: no
    place, no camera. Refuses `OrderNotFound`, `PhotoTooLarge`, `TooManyPhotos` and what `media.upload` refuses."""

    def look(ctx: Context) -> None:
        ctx.require("returns:request")
        orders.order(ctx, order_id, token)
        _check_room(ctx, order_id)

    if len(data) > MOST_BYTES:
        raise PhotoTooLarge(most=MOST_BYTES // 1_000_000)
    work.perform(caller, look)
    media_id = media.upload(work, Caller(caller.tenant), storage, data, "photo")

    def keep(ctx: Context) -> UUID:
        hold_order(ctx, order_id)
        _check_room(ctx, order_id)
        photo_id = ids.new_id()
        ctx.db.run(
            """insert into return_photos (tenant_id, id, order_id, media_id, created_at)
               values (%(tenant)s, %(id)s, %(order)s, %(media)s, %(now)s)""",
            id=photo_id,
            order=order_id,
            media=media_id,
            now=ctx.now,
        )
        return photo_id

    return work.perform(caller, keep)


def _check_room(ctx: Context, order_id: UUID) -> None:
    unused = ctx.db.value(
        """select count(*) from return_photos
           where tenant_id = %(tenant)s and order_id = %(order)s and return_id is null
             and created_at > %(now)s - interval '1 day'""",
        order=order_id,
        now=ctx.now,
    )
    if unused >= MOST_UNUSED:
        raise TooManyPhotos(most=rules.MOST_PHOTOS)
