"""Every page of the storefront rendered from the samples: for tests of pages, and for looking at them."""

from collections.abc import Callable
from typing import Any

import msgspec
from tests.storefront import sales, samples

from duka.catalog.types import ProductCard, ProductPage
from duka.storefront import (
    card_page,
    checkout_view,
    listing_view,
    order_view,
    product_view,
    waiting_view,
    ways,
)
from duka.storefront.language import translate
from duka.storefront.recommended import Block
from duka.storefront.rendering import Blank, rendered
from duka.storefront.visit import Visit

DELIVERY = {
    "title": "Delivered in 1 to 3 days",
    "text": "Delivered in 1 to 3 working days in Senegal",
    "pickup": "",
}
PROBLEMS = {
    "unavailable": "Not sold any more",
    "sold_out": "Sold out",
    "not_enough": "Not enough in stock",
    "bad_quantity": "x",
}


def say(locale: str) -> Callable[[str], str]:
    return lambda message: translate(locale, message)


def home(preset: str, locale: str) -> str:
    visit = samples.visit(preset, locale)
    cards = samples.cards(preset)
    shelves = {
        "newest": [{"title": "New in", "more": "/products?sort=newest", "cards": cards[:10]}],
        "best": [{"title": "Loved most", "more": "/products?sort=best", "cards": cards[4:12]}],
    }
    return rendered(visit, "home.html", nav=samples.nav(preset), shelves=shelves, delivery=DELIVERY)


def listing(preset: str, locale: str, query: str = "", page: ProductPage | None = None) -> str:
    pairs = [(k, v) for k, _, v in (part.partition("=") for part in query.split("&")) if k]
    visit = samples.visit(preset, locale, "/c/women")
    page = page or samples.page(preset)
    state = listing_view.with_chosen(
        listing_view.read("/c/women", pairs, visit.figures), page, visit.figures, say(locale)
    )
    sorts = [("best", "Loved most"), ("newest", "Newest"), ("price", "Price, low to high")]
    return rendered(
        visit,
        "listing.html",
        nav=samples.nav(preset),
        page=page,
        instead=samples.cards(preset)[:4],
        state=state,
        title="Women",
        description="Cut in small numbers.",
        facets=listing_view.facets(page, visit.figures, say(locale)),
        pages=listing_view.pages(state, page.total or 0),
        sorts=sorts,
        crumbs=[("Women", "")],
        asked=state.text,
    )


def product(preset: str, locale: str, errors: dict[str, str] | None = None) -> str:
    visit = samples.visit(preset, locale, "/p/boubou")
    thing = samples.product(preset)
    chosen = product_view.chosen_variant(thing, {})
    return rendered(
        visit, "product.html", nav=samples.nav(preset), **product_values(visit, thing, chosen, errors)
    )


def product_values(visit: Visit, thing, chosen, errors=None):
    talk, figures = say(visit.locale), visit.figures
    quantity = product_view.first_quantity(thing)
    return {
        "product": thing,
        "chosen": chosen,
        "shown": product_view.shown(thing, chosen),
        "options": product_view.options(thing, chosen),
        "stock": product_view.stock(thing, chosen, figures, talk),
        "choices": product_view.choices(thing, figures, talk),
        "linked": product_view.linked_data(
            thing, "https://maison.example/p/boubou", [], visit.store.name, figures
        ),
        "specs": product_view.specifications(thing, figures, talk),
        "presets": product_view.presets(thing, figures, lambda one, many, n: one if n == 1 else many),
        "quantity": figures.number(quantity, thing.scale),
        "lowest": product_view.rule(thing).lowest,
        "estimate": product_view.estimate(thing, chosen, quantity),
        "unit": figures.unit(thing.unit),
        "levels": {"in": "In stock", "low": "Few left", "out": "Sold out"},
        "delivery": DELIVERY,
        "blocks": [block(samples.cards(visit.store.theme.preset)[4:8])],
        "rec": "",
        "errors": Blank(errors or {}),
        "is_wished": False,
        "crumbs": [("Women", "/c/women"), (thing.title, "")],
    }


