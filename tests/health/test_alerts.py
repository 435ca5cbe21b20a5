"""Alerts: found once, told once, acknowledged, silenced, over."""

from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any, LiteralString
from uuid import UUID

import pytest
from tests import make
from tests.operators import Operator, hire
from tests.people import Shop

from duka.control import alerting, minutes, pulse, slo, watching
from duka.control.alerting import (
    Alert,
    AlertNotFound,
    AlertOver,
    Found,
    Severity,
    SilenceNotFound,
    SilenceTooLong,
    UnknownAlertKind,
)
from duka.kernel import metrics
from duka.kernel.errors import Forbidden
from duka.kernel.events import Delivery
from duka.kernel.ids import new_id, parse
from duka.kernel.metrics import Book
from duka.kernel.work import Caller, Work
from duka.tenants.types import PLATFORM
from duka.wiring import Services

NOON = datetime(2031, 5, 6, 12, 0, 30, tzinfo=UTC)
MONTHS = count(1)
"""In a future of this module's: counts and pulses of other tests lie years before."""


def hear(work: Work, shop: Shop, type: str, payload: dict[str, Any], at: datetime) -> None:
    event = Delivery(shop.tenant.id, new_id(), type, 1, new_id(), payload, "system", "", at)
    act = {"payment.changed": pulse.payment_changed, "stock.sold_out": pulse.stock_sold_out}[type]
    work.perform(Caller(shop.tenant.id), lambda ctx: act(ctx, event))


class Watch:
    """The clock of a test, and what it is told."""

    def __init__(self, work: Work, at: datetime) -> None:
        self.work, self.now = work, at
        work.clock = lambda: self.now

    def round(self, **later: float) -> None:
        self.now += timedelta(**later)
        watching.watch(self.work)

    def beat(self, shop: Shop, what: str, good: int, bad: int, ago: timedelta = timedelta()) -> None:
        """So many payments or stock-outs."""
        at = self.now - ago
        for status, times in (("captured", good), ("failed", bad)):
            payload = {"status": status, "provider": what}
            for _ in range(times):
                hear(self.work, shop, "payment.changed", payload, at)

    def alerts(self, by: Operator, **wanted: Any) -> list[Alert]:
        return alerting.list_alerts(self.work, by.caller, **wanted).items


@pytest.fixture(scope="module")
def olive(services: Services) -> Operator:
    return hire(services)


@pytest.fixture
def watch(work: Work) -> Watch:
    """A month of its own for each test."""
    return Watch(work, NOON + timedelta(days=40 * next(MONTHS)))


def inbox(work: Work, tenant: UUID, person: UUID) -> list[Any]:
    with work.database.platform() as tx:
        return tx.all(
            "select kind, data from notifications where tenant_id = %(t)s and staff_id = %(p)s order by id",
            t=tenant,
            p=person,
        )


def letters(work: Work, tenant: UUID, kind: str) -> list[Any]:
    with work.database.platform() as tx:
        return tx.all(
            "select recipient, subject from mails where tenant_id = %(t)s and kind = %(k)s", t=tenant, k=kind
        )


def test_payments_that_fail_are_told_to_operators_and_to_their_merchant(
    watch: Watch, work: Work, shop: Shop, other_shop: Shop, olive: Operator
) -> None:
    alice = make.staff(work, shop.tenant)
    charlie = make.staff(work, other_shop.tenant)
    assert alice.actor.id and charlie.actor.id
    watch.beat(shop, "paypal", 40, 2, timedelta(days=2))
    watch.beat(other_shop, "paypal", 40, 2)
    watch.beat(shop, "paypal", 1, 11)
    watch.round()
    watch.round(minutes=1)
    (mine,) = watch.alerts(olive, tenant=shop.tenant.id)
    assert (mine.kind, mine.subject, mine.severity, mine.status, mine.times) == (
        "payments_failing", "paypal", "ticket", "open", 2,
    )  # fmt: skip
    assert mine.facts == {"failed": 11, "tries": 12, "percent": 92, "usual_percent": 5}
    assert mine.tenant == shop.tenant.name
    assert watch.alerts(olive, tenant=other_shop.tenant.id) == []
    assert [row.kind for row in inbox(work, shop.tenant.id, alice.actor.id)] == ["payments_failing"]
    assert inbox(work, other_shop.tenant.id, charlie.actor.id) == []
    told = inbox(work, PLATFORM, olive.id)
    assert ("health_alert", "payments_failing") in [(row.kind, row.data["alert"]) for row in told]
    (letter,) = letters(work, shop.tenant.id, "staff_shop_alert")
    assert letter.subject == "Payments by paypal fail more than usual"
    assert olive.email in {row.recipient for row in letters(work, PLATFORM, "staff_health_alert")}


