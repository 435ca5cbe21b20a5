"""The page of an order that staff composed for somebody: they see exactly that, fill in what is missing, choose how to pay, and
it is ordered. What comes after is in `paying_pages`; the link opens the order from then on."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.carts.types import CartChange
from duka.checkout.errors import CheckoutIncomplete, PriceChanged
from duka.draft_orders import ordering
from duka.draft_orders.errors import DraftLinkClosed, DraftLinkNotFound
from duka.draft_orders.ordering import Opened
from duka.identity import throttling
from duka.identity.errors import TooManyTries
from duka.kernel import ids
from duka.kernel.errors import InvalidInput, Refusal
from duka.payments.service import looking
from duka.storefront import address_form, arriving, checkout_view, paying_pages, safety, ways
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.pay_link import closed
from duka.storefront.rendering import Blank, page
from duka.storefront.visit import Visit

Req = Request[None, None, State]
Form = Mapping[str, str]
LENGTH = 60
"""No token is longer."""


@get("/draft/{token:str}", permission="public", sync_to_thread=True, include_in_schema=False)
def show(request: Req, visit: GivenVisit, token: FromPath[str]) -> Response[bytes]:
    opened = _look(request, visit, token)
    return opened if isinstance(opened, Response) else _page(visit, opened, token)


@post(
    "/draft/{token:str}", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200
)
def accept(request: Req, visit: GivenVisit, form: GivenForm, token: FromPath[str]) -> Response[bytes]:
    """Orders it. `expected_total` is what the page showed: another price is shown first."""
    safety.check(request, visit, form)
    opened = _look(request, visit, token)
    if isinstance(opened, Response):
        return opened
    if opened.state != "open" or form.get("reshape"):
        return _page(visit, opened, token, form)
    method, total = form.get("method", ""), form.get("expected_total", "")
    if all(way.code != method for way in _ways(visit, opened)):
        return _page(visit, opened, token, form, {"method": visit.say("Choose how you want to pay.")}, 422)
    phone, errors = ways.read_phone(visit, form, method)
    typed, flaws = _typed(visit, opened, form)
    errors = {**flaws, **errors}
    if errors:
        return _page(visit, opened, token, form, errors, 422)
    expected = int(total) if total.isascii() and total.isdecimal() and len(total) < 18 else None
    services = visit.services
    try:
        order = ordering.accept(services.work, visit.caller, token, method, typed, expected)
    except (DraftLinkClosed, DraftLinkNotFound):
        return go(_at(visit, token))
    except PriceChanged as changed:
        there = visit.priced_in(opened.cart.currency, opened.cart.market)
        now = there.figures.money(int(str(changed.fields["total_minor"])))
        text = visit.say("The total has changed: it is %(total)s now. Look at it, and place the order again.")
        return _again(request, visit, token, form, {"": text % {"total": now}}, 409)
    except (CheckoutIncomplete, InvalidInput) as refused:
        found = refused.fields.get("missing") or refused.fields.get("errors")
        said = {str(name).rpartition(".")[2]: visit.say(str(what)) for name, what in dict(found).items()}  # type: ignore[call-overload]
        return _again(request, visit, token, form, {n: t[:1].upper() + t[1:] for n, t in said.items()}, 422)
    except Refusal as refusal:
        return _again(request, visit, token, form, {"": message_of(visit, refusal)}, refusal.status)
    return paying_pages.pay(visit, order, token, phone)


def _look(request: Req, visit: Visit, token: str) -> Opened | Response[bytes]:
    """What the link shows, or the page that says why it shows nothing; slower and slower for whoever guesses."""
    work = visit.services.work
    counts = visit.services.config.rate_per_minute
    tries = throttling.look_up("draft", arriving.address(request)) if counts else []
    try:
        if len(token) > LENGTH:
            raise DraftLinkNotFound()
        return throttling.watched(work, tries, lambda: ordering.look(work, visit.caller, token))
    except DraftLinkNotFound:
        return closed(visit, "none", None, 404)
    except TooManyTries as refusal:
        return closed(visit, "slow", None, refusal.status)


def _again(
    request: Req, visit: Visit, token: str, typed: Form, errors: Mapping[str, str], status: int
) -> Response[bytes]:
    """The page as it is by now, with what is wrong."""
    fresh = _look(request, visit, token)
    return fresh if isinstance(fresh, Response) else _page(visit, fresh, token, typed, errors, status)


def _typed(visit: Visit, opened: Opened, form: Form) -> tuple[CartChange, dict[str, str]]:
    """What its customer filled in of what is asked for, and what is wrong with it."""
    asked, errors = opened.asks_for, {}
    if "email" in asked and not form.get("email", "").strip():
        errors["email"] = visit.say("Your e-mail address is missing.")
    address = None
    if "shipping_address" in asked:
        address = address_form.read(form, form.get("phone", "") or opened.cart.phone)
        errors |= address_form.mistakes(address, visit.store.ships_to, visit.say)
    change = CartChange(email=form.get("email", ""), phone=form.get("phone", ""), shipping_address=address)
    return change, errors


def _page(
    visit: Visit,
    opened: Opened,
    token: str,
    typed: Form | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
) -> Response[bytes]:
    if opened.order_id is not None:
        return go(visit.url(f"/checkout/wait/{ids.public('ord', opened.order_id)}/{quote(token, safe='')}"))
    if opened.state != "open":
        return closed(visit, "offer", None, 410)
    cart, given = opened.cart, dict(typed or {})
    visit = visit.priced_in(cart.currency, cart.market)
    address = cart.shipping_address
    country = given.get("country") or (address.country if address else checkout_view.home(visit))
    values: dict[str, Any] = {
        "cart": cart,
        "number": opened.number,
        "here": _at(visit, token),
        "asks_for": opened.asks_for,
        "address": address_form.lines(address, visit.figures.country(address.country))
        if address and "shipping_address" not in opened.asks_for
        else [],
        "typed": Blank({"country": country, **given}),
        "errors": Blank(errors or {}),
        "destinations": checkout_view.destinations(visit),
        "address_rows": address_form.rows(country, visit.say, bool(cart.phone) or "phone" in opened.asks_for),
        "ways": _ways(visit, opened, typed, errors),
    }
    return page(visit, "draft.html", status, private=True, **values)


def _ways(
    visit: Visit, opened: Opened, typed: Form | None = None, errors: Mapping[str, str] | None = None
) -> list[ways.Way]:
    total = opened.cart.total_minor
    visit = visit.priced_in(opened.cart.currency, opened.cart.market)
    held: dict[str, int] = {}
    if opened.cart.is_estimated:
        services = visit.services
        held = visit.perform(lambda ctx: looking.held_at_most(ctx, services.gateways, visit.store_id, total))
    address = opened.cart.shipping_address
    phone = opened.cart.phone or (address.phone if address else "")
    return ways.offered(
        visit,
        total,
        chosen=(typed or {}).get("method", ""),
        phone=phone,
        typed=typed,
        errors=errors,
        held=held,
    )


def _at(visit: Visit, token: str) -> str:
    return visit.url(f"/draft/{quote(token, safe='')}")


HANDLERS = [show, accept]
