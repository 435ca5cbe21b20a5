"""What goes when its time is over, by the clock: class by class, in batches, carried on, and what stays."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import buy, fill, order_id
from tests.conftest import Clock
from tests.control.acting import operator
from tests.policies.deciding import decide

from duka.audit import sealing, verifying
from duka.control import retention
from duka.control.retention_classes import CLASSES
from duka.customers import service as customers
from duka.kernel import ids
from duka.kernel.config import Config
from duka.kernel.context import Context
from duka.kernel.errors import Forbidden
from duka.kernel.work import Work
from duka.media.providers.local import LocalStorage
from duka.orders.service.past_many import PastSale, PastSaleLine, record_past_many
from duka.tenants.errors import TenantNotFound
from duka.tenants.types import PLATFORM


@pytest.fixture
def storage(tmp_path: Path) -> Iterator[LocalStorage]:
    yield LocalStorage(tmp_path, Config(data=tmp_path))


@pytest.fixture
def bazaar(work: Work) -> Bazaar:
    return Bazaar(work).build()


def later(clock: Clock, **span: float) -> None:
    clock.now = (clock.now or datetime.now(UTC)) + timedelta(**span)


def count(bazaar: Bazaar, table: str, where: str = "true") -> int:
    return int(bazaar.value(f"select count(*) from {table} where tenant_id = %(tenant)s and {where}"))


def turn(bazaar: Bazaar, storage: LocalStorage, most: int = retention.MOST) -> bool:
    return retention.carry_on(bazaar.work, storage, bazaar.tenant, most)


def runs(bazaar: Bazaar) -> list[retention.RetentionRun]:
    return retention.list_runs(bazaar.work, operator(), bazaar.tenant).items


def test_without_a_decision_nothing_goes(bazaar: Bazaar, clock: Clock, storage: LocalStorage) -> None:
    fill(bazaar, (bazaar.product(), 1))
    later(clock, days=4000)
    assert turn(bazaar, storage) and count(bazaar, "carts") == 1 and runs(bazaar) == []


def test_carts_go_when_their_days_are_over_and_orders_stay(
    bazaar: Bazaar, clock: Clock, storage: LocalStorage
) -> None:
    goods = bazaar.product()
    fill(bazaar, (goods, 1))
    order = buy(bazaar, (goods, 1))
    decide(bazaar.work, bazaar.tenant, "retention", carts_days=10)
    later(clock, days=9)
    assert turn(bazaar, storage) and count(bazaar, "carts", "status = 'open'") == 1
    later(clock, days=1, seconds=5)
    assert retention.dry_run(bazaar.work, operator("read-only"), bazaar.tenant).counts == {"carts": 1}
    assert count(bazaar, "carts", "status = 'open'") == 1
    assert turn(bazaar, storage)
    assert count(bazaar, "carts", "status = 'open'") == 0 and count(bazaar, "carts") == 1
    assert count(bazaar, "orders", f"id = '{order_id(order)}'") == 1
    assert [(run.counts, run.finished_at is not None) for run in runs(bazaar)] == [({"carts": 1}, True)]
    entry = bazaar.row(
        "select after from audit_log where tenant_id = %(tenant)s and action = 'retention.removed'"
    )
    assert entry.after == {"carts": 1}
    assert turn(bazaar, storage) and len(runs(bazaar)) == 1  # twice is safe


@pytest.mark.parametrize(
    ("field", "table", "insert"),
    [
        (
            "mails_days",
            "mails",
            """insert into mails (tenant_id, id, recipient, kind, locale, subject, text, html, status, created_at, updated_at)
               values (%(tenant)s, %(id)s, 'a@b.example', 'order_placed', 'en', '', '', '', 'sent', %(at)s, %(at)s)""",
        ),
        (
            "webhooks_days",
            "webhook_messages",
            """insert into webhook_messages (tenant_id, id, type, object, body, occurred_at, created_at)
               values (%(tenant)s, %(id)s, 'order.placed', %(id)s, '{}', %(at)s, %(at)s)""",
        ),
        (
            "sessions_days",
            "sessions",
            """insert into sessions (tenant_id, token_hash, audience, subject_id, created_at, expires_at)
               values (%(tenant)s, %(hash)s, 'customer', %(id)s, %(at)s, %(at)s + interval '2 years')""",
        ),
        (
            "search_words_days",
            "search_counts",
            """insert into search_counts (tenant_id, store_id, day, text, searches)
               values (%(tenant)s, %(store)s, %(at)s::date, 'mangoes', 1)""",
        ),
        (
            "visits_days",
            "funnel_days",
            """insert into funnel_days (tenant_id, day, store_id, source, device, visits)
               values (%(tenant)s, %(at)s::date, %(store)s, 'direct', 'phone', 1)""",
        ),
    ],
)
def test_each_class_by_its_days(
    bazaar: Bazaar, clock: Clock, storage: LocalStorage, field: str, table: str, insert: Any
) -> None:
    with bazaar.work.database.platform() as tx:
        identity = ids.new_id()
        tx.run(
            insert,
            tenant=bazaar.tenant,
            id=identity,
            hash=identity.bytes,
            store=bazaar.store,
            at=bazaar.work.clock(),
        )
    decide(bazaar.work, bazaar.tenant, "retention", **{field: 20})
    later(clock, days=19)
    assert turn(bazaar, storage) and count(bazaar, table) == 1
    later(clock, days=2)
    assert turn(bazaar, storage) and count(bazaar, table) == 0
    assert runs(bazaar)[0].counts == {field.removesuffix("_days"): 1}


def test_a_turn_is_bounded_and_the_next_goes_on(bazaar: Bazaar, clock: Clock, storage: LocalStorage) -> None:
    goods = bazaar.product()
    for _ in range(5):
        fill(bazaar, (goods, 1))
    decide(bazaar.work, bazaar.tenant, "retention", carts_days=1)
    later(clock, days=2)
    assert not turn(bazaar, storage, most=2) and count(bazaar, "carts") == 3
    assert runs(bazaar)[0].finished_at is None
    with bazaar.work.database.platform() as tx:
        marked = tx.value("select checked_at from retention_marks where tenant_id = %(t)s", t=bazaar.tenant)
        assert marked is None
    assert turn(bazaar, storage)
    assert [run.counts for run in runs(bazaar)] == [{"carts": 5}]


def test_who_was_not_seen_is_erased_and_who_was_stays(
    bazaar: Bazaar, clock: Clock, storage: LocalStorage
) -> None:
    goods = bazaar.product()
    first = buy(bazaar, (goods, 1))
    bazaar.staff(lambda ctx: customers.create_or_claim(ctx, "idle@example.com", "Idle", "", "en"))
    decide(bazaar.work, bazaar.tenant, "retention", inactive_customers_days=200)
    later(clock, days=201)
    buy(bazaar, (goods, 1), email="fresh@example.com")
    assert turn(bazaar, storage)
    left = {
        row.email
        for row in bazaar.perform(
            lambda ctx: ctx.db.all("select email from customers where tenant_id = %(tenant)s")
        )
    }
    assert "fresh@example.com" in left and "idle@example.com" not in left
    assert "awa@example.com" in left  # an order of hers still waits to be prepared
    assert count(bazaar, "orders", f"id = '{order_id(first)}'") == 1
    assert runs(bazaar)[0].counts == {"inactive_customers": 1}


def test_old_orders_lose_their_buyer_and_keep_their_figures(
    bazaar: Bazaar, clock: Clock, storage: LocalStorage
) -> None:
    goods = bazaar.product()
    old = buy(bazaar, (goods, 2), email="awa@example.com")
    decide(bazaar.work, bazaar.tenant, "retention", orders_years=2)
    later(clock, days=365 * 2 - 1)
    fresh = buy(bazaar, (goods, 1), email="awa@example.com")
    assert turn(bazaar, storage) and runs(bazaar) == []
    sealing.seal(bazaar.work, bazaar.tenant, waits=True)
    books = count(bazaar, "ledger_lines")
    later(clock, days=3)
    assert turn(bazaar, storage)
    row = bazaar.row(
        """select email, phone, shipping_address, customer_id, total_minor from orders
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=order_id(old),
    )
    assert row.email.startswith("erased-") and row.phone == "" and row.customer_id is None
    assert row.shipping_address == {"country": "SN"} and row.total_minor == old.total_minor
    kept = bazaar.row(
        "select email, customer_id from orders where tenant_id = %(tenant)s and id = %(id)s",
        id=order_id(fresh),
    )
    assert kept.email == "awa@example.com" and kept.customer_id is not None
    assert count(bazaar, "ledger_lines") == books and count(bazaar, "customers") == 1
    told = bazaar.row(
        """select details from audit_log where tenant_id = %(tenant)s and action = 'order.placed' and object = %(id)s""",
        id=order_id(old).hex,
    )
    assert "email" not in told.details and told.details["total_minor"] == old.total_minor
    assert verifying.verify(bazaar.work, bazaar.tenant).findings == []
    assert runs(bazaar)[0].counts == {"orders": 1}
    later(clock, days=1)
    assert turn(bazaar, storage) and len(runs(bazaar)) == 1


