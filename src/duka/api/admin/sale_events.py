"""Sale events: goods that cost less for a while."""

from typing import Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel.context import Context
from duka.pricing.sales import queries, service
from duka.pricing.sales.types import NewSale, Sale, SaleChange, SalePreview

TAGS = ["Admin: sale events"]
READ, WRITE = "products:read", "products:write"


@get("/sale-events", permission=READ, sync_to_thread=False, tags=TAGS, feature="sale_events")
def admin_list_sale_events(call: NamedDependency[Call]) -> list[Sale]:
    """All sale events, the last to begin first."""
    return call.read(queries.list_sales)


@post(
    "/sale-events", permission=WRITE, sync_to_thread=True, tags=TAGS, feature="sale_events", status_code=201
)
def admin_create_sale_event(call: NamedDependency[Call], data: JSONBody[NewSale]) -> Response[Sale]:
    """A draft: nothing costs less until it is scheduled."""

    def act(ctx: Context) -> Sale:
        return queries.sale(ctx, service.create(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/sale-events/{sale:str}", permission=READ, sync_to_thread=False, tags=TAGS, feature="sale_events")
def admin_get_sale_event(call: NamedDependency[Call], sale: FromPath[str]) -> Sale:
    """One sale event."""
    return call.read(lambda ctx: queries.sale(ctx, uuid("sale", sale)))


@patch("/sale-events/{sale:str}", permission=WRITE, sync_to_thread=True, tags=TAGS, feature="sale_events")
def admin_update_sale_event(
    call: NamedDependency[Call], sale: FromPath[str], data: JSONBody[SaleChange], if_match: IfMatch = None
) -> Response[Sale]:
    """Change what is named. Needs If-Match with the version that you saw; prices of a scheduled event follow at once."""
    version, sale_id = version_of(if_match), uuid("sale", sale)

    def act(ctx: Context) -> Sale:
        service.update(ctx, sale_id, data, version)
        return queries.sale(ctx, sale_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/sale-events/{sale:str}",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="sale_events",
    status_code=204,
)
def admin_delete_sale_event(call: NamedDependency[Call], sale: FromPath[str]) -> None:
    """A draft goes for good."""
    call.write(lambda ctx: service.delete(ctx, uuid("sale", sale)))


@get(
    "/sale-events/{sale:str}/preview", permission=READ, sync_to_thread=False, tags=TAGS, feature="sale_events"
)
def admin_preview_sale_event(call: NamedDependency[Call], sale: FromPath[str]) -> SalePreview:
    """How many variants would cost less, and the first of them."""
    return call.read(lambda ctx: queries.preview(ctx, uuid("sale", sale)))


@post(
    "/sale-events/{sale:str}/schedule",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="sale_events",
    status_code=200,
)
def admin_schedule_sale_event(call: NamedDependency[Call], sale: FromPath[str]) -> Response[Sale]:
    """From now on its prices begin and end by themselves. Twice is safe."""
    sale_id = uuid("sale", sale)

    def act(ctx: Context) -> Sale:
        service.schedule(ctx, sale_id)
        return queries.sale(ctx, sale_id)

    answer: Response[Any] = call.write(act, status=200)
    return answer


@post(
    "/sale-events/{sale:str}/cancel",
    permission=WRITE,
    sync_to_thread=True,
    tags=TAGS,
    feature="sale_events",
    status_code=200,
)
def admin_cancel_sale_event(call: NamedDependency[Call], sale: FromPath[str]) -> Response[Sale]:
    """Its prices end at once. Twice is safe."""
    sale_id = uuid("sale", sale)

    def act(ctx: Context) -> Sale:
        service.cancel(ctx, sale_id)
        return queries.sale(ctx, sale_id)

    answer: Response[Any] = call.write(act, status=200)
    return answer


HANDLERS = [
    admin_list_sale_events,
    admin_create_sale_event,
    admin_get_sale_event,
    admin_update_sale_event,
    admin_delete_sale_event,
    admin_preview_sale_event,
    admin_schedule_sale_event,
    admin_cancel_sale_event,
]
