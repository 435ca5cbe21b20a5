"""The account of somebody who is logged in: at a glance, their orders, and an order again."""

from __future__ import annotations

from litestar import Request, Response, get, post
from litestar.datastructures import State
from litestar.params import FromPath

from duka.checkout import reordering
from duka.checkout.reordering import NotAgain
from duka.customers import queries as customers
from duka.customers import service, wish_list
from duka.customers.types import Profile, Wish
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.kernel.paging import Page
from duka.orders import queries as orders
from duka.orders.errors import OrderNotFound
from duka.orders.types import Order, OrderSummary
from duka.storefront import account_door as at
from duka.storefront import address_form, arriving, edit_view, order_view, safety
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.basket import cart_page
from duka.storefront.rendering import page
from duka.storefront.visit import MINE, Visit

Req = Request[None, None, State]
LATEST, A_PAGE = 3, 20


@get("/account", permission="public", sync_to_thread=False, include_in_schema=False)
def overview(request: Req, visit: GivenVisit) -> Response[bytes]:
    return _overview(visit, said(visit, request.query_params.get("done", "")))


def _overview(
    visit: Visit, done: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> Response[bytes]:
    who = visit.customer
    if who is None:
        return at.to_log_in(visit, "/account")

    def ask(ctx: Context) -> tuple[Profile, Page[OrderSummary], list[Wish]]:
        return (
            customers.profile(ctx, who.id),
            orders.own_orders(ctx, limit=LATEST),
            wish_list.wish_list(ctx, visit.store_id),
        )

    profile, latest, wishes = visit.perform(ask)
    default = next((saved.address for saved in profile.addresses if saved.is_default), None)
    return at.shown(
        visit,
        "overview",
        "overview",
        status=status,
        errors=errors,
        said=done,
        profile=profile,
        orders=latest.items,
        stages=order_words(visit),
        wishes=[wish for wish in wishes if wish.is_sold][:4],
        wish_count=len(wishes),
        address=address_form.lines(default, visit.figures.country(default.country)) if default else [],
    )


@post(
    "/account/verification",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def send_verification(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """Another letter to an address that was never confirmed."""
    safety.check(request, visit, form)
    if visit.customer is None:
        return at.to_log_in(visit, "/account")
    try:
        service.send_verification(visit.services.work, visit.caller, at.asker(request, visit))
    except Refusal as refusal:
        return _overview(visit, errors={"": message_of(visit, refusal)}, status=refusal.status)
    return go(visit.url("/account?done=sent"))


@get("/account/orders", permission="public", sync_to_thread=False, include_in_schema=False)
def list_orders(request: Req, visit: GivenVisit) -> Response[bytes]:
    if visit.customer is None:
        return at.to_log_in(visit)
    cursor = request.query_params.get("after") or None
    found = visit.perform(lambda ctx: orders.own_orders(ctx, cursor=cursor, limit=A_PAGE))
    return at.shown(
        visit,
        "orders",
        "orders",
        orders=found.items,
        stages=order_words(visit),
        following=found.next,
        is_first=cursor is None,
    )


@get("/account/orders/{order_id:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def show_order(visit: GivenVisit, order_id: FromPath[str]) -> Response[bytes]:
    if visit.customer is None:
        return at.to_log_in(visit)
    order = visit.perform(lambda ctx: _own(ctx, visit, order_id))
    visit = visit.priced_in(order.currency, order.market)
    values = order_view.values(visit, order, token=MINE, edits=edit_view.of(visit, order))
    return page(visit, "account/order.html", private=True, nav=arriving.nav(visit), **values)


@post(
    "/account/orders/{order_id:str}/again",
    permission="public",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def order_again(request: Req, visit: GivenVisit, form: GivenForm, order_id: FromPath[str]) -> Response[bytes]:
    """Everything goes to the cart; where something is missing, the cart says what."""
    safety.check(request, visit, form)
    if visit.customer is None:
        return at.to_log_in(visit, "/account/orders")

    def act(ctx: Context) -> reordering.Reordered:
        return reordering.reorder(ctx, ids.parse("ord", _own(ctx, visit, order_id).id))

    found = visit.perform(act)
    if not found.left_out:
        return go(visit.url("/cart"), safety.cart_cookies(visit, found.cart))
    fresh = arriving.seen_again(request)
    return cart_page(fresh, dict(enumerate_words(visit, found.left_out)), 200)


def _own(ctx: Context, visit: Visit, order_id: str) -> Order:
    """An order of this store's. Refuses `OrderNotFound`."""
    order = orders.order(ctx, ids.parse("ord", order_id))
    if ids.parse("store", order.store_id) != visit.store_id:
        raise OrderNotFound()
    return order


def enumerate_words(visit: Visit, left: list[NotAgain]) -> list[tuple[str, str]]:
    """What could not be put into the cart, in words; the keys name no field."""
    words = {
        "unavailable": visit.say("%(title)s is not sold any more."),
        "sold_out": visit.say("%(title)s is sold out."),
        "fewer": visit.say("Of %(title)s there is only %(amount)s."),
    }
    result = []
    for number, gone in enumerate(left):
        title = f"{gone.title} ({gone.variant_title})" if gone.variant_title else gone.title
        amount = visit.figures.quantity(gone.quantity, gone.unit, gone.scale)
        result.append((f"again-{number}", words[gone.reason] % {"title": title, "amount": amount}))
    return result


def order_words(visit: Visit) -> dict[str, str]:
    """Where an order stands, by its statuses."""
    say = visit.say
    return {
        "cancelled": say("Cancelled"),
        "unfulfilled": say("Received"),
        "partially_prepared": say("Being prepared"),
        "prepared": say("Prepared"),
        "partially_shipped": say("Partly shipped"),
        "shipped": say("Shipped"),
        "delivered": say("Delivered"),
        "partially_returned": say("Partly returned"),
        "returned": say("Returned"),
    }


def said(visit: Visit, done: str) -> str:
    """What was just done."""
    words = {
        "joined": visit.say("Your account is ready. Welcome!"),
        "verified": visit.say("Your e-mail address is confirmed."),
        "password": visit.say("Your new password is set. You were logged out everywhere else."),
        "sent": visit.say("We sent you a letter. Open its link to go on."),
        "saved": visit.say("Saved."),
        "added": visit.say("It is on your wish list."),
        "moved": visit.say("It is in your cart."),
        "removed": visit.say("Removed."),
        "ended": visit.say("That session is over."),
    }
    return words.get(done, "")


HANDLERS = [overview, send_verification, list_orders, show_order, order_again]
