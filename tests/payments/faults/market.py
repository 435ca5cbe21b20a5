"""A shop, one real provider's simulator that misbehaves, buyers, staff and a worker that are cut off at every turn; and the
judge, who compares what the provider's own books say with what we hold."""

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import UUID

import msgspec
from tests import outbox
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.conftest import Clock
from tests.payments.front import Front
from tests.payments.providers.rigs import Rig
from tests.payments.till import Till
from tests.simulators.books import Entry
from tests.simulators.mischief import TROUBLES

from duka.checkout import paying, staff_paying
from duka.kernel.errors import Refusal
from duka.kernel.work import Work
from duka.ledger import verifying
from duka.orders import service as orders
from duka.orders.types import Order
from duka.payments import queries
from duka.payments.service import AccountInput, CaptureAsked, accounts
from duka.payments.types import About, Payment, Provider, RefundAsked

HONEST = ("dropped", "doubled", "late", "reordered", "forged", "wrong_amount", "wrong_merchant")
PHONE = "+46733123459"


class Killed(BaseException):
    """The process ends here, between the provider and our books."""


@dataclass
class Mortal:
    """An adapter whose process may die before it asks, or after the provider acted and before we know."""

    inner: Provider
    random: random.Random
    rate: float = 0.0
    deaths: int = 0

    @property
    def about(self) -> About:
        return self.inner.about

    def read_callback(self, *arguments: Any) -> Any:
        return self.inner.read_callback(*arguments)

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            self._perhaps_die()
            answer = getattr(self.inner, name)(*arguments, **named)
            self._perhaps_die()
            return answer

        return call

    def _perhaps_die(self) -> None:
        if self.random.random() < self.rate:
            self.deaths += 1
            raise Killed


class Workers(Till):
    """A job whose worker died is done again by the next one, as the queue sees to."""

    def _do(self, act: Callable[..., None], arguments: dict[str, Any]) -> None:
        while True:
            try:
                return super()._do(act, arguments)
            except Killed:
                continue


