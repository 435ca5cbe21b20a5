"""Paying for an order that is placed: starting, waiting, coming back from a provider, the card page, another try, thanks."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.checkout import browser, paying
from duka.kernel import ids, log
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.orders import queries as orders
from duka.orders.errors import OrderNotFound
from duka.orders.types import Order
from duka.payments import rules
from duka.payments.errors import AccountMissing, AccountRefused, UnknownProvider
from duka.payments.service import Way, looking
from duka.payments.service.looking import Attempt
from duka.payments.types import Payment
from duka.storefront import arriving, card_page, order_view, safety, waiting_view, ways
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.basket import cart_page
from duka.storefront.payment_words import FAILURES
from duka.storefront.rendering import page, private_json
from duka.storefront.visit import Visit

Req = Request[None, None, State]
Form = Mapping[str, str]
NOT_THE_BUYERS = (AccountMissing, AccountRefused, UnknownProvider)
"""What the merchant has to mend; its words are for staff."""
_log = log.get("storefront")
TOKEN = 43
"""Letters of an order's tracking token."""


def pay(visit: Visit, order: Order, token: str, phone: str, method: str | None = None) -> Response[bytes]:
    """Starts paying, or finds what is under way, and goes where the buyer goes on."""
    return _ask(visit, order, token, phone, method, None)


