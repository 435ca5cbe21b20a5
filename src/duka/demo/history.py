"""A few hundred past orders of a demo shop: sold through the verbs, on a clock that is set back, from a fixed seed."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts.types import CartChange, NewLine
from duka.checkout import service as checkout
from duka.checkout import staff_paying
from duka.customers.types import Address
from duka.demo import parcels
from duka.demo.catalogue.types import DemoCatalogue, Product
from duka.demo.past import work_at
from duka.demo.planting import Planted
from duka.inventory.errors import SoldOut
from duka.kernel import ids
from duka.kernel.context import SYSTEM, Context
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller, Work
from duka.orders import service as orders
from duka.wiring import Services

ORDERS = 170
DAYS = 90
PEOPLE = {
    "teranga": [
        ("Awa Ndiaye", "Dakar", "SN", "12 rue Carnot", "+221771234501"),
        ("Moussa Fall", "Dakar", "SN", "Cité Keur Gorgui, villa 8", "+221771234502"),
        ("Fatou Sarr", "Thiès", "SN", "Quartier Randoulène", "+221771234503"),
        ("Ibrahima Ba", "Saint-Louis", "SN", "Rue Blaise Diagne", "+221771234504"),
        ("Mariama Diallo", "Dakar", "SN", "Mermoz, immeuble Kébé", "+221771234505"),
        ("Cheikh Gueye", "Dakar", "SN", "Yoff, route de l'aéroport", "+221771234506"),
    ],
    "": [
        ("Niamh Byrne", "Wicklow", "IE", "4 Abbey Street", "+353851234501"),
        ("Eoin Walsh", "Greystones", "IE", "18 Church Road", "+353851234502"),
        ("Aoife Kelly", "Bray", "IE", "2 Strand Road", "+353851234503"),
        ("Conor Doyle", "Dublin", "IE", "77 Ranelagh Road", "+353851234504"),
        ("Sinéad Murphy", "Arklow", "IE", "9 Main Street", "+353851234505"),
    ],
}
POSTAL = {
    "Wicklow": "A67 X9K4",
    "Greystones": "A63 Y2P1",
    "Bray": "A98 H6T2",
    "Dublin": "D06 F2X9",
    "Arklow": "Y14 C5K8",
}


class Shop(msgspec.Struct, frozen=True):
    """A planted shop with what it sells: products by SKU, variants by SKU."""

    demo: DemoCatalogue
    planted: Planted
    products: dict[str, Product]
    variants: dict[str, UUID]

    @property
    def system(self) -> Caller:
        planted = self.planted
        return Caller(planted.tenant, SYSTEM, store=planted.store, locale=self.demo.store.locales[0])


def shop_of(services: Services, demo: DemoCatalogue, planted: Planted) -> Shop:
    skus = {variant.sku: product for product in demo.products for variant in product.variants}
    return Shop(demo, planted, skus, services.work.perform(Caller(planted.tenant, SYSTEM), _variants))


def sell(services: Services, demo: DemoCatalogue, planted: Planted) -> int:
    """How many orders there are now. Each is as far along as its age makes likely."""
    chance = random.Random(f"duka {demo.store.code}")  # noqa: S311 - invented history
    now = services.work.clock()
    moments = sorted(now - timedelta(minutes=chance.randrange(60, DAYS * 24 * 60)) for _ in range(ORDERS))
    shop = shop_of(services, demo, planted)
    sold = 0
    for moment in moments:
        past = work_at(services.work, moment)
        try:
            _order(past, shop, chance)
            sold += 1
        except (SoldOut, Refusal):
            continue
    return sold


def _variants(ctx: Context) -> dict[str, UUID]:
    rows = ctx.db.all("select sku, id from variants where tenant_id = %(tenant)s and is_active order by sku")
    return {row.sku: row.id for row in rows}


def _order(work: Work, shop: Shop, chance: random.Random) -> None:
    """One sale, as far along as its age makes likely."""
    order_id = place(work, shop, chance)
    live(work, shop.system, order_id, chance, datetime.now(tz=work.clock().tzinfo) - work.clock())


def place(
    work: Work,
    shop: Shop,
    chance: random.Random,
    method: str = "cash_on_delivery",
    skus: Sequence[str] = (),
) -> UUID:
    """Somebody fills a cart and orders it: these variants, or any."""
    people = PEOPLE.get(shop.demo.store.code, PEOPLE[""])
    person, city, country, street, phone = chance.choice(people)
    lines = []
    for sku in skus or chance.sample(sorted(shop.variants), chance.choice((1, 1, 1, 2, 2, 3))):
        selling = shop.products[sku].selling
        steps = -(-selling.minimum // selling.step) + chance.choice((0, 0, 0, 1, 2))
        lines.append(NewLine(shop.variants[sku], steps * selling.step))
    email = person.lower().replace(" ", ".").replace("é", "e") + "@mail.example"
    address = Address(
        name=person, line1=street, city=city, country=country, phone=phone, postal_code=POSTAL.get(city, "")
    )
    contact = CartChange(email=email, phone=phone, shipping_address=address)

    def fill(ctx: Context) -> UUID:
        cart = carts.create(ctx, shop.planted.store, lines, contact)
        cart_id = ids.parse("cart", cart.id)
        options = cart_queries.shipping_options(ctx, cart_id, cart.token)
        choice = CartChange(
            shipping_rate_id=ids.parse("rate", chance.choice(options).id) if options else None,
            payment_method=method,
        )
        carts.update(ctx, cart_id, cart.token, choice)
        placed = checkout.place(ctx, cart_id, cart.token)
        return ids.parse("ord", placed.id)

    return work.perform(shop.system, fill)


def live(work: Work, system: Caller, order_id: UUID, chance: random.Random, age: timedelta) -> None:
    """As far along as its age makes likely."""
    if chance.random() < 0.06:
        work.perform(system, lambda ctx: orders.cancel(ctx, order_id, "The customer changed their mind"))
        return
    parcels.send(work, system, order_id, chance, age)
    if age > parcels.THERE:

        def paid(ctx: Context) -> None:
            payment = ctx.db.value(
                "select id from payments where tenant_id = %(tenant)s and order_id = %(id)s", id=order_id
            )
            staff_paying.mark_paid(ctx, payment, "cash to the courier")

        work.perform(system, paid)
    if age > timedelta(days=8):
        work.perform(system, lambda ctx: orders.complete(ctx, order_id))
