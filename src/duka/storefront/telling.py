"""The quiet pages and the files that machines ask for: policies, contact, sitemap, robots, manifest,
theme, assets."""

from __future__ import annotations

from xml.sax.saxutils import escape

import msgspec
from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.exceptions import NotFoundException
from litestar.params import FromPath

from duka.catalog import queries as catalog
from duka.catalog.types import Category
from duka.storefront import arriving, assets, theme
from duka.storefront.answering import moved_to
from duka.storefront.arriving import GivenVisit
from duka.storefront.rendering import HEADERS, page
from duka.storefront.visit import Visit
from duka.storefront.words import POLICIES
from duka.stores.pages import queries as store_pages
from duka.stores.types import Store, Theme

Req = Request[None, None, State]
FOR_A_YEAR = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff"}
FOR_AN_HOUR = {"cache-control": "public, max-age=3600", "x-content-type-options": "nosniff"}


@get("/pages/{name:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def policy(visit: GivenVisit, name: FromPath[str]) -> Response[bytes]:
    """A policy, or a page that the merchant wrote."""
    if name not in POLICIES:
        return _own_page(visit, name)
    field, label = POLICIES[name]
    title = visit.say(label)
    body = getattr(visit.store.texts, field)
    facts = _terms_of_return(visit) if name == "returns" else []
    return page(
        visit,
        "text.html",
        nav=arriving.nav(visit),
        title=title,
        body=body,
        facts=facts,
        crumbs=[(title, "")],
    )


def _own_page(visit: Visit, name: str) -> Response[bytes]:
    """Refuses PageNotFound."""
    found = visit.perform(lambda ctx: store_pages.by_slug(ctx, visit.store_id, name))
    if found.slug != name:
        return moved_to(visit, f"/pages/{found.slug}")
    return page(
        visit,
        "text.html",
        nav=arriving.nav(visit),
        paths={tag: f"/pages/{slug}" for tag, slug in found.slugs.items()},
        title=found.title,
        seo=(found.seo_title, found.seo_description),
        body=found.html,
        facts=[],
        crumbs=[(found.title, "")],
    )


def _terms_of_return(visit: Visit) -> list[str]:
    """The store's terms in a sentence each."""
    say, terms = visit.say, visit.store.returns
    if not terms.accepted:
        return [say("We do not take goods back.")]
    paid = {
        "customer": say("You pay for sending goods back."),
        "store": say("We pay for sending goods back."),
    }
    return [
        say("Goods may come back within %(days)s days of their arrival.") % {"days": terms.return_days},
        say("We pay you back within %(days)s days of receiving them.") % {"days": terms.refund_days},
        paid.get(terms.paid_by, paid["customer"]),
    ]


@get("/contact", permission="public", sync_to_thread=False, include_in_schema=False)
def contact(visit: GivenVisit) -> Response[bytes]:
    return page(visit, "contact.html", nav=arriving.nav(visit), crumbs=[(visit.say("Contact"), "")])


@get("/sitemap.xml", permission="public", sync_to_thread=False, include_in_schema=False)
def sitemap(visit: GivenVisit) -> Response[bytes]:
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'
        ' xmlns:xhtml="http://www.w3.org/1999/xhtml">'
    )
    products = visit.perform(lambda ctx: catalog.sitemap(ctx, visit.store_id))
    store = visit.store
    things = [
        _same(store, path)
        for path in ("/", "/products", "/contact", *(f"/pages/{name}" for name in POLICIES))
    ]
    things += [_each("/c/", node.slugs) for node in _nodes(arriving.nav(visit))]
    things += [_each("/pages/", link.slugs) for link in store.pages]
    rows = "".join(_entries(visit, paths) for paths in things)
    for entry in products:
        same = _same(store, f"/p/{entry.slug}")
        rows += _entries(
            visit, same | _each("/p/", entry.slugs), f"<lastmod>{entry.updated_at:%Y-%m-%d}</lastmod>"
        )
    return Response((head + rows + "</urlset>").encode(), media_type="application/xml", headers=FOR_AN_HOUR)


def _same(store: Store, path: str) -> dict[str, str]:
    return dict.fromkeys(store.locales, path)


