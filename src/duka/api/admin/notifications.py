"""Messages to staff in the console: one's own."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.notifications import queries, service
from duka.notifications.inputs import PreferenceInput
from duka.notifications.types import Message, Preference, Unread

TAGS = ["Admin: notifications"]
Choices = Annotated[list[PreferenceInput], msgspec.Meta(min_length=1, max_length=40)]


class ReadInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    is_read: bool = True


class ReadAllInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`until`: the newest message that was seen."""

    until: Annotated[str, msgspec.Meta(max_length=60)] | None = None


@get("/notifications", permission=OWN_ACCOUNT, sync_to_thread=False, tags=TAGS)
def admin_list_notifications(
    call: NamedDependency[Call],
    unread: FromQuery[bool] = False,
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[Message]:
    """One's messages, newest first."""
    return call.read(lambda ctx: queries.list_messages(ctx, is_unread=unread, cursor=cursor, limit=limit))


@get("/notifications/unread", permission=OWN_ACCOUNT, sync_to_thread=False, tags=TAGS)
def admin_count_notifications(call: NamedDependency[Call]) -> Unread:
    """How many are not read yet, up to 100."""
    return call.read(queries.count_unread)


@get("/notifications/preferences", permission=OWN_ACCOUNT, sync_to_thread=False, tags=TAGS)
def admin_notification_preferences(call: NamedDependency[Call]) -> list[Preference]:
    """What one hears of."""
    return call.read(queries.preferences)


@put("/notifications/preferences", permission=OWN_ACCOUNT, sync_to_thread=True, tags=TAGS)
def admin_choose_notifications(
    call: NamedDependency[Call], data: JSONBody[Choices]
) -> Response[list[Preference]]:
    """What one wants to hear of; kinds that are not named stay as they are."""

    def act(ctx: Context) -> list[Preference]:
        service.choose(ctx, data)
        return queries.preferences(ctx)

    answer: Response[Any] = call.write(act)
    return answer


@post("/notifications/read", permission=OWN_ACCOUNT, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_read_all_notifications(
    call: NamedDependency[Call], data: JSONBody[ReadAllInput]
) -> Response[Unread]:
    """All of one's messages are read, up to the newest that was seen."""
    until = uuid("msg", data.until) if data.until else None

    def act(ctx: Context) -> Unread:
        service.mark_all_read(ctx, until)
        return queries.count_unread(ctx)

    answer: Response[Any] = call.write(act)
    return answer


@put("/notifications/{message:str}/read", permission=OWN_ACCOUNT, sync_to_thread=True, tags=TAGS)
def admin_read_notification(
    call: NamedDependency[Call], message: FromPath[str], data: JSONBody[ReadInput]
) -> Response[Unread]:
    """Read, or unread again; how many are left."""
    message_id = uuid("msg", message)

    def act(ctx: Context) -> Unread:
        service.mark_read(ctx, message_id, is_read=data.is_read)
        return queries.count_unread(ctx)

    answer: Response[Any] = call.write(act)
    return answer


HANDLERS = [
    admin_list_notifications,
    admin_count_notifications,
    admin_notification_preferences,
    admin_choose_notifications,
    admin_read_all_notifications,
    admin_read_notification,
]