def test_an_old_order_that_is_imported_later_goes_too(
    bazaar: Bazaar, clock: Clock, storage: LocalStorage
) -> None:
    goods = bazaar.product()
    decide(bazaar.work, bazaar.tenant, "retention", orders_years=2)
    buy(bazaar, (goods, 1))
    later(clock, days=365 * 2 + 1)
    assert turn(bazaar, storage) and runs(bazaar)[0].counts == {"orders": 1}
    sale = PastSale(
        number="old-1",
        placed_at=bazaar.work.clock() - timedelta(days=365 * 5),
        email="binta@example.com",
        name="Binta",
        country="SN",
        shipping_minor=0,
        lines=[
            PastSaleLine(
                bazaar.value("select sku from variants where tenant_id = %(tenant)s"), "Mangoes", 1, 900, 900
            )
        ],
    )
    assert bazaar.staff(lambda ctx: record_past_many(ctx, bazaar.store, [sale])) == {"old-1"}
    later(clock, days=1)
    assert turn(bazaar, storage) and runs(bazaar)[0].counts == {"orders": 1} and len(runs(bazaar)) == 2
    assert count(bazaar, "orders", "email not like 'erased-%%'") == 0


def test_orders_that_are_empty_already_are_not_read_again(bazaar: Bazaar) -> None:
    """What the statement of every night reads is an index of those that still name somebody."""
    statement = """explain select o.id from orders o where o.tenant_id = %(tenant)s and o.created_at < now()
        and o.email not like 'erased-%%@erased.invalid' order by o.created_at, o.id limit 100"""

    def plan(ctx: Context) -> str:
        ctx.db.run("set local enable_seqscan = off")
        return "\n".join(row[0] for row in ctx.db.all(statement))

    told = bazaar.perform(plan)
    assert (
        "orders_with_buyer" in told
        and "Sort" not in told
        and " Filter:" not in told.replace("One-Time Filter:", "")
    )


