"""A shop in CFA francs with a market in euros, made through the verbs."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar
from uuid import UUID

from tests.checkout.bazaar import DAKAR, Bazaar

from duka.access.roles import OWNER, SHOPPER
from duka.carts import service as carts
from duka.carts.types import Cart, CartChange, NewLine
from duka.customers.types import Address
from duka.kernel import ids
from duka.kernel.context import Actor, Context
from duka.kernel.ids import new_id
from duka.kernel.work import Caller
from duka.markets import lists, rates, service
from duka.markets.types import MarketChange, NewListPrice, NewMarket, NewPriceList, NewRate

T = TypeVar("T")
EURO = Decimal("655.957")


class Abroad:
    """`market` is France, in euros; its shoppers stand in it (`shop`)."""

    def __init__(self, bazaar: Bazaar) -> None:
        self.bazaar = bazaar
        self.market = new_id()

    def opened(self, **market: Any) -> "Abroad":
        self.rate("EUR", "XOF", EURO)
        self.market = self.made(**market)
        self.staff(lambda ctx: service.activate(ctx, self.market, 1))
        return self

    def made(self, **given: Any) -> UUID:
        new = NewMarket(
            **{
                "name": "France",
                "handle": "france",
                "currency": "EUR",
                "countries": ["FR"],
                "locale": "fr",
                **given,
            }
        )
        return self.staff(lambda ctx: service.create(ctx, self.bazaar.store, new))

    def rate(self, base: str, currency: str, rate: Decimal | str, at: datetime | None = None) -> int:
        wanted = NewRate(base, currency, Decimal(rate), at)
        return self.staff(lambda ctx: rates.enter(ctx, [wanted]))

    def change(self, version: int, **given: Any) -> None:
        self.staff(lambda ctx: service.update(ctx, self.market, MarketChange(**given), version))

    def price_list(self, prices: dict[UUID, int] | None = None, **given: Any) -> UUID:
        new = NewPriceList(**{"name": "Wholesale", "currency": "XOF", **given})
        made = self.staff(lambda ctx: lists.create(ctx, new))
        if prices:
            self.list_prices(made, *((variant, 1, minor) for variant, minor in prices.items()))
        return made

    def list_prices(self, list_id: UUID, *prices: tuple[UUID, int, int | None]) -> int:
        wanted = [NewListPrice(ids.public("var", v), minor, quantity) for v, quantity, minor in prices]
        return self.staff(lambda ctx: lists.set_prices(ctx, list_id, wanted))

    def staff(self, act: Callable[[Context], T]) -> T:
        caller = Caller(self.bazaar.tenant, Actor("staff", new_id(), "Alice"), OWNER)
        return self.bazaar.work.perform(caller, act)

    def shop(self, act: Callable[[Context], T], market: str = "france", customer: UUID | None = None) -> T:
        actor = Actor("customer", customer) if customer else Actor("shopper")
        caller = Caller(self.bazaar.tenant, actor, SHOPPER, self.bazaar.store, "fr", market=market)
        return self.bazaar.work.perform(caller, act)

    def cart(self, *lines: tuple[UUID, int], market: str = "france", customer: UUID | None = None) -> Cart:
        wanted = [NewLine(variant, quantity) for variant, quantity in lines]
        return self.shop(lambda ctx: carts.create(ctx, self.bazaar.store, wanted), market, customer)

    def ready(self, *lines: tuple[UUID, int], market: str = "france", **values: Any) -> Cart:
        cart = self.cart(*lines, market=market)
        filled = {
            "email": "awa@example.com",
            "shipping_address": Address(**DAKAR),
            "shipping_rate_id": self.bazaar.flat,
            "payment_method": "sandbox",
            **values,
        }
        self.shop(
            lambda ctx: carts.update(ctx, ids.parse("cart", cart.id), cart.token, CartChange(**filled)),
            market,
        )
        return cart

    def events(self, type: str) -> list[Any]:
        return self.bazaar.perform(
            lambda ctx: ctx.db.all(
                "select e.payload from events e where e.tenant_id = %(tenant)s and e.type = %(type)s order by e.id",
                type=type,
            )
        )
