"""A draft as the tables hold it, beside its cart."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.carts import rows as cart_rows
from duka.carts.rows import CartRow
from duka.draft_orders.errors import DraftNotFound
from duka.draft_orders.types import Agreed, ByHand
from duka.kernel.context import Context
from duka.orders.revisions import Discount


class DraftRow(msgspec.Struct, frozen=True):
    """`held`: location → stock item → quantity that is kept for it now."""

    id: UUID
    store_id: UUID
    number: str
    customer_id: UUID | None
    agreed: dict[UUID, Agreed]
    discount: Discount | None
    carriage: ByHand | None
    without_promotions: bool
    internal_note: str
    tags: list[str]
    hold_until: datetime | None
    sent_to: str
    sent_at: datetime | None
    link_expires_at: datetime | None
    cancelled_at: datetime | None
    created_by_name: str
    created_at: datetime
    updated_at: datetime
    locale: str
    customer_name: str
    customer_email: str
    order_id: UUID | None
    order_number: str | None
    held: dict[UUID, dict[UUID, int]]


_AGREED = msgspec.json.Decoder(dict[UUID, Agreed])
_DISCOUNT = msgspec.json.Decoder(Discount)
_CARRIAGE = msgspec.json.Decoder(ByHand)
_HELD = msgspec.json.Decoder(dict[UUID, dict[UUID, int]])


def load(ctx: Context, draft_id: UUID, *, lock: bool = False) -> DraftRow:
    """Refuses `DraftNotFound`. With `lock` its row is held until the transaction ends. The caller asks for permission in the
    draft's store."""
    if lock:
        ctx.db.run(
            "select from draft_orders where tenant_id = %(tenant)s and id = %(id)s for update", id=draft_id
        )
    row = ctx.db.one(
        """select d.id, d.store_id, d.number, d.customer_id, d.agreed::text as agreed, d.discount::text as discount,
                  d.carriage::text as carriage, d.without_promotions,
                  d.internal_note, d.tags, d.hold_until, d.sent_to, d.sent_at, d.link_expires_at,
                  d.cancelled_at, d.created_by_name, d.created_at, d.updated_at, c.locale,
                  coalesce(u.name, '') as customer_name, coalesce(u.email, '') as customer_email, o.id as order_id,
                  o.number as order_number,
                  coalesce((select json_object_agg(h.location_id, h.items) from (
                      select r.location_id, json_object_agg(r.item_id, r.quantity) as items from reservations r
                      where r.tenant_id = %(tenant)s and r.order_id = d.id and r.status = 'held'
                      group by r.location_id) h), '{}')::text as held
           from draft_orders d
           join carts c on c.tenant_id = %(tenant)s and c.id = d.id
           left join customers u on u.tenant_id = %(tenant)s and u.id = d.customer_id
           left join orders o on o.tenant_id = %(tenant)s and o.cart_id = d.id and o.cart_version = c.version
                and c.status = 'ordered'
           where d.tenant_id = %(tenant)s and d.id = %(id)s""",
        id=draft_id,
    )
    if row is None:
        raise DraftNotFound()
    values = row._asdict()
    values["agreed"] = _AGREED.decode(row.agreed)
    values["discount"] = _DISCOUNT.decode(row.discount) if row.discount else None
    values["carriage"] = _CARRIAGE.decode(row.carriage) if row.carriage else None
    values["held"] = _HELD.decode(row.held)
    return DraftRow(**values)


def cart_of(ctx: Context, draft: DraftRow) -> CartRow:
    """The draft's cart, with what it holds itself counted as there. One statement."""
    row = cart_rows.load(ctx, draft.id, None)
    if not draft.held:
        return row
    lines = []
    for line in row.lines:
        own = {
            str(place): items[UUID(line.stock_item_id)]
            for place, items in draft.held.items()
            if UUID(line.stock_item_id) in items
        }
        levels = {place: line.levels.get(place, 0) + own.get(place, 0) for place in {**line.levels, **own}}
        lines.append(msgspec.structs.replace(line, levels=levels))
    return msgspec.structs.replace(row, lines=lines)
