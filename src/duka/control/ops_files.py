"""Files for Prometheus and Grafana, made from `slo` and `kernel.metrics`: the same promises outside as inside.

`duka ops` writes them to `ops/`; a test says whether they are what this makes. Rules are recorded under `duka:errors:ratio_…`
with one series an objective; alerts compare a long and a short window.
"""

from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec

from duka.control import boards
from duka.control.slo import BURNS, OBJECTIVES, WINDOWS, Objective, spoken
from duka.kernel import metrics
from duka.kernel.metrics import METRICS, Metric

RUNBOOK = "docs/runbooks/slo-burn.md"
MADE = "# Made by `duka ops` from src/duka/control/slo.py. Change it there.\n"


def files() -> dict[str, str]:
    """Path below `ops/` → its text."""
    found = {
        "prometheus/slo.yml": MADE + yaml(slo_rules()),
        "prometheus/alerts.yml": MADE + yaml(alert_rules()),
        "prometheus/prometheus.yml": MADE + yaml(scraping()),
    }
    for name, board in boards.all_boards().items():
        found[f"grafana/{name}.json"] = (
            msgspec.json.format(msgspec.json.encode(board), indent=2).decode() + "\n"
        )
    return found


def write(folder: Path) -> list[str]:
    """Writes what differs; the paths of what was written."""
    changed = stale(folder)
    for path, text in files().items():
        if path in changed:
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, encoding="utf-8")
    return changed


def stale(folder: Path) -> list[str]:
    """The paths of files that are not what this makes."""
    return [
        path
        for path, text in files().items()
        if not (folder / path).exists() or (folder / path).read_text(encoding="utf-8") != text
    ]


def bad_share(objective: Objective, window: timedelta) -> str:
    """PromQL: of what happened in the window, the share that was bad."""
    length = spoken(window)
    if objective.measure == "waits":
        assert objective.waits is not None
        worst = f"max({objective.waits.name}) > bool {objective.seconds:g}"
        return f"avg_over_time(({worst})[{length}:1m])"
    where = _where(objective)
    if objective.measure == "answered":
        name = metrics.REQUESTS.name
        bad, both = f'{name}{{{where},status="5xx"}}', f"{name}{{{where}}}"
        return f"(sum(rate({bad}[{length}])) or vector(0)) / sum(rate({both}[{length}]))"
    name = metrics.REQUEST_SECONDS.name
    within = f'{name}_bucket{{{where},le="{objective.seconds:g}"}}'
    return f"1 - sum(rate({within}[{length}])) / sum(rate({name}_count{{{where}}}[{length}]))"


def _where(objective: Objective) -> str:
    if objective.routes:
        return f'route=~"{"|".join(objective.routes)}"'
    return f'group=~"{"|".join(objective.groups)}"'


def _recorded(window: timedelta) -> str:
    return boards.recorded(spoken(window))


def slo_rules() -> dict[str, Any]:
    """What Prometheus computes ahead: of each objective the bad share of each window."""
    return {
        "groups": [
            {
                "name": f"duka_slo_{objective.name}",
                "interval": "1m",
                "rules": [
                    {
                        "record": _recorded(window),
                        "expr": bad_share(objective, window),
                        "labels": {"slo": objective.name},
                    }
                    for window in WINDOWS
                ],
            }
            for objective in OBJECTIVES
        ]
    }


def alert_rules() -> dict[str, Any]:
    burns = [
        {
            "alert": "DukaBudgetBurn",
            "expr": f'{_recorded(burn.long)}{{slo="{objective.name}"}} > {burn.factor:g} * {objective.budget:g} '
            f'and {_recorded(burn.short)}{{slo="{objective.name}"}} > {burn.factor:g} * {objective.budget:g}',
            "labels": {"severity": burn.severity, "slo": objective.name, "window": spoken(burn.long)},
            "annotations": {
                "summary": f"{objective.what}: the budget burns {burn.factor:g} times too fast over {spoken(burn.long)}",
                "runbook": RUNBOOK,
            },
        }
        for objective in OBJECTIVES
        for burn in BURNS
    ]
    return {
        "groups": [
            {"name": "duka_burn", "rules": burns},
            {"name": "duka_service", "rules": [_rule(*each) for each in SERVICE_ALERTS]},
        ]
    }


SERVICE_ALERTS = (
    ("DukaDown", f"absent({metrics.PROCESSES.name}) or {metrics.PROCESSES.name} < 1", "2m", "page",
     "No process of Duka says anything", "docs/runbooks/incident.md"),
    ("DukaDeadEvents", f'{metrics.EVENTS.name}{{state="dead"}} > 0', "5m", "ticket",
     "Events were given up", "docs/runbooks/dead-letters.md"),
    ("DukaDeadJobs", f'sum({metrics.JOBS.name}{{state="failed"}}) > 0', "5m", "ticket",
     "Jobs were given up", "docs/runbooks/dead-letters.md"),
    ("DukaPoolExhausted", f"increase({metrics.POOL_WAITS.name}[5m]) > 5", "2m", "page",
     "Requests wait for connections to the database", "docs/runbooks/incident.md"),
    ("DukaAlerts", f'sum({metrics.ALERTS.name}{{severity="page"}}) > 0', "1m", "page",
     "Center Control has an alert that wants somebody", "docs/runbooks/slo-burn.md"),
)  # fmt: skip
"""Name, expression, for how long, severity, words, runbook."""


def _rule(name: str, expr: str, lasting: str, severity: str, words: str, runbook: str) -> dict[str, Any]:
    return {
        "alert": name,
        "expr": expr,
        "for": lasting,
        "labels": {"severity": severity},
        "annotations": {"summary": words, "runbook": runbook},
    }


def scraping() -> dict[str, Any]:
    """An example of how Prometheus asks."""
    return {
        "global": {"scrape_interval": "30s", "evaluation_interval": "30s"},
        "rule_files": ["slo.yml", "alerts.yml"],
        "scrape_configs": [
            {
                "job_name": "duka",
                "metrics_path": "/metrics",
                "authorization": {"type": "Bearer", "credentials_file": "/etc/prometheus/duka-token"},
                "static_configs": [{"targets": ["127.0.0.1:8000"]}],
            }
        ],
    }


def yaml(value: Any, depth: int = 0) -> str:
    """YAML of plain values, every text in double quotes: JSON's are YAML's."""
    pad = "  " * depth
    if isinstance(value, dict):
        lines = []
        for key, inner in value.items():
            head = f"{pad}{key}:"
            lines.append(
                f"{head}\n{yaml(inner, depth + 1)}"
                if isinstance(inner, dict | list)
                else f"{head} {_scalar(inner)}\n"
            )
        return "".join(lines)
    lines = []
    for inner in value:
        if isinstance(inner, dict | list):
            lines.append(f"{pad}- " + yaml(inner, depth + 1)[len(pad) + 2 :])
        else:
            lines.append(f"{pad}- {_scalar(inner)}\n")
    return "".join(lines)


def _scalar(value: object) -> str:
    return msgspec.json.encode(value).decode()


def metric_names(metric: Metric) -> tuple[str, ...]:
    """The names under which Prometheus knows it."""
    if metric.kind == "histogram":
        return tuple(f"{metric.name}_{part}" for part in ("bucket", "sum", "count"))
    return (metric.name,)


KNOWN = frozenset(name for metric in METRICS for name in metric_names(metric))
