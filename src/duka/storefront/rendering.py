"""From a visit and some values to a page.

One Jinja environment a language, with automatic escaping and its templates compiled once. Partials that
show money are included (they see the visit); macros of `parts.html` know nothing of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import msgspec
from jinja2 import Environment, FunctionLoader, StrictUndefined
from litestar import Response
from markupsafe import Markup, escape

from duka.kernel.text import plain
from duka.media.types import Image
from duka.pricing.sales.types import SalesNow
from duka.storefront import assets, experimenting, language, safety, theme
from duka.storefront.visit import Visit
from duka.stores.types import Store

FOLDER = Path(__file__).parent / "templates"
INDENTED = re.compile(r"\n[ \t]+")
HTML = "text/html; charset=utf-8"
POLICY = (
    "default-src 'none'; img-src 'self' data: https:; style-src 'self'; script-src 'self'; font-src 'self'; "
    "connect-src 'self'; manifest-src 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "strict-origin-when-cross-origin",
    "permissions-policy": "camera=(), microphone=(), payment=()",
    "cross-origin-opener-policy": "same-origin",
}
PRIVATE = {"cache-control": "no-store"}
ON_TRIAL = {
    "content-security-policy": POLICY.replace("frame-ancestors 'none'", "frame-ancestors 'self'"),
    "x-frame-options": "SAMEORIGIN",
    "x-robots-tag": "noindex",
    "referrer-policy": "same-origin",
}
"""A preview is shown beside its settings, which are served by the same host."""


class Blank(dict[str, str]):
    """Texts by name; what has none is empty."""

    def __missing__(self, name: str) -> str:
        return ""


NONE = Blank()
NOTHING = Markup("")


NO_SALES = SalesNow([], None)
"""Of pages that nobody keeps: what somebody pays is written there."""


def srcset(image: Image) -> str:
    return ", ".join([f"{image.url}/{width}.webp {width}w" for width in image.widths])


def src(image: Image, least: int = 640) -> str:
    """The smallest rendition that is at least so wide."""
    width = next((w for w in image.widths if w >= least), image.widths[-1] if image.widths else 0)
    return f"{image.url}/{width}.webp"


@lru_cache(maxsize=64)
def icon(name: str, size: str = "") -> Markup:
    """A drawing of `icons.svg`; it says nothing to those who cannot see it."""
    look = f"icon {size}" if size else "icon"
    drawing = f"{assets.address('icons.svg')}#{name}"
    return Markup('<svg class="{}" aria-hidden="true"><use href="{}"/></svg>').format(look, drawing)


def picture(
    image: Image | None, sizes: str, is_first: bool = False, alt: str | None = None, look: str = ""
) -> Markup:
    """An image in all its widths; nothing when there is none. The first picture of a page is fetched at once.

    A function and not a macro: a listing has fifty of them.
    """
    if image is None:
        return NOTHING
    words = escape(image.alt if alt is None else alt)
    color = f' data-c="{escape(image.color)}"' if image.color else ""
    kind = f' class="{look}"' if look else ""
    when = 'fetchpriority="high"' if is_first else 'loading="lazy"'
    return Markup(  # noqa: S704 - alt and colour are escaped, the rest is ours
        f'<img src="{src(image)}" srcset="{srcset(image)}" sizes="{sizes}" width="{image.width}" '
        f'height="{image.height}" alt="{words}"{color}{kind} {when} decoding="async">'
    )


def opening(html: str) -> str:
    """The first thing that a text says: up to its first stop, at most 90 characters."""
    text = re.split(r"(?<=[.!?])\s|\s?[:;]\s", plain(html, 90))[0].rstrip(".")
    return text.rpartition(", ")[0] or text if text.endswith("…") else text


def json_for_html(value: object) -> Markup:
    """JSON that can stand in a script element."""
    text = msgspec.json.encode(value).decode()
    return Markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))  # noqa: S704


def linked_data(value: object) -> Markup:
    """A script element of JSON-LD: data, which no browser runs."""
    return Markup('<script type="application/ld+json">{}</script>').format(json_for_html(value))


def trusted(html: str) -> Markup:
    """HTML that was cleaned when it was stored."""
    return Markup(html)  # noqa: S704


def teller(locale: str) -> Callable[..., Markup]:
    """`_` of the templates. Messages are ours and hold no HTML; what is put into them is escaped."""
    words = language.messages(locale)
    known: dict[str, Markup] = {}

    def tell(message: str, **values: object) -> Markup:
        text = known.get(message)
        if text is None:
            text = known[message] = Markup(words.gettext(message))  # noqa: S704
        return text % values if values else text

    return tell


def counter(locale: str) -> Callable[[str, str, int], Markup]:
    """`ngettext` of the templates."""
    words = language.messages(locale)

    def tell(one: str, many: str, count: int) -> Markup:
        return Markup(words.ngettext(one, many, count)) % {"num": count}  # noqa: S704

    return tell


def _template(name: str) -> str | None:
    """A template without what its lines are indented by: for those who write it, and nobody else needs to load it."""
    path = FOLDER / name
    return INDENTED.sub("\n", path.read_text(encoding="utf-8")) if path.is_file() else None


@lru_cache(maxsize=32)
def environment(locale: str) -> Environment:
    env = Environment(
        loader=FunctionLoader(_template),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=StrictUndefined,
        auto_reload=False,
    )
    env.globals.update(
        _=teller(locale),
        ngettext=counter(locale),
        asset=assets.address,
        icon=icon,
        picture=picture,
        srcset=srcset,
        src=src,
        json=json_for_html,
        html=trusted,
        brief=plain,
        opening=opening,
    )
    return env


def rendered(visit: Visit, template: str, **values: Any) -> str:
    """The text of a page."""
    figures = visit.figures
    frame = {
        **_frame(visit.store),
        "nav": (),
        "asked": "",
        "errors": NONE,
        "crumbs": (),
        "crumbs_json": "",
        "seo": ("", ""),
        "sales": NO_SALES,
        "is_priced_anew": is_market_asked(visit),
    }
    paths = values.pop("paths", None) or {}
    return (
        environment(visit.spoken)
        .get_template(template)
        .render(
            v=visit,
            store=visit.store,
            theme=visit.store.theme,
            texts=experimenting.texts(visit),
            seen=experimenting.picture(visit),
            url=visit.url,
            figures=figures,
            money=figures.money,
            csrf=visit.csrf,
            outside=visit.outside,
            path_in={tag: paths.get(tag, visit.path) for tag in visit.store.locales},
            **{**frame, **values},
        )
    )


def is_market_asked(visit: Visit) -> bool:
    """Whether the address names the market that the page is shown in."""
    asked = dict(parse_qsl(visit.query)).get("market")
    return asked is not None and bool(visit.store.markets) and asked == (visit.market or safety.OWN_MARKET)


def _frame(store: Store) -> dict[str, Any]:
    """What every page of a store shows around its content."""
    return {
        "languages": language.names(tuple(store.locales)),
        "fonts": [assets.address(f"{name}.ttf") for name in theme.families(store.theme)],
        "theme_version": store.version,
        "year": datetime.now(UTC).year,
    }


def private_json(value: object) -> Response[bytes]:
    """For our own scripts; kept by no one."""
    return Response(msgspec.json.encode(value), media_type="application/json", headers={**HEADERS, **PRIVATE})


def page(
    visit: Visit, template: str, status: int = 200, *, private: bool = False, **values: Any
) -> Response[bytes]:
    """A page of a store. `private` pages are kept by no one."""
    body = rendered(visit, template, **values).encode()
    headers = {**HEADERS, **PRIVATE} if private else HEADERS
    if visit.preview:
        headers = {**headers, **ON_TRIAL}
    elif visit.is_sandbox:
        headers = {**headers, "x-robots-tag": "noindex"}
    response = Response(body, status_code=status, media_type=HTML, headers=headers)
    if visit.is_visitor_new:
        response.cookies.append(experimenting.cookie(visit))
    if visit.customer is not None and visit.items != visit.items_told:
        response.cookies.append(safety.items_cookie(visit, visit.items))
    asked = dict(parse_qsl(visit.query))
    if asked.get("lang") == visit.locale:
        response.cookies.append(safety.language_cookie(visit, language.COOKIE, visit.locale))
    if is_market_asked(visit):
        response.cookies.append(safety.market_cookie(visit))
    return response
