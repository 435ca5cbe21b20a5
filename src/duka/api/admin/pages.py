"""Pages that a merchant writes."""

from typing import Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel.context import Context
from duka.stores.pages import queries, service
from duka.stores.pages.types import NewPage, PageChange, StaffPage

READ, WRITE = "settings:read", "settings:write"
TAGS = ["Admin: pages"]


@get("/stores/{store_id:str}/pages", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_pages(call: NamedDependency[Call], store_id: FromPath[str]) -> list[StaffPage]:
    """The pages of a store in their order, hidden ones too."""
    return call.read(lambda ctx: queries.list_for_staff(ctx, uuid("store", store_id)))


@post("/stores/{store_id:str}/pages", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_page(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[NewPage]
) -> Response[StaffPage]:
    """A page in Markdown, in every language; it is shown once it is visible."""

    def act(ctx: Context) -> StaffPage:
        return queries.for_staff(ctx, service.create(ctx, uuid("store", store_id), data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/pages/{page:str}", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_page(call: NamedDependency[Call], page: FromPath[str]) -> StaffPage:
    """One content page, in all its languages."""
    return call.read(lambda ctx: queries.for_staff(ctx, uuid("page", page)))


@patch("/pages/{page:str}", permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_update_page(
    call: NamedDependency[Call],
    page: FromPath[str],
    data: JSONBody[PageChange],
    if_match: IfMatch = None,
) -> Response[StaffPage]:
    """Change what is named. Needs If-Match with the version that you saw."""
    version, page_id = version_of(if_match), uuid("page", page)

    def act(ctx: Context) -> StaffPage:
        service.update(ctx, page_id, data, version)
        return queries.for_staff(ctx, page_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete("/pages/{page:str}", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_delete_page(call: NamedDependency[Call], page: FromPath[str]) -> None:
    """The page goes, and its addresses are free again."""
    call.write(lambda ctx: service.delete(ctx, uuid("page", page)))


HANDLERS = [admin_list_pages, admin_create_page, admin_get_page, admin_update_page, admin_delete_page]
