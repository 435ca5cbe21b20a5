"""`kill -9` at any statement: of a sale, and of the worker's round after it. Then everybody tries again."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest
from tests.checkout.steps import order_id
from tests.faults import flows
from tests.faults.flows import Sale, buy, forks, round_of_work, sale_process, worker_process
from tests.faults.proxy import Proxy
from tests.payments.till import Till

from duka.inventory import queries as stock
from duka.kernel.config import Config
from duka.kernel.ids import new_id
from duka.kernel.postgres_urls import Urls
from duka.orders import service as orders

pytestmark = pytest.mark.timeout(600)  # a process for each statement


@pytest.fixture(scope="session")
def config(tmp_path_factory: pytest.TempPathFactory) -> Config:
    return Config(
        data=tmp_path_factory.mktemp("killed"), base_url="http://127.0.0.1:9", secret="a secret of the tests"
    )


@pytest.fixture
def proxy(urls: Urls) -> Iterator[Proxy]:
    proxy = Proxy(urls.app)
    yield proxy
    proxy.close()


def run(proxy: Proxy, target: Any, *arguments: Any) -> int:
    """A process that may be killed by the proxy; its exit code."""
    process = forks.Process(target=target, args=arguments)
    process.start()
    proxy.pid = process.pid or 0
    process.join(90)
    code = process.exitcode
    process.close()
    assert code in (0, -9), code
    return code


def dies_and_tries_again(till: Till, proxy: Proxy, urls: Urls, config: Config, sale: Sale) -> bool:
    """Whether it was killed at all: False when the statement is beyond the end."""
    heard, told = forks.Pipe(duplex=False)
    code = run(proxy, sale_process, proxy.url(urls.app), config, sale, told)
    told.close()
    order = buy(till.work, config, sale, lambda _: None)
    with heard, suppress(EOFError):
        assert heard.recv() == order.id, "the order that its buyer was told of"
    return code == -9


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["unsent", "unheard"])
@pytest.mark.parametrize(("method", "every"), [("cash_on_delivery", 1), ("sandbox", 3)])
def test_a_sale_that_is_killed_anywhere_is_one_order(
    till: Till, proxy: Proxy, urls: Urls, config: Config, method: str, every: int, after: bool
) -> None:
    bazaar = till.bazaar
    shirt = bazaar.product(stock=1000)
    kills, at, is_inside = 0, 1, True
    while is_inside:
        proxy.reset(at, after=after)
        sale = Sale(bazaar.tenant, bazaar.store, shirt, bazaar.flat, method, new_id().hex)
        is_inside = dies_and_tries_again(till, proxy, urls, config, sale)
        kills += is_inside
        at += every
    assert kills >= 10
    round_of_work(flows.open_work(urls.app, urls.platform, 11), config, bazaar.tenant)
    sold = kills + 1
    row = bazaar.row(
        """select count(*) as orders, count(distinct cart_id) as carts, count(distinct number) as numbers,
                  count(*) filter (where placed_at is not null and status = 'open') as placed,
                  (select count(*) from carts where tenant_id = %(tenant)s) as all_carts,
                  (select count(*) from payments where tenant_id = %(tenant)s) as payments
           from orders where tenant_id = %(tenant)s"""
    )
    assert row == (sold,) * 6
    assert bazaar.level(shirt) == (1000, sold)
    assert till.charges() == [("paid", 0)] * (sold if method == "sandbox" else 0)
    assert len(bazaar.events("order.placed")) == sold
    assert bazaar.value("select max(sold) from store_products where tenant_id = %(tenant)s") == sold
    till.agree()
    print(f"{method}: killed at {kills} statements")


@pytest.mark.slow
@pytest.mark.parametrize("after", [False, True], ids=["unsent", "unheard"])
def test_a_worker_that_is_killed_anywhere_does_everything_once(
    till: Till, proxy: Proxy, urls: Urls, config: Config, after: bool
) -> None:
    """A paid order is cancelled and another is given up: events, a refund, a release, and the sweep."""
    bazaar = till.bazaar
    work = flows.open_work(urls.app, urls.platform, 30)
    kills, at = 0, 1
    while True:
        paid, payment = till.paid("never")
        till.settle(payment)
        bazaar.staff(lambda ctx, o=paid: orders.cancel(ctx, order_id(o), "changed my mind"))
        waiting = till.order()
        till.pay(waiting)
        bazaar.staff(lambda ctx, o=waiting: orders.cancel(ctx, order_id(o), "changed my mind"))
        proxy.reset(at, after=after)
        arguments = (proxy.url(urls.app), proxy.url(urls.platform), config, bazaar.tenant)
        is_killed = run(proxy, worker_process, *arguments) == -9
        _leases_end(till)
        for _ in range(2):
            round_of_work(work, config, bazaar.tenant)
        assert till.state(paid)[:2] == ("cancelled", "refunded")
        assert till.state(waiting)[:2] == ("cancelled", "expired")
        if not is_killed:
            break
        kills += 1
        at += 7
    work.database.close()
    assert kills >= 10
    assert till.charges() == [("refunded", paid.total_minor), ("cancelled", 0)] * (kills + 1)
    assert len(bazaar.events("payment.refunded")) == kills + 1
    heard = bazaar.row(
        """select (select count(*) from events where tenant_id = %(tenant)s) as events,
                  (select count(*) from audit_log a where a.tenant_id = %(tenant)s and a.action in (
                      select e.type from events e where e.tenant_id = %(tenant)s)) as kept,
                  (select count(*) from events where tenant_id = %(tenant)s and status <> 'delivered') as left"""
    )
    assert (heard.kept, heard.left) == (heard.events, 0)
    assert till.reserved() == 0
    assert bazaar.staff(stock.verify) == []
    till.agree()
    print(f"worker: killed at {kills} statements")


def _leases_end(till: Till) -> None:
    with till.work.database.platform() as tx:
        tx.run("update events set available_at = now() where status = 'pending'")
