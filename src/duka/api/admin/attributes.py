"""Attributes and attribute sets: the templates of products."""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.catalog import staff_queries
from duka.catalog.inputs import AttributeChange, NewAttribute, NewAttributeSet, SetMember
from duka.catalog.service import attributes
from duka.catalog.staff_types import StaffAttribute, StaffAttributeSet
from duka.kernel.context import Context

TAGS = ["Admin: attributes"]
READ, WRITE = "products:read", "products:write"


class SetContent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The name and the members, in the order of the form; its code stays."""

    name: Annotated[str, msgspec.Meta(max_length=200)]
    members: Annotated[list[SetMember], msgspec.Meta(max_length=100)]


@get("/attributes", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_attributes(call: NamedDependency[Call]) -> list[StaffAttribute]:
    """All attributes."""
    return call.read(staff_queries.list_attributes)


def _then_list(call: Call, act: Any, status: int = 200) -> Response[Any]:
    def perform(ctx: Context) -> list[StaffAttribute]:
        act(ctx)
        return staff_queries.list_attributes(ctx)

    return call.write(perform, status=status)


def _then_list_sets(call: Call, act: Any, status: int = 200) -> Response[Any]:
    def perform(ctx: Context) -> list[StaffAttributeSet]:
        act(ctx)
        return staff_queries.list_attribute_sets(ctx)

    return call.write(perform, status=status)


@post("/attributes", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_attribute(
    call: NamedDependency[Call], data: JSONBody[NewAttribute]
) -> Response[list[StaffAttribute]]:
    """A further attribute; the answer is all of them."""
    return _then_list(call, lambda ctx: attributes.create_attribute(ctx, data), 201)


@patch("/attributes/{attribute:str}", permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_update_attribute(
    call: NamedDependency[Call], attribute: FromPath[str], data: JSONBody[AttributeChange]
) -> Response[list[StaffAttribute]]:
    """Name, choices, whether shoppers see it and filter by it."""
    return _then_list(call, lambda ctx: attributes.update_attribute(ctx, uuid("attr", attribute), data))


@delete("/attributes/{attribute:str}", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_delete_attribute(call: NamedDependency[Call], attribute: FromPath[str]) -> None:
    """Out of every set. Refused while a product has a value of it."""
    call.write(lambda ctx: attributes.delete_attribute(ctx, uuid("attr", attribute)))


@get("/attribute-sets", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_attribute_sets(call: NamedDependency[Call]) -> list[StaffAttributeSet]:
    """All sets with their members."""
    return call.read(staff_queries.list_attribute_sets)


@post("/attribute-sets", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_attribute_set(
    call: NamedDependency[Call], data: JSONBody[NewAttributeSet]
) -> Response[list[StaffAttributeSet]]:
    """A further set; the answer is all of them."""
    return _then_list_sets(call, lambda ctx: attributes.create_attribute_set(ctx, data), 201)


@put("/attribute-sets/{attribute_set:str}", permission=WRITE, sync_to_thread=True, tags=TAGS)
def admin_update_attribute_set(
    call: NamedDependency[Call], attribute_set: FromPath[str], data: JSONBody[SetContent]
) -> Response[list[StaffAttributeSet]]:
    """Its name and its members; products keep the values they have until they are changed."""
    set_id = uuid("set", attribute_set)
    return _then_list_sets(
        call, lambda ctx: attributes.update_attribute_set(ctx, set_id, data.name, data.members)
    )


@delete(
    "/attribute-sets/{attribute_set:str}", permission=WRITE, sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_delete_attribute_set(call: NamedDependency[Call], attribute_set: FromPath[str]) -> None:
    """Refused while products are made from it."""
    call.write(lambda ctx: attributes.delete_attribute_set(ctx, uuid("set", attribute_set)))


HANDLERS = [
    admin_list_attributes,
    admin_create_attribute,
    admin_update_attribute,
    admin_delete_attribute,
    admin_list_attribute_sets,
    admin_create_attribute_set,
    admin_update_attribute_set,
    admin_delete_attribute_set,
]
