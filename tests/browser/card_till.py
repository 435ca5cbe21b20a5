"""Orders of a furnished shop whose money a bank holds, at the simulated Stripe."""

from __future__ import annotations

from uuid import UUID

import msgspec
from tests.browser.installation import FurnishedShop, Installation

from duka.carts import queries as cart_queries
from duka.carts import service as carts
from duka.carts.types import CartChange, NewLine
from duka.checkout import paying
from duka.checkout import service as checkout
from duka.customers.types import Address
from duka.kernel.context import SYSTEM, Context
from duka.kernel.ids import parse, public
from duka.kernel.work import Caller
from duka.payments.service import Way


class Held(msgspec.Struct, frozen=True):
    """A payment whose money the bank holds; `payment` is its public id."""

    payment: str
    number: str
    amount_minor: int
    payment_id: UUID


class CardTill:
    def __init__(self, installation: Installation, shop: FurnishedShop) -> None:
        self.installation = installation
        self.simulator = installation.tills.stripe
        self.caller = Caller(shop.tenant, SYSTEM, locale=shop.locale)

    def held(self) -> Held:
        """Somebody bought, and their bank holds the money."""
        services = self.installation.services
        order, number = services.work.perform(self.caller, self._buy)
        way = Way(self.installation.base_url)
        payment = paying.pay(services.work, self.caller, services.gateways, order, None, way)
        assert payment.provider_reference is not None
        self.simulator.approve(payment.provider_reference)
        held = paying.settle(services.work, self.caller.tenant, services.gateways, payment.id)
        assert held.status == "authorized", held
        return Held(public("pay", held.id), number, held.amount_minor, held.id)

    def _buy(self, ctx: Context) -> tuple[UUID, str]:
        found = ctx.db.one(
            """select r.store_id, r.variant_id from prices r
               join variants v on v.tenant_id = r.tenant_id and v.id = r.variant_id
               where r.tenant_id = %(tenant)s and v.tenant_id = %(tenant)s and v.is_active order by v.sku limit 1"""
        )
        assert found is not None
        address = Address(
            name="Ndèye Faye", line1="3 rue Vincens", city="Dakar", country="SN", phone="+221 77 111 22 33"
        )
        contact = CartChange(email="ndeye@people.example", phone=address.phone, shipping_address=address)
        cart = carts.create(ctx, found.store_id, [NewLine(found.variant_id, 2)], contact)
        cart_id = parse("cart", cart.id)
        rate = parse("rate", cart_queries.shipping_options(ctx, cart_id, cart.token)[0].id)
        carts.update(ctx, cart_id, cart.token, CartChange(shipping_rate_id=rate, payment_method="stripe"))
        placed = checkout.place(ctx, cart_id, cart.token)
        return parse("ord", placed.id), placed.number

    def moved(self, held: Held) -> tuple[int, int]:
        """(taken, given back) in the provider's own books."""
        told = self.simulator.moved(str(held.payment_id))
        return told.captured, told.refunded
