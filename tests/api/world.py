"""A furnished merchant behind the API: goods, stock, rules of selling, keys, staff, customers, carts and orders."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from tests import make
from tests.api.client import Answer, Client
from tests.media.pictures import drawn, saved
from tests.people import ALICE, PASSWORD, SAM

from duka.catalog import service as catalog
from duka.catalog.inputs import (
    NewAttribute,
    NewAttributeSet,
    NewCategory,
    NewProduct,
    NewVariant,
    OptionInput,
    SetMember,
)
from duka.customers import service as customers
from duka.identity import keys
from duka.identity import service as identity
from duka.inventory import service as inventory
from duka.kernel.context import SYSTEM, Context
from duka.kernel.ids import new_id, parse, public
from duka.kernel.work import Caller
from duka.media import service as media
from duka.pricing import service as pricing
from duka.pricing.inputs import NewPrice
from duka.staff import service as staff
from duka.stores import service as stores
from duka.stores.inputs import NewLocation, NewStore, PaymentMethod, ShippingRate, ShippingZone
from duka.stores.types import TaxRate
from duka.tenants.types import Tenant
from duka.wiring import Services

DAKAR: dict[str, Any] = {
    "name": "Awa Ndiaye",
    "line1": "12 rue Carnot",
    "city": "Dakar",
    "country": "SN",
    "phone": "+221771234567",
}


@dataclass
class World:
    """One tenant. Ids are public ids; a `*_token` is a bearer or a cart's or order's secret."""

    client: Client
    services: Services
    tenant: Tenant
    store: str = ""
    second_store: str = ""
    location: str = ""
    annex: str = ""
    category: str = ""
    empty_category: str = ""
    attribute: str = ""
    media: str = ""
    media_path: str = ""
    dress: str = ""
    variants: list[str] = field(default_factory=list)
    cheese: str = ""
    cheese_variant: str = ""
    draft: str = ""
    pk: str = ""
    sk: str = ""
    staff: str = ""
    customer: str = ""
    customer_token: str = ""
    stranger_token: str = ""
    key: str = ""

    @property
    def email(self) -> str:
        """The signed-in customer's, who buys here as a guest too."""
        return f"sam@{self.tenant.slug}.example"

    @property
    def sku(self) -> str:
        """Of a plain product, known to no other tenant."""
        return f"PLAIN-{self.tenant.slug}-0"

    def customer_version(self) -> int:
        profile = self.call("GET", f"/ecommerce/customers/{self.customer}", by=self.customer_token).json
        return int(profile["version"])

    @property
    def base(self) -> str:
        return f"/api/tenants/{self.tenant.slug}"

    def perform(self, act: Any) -> Any:
        return self.services.work.perform(Caller(self.tenant.id, SYSTEM, store=None), act)

    def call(self, method: str, path: str, body: Any = None, *, by: str | None = None, **more: Any) -> Answer:
        """`path` below the tenant's address; `by` is a bearer, the publishable key when none is given."""
        headers = {"authorization": f"Bearer {self.pk if by is None else by}", **more.pop("headers", {})}
        if by == "":
            del headers["authorization"]
        return self.client.request(method, self.base + path, body, headers=headers, **more)

    def admin(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        return self.call(method, "/admin" + path, body, by=self.staff, **more)

    def shop(self, method: str, path: str, body: Any = None, **more: Any) -> Answer:
        return self.call(method, "/ecommerce" + path, body, **more)

    def cart(
        self, quantity: int = 1, method: str = "cash_on_delivery", by: str | None = None
    ) -> dict[str, Any]:
        """A cart that lacks nothing, with its token."""
        lines = [{"variant_id": self.variants[0], "quantity": quantity}]
        made = self.shop("POST", "/carts", {"lines": lines}, by=by, query={"store": self.store})
        assert made.status == 201, made.body
        cart: dict[str, Any] = made.json
        token = {"cart-token": cart["token"]}
        address = {"email": self.email, "shipping_address": DAKAR, "payment_method": method}
        at = f"/carts/{cart['id']}"
        assert self.shop("PATCH", at, address, by=by, headers=token).status == 200
        options = self.shop("GET", at + "/shipping-options", by=by, headers=token).json
        chosen = self.shop("PATCH", at, {"shipping_option_id": options[0]["id"]}, by=by, headers=token)
        assert chosen.status == 200, chosen.body
        return chosen.json | {"token": cart["token"]}

    def order(self, method: str = "cash_on_delivery", by: str | None = None) -> dict[str, Any]:
        """A placed order (one that waits for its payment with sandbox), with `tracking_token`."""
        cart = self.cart(method=method, by=by)
        headers = {"cart-token": cart["token"], "idempotency-key": new_id().hex}
        placed = self.shop("POST", "/orders", {"cart_id": cart["id"]}, by=by, headers=headers)
        assert placed.status == 201, placed.body
        return placed.json

    def step(self, order: dict[str, Any], *names: str) -> dict[str, Any]:
        """The order after staff took these steps."""
        bodies: dict[str, Any] = {"ship": {"carrier": "Poste"}, "return": {}, "cancel": {"reason": "changed"}}
        for name in names:
            answer = self.admin("POST", f"/orders/{order['id']}/{name}", bodies.get(name))
            assert answer.status == 200, answer.body
            order = answer.json
        return order


def furnish(client: Client, services: Services, name: str = "acorn") -> World:
    work = services.work
    world = World(client, services, make.tenant(work, name))
    world.perform(lambda ctx: _ground(ctx, world))
    picture = media.upload(
        work,
        Caller(world.tenant.id, SYSTEM),
        services.storage,
        saved(drawn(120, 90, color=f"#{new_id().hex[-6:]}")),
        "a.png",
    )
    world.media = public("med", picture)
    world.media_path = f"{world.tenant.id.hex}/{picture.hex}/120.webp"
    world.perform(lambda ctx: _goods(ctx, world))
    world.perform(lambda ctx: _people(ctx, world))
    who = Caller(world.tenant.id, SYSTEM)
    sam = customers.admit(work, who, world.email, PASSWORD, SAM.name)
    world.customer, world.customer_token = public("cus", sam.customer_id), sam.token
    world.stranger_token = customers.admit(work, who, "stranger@example.com", PASSWORD).token
    return world


def _ground(ctx: Context, world: World) -> None:
    new = NewStore(
        slug="main", name="Main", currency="XOF", country="SN", default_locale="en", locales=["en", "fr"]
    )
    store = stores.create(ctx, new)
    second = stores.create(ctx, NewStore(slug="second", name="Second", currency="EUR", country="FR"))
    world.store, world.second_store = public("store", store), public("store", second)
    near = NewLocation(
        code="plateau", name="Plateau", latitude_e6=14_670_000, longitude_e6=-17_438_000, is_pickup=True
    )
    world.location = public("loc", stores.add_location(ctx, near))
    world.annex = public("loc", stores.add_location(ctx, NewLocation(code="annex", name="Annex")))
    stores.set_tax_rates(ctx, store, [TaxRate("SN", "", "", "standard", "tva", "TVA", 180_000, 0, False)])
    courier = ShippingRate(code="courier", name="Courier", price_minor=1500, free_over_minor=10_000_000)
    pickup = ShippingRate(code="pickup", name="Fetch it", kind="pickup", location_id=world.location)
    stores.set_shipping(ctx, store, [ShippingZone(name="Senegal", countries=["SN"], rates=[courier, pickup])])
    methods = ("cash_on_delivery", "bank_transfer", "sandbox")
    stores.set_payment_methods(ctx, store, [PaymentMethod(provider=p, name=p) for p in methods])


def _goods(ctx: Context, world: World) -> None:
    world.category = public("cat", catalog.create_category(ctx, NewCategory("Dresses")))
    world.empty_category = public("cat", catalog.create_category(ctx, NewCategory("Empty")))
    colour = catalog.create_attribute(
        ctx, NewAttribute("fabric", "Fabric", "choice", ["wax", "linen"], is_filter=True)
    )
    world.attribute = public("attr", colour)
    catalog.create_attribute_set(ctx, NewAttributeSet("clothes", "Clothes", [SetMember("fabric")]))
    shelf: dict[str, Any] = {"categories": [world.category], "stores": [world.store], "tax_class": "standard"}
    size = [OptionInput("Size", ["S", "M", "L"])]
    dress = catalog.create_product(
        ctx,
        NewProduct(
            "Wax dress",
            options=size,
            attribute_set="clothes",
            attributes={"fabric": "wax"},
            tags=["wax"],
            slug="wax-dress",
            **shelf,
        ),
    )
    cheese = catalog.create_product(
        ctx,
        NewProduct(
            "Comté",
            pricing_mode="weight",
            unit="KGM",
            scale=2,
            step=5,
            minimum=10,
            average=100,
            sku="CHEESE",
            **shelf,
        ),
    )
    plain = [
        catalog.create_product(
            ctx,
            NewProduct(f"Plain {n}", variants=[NewVariant(sku=f"PLAIN-{world.tenant.slug}-{n}")], **shelf),
        )
        for n in range(7)
    ]
    world.draft = public("prod", catalog.create_product(ctx, NewProduct("Only a draft", sku="DRAFT")))
    world.dress, world.cheese = public("prod", dress), public("prod", cheese)
    rows = ctx.db.all(
        """select v.id, v.product_id, v.stock_item_id from variants v
           where v.tenant_id = %(tenant)s order by v.product_id, v.position, v.id"""
    )
    world.variants = [public("var", r.id) for r in rows if r.product_id == dress]
    (world.cheese_variant,) = (public("var", r.id) for r in rows if r.product_id == cheese)
    store, sold = parse("store", world.store), {dress, cheese, *plain}
    prices = [
        NewPrice(public("var", r.id), 900 + 100 * n) for n, r in enumerate(rows) if r.product_id in sold
    ]
    pricing.set_prices(ctx, store, prices)
    for row in rows:
        inventory.set_stock(ctx, row.stock_item_id, parse("loc", world.location), 100_000, "initial")
    for product in sold:
        catalog.activate_product(ctx, product)


def _people(ctx: Context, world: World) -> None:
    store = parse("store", world.store)
    alice = staff.create_staff(ctx, ALICE.email, ALICE.name, PASSWORD)
    world.staff = identity.open_session(ctx, "staff", alice)
    world.pk = keys.create_api_key(ctx, "publishable", "Shop", None, store)
    world.sk = keys.create_api_key(ctx, "secret", "Everything")
    spare = keys.create_api_key(ctx, "secret", "Spare", ["products:read"])
    found: UUID = ctx.db.value(
        "select id from api_keys where tenant_id = %(tenant)s and last_four = %(last)s and name = 'Spare'",
        last=spare[-4:],
    )
    world.key = public("key", found)


def narrow_key(world: World, kind: str, scopes: list[str]) -> str:
    """A key of the tenant's with these scopes only."""
    place = parse("store", world.store) if kind == "publishable" else None
    key: str = world.perform(lambda ctx: keys.create_api_key(ctx, kind, "Narrow", scopes, place))
    return key
