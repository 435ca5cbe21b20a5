"""Internal notes: what staff tell the next of them about a customer. Customers never see them."""

from uuid import UUID

from msgspec import UNSET

from duka.customers import rules
from duka.customers.errors import CustomerNotFound, NoteNotFound, NoteOfSomebodyElse
from duka.customers.events import CustomerNoted
from duka.customers.inputs import CustomerNoteChange, CustomerNoteInput
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row


def add_note(ctx: Context, customer_id: UUID, new: CustomerNoteInput) -> UUID:
    """Refuses `CustomerNotFound`, `InvalidInput`."""
    ctx.require("customers:write")
    body, note_id = rules.note(new.body), ids.new_id()
    added = ctx.db.run(
        """insert into customer_notes (tenant_id, id, customer_id, author, author_name, body, is_pinned, created_at,
                                       updated_at)
           select %(tenant)s, %(id)s, c.id, %(author)s, %(name)s, %(body)s, %(pinned)s, %(now)s, %(now)s
           from customers c where c.tenant_id = %(tenant)s and c.id = %(customer)s""",
        id=note_id,
        customer=customer_id,
        author=ctx.actor.label,
        name=ctx.actor.name,
        body=body,
        pinned=new.is_pinned,
        now=ctx.now,
    )
    if not added:
        raise CustomerNotFound()
    _announce(ctx, customer_id, note_id, "added")
    trail.note(ctx, CustomerNoted.TYPE, "customer", customer_id, after={"note": body[:500]})
    return note_id


def update_note(ctx: Context, customer_id: UUID, note_id: UUID, change: CustomerNoteChange) -> None:
    """Refuses `NoteNotFound`, `NoteOfSomebodyElse` (for its text), `InvalidInput`."""
    ctx.require("customers:write")
    row = _hold(ctx, customer_id, note_id)
    body = row.body if change.body is UNSET else rules.note(change.body)
    pinned = row.is_pinned if change.is_pinned is UNSET else change.is_pinned
    if body != row.body:
        _must_be_own(ctx, row)
    if (body, pinned) == (row.body, row.is_pinned):
        return
    ctx.db.run(
        """update customer_notes set body = %(body)s, is_pinned = %(pinned)s,
                  updated_at = case when body <> %(body)s then %(now)s else updated_at end
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=note_id,
        body=body,
        pinned=pinned,
        now=ctx.now,
    )
    _announce(ctx, customer_id, note_id, "changed")
    trail.note(
        ctx,
        CustomerNoted.TYPE,
        "customer",
        customer_id,
        before={"note": row.body[:500], "is_pinned": row.is_pinned},
        after={"note": body[:500], "is_pinned": pinned},
    )


def remove_note(ctx: Context, customer_id: UUID, note_id: UUID) -> None:
    """Refuses `NoteNotFound`, `NoteOfSomebodyElse`."""
    ctx.require("customers:write")
    row = _hold(ctx, customer_id, note_id)
    _must_be_own(ctx, row)
    ctx.db.run("delete from customer_notes where tenant_id = %(tenant)s and id = %(id)s", id=note_id)
    _announce(ctx, customer_id, note_id, "removed")
    trail.note(ctx, CustomerNoted.TYPE, "customer", customer_id, before={"note": row.body[:500]})


def _hold(ctx: Context, customer_id: UUID, note_id: UUID) -> Row:
    row = ctx.db.one(
        """select n.author, n.author_name, n.body, n.is_pinned from customer_notes n
           where n.tenant_id = %(tenant)s and n.id = %(id)s and n.customer_id = %(customer)s for update""",
        id=note_id,
        customer=customer_id,
    )
    if row is None:
        raise NoteNotFound()
    return row


def _must_be_own(ctx: Context, row: Row) -> None:
    if row.author != ctx.actor.label:
        raise NoteOfSomebodyElse(author=row.author_name or row.author)


def _announce(ctx: Context, customer_id: UUID, note_id: UUID, change: str) -> None:
    event = CustomerNoted(aggregate_id=customer_id, note_id=ids.public("cnote", note_id), change=change)
    events.emit(ctx, event)