def test_what_is_not_found_any_more_is_over_and_may_come_again(
    watch: Watch, shop: Shop, olive: Operator
) -> None:
    watch.beat(shop, "sandbox", 0, 12)
    watch.round()
    (first,) = watch.alerts(olive, tenant=shop.tenant.id)
    watch.round(hours=3)
    assert watch.alerts(olive, tenant=shop.tenant.id) == []
    (over,) = watch.alerts(olive, tenant=shop.tenant.id, status="resolved")
    assert (over.id, over.resolved_by) == (first.id, "system")
    watch.beat(shop, "sandbox", 0, 200)
    watch.round()
    (again,) = watch.alerts(olive, tenant=shop.tenant.id)
    assert again.id != first.id


def test_somebody_looks_after_it_and_says_when_it_is_over(watch: Watch, work: Work, olive: Operator) -> None:
    watch.now = datetime.now(UTC)
    with work.database.platform() as tx:
        alerting.raise_all(tx, [Found("provider_failing", "ticket", "mended")], [], watch.now)
    (alert,) = [each for each in watch.alerts(olive, kind="provider_failing") if each.subject == "mended"]
    id = parse("alrt", alert.id)
    seen = alerting.acknowledge(work, olive.caller, id, "I call them")
    assert (seen.status, seen.acknowledged_by, seen.note) == ("acknowledged", "Olive", "I call them")
    done = alerting.resolve(work, olive.caller, id)
    assert (done.status, done.resolved_by, done.note) == ("resolved", "Olive", "I call them")
    with pytest.raises(AlertOver):
        alerting.acknowledge(work, olive.caller, id)
    with pytest.raises(AlertNotFound):
        alerting.resolve(work, olive.caller, new_id())
    with work.database.platform() as tx:
        actions = tx.all(
            "select action from audit_log where tenant_id = %(p)s and object = %(o)s order by id",
            p=PLATFORM,
            o=id.hex,
        )
    assert [row.action for row in actions] == ["alert.acknowledged", "alert.resolved"]


def test_an_alert_that_gets_worse_is_told_again_though_somebody_works_on_it(
    watch: Watch, work: Work, olive: Operator
) -> None:
    def told(severity: Severity) -> tuple[Alert, int]:
        with work.database.platform() as tx:
            alerting.raise_all(tx, [Found("burn", severity, "worsening")], [], watch.now)
        watch.round()
        (alert,) = [each for each in watch.alerts(olive, kind="burn") if each.subject == "worsening"]
        about = [row for row in inbox(work, PLATFORM, olive.id) if row.data["subject"] == "worsening"]
        return alert, len(about)

    alert, times = told("ticket")
    seen = alerting.acknowledge(work, olive.caller, parse("alrt", alert.id))
    assert (times, told("ticket")[1]) == (1, 1)
    watch.now += timedelta(days=3)
    worse, times = told("page")
    assert (worse.id, worse.status, worse.severity, worse.version) == (
        alert.id,
        "open",
        "page",
        seen.version + 1,
    )
    assert (worse.acknowledged_at, worse.acknowledged_by, times) == (None, "", 2)
    assert told("page")[1] == 2


def test_a_silenced_alert_is_kept_and_not_told(watch: Watch, work: Work, shop: Shop, olive: Operator) -> None:
    alice = make.staff(work, shop.tenant)
    assert alice.actor.id
    until = watch.now + timedelta(hours=1)
    made = alerting.silence(
        work, olive.caller, "payments_failing", until, "they test their account", tenant=shop.tenant.id
    )
    watch.beat(shop, "stripe", 0, 12)
    watch.round()
    (alert,) = watch.alerts(olive, tenant=shop.tenant.id)
    assert alert.is_silent and inbox(work, shop.tenant.id, alice.actor.id) == []
    assert made.id in {each.id for each in alerting.list_silences(work, olive.caller)}
    alerting.end_silence(work, olive.caller, parse("hush", made.id))
    with pytest.raises(SilenceNotFound):
        alerting.end_silence(work, olive.caller, parse("hush", made.id))
    watch.round(minutes=1)
    assert [row.kind for row in inbox(work, shop.tenant.id, alice.actor.id)] == ["payments_failing"]


def test_silences_have_an_end_and_a_known_kind(work: Work, olive: Operator, services: Services) -> None:
    soon = work.clock() + timedelta(hours=1)
    with pytest.raises(UnknownAlertKind):
        alerting.silence(work, olive.caller, "noise", soon, "too loud")
    for until in (soon - timedelta(hours=2), soon + timedelta(days=31)):
        with pytest.raises(SilenceTooLong):
            alerting.silence(work, olive.caller, "burn", until, "too loud")
    reader = hire(services, "read-only")
    with pytest.raises(Forbidden):
        alerting.silence(work, reader.caller, "burn", soon, "too loud")
    assert isinstance(alerting.list_alerts(work, reader.caller).items, list)


