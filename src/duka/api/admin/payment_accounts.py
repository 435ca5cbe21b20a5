"""Accounts at payment providers: which there are to connect to, and what each store is connected with. Secrets come in and
never go out."""

from typing import Any

from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.payments import offers
from duka.payments.offers import PaymentProvider
from duka.payments.service import AccountInput, AccountView, accounts

READ, CONFIGURE = "payments:read", "payments:configure"
TAGS = ["Admin: payment accounts"]
ACCOUNTS = "/stores/{store_id:str}/payment-accounts"
ACCOUNT = ACCOUNTS + "/{provider:str}"


@get("/payment-providers", permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_payment_providers(call: NamedDependency[Call]) -> list[PaymentProvider]:
    """The providers of this installation with the form of an account at each. With `store`: whether its currency is taken."""
    return call.read(lambda ctx: offers.list_providers(ctx, call.services.gateways, call.place))


@get(ACCOUNTS, permission=READ, sync_to_thread=False, tags=TAGS)
def admin_list_payment_accounts(call: NamedDependency[Call], store_id: FromPath[str]) -> list[AccountView]:
    """A store's accounts at providers, without their secrets; those that were disconnected too."""
    return call.read(lambda ctx: accounts.views(ctx, call.services.gateways, uuid("store", store_id)))


@get(ACCOUNT, permission=READ, sync_to_thread=False, tags=TAGS)
def admin_get_payment_account(
    call: NamedDependency[Call], store_id: FromPath[str], provider: FromPath[str]
) -> AccountView:
    """One account, without its secrets."""
    return call.read(
        lambda ctx: accounts.view(ctx, call.services.gateways, uuid("store", store_id), provider)
    )


@put(ACCOUNT, permission=CONFIGURE, sync_to_thread=True, tags=TAGS)
def admin_save_payment_account(
    call: NamedDependency[Call],
    store_id: FromPath[str],
    provider: FromPath[str],
    data: JSONBody[AccountInput],
    if_match: IfMatch = None,
) -> Response[AccountView]:
    """Connect a store to a provider, or change the connection. A secret that is left out stays as it is. Needs If-Match with
    the version that you saw, 0 for a provider that the store was never connected to."""
    call.require_recent()
    version, store = version_of(if_match), uuid("store", store_id)
    answer: Response[Any] = call.write(
        lambda ctx: accounts.save(ctx, call.services.gateways, store, provider, data, version)
    )
    return answer


@delete(ACCOUNT, permission=CONFIGURE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_disconnect_payment_account(
    call: NamedDependency[Call], store_id: FromPath[str], provider: FromPath[str]
) -> None:
    """Buyers are not offered it any more, and its secrets are forgotten. What was paid stays; a refund needs the account
    again."""
    call.require_recent()
    call.write(
        lambda ctx: accounts.disconnect(ctx, call.services.gateways, uuid("store", store_id), provider)
    )


@post(ACCOUNT + "/test", permission=CONFIGURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_test_payment_account(
    call: NamedDependency[Call], store_id: FromPath[str], provider: FromPath[str]
) -> AccountView:
    """Ask the provider whether it accepts the credentials; moves no money. What it said is in the answer."""
    services = call.services
    return accounts.test(services.work, call.caller, services.gateways, uuid("store", store_id), provider)


HANDLERS = [
    admin_list_payment_providers,
    admin_list_payment_accounts,
    admin_get_payment_account,
    admin_save_payment_account,
    admin_disconnect_payment_account,
    admin_test_payment_account,
]
