"""Customers: accounts of one merchant. The same e-mail address at two merchants is two customers.

Nothing here tells whether an address is known: the answers and their time are the same, and the letter tells its owner.
"""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.asking import asker, unhurried
from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.customers import queries, service
from duka.customers.types import Address, LoggedIn, NewAccount, Profile, ProfileChange
from duka.identity.logging_in import Asker
from duka.kernel.context import Context
from duka.kernel.paging import Page
from duka.orders import queries as orders
from duka.orders.types import OrderSummary

TAGS = ["Customers"]
Email = Annotated[str, msgspec.Meta(min_length=3, max_length=254)]
Password = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Token = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]
Channel = Annotated[str, msgspec.Meta(max_length=10)]


class Registration(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`channels`: by which they want to hear of offers (email, sms)."""

    email: Email
    password: Password
    name: Annotated[str, msgspec.Meta(max_length=200)] = ""
    phone: Annotated[str, msgspec.Meta(max_length=40)] = ""
    locale: Annotated[str, msgspec.Meta(max_length=10)] = ""
    channels: Annotated[list[Channel], msgspec.Meta(max_length=2)] = []


class LogIn(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Email
    password: Password


class EmailInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    email: Email


class LetterToken(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The end of the link in a letter."""

    token: Token


class LetterPassword(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The end of the link in a letter, and a password."""

    token: Token
    password: Password


class CodeInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    challenge: Token
    code: Annotated[str, msgspec.Meta(min_length=1, max_length=20)]


class PasswordChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    present: Password
    wanted: Password


class EmailChange(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`password`: the present one."""

    email: Email
    password: Password


class LetterSent(msgspec.Struct, frozen=True):
    """What happens next stands in a letter, if there is anything to say."""

    status: str = "letter_sent"


class CodeSent(msgspec.Struct, frozen=True):
    """Show the `challenge` with the code of the letter, within ten minutes."""

    challenge: str


class AddressInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    address: Address
    is_default: bool = False


def _asker(call: Call) -> Asker:
    """A merchant's own systems call for many people, and are not slowed down."""
    found = asker(call.request)
    return msgspec.structs.replace(found, is_limited=found.is_limited and call.kind != "secret")


@post("/customers", permission="customers:create", tags=TAGS, status_code=202)
async def register_customer(call: NamedDependency[Call], data: JSONBody[Registration]) -> LetterSent:
    """Ask for an account: a letter with a link goes to the address. It exists once `POST /customers/verify` was called."""
    new = NewAccount(
        email=data.email,
        password=data.password,
        name=data.name,
        phone=data.phone,
        locale=data.locale,
        channels=tuple(data.channels),
    )
    await unhurried(
        lambda: service.ask_to_join(call.services.work, call.caller, _asker(call), new), always=True
    )
    return LetterSent()


@post("/customers/verify", permission="customers:create", sync_to_thread=True, tags=TAGS, status_code=201)
def verify_customer(call: NamedDependency[Call], data: JSONBody[LetterPassword]) -> LoggedIn:
    """Make the account that a letter's link is for, with the password that was chosen: send the answer's token as
    `Authorization: Bearer ct_…`. Orders that were placed with the address before are in it."""
    return service.join(call.services.work, call.caller, data.token, password=data.password)


@post("/customers/session", permission="customers:create", tags=TAGS, status_code=201)
async def log_in_customer(call: NamedDependency[Call], data: JSONBody[LogIn]) -> LoggedIn:
    """Sign in, for thirty days."""
    work, who = call.services.work, _asker(call)
    return await unhurried(lambda: service.log_in(work, call.caller, who, data.email, data.password))


@post("/customers/code", permission="customers:create", tags=TAGS, status_code=202)
async def ask_customer_code(call: NamedDependency[Call], data: JSONBody[EmailInput]) -> CodeSent:
    """Have a code of six digits sent to the address, to sign in without a password."""
    work, who = call.services.work, _asker(call)
    return CodeSent(
        await unhurried(lambda: service.ask_code(work, call.caller, who, data.email), always=True)
    )


@post("/customers/code/session", permission="customers:create", tags=TAGS, status_code=201)
async def log_in_customer_by_code(call: NamedDependency[Call], data: JSONBody[CodeInput]) -> LoggedIn:
    """Sign in with the code of a letter. Five tries, ten minutes."""
    work, who = call.services.work, _asker(call)
    return await unhurried(
        lambda: service.log_in_by_code(work, call.caller, who, data.challenge, data.code), always=True
    )


@post("/customers/reset", permission="customers:create", tags=TAGS, status_code=202)
async def ask_customer_reset(call: NamedDependency[Call], data: JSONBody[EmailInput]) -> LetterSent:
    """Have a link for a new password sent to the address."""
    work, who = call.services.work, _asker(call)
    await unhurried(lambda: service.ask_reset(work, call.caller, who, data.email), always=True)
    return LetterSent()


@post(
    "/customers/reset/confirm",
    permission="customers:create",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def reset_customer_password(call: NamedDependency[Call], data: JSONBody[LetterPassword]) -> LoggedIn:
    """The new password of whoever got the letter; all their other sessions end."""
    return service.reset_password(call.services.work, call.caller, _asker(call), data.token, data.password)


@post(
    "/customers/email/confirm",
    permission="customers:create",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def confirm_customer_email(call: NamedDependency[Call], data: JSONBody[LetterToken]) -> None:
    """Confirm the address that got a letter; if it was asked for as the new one, it is the account's now."""
    service.verify_email(call.services.work, call.caller, _asker(call), data.token)


@get("/customers/{customer:str}", permission="orders:track", sync_to_thread=False, tags=TAGS)
def get_customer(call: NamedDependency[Call], customer: FromPath[str]) -> Profile:
    """The signed-in customer's own account and addresses; any customer's for a key with customers:read."""
    return call.read(lambda ctx: queries.profile(ctx, uuid("cus", customer)))


@patch("/customers/{customer:str}", permission="orders:track", sync_to_thread=True, tags=TAGS)
def update_customer(
    call: NamedDependency[Call],
    customer: FromPath[str],
    data: JSONBody[ProfileChange],
    if_match: IfMatch = None,
) -> Response[Profile]:
    """Name, phone, language. Needs If-Match with the version that you saw."""
    version, customer_id = version_of(if_match), uuid("cus", customer)

    def act(ctx: Context) -> Profile:
        service.update_profile(ctx, customer_id, data, version)
        return queries.profile(ctx, customer_id)

    answer: Response[Any] = call.write(act)
    return answer


@post(
    "/customers/{customer:str}/password",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def change_customer_password(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[PasswordChange]
) -> None:
    """The signed-in customer's own; every other session ends."""
    call.read(lambda ctx: queries.require_self(ctx, uuid("cus", customer)))
    session = call.session.id if call.session else None
    work, who = call.services.work, _asker(call)
    service.change_password(work, call.caller, who, session, data.present, data.wanted)


@post(
    "/customers/{customer:str}/email",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
    status_code=202,
)
def change_customer_email(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[EmailChange]
) -> LetterSent:
    """A letter goes to the new address; it counts once `POST /customers/email/confirm` was called with its token."""
    call.read(lambda ctx: queries.require_self(ctx, uuid("cus", customer)))
    work, who = call.services.work, _asker(call)
    service.ask_email_change(work, call.caller, who, data.email, data.password)
    return LetterSent()


@post(
    "/customers/{customer:str}/addresses",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
    status_code=201,
)
def add_customer_address(
    call: NamedDependency[Call], customer: FromPath[str], data: JSONBody[AddressInput]
) -> Response[Profile]:
    """A further address."""
    customer_id = uuid("cus", customer)

    def act(ctx: Context) -> Profile:
        service.add_address(ctx, customer_id, data.address, data.is_default)
        return queries.profile(ctx, customer_id)

    answer: Response[Any] = call.write(act, status=201)
    return answer


@put(
    "/customers/{customer:str}/addresses/{address:str}",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
)
def update_customer_address(
    call: NamedDependency[Call], customer: FromPath[str], address: FromPath[str], data: JSONBody[AddressInput]
) -> Response[Profile]:
    """Replace an address; with `is_default` it is the one that is used first."""
    customer_id, address_id = uuid("cus", customer), uuid("addr", address)

    def act(ctx: Context) -> Profile:
        service.update_address(ctx, customer_id, address_id, data.address, data.is_default)
        return queries.profile(ctx, customer_id)

    answer: Response[Any] = call.write(act)
    return answer


@delete(
    "/customers/{customer:str}/addresses/{address:str}",
    permission="orders:track",
    sync_to_thread=True,
    tags=TAGS,
    status_code=200,
)
def remove_customer_address(
    call: NamedDependency[Call], customer: FromPath[str], address: FromPath[str]
) -> Response[Profile]:
    """The book without that address."""
    customer_id, address_id = uuid("cus", customer), uuid("addr", address)

    def act(ctx: Context) -> Profile:
        service.remove_address(ctx, customer_id, address_id)
        return queries.profile(ctx, customer_id)

    answer: Response[Any] = call.write(act)
    return answer


@get("/customers/{customer:str}/orders", permission="orders:track", sync_to_thread=False, tags=TAGS)
def list_customer_orders(
    call: NamedDependency[Call],
    customer: FromPath[str],
    cursor: Annotated[str | None, Parameter(max_length=500, required=False)] = None,
    limit: Annotated[int, Parameter(ge=1, le=100)] = 20,
) -> Page[OrderSummary]:
    """The signed-in customer's own orders, newest first; any customer's for a key with customers:read and orders:read."""
    customer_id = uuid("cus", customer)

    def ask(ctx: Context) -> Page[OrderSummary]:
        queries.profile(ctx, customer_id)
        return orders.of_customer(ctx, customer_id, cursor=cursor, limit=limit)

    return call.read(ask)


HANDLERS = [
    register_customer,
    verify_customer,
    log_in_customer,
    ask_customer_code,
    log_in_customer_by_code,
    ask_customer_reset,
    reset_customer_password,
    confirm_customer_email,
    get_customer,
    update_customer,
    change_customer_password,
    change_customer_email,
    add_customer_address,
    update_customer_address,
    remove_customer_address,
    list_customer_orders,
]
