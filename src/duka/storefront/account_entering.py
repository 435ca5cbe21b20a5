"""Logging in to a store's account, with a password or a code, logging out, and a new password by letter."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.customers import service as customers
from duka.identity.errors import LogInExpired
from duka.identity.pace import unhurried
from duka.kernel.errors import Refusal
from duka.storefront import account_door as at
from duka.storefront import safety
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.visit import Visit

Req = Request[None, None, State]
Form = dict[str, str]


@get("/account/log-in", permission="public", sync_to_thread=False, include_in_schema=False)
def log_in_page(request: Req, visit: GivenVisit) -> Response[bytes]:
    if visit.customer is not None:
        return go(at.goal(visit, request.query_params.get("next", "")))
    asked = {"next": request.query_params.get("next", "")}
    return _log_in_form(request, visit, asked)


@post("/account/log-in", permission="public", include_in_schema=False, status_code=200)
async def log_in(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    safety.check(request, visit, form)
    errors = _missing(visit, form, "email", "password")
    if errors:
        return _log_in_form(request, visit, form, errors, 422)
    work, who = visit.services.work, at.asker(request, visit)

    def act() -> Response[bytes]:
        entry = at.door(request, visit)
        found = customers.log_in(work, visit.caller, who, form["email"], form["password"][:1000], entry)
        return at.come_in(request, visit, found, form.get("next", ""))

    def again(refusal: Refusal) -> Response[bytes]:
        return _log_in_form(request, visit, form, {"": message_of(visit, refusal)}, refusal.status)

    return await unhurried(lambda: at.tried(act, again), always=True)


@post("/account/code", permission="public", include_in_schema=False, status_code=200)
async def send_code(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """The same page whether or not anybody has the address."""
    safety.check(request, visit, form)
    errors = _missing(visit, form, "email")
    if errors:
        return _log_in_form(request, visit, form, errors, 422)
    work, who = visit.services.work, at.asker(request, visit)

    def act() -> Response[bytes]:
        challenge = customers.ask_code(work, visit.caller, who, form["email"])
        return _code_form(visit, {**form, "challenge": challenge})

    def again(refusal: Refusal) -> Response[bytes]:
        return _log_in_form(request, visit, form, {"": message_of(visit, refusal)}, refusal.status)

    return await unhurried(lambda: at.tried(act, again), always=True)


@get(
    ["/account/code", "/account/code/check"],
    permission="public",
    sync_to_thread=False,
    include_in_schema=False,
)
def at_a_form(visit: GivenVisit) -> Response[bytes]:
    """Somebody who asks again for the address of a form."""
    return go(visit.url("/account/log-in"))


@post("/account/code/check", permission="public", include_in_schema=False, status_code=200)
async def check_code(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    safety.check(request, visit, form)
    errors = _missing(visit, form, "code")
    if errors:
        return _code_form(visit, form, errors, 422)
    work, who = visit.services.work, at.asker(request, visit)

    def act() -> Response[bytes]:
        entry, challenge = at.door(request, visit), form.get("challenge", "")
        found = customers.log_in_by_code(work, visit.caller, who, challenge, form["code"][:20], entry)
        return at.come_in(request, visit, found, form.get("next", ""))

    def again(refusal: Refusal) -> Response[bytes]:
        text = message_of(visit, refusal)
        if isinstance(refusal, LogInExpired):
            return _log_in_form(request, visit, form, {"": text}, refusal.status)
        return _code_form(visit, form, {"code": text}, refusal.status)

    return await unhurried(lambda: at.tried(act, again), always=True)


@post("/account/log-out", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def log_out(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """Ends the session; nothing of it stays in the browser."""
    safety.check(request, visit, form)
    who = visit.customer
    if who is not None:
        visit.perform(lambda ctx: customers.end_session(ctx, who.session))
    gone = [
        safety.session_cookie(visit, ""),
        *safety.no_cart_cookies(visit),
        safety.kept_cookie(visit, safety.WISH, "", 0),
    ]
    return go(visit.url("/"), gone)


@get("/account/reset", permission="public", sync_to_thread=False, include_in_schema=False)
def reset_page(visit: GivenVisit) -> Response[bytes]:
    return at.shown(visit, "reset", is_sent=False)


@post("/account/reset", permission="public", include_in_schema=False, status_code=200)
async def ask_reset(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """The same page whether or not anybody has the address."""
    safety.check(request, visit, form)
    errors = _missing(visit, form, "email")
    if errors:
        return at.shown(visit, "reset", is_sent=False, typed=form, errors=errors, status=422)
    work, who = visit.services.work, at.asker(request, visit)

    def act() -> Response[bytes]:
        customers.ask_reset(work, visit.caller, who, form["email"])
        return at.shown(visit, "reset", is_sent=True, typed=form)

    def again(refusal: Refusal) -> Response[bytes]:
        errors = {"": message_of(visit, refusal)}
        return at.shown(visit, "reset", is_sent=False, typed=form, errors=errors, status=refusal.status)

    return await unhurried(lambda: at.tried(act, again), always=True)


@get("/account/reset/{token:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def choose_page(visit: GivenVisit, token: FromPath[str]) -> Response[bytes]:
    return at.shown(visit, "choose", token=token)


@post(
    "/account/reset/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def choose(request: Req, visit: GivenVisit, form: GivenForm, token: FromPath[str]) -> Response[bytes]:
    safety.check(request, visit, form)
    work, who = visit.services.work, at.asker(request, visit)
    wanted = form.get("password", "")[:1000]

    def act() -> Response[bytes]:
        entry = at.door(request, visit)
        found = customers.reset_password(work, visit.caller, who, token, wanted, entry)
        return at.come_in(request, visit, found, "/account?done=password")

    def again(refusal: Refusal) -> Response[bytes]:
        where = "password" if refusal.status == 422 else ""
        errors = {where: message_of(visit, refusal)}
        return at.shown(visit, "choose", token=token, errors=errors, status=refusal.status)

    return at.tried(act, again)


def _log_in_form(
    request: Req, visit: Visit, typed: at.Form, errors: Form | None = None, status: int = 200
) -> Response[bytes]:
    is_wish = bool(at.wished(request))
    return at.shown(visit, "log_in", typed=typed, errors=errors, status=status, is_wish=is_wish)


def _code_form(visit: Visit, typed: Form, errors: Form | None = None, status: int = 200) -> Response[bytes]:
    return at.shown(visit, "code", typed=typed, errors=errors, status=status)


def _missing(visit: Visit, form: Form, *names: str) -> Form:
    """What was not filled in, in words."""
    words = {
        "email": visit.say("Your e-mail address is missing."),
        "password": visit.say("Your password is missing."),
        "code": visit.say("The code is missing."),
    }
    return {name: words[name] for name in names if not form.get(name, "").strip()}


HANDLERS = [
    log_in_page,
    log_in,
    send_code,
    at_a_form,
    check_code,
    log_out,
    reset_page,
    ask_reset,
    choose_page,
    choose,
]