@get(
    "/checkout/wait/{order_id:str}/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def wait(request: Req, visit: GivenVisit, order_id: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    asked = request.query_params
    order, attempt = _stand(visit, order_id, token, is_impatient="again" not in asked)
    return _show(visit, order, attempt, token, doing=asked.get("do", ""), left=asked.get("left", ""))


@get(
    "/checkout/wait/{order_id:str}/{token:str}/state",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def wait_state(visit: GivenVisit, order_id: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    """What a page that waits asks every few seconds: `at` is where its buyer should be, `state` what the page should show."""
    order, attempt = _stand(visit, order_id, token)
    is_waiting = attempt is not None and order.placed_at is None and order.status == "open"
    where = "wait" if is_waiting or order.placed_at is None else "done"
    return private_json(
        {"at": _at(visit, where, order, token), "state": waiting_view.state(attempt) if attempt else ""}
    )


@post(
    "/checkout/retry/{order_id:str}/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def retry(
    request: Req, visit: GivenVisit, form: GivenForm, order_id: FromPath[str], token: FromPath[str]
) -> Response[bytes]:
    """A new prompt, another number, another way, or another try after a failure. `attempt` is the one that the page showed:
    of two clicks the second finds what the first one started."""
    safety.check(request, visit, form)
    order, attempt = _stand(visit, order_id, token)
    if attempt is None or order.placed_at is not None or order.status != "open":
        return _show(visit, order, attempt, token)
    given = form.get("attempt", "")
    if given.isascii() and given.isdecimal() and given != str(attempt.payment.attempt):
        return go(_at(visit, "wait", order, token))
    method = form.get("method") or attempt.payment.provider
    if all(way.code != method for way in _ways(visit, order)):
        errors = {"method": visit.say("Choose how you want to pay.")}
        return _show(visit, order, attempt, token, "ways", form, errors, 422)
    phone, errors = ways.read_phone(visit, form, method)
    if form.get("same") and attempt.payment.payer_phone and method == attempt.payment.provider:
        phone, errors = attempt.payment.payer_phone, {}
    if errors:
        return _show(visit, order, attempt, token, form.get("do", "ways"), form, errors, 422)
    return _ask(visit, order, token, phone, method, attempt, form)


@get("/r/{code:str}", permission="public", sync_to_thread=True, include_in_schema=False)
def come_back(visit: GivenVisit, code: FromPath[str]) -> Response[bytes]:
    """Where a provider sends the buyer: its word is not believed, it is asked."""
    return _returned(visit, code, "")


@get("/r/{code:str}/x", permission="public", sync_to_thread=True, include_in_schema=False)
def give_up(visit: GivenVisit, code: FromPath[str]) -> Response[bytes]:
    """Where a provider sends somebody who gave up. Nothing is given up by it: they may go back, or choose another way."""
    return _returned(visit, code, "?left=1")


@get(
    "/checkout/card/{order_id:str}/{token:str}",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
)
def card(visit: GivenVisit, order_id: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    order = _order(visit, order_id, token)
    visit = visit.priced_in(order.currency, order.market)
    attempt = visit.perform(lambda ctx: looking.newest(ctx, ids.parse("ord", order.id)))
    secrets: Mapping[str, str] = {}
    if order.placed_at is None and order.status == "open" and ways.is_card(visit, attempt.payment.provider):
        services = visit.services
        secrets = browser.browser(services.work, visit.caller, services.gateways, attempt.payment.id)
    if not secrets:
        return go(_at(visit, "wait", order, token))
    values = {
        "order": order,
        "payment": attempt.payment,
        "ways": [way for way in _ways(visit, order, attempt) if way.code != attempt.payment.provider],
        "again": _at(visit, "retry", order, token),
        "wait_at": _at(visit, "wait", order, token),
        "back": visit.origin + _short(visit, order, token),
        "most": attempt.payment.amount_minor if attempt.payment.amount_minor > order.total_minor else 0,
    }
    return card_page.shown(visit, attempt.payment.provider, secrets, values)


@get(
    "/checkout/done/{order_id:str}/{token:str}",
    permission="public",
    sync_to_thread=False,
    include_in_schema=False,
)
def done(visit: GivenVisit, order_id: FromPath[str], token: FromPath[str]) -> Response[bytes]:
    order = _order(visit, order_id, token)
    if order.placed_at is None and order.status == "open":
        return go(_at(visit, "wait", order, token))
    follow = visit.url(f"/shop/track/{token}") if _is_tracking(visit, token) else ""
    if (
        visit.customer is None
    ):  # the cart's key leaves the browser with this page, so its forms carry the token of no cart
        csrf = safety.token(visit.services.config.secret, visit.tenant.hex, "")
        visit = msgspec.structs.replace(visit, csrf=csrf)
    visit = visit.priced_in(order.currency, order.market)
    values = order_view.values(visit, order, is_new=True, follow=follow) | {"offer": token}
    response = page(visit, "order.html", private=True, nav=arriving.nav(visit), **values)
    response.cookies.extend(safety.no_cart_cookies(visit))
    return response


def _ask(
    visit: Visit,
    order: Order,
    token: str,
    phone: str,
    method: str | None,
    instead_of: Attempt | None,
    form: Form | None = None,
) -> Response[bytes]:
    """`instead_of`: the attempt that this one replaces; what of it is still under way is given up first."""
    if order.placed_at is not None:
        return go(_at(visit, "done", order, token))
    services, back = visit.services, visit.origin + _short(visit, order, token)
    try:
        payment = paying.pay(
            services.work,
            visit.caller,
            services.gateways,
            ids.parse("ord", order.id),
            token,
            Way(back, f"{back}/x", phone),
            method=method,
            starts_over=instead_of is not None,
            attempt=instead_of.payment.attempt if instead_of else None,
        )
    except Refusal as refusal:
        fresh, attempt = _stand(visit, order.id, token)
        is_ours = isinstance(refusal, NOT_THE_BUYERS)
        errors = {"": visit.say(FAILURES["unavailable"]) if is_ours else message_of(visit, refusal)}
        return _show(visit, fresh, attempt, token, "ways", form, errors, refusal.status)
    return go(_onward(visit, order, token, payment))


def _onward(visit: Visit, order: Order, token: str, payment: Payment) -> str:
    """Where the buyer goes on: to the provider's page, to our card page, or to wait."""
    if payment.status == "requires_action" and not ways.needs_phone(visit, payment.provider):
        if payment.action_url:
            return payment.action_url
        if ways.is_card(visit, payment.provider):
            return _at(visit, "card", order, token)
    return _at(visit, "wait", order, token)


def _returned(visit: Visit, code: str, asked: str) -> Response[bytes]:
    order_id, token = _long(visit, code)
    order, attempt = visit.perform(lambda ctx: _look(ctx, order_id, token))
    if attempt is not None and order.placed_at is None:
        services, why = visit.services, ""
        try:
            why = browser.returned(services.work, visit.caller, services.gateways, attempt.payment.id)
        except Refusal as refusal:  # the store was disconnected meanwhile; the page says what is known
            _log.warning("not asked", why=refusal.code)
        asked = f"?left={why}" if why in FAILURES else asked
        order = _order(visit, order_id, token)
    if attempt is None or order.placed_at is not None:
        return go(_at(visit, "done", order, token))
    return go(_at(visit, "wait", order, token) + (asked or "?again=1"))


def _look(ctx: Context, order_id: str, token: str) -> tuple[Order, Attempt | None]:
    """No attempt: nothing is to be paid."""
    wanted: UUID = ids.parse("ord", order_id)
    order = orders.order(ctx, wanted, token)
    return order, looking.newest(ctx, wanted) if order.payments else None


def _stand(
    visit: Visit, order_id: str, token: str, *, is_impatient: bool = False
) -> tuple[Order, Attempt | None]:
    """Where an order's payment stands. Its provider is asked before if it is time to (`looking.take_turn`)."""

    def take_turn(ctx: Context) -> tuple[Order, Attempt | None, bool]:
        order, attempt = _look(ctx, order_id, token)
        if attempt is None or order.placed_at is not None or order.status != "open":
            return order, attempt, False
        is_live = attempt.payment.status in rules.LIVE
        is_turn = is_live and looking.take_turn(ctx, attempt.payment.id, is_impatient=is_impatient)
        return order, attempt, is_turn

    order, attempt, is_turn = visit.perform(take_turn)
    if attempt is None or not is_turn:
        return order, attempt
    services = visit.services
    try:
        paying.settle(services.work, visit.tenant, services.gateways, attempt.payment.id)
    except Refusal as refusal:
        _log.warning("not asked", why=refusal.code)
        return order, attempt
    return visit.perform(lambda ctx: _look(ctx, order_id, token))


def _show(
    visit: Visit,
    order: Order,
    attempt: Attempt | None,
    token: str,
    doing: str = "",
    typed: Form | None = None,
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    *,
    left: str = "",
) -> Response[bytes]:
    """The page of where the payment stands."""
    if order.placed_at is not None:
        return go(_at(visit, "done", order, token))
    if order.status == "cancelled" or attempt is None:
        text = visit.say("This order was not paid in time. Your cart is as it was.")
        return cart_page(visit, {"": text}, 409)
    now = visit.services.work.clock()
    visit = visit.priced_in(order.currency, order.market)
    values = waiting_view.values(
        visit,
        order,
        attempt,
        token,
        now,
        doing=doing,
        left=left,
        typed=typed,
        errors=errors,
        held=_held(visit, order),
    )
    return page(visit, "wait.html", status, private=True, **values)


def _held(visit: Visit, order: Order) -> dict[str, int]:
    if not order.is_estimated:
        return {}
    services = visit.services
    return visit.perform(
        lambda ctx: looking.held_at_most(ctx, services.gateways, visit.store_id, order.total_minor)
    )


def _ways(visit: Visit, order: Order, attempt: Attempt | None = None) -> list[ways.Way]:
    chosen = attempt.payment.provider if attempt else ""
    visit = visit.priced_in(order.currency, order.market)
    return ways.offered(visit, order.total_minor, chosen=chosen, phone=order.phone, held=_held(visit, order))


def _order(visit: Visit, order_id: str, token: str) -> Order:
    wanted: UUID = ids.parse("ord", order_id)
    return visit.perform(lambda ctx: orders.order(ctx, wanted, token))


def _at(visit: Visit, where: str, order: Order, token: str) -> str:
    return visit.url(f"/checkout/{where}/{order.id}/{token}")


def _is_tracking(visit: Visit, token: str) -> bool:
    """Does it open the order's tracking page? The cart's token does not."""
    try:
        visit.perform(lambda ctx: orders.by_tracking(ctx, token))
    except OrderNotFound:
        return False
    return True


def _short(visit: Visit, order: Order, token: str) -> str:
    """Where a provider sends the buyer back to; some take 120 letters at most. The token alone where it opens the order."""
    if len(token) == TOKEN and (order.tracking_token == token or _is_tracking(visit, token)):
        return visit.url(f"/r/{token}")
    order_id: UUID = ids.parse("ord", order.id)
    return visit.url(f"/r/{urlsafe_b64encode(order_id.bytes).decode().rstrip('=')}{token}")


def _long(visit: Visit, code: str) -> tuple[str, str]:
    """The order and the token of such an address. Refuses `OrderNotFound`."""
    if len(code) == TOKEN:
        return visit.perform(lambda ctx: orders.by_tracking(ctx, code)).id, code
    try:
        return ids.public("ord", UUID(bytes=urlsafe_b64decode(code[:22] + "=="))), code[22:]
    except ValueError:
        raise OrderNotFound() from None


HANDLERS = [wait, wait_state, retry, come_back, give_up, card, done]
