"""In which market somebody shops: what they chose, or else where they seem to be. Never a wall: any market can be chosen."""

from __future__ import annotations

import re

from litestar import Request, Response, post
from litestar.datastructures import State

from duka.carts import service
from duka.carts.errors import CartClosed, CartNotFound, MarketUnavailable
from duka.carts.types import Cart, CartChange
from duka.kernel.context import Context
from duka.storefront import arriving, safety
from duka.storefront.answering import go
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.visit import CartKey

Req = Request[None, None, State]
_LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")


@post(
    "/market",
    permission="public",
    feature="markets",
    sync_to_thread=True,
    include_in_schema=False,
    status_code=200,
)
def choose_market(request: Req, visit: GivenVisit, form: GivenForm) -> Response[bytes]:
    """Everything is priced in the chosen market from now on, also what lies in the cart. Back to where it was chosen."""
    safety.check(request, visit, form)
    asked = form.get("market", "")
    known = {market.handle for market in visit.store.markets}
    chosen = asked if asked in known else ""
    fresh = arriving.in_market(visit, chosen)
    if fresh.cart is not None:
        key = fresh.cart
        fresh.perform(lambda ctx: _move(ctx, key))
    back = form.get("back", "/")
    path = back if _LOCAL.fullmatch(back) and len(back) <= 500 else "/"
    path = path.partition("?")[0].partition("#")[0]
    address = visit.url(path) + f"?market={chosen or safety.OWN_MARKET}"
    return go(address, [safety.market_cookie(visit, chosen)])


def followed(ctx: Context, key: CartKey, found: Cart) -> Cart:
    """An open cart as its shopper's market prices it: it goes along where they go."""
    if found.status != "open" or found.market == ctx.market:
        return found
    try:
        with ctx.db.savepoint():
            return service.update(ctx, key.id, key.token, CartChange(market=ctx.market))
    except (CartNotFound, CartClosed, MarketUnavailable):
        return found


def _move(ctx: Context, key: CartKey) -> None:
    try:
        with ctx.db.savepoint():
            service.update(ctx, key.id, key.token, CartChange(market=ctx.market))
    except (CartNotFound, CartClosed, MarketUnavailable):
        return


HANDLERS = [choose_market]
