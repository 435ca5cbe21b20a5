"""Stores, locations and the rules of selling."""

from typing import Any

import msgspec
from litestar import Response, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel import ids
from duka.kernel.context import Context
from duka.settings import rules as setting_rules
from duka.stores import proposals, queries
from duka.stores.inputs import LocationChange, NewLocation, NewStore, PaymentMethod, ShippingZone, StoreChange
from duka.stores.sections import APPEARANCE
from duka.stores.service import drafts, locations, selling, settings
from duka.stores.types import LocationDetails, Store, StoreSummary, TaxProposal, TaxRate

TAGS = ["Admin: stores"]
PreviewedLook: Any = setting_rules.own_shape(APPEARANCE)
"""The fields of the appearance that are tried; those left out are as they are."""


class Preview(msgspec.Struct, frozen=True):
    """`url` is a path below this platform's address."""

    url: str


@get("/stores", permission="stores:read", sync_to_thread=False, tags=TAGS)
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


@patch("/stores/{store_id:str}", permission="settings:write", sync_to_thread=True, tags=TAGS)
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


@get("/locations", permission="stores:read", sync_to_thread=False, tags=TAGS)
def admin_list_locations(call: NamedDependency[Call]) -> list[LocationDetails]:
    """Places with stock, those that are closed as well: the ones at which the caller works."""
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
    "/stores/{store_id:str}/taxes",
    permission="settings:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_set_taxes(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[list[TaxRate]]
) -> None:
    """The tax rates by place and class, all of them."""
    call.write(lambda ctx: selling.set_tax_rates(ctx, uuid("store", store_id), data))


@put(
    "/stores/{store_id:str}/shipping",
    permission="settings:write",
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
    permission="settings:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_set_payment_methods(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[list[PaymentMethod]]
) -> None:
    """The ways to pay, in this order."""
    call.write(lambda ctx: selling.set_payment_methods(ctx, uuid("store", store_id), data))


@get("/tax-proposals/{country:str}", permission="settings:read", sync_to_thread=False, tags=TAGS)
def admin_propose_taxes(call: NamedDependency[Call], country: FromPath[str]) -> TaxProposal:
    """The usual tax rates of a country, to start from; none where they are not known to us."""
    return proposals.taxes(country.upper()[:2])


@post(
    "/stores/{store_id:str}/preview",
    permission="settings:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def admin_preview_appearance(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[PreviewedLook]
) -> Response[Preview]:
    """A link to the store with this appearance, before it is saved: for an hour, for whoever holds it."""
    look = setting_rules.given(data)
    words = look.pop("words", {})
    target = uuid("store", store_id)

    def act(ctx: Context) -> Preview:
        token = drafts.save_draft(ctx, target, dict(look), words)
        slug = next(s.slug for s in queries.list_stores(ctx) if s.id == ids.public("store", target))
        return Preview(f"/s/{call.request.path_params['tenant']}/{slug}~{token}/")

    answer: Response[Any] = call.write(act, status=201, tells_secret=True)
    return answer


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
    admin_propose_taxes,
    admin_preview_appearance,
]
