"""Goods at what one piece costs now: the shop's pages and the goods API show their prices as these functions give them."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import msgspec
from msgspec import UNSET, UnsetType

from duka.catalog.types import CardVariant, Facet, Product, ProductCard, ProductPage, Suggestions, Variant
from duka.kernel.context import Context
from duka.promotions import shelf
from duka.promotions.shelf import Shelf

AnyProduct = TypeVar("AnyProduct", Product, ProductCard)
AnyVariant = TypeVar("AnyVariant", Variant, CardVariant)
_encode = msgspec.json.Encoder().encode
_product = msgspec.json.Decoder(Product)


class _Page(msgspec.Struct, frozen=True):
    """A `ProductPage` with those members only that it was written with."""

    currency: str
    items: list[ProductCard]
    next: str | None
    total: int | UnsetType | None = UNSET
    facets: list[Facet] | UnsetType | None = UNSET
    suggestion: str | UnsetType | None = UNSET


_page = msgspec.json.Decoder(_Page)


def product(ctx: Context, store_id: UUID, found: Product) -> Product:
    """The product at what one piece costs now. A price before a promotion is in no history of prices, and not said to be the
    lowest."""
    priced = _priced(shelf.stocked(ctx, store_id, found.currency, [found.id]), found)
    variants = zip(found.variants, priced.variants, strict=True)
    if any(plain.was_minor is None and now.was_minor is not None for plain, now in variants):
        return msgspec.structs.replace(priced, was_is_lowest=False)
    return priced


def cards(ctx: Context, store_id: UUID, currency: str, found: Sequence[ProductCard]) -> list[ProductCard]:
    """The cards at what one piece costs now."""
    stocked = shelf.stocked(ctx, store_id, currency, [card.id for card in found])
    return [_priced(stocked, card) for card in found]


def page(ctx: Context, store_id: UUID, found: ProductPage) -> ProductPage:
    """The page of a list at what one piece costs now."""
    return msgspec.structs.replace(found, items=cards(ctx, store_id, found.currency, found.items))


def product_json(ctx: Context, store_id: UUID, found: bytes) -> bytes:
    """`product` of JSON: what was given, unread, where no promotion shows."""
    if shelf.is_bare(ctx):
        return found
    return _encode(product(ctx, store_id, _product.decode(found)))


def page_json(ctx: Context, store_id: UUID, found: bytes) -> bytes:
    """`page` of JSON: what was given, unread, where no promotion shows."""
    if shelf.is_bare(ctx):
        return found
    read = _page.decode(found)
    items = cards(ctx, store_id, read.currency, read.items)
    return _encode(msgspec.structs.replace(read, items=items))


def suggestions(ctx: Context, store_id: UUID, found: Suggestions) -> Suggestions:
    """What a search may become, at what one piece costs now. Whether goods are reduced is not known here: what leaves out
    reduced goods is not shown yet."""
    stocked = shelf.stocked(ctx, store_id, found.currency, [one.id for one in found.products])
    if stocked is None:
        return found
    priced = [
        msgspec.structs.replace(one, price_minor=stocked.now(one.id, one.price_minor, is_reduced=True))
        for one in found.products
    ]
    return msgspec.structs.replace(found, products=priced)


def _priced(stocked: Shelf | None, found: AnyProduct) -> AnyProduct:
    """Itself where nothing is off any of its variants."""
    if stocked is None:
        return found
    variants = [_variant(stocked, found.id, variant) for variant in found.variants]
    if variants == found.variants:
        return found
    cheapest = min(variants, key=lambda variant: (variant.price_minor, variant.was_minor or -1))
    return msgspec.structs.replace(
        found,
        variants=variants,
        price_minor=cheapest.price_minor,
        price_max_minor=max(variant.price_minor for variant in variants),
        was_minor=cheapest.was_minor,
    )


def _variant(stocked: Shelf, product_id: str, variant: AnyVariant) -> AnyVariant:
    now = stocked.now(
        product_id, variant.price_minor, variant=variant.id, is_reduced=variant.was_minor is not None
    )
    if now == variant.price_minor:
        return variant
    return msgspec.structs.replace(
        variant, price_minor=now, was_minor=variant.was_minor or variant.price_minor
    )
