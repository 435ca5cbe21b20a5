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
from duka.storefront.arriving import GivenVisit
from duka.storefront.rendering import HEADERS, page
from duka.storefront.visit import Visit
from duka.storefront.words import POLICIES
from duka.stores.types import Theme

Req = Request[None, None, State]
FOR_A_YEAR = {"cache-control": "public, max-age=31536000, immutable", "x-content-type-options": "nosniff"}
FOR_AN_HOUR = {"cache-control": "public, max-age=3600", "x-content-type-options": "nosniff"}


@get("/pages/{name:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def policy(visit: GivenVisit, name: FromPath[str]) -> Response[bytes]:
    if name not in POLICIES:
        raise NotFoundException()
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
    paths = ["/", "/products", "/contact", *(f"/pages/{name}" for name in POLICIES)]
    paths += [f"/c/{slug}" for slug in _slugs(arriving.nav(visit))]
    products = visit.perform(lambda ctx: catalog.sitemap(ctx, visit.store_id))
    rows = "".join(f"<url><loc>{escape(visit.absolute(path))}</loc></url>" for path in paths)
    rows += "".join(
        f"<url><loc>{escape(visit.absolute(f'/p/{entry.slug}'))}</loc>"
        f"<lastmod>{entry.updated_at:%Y-%m-%d}</lastmod></url>"
        for entry in products
    )
    head = (
        '<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">'
    )
    return Response((head + rows + "</urlset>").encode(), media_type="application/xml", headers=FOR_AN_HOUR)


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
    store = arriving.arrive(request).store if is_shop else None
    drawn = theme.favicon(store.theme, store.name) if store else theme.favicon(Theme(), "Duka")
    return Response(drawn.encode(), media_type="image/svg+xml", headers=FOR_AN_HOUR)


@get("/theme.css", permission="public", sync_to_thread=False, include_in_schema=False)
def theme_sheet(request: Req) -> Response[bytes]:
    is_shop = request.scope["state"].get("place") is not None
    chosen = arriving.arrive(request).store.theme if is_shop else Theme()
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


def _slugs(nodes: list[Category]) -> list[str]:
    return [slug for node in nodes for slug in (node.slug, *_slugs(node.children))]


HANDLERS = [policy, contact, sitemap, robots, manifest, favicon, theme_sheet, asset]
