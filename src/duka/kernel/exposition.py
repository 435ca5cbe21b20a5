"""Numbers as Prometheus reads them."""

from collections.abc import Iterator
from itertools import accumulate
from typing import Any

from duka.kernel.metrics import METRICS, Metric, Totals

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"


def text(totals: Totals) -> bytes:
    """Every metric that has a number."""
    # loaded by whoever is asked for numbers, and by nobody else
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import generate_latest

    class Collector:
        def collect(self) -> Iterator[Any]:
            return _families(totals)

    registry = CollectorRegistry(auto_describe=False)
    registry.register(Collector())
    return generate_latest(registry)


def _families(totals: Totals) -> Iterator[Any]:
    from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily

    for metric in METRICS:
        if metric.kind == "histogram":
            spreads = HistogramMetricFamily(metric.name, metric.what, labels=metric.labels)
            for labels, spread in _of(metric, totals.spreads):
                heights = list(accumulate(spread[:-1]))
                edges = [*(f"{edge:g}" for edge in metric.buckets), "+Inf"]
                spreads.add_metric(labels, list(zip(edges, heights, strict=True)), spread[-1])
            yield spreads
            continue
        family = CounterMetricFamily if metric.kind == "counter" else GaugeMetricFamily
        numbers = family(metric.name, metric.what, labels=metric.labels)
        for labels, number in _of(metric, totals.numbers):
            numbers.add_metric(labels, number)
        yield numbers


def _of(metric: Metric, series: dict[Any, Any]) -> list[tuple[tuple[str, ...], Any]]:
    return sorted((labels, value) for (name, labels), value in series.items() if name == metric.name)
