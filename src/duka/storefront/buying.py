"""Checkout: four steps on one page, each a form. What comes after them is in `paying_pages`."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State

from duka.carts import queries as carts
from duka.carts import service
from duka.carts.errors import CartClosed, CartNotFound, PaymentMethodUnavailable, ShippingUnavailable
from duka.carts.types import Cart, CartChange, ShippingOption
from duka.checkout import crediting
from duka.checkout.errors import CartEmpty, CheckoutIncomplete, LinesUnavailable, PriceChanged
from duka.credits import queries as credits
from duka.customers import queries as customers
from duka.inventory.errors import SoldOut
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import InvalidInput, MalformedId, Refusal
from duka.orders import queries as orders
from duka.orders import service as order_verbs
from duka.orders.types import Order
from duka.promotions.errors import CodeUsedUp, PromotionUsedUp
from duka.storefront import address_form, checkout_view, paying_pages, safety, ways
from duka.storefront.account_addresses import saved_of
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.basket import cart_page, current, held_at_most
from duka.storefront.rendering import page
from duka.storefront.visit import CartKey, Visit

Req = Request[None, None, State]
Form = dict[str, str]
STEP_OF = {
    "email": "contact",
    "phone": "contact",
    "shipping_address": "address",
    "shipping_rate_id": "shipping",
}
BACK_TO_CART = (CartEmpty, LinesUnavailable, SoldOut)


@get("/checkout", permission="public", sync_to_thread=False, include_in_schema=False)
def checkout(request: Req, visit: GivenVisit) -> Response[bytes]:
    return _page(visit, asked=request.query_params.get("step", ""))


@get(
    ["/checkout/contact", "/checkout/address", "/checkout/shipping", "/checkout/place"],
    permission="public",
    sync_to_thread=False,
    include_in_schema=False,
)
def at_a_form(visit: GivenVisit) -> Response[bytes]:
    """Somebody who asks again for the address of a form that was shown with a mistake."""
    return go(visit.url("/checkout"))


@post("/checkout/contact", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def contact(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    errors = {}
    if not form.get("email", "").strip():
        errors["email"] = visit.say("Your e-mail address is missing.")
    change = CartChange(email=form.get("email", ""), phone=form.get("phone", ""))
    if "vat_number" in form:
        change = msgspec.structs.replace(change, vat_number=form["vat_number"])
    return _step(request, visit, form, "contact", errors, lambda cart: change)


@post("/checkout/address", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def address(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    if form.get("reshape"):
        safety.check(request, visit, form)
        return _page(visit, asked="address", typed=form)
    found = visit.perform(lambda ctx: current(ctx, visit.cart))
    given = address_form.read(form, found.phone if found else "")
    if form.get("saved"):
        saved = next((one for one in saved_of(visit) if one.id == form["saved"]), None)
        given = saved.address if saved else given
        if found and found.phone and not given.phone:
            given = msgspec.structs.replace(given, phone=found.phone)
    errors = address_form.mistakes(given, visit.store.ships_to, visit.say)
    return _step(request, visit, form, "address", errors, lambda cart: CartChange(shipping_address=given))


@post(
    "/checkout/shipping", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200
)
def shipping(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    try:
        change = CartChange(shipping_rate_id=ids.parse("rate", form.get("rate", "")))
    except MalformedId:
        return _page(visit, "shipping", form, {"rate": visit.say("Choose how it shall travel.")}, 422)
    return _step(request, visit, form, "shipping", {}, lambda cart: change)


def _step(
    request: Req,
    visit: Visit,
    form: Form,
    step: str,
    errors: dict[str, str],
    change: Callable[[CartKey], CartChange],
) -> Response[bytes]:
    """Keeps what a step says, and goes on to the next; or shows the step again with what is wrong."""
    key = visit.cart
    if key is None:
        return _cart_gone(visit)
    safety.check(request, visit, form)
    if errors:
        return _page(visit, step, form, errors, 422)
    try:
        visit.perform(lambda ctx: service.update(ctx, key.id, key.token, change(key)))
    except InvalidInput as refused:
        return _page(visit, step, form, _named(visit, refused.fields["errors"]), 422)
    except ShippingUnavailable as refused:
        return _page(visit, "shipping", form, {"rate": message_of(visit, refused)}, 409)
    except (CartNotFound, CartClosed):
        return go(visit.url("/cart"))
    following = checkout_view.STEPS[checkout_view.STEPS.index(step) + 1]
    return go(visit.url(f"/checkout#{following}"))


@post("/checkout/place", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def place(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    key = visit.cart
    if key is None:
        return _cart_gone(visit)
    safety.check(request, visit, form)
    total = form.get("expected_total", "")
    expected = int(total) if total.isascii() and total.isdecimal() and len(total) < 18 else None
    phone, errors = ways.read_phone(visit, form, form.get("method", ""))
    if errors:
        return _page(visit, "", form, errors, 422)

    def act(ctx: Context) -> Order:
        if carts.cart(ctx, key.id, key.token).status == "open":
            change = CartChange(payment_method=form.get("method", ""), note=form.get("note", ""))
            service.update(ctx, key.id, key.token, change)
        uses = bool(form.get("uses_credit"))
        return crediting.place(ctx, key.id, key.token, expected, number, uses_credit=uses)

    try:
        number = visit.perform(lambda ctx: order_verbs.draw_number(ctx, key.id, key.token))
        order = visit.perform(act)
    except CartNotFound:
        return go(visit.url("/cart"), safety.no_cart_cookies(visit))
    except BACK_TO_CART as refusal:
        return cart_page(visit, {"": message_of(visit, refusal)}, refusal.status)
    except PriceChanged as changed:
        now = visit.figures.money(int(str(changed.fields["total_minor"])))
        text = visit.say("The total has changed: it is %(total)s now. Look at it, and place the order again.")
        return _page(visit, "", form, {"": text % {"total": now}}, 409)
    except (CodeUsedUp, PromotionUsedUp) as gone:
        now = visit.figures.money(int(str(gone.fields["total_minor"])))
        what = gone.fields.get("code") or gone.fields.get("title")
        text = visit.say(
            "%(what)s can't be used any more. The total is %(total)s now; look at it, and place the order again."
        )
        return _page(visit, "", form, {"code": text % {"what": what, "total": now}}, 409)
    except PaymentMethodUnavailable as refusal:
        return _page(visit, "", form, {"method": message_of(visit, refusal)}, 409)
    except InvalidInput as refused:
        return _page(visit, "", form, _named(visit, refused.fields["errors"]), 422)
    except CheckoutIncomplete as refused:
        missing = dict(refused.fields["missing"])  # type: ignore[call-overload]
        step = next((STEP_OF[n.split(".")[0]] for n in missing if n.split(".")[0] in STEP_OF), "")
        return _page(visit, step, {}, _named(visit, missing), 422)
    except Refusal as refusal:
        return _page(visit, "", form, {"": message_of(visit, refusal)}, refusal.status)
    return paying_pages.pay(visit, order, order.tracking_token or key.token, phone)


def checkout_page(visit: Visit, errors: dict[str, str], status: int) -> Response[bytes]:
    """The checkout as it stands, with what is wrong in it."""
    return _page(visit, "", {}, errors, status)


def _cart_gone(visit: Visit) -> Response[bytes]:
    text = visit.say("This cart was ordered or emptied in another window. Nothing was ordered twice.")
    return cart_page(visit, {"": text}, 409)


def _named(visit: Visit, errors: object) -> dict[str, str]:
    """The errors of a verb by the fields of our forms."""
    found = dict(errors) if isinstance(errors, dict) else {}
    said = {str(name).rpartition(".")[2]: visit.say(str(text)) for name, text in found.items()}
    return {name: text[:1].upper() + text[1:] for name, text in said.items()}


def _page(
    visit: Visit,
    asked: str = "",
    typed: Form | None = None,
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response[bytes]:
    profile = None
    credit = 0

    def ask(ctx: Context) -> tuple[Cart | None, list[ShippingOption], UUID | None, dict[str, int]]:
        nonlocal profile, credit
        key = visit.cart
        found = current(ctx, key)
        if key is None or found is None:
            return None, [], orders.of_cart(ctx, key.id) if key else None, {}
        if visit.customer:
            profile = customers.profile(ctx, visit.customer.id)
            credit = credits.balance(ctx, visit.customer.id, visit.store.currency)
        options = carts.shipping_options(ctx, key.id, key.token) if found.shipping_address else []
        return found, options, None, held_at_most(ctx, visit, found)

    cart, options, order_id, held = visit.perform(ask)
    if cart is None and order_id is not None and visit.cart is not None:
        return go(visit.url(f"/checkout/wait/{ids.public('ord', order_id)}/{visit.cart.token}"))
    if cart is None or not cart.lines:
        return go(visit.url("/cart"))
    visit = visit.priced_in(cart.currency, cart.market)
    values = checkout_view.values(visit, cart, options, asked, typed, errors, held, profile)
    return page(visit, "checkout.html", status, private=True, credit=credit, **values)


HANDLERS = [checkout, at_a_form, contact, address, shipping, place]
