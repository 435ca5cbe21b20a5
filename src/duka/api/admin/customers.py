"""Customers: who buys, as staff find and change them."""

from datetime import datetime
from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.customers import service, staff_list, staff_queries
from duka.customers.inputs import CustomerChange, CustomerEmailInput, CustomerTagging, NewCustomer, Reason
from duka.customers.staff_types import CustomerFilter, CustomerRow, CustomerTag, Sort, StaffCustomer
from duka.customers.types import Address
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.support import addresses

TAGS = ["Admin: customers"]

Count = Annotated[int | None, Parameter(ge=0, le=10**15, required=False)]
Moment = Annotated[datetime | None, Parameter(required=False)]


class StaffAddressInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Address
    is_default: bool = False


class DeactivateInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    reason: Reason


class CustomersChanged(msgspec.Struct, frozen=True):
    """How many were changed."""

    changed: int


@get("/customers", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_list_customers(
    call: NamedDependency[Call],
    q: Annotated[
        str, Parameter(max_length=200, description="name, e-mail address or the end of a phone number")
    ] = "",
    group: Annotated[str | None, Parameter(max_length=60, required=False)] = None,
    tag: Annotated[str, Parameter(max_length=40)] = "",
    country: Annotated[str, Parameter(pattern="^([A-Z]{2})?$")] = "",
    language: Annotated[str, Parameter(pattern="^([a-z]{2,3}(-[A-Za-z]{2,4})?)?$")] = "",
    is_registered: Annotated[bool | None, Parameter(required=False)] = None,
    is_active: Annotated[bool | None, Parameter(required=False)] = None,
    orders_min: Annotated[int | None, Parameter(ge=0, le=10**9, required=False)] = None,
    orders_max: Annotated[int | None, Parameter(ge=0, le=10**9, required=False)] = None,
    currency: Annotated[
        str, Parameter(pattern="^([A-Z]{3})?$", description="of spent_min and spent_max")
    ] = "",
    spent_min: Count = None,
    spent_max: Count = None,
    last_order_from: Moment = None,
    last_order_until: Moment = None,
    sort: Annotated[
        Sort, Parameter(description="newest, last_order, spent (in `currency`) or orders")
    ] = "newest",
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[CustomerRow]:
    """Customers and guests: everybody who ever bought here, or made an account."""
    wanted = CustomerFilter(
        text=q,
        group_id=uuid("cgrp", group) if group else None,
        tag=tag,
        country=country,
        locale=language,
        is_registered=is_registered,
        is_active=is_active,
        orders_min=orders_min,
        orders_max=orders_max,
        currency=currency,
        spent_min=spent_min,
        spent_max=spent_max,
        last_order_from=last_order_from,
        last_order_until=last_order_until,
        sort=sort,
    )
    return call.read(lambda ctx: staff_list.list_customers(ctx, wanted, cursor=cursor, limit=limit))


@post("/customers", permission="customers:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_customer(
    call: NamedDependency[Call], data: JSONBody[NewCustomer]
) -> Response[StaffCustomer]:
    """Write somebody down who has no account."""

    def act(ctx: Context) -> StaffCustomer:
        return staff_queries.customer_for_staff(ctx, service.create(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@get("/customers/{customer:str}", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_get_customer(call: NamedDependency[Call], customer: FromPath[str]) -> StaffCustomer:
    """One customer with addresses, tags, groups and figures."""
    return call.read(lambda ctx: staff_queries.customer_for_staff(ctx, uuid("cus", customer)))


@patch("/customers/{customer:str}", permission="customers:write", sync_to_thread=True, tags=TAGS)
def admin_update_customer(
    call: NamedDependency[Call],
    customer: FromPath[str],
    data: JSONBody[CustomerChange],
    if_match: IfMatch = None,
) -> Response[StaffCustomer]:
    """Name, phone, language, tags, groups. Needs If-Match with the version that you saw."""
    version, target = version_of(if_match), uuid("cus", customer)

    def act(ctx: Context) -> StaffCustomer:
        service.update(ctx, target, data, version)
        return staff_queries.customer_for_staff(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@put("/customers/{customer:str}/email", permission="customers:write", sync_to_thread=True, tags=TAGS)
def admin_change_customer_email(
    call: NamedDependency[Call],
    customer: FromPath[str],
    data: JSONBody[CustomerEmailInput],
    if_match: IfMatch = None,
) -> Response[StaffCustomer]:
    """Another e-mail address: whoever is logged in there is logged out, and their password no longer works. Needs If-Match."""
    version, target = version_of(if_match), uuid("cus", customer)

    def act(ctx: Context) -> StaffCustomer:
        service.change_email(ctx, target, data.email, data.reason, version)
        return staff_queries.customer_for_staff(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/customers/{customer:str}/deactivate",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_deactivate_customer(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[DeactivateInput]
) -> Response[StaffCustomer]:
    """The account can no longer be used; orders and notes stay."""
    target = uuid("cus", customer)

    def act(ctx: Context) -> StaffCustomer:
        service.deactivate(ctx, target, data.reason)
        return staff_queries.customer_for_staff(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/customers/{customer:str}/reactivate",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_reactivate_customer(
    call: NamedDependency[Call], customer: FromPath[str]
) -> Response[StaffCustomer]:
    """The account can be used again."""
    target = uuid("cus", customer)

    def act(ctx: Context) -> StaffCustomer:
        service.reactivate(ctx, target)
        return staff_queries.customer_for_staff(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/customers/{customer:str}/addresses",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def admin_add_customer_address(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[StaffAddressInput]
) -> Response[StaffCustomer]:
    """A further address, complete for its country."""
    target = uuid("cus", customer)

    def act(ctx: Context) -> StaffCustomer:
        addresses.add(ctx, target, data.address, data.is_default)
        return staff_queries.customer_for_staff(ctx, target)

    answer: Response[Any] = call.write(act, status=201)
    return answer


@put(
    "/customers/{customer:str}/addresses/{address:str}",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
)
def admin_update_customer_address(
    call: NamedDependency[Call],
    customer: FromPath[str],
    address: FromPath[str],
    data: JSONBody[StaffAddressInput],
) -> Response[StaffCustomer]:
    """Replace an address; `is_default` true makes it the one that is proposed first."""
    target, which = uuid("cus", customer), uuid("addr", address)

    def act(ctx: Context) -> StaffCustomer:
        addresses.update(ctx, target, which, data.address, data.is_default)
        return staff_queries.customer_for_staff(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/customers/{customer:str}/addresses/{address:str}",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_remove_customer_address(
    call: NamedDependency[Call], customer: FromPath[str], address: FromPath[str]
) -> None:
    """Take an address out of the book; orders keep theirs."""
    call.write(lambda ctx: service.remove_address(ctx, uuid("cus", customer), uuid("addr", address)))


@get("/customer-tags", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_list_customer_tags(
    call: NamedDependency[Call], q: Annotated[str, Parameter(max_length=40)] = ""
) -> list[CustomerTag]:
    """The most used tags that begin so."""
    return call.read(lambda ctx: staff_queries.list_tags(ctx, q))


@post("/customer-tags", permission="customers:write", sync_to_thread=True, tags=TAGS, status_code=200)
def admin_tag_customers(
    call: NamedDependency[Call], data: JSONBody[CustomerTagging]
) -> Response[CustomersChanged]:
    """Give tags to, or take them from, many customers at once."""
    targets = [uuid("cus", customer) for customer in data.customers]
    answer: Response[Any] = call.write(
        lambda ctx: CustomersChanged(service.tag_many(ctx, targets, data.add, data.remove))
    )
    return answer


HANDLERS = [
    admin_list_customers,
    admin_create_customer,
    admin_get_customer,
    admin_update_customer,
    admin_change_customer_email,
    admin_deactivate_customer,
    admin_reactivate_customer,
    admin_add_customer_address,
    admin_update_customer_address,
    admin_remove_customer_address,
    admin_list_customer_tags,
    admin_tag_customers,
]
