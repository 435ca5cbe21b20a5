"""Samples of messages to staff."""

from collections.abc import Callable

from tests.api.sample import Sample
from tests.api.world import World

from duka.kernel.ids import new_id, public


def _message(w: World) -> str:
    """Staff are told of an order: the row is written here as the listener would."""
    made = new_id()

    def write(ctx: object) -> None:
        ctx.db.run(  # type: ignore[attr-defined]
            """insert into notifications (tenant_id, id, staff_id, kind, event_id, object, created_at)
               select %(tenant)s, %(id)s, s.id, 'order_placed', %(id)s, 'ord_0', %(now)s from staff s
               where s.tenant_id = %(tenant)s and s.email = 'alice@acorn.example'""",
            id=made,
            now=ctx.now,  # type: ignore[attr-defined]
        )

    w.perform(write)
    return public("msg", made)


def samples() -> dict[str, Callable[[World], Sample]]:
    return {
        "admin_list_notifications": lambda w: Sample(query={"unread": "true"}),
        "admin_count_notifications": lambda w: Sample(),
        "admin_notification_preferences": lambda w: Sample(),
        "admin_choose_notifications": lambda w: Sample(
            body=[{"kind": "stock_low", "is_on": not _is_on(w, "stock_low")}]
        ),
        "admin_read_all_notifications": lambda w: Sample(body={"until": _message(w)}),
        "admin_read_notification": lambda w: Sample({"message": _message(w)}, {"is_read": True}),
    }


def _is_on(w: World, kind: str) -> bool:
    chosen = {p["kind"]: p["is_on"] for p in w.admin("GET", "/notifications/preferences").json}
    return bool(chosen[kind])
