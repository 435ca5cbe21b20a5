"""Customers: accounts of one merchant. The same e-mail address at two merchants is two customers."""

from typing import Annotated, Any

import msgspec
from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.customers import queries, service
from duka.customers.types import Address, LoggedIn, Profile, ProfileChange
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.orders import queries as orders
from duka.orders.types import OrderSummary

Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class Registration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    password: Password
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""
    locale: Annotated[str, msgspec.Meta(max_length=10)] = ""


class LogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    password: Password


class AddressInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Address
    is_default: bool = False


@post("/customers", permission="customers:create", sync_to_thread=True, tags=["Customers"], status_code=201)
def register_customer(call: NamedDependency[Call], data: JSONBody[Registration]) -> LoggedIn:
    """A new account, signed in: send the answer's token as `Authorization: Bearer ct_…`."""
    work, caller = call.services.work, call.caller
    return call.guessing(
        "customer sign-up",
        lambda: service.register(work, caller, data.email, data.password, data.name, data.phone, data.locale),
    )


@post(
    "/customers/session",
    permission="customers:create",
    sync_to_thread=True,
    tags=["Customers"],
    status_code=201,
)
def log_in_customer(call: NamedDependency[Call], data: JSONBody[LogIn]) -> LoggedIn:
    """Sign in, for thirty days."""
    work, caller = call.services.work, call.caller
    return call.guessing(
        "customer",
        lambda: service.log_in(work, caller, data.email, data.password),
        data.email.strip().lower(),
    )


@get("/customers/{customer:str}", permission="orders:track", sync_to_thread=False, tags=["Customers"])
def get_customer(call: NamedDependency[Call], customer: FromPath[str]) -> Profile:
    """The signed-in customer's own account and addresses; any customer's for a key with customers:read."""
    return call.read(lambda ctx: queries.profile(ctx, uuid("cus", customer)))


@patch("/customers/{customer:str}", permission="orders:track", sync_to_thread=True, tags=["Customers"])
def update_customer(
    call: NamedDependency[Call],
    customer: FromPath[str],
    data: JSONBody[ProfileChange],
    if_match: IfMatch = None,
) -> Response[Profile]:
    """Name, phone, language. Needs If-Match with the version that you saw."""
    version, customer_id = version_of(if_match), uuid("cus", customer)

    def act(ctx: Context) -> Profile:
        service.update_profile(ctx, customer_id, data, version)
        return queries.profile(ctx, customer_id)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/customers/{customer:str}/addresses",
    permission="orders:track",
    sync_to_thread=True,
    tags=["Customers"],
    status_code=201,
)
def add_customer_address(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[AddressInput]
) -> Response[Profile]:
    """A further address."""
    customer_id = uuid("cus", customer)

    def act(ctx: Context) -> Profile:
        service.add_address(ctx, customer_id, data.address, data.is_default)
        return queries.profile(ctx, customer_id)

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/customers/{customer:str}/orders", permission="orders:track", sync_to_thread=False, tags=["Customers"])
def list_customer_orders(
    call: NamedDependency[Call],
    customer: FromPath[str],
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[OrderSummary]:
    """The signed-in customer's own orders, newest first; any customer's for a key with customers:read and orders:read."""
    customer_id = uuid("cus", customer)

    def ask(ctx: Context) -> Page[OrderSummary]:
        queries.profile(ctx, customer_id)
        return orders.of_customer(ctx, customer_id, cursor=cursor, limit=limit)

    return call.read(ask)


HANDLERS = [
    register_customer,
    log_in_customer,
    get_customer,
    update_customer,
    add_customer_address,
    list_customer_orders,
]
