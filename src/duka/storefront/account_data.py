"""What the shop keeps of somebody: to take along, and to be forgotten. The address is typed to be sure, and the password asked
of whoever has one."""

from __future__ import annotations

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State

from duka.customers import queries as customers
from duka.customers import service
from duka.identity.errors import WrongPassword
from duka.kernel.errors import Refusal
from duka.privacy import erasing, exporting
from duka.storefront import account_door as at
from duka.storefront import safety
from duka.storefront.answering import go
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.visit import Visit

Req = Request[None, None, State]
PRIVATE = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="my-data.json"'}


@get("/account/data", permission="public", sync_to_thread=False, include_in_schema=False)
def data_page(visit: GivenVisit) -> Response[bytes]:
    return _shown(visit)


@get(
    ["/account/data/export", "/account/data/erase"],
    permission="public",
    sync_to_thread=False,
    include_in_schema=False,
)
def at_a_data_form(visit: GivenVisit) -> Response[bytes]:
    """Somebody who asks again for the address of a form."""
    return go(visit.url("/account/data"))


@post(
    "/account/data/export",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def export(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """A file of everything."""
    safety.check(request, visit, form)
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, "/account/data")
    data = visit.perform(lambda ctx: exporting.export(ctx, who.id))
    text = msgspec.json.format(msgspec.json.encode(data), indent=2)
    return Response(text, media_type="application/json", headers=PRIVATE)


@post(
    "/account/data/erase",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def erase(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """For good."""
    safety.check(request, visit, form)
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, "/account/data")
    profile = visit.perform(lambda ctx: customers.profile(ctx, who.id))
    if form.get("email", "").strip().lower() != profile.email:
        text = visit.say("Write your e-mail address as it stands here.")
        return _shown(visit, form, {"email": text}, 422)

    def act() -> Response[bytes]:
        asker, password = at.asker(request, visit), form.get("password", "")[:1000]
        service.prove_password(visit.services.work, visit.caller, asker, password)
        visit.perform(lambda ctx: erasing.erase(ctx, who.id, "asked by the customer"))
        return go(visit.url("/"), [safety.session_cookie(visit, "")])

    def again(refusal: Refusal) -> Response[bytes]:
        field = "password" if isinstance(refusal, WrongPassword) else ""
        return _shown(visit, form, at.mistakes(visit, refusal, field), refusal.status)

    return at.tried(act, again)


def _shown(
    visit: Visit, typed: at.Form | None = None, errors: dict[str, str] | None = None, status: int = 200
) -> Response[bytes]:
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, "/account/data")
    profile = visit.perform(lambda ctx: customers.profile(ctx, who.id))
    return at.shown(visit, "data", "data", status=status, typed=typed, errors=errors, profile=profile)


HANDLERS = [data_page, at_a_data_form, export, erase]
