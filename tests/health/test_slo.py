"""Objectives: what counts as good, what is left of a budget, when it burns too fast."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest
import yaml  # type: ignore[import-untyped]
from hypothesis import given
from hypothesis import strategies as st

from duka.control import boards, budgets, health, minutes, ops_files, slo
from duka.control.slo import BY_NAME, OBJECTIVES, Tally
from duka.kernel import metrics
from duka.kernel.metrics import METRICS, Book
from duka.kernel.slowness import SlowStatement
from duka.kernel.work import Work

OPS = Path(__file__).parents[2] / "ops"
HOUR, FIVE = timedelta(hours=1), timedelta(minutes=5)


def answered(
    book: Book, status: str, *, route: str = "x", group: str = "storefront", seconds: float = 0.1
) -> None:
    book.count(metrics.REQUESTS, route, group, status)
    book.observe(metrics.REQUEST_SECONDS, seconds, route, group)


def test_answers_count_by_their_group_status_and_time() -> None:
    book = Book()
    before = book.totals()
    for _ in range(8):
        answered(book, "2xx")
    answered(book, "5xx", seconds=0.29)
    answered(book, "4xx", seconds=2.0)
    answered(book, "5xx", group="probes")
    answered(book, "5xx", route="place_order", group="shop", seconds=0.31)
    found = slo.counted(before, book.totals())
    assert found == {
        "availability": Tally(9, 11),
        "checkout": Tally(0, 1),
        "latency_storefront": Tally(9, 10),
        "latency_shop": Tally(0, 1),
    }
    assert slo.counted(book.totals(), book.totals()) == {}


def test_every_objective_measures_something_that_is_counted() -> None:
    for objective in OBJECTIVES:
        assert 0 < objective.budget < 1 and objective.what
        if objective.measure == "in_time":
            assert objective.seconds in metrics.REQUEST_SECONDS.buckets
        if objective.measure == "waits":
            assert objective.waits in METRICS and objective.seconds
        else:
            assert bool(objective.groups) != bool(objective.routes)


@pytest.mark.parametrize(("bad", "left"), [(0, 1.0), (500, 0.5), (1000, 0.0), (2000, -1.0)])
def test_what_is_left_of_a_budget(bad: int, left: float) -> None:
    assert slo.budget_left(BY_NAME["availability"], Tally(1_000_000 - bad, 1_000_000)) == pytest.approx(left)


def windows(**shares: float) -> dict[timedelta, Tally]:
    """1,000,000 answers in each window, with this bad share."""
    return {
        window: Tally(1_000_000 - round(shares.get("w" + slo.spoken(window), 0.0) * 1_000_000), 1_000_000)
        for window in slo.WINDOWS
    }


@pytest.mark.parametrize(
    ("shares", "severity"),
    [
        ({"w1h": 0.0145, "w5m": 0.0145}, "page"),
        ({"w1h": 0.0145, "w5m": 0.0}, None),  # it is over
        ({"w1h": 0.001, "w5m": 0.5}, None),  # it has just begun
        ({"w6h": 0.0061, "w30m": 0.0061}, "page"),
        ({"w3d": 0.0011, "w6h": 0.0011}, "ticket"),
        ({"w3d": 0.0009, "w6h": 0.0009}, None),
    ],
)
def test_a_burn_needs_both_windows(shares: dict[str, float], severity: str | None) -> None:
    burn = slo.burning(BY_NAME["availability"], windows(**shares))
    assert (burn.severity if burn else None) == severity


def test_a_single_fault_of_a_quiet_night_is_no_burn() -> None:
    quiet = dict.fromkeys(slo.WINDOWS, Tally(1, 2))
    assert slo.burning(BY_NAME["availability"], quiet) is None
    assert slo.burning(BY_NAME["sync_lag"], dict.fromkeys(slo.WINDOWS, Tally(0, 60))) is not None


@given(st.integers(0, 10**9), st.integers(0, 10**9))
def test_a_rate_of_one_uses_the_budget_up(good: int, bad: int) -> None:
    for objective in OBJECTIVES:
        tally = Tally(good, good + bad)
        assert slo.burn_rate(objective, tally) + slo.budget_left(objective, tally) == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("name", "whole", "burn", "light"),
    [
        ("latency_shop", Tally(), None, "unknown"),
        ("latency_shop", Tally(990, 1000), None, "good"),
        ("latency_shop", Tally(960, 1000), None, "warn"),
        ("latency_shop", Tally(990, 1000), slo.BURNS[2], "warn"),
        ("latency_shop", Tally(990, 1000), slo.BURNS[0], "bad"),
        ("latency_shop", Tally(900, 1000), None, "bad"),
        ("latency_shop", Tally(1, 10), None, "warn"),  # nine slow answers after a start
        ("latency_shop", Tally(1, 11), None, "bad"),
        ("sync_lag", Tally(1, 10), None, "bad"),  # nine minutes
        ("checkout", Tally(0, 9), None, "bad"),  # nine faults
    ],
)
def test_lights(name: str, whole: Tally, burn: slo.Burn | None, light: str) -> None:
    assert health.light_of(BY_NAME[name], whole, burn) == light


def test_the_counts_of_processes_add_up_by_the_minute_and_by_the_hour(work: Work) -> None:
    """In a year of their own: the table is the whole platform's."""
    minute = datetime(2011, 3, 4, 10, 59, tzinfo=UTC)
    with work.database.platform() as tx:
        tx.run("delete from health_counts where at < '2012-01-01'")
        for _ in range(2):
            minutes.add(tx, [("availability", minute, Tally(90, 100)), ("availability", minute, Tally(5, 5))])
        minutes.add(tx, [("availability", minute + timedelta(minutes=1), Tally(1, 1))])
        now = minute + timedelta(minutes=2)
        found = budgets.windows(tx, now)["availability"]
        assert found[FIVE] == found[HOUR] == Tally(191, 211)
        assert budgets.line(tx, "availability", now, HOUR) == [
            (minute, Tally(190, 210)),
            (minute + timedelta(minutes=1), Tally(1, 1)),
        ]
        by_hour = budgets.line(tx, "availability", now, timedelta(days=2))
        assert [tally.total for _, tally in by_hour] == [210, 1]
        minutes.prune(tx, datetime(2011, 3, 10, tzinfo=UTC))
        assert budgets.line(tx, "availability", now, HOUR) == []
        assert len(budgets.line(tx, "availability", now, timedelta(days=2))) == 2
        tx.run("delete from health_counts where at < '2012-01-01'")


