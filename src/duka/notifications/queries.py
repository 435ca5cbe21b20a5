"""One's own messages."""

from typing import Any
from uuid import UUID

from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel import ids, paging
from duka.kernel.context import PEOPLE, Context
from duka.kernel.errors import Forbidden
from duka.kernel.paging import Page
from duka.notifications.types import KINDS, Message, Preference, Unread

MOST_COUNTED = 100


def reader(ctx: Context) -> UUID:
    """Messages are people's: a key has none. Refuses `Forbidden`."""
    ctx.require(OWN_ACCOUNT)
    if ctx.actor.kind not in PEOPLE or ctx.actor.id is None:
        raise Forbidden(permission=OWN_ACCOUNT)
    return ctx.actor.id


def list_messages(
    ctx: Context, *, is_unread: bool = False, cursor: str | None = None, limit: int | None = None
) -> Page[Message]:
    """Newest first. 2 statements."""
    (before,) = paging.decode(cursor, UUID) if cursor else (None,)
    size = paging.bounded(limit)
    rows = ctx.db.all(
        """select id, kind, created_at, read_at, object, store_id, data from notifications
           where tenant_id = %(tenant)s and staff_id = %(me)s and (not %(is_unread)s or read_at is null)
             and (%(before)s::uuid is null or id < %(before)s)
           order by id desc limit %(limit)s""",
        me=reader(ctx),
        is_unread=is_unread,
        before=before,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].id) if len(rows) > size else None
    return Page([_message(row) for row in rows[:size]], following)


def count_unread(ctx: Context) -> Unread:
    count = ctx.db.value(
        """select count(*) from (select 1 from notifications where tenant_id = %(tenant)s and staff_id = %(me)s
             and read_at is null limit %(most)s) unread""",
        me=reader(ctx),
        most=MOST_COUNTED,
    )
    return Unread(count)


def preferences(ctx: Context) -> list[Preference]:
    """Every kind of message, and whether one wants it."""
    chosen = {
        row.kind: row
        for row in ctx.db.all(
            """select kind, is_on, by_email from notification_preferences
               where tenant_id = %(tenant)s and staff_id = %(me)s""",
            me=reader(ctx),
        )
    }
    return [
        Preference(
            kind.name,
            chosen[kind.name].is_on if kind.name in chosen else kind.is_on,
            ctx.may(kind.permission),
            _wants_letters(chosen.get(kind.name)) if kind.has_letter else None,
        )
        for kind in KINDS.values()
    ]


def _wants_letters(row: Any) -> bool:
    return row is None or row.by_email is not False


def _message(row: Any) -> Message:
    return Message(
        id=ids.public("msg", row.id),
        kind=row.kind,
        at=row.created_at.isoformat(),
        read_at=row.read_at.isoformat() if row.read_at else None,
        object=row.object,
        store_id=ids.public("store", row.store_id) if row.store_id else None,
        data=row.data,
    )
