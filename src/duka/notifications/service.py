"""Reading messages, and choosing what to hear of."""

from collections.abc import Sequence
from uuid import UUID

from duka.kernel import trail
from duka.kernel.context import Context
from duka.notifications.errors import MessageNotFound, UnknownMessageKind
from duka.notifications.inputs import PreferenceInput
from duka.notifications.queries import preferences, reader
from duka.notifications.types import KINDS


def mark_read(ctx: Context, message: UUID, *, is_read: bool = True) -> None:
    """Twice is no mistake. Refuses `MessageNotFound`."""
    if not ctx.db.run(
        """update notifications set read_at = case when %(is_read)s then coalesce(read_at, %(now)s) end
           where tenant_id = %(tenant)s and staff_id = %(me)s and id = %(id)s""",
        me=reader(ctx),
        id=message,
        is_read=is_read,
        now=ctx.now,
    ):
        raise MessageNotFound()


def mark_all_read(ctx: Context, until: UUID | None = None) -> None:
    """All of one's messages up to `until`, the newest that was seen; so that none is marked that came meanwhile. Refuses
    `MessageNotFound` when that is not a message of one's own."""
    me = reader(ctx)
    mine = "select 1 from notifications where tenant_id = %(tenant)s and staff_id = %(me)s and id = %(id)s"
    if until is not None and not ctx.db.value(mine, me=me, id=until):
        raise MessageNotFound()
    ctx.db.run(
        """update notifications set read_at = %(now)s
           where tenant_id = %(tenant)s and staff_id = %(me)s and read_at is null
             and (%(until)s::uuid is null or id <= %(until)s)""",
        me=me,
        until=until,
        now=ctx.now,
    )


def choose(ctx: Context, wanted: Sequence[PreferenceInput]) -> None:
    """What one wants to hear of from now on; kinds that are not named stay as they are. Refuses `UnknownMessageKind`."""
    me = reader(ctx)
    for each in wanted:
        if each.kind not in KINDS:
            raise UnknownMessageKind(kind=each.kind, known=", ".join(KINDS))
    before = {each.kind: each for each in preferences(ctx)}
    is_on = {kind: each.is_on for kind, each in before.items()}
    by_email = {kind: each.by_email for kind, each in before.items()}
    is_on |= {each.kind: each.is_on for each in wanted if each.is_on is not None}
    by_email |= {
        each.kind: each.by_email
        for each in wanted
        if each.by_email is not None and KINDS[each.kind].has_letter
    }
    ctx.db.run(
        """insert into notification_preferences (tenant_id, staff_id, kind, is_on, by_email)
           select %(tenant)s, %(me)s, w.kind, w.is_on, w.by_email
           from unnest(%(kinds)s::text[], %(choices)s::boolean[], %(letters)s::boolean[]) as w (kind, is_on, by_email)
           on conflict (tenant_id, staff_id, kind) do update set is_on = excluded.is_on, by_email = excluded.by_email""",
        me=me,
        kinds=list(is_on),
        choices=list(is_on.values()),
        letters=[by_email[kind] for kind in is_on],
    )
    trail.note(
        ctx,
        "staff.notifications_chosen",
        "staff",
        me,
        before={kind: each.is_on for kind, each in before.items()}
        | {f"{kind}_by_email": each.by_email for kind, each in before.items() if each.by_email is not None},
        after=is_on
        | {f"{kind}_by_email": letters for kind, letters in by_email.items() if letters is not None},
    )
