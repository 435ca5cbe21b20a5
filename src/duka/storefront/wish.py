"""The wish list: its page, the heart on a product, and from the list into the cart."""

from __future__ import annotations

from urllib.parse import quote

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State

from duka.carts import service as carts
from duka.carts.types import Cart
from duka.catalog import queries as catalog
from duka.catalog.types import Product
from duka.customers import service as customers
from duka.customers import wish_list
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.kernel.quantity import QuantityRule
from duka.storefront import account, product_view, safety
from duka.storefront import account_door as at
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.visit import Visit

Req = Request[None, None, State]
Form = dict[str, str]
LIST = "/account/wish-list"
_product = msgspec.json.Decoder(Product)


@get(LIST, permission="public", sync_to_thread=False, include_in_schema=False)
def wishes(request: Req, visit: GivenVisit) -> Response[bytes]:
    return _page(visit, done=request.query_params.get("done", ""))


@get([f"{LIST}/add", f"{LIST}/remove", f"{LIST}/move"], permission="public", sync_to_thread=False,
     include_in_schema=False)  # fmt: skip
def at_a_form(visit: GivenVisit) -> Response[bytes]:
    """Somebody who asks again for the address of a form."""
    return go(visit.url(LIST))


@post(f"{LIST}/add", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def add(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """Somebody who is not logged in is asked to, and what they wish for is kept meanwhile."""
    safety.check(request, visit, form)
    variant = _chosen(visit, form)
    if visit.customer is None:
        kept = safety.kept_cookie(visit, safety.WISH, variant, at.SECONDS_TO_WISH)
        response = at.to_log_in(visit, LIST)
        response.cookies.append(kept)
        return response
    try:
        visit.perform(lambda ctx: customers.add_wish(ctx, ids.parse("var", variant)))
    except Refusal as refusal:
        return _page(visit, errors={"": message_of(visit, refusal)}, status=refusal.status)
    slug = form.get("product", "")[:200]
    return go(visit.url(f"/p/{quote(slug)}?wished=1" if slug else f"{LIST}?done=added"))


@post(f"{LIST}/remove", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def remove(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    safety.check(request, visit, form)
    if visit.customer is None:
        return at.to_log_in(visit, LIST)
    variant = ids.parse("var", form.get("variant", ""))
    visit.perform(lambda ctx: customers.remove_wish(ctx, variant))
    return go(visit.url(f"{LIST}?done=removed"))


@post(f"{LIST}/move", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def move(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """The least that may be ordered of it goes into the cart, and it leaves the list."""
    safety.check(request, visit, form)
    if visit.customer is None:
        return at.to_log_in(visit, LIST)
    try:
        cart = visit.perform(lambda ctx: move_to_cart(ctx, visit, form.get("variant", "")))
    except Refusal as refusal:
        return _page(visit, errors={"": message_of(visit, refusal)}, status=refusal.status)
    return go(visit.url(f"{LIST}?done=moved"), safety.cart_cookies(visit, cart))


def move_to_cart(ctx: Context, visit: Visit, variant: str) -> Cart:
    """Refuses what a cart refuses; then it stays on the list."""
    variant_id = ids.parse("var", variant)
    wish = next((one for one in wish_list.wish_list(ctx, visit.store_id) if one.variant_id == variant), None)
    least = QuantityRule(wish.unit, wish.scale, wish.step, wish.minimum).lowest if wish else 1
    cart = carts.add(ctx, carts.have_own(ctx, visit.store_id), None, variant_id, least)
    customers.remove_wish(ctx, variant_id)
    return cart


def _chosen(visit: Visit, form: Form) -> str:
    """The variant that a product page's form means: the choice of options counts before the hidden variant."""
    variant, slug = form.get("variant", ""), form.get("product", "")[:200]
    ids.parse("var", variant)
    if not slug:
        return variant
    thing = _product.decode(visit.perform(lambda ctx: catalog.product(ctx, visit.store_id, slug)))
    if thing.options and all(f"o{place}" in form for place in range(len(thing.options))):
        return product_view.chosen_variant(thing, form).id
    return variant


def _page(
    visit: Visit, *, done: str = "", errors: dict[str, str] | None = None, status: int = 200
) -> Response[bytes]:
    if visit.customer is None:
        return at.to_log_in(visit, LIST)
    found = visit.perform(lambda ctx: wish_list.wish_list(ctx, visit.store_id))
    return at.shown(
        visit, "wishes", "wishes", status=status, errors=errors, said=account.said(visit, done), wishes=found
    )


HANDLERS = [wishes, at_a_form, add, remove, move]
