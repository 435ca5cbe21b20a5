"""A shop in English that also speaks French and Arabic, with a browser before it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any, TypeVar
from uuid import UUID

import pytest
from litestar.testing import TestClient
from tests import make
from tests.people import Shop

from duka.catalog import service as catalog
from duka.catalog.inputs import NewCategory, NewProduct, OptionInput
from duka.kernel import ids
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.work import Work
from duka.languages import writing
from duka.languages.types import NewText
from duka.media.providers.local import LocalStorage
from duka.payments.providers import registry
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.storefront import pages

T = TypeVar("T")
LOCALES = ["en", "fr", "ar"]


@dataclass
class Bilingual:
    """`dress` is sold in a category; both are said in English only."""

    work: Work
    shop: Shop
    dress: UUID
    category: UUID

    def do(self, act: Callable[[Context], T]) -> T:
        return self.work.perform(self.shop.caller, act)

    def say(self, kind: str, thing: str, locale: str = "fr", **texts: str) -> None:
        said = {field: NewText(text) for field, text in texts.items()}
        self.do(lambda ctx: writing.write(ctx, locale, kind, thing, said))

    @property
    def product(self) -> str:
        return ids.public("prod", self.dress)

    @property
    def root(self) -> str:
        slug = self.do(lambda ctx: ctx.db.value("select slug from stores where tenant_id = %(tenant)s"))
        return f"/s/{self.shop.tenant.slug}/{slug}"


@pytest.fixture
def bilingual(work: Work) -> Bilingual:
    shop = make.shop(work, locales=LOCALES)

    def furnish(ctx: Context) -> tuple[UUID, UUID]:
        category = catalog.create_category(ctx, NewCategory("Clothes", description="To wear."))
        dress = catalog.create_product(
            ctx,
            NewProduct(
                title="Wax dress",
                description="<p>Long and light.</p>",
                status="active",
                options=[OptionInput("Size", ["Small"])],
                sku="",
                categories=[ids.public("cat", category)],
                stores=[ids.public("store", shop.store)],
            ),
        )
        variant = ctx.db.one(
            "select id, sku from variants where tenant_id = %(tenant)s and product_id = %(id)s", id=dress
        )
        assert variant is not None
        price = NewPrice(ids.public("var", variant.id), base_minor=4900)
        pricing.set_prices(ctx, shop.store, [price])
        ctx.db.run(
            "update variants set tracks_stock = false where tenant_id = %(tenant)s and id = %(id)s",
            id=variant.id,
        )
        return dress, category

    dress, category = work.perform(shop.caller, furnish)
    return Bilingual(work, shop, dress, category)


@pytest.fixture
def browser(work: Work, tmp_path: Path) -> Iterator[TestClient[Any]]:
    """Follows no redirect by itself, and keeps its cookies."""
    config = Config(
        data=tmp_path, base_url="http://testserver.local", secret="a secret of the tests", cache_seconds=0
    )
    services = SimpleNamespace(
        work=work,
        config=config,
        gateways=registry.build(work, config),
        storage=LocalStorage(config.data / "media", config),
        searches=Searches(work, search_engines.build(config)),
        landing=(),
    )
    with TestClient(pages.app_for_tests(services), base_url="http://testserver.local") as client:
        client.follow_redirects = False
        yield client
