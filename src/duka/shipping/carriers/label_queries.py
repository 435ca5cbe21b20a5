"""Questions about labels: what was asked for, what became of it, and the file to print."""

from datetime import datetime
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.shipping.carriers.errors import LabelNotBought, LabelNotFound
from duka.shipping.carriers.types import Format
from duka.shipping.carriers.views import ShippingLabel

READ = "orders:read"


class LabelFile(msgspec.Struct, frozen=True):
    """What is printed."""

    format: Format
    body: bytes
    number: str


def get(ctx: Context, label_id: UUID) -> ShippingLabel:
    """Refuses `LabelNotFound`."""
    row = ctx.db.one(f"{_ROWS} and l.id = %(id)s", id=label_id)
    if row is None:
        raise LabelNotFound()
    ctx.require(READ, store=row.store_id, location=row.location_id)
    return _view(row)


def of_order(ctx: Context, order_id: UUID) -> list[ShippingLabel]:
    """All labels of an order that the caller may see, oldest first. One statement."""
    ctx.require(READ)
    rows = ctx.db.all(f"{_ROWS} and l.order_id = %(order)s order by l.created_at, l.id", order=order_id)
    return [_view(row) for row in rows if ctx.may(READ, store=row.store_id, location=row.location_id)]


def file(ctx: Context, label_id: UUID) -> LabelFile:
    """What is printed. Refuses `LabelNotFound` and `LabelNotBought`."""
    row = ctx.db.one(
        """select l.store_id, l.location_id, l.status, l.format, l.file, l.tracking_number from shipping_labels l
           where l.tenant_id = %(tenant)s and l.id = %(id)s""",
        id=label_id,
    )
    if row is None:
        raise LabelNotFound()
    ctx.require(READ, store=row.store_id, location=row.location_id)
    if row.file is None:
        raise LabelNotBought(status=row.status)
    return LabelFile(row.format, bytes(row.file), row.tracking_number)


def bought_for(ctx: Context, fulfillment_id: UUID) -> UUID | None:
    """The label that this fulfillment has now."""
    found = ctx.db.value(
        """select l.id from shipping_labels l
           where l.tenant_id = %(tenant)s and l.fulfillment_id = %(id)s and l.status = 'bought'""",
        id=fulfillment_id,
    )
    return UUID(str(found)) if found is not None else None


_ROWS: LiteralString = """select l.id, l.store_id, l.location_id, l.order_id, l.fulfillment_id, l.account_id, l.carrier,
    l.service, l.status, l.tracking_number, l.tracking_url, l.cost_minor, l.currency, l.format, l.reason, l.actor_name,
    l.created_at, a.name as account, a.mode
from shipping_labels l join carrier_accounts a on a.tenant_id = l.tenant_id and a.id = l.account_id
where l.tenant_id = %(tenant)s and a.tenant_id = %(tenant)s"""


def _view(row: Row) -> ShippingLabel:
    created: datetime = row.created_at
    return ShippingLabel(
        id=ids.public("label", row.id),
        order_id=ids.public("ord", row.order_id),
        fulfillment_id=ids.public("ful", row.fulfillment_id) if row.fulfillment_id else None,
        account_id=ids.public("cacc", row.account_id),
        account=row.account,
        carrier=row.carrier or row.account,
        service=row.service,
        status=row.status,
        tracking_number=row.tracking_number,
        tracking_url=row.tracking_url,
        cost_minor=row.cost_minor,
        currency=row.currency,
        format=row.format,
        reason=row.reason,
        is_test=row.mode == "test",
        by=row.actor_name,
        created_at=created,
    )