@dataclass
class Market:
    """`rates`: how often the provider has trouble, our process dies, and a callback goes astray."""

    rig: Rig
    front: Front
    mortal: Mortal
    work: Work
    clock: Clock
    seed: int
    orders: list[Order] = field(default_factory=list)
    staff_refunds: int = 0

    def __post_init__(self) -> None:
        outbox.empty(self.work)
        bazaar = Bazaar(self.work).build(currency=self.rig.currency)
        self.till = Workers(bazaar, self.front, self.clock)
        self.bazaar = bazaar
        self.provider = self.rig.provider.about.code
        self._connect()
        self.goods = bazaar.product(price=2000, stock=1_000_000)

    def _connect(self) -> None:
        account, provider = self.rig.account, self.provider
        given = AccountInput(mode=account.mode, values={**account.settings, **account.secrets})
        addresses = self.front.services.gateways.addresses
        assert isinstance(addresses, dict)
        addresses[provider] = self.rig.simulator.url
        view = self.bazaar.staff(
            lambda ctx: accounts.save(ctx, self.front.services.gateways, self.bazaar.store, provider, given)
        )
        if hasattr(self.rig.simulator, "webhook_url"):
            self.rig.simulator.webhook_url = view.callback_url
        self.bazaar.perform(
            lambda ctx: ctx.db.run(
                """insert into payment_methods (tenant_id, id, store_id, provider, name)
                   values (%(tenant)s, gen_random_uuid(), %(store)s, %(code)s, %(code)s)""",
                store=self.bazaar.store,
                code=provider,
            )
        )

    # trouble

    def trouble(self, *, answers: float, deaths: float, callbacks: float) -> None:
        simulator = self.rig.simulator
        simulator.mischief.at_random(self.seed, answers, TROUBLES)
        simulator.mischief.seconds = 0.01
        simulator.callbacks.plan.at_random(self.seed + 1, callbacks, HONEST)
        self.mortal.rate = deaths

    def peace(self) -> None:
        self.rig.simulator.mischief.stop()
        self.rig.simulator.callbacks.plan.stop()
        self.rig.simulator.skew = 0
        self.mortal.rate = 0

    # people

    def live(self, number: int) -> None:
        """One order from the cart to whatever comes of it."""
        chance = random.Random(self.seed * 100_003 + number)
        order = buy(self.bazaar, (self.goods, chance.randint(1, 4)), method=self.provider)
        self.orders.append(order)
        if chance.random() < 0.4 and "hold" in self.rig.provider.about.can:
            self._hold_first(order)
        for _ in range(chance.choice((1, 1, 2, 3))):
            self._try(lambda: self._pay(order))
        if chance.random() < 0.08:
            self._try(lambda: self._pay(order, starts_over=True))
        self._decide(order, chance)
        if chance.random() < 0.6:
            self._try(lambda: self._settle(order))
        self._work_on(order, chance)

    def _hold_first(self, order: Order) -> None:
        self.bazaar.perform(
            lambda ctx: ctx.db.run(
                """update payments set capture_method = 'manual'
                   where tenant_id = %(tenant)s and order_id = %(order)s""",
                order=order_id(order),
            )
        )

    def _pay(self, order: Order, *, starts_over: bool = False) -> None:
        self.till.pay(order, phone=PHONE, starts_over=starts_over)

    def _settle(self, order: Order) -> None:
        paying.settle(self.work, self.bazaar.tenant, self.till.gateways, self._payments(order)[-1].id)

    def _decide(self, order: Order, chance: random.Random) -> None:
        """The buyer sees what the provider asks, also where its answer to us was lost."""
        decision = chance.choices(("approve", "decline", "nothing", "late"), (72, 10, 10, 8))[0]
        if decision == "late":
            self.late.append(order)
        elif decision != "nothing":
            self._press(order, decision)

    late: list[Order] = field(default_factory=list)

    def _press(self, order: Order, decision: str) -> None:
        for payment in self._payments(order):
            for entry in self._entries(payment.id):
                if self._is_shown(payment):
                    with suppress(Exception):
                        getattr(self.rig, decision)(entry.reference)

    def _is_shown(self, payment: Payment) -> bool:
        """A telephone rings whatever we know; a page is reached through us."""
        about = self.rig.provider.about
        is_our_page = about.rail == "card" and payment.provider_reference is not None
        return about.needs_phone or is_our_page or bool(payment.action_url)

    def _entries(self, payment_id: UUID) -> list[Entry]:
        books = self.rig.simulator.books
        return books.of(str(payment_id)) or books.of(payment_id.hex)

    def _work_on(self, order: Order, chance: random.Random) -> None:
        """Staff: take what is held, give some back, cancel."""
        payment = self._payments(order)[-1]
        if payment.status == "authorized" and chance.random() < 0.8:
            self._capture(payment, chance)
        payment = self._payments(order)[-1]
        if payment.captured_minor and chance.random() < 0.4:
            amount = chance.choice((None, max(1, payment.captured_minor // 3)))
            asked = RefundAsked(amount_minor=amount, reason="as agreed", request=chance.randbytes(16))
            self.staff_refunds += 1
            for _ in range(chance.choice((1, 2, 3))):
                self._try(lambda: self._refund(payment, asked))
        if chance.random() < 0.06:
            self._try(lambda: self.bazaar.staff(lambda ctx: orders.cancel(ctx, order_id(order), "no more")))

    def _capture(self, payment: Payment, chance: random.Random) -> None:
        less = max(1, payment.amount_minor * chance.randint(50, 100) // 100)
        asked = CaptureAsked(amount_minor=less, is_final=True, request=chance.randbytes(16))
        for _ in range(chance.choice((1, 2))):
            self._try(
                lambda: staff_paying.capture(
                    self.work, self.bazaar.caller("staff"), self.till.gateways, payment.id, asked
                )
            )

    def _refund(self, payment: Payment, asked: RefundAsked) -> None:
        staff_paying.refund(self.work, self.bazaar.caller("staff"), self.till.gateways, payment.id, asked)

    def _payments(self, order: Order) -> list[Payment]:
        return self.bazaar.perform(lambda ctx: queries.of_order(ctx, order_id(order)))

    @staticmethod
    def _try(act: Callable[[], object]) -> None:
        """People press again, or go away; nobody sees a stack trace."""
        with suppress(Refusal, Killed):
            act()

    # the worker

    def round(self) -> None:
        """What the worker does, cut off wherever it is; another worker comes."""
        with suppress(Killed):
            self.till.run()
        with suppress(Killed):
            self.till.sweep()
        self.rig.simulator.callbacks.deliver()

    def heal(self) -> None:
        """Peace, and time: whoever was to be asked is asked."""
        self.peace()
        for order in self.late:
            self._press(order, "approve")
        for minutes in (1, 1, 5, 10, 20, 30, 60, 120, 240):
            self.till.later(minutes=minutes)
            self.round()
        self.round()

    # the judge

    def judge(self) -> "Verdict":
        rows = self.bazaar.perform(
            lambda ctx: ctx.db.all(
                """select p.id, p.order_id, p.status, p.amount_minor, p.captured_minor, p.refunded_minor, p.reason,
                          o.status as order_status, o.payment_status, o.placed_at is not null as is_placed,
                          (select coalesce(sum(r.amount_minor), 0) from refunds r where r.tenant_id = %(tenant)s
                             and r.payment_id = p.id and r.status = 'by_hand') as by_hand,
                          (select count(*) from refunds r where r.tenant_id = %(tenant)s
                             and r.payment_id = p.id and r.status = 'pending') as hanging
                   from payments p join orders o on o.tenant_id = %(tenant)s and o.id = p.order_id
                   where p.tenant_id = %(tenant)s order by p.id"""
            )
        )
        wrong: list[str] = []
        kept: dict[UUID, int] = {}
        waiting: dict[UUID, int] = {}
        held: dict[UUID, bool] = {}
        counts: dict[UUID, Any] = {}
        for row in rows:
            wrong += self._differences(row)
            kept[row.order_id] = (
                kept.get(row.order_id, 0) + row.captured_minor - row.refunded_minor + int(row.by_hand)
            )
            waiting[row.order_id] = waiting.get(row.order_id, 0) + int(row.by_hand)
            held[row.order_id] = held.get(row.order_id, False) or row.status == "authorized"
            counts[row.order_id] = row
        for order, row in counts.items():
            is_paid = row.is_placed and row.order_status != "cancelled"
            if (kept[order] > waiting[order] or held[order]) and not is_paid:
                wrong.append(f"order {order}: money is kept, and the order is {row.order_status}")
            if (
                is_paid
                and not kept[order]
                and not held[order]
                and row.payment_status not in ("refunded", "cancelled")
            ):
                wrong.append(f"order {order}: it counts as {row.payment_status}, and nothing was paid")
        report = self.bazaar.staff(verifying.verify)
        wrong += [finding.text for finding in report.findings]
        wrong += [f"the simulator failed: {failure!r}" for failure in self.rig.simulator.failures]
        return Verdict(len(rows), wrong, report.entries)

    def _differences(self, row: Any) -> list[str]:
        entries = self._entries(row.id)
        moved = (sum(e.captured for e in entries), sum(e.refunded for e in entries))
        told = (row.captured_minor, row.refunded_minor - int(row.by_hand))
        found = []
        if moved != told:
            found.append(f"payment {row.id} ({row.status}): we hold {told}, the provider {moved}")
        if any(entry.captured > entry.amount for entry in entries):
            found.append(f"payment {row.id}: taken twice: {entries}")
        if len(entries) > 1:
            found.append(f"payment {row.id}: asked for twice: {entries}")
        if row.hanging:
            found.append(f"payment {row.id}: a refund hangs")
        if row.status in ("pending", "requires_action", "unknown"):
            found.append(f"payment {row.id}: still {row.status}, order {row.order_status}, {entries}")
        return found


class Verdict(msgspec.Struct, frozen=True):
    payments: int
    wrong: list[str]
    entries: int


def run(market: Market, payments: int, threads: int = 3) -> Verdict:
    """So many orders live and die in the market; then it heals, and is judged."""
    numbers = iter(range(payments))
    lock = threading.Lock()
    errors: list[BaseException] = []

    def people() -> None:
        while True:
            with lock:
                number = next(numbers, None)
            if number is None or errors:
                return
            try:
                market.live(number)
            except BaseException as error:
                errors.append(error)
                raise

    workers = [threading.Thread(target=people) for _ in range(threads)]
    for worker in workers:
        worker.start()
    while any(worker.is_alive() for worker in workers):
        market.rig.simulator.skew = random.Random(market.seed + len(market.orders)).uniform(-120, 120)
        market.round()
    for worker in workers:
        worker.join()
    if errors:
        raise errors[0]
    market.heal()
    return market.judge()


__all__ = ["Killed", "Market", "Mortal", "Verdict", "run", "timedelta"]
