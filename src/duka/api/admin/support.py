"""Answering somebody who calls: one box to find them, one page with everything."""

from typing import Annotated

from litestar import get
from litestar.di import NamedDependency
from litestar.params import FromPath, Parameter

from duka.api.call import Call, uuid
from duka.customers.staff_types import CustomerActivity
from duka.kernel.paging import Page
from duka.support import history, overview, search
from duka.support.types import Overview, SearchResult

TAGS = ["Admin: customers"]


@get("/search", permission="search:use", sync_to_thread=False, tags=TAGS)
def admin_search(
    call: NamedDependency[Call],
    q: Annotated[
        str,
        Parameter(
            max_length=200,
            description="a name, an e-mail address, a phone number or its end, an order number, a product or SKU",
        ),
    ] = "",
) -> SearchResult:
    """Customers, orders and products in one box: misspelled names are found too, exact numbers and addresses come first.
    A list is null for those who may not see its kind."""
    return call.read(lambda ctx: search.search(ctx, q))


@get(
    "/customers/{customer:str}/overview",
    permission="customers:read",
    feature="customer_service",
    sync_to_thread=False,
    tags=TAGS,
)
def admin_get_customer_overview(call: NamedDependency[Call], customer: FromPath[str]) -> Overview:
    """Everything about one person: profile, notes, orders with what can be done about each, what waits, what happened."""
    return call.read(lambda ctx: overview.of_customer(ctx, uuid("cus", customer)))


@get(
    "/orders/{order:str}/overview",
    permission="customers:read",
    feature="customer_service",
    sync_to_thread=False,
    tags=TAGS,
)
def admin_get_order_person(call: NamedDependency[Call], order: FromPath[str]) -> Overview:
    """The same of whoever placed this order, guest or not."""
    return call.read(lambda ctx: overview.of_order(ctx, uuid("ord", order)))


@get("/customers/{customer:str}/activity", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_list_customer_activity(
    call: NamedDependency[Call],
    customer: FromPath[str],
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[CustomerActivity]:
    """What happened to a customer and their orders, newest first."""
    return call.read(lambda ctx: history.activity(ctx, uuid("cus", customer), cursor=cursor, limit=limit))


HANDLERS = [
    admin_search,
    admin_get_customer_overview,
    admin_get_order_person,
    admin_list_customer_activity,
]
