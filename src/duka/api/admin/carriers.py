"""Carriers: a store's accounts at them, and labels for parcels. Secrets come in and never go out."""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.kernel.context import Context
from duka.kernel.errors import IdempotencyKeyRequired
from duka.orders import parcels, reach
from duka.orders.parcels import Measures
from duka.shipping.carriers import label_queries, registry
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.service import accounts, labels, tracking
from duka.shipping.carriers.types import Rate
from duka.shipping.carriers.views import (
    CarrierAccount,
    CarrierAccountInput,
    CarrierChoice,
    CarrierProvider,
    NewCarrierAccount,
    RecognisedCarrier,
    ShippingLabel,
    TrackedParcel,
)

CONFIGURE, READ, WRITE = "shipping:configure", "orders:read", "orders:write"
SETTINGS, LABELS = ["Admin: carriers"], ["Admin: labels"]
ACCOUNTS = "/stores/{store_id:str}/carrier-accounts"
ACCOUNT = ACCOUNTS + "/{account_id:str}"
PARCEL = "/fulfillments/{fulfillment:str}"


class QuoteAsked(Measures, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a parcel would cost with this account."""

    account_id: Annotated[str, msgspec.Meta(max_length=80)]


class LabelInput(QuoteAsked, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`service`: as the rates name it; any words for a delivery of the merchant's own."""

    service: Annotated[str, msgspec.Meta(max_length=120)] = ""


def _desk(call: Call) -> Desk:
    return registry.desk(call.services.config)


@get("/carrier-providers", permission=CONFIGURE, sync_to_thread=False, tags=SETTINGS)
def admin_list_carrier_providers(call: NamedDependency[Call]) -> list[CarrierProvider]:
    """The carriers of this installation with the form of an account at each."""
    return call.read(lambda ctx: accounts.providers(ctx, _desk(call)))


@get(ACCOUNTS, permission=CONFIGURE, sync_to_thread=False, tags=SETTINGS)
def admin_list_carrier_accounts(call: NamedDependency[Call], store_id: FromPath[str]) -> list[CarrierAccount]:
    """A store's accounts at carriers, without their secrets."""
    return call.read(lambda ctx: accounts.views(ctx, _desk(call), uuid("store", store_id)))


@post(ACCOUNTS, permission=CONFIGURE, sync_to_thread=True, tags=SETTINGS, status_code=201)
def admin_connect_carrier(
    call: NamedDependency[Call], store_id: FromPath[str], data: JSONBody[NewCarrierAccount]
) -> Response[CarrierAccount]:
    """Connect a store to a carrier. A store may have several accounts at one, under names of their own."""
    call.require_recent()
    store = uuid("store", store_id)
    answer: Response[Any] = call.write(
        lambda ctx: accounts.connect(ctx, _desk(call), store, data), status=201
    )
    return answer


@get(ACCOUNT, permission=CONFIGURE, sync_to_thread=False, tags=SETTINGS)
def admin_get_carrier_account(
    call: NamedDependency[Call], store_id: FromPath[str], account_id: FromPath[str]
) -> CarrierAccount:
    """One account, without its secrets."""
    store, account = uuid("store", store_id), uuid("cacc", account_id)
    return call.read(lambda ctx: accounts.view(ctx, _desk(call), store, account))


@put(ACCOUNT, permission=CONFIGURE, sync_to_thread=True, tags=SETTINGS)
def admin_change_carrier_account(
    call: NamedDependency[Call],
    store_id: FromPath[str],
    account_id: FromPath[str],
    data: JSONBody[CarrierAccountInput],
    if_match: IfMatch = None,
) -> Response[CarrierAccount]:
    """Change a connection. A secret that is left out stays as it is. Needs If-Match with the version that you saw."""
    call.require_recent()
    version, store, account = version_of(if_match), uuid("store", store_id), uuid("cacc", account_id)
    answer: Response[Any] = call.write(
        lambda ctx: accounts.change(ctx, _desk(call), store, account, data, version)
    )
    return answer


@delete(ACCOUNT, permission=CONFIGURE, sync_to_thread=True, tags=SETTINGS, status_code=204)
def admin_disconnect_carrier(
    call: NamedDependency[Call], store_id: FromPath[str], account_id: FromPath[str]
) -> None:
    """Its secrets are forgotten. Labels that were bought stay; parcels on their way are not looked up any more."""
    call.require_recent()
    store, account = uuid("store", store_id), uuid("cacc", account_id)
    call.write(lambda ctx: accounts.disconnect(ctx, store, account))


@post(ACCOUNT + "/test", permission=CONFIGURE, sync_to_thread=True, tags=SETTINGS, status_code=200)
def admin_test_carrier_account(
    call: NamedDependency[Call], store_id: FromPath[str], account_id: FromPath[str]
) -> CarrierAccount:
    """Ask the carrier whether it accepts the credentials; buys nothing. What it said is in the answer."""
    store, account = uuid("store", store_id), uuid("cacc", account_id)
    return accounts.test(call.services.work, call.caller, _desk(call), store, account)


@get("/stores/{store_id:str}/carriers", permission=READ, sync_to_thread=False, tags=LABELS)
def admin_list_carriers(call: NamedDependency[Call], store_id: FromPath[str]) -> list[CarrierChoice]:
    """Whom a parcel of this store can be given to: its own accounts first, then the carriers that we know how to follow."""
    return call.read(lambda ctx: accounts.choices(ctx, _desk(call), uuid("store", store_id)))


@get("/carriers/recognise", permission=READ, sync_to_thread=False, tags=LABELS)
def admin_recognise_carrier(
    call: NamedDependency[Call], number: Annotated[str, Parameter(min_length=1, max_length=80)]
) -> RecognisedCarrier:
    """Whose tracking number this surely is. Empty fields when its form is several carriers'."""
    return call.read(lambda ctx: accounts.recognise(ctx, number))


@post(PARCEL + "/quotes", permission=WRITE, sync_to_thread=True, tags=LABELS, status_code=200)
def admin_quote_parcel(
    call: NamedDependency[Call], fulfillment: FromPath[str], data: JSONBody[QuoteAsked]
) -> list[Rate]:
    """What this parcel would cost with an account, cheapest first; empty for a carrier that tells no rates. Asking costs
    nothing."""
    packed = call.read(lambda ctx: parcels.consignment(ctx, uuid("ful", fulfillment), data))
    account = uuid("cacc", data.account_id)
    return labels.quote(call.services.work, call.caller, _desk(call), account, packed.parcel)


@post(PARCEL + "/labels", permission=WRITE, sync_to_thread=True, tags=LABELS, status_code=200)
def admin_buy_label(
    call: NamedDependency[Call], fulfillment: FromPath[str], data: JSONBody[LabelInput]
) -> ShippingLabel:
    """Buy a label for this parcel. Needs an Idempotency-Key: the same one gives the same label, paid once. While the carrier
    does not answer the label is *asked*, and bought as soon as it does."""
    key = call.request.headers.get("idempotency-key")
    if not key:
        raise IdempotencyKeyRequired()
    found = uuid("ful", fulfillment)
    packed = call.read(lambda ctx: parcels.consignment(ctx, found, data))
    asked = labels.LabelAsked(
        order_id=packed.order_id,
        store_id=packed.store_id,
        location_id=packed.location_id,
        fulfillment_id=found,
        account_id=uuid("cacc", data.account_id),
        service=data.service,
        parcel=packed.parcel,
        key=labels.key_of(found, key),
    )
    return labels.buy(call.services.work, call.caller, _desk(call), asked)


@post("/labels/{label:str}/cancel", permission=WRITE, sync_to_thread=True, tags=LABELS, status_code=200)
def admin_cancel_label(call: NamedDependency[Call], label: FromPath[str]) -> ShippingLabel:
    """Give an unused label back to its carrier. Twice is once."""
    return labels.cancel(call.services.work, call.caller, _desk(call), uuid("label", label))


@get("/orders/{order:str}/labels", permission=READ, sync_to_thread=False, tags=LABELS)
def admin_list_labels(call: NamedDependency[Call], order: FromPath[str]) -> list[ShippingLabel]:
    """Every label that was asked for, oldest first."""
    order_id = uuid("ord", order)

    def ask(ctx: Context) -> list[ShippingLabel]:
        reach.require_there(ctx, READ, order_id)
        return label_queries.of_order(ctx, order_id)

    return call.read(ask)


@get("/orders/{order:str}/tracking", permission=READ, sync_to_thread=False, tags=LABELS)
def admin_order_tracking(call: NamedDependency[Call], order: FromPath[str]) -> list[TrackedParcel]:
    """Where the order's parcels are, with what happened to each, newest first."""
    order_id = uuid("ord", order)

    def ask(ctx: Context) -> list[TrackedParcel]:
        reach.require_there(ctx, READ, order_id)
        return tracking.of_order(ctx, order_id)

    return call.read(ask)


HANDLERS = [
    admin_list_carrier_providers,
    admin_list_carrier_accounts,
    admin_connect_carrier,
    admin_get_carrier_account,
    admin_change_carrier_account,
    admin_disconnect_carrier,
    admin_test_carrier_account,
    admin_list_carriers,
    admin_recognise_carrier,
    admin_quote_parcel,
    admin_buy_label,
    admin_cancel_label,
    admin_list_labels,
    admin_order_tracking,
]
