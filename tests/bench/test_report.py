"""What the report says of figures: ratios, targets, shares."""

import msgspec
import pytest
from bench.client import Latency
from bench.machine import Books, Memory
from bench.page import page
from bench.pgbench import Outcome
from bench.report import Check, report, table, write
from bench.run import Facts, Row


def row(flow: str, tenants: int, rate: float) -> Row:
    before = Books(at=10.0, all=100.0, client=1.0, web=5.0, worker=2.0, postgres=7.0)
    after = Books(at=14.0, all=107.5, client=2.0, web=7.0, worker=2.5, postgres=10.0)
    fast = Latency(1.0, 2.0, 3.0, 4.0)
    return Row(flow, tenants, 16, rate, fast, {"call": fast}, rate, {200: int(rate * 4)}, after.since(before))


@pytest.fixture
def facts() -> Facts:
    return Facts(
        machine={"cores": 2},
        settings={"fsync": "on"},
        rows=[
            row("hello", 0, 20_000.0),
            row("listing, kept", 1, 12_000.0),
            row("listing", 1, 2_600.0),
            row("checkout", 1, 150.0),
            row("listing", 10_001, 2_000.0),
        ],
        statements={"listing": 2, "checkout": 26},
        bounds={
            "checkout": {
                1: [Outcome(16, 300.0, 50.0, 1000, "prepared"), Outcome(64, 250.0, 9.0, 1000, "prepared")]
            }
        },
        cold_start=1.5,
        idle=Memory(200.0, 300.0, 4),
    )


def test_each_figure_has_its_yardstick(facts):
    found = {(f.flow, f.tenants): f for f in report(facts).figures}
    assert found["checkout", 1].yardstick.startswith("pgbench")
    assert found["checkout", 1].ratio == 0.5
    assert found["listing, kept", 1].yardstick == "hello-world"
    assert found["listing, kept", 1].ratio == 0.6


def test_processor_time_is_split_and_others_are_told_apart(facts):
    figure = report(facts).figures[2]
    assert figure.cpu_share == {"client": 0.154, "web": 0.308, "worker": 0.077, "postgres": 0.462}
    assert figure.postgres_of_server == 0.6
    assert figure.others == 0.25
    assert figure.cpu_ms["postgres"] == pytest.approx(3000 / (2600 * 4), abs=0.001)
    assert figure.possible == pytest.approx(2 * 2600 * 4 / 6.5, abs=0.1)


def test_targets_are_met_or_missed_by_a_share(facts):
    checks = {check.name: check for check in report(facts).checks}
    assert checks["listing at 16 connections"].words == "met"
    assert checks["checkout at 16 connections"].words == "missed by 25%"
    assert checks["statements of checkout"].words == "missed by 4%"
    assert checks["listing at 16 connections, 10001 tenants to one"].words == "missed by 15%"
    assert checks["cold start to the first page"].is_met
    assert checks["idle memory of web and worker"].is_met


def test_a_target_from_above_and_from_below():
    assert Check("rate", 10, 10).is_met
    assert not Check("rate", 9, 10).is_met
    assert Check("memory", 10, 10, is_least=False).is_met
    assert Check("memory", 11, 10, is_least=False).words == "missed by 10%"


def test_the_written_report_holds_every_figure_and_verdict(facts, tmp_path):
    write(report(facts), tmp_path)
    data = msgspec.json.decode((tmp_path / "report.json").read_bytes())
    assert len(data["figures"]) == len(facts.rows)
    assert {"name", "value", "target", "is_met", "words"} <= set(data["checks"][0])
    assert data["settings"] == {"fsync": "on"}


def test_table_and_page_show_every_flow_and_need_nothing_else(facts):
    found = report(facts)
    html = page(found)
    for figure in found.figures:
        assert figure.flow in table(found)
        assert figure.flow in html
    assert html.count("<svg") == 2
    assert "http" not in html
    assert "<script" not in html
