"""Making an account: asking for one, also after an order, and opening the link of the letter."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.customers import service as customers
from duka.customers.types import NewAccount
from duka.identity.errors import LinkUsed
from duka.identity.pace import unhurried
from duka.kernel import ids
from duka.kernel.errors import Refusal
from duka.orders import queries as orders
from duka.storefront import account_door as at
from duka.storefront import safety
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.visit import Visit

Req = Request[None, None, State]
Form = dict[str, str]
SECONDS_TO_JOIN = 48 * 3600


@get("/account/register", permission="public", sync_to_thread=False, include_in_schema=False)
def register_page(request: Req, visit: GivenVisit) -> Response[bytes]:
    if visit.customer is not None:
        return go(visit.url("/account"))
    return _form(request, visit, {"next": request.query_params.get("next", "")})


@post("/account/register", permission="public", include_in_schema=False, status_code=200)
async def register(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """The same page whether or not anybody has the address: the letter tells its owner more."""
    safety.check(request, visit, form)
    errors = {}
    if not form.get("email", "").strip():
        errors["email"] = visit.say("Your e-mail address is missing.")
    if not form.get("password", ""):
        errors["password"] = visit.say("Choose a password.")
    if errors:
        return _form(request, visit, form, errors, 422)

    def again(refusal: Refusal) -> Response[bytes]:
        return _form(request, visit, form, _beside(visit, refusal), refusal.status)

    channels = ("email",) if form.get("offers") else ()
    return await unhurried(
        lambda: at.tried(lambda: _ask(request, visit, form, form["email"], channels), again), always=True
    )


@post("/account/from-order", permission="public", include_in_schema=False, status_code=200)
async def from_order(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """An account for whoever has just ordered, with the name and the address of the order."""
    safety.check(request, visit, form)
    order_id = ids.parse("ord", form.get("order", ""))
    token = form.get("token", "")
    order = visit.perform(lambda ctx: orders.order(ctx, order_id, token))
    known = {**form, "email": order.email, "name": order.shipping_address.name, "phone": order.phone}

    def again(refusal: Refusal) -> Response[bytes]:
        return _form(request, visit, known, _beside(visit, refusal), refusal.status)

    return await unhurried(
        lambda: at.tried(lambda: _ask(request, visit, known, order.email, ()), again), always=True
    )


@get("/account/verify/{token:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def verify_page(request: Req, visit: GivenVisit, token: FromPath[str]) -> Response[bytes]:
    """Opening a link does nothing yet: programs that look at letters open them too."""
    return _verify_form(request, visit, token)


@post(
    "/account/verify/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def verify(request: Req, visit: GivenVisit, form: GivenForm, token: FromPath[str]) -> Response[bytes]:
    """Makes the account that the link is for; or confirms the address of one that there is."""
    safety.check(request, visit, form)
    work, caller = visit.services.work, visit.caller

    def act() -> Response[bytes]:
        proof, password = request.cookies.get(safety.JOINING, ""), form.get("password", "")[:1000]
        entry = at.door(request, visit)
        try:
            found = customers.join(work, caller, token, password=password, proof=proof, door=entry)
        except LinkUsed:
            customers.verify_email(work, caller, at.asker(request, visit), token)
            return go(visit.url("/account?done=verified"))
        return at.come_in(request, visit, found, "/account?done=joined")

    def again(refusal: Refusal) -> Response[bytes]:
        where = "password" if refusal.status == 422 else ""
        errors = {where: message_of(visit, refusal)}
        return _verify_form(request, visit, token, errors, refusal.status)

    return at.tried(act, again)


def _ask(request: Req, visit: Visit, form: Form, email: str, channels: tuple[str, ...]) -> Response[bytes]:
    proof = request.cookies.get(safety.JOINING, "") or ids.secret_token()
    new = NewAccount(
        email=email,
        password=form.get("password", "")[:1000],
        name=form.get("name", ""),
        phone=form.get("phone", ""),
        locale=visit.locale,
        channels=channels,
        proof=proof,
    )
    customers.ask_to_join(visit.services.work, visit.caller, at.asker(request, visit), new)
    response = at.shown(visit, "sent", email=email.strip())
    response.cookies.append(safety.kept_cookie(visit, safety.JOINING, proof, SECONDS_TO_JOIN))
    return response


def _form(
    request: Req, visit: Visit, typed: at.Form, errors: Form | None = None, status: int = 200
) -> Response[bytes]:
    values: dict[str, Any] = {"is_wish": bool(at.wished(request))}
    return at.shown(visit, "register", typed=typed, errors=errors, status=status, **values)


def _verify_form(
    request: Req, visit: Visit, token: str, errors: Form | None = None, status: int = 200
) -> Response[bytes]:
    """The password is asked for in a browser that did not ask for the account."""
    work, proof = visit.services.work, request.cookies.get(safety.JOINING, "")
    found = work.perform(visit.caller, lambda ctx: customers.look_at_link(ctx, token, proof))
    is_over = not found.is_valid or status in (409, 410)
    return at.shown(
        visit,
        "verify",
        errors=errors,
        status=status if errors else (410 if is_over else 200),
        token=token,
        email=found.email,
        is_over=is_over,
        is_joining=found.is_joining,
        needs_password=found.needs_password,
    )


def _beside(visit: Visit, refusal: Refusal) -> Form:
    names = {"EmailInvalid": "email"}
    field = names.get(refusal.code, "password" if refusal.code.startswith("Password") else "")
    return at.mistakes(visit, refusal, field)


HANDLERS = [register_page, register, from_order, verify_page, verify]
