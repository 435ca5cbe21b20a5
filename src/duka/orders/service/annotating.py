"""What staff write on an order: notes for the next person, and tags."""

from collections.abc import Collection
from uuid import UUID

from duka.customers import rules as customer_rules
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput
from duka.kernel.ids import new_id
from duka.orders import reach
from duka.orders.errors import NoteNotFound, NoteOfSomebodyElse, TooManyNotes
from duka.orders.events import OrderNoted, OrderTagged
from duka.orders.holding import hold, hold_version
from duka.orders.telling import tell

MOST_NOTES = 200
MOST_TAGS = 20


def add_note(ctx: Context, order_id: UUID, body: str, *, is_pinned: bool = False) -> UUID:
    """Whoever opens the order next reads it; its buyer never does. Refuses `TooManyNotes`."""
    reach.require(ctx, "orders:write", order_id)
    order, body = hold(ctx, order_id), customer_rules.note(body)
    count = ctx.db.value(
        "select count(*) from order_notes where tenant_id = %(tenant)s and order_id = %(order)s",
        order=order_id,
    )
    if count >= MOST_NOTES:
        raise TooManyNotes(most=MOST_NOTES)
    note_id = new_id()
    ctx.db.run(
        """insert into order_notes (tenant_id, id, order_id, author, author_name, body, is_pinned, created_at, updated_at)
           values (%(tenant)s, %(id)s, %(order)s, %(author)s, %(name)s, %(body)s, %(pinned)s, %(now)s, %(now)s)""",
        id=note_id,
        order=order_id,
        author=ctx.actor.label,
        name=ctx.actor.name,
        body=body,
        pinned=is_pinned,
        now=ctx.now,
    )
    event = OrderNoted(aggregate_id=order_id, number=order.number, note_id=note_id, change="added")
    tell(ctx, event, {}, {"note": body})
    return note_id


def change_note(
    ctx: Context, order_id: UUID, note_id: UUID, *, body: str | None = None, is_pinned: bool | None = None
) -> None:
    """Its text is its author's to change; anybody may pin it, so that it stays on top. Refuses `NoteNotFound` and
    `NoteOfSomebodyElse`."""
    number, author, old_body, was_pinned = _note(ctx, order_id, note_id)
    if body is not None and author != ctx.actor.label:
        raise NoteOfSomebodyElse()
    new_body = old_body if body is None else customer_rules.note(body)
    pinned = was_pinned if is_pinned is None else is_pinned
    if (new_body, pinned) == (old_body, was_pinned):
        return
    ctx.db.run(
        """update order_notes set body = %(body)s, is_pinned = %(pinned)s, updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=note_id,
        body=new_body,
        pinned=pinned,
        now=ctx.now,
    )
    event = OrderNoted(aggregate_id=order_id, number=number, note_id=note_id, change="changed")
    before, after = {"note": old_body, "pinned": was_pinned}, {"note": new_body, "pinned": pinned}
    tell(ctx, event, before, after)


def delete_note(ctx: Context, order_id: UUID, note_id: UUID) -> None:
    """The trail keeps what it said. Refuses `NoteNotFound` and `NoteOfSomebodyElse`."""
    number, author, body, _ = _note(ctx, order_id, note_id)
    if author != ctx.actor.label:
        raise NoteOfSomebodyElse()
    ctx.db.run("delete from order_notes where tenant_id = %(tenant)s and id = %(id)s", id=note_id)
    event = OrderNoted(aggregate_id=order_id, number=number, note_id=note_id, change="deleted")
    tell(ctx, event, {"note": body}, {})


def set_tags(ctx: Context, order_id: UUID, tags: Collection[str], expected: int | None = None) -> None:
    """The order has these tags and no others. Refuses `VersionConflict`, and `InvalidInput` for more than 20."""
    reach.require(ctx, "orders:write", order_id)
    order = hold_version(ctx, order_id, expected)
    before = _tags(ctx, order_id)
    after = customer_rules.tags(tags)
    _write_tags(ctx, order_id, order.number, before, after)


def add_tags(ctx: Context, order_id: UUID, tags: Collection[str]) -> None:
    """Beside those that it has. Refuses `InvalidInput` for more than 20."""
    reach.require(ctx, "orders:write", order_id)
    order = hold(ctx, order_id)
    before = _tags(ctx, order_id)
    after = sorted({*customer_rules.tags(tags), *before})
    _write_tags(ctx, order_id, order.number, before, after)


def _tags(ctx: Context, order_id: UUID) -> list[str]:
    rows = ctx.db.all(
        "select tag from order_tags where tenant_id = %(tenant)s and order_id = %(order)s order by tag",
        order=order_id,
    )
    return [row.tag for row in rows]


def _write_tags(ctx: Context, order_id: UUID, number: str, before: list[str], after: list[str]) -> None:
    if len(after) > MOST_TAGS:
        raise InvalidInput({"tags": f"give an order at most {MOST_TAGS} tags"})
    if before == after:
        return
    ctx.db.run(
        """with gone as (
               delete from order_tags where tenant_id = %(tenant)s and order_id = %(order)s and tag <> all(%(tags)s)
           ), kept as (
               insert into order_tags (tenant_id, order_id, tag)
               select %(tenant)s, %(order)s, t.tag from unnest(%(tags)s::text[]) t (tag)
               on conflict do nothing
           )
           update orders set updated_at = %(now)s, version = version + 1
           where tenant_id = %(tenant)s and id = %(order)s""",
        order=order_id,
        tags=after,
        now=ctx.now,
    )
    event = OrderTagged(aggregate_id=order_id, number=number, tags=after)
    tell(ctx, event, {"tags": before}, {"tags": after})


def _note(ctx: Context, order_id: UUID, note_id: UUID) -> tuple[str, str, str, bool]:
    """(order's number, author, text, is it pinned), the order held."""
    reach.require(ctx, "orders:write", order_id)
    order = hold(ctx, order_id)
    row = ctx.db.one(
        """select author, body, is_pinned from order_notes
           where tenant_id = %(tenant)s and order_id = %(order)s and id = %(id)s for update""",
        order=order_id,
        id=note_id,
    )
    if row is None:
        raise NoteNotFound()
    return order.number, row.author, row.body, row.is_pinned