def _each(before: str, slugs: dict[str, str]) -> dict[str, str]:
    return {tag: before + slug for tag, slug in slugs.items()}


def _entries(visit: Visit, paths: dict[str, str], more: str = "") -> str:
    """A thing in each language of the store, each entry with all the others (sitemaps.org; Google, localized versions)."""
    addresses = {tag: escape(visit.absolute(visit.in_language(tag, path))) for tag, path in paths.items()}
    others = ""
    if len(addresses) > 1:
        whole = [*addresses.items(), ("x-default", addresses[visit.store.default_locale])]
        others = "".join(
            f'<xhtml:link rel="alternate" hreflang="{tag}" href="{address}"/>' for tag, address in whole
        )
    return "".join(f"<url><loc>{address}</loc>{more}{others}</url>" for address in addresses.values())


@get("/robots.txt", permission="public", sync_to_thread=False, include_in_schema=False)
def robots(request: Req) -> Response[bytes]:
    if request.scope["state"].get("place") is None:
        return Response(
            b"User-agent: *\nDisallow: /api/\n", media_type="text/plain; charset=utf-8", headers=FOR_AN_HOUR
        )
    visit = arriving.arrive(request)
    lines = ["User-agent: *"]
    lines += [f"Disallow: {visit.url(path)}" for path in ("/cart", "/checkout", "/search", "/shop/track/")]
    lines += ["", f"Sitemap: {visit.absolute('/sitemap.xml')}", ""]
    return Response("\n".join(lines).encode(), media_type="text/plain; charset=utf-8", headers=FOR_AN_HOUR)


@get("/manifest.webmanifest", permission="public", sync_to_thread=False, include_in_schema=False)
def manifest(visit: GivenVisit) -> Response[bytes]:
    colours = theme.tokens(visit.store.theme)
    data = {
        "name": visit.store.name,
        "short_name": visit.store.name[:12],
        "start_url": visit.url("/"),
        "scope": visit.url("/"),
        "display": "minimal-ui",
        "background_color": colours["paper"],
        "theme_color": colours["paper"],
        "icons": [{"src": visit.url("/favicon.svg"), "sizes": "any", "type": "image/svg+xml"}],
    }
    return Response(msgspec.json.encode(data), media_type="application/manifest+json", headers=FOR_AN_HOUR)


@get(["/favicon.svg", "/favicon.ico"], permission="public", sync_to_thread=False, include_in_schema=False)
def favicon(request: Req) -> Response[bytes]:
    is_shop = request.scope["state"].get("place") is not None
    store = arriving.face(request) if is_shop else None
    drawn = theme.favicon(store.theme, store.name) if store else theme.favicon(Theme(), "Duka")
    return Response(drawn.encode(), media_type="image/svg+xml", headers=FOR_AN_HOUR)


@get("/theme.css", permission="public", sync_to_thread=False, include_in_schema=False)
def theme_sheet(request: Req) -> Response[bytes]:
    is_shop = request.scope["state"].get("place") is not None
    chosen = arriving.face(request).theme if is_shop else Theme()
    headers = FOR_A_YEAR if request.query_params.get("v") else FOR_AN_HOUR
    return Response(theme.style_sheet(chosen).encode(), media_type="text/css; charset=utf-8", headers=headers)


@get("/assets/{version:str}/{name:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def asset(request: Req, version: FromPath[str], name: FromPath[str]) -> Response[bytes]:
    found = assets.asset(name)
    if found is None:
        raise NotFoundException()
    headers = {**(FOR_A_YEAR if version == found.version else FOR_AN_HOUR), "vary": "accept-encoding"}
    if name.endswith(".svg"):
        headers["content-security-policy"] = HEADERS["content-security-policy"]
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers["content-encoding"] = "gzip"
        return Response(found.compressed, media_type=found.media_type, headers=headers)
    return Response(found.body, media_type=found.media_type, headers=headers)


def _nodes(nodes: list[Category]) -> list[Category]:
    return [found for node in nodes for found in (node, *_nodes(node.children))]


HANDLERS = [policy, contact, sitemap, robots, manifest, favicon, theme_sheet, asset]
