"""From a request to a visit and its form: the two dependencies of every page."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import msgspec
from litestar import Request
from litestar.di import NamedDependency
from litestar.exceptions import ClientException, NotFoundException

from duka.access import roles
from duka.carts import belonging
from duka.catalog import queries as catalog
from duka.catalog.types import Category
from duka.flags import queries as flags
from duka.identity import customer_sessions
from duka.identity.customer_sessions import SeenCustomer
from duka.kernel.context import Context
from duka.kernel.errors import Invalid, NotFound, Refusal
from duka.kernel.work import Caller
from duka.pricing.sales import queries as sale_events
from duka.pricing.sales.types import SalesNow
from duka.storefront import experimenting, language, market_guess, safety
from duka.storefront.visit import MINE, SHOPPER, CartKey, Visit
from duka.stores import queries as stores
from duka.stores.resolving import Place
from duka.stores.types import Store

GivenVisit = NamedDependency[Visit]
GivenForm = NamedDependency[dict[str, str]]
_categories = msgspec.json.Decoder(list[Category])


class NoStore(NotFound):
    """There is no shop at this address."""


class ShopClosedForNow(Refusal):
    """This shop is closed for now. Please come back later."""

    status = 503


class ShopClosedForGood(ShopClosedForNow):
    """This shop has closed for good. Thank you for your visit."""

    status = 410


class FormUnreadable(Invalid):
    """This form could not be read. Go back, load the page again and repeat."""

    status = 400


async def provide_visit(request: Request[Any, Any, Any]) -> Visit:
    """Refuses `NoStore`, `ShopClosedForNow`, `StoreClosed`; what belongs to a feature that is off is not found. Short reads
    run on the event loop."""
    visit = arrive(request)
    feature = request.route_handler.opt.get("feature")
    if feature and not flags.of_tenant(visit.services.work, visit.tenant)(feature).is_on:
        raise NotFoundException()
    return visit


def refuse_closed(place: Place) -> None:
    """Refuses `ShopClosedForNow` when the company is suspended, `ShopClosedForGood` when it is closed."""
    if place.tenant.status != "active":
        raise ShopClosedForGood() if place.tenant.status == "closed" else ShopClosedForNow()


def arrive(request: Request[Any, Any, Any]) -> Visit:
    state = request.scope["state"]
    known = state.get("visit")
    if isinstance(known, Visit):
        return known
    place = state.get("place")
    if place is None:
        raise NoStore()
    refuse_closed(place)
    services = request.app.state.services
    cookies = request.cookies
    cart_cookie = cookies.get(safety.CART, "")
    preview = state.get("preview", "")
    store = store_of(services.work, place.tenant.id, place.store, "*")
    market = market_guess.choose(
        store.markets,
        store.country,
        request.query_params.get("market"),
        cookies.get(safety.MARKET),
        state.get("country", ""),
        request.headers.get("accept-language"),
    )
    spoken = next((m.locale for m in store.markets if m.handle == market and m.locale in store.locales), "")
    locale = language.choose(
        store.locales,
        spoken or store.default_locale,
        request.query_params.get("lang"),
        cookies.get(language.COOKIE),
        request.headers.get("accept-language"),
    )
    items = cookies.get(safety.ITEMS, "")
    told = int(items) if items.isascii() and items.isdecimal() and len(items) < 4 else 0
    origin = _origin(request, services.config.base_url)
    session = safety.session(cookies, state["prefix"], origin.startswith("https:"))
    customer, own = _recognised(services.work, place.tenant.id, place.store, session)
    secret = services.config.secret
    visit = Visit(
        services=services,
        tenant=place.tenant.id,
        store_id=place.store,
        store=store_of(services.work, place.tenant.id, place.store, locale, preview, market),
        locale=locale,
        prefix=state["prefix"],
        origin=origin,
        path=request.scope["path"],
        query=request.scope["query_string"].decode("latin-1"),
        cart=(CartKey(own.id, MINE) if own else None) if customer else safety.read_cart(cart_cookie),
        items=(own.items if own else 0) if customer else told,
        csrf=safety.token(secret, place.tenant.id.hex, cart_cookie, session if customer else ""),
        request_id=state.get("request_id", ""),
        preview=preview,
        customer=customer,
        items_told=told,
        asker=f"{address(request)} {request.headers.get('user-agent', '')[:200]}".strip(),
        market=market,
        is_sandbox=place.tenant.kind == "sandbox",
    )
    visit = experimenting.joined(request, visit)
    state["visit"] = visit
    return visit


def face(request: Request[Any, Any, Any]) -> Store:
    """The store's face, for its look alone: also of a shop that is closed for now. Refuses `NoStore`, `StoreClosed`."""
    place = request.scope["state"].get("place")
    if place is None or place.tenant.is_active:
        return arrive(request).store
    return store_of(request.app.state.services.work, place.tenant.id, place.store, "*")


