"""What the pages of an account share: who may see them, how somebody comes in, and how they are shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import quote

import msgspec
from litestar import Request, Response
from litestar.datastructures import Cookie, State

from duka.access import roles
from duka.carts import service as carts
from duka.customers import service as customers
from duka.customers.types import Door, LoggedIn
from duka.identity.logging_in import Asker
from duka.kernel import ids
from duka.kernel.context import Actor, Context
from duka.kernel.errors import InvalidInput, MalformedId, Refusal
from duka.recommendations import measuring
from duka.storefront import arriving, safety
from duka.storefront.answering import go, message_of
from duka.storefront.rendering import Blank, page
from duka.storefront.visit import Visit

Req = Request[None, None, State]
Form = Mapping[str, str]
SECONDS_TO_WISH = 2 * 24 * 3600


def asker(request: Req, visit: Visit) -> Asker:
    """Who stands at the door. Links in letters never lead to the host name that a request came with."""
    config = visit.services.config
    return Asker(
        address=arriving.address(request),
        origin=visit.asker,
        base_url=config.base_url,
        is_limited=config.rate_per_minute > 0,
        request_id=visit.request_id,
    )


def session(request: Req, visit: Visit) -> str:
    return safety.session(request.cookies, visit.prefix, visit.is_secure)


def door(request: Req, visit: Visit) -> Door:
    """Through which somebody comes in with a browser: a new session, instead of whatever it brought along."""
    return Door("web", session(request, visit))


def goal(visit: Visit, asked: str) -> str:
    """Where somebody wanted to go: a page of this store, or the account's first."""
    is_ours = (
        asked.startswith("/") and not asked.startswith("//") and "\\" not in asked and asked.isprintable()
    )
    return visit.url(asked if is_ours and len(asked) <= 300 else "/account")


def to_log_in(visit: Visit, wanted: str = "") -> Response[bytes]:
    """Asks somebody to log in, who comes back to where they are."""
    back = wanted or visit.path + (f"?{visit.query}" if visit.query else "")
    return go(visit.url(f"/account/log-in?next={quote(back, safe='/')}"))


def come_in(
    request: Req, visit: Visit, found: LoggedIn, wanted: str, cookies: list[Cookie] | None = None
) -> Response[bytes]:
    """Somebody is logged in: what they filled before goes with them, and what they wished for. The cart's key leaves the
    browser; whoever logs out leaves no cart behind."""
    caller = msgspec.structs.replace(
        visit.caller, actor=Actor("customer", found.customer_id), permissions=roles.CUSTOMER
    )
    work = visit.services.work
    key = None if visit.customer is not None else visit.cart

    def move(ctx: Context) -> None:
        own = carts.take_over(ctx, visit.store_id, key.id if key else None, key.token if key else None)
        if key and own and own != key.id:
            measuring.carry_over(ctx, key.id, own)

    def wish(ctx: Context) -> None:
        customers.add_wish(ctx, ids.parse("var", request.cookies.get(safety.WISH, "")))

    work.perform(caller, move)
    if request.cookies.get(safety.WISH):
        with suppress(Refusal):  # it is not sold any more, or the list is full: logging in is what counts
            work.perform(caller, wish)
    told = [
        safety.session_cookie(visit, found.token),
        safety.kept_cookie(visit, safety.CART, "", 0),
        safety.kept_cookie(visit, safety.WISH, "", 0),
        safety.kept_cookie(visit, safety.JOINING, "", 0),
    ]
    return go(goal(visit, wanted), [*told, *(cookies or [])])


def shown(
    visit: Visit,
    template: str,
    area: str = "",
    *,
    status: int = 200,
    errors: Mapping[str, str] | None = None,
    typed: Form | None = None,
    said: str = "",
    **values: Any,
) -> Response[bytes]:
    """A page of an account; kept by no one. `said`: what was just done."""
    return page(
        visit,
        f"account/{template}.html",
        status,
        private=True,
        nav=arriving.nav(visit),
        rooms=rooms(visit),
        area=area,
        errors=Blank(errors or {}),
        typed=Blank(typed or {}),
        said=said,
        **values,
    )


def rooms(visit: Visit) -> list[tuple[str, str, str]]:
    """The pages of an account: path, name, and how it is called."""
    say = visit.say
    return [
        ("", "overview", say("Overview")),
        ("/orders", "orders", say("Orders")),
        ("/addresses", "addresses", say("Addresses")),
        ("/wish-list", "wishes", say("Wish list")),
        ("/profile", "profile", say("Profile")),
        ("/settings", "settings", say("Settings")),
        ("/data", "data", say("My data")),
    ]


def mistakes(visit: Visit, refusal: Refusal, field: str = "") -> dict[str, str]:
    """What a refusal says, beside the fields that it is about."""
    if isinstance(refusal, InvalidInput):
        errors = refusal.fields["errors"]
        found = dict(errors) if isinstance(errors, dict) else {}
        said = {str(name): visit.say(str(text)) for name, text in found.items()}
        return {name: text[:1].upper() + text[1:] for name, text in said.items()}
    return {field: message_of(visit, refusal)}


def tried(act: Callable[[], Response[bytes]], again: Callable[[Refusal], Response[bytes]]) -> Response[bytes]:
    """`act()`, or the form again with what kept it from being done."""
    try:
        return act()
    except Refusal as refusal:
        return again(refusal)


def wished(request: Req) -> str:
    """The variant that somebody wished for before they logged in; empty when there is none."""
    text = request.cookies.get(safety.WISH, "")
    try:
        ids.parse("var", text)
    except MalformedId:
        return ""
    return text
