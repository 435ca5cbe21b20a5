"""A few orders of a demo shop that were paid online, at the test gateway, with everything that happens to payments: paid,
declined, tried again, given back, disputed, given up, and one that waits for its buyer."""

import random
from contextlib import suppress
from datetime import timedelta
from uuid import UUID

from duka.checkout import paying, staff_paying
from duka.demo.catalogue.types import DemoCatalogue
from duka.demo.history import Shop, place, shop_of
from duka.demo.past import work_at
from duka.demo.planting import Planted
from duka.inventory.errors import SoldOut
from duka.kernel import ids
from duka.kernel.context import Context
from duka.kernel.errors import Refusal
from duka.kernel.work import Work
from duka.payments import service as payments
from duka.payments.service import Way, disputes
from duka.payments.types import DisputeNews, Payment, RefundAsked
from duka.sandbox import gateway
from duka.wiring import Services

STORIES: tuple[tuple[float, str], ...] = (
    (61 * 24, "paid"),
    (47 * 24, "given back"),
    (33 * 24, "paid"),
    (26 * 24, "partly given back"),
    (12 * 24, "declined"),
    (9 * 24, "disputed"),
    (5 * 24, "tried again"),
    (3 * 24, "given up"),
    (30, "paid"),
    (22, "paid"),
    (19, "declined"),
    (11, "tried again"),
    (7, "partly given back"),
    (4, "paid"),
    (2, "declined"),
    (1.5, "paid"),
    (0.02, "waiting"),
)
"""(hours ago, what happened)."""


def pay(services: Services, demo: DemoCatalogue, planted: Planted) -> int:
    """How many orders were to be paid so."""
    chance = random.Random(f"duka online {demo.store.code}")  # noqa: S311 - invented history
    shop = shop_of(services, demo, planted)
    now = services.work.clock()
    told = 0
    for hours, story in STORIES:
        moment = now - timedelta(hours=hours)
        past = work_at(services.work, moment)
        buyer = _somebody(services, past, shop, chance)
        if buyer is not None:
            buyer.live(story)
            told += 1
    return told


def _somebody(services: Services, past: Work, shop: Shop, chance: random.Random) -> "Buyer | None":
    """Not everything is there, and not everybody lives where it is sent: the next one is luckier."""
    for _ in range(12):
        with suppress(SoldOut, Refusal):
            return Buyer(services, past, shop, chance)
    return None


class Buyer:
    """Somebody who pays online, and the staff who look after it."""

    def __init__(self, services: Services, work: Work, shop: Shop, chance: random.Random) -> None:
        self.work = work
        self.shop = shop
        self.gateways = services.gateways
        self.way = Way(f"{services.config.base_url}/s/{shop.demo.store.code}/{shop.demo.store.code}")
        self.order_id = place(work, shop, chance, "sandbox")

    def live(self, story: str) -> None:
        payment = self._begin()
        if story == "waiting":
            return
        if story == "given up":
            paying.abandon(self.work, self._tenant, self.gateways, self.order_id, "not paid in time")
            return
        if story in ("declined", "tried again"):
            self._decide(payment, "decline")
            if story == "declined":
                return
            payment = self._begin()
        payment = self._decide(payment, "pay")
        if story == "given back":
            self._refund(payment, None, "It arrived broken")
        elif story == "partly given back":
            self._refund(payment, payment.amount_minor // 4, "One of them was bruised")
        elif story == "disputed":
            self.work.perform(self.shop.system, lambda ctx: self._dispute(ctx, payment))

    @property
    def _tenant(self) -> UUID:
        return self.shop.planted.tenant

    def _begin(self) -> Payment:
        return paying.pay(self.work, self.shop.system, self.gateways, self.order_id, None, self.way)

    def _decide(self, payment: Payment, act: str) -> Payment:
        reference = payment.provider_reference or ""
        gateway.at(self.work, self._tenant, lambda ctx: gateway.decide(ctx, reference, act))
        return paying.settle(self.work, self._tenant, self.gateways, payment.id)

    def _refund(self, payment: Payment, amount_minor: int | None, reason: str) -> None:
        asked = RefundAsked(amount_minor=amount_minor, reason=reason, request=payment.id.bytes)
        staff_paying.refund(self.work, self.shop.system, self.gateways, payment.id, asked)

    def _dispute(self, ctx: Context, payment: Payment) -> None:
        news = DisputeNews(
            reference=ids.public("case", payment.id)[:20],
            status="open",
            amount_minor=payment.amount_minor,
            currency=payment.currency,
            reason="The buyer does not remember this purchase",
            withdrawn_minor=payment.amount_minor,
            due_by=ctx.now + timedelta(days=18),
        )
        disputes.record(ctx, payments.hold(ctx, payment.id).payment, news)
