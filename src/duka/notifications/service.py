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
    before = {each.kind: each.is_on for each in preferences(ctx)}
    after = before | {each.kind: each.is_on for each in wanted}
    ctx.db.run(
        """insert into notification_preferences (tenant_id, staff_id, kind, is_on)
           select %(tenant)s, %(me)s, w.kind, w.is_on from unnest(%(kinds)s::text[], %(choices)s::boolean[]) as w (kind, is_on)
           on conflict (tenant_id, staff_id, kind) do update set is_on = excluded.is_on""",
        me=me,
        kinds=list(after),
        choices=list(after.values()),
    )
    trail.note(ctx, "staff.notifications_chosen", "staff", me, before=before, after=after)
