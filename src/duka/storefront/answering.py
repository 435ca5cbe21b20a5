"""Answers that are not pages: redirects and refusals, the latter as the same page with the message."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from litestar import Request, Response
from litestar.datastructures import Cookie
from litestar.exceptions import HTTPException

from duka.kernel import ids, log
from duka.kernel.errors import Refusal, fill
from duka.storefront import arriving, closed, experimenting, language
from duka.storefront.language import translate
from duka.storefront.rendering import HEADERS, HTML, PRIVATE, environment, page
from duka.storefront.visit import Visit
from duka.storefront.words import BROKEN, NOWHERE, TITLES

_log = log.get("storefront")


def go(address: str, cookies: Iterable[Cookie] = (), status: int = 303) -> Response[bytes]:
    """A redirect; 303 after a form, so that going back does not send it again."""
    return Response(
        b"", status_code=status, headers={**HEADERS, **PRIVATE, "location": address}, cookies=list(cookies)
    )


def moved_to(visit: Visit, path: str) -> Response[bytes]:
    """For good: another address of the same thing, asked for as it was. Which one may follow from the visitor's language, so
    nobody keeps it."""
    return go(visit.url(path) + (f"?{visit.query}" if visit.query else ""), status=301)


def message_of(visit: Visit, refusal: Refusal) -> str:
    """What a refusal says, in the language of the visit."""
    return fill(translate(visit.spoken, refusal.template), refusal.fields)


def error_page(request: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
    """The answer to a refusal, an unknown address or a fault of ours."""
    if isinstance(error, arriving.ShopClosedForNow):
        return closed.page(request, error)
    status, message = 500, BROKEN
    if isinstance(error, Refusal):
        status, message = error.status, ""
    elif isinstance(error, HTTPException) and error.status_code < 500:
        status = 404 if error.status_code in (404, 405) else 400
        message = NOWHERE
    else:
        _log.error("page failed", path=request.scope["path"], exc_info=error)
    try:
        visit = arriving.arrive(request)
        nav = arriving.nav(visit)
        if status >= 500:
            experimenting.count_error(visit)
    except arriving.ShopClosedForNow as shut:
        return closed.page(request, shut)
    except Exception as trouble:  # whatever keeps the shop from being shown, an answer is owed
        if not isinstance(trouble, Refusal):
            _log.error("error page failed", path=request.scope["path"], exc_info=trouble)
        return platform_page(request, error if isinstance(error, Refusal) else trouble, status)
    title = translate(visit.spoken, TITLES.get(status, TITLES[500]))
    text = message_of(visit, error) if isinstance(error, Refusal) else translate(visit.spoken, message)
    return page(visit, "error.html", status, private=True, nav=nav, number=status, title=title, message=text)


def platform_page(request: Request[Any, Any, Any], error: Exception, status: int) -> Response[bytes]:
    """The page of an address that belongs to no shop, or whose shop cannot be shown."""
    tag = language.choose(language.languages(), "en", None, None, request.headers.get("accept-language"))
    text = (
        fill(translate(tag, error.template), error.fields)
        if isinstance(error, Refusal)
        else translate(tag, BROKEN)
    )
    body = (
        environment(tag)
        .get_template("platform.html")
        .render(lang=tag, title=translate(tag, TITLES.get(status, TITLES[500])), message=text, shops=())
    )
    return Response(body.encode(), status_code=status, media_type=HTML, headers={**HEADERS, **PRIVATE})


def _shown_shop(
    request: Request[Any, Any, Any], shop: Mapping[str, object], locale: str
) -> dict[str, object]:
    """A shop of the front page, with its banner and what it says of itself where it can be read."""
    known: dict[str, object] = {
        "name": shop.get("name", ""),
        "url": shop.get("url") or shop.get("address") or "/",
        "tagline": "",
        "banner": None,
        "customer": shop.get("customer"),
    }
    try:
        tenant, store = ids.parse("ten", str(shop["tenant_id"])), ids.parse("store", str(shop["store_id"]))
        found = arriving.store_of(request.app.state.services.work, tenant, store, locale)
    except (KeyError, Refusal):
        return known
    return known | {"name": found.name, "tagline": found.texts.tagline, "banner": found.theme.banner}


def landing(request: Request[Any, Any, Any], shops: Iterable[Mapping[str, object]]) -> Response[bytes]:
    """The front page of the platform itself."""
    tag = language.choose(language.languages(), "en", None, None, request.headers.get("accept-language"))
    body = (
        environment(tag)
        .get_template("platform.html")
        .render(
            lang=tag,
            title=translate(tag, "Shops live here"),
            message=translate(tag, "Each has its own goods, prices and look. Step into one."),
            shops=[_shown_shop(request, shop, tag) for shop in shops],
        )
    )
    return Response(body.encode(), media_type=HTML, headers=HEADERS)
