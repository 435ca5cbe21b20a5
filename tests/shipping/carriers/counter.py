"""A shop with a parcel to send, and a simulated carrier to give it to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.conftest import Clock
from tests.simulators.carrier import API_KEY, WEBHOOK_SECRET, CarrierSimulator

from duka.access.roles import OWNER
from duka.identity.sealing import Keyring
from duka.kernel import ids
from duka.kernel.context import Actor, Context
from duka.kernel.work import Caller
from duka.shipping.carriers.desk import Desk
from duka.shipping.carriers.providers.easypost import EasyPost
from duka.shipping.carriers.providers.generic import Generic
from duka.shipping.carriers.providers.own import Own
from duka.shipping.carriers.service import accounts, labels, tracking
from duka.shipping.carriers.types import Account, Content, Parcel, Place
from duka.shipping.carriers.views import NewCarrierAccount, ShippingLabel

T = TypeVar("T")
SECRETS = {"api_key": API_KEY, "webhook_secret": WEBHOOK_SECRET}
DAKAR = Place(name="Bazaar", line1="12 rue Carnot", city="Dakar", country="SN", phone="+221771234567")
LYON = Place(name="Zoé Martin", line1="3 place Bellecour", city="Lyon", postal_code="69002", country="FR")
BASKET = Content(description="Basket", quantity=2, value_minor=5000, weight_grams=400)


def parcel(grams: int = 900, **changed: Any) -> Parcel:
    values: dict[str, Any] = {
        "sender": DAKAR,
        "recipient": LYON,
        "weight_grams": grams,
        "value_minor": 10_000,
        "currency": "XOF",
        "reference": "B-1",
        "contents": (BASKET,),
    }
    return Parcel(**{**values, **changed})


def easypost(simulator: CarrierSimulator, **secrets: str) -> Account:
    return Account(
        tenant=ids.new_id(),
        id=ids.new_id(),
        provider="easypost",
        name="EasyPost",
        secrets={**SECRETS, **secrets},
        base_url=simulator.url,
    )


@dataclass
class Counter:
    """`desk` talks to the simulator; `now` is the shop's clock."""

    bazaar: Bazaar
    simulator: CarrierSimulator
    clock: Clock
    owner: Caller = field(init=False)
    desk: Desk = field(init=False)

    def __post_init__(self) -> None:
        self.owner = Caller(
            self.bazaar.tenant, Actor("staff", ids.new_id(), "Alice"), permissions=frozenset(OWNER)
        )
        self.desk = Desk(
            [Own(), Generic(), EasyPost()],
            Keyring(("a secret",)),
            "http://shop.example",
            {"easypost": self.simulator.url},
        )
        self.clock.now = datetime(2026, 11, 21, 9, tzinfo=UTC)

    def later(self, **much: float) -> None:
        assert self.clock.now is not None
        self.clock.now += timedelta(**much)

    def do(self, act: Callable[[Context], T], caller: Caller | None = None) -> T:
        return self.bazaar.work.perform(caller or self.owner, act)

    def connect(self, provider: str = "easypost", name: str = "", **values: str) -> UUID:
        given = {**SECRETS, **values} if provider == "easypost" else values
        new = NewCarrierAccount(provider=provider, name=name or provider, values=given)
        made = self.do(lambda ctx: accounts.connect(ctx, self.desk, self.bazaar.store, new))
        return ids.parse("cacc", made.id)

    def packed(self, pieces: int = 2) -> tuple[UUID, UUID]:
        """(order, fulfillment) of something that lies packed; carriers ask no more of it than that it is there."""
        order = buy(self.bazaar, (self.bazaar.product(stock=10), pieces))
        fulfillment = ids.new_id()
        self.bazaar.perform(
            lambda ctx: ctx.db.run(
                """insert into fulfillments (tenant_id, id, order_id, location_id, position, prepared_at, updated_at)
                   values (%(tenant)s, %(id)s, %(order)s, %(at)s, 1, %(now)s, %(now)s)""",
                id=fulfillment,
                order=order_id(order),
                at=self.bazaar.plateau,
                now=ctx.now,
            )
        )
        return order_id(order), fulfillment

    def asked(self, account: UUID, *, key: str = "k1", **changed: Any) -> labels.LabelAsked:
        if "fulfillment_id" not in changed:
            changed["order_id"], changed["fulfillment_id"] = self.packed()
        values: dict[str, Any] = {
            "store_id": self.bazaar.store,
            "account_id": account,
            "service": "USPS:Priority",
            "parcel": parcel(),
            "key": f"duka-{self.bazaar.tenant.hex}-{key}",
        }
        return labels.LabelAsked(**{**values, **changed})

    def buy(self, asked: labels.LabelAsked, caller: Caller | None = None) -> ShippingLabel:
        return labels.buy(self.bazaar.work, caller or self.owner, self.desk, asked)

    def follow(self, account: UUID | None, number: str = "9405500105440232839154") -> tuple[UUID, UUID]:
        """(order, parcel) of one that left."""
        order, fulfillment = self.packed()
        parcel_id = self.do(
            lambda ctx: tracking.follow(
                ctx,
                self.desk,
                tracking.Following(
                    order_id=order,
                    store_id=self.bazaar.store,
                    fulfillment_id=fulfillment,
                    account_id=account,
                    tracking_number=number,
                    carrier="USPS",
                ),
            )
        )
        return order, parcel_id