@pytest.mark.timeout(600)  # it goes over the companies of all tests
def test_the_sweep_finds_whose_turn_it_is(bazaar: Bazaar, clock: Clock, storage: LocalStorage) -> None:
    fill(bazaar, (bazaar.product(), 1))
    decide(bazaar.work, bazaar.tenant, "retention", carts_days=1)
    later(clock, days=2)
    for _ in range(200):  # other tests' companies wait too
        retention.sweep(bazaar.work, storage)
        if count(bazaar, "carts") == 0:
            break
    assert count(bazaar, "carts") == 0


def test_every_class_can_be_counted_and_cleared(bazaar: Bazaar, clock: Clock, storage: LocalStorage) -> None:
    days = {each.field: 1 for each in CLASSES}
    decide(bazaar.work, bazaar.tenant, "retention", **days, inactive_customers_days=180, orders_years=1)
    counts = retention.dry_run(bazaar.work, operator(), bazaar.tenant).counts
    assert counts == dict.fromkeys([*(each.name for each in CLASSES), "inactive_customers", "orders"], 0)
    assert turn(bazaar, storage) and runs(bazaar) == []


def test_only_operators_ask(bazaar: Bazaar) -> None:
    with pytest.raises(Forbidden):
        retention.dry_run(bazaar.work, bazaar.caller("staff"), bazaar.tenant)
    with pytest.raises(TenantNotFound):
        retention.dry_run(bazaar.work, operator(), PLATFORM)