def test_a_process_writes_its_minute_when_it_is_over_and_loses_nothing_meanwhile(work: Work) -> None:
    now = datetime(2010, 5, 6, 7, 8, 30, tzinfo=UTC)
    work.clock = lambda: now
    book = Book()
    recorder = minutes.Minutes(work, book)
    answered(book, "2xx")
    recorder.tick()
    with work.database.platform() as tx:
        assert budgets.line(tx, "availability", now, HOUR) == []
    now += timedelta(minutes=1)
    recorder.tick()
    answered(book, "5xx")
    recorder.finish()
    with work.database.platform() as tx:
        line = budgets.line(tx, "availability", now + timedelta(minutes=1), HOUR)
        tx.run("delete from health_counts where at < '2011-01-01'")
    assert [(at.minute, tally) for at, tally in line] == [(8, Tally(1, 1)), (9, Tally(0, 1))]


def test_slow_statements_add_up_by_day(work: Work) -> None:
    now = datetime(2010, 1, 1, tzinfo=UTC)
    with work.database.platform() as tx:
        for longest in (300.0, 500.0):
            minutes.add_slow(tx, [SlowStatement("orders.x", "select 1", 2, 700.0, longest)] * 2, now)
        row = tx.one("select * from slow_statements where day = '2010-01-01' and maker = 'orders.x'")
        assert row is not None and (row.times, row.total_ms, row.longest_ms) == (8, 2800.0, 500.0)
        minutes.prune(tx, datetime(2010, 3, 1, tzinfo=UTC))
        assert tx.one("select * from slow_statements where day = '2010-01-01'") is None


def test_the_files_of_prometheus_and_grafana_are_what_is_made() -> None:
    assert ops_files.stale(OPS) == [], "run `duka ops`"
    assert yaml.safe_load((OPS / "prometheus/slo.yml").read_text()) == ops_files.slo_rules()
    assert yaml.safe_load((OPS / "prometheus/alerts.yml").read_text()) == ops_files.alert_rules()
    assert yaml.safe_load((OPS / "prometheus/prometheus.yml").read_text()) == ops_files.scraping()
    for name, board in boards.all_boards().items():
        assert msgspec.json.decode((OPS / f"grafana/{name}.json").read_bytes()) == board


def test_every_name_that_is_asked_of_prometheus_is_one_of_ours() -> None:
    recorded = {rule["record"] for group in ops_files.slo_rules()["groups"] for rule in group["rules"]}
    texts = [ops_files.files()[path] for path in ops_files.files()]
    asked = {name for text in texts for name in re.findall(r"\bduka_[a-z_]+_?[a-z]+(?=[\[{)\s>]|\\\")", text)}
    names = {
        name
        for name in asked
        if not name.startswith("duka_slo_") and name not in {"duka_burn", "duka_service"}
    }
    assert names and names <= ops_files.KNOWN, names - ops_files.KNOWN
    ratios = {name for text in texts for name in re.findall(r"duka:errors:ratio_\w+", text)}
    assert ratios <= recorded


def test_every_metric_is_shown_on_a_dashboard() -> None:
    shown = "".join(ops_files.files().values())
    assert [metric.name for metric in METRICS if metric.name not in shown] == []


def test_every_alert_names_a_runbook_that_there_is() -> None:
    rules = [rule for group in ops_files.alert_rules()["groups"] for rule in group["rules"]]
    assert rules and all((OPS.parent / rule["annotations"]["runbook"]).exists() for rule in rules)
