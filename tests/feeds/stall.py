"""A shop with goods of every kind that feeds tell apart, and what tests ask of feeds."""

import gzip
import hashlib
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests import make

from duka.catalog import service as catalog
from duka.catalog.inputs import (
    ImageInput,
    NewCategory,
    NewProduct,
    NewVariant,
    OptionInput,
    OptionTexts,
    ProductTexts,
)
from duka.feeds import fetching, queries, refreshing, service
from duka.feeds.inputs import FeedChoice, FeedInput
from duka.feeds.queries import Desk
from duka.feeds.types import Feed
from duka.identity.sealing import Keyring
from duka.inventory import service as inventory
from duka.inventory.types import Count
from duka.kernel import ids
from duka.kernel.context import SYSTEM
from duka.kernel.ids import new_id, public
from duka.kernel.work import Caller, Work
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice

BASE = "https://duka.example"
DESK = Desk(Keyring(("a secret of the tests",)), BASE)


@dataclass
class Stall:
    """`products` and `variants` by SKU (of a product, its first)."""

    work: Work
    products: dict[str, UUID] = field(default_factory=dict)
    variants: dict[str, UUID] = field(default_factory=dict)

    def build(self) -> "Stall":
        self.tenant = make.tenant(self.work)
        self.caller = Caller(self.tenant.id, SYSTEM)
        self.store = make.store(
            self.work, self.tenant, "EUR", "FR", locales=["en", "fr"], slug="paris", name="Paris & Co"
        )
        self.place = make.location(self.work, self.tenant, "depot")
        self.clothes = self.do(lambda ctx: catalog.create_category(ctx, NewCategory(name="Clothes")))
        self.dresses = self.do(
            lambda ctx: catalog.create_category(
                ctx, NewCategory(name="Dresses", parent_id=public("cat", self.clothes))
            )
        )
        self.add(
            "DRESS",
            12900,
            title="Dress <Awa> & co",
            description="<p>Cotton, made by hand.</p>",
            vendor="Adire House",
            attributes={},
            options=[
                OptionInput(
                    "Colour",
                    ["Red", "Blue"],
                    {"fr": OptionTexts("Couleur", {"Red": "Rouge", "Blue": "Bleu"})},
                )
            ],
            variants=[
                NewVariant("DRESS", "4006381333931", ["Red"], weight_grams=300),
                NewVariant("DRESS-B", "2012345678903", ["Blue"], weight_grams=300),
            ],
            translations={"fr": ProductTexts("Robe Awa", "<p>Coton.</p>")},
            categories=[public("cat", self.dresses)],
        )
        self.add(
            "CHEESE",
            2450,
            title="Goat cheese",
            description="<p>From the hill.</p>",
            vendor="Hill",
            pricing_mode="weight",
            unit="KGM",
            scale=2,
            step=25,
            minimum=50,
        )
        self.add("MUG", 900, title="Mug", description="<p>A mug.</p>", picture=False)
        return self

    def do(self, act: Any) -> Any:
        return self.work.perform(self.caller, act)

    def add(self, sku: str, price: int, *, stock: int = 10, picture: bool = True, **fields: Any) -> UUID:
        fields |= {} if "variants" in fields else {"sku": sku}
        new = NewProduct(status="active", stores=[public("store", self.store)], **fields)
        id: UUID = self.do(lambda ctx: catalog.create_product(ctx, new))
        self.products[sku] = id
        rows = self.do(
            lambda ctx: ctx.db.all(
                "select id, sku, stock_item_id from variants where tenant_id = %(tenant)s and product_id = %(id)s",
                id=id,
            )
        )
        for row in rows:
            self.variants[row.sku] = row.id
            self.price(row.sku, price)
        counts = [Count(row.stock_item_id, self.place, stock * 100) for row in rows]
        self.do(lambda ctx: inventory.count(ctx, counts, "count"))
        if picture:
            media = self.picture(sku.encode())
            images = [ImageInput(media_id=public("med", media))]
            self.do(lambda ctx: catalog.set_images(ctx, id, images))
        return id

    def price(self, sku: str, base: int, *more: Any) -> None:
        price = NewPrice(public("var", self.variants[sku]), base, *more)
        self.do(lambda ctx: pricing.set_prices(ctx, self.store, [price]))

    def picture(self, data: bytes) -> UUID:
        id = new_id()
        self.do(
            lambda ctx: ctx.db.run(
                """insert into media (tenant_id, id, key, mime, width, height, bytes, checksum, widths)
                   values (%(tenant)s, %(id)s, 'k', 'image/webp', 640, 640, 1, %(checksum)s, '{320,640}')""",
                id=id,
                checksum=hashlib.sha256(data).digest(),
            )
        )
        return id

    def feed(self, channel: str = "google", format: str = "xml", **more: Any) -> Feed:
        """A new one, refreshed; `choice` fields by their names."""
        fields = {name: more.pop(name) for name in list(more) if name in FeedChoice.__struct_fields__}
        data = FeedInput(
            name=f"{channel} {format}",
            store_id=public("store", self.store),
            channel=channel,  # type: ignore[arg-type]
            format=format,  # type: ignore[arg-type]
            choice=FeedChoice(**fields),
            **more,
        )
        feed: Feed = self.do(lambda ctx: service.create_feed(ctx, DESK, data))
        return self.refresh(feed)

    def refresh(self, feed: Feed) -> Feed:
        refreshing.refresh(self.work, self.tenant.id, ids.parse("feed", feed.id), BASE)
        return self.get(feed)

    def get(self, feed: Feed) -> Feed:
        found: Feed = self.do(lambda ctx: queries.get_feed(ctx, DESK, ids.parse("feed", feed.id)))
        return found

    def text(self, feed: Feed) -> str:
        body = self.do(lambda ctx: fetching.file(ctx, ids.parse("feed", feed.id)))
        return gzip.decompress(body).decode()

    def publish(self, feed: Feed) -> Feed:
        found: Feed = self.do(lambda ctx: service.publish_feed(ctx, DESK, ids.parse("feed", feed.id)))
        return found

    def problems(self, feed: Feed) -> dict[str, list[str]]:
        page = self.do(lambda ctx: queries.list_items(ctx, ids.parse("feed", feed.id)))
        return {item.item_id: item.problems for item in page.items}

    def token(self, feed: Feed) -> str:
        assert feed.address is not None
        return feed.address.split("/")[-2]

    def jobs(self) -> int:
        """How many refreshes of this company's wait."""
        with self.work.database.platform() as tx:
            return int(
                tx.value(
                    """select count(*) from procrastinate_jobs
                       where task_name = 'feeds.refresh' and args ->> 'tenant' = %(tenant)s""",
                    tenant=str(self.tenant.id),
                )
            )

    def events(self) -> list[str]:
        return [
            row.type
            for row in self.do(
                lambda ctx: ctx.db.all(
                    """select e.type from events e where e.tenant_id = %(tenant)s and e.type like 'feed.%%' order by e.id"""
                )
            )
        ]
