"""The cart: its page, its drawer, and the forms that change it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import msgspec
from litestar import Request, Response, get, post
from litestar.datastructures import State

from duka.carts import queries as carts
from duka.carts import service
from duka.carts.errors import CartClosed, CartNotFound
from duka.carts.types import Cart, CartLine, NewLine
from duka.catalog import queries as catalog
from duka.catalog.types import Product
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.kernel.quantity import QuantityRefused, QuantityRule, parse_quantity
from duka.orders import queries as orders
from duka.orders.errors import OrderNotFound
from duka.orders.types import Order
from duka.payments.service import looking
from duka.storefront import arriving, delivering, product_view, recommended, safety
from duka.storefront.answering import go, message_of
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.front import product_page
from duka.storefront.market_choice import followed
from duka.storefront.rendering import Blank, page
from duka.storefront.visit import MINE, CartKey, Visit
from duka.storefront.words import PROBLEMS
from duka.stores import queries as stores
from duka.stores.types import Selling

Req = Request[None, None, State]
Form = dict[str, str]
_product = msgspec.json.Decoder(Product)


class QuantityUnclear(Refusal):
    """Write the quantity as a number, like {example}."""

    status = 422


def current(ctx: Context, key: CartKey | None) -> Cart | None:
    """The open cart of a cookie; None when there is none, or none any more."""
    if key is None:
        return None
    try:
        found = carts.cart(ctx, key.id, key.token)
    except CartNotFound:
        return None
    return followed(ctx, key, found) if found.status == "open" else None


def unpaid(ctx: Context, key: CartKey | None) -> Order | None:
    """The order that a cart became and that still waits for its money."""
    order_id = orders.of_cart(ctx, key.id) if key else None
    if key is None or order_id is None:
        return None
    try:
        order = orders.order(ctx, order_id, key.token)
    except OrderNotFound:
        return None
    return order if order.placed_at is None and order.status == "open" else None


def pay_at(visit: Visit, order: Order) -> str:
    """Where somebody who holds the cart of an order goes on paying it."""
    return visit.url(f"/checkout/wait/{order.id}/{visit.cart.token if visit.cart else ''}")


def held_at_most(ctx: Context, visit: Visit, cart: Cart) -> dict[str, int]:
    """What each way to pay that holds money would hold for a cart with goods that are still to be weighed."""
    if not cart.is_estimated:
        return {}
    return looking.held_at_most(ctx, visit.services.gateways, visit.store_id, cart.total_minor)


@get("/cart", permission="public", sync_to_thread=False, include_in_schema=False)
def cart(visit: GivenVisit) -> Response[bytes]:
    return cart_page(visit)


def cart_page(visit: Visit, errors: dict[str, str] | None = None, status: int = 200) -> Response[bytes]:
    def ask(
        ctx: Context,
    ) -> tuple[Cart | None, Selling, Order | None, dict[str, int], list[recommended.Block]]:
        found = current(ctx, visit.cart)
        waiting = unpaid(ctx, visit.cart) if found is None else None
        held = held_at_most(ctx, visit, found) if found else {}
        return (
            found,
            stores.selling(ctx, visit.store_id),
            waiting,
            held,
            recommended.for_cart(ctx, visit, found),
        )

    found, selling, waiting, held, blocks = visit.perform(ask)
    visit = visit.priced_in(found.currency) if found else visit
    response = page(
        visit,
        "cart.html",
        status,
        private=True,
        nav=arriving.nav(visit),
        cart=found,
        delivery=delivering.of(visit, selling),
        problems=_problems(visit),
        has_problem=bool(found and any(line.problem for line in found.lines)),
        errors=Blank(errors or {}),
        waiting=waiting,
        pay_at=pay_at(visit, waiting) if waiting else "",
        most=max(held.values(), default=0),
        blocks=blocks,
    )
    if waiting is None and visit.items != (len(found.lines) if found else 0):
        response.cookies.extend(safety.cart_cookies(visit, found) if found else safety.no_cart_cookies(visit))
    return response


@get(
    ["/cart/add", "/cart/set", "/cart/remove"],
    permission="public",
    sync_to_thread=False,
    include_in_schema=False,
)
def at_a_form(visit: GivenVisit) -> Response[bytes]:
    """Somebody who asks again for the address of a form that was shown with a mistake."""
    return go(visit.url("/cart"))


@post("/cart/add", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def add(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    safety.check(request, visit, form)
    slug = form.get("product", "")[:200]

    picked: list[recommended.Picked | None] = [None]

    def act(ctx: Context) -> Cart:
        variant_id, quantity = _wanted(ctx, visit, form, slug)
        changed = put_in(ctx, variant_id, quantity)
        picked[0] = recommended.pick(ctx, changed, variant_id, form)
        return changed

    def put_in(ctx: Context, variant_id: UUID, quantity: int) -> Cart:
        if visit.customer is not None:
            own = CartKey(service.have_own(ctx, visit.store_id), MINE)
            return followed(ctx, own, service.add(ctx, own.id, own.token, variant_id, quantity))
        if visit.cart is not None:
            key = visit.cart
            try:
                return followed(ctx, key, service.add(ctx, key.id, key.token, variant_id, quantity))
            except (CartNotFound, CartClosed):
                pass
        return service.create(ctx, visit.store_id, [NewLine(variant_id, quantity)])

    try:
        changed = visit.perform(act)
    except Refusal as refusal:
        text = message_of(visit, refusal)
        if _wants_drawer(request):
            return drawer(
                visit, visit.perform(lambda ctx: current(ctx, visit.cart)), {"": text}, refusal.status
            )
        if slug and refusal.status != 404:
            return product_page(request, visit, slug, form, {"quantity": text}, refusal.status)
        raise
    recommended.added(request, visit, picked[0])
    return _changed(request, visit, changed)


@post("/cart/set", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def set_quantity(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    def act(ctx: Context, key: CartKey) -> Cart:
        variant = form.get("variant", "")
        line = next((x for x in carts.cart(ctx, key.id, key.token).lines if x.variant_id == variant), None)
        if line is None:
            return carts.cart(ctx, key.id, key.token)
        quantity = _typed(visit, form.get("quantity", ""), _rule(line))
        return service.set_quantity(ctx, key.id, key.token, ids.parse("var", variant), quantity)

    return _change(request, visit, form, act)


@post("/cart/remove", permission="public", sync_to_thread=True, include_in_schema=False, status_code=200)
def remove(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    variant_id = ids.parse("var", form.get("variant", ""))
    return _change(request, visit, form, lambda ctx, key: service.remove(ctx, key.id, key.token, variant_id))


def _change(
    request: Req, visit: Visit, form: Form, act: Callable[[Context, CartKey], Cart]
) -> Response[bytes]:
    safety.check(request, visit, form)
    key = visit.cart
    if key is None:
        return go(visit.url("/cart"))
    try:
        changed = visit.perform(lambda ctx: followed(ctx, key, act(ctx, key)))
    except (CartNotFound, CartClosed):
        return go(visit.url("/cart"), safety.no_cart_cookies(visit))
    except Refusal as refusal:
        errors = {"": message_of(visit, refusal)}
        if _wants_drawer(request):
            return drawer(visit, visit.perform(lambda ctx: current(ctx, key)), errors, refusal.status)
        return cart_page(visit, errors, refusal.status)
    return _changed(request, visit, changed)


def _changed(request: Req, visit: Visit, changed: Cart) -> Response[bytes]:
    cookies = safety.cart_cookies(visit, changed)
    if not _wants_drawer(request):
        return go(visit.url("/cart"), cookies)
    if visit.customer is not None:
        response = drawer(msgspec.structs.replace(visit, items=len(changed.lines)), changed)
        response.cookies[:] = cookies
        return response
    key = cookies[0].value or ""
    fresh = msgspec.structs.replace(
        visit,
        cart=safety.read_cart(key),
        csrf=safety.token(visit.services.config.secret, visit.tenant.hex, key),
    )
    response = drawer(fresh, changed)
    response.cookies.extend(cookies)
    return response


def drawer(
    visit: Visit, found: Cart | None, errors: dict[str, str] | None = None, status: int = 200
) -> Response[bytes]:
    visit = visit.priced_in(found.currency) if found else visit
    return page(
        visit,
        "drawer.html",
        status,
        private=True,
        cart=found,
        problems=_problems(visit),
        errors=Blank(errors or {}),
    )


def _wants_drawer(request: Req) -> bool:
    return request.headers.get("x-drawer") == "1"


def _problems(visit: Visit) -> dict[str, str]:
    return {code: visit.say(text) for code, text in PROBLEMS.items()}


def _wanted(ctx: Context, visit: Visit, form: Form, slug: str) -> tuple[UUID, int]:
    """Which variant and how much of it a form asks for. The choice of options counts before the hidden
    variant: without a script only they follow the shopper."""
    if not slug:
        return ids.parse("var", form.get("variant", "")), 1
    thing = _product.decode(catalog.product(ctx, visit.store_id, slug))
    variant = form.get("variant", "")
    if thing.options and all(f"o{place}" in form for place in range(len(thing.options))):
        variant = product_view.chosen_variant(thing, form).id
    quantity = _typed(visit, form.get("quantity", "") or "1", product_view.rule(thing))
    return ids.parse("var", variant), quantity


def _rule(line: CartLine) -> QuantityRule:
    return QuantityRule(line.unit, line.scale, line.step, line.minimum, line.maximum)


def _typed(visit: Visit, text: str, rule: QuantityRule) -> int:
    """The quantity that somebody typed; 0 for nothing. A quantity that cannot be ordered is left to the
    verb to refuse."""
    text = text.strip()[:24]
    if text in ("", "0"):
        return 0
    try:
        return parse_quantity(text, rule, visit.locale)
    except QuantityRefused as refused:
        return refused.quantity
    except ValueError:
        raise QuantityUnclear(example=visit.figures.quantity(rule.lowest, rule.unit, rule.scale)) from None


HANDLERS = [cart, at_a_form, add, set_quantity, remove]