def seen_again(request: Request[Any, Any, Any]) -> Visit:
    """The visit as it is after something was done in it."""
    request.scope["state"].pop("visit", None)
    return arrive(request)


def address(request: Request[Any, Any, Any]) -> str:
    """The network address, as the edge found it."""
    told = request.scope["state"].get("address")
    return str(told) if told else (request.client.host if request.client else "")


def _recognised(
    work: Any, tenant: UUID, store_id: UUID, session: str
) -> tuple[SeenCustomer | None, belonging.OwnCart | None]:
    """Who is logged in, and the cart that follows them; asked anew at every page, and only of those who show a session."""
    if not session:
        return None, None

    def look(ctx: Context) -> tuple[SeenCustomer | None, belonging.OwnCart | None]:
        seen = customer_sessions.recognise(ctx, session)
        return seen, belonging.own(ctx, seen.id, store_id) if seen else None

    found: tuple[SeenCustomer | None, belonging.OwnCart | None] = work.perform(
        Caller(tenant, SHOPPER, roles.SHOPPER, store_id), look
    )
    return found


async def provide_form(request: Request[Any, Any, Any]) -> dict[str, str]:
    """The fields of a form as text; the last one counts where a name comes twice. Refuses
    `FormUnreadable`."""
    try:
        data = await request.form()
    except (ClientException, ValueError) as error:
        raise FormUnreadable() from error
    return {name: value.replace("\x00", "") for name, value in data.multi_items() if isinstance(value, str)}


def nav(visit: Visit) -> list[Category]:
    """The categories of the store, remembered as they are shown."""

    def load() -> list[Category]:
        return _categories.decode(visit.perform(lambda ctx: catalog.categories(ctx, visit.store_id)))

    key = (visit.tenant, "storefront.nav", visit.store_id, visit.locale)
    found: list[Category] = visit.services.work.cache.get(key, load)
    return found


def sales(visit: Visit) -> SalesNow:
    """The sale events that run, remembered as they are shown."""
    key = (visit.tenant, "storefront.sales", visit.store_id, visit.locale)
    found: SalesNow = visit.services.work.cache.get(
        key, lambda: visit.perform(lambda ctx: sale_events.now(ctx, visit.store_id))
    )
    return found


def in_market(visit: Visit, market: str) -> Visit:
    """The same visit in another market."""
    work, preview = visit.services.work, visit.preview
    store = store_of(work, visit.tenant, visit.store_id, visit.locale, preview, market)
    return msgspec.structs.replace(visit, market=market, store=store)


def store_of(
    work: Any, tenant: UUID, store_id: UUID, locale: str, preview: str = "", market: str = ""
) -> Store:
    """The public face of a store as a market sees it, or what it would be with the appearance on trial; kept for a moment."""
    caller = Caller(tenant, SHOPPER, roles.SHOPPER, store_id, locale, market=market)

    def load() -> Store:
        found: Store = work.perform(
            caller,
            lambda ctx: stores.previewed(ctx, store_id, preview) if preview else stores.store(ctx, store_id),
        )
        return found

    result: Store = work.cache.get((tenant, "storefront.store", store_id, locale, preview, market), load)
    return result


def _origin(request: Request[Any, Any, Any], base_url: str) -> str:
    """Scheme and host as the shopper sees them. Behind a proxy the scheme is that of the configured
    address."""
    scheme = "https" if base_url.startswith("https:") else request.scope.get("scheme", "http")
    return f"{scheme}://{request.headers.get('host', '')}"
