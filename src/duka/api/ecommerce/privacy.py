"""What is kept of oneself: to take along, and to be forgotten."""

from litestar import Response, post
from litestar.di import NamedDependency
from litestar.params import FromPath

from duka.api.call import Call, uuid
from duka.privacy import erasing, exporting
from duka.privacy.erasing import Erasure
from duka.privacy.exporting import PersonalData


@post(
    "/customers/{customer:str}/export",
    permission="orders:track",
    sync_to_thread=True,
    tags=["Customers"],
    status_code=200,
)
def export_customer_data(call: NamedDependency[Call], customer: FromPath[str]) -> Response[PersonalData]:
    """Everything that the shop keeps of the signed-in customer."""
    return call.write(lambda ctx: exporting.export(ctx, uuid("cus", customer)))


@post(
    "/customers/{customer:str}/erasure",
    permission="orders:track",
    sync_to_thread=True,
    tags=["Customers"],
    status_code=201,
)
def erase_customer(call: NamedDependency[Call], customer: FromPath[str]) -> Response[Erasure]:
    """The signed-in customer is forgotten for good; only the shop's books stay, without a name. Refused while an order is under
    way."""
    return call.write(
        lambda ctx: erasing.erase(ctx, uuid("cus", customer), "asked by the customer"), status=201
    )


HANDLERS = [export_customer_data, erase_customer]
