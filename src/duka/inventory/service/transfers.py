"""Transfers: goods that leave one location and reach another later, perhaps not all of them."""

from uuid import UUID

from duka.inventory.documents import NewTransfer, Receipt
from duka.inventory.errors import (
    DocumentNotFound,
    DocumentStatus,
    MoreThanSent,
    SameLocation,
    UnknownSkus,
)
from duka.inventory.service import moves
from duka.kernel import trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import VersionConflict
from duka.kernel.ids import new_id, parse

WRITE = "inventory:write"


def create_transfer(ctx: Context, new: NewTransfer) -> UUID:
    """Refuses SameLocation, UnknownSkus, StockItemNotFound (a location), and NotOnShelf when it is sent at once."""
    start, end = parse("loc", new.from_location_id), parse("loc", new.to_location_id)
    ctx.require(WRITE, location=start)
    if start == end:
        raise SameLocation()
    moves.refuse_missing_places(ctx, (start, end))
    items = moves.items_of(ctx, [line.sku for line in new.lines])
    wanted: dict[UUID, int] = {}
    for line in new.lines:
        wanted[items[line.sku]] = wanted.get(items[line.sku], 0) + line.quantity
    id = new_id()
    ctx.db.run(
        """insert into stock_transfers (tenant_id, id, number, from_id, to_id, note, created_by, created_at)
           values (%(tenant)s, %(id)s, %(number)s, %(start)s, %(end)s, %(note)s, %(by)s, %(now)s)""",
        id=id,
        number=moves.next_number(ctx, "transfer"),
        start=start,
        end=end,
        note=new.note.replace("\x00", "").strip(),
        by=ctx.actor.name or ctx.actor.label,
        now=ctx.now,
    )
    ctx.db.run(
        """insert into stock_transfer_lines (tenant_id, transfer_id, item_id, position, quantity)
           select %(tenant)s, %(id)s, l.item, l.place, l.quantity
           from jsonb_to_recordset(%(lines)s::jsonb) as l (item uuid, place int, quantity bigint)""",
        id=id,
        lines=moves.encoded(
            [
                {"item": item, "place": n, "quantity": quantity}
                for n, (item, quantity) in enumerate(wanted.items())
            ]
        ),
    )
    trail.note(ctx, "transfer.created", "transfer", id, lines=len(wanted))
    if new.is_sent:
        send_transfer(ctx, id, 1)
    return id


def send_transfer(ctx: Context, transfer_id: UUID, version: int) -> None:
    """The goods leave. Refuses DocumentNotFound, VersionConflict, DocumentStatus, NotOnShelf."""
    row = _locked(ctx, transfer_id, version, "draft")
    ctx.require(WRITE, location=row.from_id)
    lines = _lines(ctx, transfer_id)
    moves.shift(ctx, row.from_id, {line.item_id: -line.quantity for line in lines}, "transfer", transfer_id)
    _close(ctx, transfer_id, "sent")


def receive_transfer(ctx: Context, transfer_id: UUID, receipt: Receipt, version: int) -> None:
    """The goods arrive; what is not received is lost. Refuses DocumentNotFound, VersionConflict, DocumentStatus,
    UnknownSkus, MoreThanSent."""
    row = _locked(ctx, transfer_id, version, "sent")
    ctx.require(WRITE, location=row.to_id)
    lines = _lines(ctx, transfer_id)
    arrived = {line.item_id: line.quantity for line in lines}
    given = {line.sku: line.received for line in receipt.lines}
    skus = {line.sku: line.item_id for line in lines}
    if unknown := sorted(given.keys() - skus.keys()):
        raise UnknownSkus(skus=", ".join(unknown[:5]))
    for sku, received in given.items():
        if received > arrived[skus[sku]]:
            raise MoreThanSent(sku=sku)
        arrived[skus[sku]] = received
    moves.shift(ctx, row.to_id, {item: n for item, n in arrived.items() if n}, "transfer", transfer_id)
    ctx.db.run(
        """update stock_transfer_lines l set received = r.received
           from jsonb_to_recordset(%(rows)s::jsonb) as r (item uuid, received bigint)
           where l.tenant_id = %(tenant)s and l.transfer_id = %(id)s and l.item_id = r.item""",
        id=transfer_id,
        rows=moves.encoded([{"item": item, "received": n} for item, n in arrived.items()]),
    )
    _close(ctx, transfer_id, "received")


def cancel_transfer(ctx: Context, transfer_id: UUID, version: int) -> None:
    """A draft is dropped; what was sent goes back to where it left. Refuses DocumentNotFound, VersionConflict,
    DocumentStatus."""
    row = _locked(ctx, transfer_id, version, "draft", "sent")
    ctx.require(WRITE, location=row.from_id)
    if row.status == "sent":
        back = {line.item_id: line.quantity for line in _lines(ctx, transfer_id)}
        moves.shift(ctx, row.from_id, back, "transfer", transfer_id)
    _close(ctx, transfer_id, "cancelled")


def _locked(ctx: Context, transfer_id: UUID, version: int, *allowed: str) -> Row:
    ctx.require(WRITE)
    row = ctx.db.one(
        "select t.* from stock_transfers t where t.tenant_id = %(tenant)s and t.id = %(id)s for update",
        id=transfer_id,
    )
    if row is None:
        raise DocumentNotFound()
    if row.version != version:
        raise VersionConflict()
    if row.status not in allowed:
        raise DocumentStatus(status=row.status)
    return row


def _lines(ctx: Context, transfer_id: UUID) -> list[Row]:
    return ctx.db.all(
        """select l.item_id, l.quantity, i.sku from stock_transfer_lines l
           join stock_items i on i.tenant_id = l.tenant_id and i.id = l.item_id
           where l.tenant_id = %(tenant)s and i.tenant_id = %(tenant)s and l.transfer_id = %(id)s""",
        id=transfer_id,
    )


def _close(ctx: Context, transfer_id: UUID, status: str) -> None:
    ctx.db.run(
        """update stock_transfers t set status = %(status)s, version = t.version + 1,
                  sent_at = case when %(status)s = 'sent' then %(now)s else t.sent_at end,
                  closed_at = case when %(status)s in ('received', 'cancelled') then %(now)s end
           where t.tenant_id = %(tenant)s and t.id = %(id)s""",
        id=transfer_id,
        status=status,
        now=ctx.now,
    )
    trail.note(ctx, f"transfer.{status}", "transfer", transfer_id)
