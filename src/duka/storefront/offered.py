"""Prices as promotions make them: on a product's page, on cards, in lists."""

from collections.abc import Sequence

import msgspec

from duka.catalog.types import Product, ProductCard, ProductPage, Suggestions, Variant
from duka.kernel.context import Context
from duka.promotions import shelf
from duka.promotions.shelf import Shelf
from duka.storefront.visit import Visit


def product(ctx: Context, visit: Visit, found: Product) -> Product:
    """The product at what one piece costs now."""
    stocked = shelf.stocked(ctx, visit.store_id, visit.store.timezone, found.currency, [found.id])
    if stocked is None:
        return found
    variants = [_variant(stocked, found, variant) for variant in found.variants]
    if variants == found.variants:
        return found
    prices = [variant.price_minor for variant in variants]
    return msgspec.structs.replace(
        found,
        variants=variants,
        price_minor=min(prices),
        price_max_minor=max(prices),
        was_minor=min(variants, key=lambda variant: variant.price_minor).was_minor,
    )


def _variant(stocked: Shelf, found: Product, variant: Variant) -> Variant:
    now = stocked.now(
        found.id, variant.price_minor, variant=variant.id, is_reduced=variant.was_minor is not None
    )
    if now == variant.price_minor:
        return variant
    return msgspec.structs.replace(
        variant, price_minor=now, was_minor=variant.was_minor or variant.price_minor
    )


def page(ctx: Context, visit: Visit, found: ProductPage) -> ProductPage:
    """The page of a list at what one piece costs now."""
    return msgspec.structs.replace(found, items=cards(ctx, visit, found.currency, found.items))


def cards(ctx: Context, visit: Visit, currency: str, found: Sequence[ProductCard]) -> list[ProductCard]:
    """The cards at what one piece costs now."""
    stocked = shelf.stocked(ctx, visit.store_id, visit.store.timezone, currency, [card.id for card in found])
    return [card if stocked is None else _card(stocked, card) for card in found]


def _card(stocked: Shelf, card: ProductCard) -> ProductCard:
    is_reduced = card.was_minor is not None
    now = stocked.now(card.id, card.price_minor, is_reduced=is_reduced)
    if now == card.price_minor:
        return card
    most = stocked.now(card.id, card.price_max_minor, is_reduced=is_reduced)
    return msgspec.structs.replace(
        card, price_minor=now, price_max_minor=most, was_minor=card.was_minor or card.price_minor
    )


def suggestions(ctx: Context, visit: Visit, found: Suggestions) -> Suggestions:
    """What a search may become, at what one piece costs now."""
    named = [one.id for one in found.products]
    stocked = shelf.stocked(ctx, visit.store_id, visit.store.timezone, found.currency, named)
    if stocked is None:
        return found
    priced = [
        msgspec.structs.replace(one, price_minor=stocked.now(one.id, one.price_minor))
        for one in found.products
    ]
    return msgspec.structs.replace(found, products=priced)
