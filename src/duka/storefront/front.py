"""The pages on which people look around: home, listings, search, a product."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request, Response, get
from litestar.datastructures import State
from litestar.params import FromPath
from markupsafe import Markup

from duka.catalog import queries as catalog
from duka.catalog.collections import queries as collections
from duka.catalog.collections.types import Collection
from duka.catalog.errors import CategoryMoved, CategoryNotFound, CollectionMoved, ProductMoved
from duka.catalog.types import Category, ListingQuery, Product, ProductCard, ProductPage, Suggestions
from duka.customers import wish_list
from duka.kernel import ids
from duka.kernel.context import Context
from duka.promotions import offered
from duka.search import queries as searching
from duka.storefront import (
    arriving,
    delivering,
    experimenting,
    language,
    listing_view,
    product_view,
    recommended,
    safety,
)
from duka.storefront.answering import landing, moved_to
from duka.storefront.arriving import GivenVisit
from duka.storefront.rendering import Blank, linked_data, page, src
from duka.storefront.visit import Visit
from duka.storefront.words import SORTS
from duka.stores import queries as stores

Req = Request[None, None, State]
_page = msgspec.json.Decoder(ProductPage)
_product = msgspec.json.Decoder(Product)
_suggestions = msgspec.json.Decoder(Suggestions)
_collections = msgspec.json.Decoder(list[Collection])
RELATED = 5
MOST_COLLECTIONS = 2
"""How many of them the home page shows."""
SHELVES = ("collections", "newest", "best", "reduced")
"""The parts of the home page that are rows of products."""
SHELF = {"market": 10, "catalogue": 10}


@get("/", permission="public", sync_to_thread=False, include_in_schema=False)
def home(request: Req) -> Response[bytes]:
    if request.scope["state"].get("place") is None:
        return landing(request, request.app.state.services.landing)
    visit = arriving.arrive(request)
    size = SHELF.get(visit.store.theme.preset, 8)

    parts, say = visit.store.theme.home, visit.say
    plain = {
        "newest": (say("New in"), "/products?sort=newest", ListingQuery(sort="newest", limit=size)),
        "best": (say("Loved most"), "/products?sort=best", ListingQuery(sort="best", limit=size)),
        "reduced": (say("On sale"), "/products?sale=1", ListingQuery(sort="best", limit=size, on_sale=True)),
    }

    def ask(ctx: Context) -> tuple[dict[str, list[dict[str, Any]]], delivering.Delivery]:
        chosen = (
            _collections.decode(collections.shown(ctx))[:MOST_COLLECTIONS] if "collections" in parts else []
        )
        gathered = [
            (c.title, f"/collections/{c.slug}", ListingQuery(collection=c.slug, sort=c.sort, limit=size))
            for c in chosen
        ]
        wanted = {
            part: gathered if part == "collections" else [plain[part]] for part in parts if part in SHELVES
        }
        found = {
            part: [
                {
                    "title": title,
                    "more": more,
                    "cards": offered.page(
                        ctx, visit.store_id, _page.decode(catalog.list_cards(ctx, visit.store_id, query))
                    ).items,
                }
                for title, more, query in queries
            ]
            for part, queries in wanted.items()
        }
        return found, delivering.of(visit, stores.selling(ctx, visit.store_id))

    shelves, delivery = visit.perform(ask)
    return _kept(
        request,
        visit,
        "home.html",
        nav=arriving.nav(visit),
        shelves=shelves,
        delivery=delivery,
        crumbs_json=_linked_store(visit),
    )


@get("/products", permission="public", sync_to_thread=False, include_in_schema=False)
def products(request: Req, visit: GivenVisit) -> Response[bytes]:
    return _listing(request, visit, visit.say("Everything"), "")


@get("/search", permission="public", sync_to_thread=False, include_in_schema=False)
def search(request: Req, visit: GivenVisit) -> Response[bytes]:
    say = visit.say
    text = request.query_params.get("q", "").replace("\x00", "").strip()[:200]
    title = say("Results for “%(text)s”") % {"text": text} if text else say("Everything")
    return _listing(request, visit, title, "")


@get("/search/suggest", permission="public", sync_to_thread=False, include_in_schema=False)
def suggest(request: Req, visit: GivenVisit) -> Response[bytes]:
    """What a search may become while it is typed: a piece of a page."""
    text = request.query_params.get("q", "").replace("\x00", "").strip()[:60]

    def ask(ctx: Context) -> Suggestions:
        return offered.suggestions(
            ctx, visit.store_id, _suggestions.decode(searching.suggest(ctx, visit.store_id, text))
        )

    found = visit.perform(ask) if text else Suggestions("", [], [])
    return _kept(request, visit, "suggest.html", found=found, text=text)


@get("/c/{slug:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def category(request: Req, visit: GivenVisit, slug: FromPath[str]) -> Response[bytes]:
    way = _way(arriving.nav(visit), slug)
    if not way:
        try:
            named = _named.decode(visit.perform(lambda ctx: catalog.category(ctx, slug)))
        except CategoryMoved as moved:
            return moved_to(visit, f"/c/{moved.fields['slug']}")
        if named.slug != slug:
            return moved_to(visit, f"/c/{named.slug}")
        raise CategoryNotFound()
    found = way[-1]
    above = [(c.name, f"/c/{c.slug}") for c in way[:-1]]
    paths, seo = _paths("/c/", found.slugs), (found.seo_title, found.seo_description)
    return _listing(request, visit, found.name, found.description, slug, above, paths=paths, seo=seo)


@get(
    "/collections/{slug:str}",
    permission="public",
    feature="collections",
    sync_to_thread=False,
    include_in_schema=False,
)
def collection(request: Req, visit: GivenVisit, slug: FromPath[str]) -> Response[bytes]:
    try:
        found = visit.perform(lambda ctx: collections.by_slug(ctx, slug))
    except CollectionMoved as moved:
        return moved_to(visit, f"/collections/{moved.fields['slug']}")
    if found.slug != slug:
        return moved_to(visit, f"/collections/{found.slug}")
    paths, seo = _paths("/collections/", found.slugs), (found.seo_title, found.seo_description)
    return _listing(request, visit, found.title, found.description, collection=found, paths=paths, seo=seo)


@get("/p/{slug:str}", permission="public", sync_to_thread=False, include_in_schema=False)
def product(request: Req, visit: GivenVisit, slug: FromPath[str]) -> Response[bytes]:
    visit.services.searches.opened(
        visit.tenant, visit.store_id, request.headers.get("referer", ""), visit.prefix
    )
    try:
        return product_page(request, visit, slug, dict(request.query_params.items()))
    except ProductMoved as moved:
        return moved_to(visit, f"/p/{moved.fields['slug']}")


def product_page(
    request: Req,
    visit: Visit,
    slug: str,
    wanted: dict[str, str],
    errors: dict[str, str] | None = None,
    status: int = 200,
) -> Response[bytes]:
    """The page of a product; with `errors`, as an answer to a form: what was typed stays."""

    def ask(ctx: Context) -> tuple[Product, list[recommended.Block], delivering.Delivery]:
        found = offered.product(
            ctx, visit.store_id, _product.decode(catalog.product(ctx, visit.store_id, slug))
        )
        return (
            found,
            recommended.beside(ctx, visit, ids.parse("prod", found.id)),
            delivering.of(visit, stores.selling(ctx, visit.store_id)),
        )

    thing, blocks, delivery = visit.perform(ask)
    if thing.slug != slug and errors is None and not slug.startswith("prod_"):
        return moved_to(visit, f"/p/{thing.slug}")
    who, ids_of = visit.customer, [ids.parse("var", variant.id) for variant in thing.variants]
    is_wished = bool(who) and visit.perform(lambda ctx: wish_list.is_wished(ctx, ids_of))
    say, figures = visit.say, visit.figures
    chosen = product_view.chosen_variant(thing, wanted)
    quantity = product_view.first_quantity(thing)
    address = visit.absolute(f"/p/{thing.slug}")
    nav = arriving.nav(visit)
    way = _way(nav, thing.categories[-1].slug) if thing.categories else []
    crumbs = [*((step.name, f"/c/{step.slug}") for step in way), (thing.title, "")]
    words = language.messages(visit.spoken.split("-")[0])
    answer = _kept(
        request,
        visit,
        "product.html",
        status,
        paths=_paths("/p/", thing.slugs),
        nav=nav,
        product=thing,
        is_wished=is_wished,
        chosen=chosen,
        shown=product_view.shown(thing, chosen),
        options=product_view.options(thing, chosen),
        stock=product_view.stock(thing, chosen, figures, say),
        choices=product_view.choices(thing, figures, say),
        linked=product_view.linked_data(
            thing, address, [visit.outside(src(i, 1200)) for i in thing.images], visit.store.name, figures
        ),
        specs=product_view.specifications(thing, figures, say),
        presets=product_view.presets(thing, figures, words.ngettext),
        quantity=wanted.get("quantity") or figures.number(quantity, thing.scale),
        lowest=product_view.rule(thing).lowest,
        estimate=product_view.estimate(thing, chosen, quantity),
        unit=figures.unit(thing.unit) if thing.pricing_mode == "weight" else "",
        levels={"in": say("In stock"), "low": say("Few left"), "out": say("Sold out")},
        delivery=delivery,
        blocks=blocks,
        rec=recommended.mark_in(wanted),
        errors=Blank(errors or {}),
        crumbs=crumbs,
        crumbs_json=_linked_way(visit, crumbs),
    )
    recommended.followed(request, visit, thing.id)
    return answer


def _paths(before: str, slugs: dict[str, str]) -> dict[str, str]:
    """The path of a thing in each language of the store."""
    return {tag: before + slug for tag, slug in slugs.items()}


class _Named(msgspec.Struct):
    slug: str


_named = msgspec.json.Decoder(_Named)


def _listing(
    request: Req,
    visit: Visit,
    title: str,
    description: str,
    category_slug: str = "",
    above: list[tuple[str, str]] | None = None,
    collection: Collection | None = None,
    paths: dict[str, str] | None = None,
    seo: tuple[str, str] = ("", ""),
) -> Response[bytes]:
    say = visit.say
    state = listing_view.read(
        visit.url(visit.path),
        list(request.query_params.multi_items()),
        visit.figures,
        category_slug,
        (collection.slug, collection.sort) if collection else None,
    )
    state = experimenting.ranked(visit, state)

    searches = visit.services.searches
    given = searches.find(visit.caller, visit.store_id, state.query)

    def ask(ctx: Context) -> tuple[ProductPage, list[ProductCard]]:
        found = offered.page(
            ctx,
            visit.store_id,
            _page.decode(searching.list_cards(ctx, visit.store_id, state.query, given)),
        )
        if found.items or state.is_filtered:
            return found, []
        best = ListingQuery(sort="best", limit=RELATED - 1)
        instead = _page.decode(catalog.list_cards(ctx, visit.store_id, best))
        return found, offered.page(ctx, visit.store_id, instead).items

    found, instead = visit.perform(ask)
    searches.heard(visit.tenant, visit.store_id, state.query, found.total or 0)
    state = listing_view.with_chosen(state, found, visit.figures, say)
    crumbs = [*(above or []), (title, "")]
    return _kept(
        request,
        visit,
        "listing.html",
        paths=paths,
        seo=seo,
        nav=arriving.nav(visit),
        page=found,
        instead=instead,
        state=state,
        title=title,
        description=description,
        facets=listing_view.facets(found, visit.figures, say),
        pages=listing_view.pages(state, found.total or 0),
        sorts=[(code, say(SORTS[code])) for code in state.sorts],
        crumbs=crumbs,
        crumbs_json=_linked_way(visit, crumbs),
        asked=state.text,
    )


def _kept(request: Req, visit: Visit, template: str, status: int = 200, **values: Any) -> Response[bytes]:
    """A page that is the same for everybody with the same cookies: the edge may keep it for a moment."""
    response = page(visit, template, status, sales=arriving.sales(visit), **values)
    if request.cookies.get(language.COOKIE) == visit.locale:
        # the language is remembered already
        response.cookies[:] = [cookie for cookie in response.cookies if cookie.key != language.COOKIE]
    if request.cookies.get(safety.MARKET) == (visit.market or safety.OWN_MARKET):
        response.cookies[:] = [cookie for cookie in response.cookies if cookie.key != safety.MARKET]
    if not response.cookies:
        request.scope["state"]["keep"] = True
    return response


def _linked_store(visit: Visit) -> Markup:
    """schema.org Organization and WebSite with its search."""
    store = visit.store
    organization = {
        "@type": "Organization",
        "name": store.name,
        "url": visit.absolute("/"),
        "email": store.contact.email or None,
        "telephone": store.contact.phone or None,
        "logo": visit.outside(src(store.theme.logo)) if store.theme.logo else None,
    }
    site = {
        "@type": "WebSite",
        "name": store.name,
        "url": visit.absolute("/"),
        "potentialAction": {
            "@type": "SearchAction",
            "target": visit.absolute("/search") + "?q={search_term_string}",
            "query-input": "required name=search_term_string",
        },
    }
    known = {name: value for name, value in organization.items() if value is not None}
    return linked_data({"@context": "https://schema.org", "@graph": [known, site]})


def _way(nodes: list[Category], slug: str) -> list[Category]:
    """The categories from the top to the one with that slug; empty when there is none."""
    for node in nodes:
        if node.slug == slug:
            return [node]
        below = _way(node.children, slug)
        if below:
            return [node, *below]
    return []


def _linked_way(visit: Visit, crumbs: list[tuple[str, str]]) -> Markup:
    """schema.org BreadcrumbList, as a script element."""
    names = [(visit.say("Home"), "/"), *crumbs]
    data = {
        "@context": "https://schema.org",
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": n, "name": name, "item": visit.absolute(path or visit.path)}
            for n, (name, path) in enumerate(names, 1)
        ],
    }
    return linked_data(data)


HANDLERS = [home, products, search, suggest, category, collection, product]
