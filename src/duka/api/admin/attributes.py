"""Attributes and attribute sets: the templates of products."""

from typing import Any

from litestar import Response, get, patch, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.catalog import staff_queries
from duka.catalog.inputs import AttributeChange, NewAttribute, NewAttributeSet
from duka.catalog.service import attributes
from duka.catalog.staff_types import StaffAttribute, StaffAttributeSet
from duka.kernel.context import Context

TAGS = ["Admin: attributes"]


@get("/attributes", permission="products:write", sync_to_thread=False, tags=TAGS)
def admin_list_attributes(call: NamedDependency[Call]) -> list[StaffAttribute]:
    """All attributes."""
    return call.read(staff_queries.list_attributes)


@post("/attributes", permission="products:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_attribute(
    call: NamedDependency[Call], data: JSONBody[NewAttribute]
) -> Response[list[StaffAttribute]]:
    """A further attribute; the answer is all of them."""

    def act(ctx: Context) -> list[StaffAttribute]:
        attributes.create_attribute(ctx, data)
        return staff_queries.list_attributes(ctx)

    answer: Response[Any] = call.write(act, status=201)
    return answer


@patch("/attributes/{attribute:str}", permission="products:write", sync_to_thread=True, tags=TAGS)
def admin_update_attribute(
    call: NamedDependency[Call], attribute: FromPath[str], data: JSONBody[AttributeChange]
) -> Response[list[StaffAttribute]]:
    """Name, choices, whether shoppers filter by it."""

    def act(ctx: Context) -> list[StaffAttribute]:
        attributes.update_attribute(ctx, uuid("attr", attribute), data)
        return staff_queries.list_attributes(ctx)

    answer: Response[Any] = call.write(act)
    return answer


@get("/attribute-sets", permission="products:write", sync_to_thread=False, tags=TAGS)
def admin_list_attribute_sets(call: NamedDependency[Call]) -> list[StaffAttributeSet]:
    """All sets with their members."""
    return call.read(staff_queries.list_attribute_sets)


@post("/attribute-sets", permission="products:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_attribute_set(
    call: NamedDependency[Call], data: JSONBody[NewAttributeSet]
) -> Response[list[StaffAttributeSet]]:
    """A further set; the answer is all of them."""

    def act(ctx: Context) -> list[StaffAttributeSet]:
        attributes.create_attribute_set(ctx, data)
        return staff_queries.list_attribute_sets(ctx)

    answer: Response[Any] = call.write(act, status=201)
    return answer


HANDLERS = [
    admin_list_attributes,
    admin_create_attribute,
    admin_update_attribute,
    admin_list_attribute_sets,
    admin_create_attribute_set,
]