def block(cards: list[ProductCard]) -> Block:
    mark = "together-" + "0" * 32
    cards = [msgspec.structs.replace(card, hover_image=None) for card in cards]
    return Block(
        "with",
        "Bought together",
        cards,
        {card.id: mark for card in cards},
        ".".join([mark, *(card.id.removeprefix("prod_") for card in cards)]),
    )


def cart(preset: str, locale: str, step: str = "") -> str:
    visit = samples.visit(preset, locale, "/cart")
    basket = sales.cart(preset, step)
    return rendered(
        visit,
        "cart.html",
        nav=samples.nav(preset),
        cart=basket,
        delivery=DELIVERY,
        problems=PROBLEMS,
        has_problem=any(line.problem for line in basket.lines),
        waiting=None,
        blocks=[block(samples.cards(preset)[4:8])],
    )


def empty_cart(preset: str, locale: str) -> str:
    visit = samples.visit(preset, locale, "/cart")
    return rendered(
        visit,
        "cart.html",
        nav=samples.nav(preset),
        cart=None,
        delivery=DELIVERY,
        problems=PROBLEMS,
        blocks=[],
        has_problem=False,
        waiting=None,
    )


def cart_waiting(preset: str, locale: str) -> str:
    visit = samples.visit(preset, locale, "/cart")
    return rendered(
        visit,
        "cart.html",
        nav=samples.nav(preset),
        cart=None,
        delivery=DELIVERY,
        problems=PROBLEMS,
        blocks=[],
        has_problem=False,
        waiting=sales.order(payment="pending"),
        pay_at="/checkout/wait/x",
    )


def drawer(preset: str, locale: str) -> str:
    return rendered(samples.visit(preset, locale), "drawer.html", cart=sales.cart(preset), problems=PROBLEMS)


def checkout(preset: str, locale: str, step: str = "", typed=None, errors=None) -> str:
    visit = samples.visit(preset, locale, "/checkout")
    values = checkout_view.values(visit, sales.cart(preset, step), sales.RATES, "", typed, errors)
    return rendered(visit, "checkout.html", credit=2500, **values)


def order(preset: str, locale: str, is_new: bool = False, payment: str = "captured", token: str = "") -> str:
    visit = samples.visit(preset, locale, "/shop/track/x")
    thing = sales.order("unfulfilled" if is_new or token else "prepared", payment)
    values = order_view.values(visit, thing, is_new=is_new, token=token)
    return rendered(visit, "order.html", nav=samples.nav(preset), **values)


def in_parts(preset: str, locale: str) -> str:
    """An order of which a part is on its way, and the rest still to come."""
    visit = samples.visit(preset, locale, "/shop/track/token")
    values = order_view.values(visit, sales.in_parts())
    return rendered(visit, "order.html", nav=samples.nav(preset), **values)


def wait(
    preset: str,
    locale: str,
    status: str = "requires_action",
    provider: str = "mtn_momo",
    doing: str = "",
    action_url: str = "",
    reason: str = "",
    code: str = "",
    **more: Any,
) -> str:
    visit = samples.visit(preset, locale, "/checkout/wait/x")
    attempt = sales.attempt(status, provider, action_url=action_url, reason=reason, code=code)
    order = sales.order(payment=status, method=provider)
    values = waiting_view.values(visit, order, attempt, "token", sales.NOW, doing=doing, **more)
    return rendered(visit, "wait.html", **values)


def card(preset: str, locale: str) -> str:
    visit = samples.visit(preset, locale, "/checkout/card/x")
    attempt = sales.attempt("requires_action", "stripe")
    values = {
        "order": sales.order(payment="requires_action", method="stripe"),
        "payment": attempt.payment,
        "ways": ways.offered(visit, 5000, chosen="", phone="+221771234567"),
        "again": "/checkout/retry/x",
        "wait_at": "/checkout/wait/x",
        "back": "https://maison.example/r/x",
        "most": 0,
    }
    return card_page.shown(
        visit, "stripe", {"client_secret": "s", "publishable_key": "pk"}, values
    ).content.decode()


