"""The demo shops' customer with a known password: addresses, orders, a wish list."""

import random
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID

from duka.access.roles import CUSTOMER
from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts.types import CartChange, NewLine
from duka.checkout import service as checkout
from duka.customers import service as customers
from duka.customers.types import Address
from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.history import PEOPLE, POSTAL, Shop, live, shop_of
from duka.demo.past import work_at
from duka.demo.planting import Planted
from duka.kernel import ids
from duka.kernel.context import Actor, Context
from duka.kernel.errors import Refusal
from duka.kernel.work import Caller
from duka.wiring import Services

DAYS_AGO = (41, 12, 3, 0.2)
WISHES = 4


def furnish(services: Services, demo: DemoCatalogue, planted: Planted, email: str) -> int:
    """How many orders the customer placed."""
    chance = random.Random(f"duka account {demo.store.code}")  # noqa: S311 - invented history
    shop, now = shop_of(services, demo, planted), services.work.clock()
    customer: UUID = services.work.perform(shop.system, lambda ctx: _customer(ctx, email))
    actor = Actor("customer", customer, "Sam Diop")
    them = Caller(planted.tenant, actor, CUSTOMER, planted.store, demo.store.locales[0])
    home, office = _addresses(demo)

    def settle(ctx: Context) -> None:
        customers.add_address(ctx, customer, home, is_default=True)
        customers.add_address(ctx, customer, office)
        for sku in chance.sample(sorted(shop.variants), WISHES):
            customers.add_wish(ctx, shop.variants[sku])
        customers.end_sessions(ctx)
        customers.consent(ctx, customer, "email", is_given=True, source="register")

    services.work.perform(them, settle)
    placed = 0
    for days in DAYS_AGO:
        moment = now - timedelta(days=days)
        past = work_at(services.work, moment)
        with suppress(Refusal):
            order = past.perform(them, lambda ctx: _order(ctx, shop, chance, email, home))
            live(past, shop.system, order, chance, datetime.now(tz=now.tzinfo) - moment)
            placed += 1
    return placed


def _customer(ctx: Context, email: str) -> UUID:
    sql = "select id from customers where tenant_id = %(tenant)s and email = %(email)s"
    found: UUID = ctx.db.value(sql, email=email)
    return found


def _addresses(demo: DemoCatalogue) -> tuple[Address, Address]:
    made = []
    for _, city, country, street, phone in PEOPLE.get(demo.store.code, PEOPLE[""])[:2]:
        made.append(
            Address(
                name="Sam Diop",
                line1=street,
                city=city,
                country=country,
                phone=phone,
                postal_code=POSTAL.get(city, ""),
                region="Co. Wicklow" if country == "IE" else "",
            )
        )
    return made[0], made[1]


def _order(ctx: Context, shop: Shop, chance: random.Random, email: str, address: Address) -> UUID:
    cart = carts.have_own(ctx, shop.planted.store)
    lines = []
    for sku in chance.sample(sorted(shop.variants), 2):
        selling = shop.products[sku].selling
        lines.append(NewLine(shop.variants[sku], -(-selling.minimum // selling.step) * selling.step))
    carts.put(ctx, cart, None, lines)
    contact = CartChange(email=email, phone=address.phone, shipping_address=address)
    carts.update(ctx, cart, None, contact)
    options = cart_queries.shipping_options(ctx, cart, None)
    rate = ids.parse("rate", options[0].id)
    carts.update(ctx, cart, None, CartChange(shipping_rate_id=rate, payment_method="cash_on_delivery"))
    return ids.parse("ord", checkout.place(ctx, cart, None).id)
