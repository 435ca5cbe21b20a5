"""Taxes: who owes none, VAT numbers with their proofs, and the outside service of a store. Rates and rules are settings."""

from typing import Annotated, Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_seen
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.tax.service import exemptions, numbers
from duka.tax.services import accounts, checking
from duka.tax.services.desk import Desk, desk
from duka.tax.services.types import StoreTaxService, TaxAccount, TaxAccountInput, TaxProvider
from duka.tax.types import CustomerTaxes, TaxExemption, TaxExemptionInput, VatNumberInput

TAGS, SERVICES = ["Admin: taxes"], ["Admin: tax services"]
FEATURE = "tax_services"
ACCOUNT = "/stores/{store_id:str}/tax-service"


def _desk(call: Call) -> Desk:
    return desk(call.services.config)


@get("/tax-exemptions", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_list_tax_exemptions(
    call: NamedDependency[Call],
    in_force: Annotated[bool, Parameter(description="only what holds now")] = False,
    cursor: Annotated[str | None, Parameter(max_length=400, required=False)] = None,
    limit: Annotated[int | None, Parameter(ge=1, le=100, required=False)] = None,
) -> Page[TaxExemption]:
    """Who owes no tax, newest first; only what holds now with `in_force`."""
    return call.read(
        lambda ctx: exemptions.list_exemptions(ctx, in_force=in_force, cursor=cursor, limit=limit)
    )


@post("/tax-exemptions", permission="settings:write", sync_to_thread=True, tags=TAGS, status_code=201)
def admin_give_tax_exemption(
    call: NamedDependency[Call], data: JSONBody[TaxExemptionInput]
) -> Response[TaxExemption]:
    """A customer, or all in a group, owe no tax from now on. Orders that were placed stay as they are."""
    answer: Response[Any] = call.write(lambda ctx: exemptions.exempt(ctx, data), status=201)
    return answer


@get("/tax-exemptions/{exemption:str}", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_get_tax_exemption(call: NamedDependency[Call], exemption: FromPath[str]) -> TaxExemption:
    """One exemption."""
    return call.read(lambda ctx: exemptions.get(ctx, uuid("texm", exemption)))


@post(
    "/tax-exemptions/{exemption:str}/end",
    permission="settings:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def admin_end_tax_exemption(call: NamedDependency[Call], exemption: FromPath[str]) -> Response[TaxExemption]:
    """It holds no longer. Twice is once."""
    identity = uuid("texm", exemption)
    answer: Response[Any] = call.write(lambda ctx: exemptions.end(ctx, identity))
    return answer


@get("/customers/{customer:str}/taxes", permission="customers:read", sync_to_thread=False, tags=TAGS)
def admin_customer_taxes(call: NamedDependency[Call], customer: FromPath[str]) -> CustomerTaxes:
    """A customer's VAT number with every look at it, and their exemptions."""
    return call.read(lambda ctx: numbers.of_customer(ctx, uuid("cus", customer)))


@put("/customers/{customer:str}/vat-number", permission="customers:write", sync_to_thread=True, tags=TAGS)
def admin_set_vat_number(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[VatNumberInput]
) -> Response[CustomerTaxes]:
    """Their VAT number from now on; empty takes it away. Its form is checked at once; where the company has numbers checked,
    whose it is a moment later."""
    customer_id = uuid("cus", customer)

    def act(ctx: Context) -> CustomerTaxes:
        numbers.set_number(ctx, customer_id, data.vat_number)
        return numbers.told(ctx, customer_id)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/customers/{customer:str}/vat-number/check",
    permission="customers:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
    feature=FEATURE,
)
def admin_check_vat_number(call: NamedDependency[Call], customer: FromPath[str]) -> CustomerTaxes:
    """Ask the European Commission's register whose number this is. What it said is kept, with its consultation number."""
    return checking.check_now(call.services.work, call.caller, _desk(call), uuid("cus", customer))


@get("/tax-services", permission="settings:read", sync_to_thread=False, tags=SERVICES, feature=FEATURE)
def admin_list_tax_services(call: NamedDependency[Call]) -> list[TaxProvider]:
    """The tax services of this installation with the form of an account at each."""
    return call.read(lambda ctx: accounts.services(ctx, _desk(call)))


@get(ACCOUNT, permission="settings:read", sync_to_thread=False, tags=SERVICES, feature=FEATURE)
def admin_get_tax_service(call: NamedDependency[Call], store_id: FromPath[str]) -> StoreTaxService:
    """The service that this store asks, without its secrets; none when it asks none."""
    return call.read(lambda ctx: accounts.of_store(ctx, _desk(call), uuid("store", store_id)))


@put(ACCOUNT, permission="settings:write", sync_to_thread=True, tags=SERVICES, feature=FEATURE)
def admin_set_tax_service(
    call: NamedDependency[Call],
    store_id: FromPath[str],
    data: JSONBody[TaxAccountInput],
    if_match: IfMatch = None,
) -> Response[TaxAccount]:
    """Connect the store to a service, or change the connection. A secret that is left out stays as it is. A connection that is
    there needs If-Match with the version that you saw."""
    call.require_recent()
    store = uuid("store", store_id)
    version = version_seen(if_match)
    answer: Response[Any] = call.write(lambda ctx: accounts.connect(ctx, _desk(call), store, data, version))
    return answer


@delete(
    ACCOUNT, permission="settings:write", sync_to_thread=True, tags=SERVICES, status_code=204, feature=FEATURE
)
def admin_remove_tax_service(call: NamedDependency[Call], store_id: FromPath[str]) -> None:
    """The store's own rates hold from now on; keys and kept answers are forgotten."""
    call.require_recent()
    store = uuid("store", store_id)
    call.write(lambda ctx: accounts.disconnect(ctx, store))


@post(
    ACCOUNT + "/test",
    permission="settings:write",
    sync_to_thread=True,
    tags=SERVICES,
    status_code=200,
    feature=FEATURE,
)
def admin_test_tax_service(call: NamedDependency[Call], store_id: FromPath[str]) -> TaxAccount:
    """Ask the service whether it accepts the keys. What it said is in the answer."""
    return accounts.test(call.services.work, call.caller, _desk(call), uuid("store", store_id))


HANDLERS = [
    admin_list_tax_exemptions,
    admin_give_tax_exemption,
    admin_get_tax_exemption,
    admin_end_tax_exemption,
    admin_customer_taxes,
    admin_set_vat_number,
    admin_check_vat_number,
    admin_list_tax_services,
    admin_get_tax_service,
    admin_set_tax_service,
    admin_remove_tax_service,
    admin_test_tax_service,
]
