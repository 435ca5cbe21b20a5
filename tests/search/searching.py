"""Searching in a market as its surfaces do, and its merchant's rules."""

from collections.abc import Callable
from typing import TypeVar

import msgspec
from tests.catalog.crowd_data import Market, goods

from duka.access.roles import OWNER
from duka.catalog.types import ListingQuery, ProductPage, Suggestions
from duka.kernel.context import Actor, Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.search import queries

T = TypeVar("T")


def owner(market: Market, act: Callable[[Context], T]) -> T:
    return market.work.perform(Caller(market.tenant, Actor("staff", new_id(), "Alice"), OWNER), act)


def page(market: Market, text: str, *, locale: str = "en", given: list[str] | None = None) -> ProductPage:
    query = ListingQuery(text=text, limit=100)
    return msgspec.json.decode(
        market.ask(lambda ctx: queries.list_cards(ctx, market.store, query, given), locale=locale),
        type=ProductPage,
    )


def found(market: Market, text: str, *, locale: str = "en", given: list[str] | None = None) -> list[str]:
    return [card.slug for card in page(market, text, locale=locale, given=given).items]


def suggested(market: Market, text: str) -> Suggestions:
    return msgspec.json.decode(
        market.ask(lambda ctx: queries.suggest(ctx, market.store, text)), type=Suggestions
    )


def say(market: Market, *texts: str) -> list[str]:
    """The first goods have these search texts and no others; their slugs, in that order. The rest is called `other`."""
    slugs = [product.slug for product in goods(market)]
    market.change("update products set search_text = 'other' where tenant_id = %(tenant)s")
    for slug, text in zip(slugs, texts, strict=False):
        market.change(
            "update products set search_text = %(text)s where tenant_id = %(tenant)s and slug = %(slug)s",
            text=text,
            slug=slug,
        )
    market.change("update store_products set sold = 0 where tenant_id = %(tenant)s")
    market.change("update stock_levels set on_hand = 50 where tenant_id = %(tenant)s")
    return slugs[: len(texts)]


def public_id(market: Market, slug: str) -> str:
    return market.product(slug).id