def track(preset: str, locale: str) -> str:
    visit = samples.visit(preset, locale, "/shop/track")
    errors = Blank(number="There is no such order.")
    return rendered(
        visit, "track.html", nav=samples.nav(preset), typed=Blank(number="10", email="awa@"), errors=errors
    )


def text(preset: str, locale: str) -> str:
    visit = samples.visit(preset, locale, "/pages/about")
    return rendered(
        visit,
        "text.html",
        facts=["30 days"],
        nav=samples.nav(preset),
        title="Our story",
        body=visit.store.texts.about,
        crumbs=[("Our story", "")],
    )


def contact(preset: str, locale: str) -> str:
    return rendered(
        samples.visit(preset, locale, "/contact"),
        "contact.html",
        nav=samples.nav(preset),
        crumbs=[("Contact", "")],
    )


def error(preset: str, locale: str) -> str:
    visit = samples.visit(preset, locale, "/nowhere", request_id="abc")
    return rendered(
        visit,
        "error.html",
        nav=samples.nav(preset),
        number=404,
        title="Not here",
        message="There is nothing here.",
    )


PAGES: dict[str, Callable[[str, str], str]] = {
    "home": home,
    "listing": listing,
    "listing-filtered": lambda preset, locale: listing(preset, locale, "f.option:Size=M&min=20000&page=2"),
    "listing-empty": lambda preset, locale: listing(
        preset, locale, "q=boubu", ProductPage("XOF", [], None, 0, [], "boubou")
    ),
    "listing-none": lambda preset, locale: listing(
        preset, locale, "f.option:Size=M", ProductPage("XOF", [], None, 0, [], None)
    ),
    "product": product,
    "cart": cart,
    "cart-problem": lambda preset, locale: cart(preset, locale, "problem"),
    "cart-empty": empty_cart,
    "cart-waiting": cart_waiting,
    "checkout": checkout,
    "checkout-errors": lambda preset, locale: checkout(
        preset,
        locale,
        "address",
        {"name": "Awa <b>", "country": "US"},
        {"line1": "Address is missing.", "city": "City is missing."},
    ),
    "checkout-shipping": lambda preset, locale: checkout(preset, locale, "shipping"),
    "checkout-payment": lambda preset, locale: checkout(preset, locale, "payment"),
    "order": order,
    "order-parts": in_parts,
    "order-new": lambda preset, locale: order(preset, locale, True),
    "order-unpaid": lambda preset, locale: order(preset, locale, payment="requires_action", token="token"),
    "order-held": lambda preset, locale: order(preset, locale, payment="authorized"),
    "wait": wait,
    "wait-help": lambda preset, locale: wait(preset, locale, doing="help"),
    "wait-number": lambda preset, locale: wait(
        preset,
        locale,
        doing="number",
        typed={"payer-mtn_momo": "77"},
        errors={"payer-mtn_momo": "Too short."},
    ),
    "wait-ways": lambda preset, locale: wait(preset, locale, doing="ways"),
    "wait-page": lambda preset, locale: wait(
        preset, locale, provider="paypal", action_url="https://paypal.example/"
    ),
    "wait-left": lambda preset, locale: wait(
        preset, locale, provider="paypal", action_url="https://paypal.example/", left="1"
    ),
    "wait-card": lambda preset, locale: wait(preset, locale, provider="stripe"),
    "wait-unknown": lambda preset, locale: wait(preset, locale, "unknown"),
    "wait-unasked": lambda preset, locale: wait(preset, locale, "pending"),
    "wait-failed": lambda preset, locale: wait(
        preset, locale, "failed", reason="Card declined by the bank.", code="insufficient_funds"
    ),
    "card": card,
    "track": track,
    "text": text,
    "contact": contact,
    "error": error,
}
