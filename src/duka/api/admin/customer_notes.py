"""What staff tell each other of a customer, and the groups that they put customers into."""

from typing import Any

from litestar import Response, delete, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.admin.customers import CustomersChanged
from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.customers import service, staff_queries
from duka.customers.inputs import (
    CustomerGroupChange,
    CustomerGroupInput,
    CustomerNoteChange,
    CustomerNoteInput,
    GroupMembers,
)
from duka.customers.staff_types import CustomerGroup, CustomerNote
from duka.kernel.context import Context

TAGS = ["Admin: customers"]


@get("/customers/{customer:str}/notes", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_list_customer_notes(call: NamedDependency[Call], customer: FromPath[str]) -> list[CustomerNote]:
    """Internal notes, pinned ones first."""
    return call.read(lambda ctx: staff_queries.notes(ctx, uuid("cus", customer)))


@post(
    "/customers/{customer:str}/notes",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def admin_add_customer_note(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[CustomerNoteInput]
) -> Response[list[CustomerNote]]:
    """Tell the next person something about a customer, who never sees it."""
    target = uuid("cus", customer)

    def act(ctx: Context) -> list[CustomerNote]:
        service.add_note(ctx, target, data)
        return staff_queries.notes(ctx, target)

    answer: Response[Any] = call.write(act, status=201)
    return answer


@patch(
    "/customers/{customer:str}/notes/{note:str}", permission="customers:write", sync_to_thread=True, tags=TAGS
)
def admin_update_customer_note(
    call: NamedDependency[Call],
    customer: FromPath[str],
    note: FromPath[str],
    data: JSONBody[CustomerNoteChange],
) -> Response[list[CustomerNote]]:
    """Change an own note; anybody may pin one or take the pin away."""
    target, which = uuid("cus", customer), uuid("cnote", note)

    def act(ctx: Context) -> list[CustomerNote]:
        service.update_note(ctx, target, which, data)
        return staff_queries.notes(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/customers/{customer:str}/notes/{note:str}",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_remove_customer_note(
    call: NamedDependency[Call], customer: FromPath[str], note: FromPath[str]
) -> None:
    """Delete an own note."""
    call.write(lambda ctx: service.remove_note(ctx, uuid("cus", customer), uuid("cnote", note)))


@get("/customer-groups", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_list_customer_groups(call: NamedDependency[Call]) -> list[CustomerGroup]:
    """Groups of customers, by name."""
    return call.read(staff_queries.list_groups)


@post("/customer-groups", permission="customers:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_customer_group(
    call: NamedDependency[Call], data: JSONBody[CustomerGroupInput]
) -> Response[CustomerGroup]:
    """A further group."""
    answer: Response[Any] = call.write(
        lambda ctx: staff_queries.group(ctx, service.create_group(ctx, data)), status=201
    )
    return answer


@patch("/customer-groups/{group:str}", permission="customers:write", sync_to_thread=True, tags=TAGS)
def admin_update_customer_group(
    call: NamedDependency[Call],
    group: FromPath[str],
    data: JSONBody[CustomerGroupChange],
    if_match: IfMatch = None,
) -> Response[CustomerGroup]:
    """Name and description. Needs If-Match with the version that you saw."""
    version, target = version_of(if_match), uuid("cgrp", group)

    def act(ctx: Context) -> CustomerGroup:
        service.update_group(ctx, target, data, version)
        return staff_queries.group(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/customer-groups/{group:str}",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_delete_customer_group(call: NamedDependency[Call], group: FromPath[str]) -> None:
    """Its members stay customers."""
    call.write(lambda ctx: service.delete_group(ctx, uuid("cgrp", group)))


@post(
    "/customer-groups/{group:str}/members",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_change_group_members(
    call: NamedDependency[Call], group: FromPath[str], data: JSONBody[GroupMembers]
) -> Response[CustomersChanged]:
    """Put customers into a group, or take them out."""
    add = [uuid("cus", customer) for customer in data.add]
    remove = [uuid("cus", customer) for customer in data.remove]
    answer: Response[Any] = call.write(
        lambda ctx: CustomersChanged(service.set_members(ctx, uuid("cgrp", group), add, remove))
    )
    return answer


HANDLERS = [
    admin_list_customer_notes,
    admin_add_customer_note,
    admin_update_customer_note,
    admin_remove_customer_note,
    admin_list_customer_groups,
    admin_create_customer_group,
    admin_update_customer_group,
    admin_delete_customer_group,
    admin_change_group_members,
]
