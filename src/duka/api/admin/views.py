"""Saved views of the console's lists."""

from typing import Annotated, Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, QueryParameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.identity.permissions import OWN_ACCOUNT
from duka.kernel.context import Context
from duka.views import queries, service
from duka.views.inputs import NewView, ViewChange
from duka.views.types import SavedView

TAGS = ["Admin: views"]
ListName = Annotated[str, QueryParameter(name="list", pattern="^[a-z][a-z0-9_-]{0,39}$")]


@get("/views", permission=OWN_ACCOUNT, sync_to_thread=False, tags=TAGS)
def admin_list_views(call: NamedDependency[Call], list_name: ListName) -> list[SavedView]:
    """One's own views of a list, and those that are shared with the company."""
    return call.read(lambda ctx: queries.list_views(ctx, list_name))


@post("/views", permission=OWN_ACCOUNT, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_view(call: NamedDependency[Call], data: JSONBody[NewView]) -> Response[SavedView]:
    """Keep a list as it is shown now. Sharing it needs views:share."""

    def act(ctx: Context) -> SavedView:
        return queries.view(ctx, service.create(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@patch("/views/{view:str}", permission=OWN_ACCOUNT, sync_to_thread=True, tags=TAGS)
def admin_update_view(
    call: NamedDependency[Call], view: FromPath[str], data: JSONBody[ViewChange], if_match: IfMatch = None
) -> Response[SavedView]:
    """Name, content, place, who sees it. Needs If-Match with the version that you saw."""
    version, view_id = version_of(if_match), uuid("view", view)

    def act(ctx: Context) -> SavedView:
        service.update(ctx, view_id, data, version)
        return queries.view(ctx, view_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete("/views/{view:str}", permission=OWN_ACCOUNT, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_delete_view(call: NamedDependency[Call], view: FromPath[str]) -> None:
    """One's own; a shared one needs views:share."""
    call.write(lambda ctx: service.delete(ctx, uuid("view", view)))


HANDLERS = [admin_list_views, admin_create_view, admin_update_view, admin_delete_view]
