"""What a shop says whose company is suspended (closed for now: 503, come back later, so that search engines keep its pages) or
closed (for good: 410). Its name and how to reach it, and nothing that could be bought."""

from __future__ import annotations

from typing import Any

from litestar import Request, Response

from duka.kernel.errors import Refusal
from duka.storefront import arriving, language
from duka.storefront.language import translate
from duka.storefront.rendering import HEADERS, HTML, PRIVATE, environment
from duka.storefront.words import CLOSED, CLOSED_FOR_NOW

RETRY_SECONDS = 3600
PAYING = ("/checkout", "/pay", "/shop/track", "/draft", "/account")
"""Addresses whose visitors may have money under way."""


def page(request: Request[Any, Any, Any], refusal: arriving.ShopClosedForNow) -> Response[bytes]:
    """In the shop's look and language where it can be read, in plain words otherwise."""
    place = request.scope["state"]["place"]
    work = request.app.state.services.work
    try:
        store = arriving.store_of(work, place.tenant.id, place.store, "*")
        locales, default, name = store.locales, store.default_locale, store.name
        email, preset = store.contact.email, store.theme.preset
    except Refusal:
        locales, default, name, email, preset = (
            list(language.languages()),
            "en",
            place.tenant.name,
            "",
            "boutique",
        )
    tag = language.choose(
        locales,
        default,
        request.query_params.get("lang"),
        request.cookies.get(language.COOKIE),
        request.headers.get("accept-language"),
    )
    spoken = language.spoken(tag, default)
    path: str = request.scope["path"]
    body = (
        environment(spoken)
        .get_template("closed.html")
        .render(
            lang=spoken,
            preset=preset,
            name=name,
            email=email,
            prefix=request.scope["state"].get("prefix", ""),
            title=translate(spoken, CLOSED_FOR_NOW if refusal.status == 503 else CLOSED),
            message=translate(spoken, refusal.template),
            is_paying=refusal.status == 503 and path.startswith(PAYING),
        )
    )
    headers = {**HEADERS, **PRIVATE}
    if refusal.status == 503:
        headers["retry-after"] = str(RETRY_SECONDS)
    return Response(body.encode(), status_code=refusal.status, media_type=HTML, headers=headers)
