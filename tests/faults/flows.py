"""What dies half-way: a whole sale and a worker's round, each as a process of its own that a proxy may kill."""

import multiprocessing
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from multiprocessing.connection import Connection
from typing import Any
from uuid import UUID

import msgspec
from tests.checkout.bazaar import DAKAR

from duka import wiring
from duka.access.roles import SHOPPER
from duka.carts import service as carts
from duka.carts.types import Cart, CartChange, NewLine
from duka.checkout import callbacks, paying, sweeper
from duka.checkout import service as checkout
from duka.customers.types import Address
from duka.kernel import ids, relay
from duka.kernel.cache import Cache
from duka.kernel.config import Config
from duka.kernel.context import Actor, Context
from duka.kernel.db import Database
from duka.kernel.idempotency import Answer, once
from duka.kernel.work import Caller, Work
from duka.mail.post import StillSending
from duka.media.providers.local import LocalStorage
from duka.orders import service as orders
from duka.orders.types import Order
from duka.payments.providers import registry
from duka.payments.service import Way
from duka.payments.types import Payment
from duka.sandbox import gateway
from duka.search.asking import Searches
from duka.search.providers import registry as search_engines
from duka.wiring import Services

forks = multiprocessing.get_context("forkserver")
forks.set_forkserver_preload(["tests.faults.flows"])


class Sale(msgspec.Struct, frozen=True):
    """One buyer's wish. `key`: of the Idempotency-Key of each call."""

    tenant: UUID
    store: UUID
    variant: UUID
    rate: UUID
    method: str
    key: str


def open_work(app_url: str, platform_url: str | None, seconds_ahead: float = 0) -> Work:
    def clock() -> datetime:
        return datetime.fromtimestamp(datetime.now(UTC).timestamp() + seconds_ahead, UTC)

    return Work(Database(app_url, platform_url, size=1), Cache(0), clock)


def services(work: Work, config: Config) -> Services:
    return Services(
        work,
        config,
        LocalStorage(config.data, config),
        registry.build(work, config),
        Searches(work, search_engines.build(config)),
    )


def buy(work: Work, config: Config, sale: Sale, heard: Callable[[str], None]) -> Order:
    """The calls of the API that a sale takes; `heard` is told the id of an order when its buyer is."""
    caller = Caller(sale.tenant, Actor("shopper"), SHOPPER, sale.store)

    def call(name: str, shape: Any, act: Callable[[Context], object]) -> Any:
        def stored(ctx: Context) -> Answer:
            return once(
                ctx, f"POST /{name}", sale.key, b"", lambda: Answer(200, msgspec.json.encode(act(ctx)))
            )

        return msgspec.json.decode(work.perform(caller, stored).body, type=shape)

    cart: Cart = call("carts", Cart, lambda ctx: carts.create(ctx, sale.store, [NewLine(sale.variant, 1)]))
    cart_id = ids.parse("cart", cart.id)
    change = CartChange(
        email="awa@example.com",
        shipping_address=Address(**DAKAR),
        shipping_rate_id=sale.rate,
        payment_method=sale.method,
    )
    call("update", Cart, lambda ctx: carts.update(ctx, cart_id, cart.token, change))
    number = work.perform(caller, lambda ctx: orders.draw_number(ctx, cart_id, cart.token))
    order: Order = call("orders", Order, lambda ctx: checkout.place(ctx, cart_id, cart.token, None, number))
    heard(order.id)
    if sale.method == "sandbox":
        _pay(work, config, caller, order)
    return order


def _pay(work: Work, config: Config, caller: Caller, order: Order) -> None:
    providers = registry.build(work, config)
    payment: Payment = paying.pay(
        work,
        caller,
        providers,
        ids.parse("ord", order.id),
        order.tracking_token,
        Way(return_url=config.base_url),
    )
    reference = payment.provider_reference
    assert reference is not None
    gateway.at(work, caller.tenant, lambda ctx: gateway.decide(ctx, reference, "never"))
    paying.settle(work, caller.tenant, providers, payment.id)


def sale_process(app_url: str, config: Config, sale: Sale, told: Connection) -> None:
    buy(open_work(app_url, None), config, sale, told.send)


def round_of_work(work: Work, config: Config, tenant: UUID) -> None:
    """What a worker does: events, jobs of the tenant, and the sweep."""
    made = services(work, config)
    todo: Mapping[str, Callable[..., None]] = {job.name: job.act for job in wiring.jobs(made)}
    for _ in range(3):
        relay.drain(work, wiring.LISTENERS)
        with work.database.platform() as tx:
            rows = tx.all(
                """select id, task_name, args from procrastinate_jobs
                   where args ->> 'tenant' = %(mine)s and status = 'todo' order by id""",
                mine=str(tenant),
            )
        for row in rows:
            try:
                todo[row.task_name](work, tenant, **{k: v for k, v in row.args.items() if k != "tenant"})
            except StillSending:  # the queue asks again
                continue
            with work.database.platform() as tx:
                tx.run("delete from procrastinate_jobs where id = %(id)s", id=row.id)
        callbacks.read_due(work, made.gateways)
    sweeper.sweep(work, made.gateways)


def worker_process(app_url: str, platform_url: str, config: Config, tenant: UUID) -> None:
    round_of_work(open_work(app_url, platform_url, 11), config, tenant)
