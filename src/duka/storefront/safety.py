"""Forms that only our own pages can send, and the cookies of a shop.

A form is believed when the browser does not say that it came from another site (Sec-Fetch-Site, Origin)
and it brings a token that is derived from the cart cookie with the platform's secret. Pages for people
without a cart carry the token of no cart; it still counts after a cart was made in another tab, if the
browser vouches for the origin. The forms of somebody who is logged in carry a token of their session, and no other counts.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Mapping
from typing import Any

from litestar import Request
from litestar.datastructures import Cookie

from duka.carts.types import Cart
from duka.kernel import ids
from duka.kernel.errors import MalformedId, Refusal
from duka.storefront.visit import CartKey, Visit

CART = "cart"
ITEMS = "items"
ACCOUNT = "account"
WISH = "wish"
MARKET = "market"
OWN_MARKET = "own"
"""What the cookie of the market holds where the store's own prices were chosen; no market has this handle."""
JOINING = "joining"
DAYS = 30 * 24 * 3600


class FormNotOurs(Refusal):
    """This form is too old, or it was sent from another site. Load the page again and repeat."""

    status = 403


def token(secret: str, tenant: str, cart: str, account: str = "") -> str:
    """What a form must bring along: bound to the tenant and to the cookie as it was sent, that of the session where somebody
    is logged in, else that of the cart."""
    kind, cookie = ("form of a customer", account) if account else ("form", cart)
    message = f"{kind}\0{tenant}\0{cookie}".encode("utf-8", "surrogatepass")
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()[:40]


def check(request: Request[Any, Any, Any], visit: Visit, form: Mapping[str, str]) -> None:
    """Refuses `FormNotOurs`."""
    site = request.headers.get("sec-fetch-site")
    if site not in (None, "same-origin", "none"):
        raise FormNotOurs()
    origin = request.headers.get("origin")
    if origin is not None and origin.partition("://")[2] != visit.origin.partition("://")[2]:
        raise FormNotOurs()
    given = form.get("csrf", "").encode("utf-8", "replace")
    secret, tenant = visit.services.config.secret, visit.tenant.hex
    if visit.customer is not None:
        accepted = [token(secret, tenant, "", session(request.cookies, visit.prefix, visit.is_secure))]
    else:
        accepted = [token(secret, tenant, request.cookies.get(CART, ""))]
        if site == "same-origin" or origin is not None:
            accepted.append(token(secret, tenant, ""))
    if not any(hmac.compare_digest(given, one.encode()) for one in accepted):
        raise FormNotOurs()


def read_cart(text: str | None) -> CartKey | None:
    """The cart of a cookie, or None when there is none or it is malformed."""
    name, _, secret = (text or "").partition(".")
    if not secret or len(secret) > 100:
        return None
    try:
        return CartKey(ids.parse("cart", name), secret)
    except MalformedId:
        return None


def session(cookies: Mapping[str, str], prefix: str, is_secure: bool) -> str:
    """What a browser shows of somebody who logged in to this store; empty when it shows nothing."""
    return cookies.get(_session_name(prefix, is_secure), "")[:200]


def session_cookie(visit: Visit, value: str) -> Cookie:
    """The session of a customer, for this store alone; an empty value takes it away."""
    name = _session_name(visit.prefix, visit.is_secure)
    return _cookie(visit, name, value, is_hidden=True, seconds=DAYS if value else 0)


def kept_cookie(visit: Visit, name: str, value: str, seconds: int) -> Cookie:
    """Something that scripts cannot read, for a while; an empty value takes it away."""
    return _cookie(visit, name, value, is_hidden=True, seconds=seconds if value else 0)


def _session_name(prefix: str, is_secure: bool) -> str:
    """Where there is TLS and the store has a host of its own, the browser makes sure that no other host set it."""
    return f"__Host-{ACCOUNT}" if is_secure and not prefix else ACCOUNT


def items_cookie(visit: Visit, items: int) -> Cookie:
    return _cookie(visit, ITEMS, str(items), is_hidden=False)


def cart_cookies(visit: Visit, cart: Cart) -> list[Cookie]:
    """The cookies of a cart: the key, which scripts cannot read, and the number beside the bag, which they
    can. The cart of somebody who is logged in needs no key."""
    if visit.customer is not None:
        return [items_cookie(visit, len(cart.lines))]
    secret = cart.token or (visit.cart.token if visit.cart else "")
    return [
        _cookie(visit, CART, f"{cart.id}.{secret}", is_hidden=True),
        _cookie(visit, ITEMS, str(len(cart.lines)), is_hidden=False),
    ]


def no_cart_cookies(visit: Visit) -> list[Cookie]:
    return [_cookie(visit, CART, "", True, 0), _cookie(visit, ITEMS, "0", False, 0)]


def language_cookie(visit: Visit, name: str, tag: str) -> Cookie:
    return _cookie(visit, name, tag, is_hidden=True, seconds=365 * 24 * 3600)


def market_cookie(visit: Visit, market: str | None = None) -> Cookie:
    """In which market somebody shops: that of the visit, unless another one was chosen."""
    value = (visit.market if market is None else market) or OWN_MARKET
    return _cookie(visit, MARKET, value, is_hidden=True, seconds=365 * 24 * 3600)


def _cookie(visit: Visit, name: str, value: str, is_hidden: bool, seconds: int = DAYS) -> Cookie:
    return Cookie(
        key=name,
        value=value,
        max_age=seconds,
        path=visit.prefix or "/",
        httponly=is_hidden,
        secure=visit.is_secure,
        samesite="lax",
    )
