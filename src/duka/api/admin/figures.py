"""The start page: what waits to be done, and how it goes."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import Parameter

from duka.analytics import queries, work
from duka.analytics.types import Dashboard, WaitingWork
from duka.api.call import Call, uuid

TAGS = ["Admin: figures"]
StoreId = Annotated[str | None, Parameter(max_length=60, required=False, description="one store's alone")]


@get("/dashboard", permission="figures:read", sync_to_thread=False, tags=TAGS)
def admin_dashboard(call: NamedDependency[Call], store_id: StoreId = None) -> Dashboard:
    """Today beside yesterday, thirty days of sales and what sold best in them; each currency by itself."""
    store = uuid("store", store_id) if store_id else None
    return call.read(lambda ctx: queries.dashboard(ctx, store))


@get("/waiting", permission="stores:read", sync_to_thread=False, tags=TAGS)
def admin_waiting_work(call: NamedDependency[Call], store_id: StoreId = None) -> WaitingWork:
    """What waits to be done: orders by what they need, drafts, shelves that run low."""
    store = uuid("store", store_id) if store_id else None
    return call.read(lambda ctx: work.waiting(ctx, store))


HANDLERS = [admin_dashboard, admin_waiting_work]
