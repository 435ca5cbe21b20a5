"""Handing out and erasing what is kept of a customer, by staff."""

from typing import Annotated

import msgspec
from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.privacy import erasing, exporting
from duka.privacy.erasing import Erasure
from duka.privacy.exporting import PersonalData

TAGS = ["Admin: customers"]


class ErasureInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`reason` is kept: it must not name the person."""

    reason: Annotated[str, msgspec.Meta(min_length=1, max_length=500)]


@post(
    "/customers/{customer:str}/export",
    permission="customers:export",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_export_customer_data(
    call: NamedDependency[Call], customer: FromPath[str]
) -> Response[PersonalData]:
    """Everything that is kept of the customer, table by table."""
    return call.write(lambda ctx: exporting.export(ctx, uuid("cus", customer)))


@post(
    "/customers/{customer:str}/erasure",
    permission="customers:erase",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def admin_erase_customer(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[ErasureInput]
) -> Response[Erasure]:
    """For good. Only the books stay: what was sold, for how much, in which country. Refused while an order is under way."""
    return call.write(lambda ctx: erasing.erase(ctx, uuid("cus", customer), data.reason), status=201)


@get("/customers/{customer:str}/erasure", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_get_customer_erasure(call: NamedDependency[Call], customer: FromPath[str]) -> Erasure:
    """How the erasure stands, and where traces are left."""
    return call.read(lambda ctx: erasing.get(ctx, uuid("cus", customer)))


HANDLERS = [admin_export_customer_data, admin_erase_customer, admin_get_customer_erasure]
