"""The page of a payment link: an order in short, and paying what is due of it. Whoever holds the link sees no address, no
account and no other order. It works without JavaScript where the way to pay does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.checkout import browser, links
from duka.checkout.errors import PaymentLinkClosed, PaymentLinkNotFound
from duka.checkout.links import Opened
from duka.identity import throttling
from duka.identity.errors import TooManyTries
from duka.kernel import log
from duka.kernel.errors import Refusal
from duka.orders.types import Order
from duka.payments import rules
from duka.payments.service import Way, looking
from duka.payments.types import Payment
from duka.storefront import arriving, card_page, payment_words, safety, waiting_view, ways
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.paying_pages import NOT_THE_BUYERS
from duka.storefront.payment_words import FAILURES
from duka.storefront.rendering import Blank, page, private_json
from duka.storefront.visit import Visit
from duka.storefront.words import _

Req = Request[None, None, State]
Form = Mapping[str, str]
_log = log.get("storefront")
LENGTH = 60
"""No token is longer."""
CLOSED = {
    "paid": (_("Thank you, it is paid."), _("Nothing is due of this order any more. This link has done its work.")),
    "cancelled": (
        _("This order was cancelled."),
        _("Nothing is to be paid. If you paid before, the money is on its way back."),
    ),
    "over": (_("This link is not valid any more."), _("Links to pay end after a while. Ask the shop for a new one.")),
    "offer": (
        _("This offer is not valid any more."),
        _("Offers end after a while. Ask the shop for a new one."),
    ),
    "none": (
        _("This link does not exist."),
        _("Open it whole, as it was sent to you. If it still does not work, ask the shop for a new one."),
    ),
    "slow": (_("Too many links were tried from here."), _("Wait a moment, then open yours again.")),
}  # fmt: skip


@get("/pay/{token:str}", permission="public", sync_to_thread=True, include_in_schema=False)
def show(request: Req, visit: GivenVisit, token: FromPath[str]) -> Response[bytes]:
    asked = request.query_params
    opened = _stand(request, visit, token, is_impatient="again" not in asked)
    if isinstance(opened, Response):
        return opened
    return _show(visit, opened, token, doing=asked.get("do", ""), left=asked.get("left", ""))


@get("/pay/{token:str}/state", permission="public", sync_to_thread=True, include_in_schema=False)
def state(request: Req, visit: GivenVisit, token: FromPath[str]) -> Response[bytes]:
    """What the page asks every few seconds while it waits: `state` changes whenever it should be shown anew."""
    opened = _stand(request, visit, token)
    if isinstance(opened, Response) or opened.state != "open" or opened.attempt is None:
        return private_json({"at": _at(visit, token), "state": ""})
    return private_json({"at": _at(visit, token), "state": waiting_view.state(opened.attempt)})


@post("/pay/{token:str}", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def pay(request: Req, visit: GivenVisit, form: GivenForm, token: FromPath[str]) -> Response[bytes]:
    """`attempt` is the payment that the page showed: of two clicks the second finds what the first one started."""
    safety.check(request, visit, form)
    opened = _stand(request, visit, token)
    if isinstance(opened, Response) or opened.state != "open":
        return opened if isinstance(opened, Response) else _show(visit, opened, token)
    last = opened.attempt.payment if opened.attempt else None
    method = form.get("method") or (last.provider if last else "")
    if all(way.code != method for way in _ways(visit, opened)):
        return _show(
            visit, opened, token, "ways", form, {"method": visit.say("Choose how you want to pay.")}, 422
        )
    phone, errors = ways.read_phone(visit, form, method)
    if form.get("same") and last and last.payer_phone and method == last.provider:
        phone, errors = last.payer_phone, {}
    if errors:
        return _show(visit, opened, token, form.get("do", "ways"), form, errors, 422)
    services, back = visit.services, f"{visit.origin}{_at(visit, token)}/back"
    given = form.get("attempt", "")
    attempt = int(given) if given.isascii() and given.isdecimal() and len(given) < 9 else 0
    try:
        payment = links.pay(
            services.work,
            visit.caller,
            services.gateways,
            token,
            Way(back, f"{back}?x=1", phone),
            method=method,
            attempt=attempt,
        )
    except (PaymentLinkClosed, PaymentLinkNotFound):
        return go(_at(visit, token))
    except Refusal as refusal:
        is_ours = isinstance(refusal, NOT_THE_BUYERS)
        text = visit.say(FAILURES["unavailable"]) if is_ours else message_of(visit, refusal)
        fresh = links.look(services.work, visit.caller, token)
        return _show(visit, fresh, token, "ways", form, {"": text}, refusal.status)
    return go(_onward(visit, token, payment))


@get("/pay/{token:str}/back", permission="public", sync_to_thread=True, include_in_schema=False)
def come_back(request: Req, visit: GivenVisit, token: FromPath[str]) -> Response[bytes]:
    """Where a provider sends the buyer: its word is not believed, it is asked."""
    opened = _look(request, visit, token)
    if isinstance(opened, Response):
        return opened
    why = "1" if request.query_params.get("x") else ""
    if opened.attempt is not None and opened.attempt.payment.status in rules.LIVE:
        services = visit.services
        try:
            said = browser.returned(services.work, visit.caller, services.gateways, opened.attempt.payment.id)
            why = said if said in FAILURES else why
        except Refusal as refusal:  # the store was disconnected meanwhile; the page says what is known
            _log.warning("not asked", why=refusal.code)
    return go(_at(visit, token) + (f"?left={quote(why)}" if why else "?again=1"))


@get("/pay/{token:str}/card", permission="public", sync_to_thread=True, include_in_schema=False)
def card(request: Req, visit: GivenVisit, token: FromPath[str]) -> Response[bytes]:
    opened = _look(request, visit, token)
    if isinstance(opened, Response):
        return opened
    secrets: Mapping[str, str] = {}
    attempt, services = opened.attempt, visit.services
    if attempt is not None and ways.is_card(visit, attempt.payment.provider):
        secrets = browser.browser(services.work, visit.caller, services.gateways, attempt.payment.id)
    if attempt is None or not secrets:
        return go(_at(visit, token))
    payment = attempt.payment
    visit = visit.priced_in(opened.order.currency, opened.order.market)
    values = {
        "order": _short(opened),
        "payment": payment,
        "ways": [way for way in _ways(visit, opened) if way.code != payment.provider],
        "again": _at(visit, token),
        "wait_at": _at(visit, token),
        "back": f"{visit.origin}{_at(visit, token)}/back",
        "most": payment.amount_minor if payment.amount_minor > opened.due_minor else 0,
    }
    return card_page.shown(visit, payment.provider, secrets, values)


def _look(request: Req, visit: Visit, token: str) -> Opened | Response[bytes]:
    """What the link shows, or the page that says why it shows nothing; slower and slower for whoever guesses."""
    work = visit.services.work
    tries = (
        throttling.look_up("pay", arriving.address(request)) if visit.services.config.rate_per_minute else []
    )
    try:
        if len(token) > LENGTH:
            raise PaymentLinkNotFound()
        return throttling.watched(work, tries, lambda: links.look(work, visit.caller, token))
    except PaymentLinkNotFound:
        return closed(visit, "none", None, 404)
    except TooManyTries as refusal:
        return closed(visit, "slow", None, refusal.status)


def _stand(request: Req, visit: Visit, token: str, *, is_impatient: bool = False) -> Opened | Response[bytes]:
    """As `_look`, after the provider was asked if it is time to."""
    opened = _look(request, visit, token)
    if (
        isinstance(opened, Response)
        or opened.attempt is None
        or opened.attempt.payment.status not in rules.LIVE
    ):
        return opened
    services = visit.services
    try:
        return links.settle(services.work, visit.caller, services.gateways, token, is_impatient=is_impatient)
    except Refusal as refusal:
        _log.warning("not asked", why=refusal.code)
        return opened


def _show(
    visit: Visit,
    opened: Opened,
    token: str,
    doing: str = "",
    typed: Form | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    *,
    left: str = "",
) -> Response[bytes]:
    if opened.state != "open":
        is_paid = opened.state == "paid"
        return closed(visit, opened.state, opened.order if is_paid else None, 200 if is_paid else 410)
    attempt, order = opened.attempt, _short(opened)
    visit = visit.priced_in(order.currency, order.market)
    here = _at(visit, token)
    if attempt is not None and _is_waiting(attempt):
        values = waiting_view.values(
            visit,
            order,
            attempt,
            token,
            visit.services.work.clock(),
            doing=doing,
            left=left,
            typed=typed,
            errors=errors,
            held=_held(visit, opened),
        )
        values |= {
            "here": here,
            "again": here,
            "card_at": f"{here}/card",
            "ways": _ways(visit, opened, typed, errors),
        }
        return page(visit, "wait.html", status, private=True, **values)
    payment = attempt.payment if attempt else None
    by_hand = payment is not None and payment.status == "pending" and payment.provider in rules.BY_HAND
    values = {
        "order": opened.order,
        "due_minor": opened.due_minor,
        "paid_minor": opened.paid_minor,
        "attempt": payment.attempt if payment else 0,
        "why": _why(visit, attempt),
        "by_hand": _method(visit, payment.provider) if payment and by_hand else None,
        "ways": _ways(visit, opened, typed, errors),
        "errors": Blank(errors or {}),
        "here": here,
    }
    return page(visit, "pay_link.html", status, private=True, **values)


def closed(visit: Visit, why: str, order: Order | None, status: int) -> Response[bytes]:
    """The page of a link that shows nothing any more, or never did: `why` is of `CLOSED`."""
    title, text = CLOSED[why]
    visit = visit.priced_in(order.currency, order.market) if order else visit
    values = {"title": visit.say(title), "message": visit.say(text), "order": order, "is_paid": why == "paid"}
    return page(visit, "pay_link_closed.html", status, private=True, nav=arriving.nav(visit), **values)


def _is_waiting(attempt: looking.Attempt) -> bool:
    """Something is under way at a provider."""
    return attempt.payment.status in rules.OPEN and not waiting_view.is_unasked(attempt)


def _short(opened: Opened) -> Order:
    """The order as pages of paying show it: it costs what is due."""
    return msgspec.structs.replace(opened.order, total_minor=opened.due_minor)


def _why(visit: Visit, attempt: looking.Attempt | None) -> str:
    """Why the last try came to nothing, if it did."""
    if attempt is None or attempt.payment.status not in rules.FAILURE:
        return ""
    is_english = visit.locale.startswith("en")
    return payment_words.why(attempt.payment.reason, attempt.failure_code, visit.say, is_english=is_english)


def _method(visit: Visit, code: str) -> Any:
    return next((method for method in visit.store.payment_methods if method.code == code), None)


def _ways(
    visit: Visit, opened: Opened, typed: Form | None = None, errors: Mapping[str, str] | None = None
) -> list[ways.Way]:
    """Those that take what is due."""
    visit = visit.priced_in(opened.order.currency, opened.order.market)
    last = opened.attempt.payment if opened.attempt else None
    is_by_hand = last is not None and last.provider in rules.BY_HAND
    before = "" if is_by_hand or last is None else last.provider
    return ways.offered(
        visit,
        opened.due_minor,
        chosen=(typed or {}).get("method") or before,
        phone=(last.payer_phone if last else "") or opened.order.phone,
        typed=typed,
        errors=errors,
        held=_held(visit, opened),
    )


def _held(visit: Visit, opened: Opened) -> dict[str, int]:
    if not opened.order.is_estimated:
        return {}
    services = visit.services
    return visit.perform(
        lambda ctx: looking.held_at_most(ctx, services.gateways, visit.store_id, opened.due_minor)
    )


def _onward(visit: Visit, token: str, payment: Payment) -> str:
    """Where the buyer goes on: to the provider's page, to our card page, or to wait."""
    if payment.status == "requires_action" and not ways.needs_phone(visit, payment.provider):
        if payment.action_url:
            return payment.action_url
        if ways.is_card(visit, payment.provider):
            return f"{_at(visit, token)}/card"
    return _at(visit, token)


def _at(visit: Visit, token: str) -> str:
    return visit.url(f"/pay/{quote(token, safe='')}")


HANDLERS = [show, state, pay, come_back, card]
