"""Goods at what one piece costs now: the shop's pages and the goods API show their prices as these functions give them."""

from collections.abc import Sequence
from typing import TypeVar
from uuid import UUID

import msgspec

from duka.catalog.types import CardVariant, Product, ProductCard, ProductPage, Suggestions, Variant
from duka.kernel.context import Context
from duka.promotions import shelf
from duka.promotions.shelf import Shelf

AnyProduct = TypeVar("AnyProduct", Product, ProductCard)
AnyVariant = TypeVar("AnyVariant", Variant, CardVariant)
_encode = msgspec.json.Encoder().encode
_product = msgspec.json.Decoder(Product)
_page = msgspec.json.Decoder(ProductPage)


def product(ctx: Context, store_id: UUID, found: Product) -> Product:
    """The product at what one piece costs now."""
    return _priced(shelf.stocked(ctx, store_id, found.currency, [found.id]), found)


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
    return _encode(page(ctx, store_id, _page.decode(found)))


def suggestions(ctx: Context, store_id: UUID, found: Suggestions) -> Suggestions:
    """What a search may become, at what one piece costs now."""
    stocked = shelf.stocked(ctx, store_id, found.currency, [one.id for one in found.products])
    if stocked is None:
        return found
    priced = [
        msgspec.structs.replace(one, price_minor=stocked.now(one.id, one.price_minor))
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
