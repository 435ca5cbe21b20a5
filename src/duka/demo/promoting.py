"""The promotions of a demo shop: a welcome with a minimum, free shipping, two and one, and a draft."""

from duka.demo.planting import Planted
from duka.kernel.context import SYSTEM, Context
from duka.kernel.ids import parse
from duka.kernel.money import exponent
from duka.kernel.work import Caller
from duka.promotions import coding, service
from duka.promotions.inputs import NewPromotion
from duka.promotions.types import BuyGet, FreeShipping, Percent, Rules, Tiered, TierStep, Total
from duka.wiring import Services


def offer(services: Services, planted: Planted, currency: str) -> int:
    """How many there are."""
    minimum = 20_000 if exponent(currency) == 0 else 5_000
    welcome = NewPromotion(
        name="Welcome 10",
        title="Welcome",
        titles={"fr": "Bienvenue"},
        rules=Rules(
            conditions=[Total(at_least={currency: minimum})], effects=[Percent(ppm=100_000, on="order")]
        ),
        needs_code=True,
        codes=["WELCOME10"],
        customer_limit=1,
    )
    shipping = NewPromotion(
        name="Free shipping",
        title="Free shipping",
        titles={"fr": "Livraison offerte"},
        rules=Rules(effects=[FreeShipping()]),
        needs_code=True,
        codes=["SHIPFREE"],
        usage_limit=500,
    )
    two_and_one = NewPromotion(
        name="Buy two, get one",
        title="Buy two, get one",
        titles={"fr": "Deux achetés, un offert"},
        rules=Rules(effects=[BuyGet(buy=2, get=1)], stacking="exclusive"),
        needs_code=True,
        codes=["TWOANDONE"],
    )
    more = NewPromotion(
        name="The more, the cheaper",
        titles={"fr": "Plus on achète, moins c’est cher"},
        rules=Rules(
            effects=[
                Tiered(by="pieces", tiers=[TierStep(pieces=3, ppm=50_000), TierStep(pieces=6, ppm=100_000)])
            ]
        ),
    )

    def plant(ctx: Context) -> int:
        for new in (welcome, shipping, two_and_one):
            made = service.create(ctx, new)
            service.activate(ctx, parse("promo", made.id))
            if new is shipping:
                coding.create_batch(ctx, parse("promo", made.id), 25, "SHIP")
        service.create(ctx, more)
        return 4

    return services.work.perform(Caller(planted.tenant, SYSTEM), plant)
