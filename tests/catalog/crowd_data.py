"""A shop with bulk goods for the tests of what the crowd reads, and a plain model of the same goods."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.catalog import queries
from duka.catalog.types import ListingQuery, Product, ProductPage
from duka.demo import bulk
from duka.kernel.context import Actor, Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work

CROWD = frozenset({"products:read", "categories:read"})
NOW = datetime(2026, 5, 1, 12, tzinfo=UTC)


class Market(msgspec.Struct):
    """A tenant with one store (EUR, English and French) and `products` bulk goods, seen at NOW."""

    work: Work
    tenant: UUID
    store: UUID
    products: int

    def ask(
        self, act: Callable[[Context], Any], *, locale: str = "en", permissions: frozenset[str] = CROWD
    ) -> Any:
        return self.work.perform(
            Caller(tenant=self.tenant, actor=Actor("shopper"), permissions=permissions, locale=locale), act
        )

    def page(self, *, locale: str = "en", **asked: Any) -> ProductPage:
        return msgspec.json.decode(
            self.ask(lambda ctx: queries.list_cards(ctx, self.store, ListingQuery(**asked)), locale=locale),
            type=ProductPage,
        )

    def slugs(self, **asked: Any) -> list[str]:
        return [card.slug for card in self.page(**asked).items]

    def product(self, slug: str, *, locale: str = "en", permissions: frozenset[str] = CROWD) -> Product:
        return msgspec.json.decode(
            self.ask(
                lambda ctx: queries.product(ctx, self.store, slug), locale=locale, permissions=permissions
            ),
            type=Product,
        )

    def change(self, statement: Any, **values: Any) -> None:
        """Plain SQL in the tenant's own transaction, to put goods into a state."""
        self.ask(lambda ctx: ctx.db.run(statement, **values))


def open_market(work: Work, products: int = 60) -> Market:
    tenant, store = new_id(), new_id()
    with work.database.platform() as tx:
        tx.run(
            "insert into tenants (id, slug, name) values (%(id)s, %(slug)s, 'Market')",
            id=tenant,
            slug=f"m{tenant.hex}",
        )
    with work.database.transaction(tenant) as tx:
        tx.run(
            """insert into stores (tenant_id, id, slug, name, currency, country, default_locale, locales,
                timezone)
               values (%(tenant)s, %(id)s, 'shop', 'Shop', 'EUR', 'FR', 'en', '{en,fr}', 'UTC')""",
            id=store,
        )
        bulk.fill(tx, tenant, store, products, now=NOW)
    return Market(Work(work.database, work.cache, lambda: NOW), tenant, store, products)


def effective(fact: bulk.Fact) -> int:
    special = fact.special_minor
    return special if special is not None and fact.special_state == "open" else fact.base_minor


def lowest(product: bulk.ProductFact) -> int:
    return min(effective(fact) for fact in product.variants)


def goods(market: Market) -> list[bulk.ProductFact]:
    return [bulk.facts(n) for n in range(market.products)]