def test_a_budget_that_burns_is_found(watch: Watch, work: Work, olive: Operator) -> None:
    minute = watch.now.replace(second=0)
    with work.database.platform() as tx:
        rows = [("availability", minute - timedelta(minutes=n), slo.Tally(900, 1000)) for n in range(60)]
        minutes.add(tx, rows)
    watch.round()
    (alert,) = [each for each in watch.alerts(olive, kind="burn") if each.subject == "availability"]
    assert alert.severity == "page" and alert.facts["window"] == "1h" and alert.facts["rate"] == 100.0


def test_what_waits_is_written_down_each_minute(watch: Watch, work: Work) -> None:
    watch.round()
    with work.database.platform() as tx:
        found = tx.all(
            "select slo, total from health_counts where span = 'minute' and at = %(at)s order by slo",
            at=watch.now.replace(second=0),
        )
    assert [(row.slo, row.total) for row in found] == [("job_age", 1), ("sync_lag", 1)]


def test_goods_that_sell_out(watch: Watch, work: Work, shop: Shop, olive: Operator) -> None:
    for _ in range(6):
        hear(work, shop, "stock.sold_out", {}, watch.now)
    watch.round()
    assert [(a.kind, a.facts["count"]) for a in watch.alerts(olive, tenant=shop.tenant.id)] == [
        ("stockouts_unusual", 6)
    ]


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_goods_that_sell_out_as_ever_are_no_news_at_any_minute(
    watch: Watch, work: Work, shop: Shop, olive: Operator, minute: int
) -> None:
    """Twenty an hour, as all week, looked at by the clock; then three times as many."""
    watch.now = watch.now.replace(minute=minute)
    hour = watch.now.replace(minute=0, second=0)
    insert: LiteralString = """insert into pulses (tenant_id, what, hour, bad)
                               values (%(tenant)s, 'stockouts', %(hour)s, %(bad)s)
                               on conflict (tenant_id, what, hour) do update set bad = excluded.bad"""
    with work.database.platform() as tx:
        for ago in range(1, 7 * 24):
            tx.run(insert, tenant=shop.tenant.id, hour=hour - timedelta(hours=ago), bad=20)
        tx.run(insert, tenant=shop.tenant.id, hour=hour, bad=20 * minute // 60)
    watch.round()
    assert watch.alerts(olive, tenant=shop.tenant.id) == []
    with work.database.platform() as tx:
        tx.run(insert, tenant=shop.tenant.id, hour=hour - timedelta(hours=1), bad=60)
        tx.run(insert, tenant=shop.tenant.id, hour=hour, bad=minute)
    watch.round()
    (alert,) = watch.alerts(olive, tenant=shop.tenant.id)
    assert alert.kind == "stockouts_unusual" and 470 <= alert.facts["usual_a_day"] <= 490


def test_a_stranger_has_no_pulse_of_others(work: Work, shop: Shop, other_shop: Shop) -> None:
    hear(work, shop, "stock.sold_out", {}, NOON)
    seen = work.perform(Caller(other_shop.tenant.id), lambda ctx: ctx.db.value("select count(*) from pulses"))
    assert seen == 0


def test_a_provider_that_fails_everywhere_calls_somebody(watch: Watch, work: Work, olive: Operator) -> None:
    hour = watch.now.replace(minute=0, second=0)
    with work.database.platform() as tx:
        minutes.add(tx, [("payments_somepay", hour - timedelta(days=1), slo.Tally(950, 1000))])
        minutes.add(tx, [("payments_somepay", hour, slo.Tally(10, 100))])
    watch.round()
    (alert,) = [each for each in watch.alerts(olive, kind="provider_failing") if each.subject == "somepay"]
    assert alert.severity == "page" and (alert.facts["percent"], alert.facts["usual_percent"]) == (90, 5)


def test_a_provider_that_fails_at_the_end_of_an_hour_still_fails_in_the_next(
    watch: Watch, work: Work, olive: Operator
) -> None:
    hour = watch.now.replace(minute=0, second=0)
    with work.database.platform() as tx:
        minutes.add(tx, [("payments_latepay", hour - timedelta(days=1), slo.Tally(950, 1000))])
        minutes.add(tx, [("payments_latepay", hour + timedelta(minutes=50), slo.Tally(10, 100))])

    def alerts() -> list[Alert]:
        found = watch.alerts(olive, kind="provider_failing", status="")
        return [each for each in found if each.subject == "latepay"]

    watch.now = hour + timedelta(minutes=55)
    for _ in range(6):  # until 11:25
        watch.round(minutes=5)
    (alert,) = alerts()
    assert (alert.status, alert.times) == ("open", 6)


def test_payments_of_a_minute_are_counted_by_provider() -> None:
    book = Book()
    before = book.totals()
    for status in ("captured", "captured", "failed", "pending"):
        book.count(metrics.PAYMENTS, "paypal", status)
    assert minutes.paid(before, book.totals()) == {"payments_paypal": slo.Tally(2, 3)}
    assert minutes.paid(book.totals(), book.totals()) == {}
