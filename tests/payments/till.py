"""A shop with a till: orders that are paid at the sandbox gateway, and the worker's part done on demand."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, order_id
from tests.conftest import Clock
from tests.payments.front import Front

from duka import wiring
from duka.checkout import callbacks, paying, sweeper
from duka.inventory import queries as stock
from duka.kernel import jobs, relay
from duka.kernel.errors import Refusal
from duka.kernel.work import Work
from duka.ledger import verifying
from duka.orders import queries as orders
from duka.orders.types import Order
from duka.payments import queries
from duka.payments.errors import ProviderUnreachable
from duka.payments.gateways import Gateways
from duka.payments.service import Way
from duka.payments.types import About, Payment, Provider
from duka.sandbox import gateway
from duka.sandbox.gateway import SandboxCharge
from duka.wiring import Services

RETURN = "/come-back"
PLACED = ("open", "captured", True)
WAITING = ("open", "requires_action", False)
GIVEN_UP = ("cancelled", "expired", False)


@dataclass
class Till:
    bazaar: Bazaar
    front: Front
    clock: Clock
    gateways: Gateways = field(init=False)

    def __post_init__(self) -> None:
        self.gateways = self.front.services.gateways
        self.shirt = self.bazaar.product(stock=10)

    @property
    def work(self) -> Work:
        return self.bazaar.work

    @property
    def services(self) -> Services:
        served = self.front.services
        return Services(self.work, served.config, served.storage, self.gateways, served.searches)

    def order(self, method: str = "sandbox", quantity: int = 1) -> Order:
        return buy(self.bazaar, (self.shirt, quantity), method=method)

    def pay(
        self, order: Order, method: str | None = None, *, phone: str = "", starts_over: bool = False
    ) -> Payment:
        """As the buyer."""
        return paying.pay(
            self.work,
            self.bazaar.caller("shopper"),
            self.gateways,
            order_id(order),
            order.tracking_token,
            Way(return_url=self.front.url + RETURN, payer_phone=phone),
            method=method,
            starts_over=starts_over,
        )

    def choose(self, payment: Payment, act: str, code: str = "") -> SandboxCharge:
        """What the buyer does on the hosted page."""
        assert payment.provider_reference is not None
        reference = payment.provider_reference
        return gateway.at(
            self.work, self.bazaar.tenant, lambda ctx: gateway.decide(ctx, reference, act, code)
        )

    def paid(self, act: str = "pay") -> tuple[Order, Payment]:
        """An order whose money the gateway took; the shop does not know yet."""
        order = self.order()
        payment = self.pay(order)
        self.choose(payment, act)
        return order, payment

    def settle(self, payment: Payment) -> Payment:
        return paying.settle(self.work, self.bazaar.tenant, self.gateways, payment.id)

    def abandon(self, order: Order) -> None:
        paying.abandon(self.work, self.bazaar.tenant, self.gateways, order_id(order), "not paid in time")

    def sweep(self) -> None:
        sweeper.sweep(self.work, self.gateways)

    def later(self, **time: float) -> None:
        self.clock.now = self.clock() + timedelta(**time)

    def run(self) -> None:
        """The worker: events are delivered and jobs of this tenant done until nothing is due."""
        todo = {job.name: job.act for job in wiring.jobs(self.services)}
        while relay.drain(self.work, wiring.LISTENERS) + self._do_jobs(todo) + self._read_callbacks():
            pass

    def _read_callbacks(self) -> int:
        """Those that can't be read yet as well, until they are given up."""
        return callbacks.read_due(self.work, self.gateways, self.clock() + timedelta(hours=1))

    def _do_jobs(self, todo: Mapping[str, Callable[..., None]]) -> int:
        taken = self._take_jobs()
        for name, arguments in taken:
            self._do(todo[name], arguments)
        return len(taken)

    def _do(self, act: Callable[..., None], arguments: dict[str, Any]) -> None:
        """As the queue does it: again when it is refused, until it is given up."""
        for _ in range(jobs.RETRY.max_attempts or 1):
            try:
                return act(self.work, self.bazaar.tenant, **arguments)
            except Refusal:
                continue

    def _take_jobs(self) -> list[tuple[str, dict[str, Any]]]:
        with self.work.database.platform() as tx:
            rows = tx.all(
                """delete from procrastinate_jobs where status = 'todo' and args ->> 'tenant' = %(mine)s
                       and (scheduled_at is null or scheduled_at <= %(now)s)
                   returning id, task_name, args""",
                mine=str(self.bazaar.tenant),
                now=self.clock(),
            )
        return [(r.task_name, {k: v for k, v in r.args.items() if k != "tenant"}) for r in sorted(rows)]

    # what came of it

    def look(self, order: Order) -> Order:
        return self.bazaar.staff(lambda ctx: orders.order(ctx, order_id(order)))

    def state(self, order: Order) -> tuple[str, str, bool]:
        """(status, payment status, whether it counts)."""
        seen = self.look(order)
        return seen.status, seen.payment_status, seen.placed_at is not None

    def payment(self, payment: Payment) -> Payment:
        return self.bazaar.perform(lambda ctx: queries.get(ctx, payment.id))

    def payments(self, order: Order) -> list[Payment]:
        return self.bazaar.perform(lambda ctx: queries.of_order(ctx, order_id(order)))

    def charges(self) -> list[tuple[str, int]]:
        """(status, refunded) of every charge in the gateway's books, in their order."""
        rows = self.bazaar.perform(
            lambda ctx: ctx.db.all(
                """select status, refunded_minor from sandbox_charges where tenant_id = %(tenant)s order by id"""
            )
        )
        return [tuple(row) for row in rows]

    def count(self, table: str) -> int:
        return self.bazaar.value(f"select count(*) from {table} where tenant_id = %(tenant)s")

    def force(self, payment: Payment, charge_status: str) -> None:
        """The gateway does what it should not: its charge is in that state, whatever it said before."""
        self.bazaar.perform(
            lambda ctx: ctx.db.run(
                """update sandbox_charges set status = %(status)s
                   where tenant_id = %(tenant)s and reference = %(reference)s""",
                status=charge_status,
                reference=self.payment(payment).provider_reference,
            )
        )

    def reserved(self) -> int:
        return self.bazaar.level(self.shirt)[1]

    def agree(self) -> None:
        """Nobody's money is kept without an order, nobody has goods without paying, and the stock's books are right."""
        assert self.bazaar.staff(stock.verify) == []
        assert self.bazaar.staff(verifying.verify).findings == []
        rows = self.bazaar.perform(
            lambda ctx: ctx.db.all(
                """select o.id, o.total_minor, o.placed_at is not null and o.status <> 'cancelled' as counts,
                          sum(p.captured_minor - p.refunded_minor) as kept, bool_or(p.provider = 'sandbox') as online,
                          (select coalesce(sum(c.amount_minor - c.refunded_minor), 0) from sandbox_charges c
                           join payments q on q.tenant_id = c.tenant_id and q.provider_reference = c.reference
                           where c.tenant_id = o.tenant_id and q.order_id = o.id
                             and c.status in ('paid', 'refunded')) as taken
                   from orders o join payments p on p.tenant_id = o.tenant_id and p.order_id = o.id
                   where o.tenant_id = %(tenant)s group by o.tenant_id, o.id"""
            )
        )
        for row in rows:
            if row.online:
                assert row.kept == row.taken, row
                assert row.taken in ((row.total_minor, 0) if row.counts else (0,)), row


@dataclass
class Unsteady:
    """The line to the gateway, cut before the question arrives or before the answer does."""

    inner: Provider
    cut: set[str] = field(default_factory=set)

    @property
    def about(self) -> About:
        return self.inner.about

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: Any, **named: Any) -> Any:
            if f"{name} asked" in self.cut:
                raise ProviderUnreachable()
            answer = getattr(self.inner, name)(*arguments, **named)
            if f"{name} answered" in self.cut:
                raise ProviderUnreachable()
            return answer

        return call


def unsteady(till: Till, *cut: str) -> Unsteady:
    line = Unsteady(till.gateways["sandbox"], set(cut))
    till.gateways = till.gateways.replaced("sandbox", line)
    return line
