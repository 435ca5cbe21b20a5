"""What a page recommends, and what becomes of it: blocks of cards, the marks in their links and forms, the counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from threading import Lock
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from litestar import Request, Response, post
from litestar.datastructures import State

from duka.carts.types import Cart
from duka.catalog.errors import ProductNotFound
from duka.catalog.types import ProductCard
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import MalformedId
from duka.recommendations import measuring, shown
from duka.recommendations.rules import Mark, read_mark
from duka.recommendations.tally import Tally, What
from duka.recommendations.types import Recommended
from duka.storefront import experimenting
from duka.storefront.arriving import GivenForm, GivenVisit
from duka.storefront.rendering import HEADERS, PRIVATE
from duka.storefront.visit import Visit

Req = Request[None, None, State]
FIELD = "rec"
"""The name of a mark in addresses and forms."""
MOST_SEEN = 30
ROBOTS = ("bot", "crawl", "spider", "slurp", "preview", "fetch", "python-", "curl/", "wget")
"""Programs that follow links say so in their name; what they follow is no interest of a shopper."""
_making = Lock()


class Block(msgspec.Struct, frozen=True):
    """`marks`: card id → its mark. `seen` is what the browser tells once the block was in sight."""

    id: str
    title: str
    cards: list[ProductCard]
    marks: dict[str, str]
    seen: str


def beside(ctx: Context, visit: Visit, product_id: UUID) -> list[Block]:
    """The blocks of a product's page: one statement."""
    key = visit.cart
    try:
        found = shown.read_priced(
            ctx,
            visit.store_id,
            shown.for_product(
                ctx,
                visit.store_id,
                product_id,
                cart=(key.id, key.token) if key else None,
                tried=experimenting.kinds(visit),
            ),
        )
    except ProductNotFound:
        return []
    say = visit.say
    is_computed = any(one.kind == "together" for one in found.with_it)
    return _blocks(
        ("with", say("Bought together") if is_computed else say("Goes well with it"), found.with_it),
        ("like", say("You may also like"), found.like_it),
    )


def for_cart(ctx: Context, visit: Visit, cart: Cart | None) -> list[Block]:
    """The block of the cart's page: one statement, none for an empty cart. None either while the cart is in another currency
    than the visit: its cards would show prices that the cart does not have."""
    if cart is None or not cart.lines:
        return []
    products = [ids.parse("prod", line.product_id) for line in cart.lines]
    more = shown.for_cart(ctx, visit.store_id, products, tried=experimenting.kinds(visit))
    found = shown.read_priced(ctx, visit.store_id, more)
    if found.currency != cart.currency:
        return []
    return _blocks(("more", visit.say("Goes well with your cart"), found.in_cart))


def _blocks(*parts: tuple[str, str, Sequence[Recommended]]) -> list[Block]:
    """Those with something in them. One picture a card: the page has enough to load."""
    return [
        Block(
            id,
            title,
            [msgspec.structs.replace(one.card, hover_image=None) for one in items],
            {one.card.id: one.mark for one in items},
            written_seen(items),
        )
        for id, title, items in parts
        if items
    ]


def written_seen(items: Sequence[Recommended]) -> str:
    """Each mark with the products that it shows: `MARK.PRODUCT.PRODUCT MARK.PRODUCT`."""
    shown_by: dict[str, list[str]] = {}
    for one in items:
        shown_by.setdefault(one.mark, []).append(one.card.id.removeprefix("prod_"))
    return " ".join(".".join((mark, *products)) for mark, products in shown_by.items())


def read_seen(text: str) -> list[tuple[Mark, UUID]]:
    """The pairs of `written_seen`, at most `MOST_SEEN`; what is none is passed over."""
    pairs: list[tuple[Mark, UUID]] = []
    for group in text.split()[:MOST_SEEN]:
        written, *products = group.split(".")[: MOST_SEEN + 1]
        mark = read_mark(written)
        if mark is None:
            continue
        for product in products:
            with suppress(MalformedId):
                pairs.append((mark, ids.parse("prod", f"prod_{product}")))
    return pairs[:MOST_SEEN]


def tally(state: State) -> Tally:
    """The counts of this process, made when the first is counted."""
    with _making:
        found: Tally | None = state.get("tally")
        if found is None:
            found = state["tally"] = Tally(state.services.work)
    return found


def write_counts(app: Any) -> None:
    """What a process that ends has counted so far."""
    if (found := app.state.get("tally")) is not None:
        found.write()


def count(request: Req, visit: Visit, mark: Mark, other: UUID, what: What) -> None:
    """One more, unless it is a program that asks."""
    if any(name in request.headers.get("user-agent", "").lower() for name in ROBOTS):
        return
    tally(request.app.state).count(visit.tenant, visit.store_id, mark, other, what)


def followed(request: Req, visit: Visit, product_id: str) -> None:
    """Somebody came to the page of a product by a mark: it is counted, and the page is not kept for others. A form of the
    page that asks for it anew is no new visit."""
    query = request.query_params
    mark = read_mark(query.get(FIELD, ""))
    if mark is None:
        return
    request.scope["state"]["keep"] = False
    if "variant" not in query:
        count(request, visit, mark, ids.parse("prod", product_id), "clicks")


def mark_in(given: Mapping[str, str]) -> str:
    """The mark among the fields of an address or a form; empty when there is none."""
    mark = read_mark(given.get(FIELD, ""))
    return mark.text if mark else ""


class Picked(NamedTuple):
    """What came into a cart by a mark."""

    mark: Mark
    product: UUID


def pick(ctx: Context, cart: Cart, variant_id: UUID, form: Mapping[str, str]) -> Picked | None:
    """Remembers that something was put into the cart by the mark of the form, if it has one."""
    mark = read_mark(form.get(FIELD, ""))
    if mark is None:
        return None
    product_id = measuring.pick(ctx, ids.parse("cart", cart.id), variant_id, mark)
    return Picked(mark, product_id) if product_id else None


def added(request: Req, visit: Visit, picked: Picked | None) -> None:
    """Counts what came into a cart."""
    if picked is not None:
        count(request, visit, picked.mark, picked.product, "added")


@post("/seen", permission="public", sync_to_thread=False, include_in_schema=False, status_code=204)
def seen(request: Req, visit: GivenVisit, form: GivenForm) -> Response[None]:
    """A block was in sight: `seen` names its pairs. It changes nothing but counts, so it needs no token against forgery."""
    for mark, product_id in read_seen(form.get("seen", "")):
        count(request, visit, mark, product_id, "shown")
    return Response(None, status_code=204, headers={**HEADERS, **PRIVATE})


HANDLERS = [seen]
