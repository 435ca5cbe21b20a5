"""What the figures say: each with its yardstick, its ratio and its target, for the terminal and for `report.json`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from bench.pgbench import Outcome
from bench.run import Facts, Row

RATES = {"listing": 2500, "product": 2500, "add to cart": 700, "checkout": 200}
"""Flows per second on a machine with two cores, this client included."""
KEPT_OF_HELLO = 0.5
STATEMENTS = {"listing": 2, "product": 2, "add to cart": 6, "checkout": 25}
POSTGRES_SHARE = {"listing": 0.6, "checkout": 0.4}
CLIENT_SHARE = 0.25
IDLE_MIB = 250
COLD_START = 2.0
AMONG_MANY = 0.9


class Check(msgspec.Struct, frozen=True):
    """A promise and what was measured. `is_least`: the value must not be below the target, else not above it."""

    name: str
    value: float
    target: float
    unit: str = ""
    is_least: bool = True

    @property
    def is_met(self) -> bool:
        return self.value >= self.target if self.is_least else self.value <= self.target

    @property
    def gap(self) -> float:
        """How far the value is from the target, as a share of it; positive is better than asked."""
        distance = self.value / self.target - 1 if self.target else 0.0
        return distance if self.is_least else -distance

    @property
    def words(self) -> str:
        if self.is_met:
            return "met"
        return f"missed by {-self.gap:.0%}"


class Figure(msgspec.Struct, frozen=True):
    """One row of the report. `bound` is what the yardstick did, `ratio` ours to it; milliseconds of processor time a
    flow are in `cpu_ms`, and `possible` is the rate at which they would fill all processors, had nobody else used any."""

    flow: str
    tenants: int
    connections: int
    rate: float
    p50_ms: float
    p95_ms: float
    p99_ms: float
    yardstick: str
    bound: float
    ratio: float
    cpu_ms: dict[str, float]
    cpu_share: dict[str, float]
    postgres_of_server: float
    possible: float
    others: float
    calls: dict[str, Any]
    statuses: dict[int, int]


class Report(msgspec.Struct, frozen=True):
    machine: dict[str, Any]
    settings: dict[str, str]
    figures: list[Figure]
    checks: list[Check]
    statements: dict[str, int]
    pgbench: list[dict[str, Any]]
    start: dict[str, float]
    memory: dict[str, Any]
    neighbours: dict[str, float]
    outbox_left: dict[str, int]
    others: float
    seconds: float
    took: float


def report(facts: Facts) -> Report:
    cores = float(facts.machine["cores"])
    figures = [_figure(facts, row, cores) for row in facts.rows]
    worst = max((figure.others for figure in figures), default=0.0)
    return Report(
        machine=facts.machine,
        settings=facts.settings,
        figures=figures,
        checks=_checks(facts, figures),
        statements=facts.statements,
        pgbench=[
            {"flow": name, "tenants": tenants, **msgspec.to_builtins(outcome)}
            for name, by_tenants in facts.bounds.items()
            for tenants, outcomes in by_tenants.items()
            for outcome in outcomes
        ],
        start={
            "cold_seconds": round(facts.cold_start, 2),
            "postgres_running_seconds": round(facts.warm_start, 2),
        },
        memory={"idle": msgspec.to_builtins(facts.idle), "after_load": msgspec.to_builtins(facts.loaded)},
        neighbours={
            "tenants": facts.neighbours,
            "products": facts.neighbour_products,
            "set_up_seconds": round(facts.neighbour_seconds, 1),
        },
        outbox_left=facts.outbox_left,
        others=round(worst, 2),
        seconds=facts.seconds,
        took=round(facts.took, 1),
    )


def _figure(facts: Facts, row: Row, cores: float) -> Figure:
    cpu = row.cpu
    parts = {"client": cpu.client, "web": cpu.web, "worker": cpu.worker, "postgres": cpu.postgres}
    flows = max(row.rate * cpu.seconds, 1e-9)
    yardstick, bound = _bound(facts, row)
    return Figure(
        flow=row.flow,
        tenants=row.tenants,
        connections=row.connections,
        rate=round(row.rate, 1),
        p50_ms=row.latency.p50,
        p95_ms=row.latency.p95,
        p99_ms=row.latency.p99,
        yardstick=yardstick,
        bound=round(bound, 1),
        ratio=round(row.rate / bound, 3) if bound else 0.0,
        cpu_ms={name: round(seconds * 1000 / flows, 3) for name, seconds in parts.items()},
        cpu_share={name: round(cpu.share(seconds), 3) for name, seconds in parts.items()},
        postgres_of_server=round(cpu.postgres_of_server, 3),
        possible=round(cores * flows / cpu.total, 1) if cpu.total else 0.0,
        others=round(cpu.others, 2),
        calls=msgspec.to_builtins(row.calls),
        statuses=row.statuses,
    )


def _bound(facts: Facts, row: Row) -> tuple[str, float]:
    outcomes: list[Outcome] = facts.bounds.get(row.flow, {}).get(row.tenants, [])
    if outcomes:
        return "pgbench, same statements", max(outcome.rate for outcome in outcomes)
    hello = next((r.rate for r in facts.rows if r.flow == "hello" and r.connections == row.connections), 0.0)
    return "hello-world", hello


def _checks(facts: Facts, figures: list[Figure]) -> list[Check]:
    checks: list[Check] = []
    one = {(f.flow, f.connections): f for f in figures if f.tenants <= 1}
    for (flow, connections), figure in one.items():
        at = f"at {connections} connections"
        if flow in RATES:
            checks.append(Check(f"{flow} {at}", figure.rate, RATES[flow], "/s"))
        if flow in {"listing, kept", "product, kept"}:
            checks.append(Check(f"{flow} {at}, to hello-world", figure.ratio, KEPT_OF_HELLO))
        if flow in POSTGRES_SHARE:
            name = f"{flow} {at}, PostgreSQL's share of web and PostgreSQL"
            checks.append(Check(name, figure.postgres_of_server, POSTGRES_SHARE[flow]))
    for figure in figures:
        first = one.get((figure.flow, figure.connections))
        if figure.tenants > 1 and first is not None and first.rate:
            name = f"{figure.flow} at {figure.connections} connections, {figure.tenants} tenants to one"
            checks.append(Check(name, round(figure.rate / first.rate, 3), AMONG_MANY))
    checks += [
        Check(f"statements of {flow}", facts.statements[flow], most, is_least=False)
        for flow, most in STATEMENTS.items()
        if flow in facts.statements
    ]
    if facts.idle is not None:
        checks.append(Check("idle memory of web and worker", facts.idle.pss, IDLE_MIB, "MiB", is_least=False))
    if facts.cold_start:
        checks.append(
            Check("cold start to the first page", round(facts.cold_start, 2), COLD_START, "s", is_least=False)
        )
    shares = [figure.cpu_share["client"] for figure in figures]
    if shares:
        checks.append(
            Check("the client's share of the processors, at most", max(shares), CLIENT_SHARE, is_least=False)
        )
    return checks


def write(found: Report, folder: Path) -> None:
    """`report.json`: every figure; `is_met` and words beside each check."""
    data = msgspec.to_builtins(found, str_keys=True)
    for check, source in zip(data["checks"], found.checks, strict=True):
        check |= {"is_met": source.is_met, "words": source.words}
    (folder / "report.json").write_bytes(msgspec.json.format(msgspec.json.encode(data), indent=1))


def table(found: Report) -> str:
    """For the terminal."""
    head = (
        f"{'flow':<20}{'tenants':>8}{'conn':>5}{'per s':>9}{'p50 ms':>8}{'p95 ms':>8}{'p99 ms':>8}{'bound':>9}{'ratio':>7}"
        f"{'client':>8}{'web':>6}{'worker':>8}{'pg':>6}{'pg/srv':>8}{'cpu ms':>8}{'possible':>10}"
    )
    lines = ["", head, "-" * len(head)]
    for f in found.figures:
        share = f.cpu_share
        lines.append(
            f"{f.flow:<20}{f.tenants:>8}{f.connections:>5}{f.rate:>9.0f}{f.p50_ms:>8.1f}{f.p95_ms:>8.1f}{f.p99_ms:>8.1f}"
            f"{f.bound:>9.0f}{f.ratio:>7.2f}{share['client']:>8.0%}{share['web']:>6.0%}{share['worker']:>8.0%}"
            f"{share['postgres']:>6.0%}{f.postgres_of_server:>8.0%}{sum(f.cpu_ms.values()):>8.2f}{f.possible:>10.0f}"
        )
    lines += [
        "",
        "bound: pgbench with the same statements for listing, product and checkout, hello-world of the same server otherwise;",
        "possible: the rate that this much processor time a flow allows when nobody else uses the processors.",
        "",
        "statements a flow: " + ", ".join(f"{flow} {count}" for flow, count in found.statements.items()),
        "pgbench: "
        + ", ".join(
            f"{b['flow']} {b['rate']:.0f}/s ({b['connections']} conn, {b['tenants']} tenants)"
            for b in found.pgbench
        ),
        f"events not delivered yet when a checkout round ended: {found.outbox_left}",
        f"memory: {found.memory}",
        "PostgreSQL: " + ", ".join(f"{name} {value}" for name, value in found.settings.items()),
        "",
    ]
    width = max((len(check.name) for check in found.checks), default=0)
    for check in found.checks:
        sign = "≥" if check.is_least else "≤"
        lines.append(
            f"{'✓' if check.is_met else '✗'} {check.name:<{width}}  {check.value:>9g} {check.unit:<4}"
            f" {sign} {check.target:g}  {check.words}"
        )
    met = sum(check.is_met for check in found.checks)
    lines += ["", f"{met} of {len(found.checks)} targets met, in {found.took:.0f} s."]
    if found.others > 0.15:
        lines.append(
            f"Other programs used up to {found.others:.1f} of {found.machine['cores']} processors meanwhile: rates are lower "
            "for it, processor time a flow is not."
        )
    return "\n".join(lines)
