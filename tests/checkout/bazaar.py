"""A shop written straight into the tables: carts, checkout, orders and stock are tested on it."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from duka.access.roles import OWNER, SHOPPER
from duka.kernel.context import Actor, Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work

DAKAR: dict[str, Any] = {
    "name": "Awa Ndiaye",
    "line1": "12 rue Félix Faure",
    "city": "Dakar",
    "country": "SN",
    "phone": "+221771234567",
    "latitude_e6": 14_693_000,
    "longitude_e6": -17_447_000,
}


@dataclass
class Bazaar:
    """One tenant with one store. `plateau` lies in Dakar, `thies` 60 km inland; both may be sold from."""

    work: Work
    tenant: UUID = field(default_factory=new_id)
    store: UUID = field(default_factory=new_id)
    plateau: UUID = field(default_factory=new_id)
    thies: UUID = field(default_factory=new_id)
    zone: UUID = field(default_factory=new_id)
    flat: UUID = field(default_factory=new_id)
    pickup: UUID = field(default_factory=new_id)
    count: int = 0

    def build(self, *, currency: str = "XOF", includes_tax: bool = True, rate_ppm: int = 180_000) -> "Bazaar":
        with self.work.database.platform() as db:
            db.run(
                "insert into tenants (id, slug, name) values (%(id)s, %(slug)s, 'Acorn')",
                id=self.tenant,
                slug=f"t{self.tenant.hex}",
            )
        self.perform(lambda ctx: self._rows(ctx, currency, includes_tax, rate_ppm))
        return self

    def _rows(self, ctx: Context, currency: str, includes_tax: bool, rate_ppm: int) -> None:
        run = ctx.db.run
        run(
            """insert into stores (tenant_id, id, slug, name, currency, country, default_locale, locales,
                   timezone,
                                   prices_include_tax)
               values (%(tenant)s, %(id)s, 'main', 'Bazaar', %(currency)s, 'SN', 'fr', '{fr,en}',
                   'Africa/Dakar',
                       %(includes)s)""",
            id=self.store,
            currency=currency,
            includes=includes_tax,
        )
        for place, code, latitude, longitude in (
            (self.plateau, "plateau", 14_670_000, -17_438_000),
            (self.thies, "thies", 14_791_000, -16_926_000),
        ):
            run(
                """insert into locations (tenant_id, id, code, name, latitude_e6, longitude_e6, is_pickup)
                   values (%(tenant)s, %(id)s, %(code)s, %(code)s, %(lat)s, %(lon)s, true)""",
                id=place,
                code=code,
                lat=latitude,
                lon=longitude,
            )
        run(
            """insert into shipping_zones (tenant_id, id, store_id, name, countries)
               values (%(tenant)s, %(id)s, %(store)s, 'Senegal', '{SN}')""",
            id=self.zone,
            store=self.store,
        )
        run(
            """insert into shipping_rates (tenant_id, id, zone_id, code, name, kind, price_minor,
                   free_over_minor)
               values (%(tenant)s, %(id)s, %(zone)s, 'courier', 'Coursier', 'flat', 1500, 1000000)""",
            id=self.flat,
            zone=self.zone,
        )
        run(
            """insert into shipping_rates (tenant_id, id, zone_id, code, name, kind, location_id, position)
               values (%(tenant)s, %(id)s, %(zone)s, 'pickup', 'Retrait à Thiès', 'pickup', %(at)s, 1)""",
            id=self.pickup,
            zone=self.zone,
            at=self.thies,
        )
        if rate_ppm:
            run(
                """insert into tax_rates (tenant_id, id, store_id, country, tax_class, code, name, rate_ppm)
                   values (%(tenant)s, %(id)s, %(store)s, 'SN', 'standard', 'tva', 'TVA 18 %%', %(rate)s)""",
                id=new_id(),
                store=self.store,
                rate=rate_ppm,
            )
        for provider in ("cash_on_delivery", "bank_transfer", "sandbox"):
            run(
                """insert into payment_methods (tenant_id, id, store_id, provider, name)
                   values (%(tenant)s, %(id)s, %(store)s, %(code)s, %(code)s)""",
                id=new_id(),
                store=self.store,
                code=provider,
            )

    def product(
        self,
        price: int = 5000,
        stock: int | None = 10,
        *,
        at: UUID | None = None,
        item: UUID | None = None,
        per_unit: int = 1,
        backorder: bool = False,
        **columns: Any,
    ) -> UUID:
        """A visible product with one variant, whose id is given back. `stock` None: not tracked."""
        self.count += 1
        n = self.count
        product, variant, stock_item = new_id(), new_id(), item or new_id()
        product_columns = {"slug": f"p{n}", "title": f"Produit {n}", "status": "active", **columns}
        names = ", ".join(product_columns)
        marks = ", ".join(f"%({name})s" for name in product_columns)

        def act(ctx: Context) -> None:
            ctx.db.run(
                f"insert into products (tenant_id, id, {names}) values (%(tenant)s, %(id)s, {marks})",
                id=product,
                **product_columns,
            )
            if item is None:
                ctx.db.run(
                    """insert into stock_items (tenant_id, id, sku, scale)
                       values (%(tenant)s, %(id)s, %(sku)s, %(scale)s)""",
                    id=stock_item,
                    sku=f"SKU-{n}",
                    scale=columns.get("scale", 0),
                )
            ctx.db.run(
                """insert into variants (tenant_id, id, product_id, sku, stock_item_id, stock_per_unit,
                       tracks_stock,
                                         sells_without_stock, weight_grams)
                   values (%(tenant)s, %(id)s, %(product)s, %(sku)s, %(item)s, %(per)s, %(tracks)s, %(back)s,
                       250)""",
                id=variant,
                product=product,
                sku=f"SKU-{n}",
                item=stock_item,
                per=per_unit,
                tracks=stock is not None,
                back=backorder,
            )
            ctx.db.run(
                """insert into store_products (tenant_id, store_id, product_id, price_minor)
                   values (%(tenant)s, %(store)s, %(product)s, %(price)s)""",
                store=self.store,
                product=product,
                price=price,
            )
            ctx.db.run(
                """insert into prices (tenant_id, store_id, variant_id, base_minor)
                   values (%(tenant)s, %(store)s, %(variant)s, %(price)s)""",
                store=self.store,
                variant=variant,
                price=price,
            )

        self.perform(act)
        if stock and item is None:
            self.stock(stock_item, at or self.plateau, stock)
        return variant

    def stock(self, item: UUID, location: UUID, on_hand: int) -> None:
        from duka.inventory import service as inventory

        self.perform(lambda ctx: inventory.set_stock(ctx, item, location, on_hand, "initial"))

    def item_of(self, variant: UUID) -> UUID:
        return self.value(
            "select stock_item_id from variants where tenant_id = %(tenant)s and id = %(id)s", id=variant
        )

    def level(self, variant: UUID, location: UUID | None = None) -> tuple[int, int]:
        """(on hand, reserved) of a variant's item."""
        row = self.row(
            """select on_hand, reserved from stock_levels
               where tenant_id = %(tenant)s and item_id = %(item)s and location_id = %(location)s""",
            item=self.item_of(variant),
            location=location or self.plateau,
        )
        return (row.on_hand, row.reserved)

    def caller(self, kind: str = "shopper") -> Caller:
        grants = {"shopper": SHOPPER, "staff": OWNER, "system": frozenset[str]()}[kind]
        actor = Actor(kind, new_id() if kind == "staff" else None)
        return Caller(self.tenant, actor, grants, self.store, "fr", "req-test")

    def perform(self, act: Any, kind: str = "system") -> Any:
        return self.work.perform(self.caller(kind), act)

    def shop(self, act: Any) -> Any:
        """`act` as an anonymous shopper."""
        return self.perform(act, "shopper")

    def staff(self, act: Any) -> Any:
        return self.perform(act, "staff")

    def row(self, statement: Any, **params: Any) -> Any:
        return self.perform(lambda ctx: ctx.db.one(statement, **params))

    def value(self, statement: Any, **params: Any) -> Any:
        return self.perform(lambda ctx: ctx.db.value(statement, **params))

    def events(self, type: str | None = None) -> list[str]:
        rows = self.perform(
            lambda ctx: ctx.db.all(
                "select type from events where tenant_id = %(tenant)s order by occurred_at, id"
            )
        )
        return [row.type for row in rows if type in (None, row.type)]
