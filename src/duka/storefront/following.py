"""Following an order: by number and e-mail address, or by the link that its buyer holds."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.identity import throttling
from duka.identity.errors import TooManyTries
from duka.orders import queries as orders
from duka.orders.errors import OrderNotFound
from duka.orders.types import Order
from duka.storefront import arriving, edit_view, order_view, safety
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.rendering import Blank, page
from duka.storefront.visit import Visit

Req = Request[None, None, State]
Form = dict[str, str]


@get("/shop/track", permission="public", sync_to_thread=False, include_in_schema=False)
def ask(visit: GivenVisit) -> Response[bytes]:
    return _form(visit, {}, {}, 200)


@post("/shop/track", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def find(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    safety.check(request, visit, form)
    number, email = form.get("number", "")[:40], form.get("email", "")[:254]
    labels = {
        "number": visit.say("The order number is missing."),
        "email": visit.say("Your e-mail address is missing."),
    }
    errors = {name: text for name, text in labels.items() if not form.get(name, "").strip()}
    if errors:
        return _form(visit, form, errors, 422)
    try:
        order = _track(request, visit, number, email)
    except TooManyTries as refusal:
        return _form(visit, form, {"number": message_of(visit, refusal)}, 429)
    except OrderNotFound:
        text = visit.say(
            "We find no order with this number and this e-mail address. Compare both with your confirmation."
        )
        return _form(visit, form, {"number": text}, 404)
    return go(visit.url(f"/shop/track/{order.tracking_token}"))


@get("/shop/track/{token:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def follow(visit: GivenVisit, token: FromPath[str]) -> Response[bytes]:
    try:
        order = visit.perform(lambda ctx: orders.by_tracking(ctx, token))
    except OrderNotFound as refusal:
        return _form(visit, {}, {"number": message_of(visit, refusal)}, 404)
    visit = visit.priced_in(order.currency, order.market)
    values = order_view.values(visit, order, token=token, edits=edit_view.of(visit, order))
    return page(visit, "order.html", private=True, nav=arriving.nav(visit), **values)


def _track(request: Req, visit: Visit, number: str, email: str) -> Order:
    """Slower and slower for whoever guesses."""
    work = visit.services.work
    tries = throttling.look_up("track", str(request.scope["state"].get("address", "")))
    if not visit.services.config.rate_per_minute:
        tries = []
    return throttling.watched(
        work, tries, lambda: visit.perform(lambda ctx: orders.track(ctx, number, email))
    )


def _form(visit: Visit, typed: Form, errors: dict[str, str], status: int) -> Response[bytes]:
    values = {"typed": Blank(typed), "errors": Blank(errors)}
    return page(visit, "track.html", status, private=True, nav=arriving.nav(visit), **values)


HANDLERS = [ask, find, follow]
