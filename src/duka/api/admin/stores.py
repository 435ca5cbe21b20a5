"""Stores, locations and the rules of selling."""

from typing import Any

from litestar import Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel import ids
from duka.kernel.context import Context
from duka.stores import queries
from duka.stores.inputs import LocationChange, NewLocation, NewStore, PaymentMethod, ShippingZone, StoreChange
from duka.stores.service import locations, selling, settings
from duka.stores.types import Location, Store, StoreSummary, TaxRate

TAGS = ["Admin: stores"]


@get("/stores", permission="stores:write", sync_to_thread=False, tags=TAGS)
def admin_list_stores(call: NamedDependency[Call]) -> list[StoreSummary]:
    """The merchant's stores."""
    return call.read(queries.list_stores)


@post("/stores", permission="stores:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_store(call: NamedDependency[Call], data: JSONBody[NewStore]) -> Response[Store]:
    """A further store."""

    def act(ctx: Context) -> Store:
        return queries.store(ctx, settings.create(ctx, data))

    answer: Response[Any] = call.write(act, status=201)
    return answer


@patch("/stores/{store_id:str}", permission="stores:write", sync_to_thread=True, tags=TAGS)
def admin_update_store(
    call: NamedDependency[Call],
    store_id: FromPath[str],
    data: JSONBody[StoreChange],
    if_match: IfMatch = None,
) -> Response[Store]:
    """Name, languages, theme, texts, policies. Needs If-Match with the version that you saw."""
    version, target = version_of(if_match), uuid("store", store_id)

    def act(ctx: Context) -> Store:
        settings.update(ctx, target, data, version)
        return queries.store(ctx, target)

    answer: Response[Any] = call.write(act)
    return answer


@get("/locations", permission="stores:write", sync_to_thread=False, tags=TAGS)
def admin_list_locations(call: NamedDependency[Call]) -> list[Location]:
    """Places with stock."""
    return call.read(queries.list_locations)


@post("/locations", permission="stores:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_add_location(call: NamedDependency[Call], data: JSONBody[NewLocation]) -> Response[dict[str, str]]:
    """A further place."""
    answer: Response[Any] = call.write(
        lambda ctx: {"id": ids.public("loc", locations.add_location(ctx, data))}, status=201
    )
    return answer


@patch(
    "/locations/{location:str}", permission="stores:write", sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_update_location(
    call: NamedDependency[Call], location: FromPath[str], data: JSONBody[LocationChange]
) -> None:
    """Name, address, whether goods can be picked up there."""
    call.write(lambda ctx: locations.update_location(ctx, uuid("loc", location), data))


@put(
    "/stores/{store_id:str}/locations",
    permission="stores:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_set_store_locations(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[list[str]]
) -> None:
    """From where a store with dedicated stock sells."""
    places = [uuid("loc", place) for place in data]
    call.write(lambda ctx: locations.set_store_locations(ctx, uuid("store", store_id), places))


@put(
    "/stores/{store_id:str}/taxes", permission="stores:write", sync_to_thread=True, tags=TAGS, status_code=204
)
def admin_set_taxes(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[list[TaxRate]]
) -> None:
    """The tax rates by place and class, all of them."""
    call.write(lambda ctx: selling.set_tax_rates(ctx, uuid("store", store_id), data))


@put(
    "/stores/{store_id:str}/shipping",
    permission="stores:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_set_shipping(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[list[ShippingZone]]
) -> None:
    """The shipping zones with their rates, all of them."""
    call.write(lambda ctx: selling.set_shipping(ctx, uuid("store", store_id), data))


@put(
    "/stores/{store_id:str}/payment-methods",
    permission="stores:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_set_payment_methods(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[list[PaymentMethod]]
) -> None:
    """The ways to pay, in this order."""
    call.write(lambda ctx: selling.set_payment_methods(ctx, uuid("store", store_id), data))


HANDLERS = [
    admin_list_stores,
    admin_create_store,
    admin_update_store,
    admin_list_locations,
    admin_add_location,
    admin_update_location,
    admin_set_store_locations,
    admin_set_taxes,
    admin_set_shipping,
    admin_set_payment_methods,
]
