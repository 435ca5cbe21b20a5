"""The code field of cart and checkout: typing a code, and taking one out."""

from __future__ import annotations

from collections.abc import Callable

from litestar import Request, Response, get, post
from litestar.datastructures import State

from duka.carts import coding
from duka.carts.errors import CartClosed, CartNotFound
from duka.carts.types import Cart
from duka.identity import throttling
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.storefront import arriving, safety
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.basket import cart_page
from duka.storefront.buying import checkout_page
from duka.storefront.visit import CartKey, Visit

Req = Request[None, None, State]
Form = dict[str, str]


@get(["/cart/code", "/cart/code/remove"], permission="public", sync_to_thread=False, include_in_schema=False)
def at_a_form(visit: GivenVisit) -> Response[bytes]:
    """Somebody who asks again for the address of a form that was shown with a mistake."""
    return go(visit.url("/cart"))


@post(
    "/cart/code",
    permission="public",
    feature="promotions",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def add_code(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    def act(ctx: Context, key: CartKey) -> Cart:
        return coding.add_code(ctx, key.id, key.token, form.get("code", "")[:60])

    return _change(request, visit, form, act)


@post("/cart/code/remove", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def remove_code(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    def act(ctx: Context, key: CartKey) -> Cart:
        return coding.remove_code(ctx, key.id, key.token, form.get("code", "")[:60])

    return _change(request, visit, form, act)


def _change(
    request: Req, visit: Visit, form: Form, act: Callable[[Context, CartKey], Cart]
) -> Response[bytes]:
    """Whoever guesses codes is slowed down."""
    safety.check(request, visit, form)
    key = visit.cart
    if key is None:
        return go(visit.url("/cart"))
    is_checkout = form.get("from") == "checkout"
    tries = []
    if visit.services.config.rate_per_minute:
        tries = throttling.look_up(f"code:{visit.tenant.hex}", arriving.address(request))
    try:
        throttling.watched(visit.services.work, tries, lambda: visit.perform(lambda ctx: act(ctx, key)))
    except (CartNotFound, CartClosed):
        return go(visit.url("/cart"))
    except Refusal as refusal:
        errors = {"code": message_of(visit, refusal)}
        return (checkout_page if is_checkout else cart_page)(visit, errors, refusal.status)
    return go(visit.url("/checkout" if is_checkout else "/cart"))


HANDLERS = [at_a_form, add_code, remove_code]
