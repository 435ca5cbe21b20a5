"""What a signed-in customer has: sessions, consents, a wish list, one cart that follows them, and orders to place again."""

from typing import Annotated, Any
from uuid import UUID

import msgspec
from litestar import Response, delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from duka.api.call import Call, uuid
from duka.carts import queries as carts
from duka.carts import service as cart_verbs
from duka.carts.types import Cart
from duka.checkout import reordering
from duka.checkout.reordering import Reordered
from duka.customers import queries, service, wish_list
from duka.customers.types import Consent, Wish
from duka.identity.sessions import OwnSession
from duka.kernel.context import Context
from duka.tax.service import numbers
from duka.tax.types import VatNumberInput

TAGS = ["Customers"]


class ConsentInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`wording`: what the customer read when they answered; it is kept with the answer."""

    is_given: bool
    wording: Annotated[str, msgspec.Meta(max_length=500)] = ""


class OwnVatNumber(msgspec.Struct, frozen=True):
    """`state`: unchecked, valid or invalid; empty without a number."""

    vat_number: str = ""
    state: str = ""


class CartTaken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The cart that was filled before its shopper signed in, and its secret. One that the secret does not open is left
    alone."""

    cart_id: Annotated[str, msgspec.Meta(max_length=80)] = ""
    cart_token: Annotated[str, msgspec.Meta(max_length=200)] = ""


@delete("/customers/session", permission="orders:track", sync_to_thread=True, tags=TAGS, status_code=204)
def log_out_customer(call: NamedDependency[Call]) -> None:
    """End the session that the call is made with."""
    session = call.session

    def act(ctx: Context) -> None:
        queries.me(ctx)
        if session is not None:
            service.end_session(ctx, session.id)

    call.write(act)


@get("/customers/{customer:str}/sessions", permission="orders:track", sync_to_thread=False, tags=TAGS)
def list_customer_sessions(call: NamedDependency[Call], customer: FromPath[str]) -> list[OwnSession]:
    """Where the customer is signed in; at most a hundred."""
    current = call.session.id if call.session else None

    def ask(ctx: Context) -> list[OwnSession]:
        queries.require_self(ctx, uuid("cus", customer))
        return service.list_sessions(ctx, current)

    return call.read(ask)


