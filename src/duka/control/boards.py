"""Dashboards for Grafana: which numbers are shown together."""

from typing import Any

from duka.control import slo
from duka.control.slo import OBJECTIVES, WINDOWS, spoken
from duka.kernel import metrics
from duka.kernel.metrics import Metric

Panel = tuple[str, str, list[tuple[str, str]]]
"""Title, unit, and lines: what is asked and how it is called."""


def recorded(window: str) -> str:
    """The name under which the bad share of a window is computed ahead."""
    return f"duka:errors:ratio_{window}"


def all_boards() -> dict[str, dict[str, Any]]:
    """File name → board."""
    return {
        "service": _board("duka-service", "Duka: the service", _service()),
        "queues": _board("duka-queues", "Duka: what waits", _queues()),
        "objectives": _board("duka-objectives", "Duka: objectives", _objectives()),
    }


def _service() -> list[Panel]:
    faults = f'topk(10, sum by (route) (rate({metrics.REQUESTS.name}{{status="5xx"}}[5m])))'
    statements = metrics.REQUEST_STATEMENTS.name
    mean = f"sum by (group) (rate({statements}_sum[5m])) / sum by (group) (rate({statements}_count[5m]))"
    looks = metrics.CACHE_LOOKS.name
    hits = f'sum by (cache) (rate({looks}{{result="hit"}}[5m])) / sum by (cache) (rate({looks}[5m]))'
    return [
        ("Answers a second", "reqps", [_rate(metrics.REQUESTS, "group", "status")]),
        ("95 of 100 answers within", "s", [_within(metrics.REQUEST_SECONDS, "group")]),
        ("Faults by route", "reqps", [(faults, "{{route}}")]),
        ("Refusals", "reqps", [_rate(metrics.REFUSALS, "code")]),
        ("Statements for one answer", "none", [(mean, "{{group}}")]),
        ("Connections", "none", [_now(metrics.POOL, "role", "state")]),
        ("Waits for a connection in vain", "none", [_increase(metrics.POOL_WAITS, "role")]),
        ("Looks that a cache answered", "percentunit", [(hits, "{{cache}}")]),
        ("Checkouts", "none", [_increase(metrics.CHECKOUTS, "outcome", "reason")]),
        ("Payments", "none", [_increase(metrics.PAYMENTS, "provider", "status")]),
        ("Outside services", "none", [_increase(metrics.PROVIDER_CALLS, "kind", "provider", "outcome")]),
        (
            "95 of 100 answers of outside services",
            "s",
            [_within(metrics.PROVIDER_SECONDS, "kind", "provider")],
        ),
        ("95 of 100 searches", "s", [_within(metrics.SEARCH_SECONDS, "engine")]),
        ("Slow statements", "none", [_increase(metrics.SLOW_STATEMENTS, "statement")]),
        ("Processes", "none", [_now(metrics.PROCESSES)]),
        ("Alerts of Center Control", "none", [_now(metrics.ALERTS, "kind", "severity")]),
    ]


def _queues() -> list[Panel]:
    return [
        ("Events", "none", [_now(metrics.EVENTS, "state")]),
        ("The oldest event waits", "s", [_now(metrics.EVENT_AGE)]),
        ("95 of 100 events are delivered within", "s", [_within(metrics.EVENT_SECONDS)]),
        ("Announced", "none", [_increase(metrics.EVENTS_ANNOUNCED, "type")]),
        ("Deliveries that failed", "none", [_increase(metrics.LISTENER_FAILURES, "type")]),
        ("Jobs", "none", [_now(metrics.JOBS, "task", "state")]),
        ("The oldest job waits", "s", [_now(metrics.JOB_AGE, "task")]),
        ("Jobs done", "none", [_increase(metrics.JOBS_DONE, "task", "outcome")]),
        ("95 of 100 jobs take", "s", [_within(metrics.JOB_SECONDS, "task")]),
        ("Attempts of webhooks", "none", [_increase(metrics.DELIVERIES, "outcome")]),
        ("Webhooks", "none", [_now(metrics.WEBHOOKS, "state")]),
        (
            "Letters and texts",
            "none",
            [_increase(metrics.MESSAGES, "status"), _now(metrics.MESSAGES_WAITING)],
        ),
        ("Goods that sold out", "none", [_increase(metrics.STOCKOUTS)]),
    ]


def _objectives() -> list[Panel]:
    panels: list[Panel] = []
    for objective in OBJECTIVES:
        chosen = f'{{slo="{objective.name}"}} / {objective.budget:g}'
        left = [(f"1 - {recorded(spoken(slo.PERIOD))}{chosen}", "left")]
        rates = [(recorded(spoken(window)) + chosen, spoken(window)) for window in WINDOWS[:-1]]
        panels.append((f"{objective.what}: budget left", "percentunit", left))
        panels.append((f"{objective.what}: burn rate", "none", rates))
    return panels


def _rate(metric: Metric, *by: str) -> tuple[str, str]:
    return f"topk(20, sum{_by(by)} (rate({metric.name}[5m])))", _legend(metric, by)


def _increase(metric: Metric, *by: str) -> tuple[str, str]:
    return f"topk(20, sum{_by(by)} (increase({metric.name}[15m])))", _legend(metric, by)


def _now(metric: Metric, *by: str) -> tuple[str, str]:
    return f"max{_by(by)} ({metric.name})", _legend(metric, by)


def _within(metric: Metric, *by: str) -> tuple[str, str]:
    inner = f"sum{_by(('le', *by))} (rate({metric.name}_bucket[5m]))"
    return f"histogram_quantile(0.95, {inner})", _legend(metric, by)


def _by(names: tuple[str, ...]) -> str:
    return f" by ({', '.join(names)})" if names else ""


def _legend(metric: Metric, names: tuple[str, ...]) -> str:
    return " ".join(f"{{{{{name}}}}}" for name in names) or metric.what


def _board(uid: str, title: str, panels: list[Panel]) -> dict[str, Any]:
    source = {"name": "datasource", "type": "datasource", "query": "prometheus", "label": "Source"}
    return {
        "uid": uid,
        "title": title,
        "tags": ["duka"],
        "timezone": "browser",
        "schemaVersion": 39,
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [source]},
        "panels": [_placed(at, *panel) for at, panel in enumerate(panels)],
    }


def _placed(at: int, title: str, unit: str, lines: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "id": at + 1,
        "type": "timeseries",
        "title": title,
        "datasource": {"type": "prometheus", "uid": "${datasource}"},
        "gridPos": {"h": 8, "w": 12, "x": 12 * (at % 2), "y": 8 * (at // 2)},
        "fieldConfig": {"defaults": {"unit": unit}, "overrides": []},
        "targets": [
            {"refId": chr(65 + n), "expr": expr, "legendFormat": legend}
            for n, (expr, legend) in enumerate(lines)
        ],
    }
