"""Who was here from the platform."""

from typing import Annotated

from litestar import delete, get
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter

from duka.api.call import Call, uuid
from duka.identity import visiting
from duka.identity.visiting import Visit
from duka.kernel.paging import Page

TAGS = ["Admin: support visits"]


@get("/support-visits", permission="audit:read", sync_to_thread=False, tags=TAGS)
def admin_list_support_visits(
    call: NamedDependency[Call],
    cursor: Annotated[str | None, Parameter(max_length=300, required=False)] = None,
    limit: Annotated[int | None, Parameter(ge=1, le=100, required=False)] = None,
) -> Page[Visit]:
    """Operators of the platform who act or acted here: who, with which role, why, from when until when, and how much they
    did. Whether they may is `support_may_visit` of the security settings."""
    return call.read(lambda ctx: visiting.list_visits(ctx, cursor=cursor, limit=limit))


@delete(
    "/support-visits/{visit:str}", permission="staff:write", sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_end_support_visit(call: NamedDependency[Call], visit: FromPath[str]) -> None:
    """Show an operator out: their visit ends at once."""
    call.write(lambda ctx: visiting.show_out(ctx, uuid("visit", visit)))


HANDLERS = [admin_list_support_visits, admin_end_support_visit]