@delete(
    "/customers/{customer:str}/sessions",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def end_other_customer_sessions(call: NamedDependency[Call], customer: FromPath[str]) -> None:
    """Sign out everywhere but here."""
    current = call.session.id if call.session else None

    def act(ctx: Context) -> None:
        queries.require_self(ctx, uuid("cus", customer))
        service.end_sessions(ctx, current)

    call.write(act)


@delete(
    "/customers/{customer:str}/sessions/{session:str}",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def end_customer_session(
    call: NamedDependency[Call], customer: FromPath[str], session: FromPath[str]
) -> None:
    """Sign out there."""

    def act(ctx: Context) -> None:
        queries.require_self(ctx, uuid("cus", customer))
        service.end_session(ctx, uuid("ses", session))

    call.write(act)


@get("/customers/{customer:str}/vat-number", permission="orders:track", sync_to_thread=False, tags=TAGS)
def get_own_vat_number(call: NamedDependency[Call], customer: FromPath[str]) -> OwnVatNumber:
    """The signed-in customer's VAT number; empty when there is none."""

    def ask(ctx: Context) -> OwnVatNumber:
        queries.require_self(ctx, uuid("cus", customer))
        return _vat_number(ctx, uuid("cus", customer))

    return call.read(ask)


@put("/customers/{customer:str}/vat-number", permission="orders:track", sync_to_thread=True, tags=TAGS)
def set_own_vat_number(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[VatNumberInput]
) -> Response[OwnVatNumber]:
    """Their VAT number from now on, in every store; empty takes it away. Its form is checked at once, whose it is later."""
    customer_id = uuid("cus", customer)

    def act(ctx: Context) -> OwnVatNumber:
        queries.require_self(ctx, customer_id)
        numbers.set_number(ctx, customer_id, data.vat_number, call.place)
        return _vat_number(ctx, customer_id)

    answer: Response[Any] = call.write(act)
    return answer


def _vat_number(ctx: Context, customer_id: UUID) -> OwnVatNumber:
    found = numbers.own(ctx, customer_id)
    return OwnVatNumber(found.number, found.state) if found else OwnVatNumber()


@get("/customers/{customer:str}/consents", permission="orders:track", sync_to_thread=False, tags=TAGS)
def list_customer_consents(call: NamedDependency[Call], customer: FromPath[str]) -> list[Consent]:
    """What the customer agreed to hear of, by channel; any customer's for a key with customers:read."""
    return call.read(lambda ctx: queries.consents(ctx, uuid("cus", customer)))


@put(
    "/customers/{customer:str}/consents/{channel:str}",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
)
def set_customer_consent(
    call: NamedDependency[Call], customer: FromPath[str], channel: FromPath[str], data: JSONBody[ConsentInput]
) -> Response[list[Consent]]:
    """Their answer for one channel (email, sms) from now on; earlier ones are kept."""
    customer_id = uuid("cus", customer)

    def act(ctx: Context) -> list[Consent]:
        service.consent(ctx, customer_id, channel, is_given=data.is_given, source="api", wording=data.wording)
        return queries.consents(ctx, customer_id)

    answer: Response[Any] = call.write(act)
    return answer


@get("/customers/{customer:str}/wish-list", permission="orders:track", sync_to_thread=False, tags=TAGS)
def list_wishes(call: NamedDependency[Call], customer: FromPath[str]) -> list[Wish]:
    """What the signed-in customer wishes for, as the store sells it now; at most 200."""

    def ask(ctx: Context) -> list[Wish]:
        queries.require_self(ctx, uuid("cus", customer))
        return wish_list.wish_list(ctx, call.store)

    return call.read(ask)


@put(
    "/customers/{customer:str}/wish-list/{variant:str}",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def add_wish(call: NamedDependency[Call], customer: FromPath[str], variant: FromPath[str]) -> None:
    """Put a variant on the list; twice is safe."""

    def act(ctx: Context) -> None:
        queries.require_self(ctx, uuid("cus", customer))
        service.add_wish(ctx, uuid("var", variant))

    call.write(act)


@delete(
    "/customers/{customer:str}/wish-list/{variant:str}",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def remove_wish(call: NamedDependency[Call], customer: FromPath[str], variant: FromPath[str]) -> None:
    """Take a variant off the list; one that is not there is no error."""

    def act(ctx: Context) -> None:
        queries.require_self(ctx, uuid("cus", customer))
        service.remove_wish(ctx, uuid("var", variant))

    call.write(act)


@post(
    "/customers/{customer:str}/cart",
    permission="carts:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def take_cart(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[CartTaken]
) -> Response[Cart]:
    """The signed-in customer's one open cart of the store, on whichever device. A cart that was filled before is theirs now,
    or its lines are in it; its token opens nothing any more. Twice is once."""
    customer_id = uuid("cus", customer)
    cart_id = uuid("cart", data.cart_id) if data.cart_id else None

    def act(ctx: Context) -> Cart:
        queries.require_self(ctx, customer_id)
        found = cart_verbs.take_over(ctx, call.store, cart_id, data.cart_token)
        return carts.cart(ctx, found or cart_verbs.have_own(ctx, call.store), None)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/customers/{customer:str}/orders/{order:str}/reorder",
    permission="carts:write",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def reorder(
    call: NamedDependency[Call], customer: FromPath[str], order: FromPath[str]
) -> Response[Reordered]:
    """What an order held goes into the signed-in customer's cart, as far as it is sold; the rest is told."""
    customer_id = uuid("cus", customer)

    def act(ctx: Context) -> Reordered:
        queries.require_self(ctx, customer_id)
        return reordering.reorder(ctx, uuid("ord", order))

    answer: Response[Any] = call.write(act)
    return answer


HANDLERS = [
    log_out_customer,
    list_customer_sessions,
    end_other_customer_sessions,
    end_customer_session,
    get_own_vat_number,
    set_own_vat_number,
    list_customer_consents,
    set_customer_consent,
    list_wishes,
    add_wish,
    remove_wish,
    take_cart,
    reorder,
]
