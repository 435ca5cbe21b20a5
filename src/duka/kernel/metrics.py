"""What this process counts about itself: plain numbers in memory, shown by `/metrics` and summed over all processes.

Every metric is declared in `METRICS`, so that the documentation, the dashboards and the code hold the same list. Labels are
names of ours (routes, tasks, providers, codes of refusals) and never a tenant, a person or an address: a metric has at most
`MOST_SERIES` series, and what comes after those is counted under `other`. Counting takes a microsecond and never fails;
writing it where others see it is `kernel.metric_files`, showing it `duka.api.probes`.
"""

import threading
from bisect import bisect_left
from contextvars import ContextVar
from typing import TYPE_CHECKING, Literal
from uuid import UUID

import msgspec

if TYPE_CHECKING:
    from duka.kernel.context import Actor

Kind = Literal["counter", "histogram", "gauge"]

FAST = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 0.8, 1.5, 3.0, 10.0)
SLOW = (0.01, 0.05, 0.1, 0.5, 1.0, 5.0, 10.0, 30.0, 60.0, 300.0)
COUNTS = (0.0, 1.0, 2.0, 4.0, 6.0, 10.0, 16.0, 25.0, 50.0)
MOST_SERIES = 2_000
OTHER = "other"


class Metric(msgspec.Struct, frozen=True):
    """`unit` stands in the name. A gauge `is_read` from the database or the process at the moment it is shown."""

    name: str
    kind: Kind
    what: str
    labels: tuple[str, ...] = ()
    buckets: tuple[float, ...] = ()


REQUESTS = Metric("duka_requests_total", "counter", "Answers given", ("route", "group", "status"))
REQUEST_SECONDS = Metric("duka_request_seconds", "histogram", "Time to an answer", ("route", "group"), FAST)
REQUEST_STATEMENTS = Metric(
    "duka_request_statements",
    "histogram",
    "Statements sent to the database for one answer",
    ("group",),
    COUNTS,
)
REFUSALS = Metric("duka_refusals_total", "counter", "Refusals told to callers", ("group", "code"))
CACHE_LOOKS = Metric("duka_cache_looks_total", "counter", "Looks into a cache", ("cache", "result"))
POOL = Metric("duka_pool_connections", "gauge", "Connections to the database", ("role", "state"))
POOL_WAITS = Metric(
    "duka_pool_timeouts_total", "counter", "Waits for a connection that ended without one", ("role",)
)
EVENTS_ANNOUNCED = Metric(
    "duka_events_announced_total", "counter", "Events committed to the outbox", ("type",)
)
EVENT_SECONDS = Metric(
    "duka_event_delivery_seconds", "histogram", "From an event to its delivery to listeners", (), SLOW
)
LISTENER_FAILURES = Metric("duka_listener_failures_total", "counter", "Deliveries that failed", ("type",))
EVENTS = Metric("duka_events", "gauge", "Events in the outbox that wait or are dead", ("state",))
EVENT_AGE = Metric("duka_event_oldest_seconds", "gauge", "How long the oldest waiting event is due")
JOBS_DONE = Metric("duka_jobs_done_total", "counter", "Jobs that ended", ("task", "outcome"))
JOB_SECONDS = Metric("duka_job_seconds", "histogram", "How long a job took", ("task",), SLOW)
JOBS = Metric("duka_jobs", "gauge", "Jobs in the queue", ("task", "state"))
JOB_AGE = Metric("duka_job_oldest_seconds", "gauge", "How long the oldest due job waits", ("task",))
DELIVERIES = Metric("duka_webhook_attempts_total", "counter", "Attempts to deliver a webhook", ("outcome",))
WEBHOOKS = Metric(
    "duka_webhook_deliveries", "gauge", "Deliveries of webhooks that wait or failed", ("state",)
)
MESSAGES = Metric("duka_messages_total", "counter", "Letters and texts by what became of them", ("status",))
MESSAGES_WAITING = Metric("duka_messages_waiting", "gauge", "Letters and texts that are not sent yet")
PROVIDER_CALLS = Metric(
    "duka_provider_calls_total", "counter", "Questions to an outside service", ("kind", "provider", "outcome")
)
PROVIDER_SECONDS = Metric(
    "duka_provider_seconds",
    "histogram",
    "Time to the answer of an outside service",
    ("kind", "provider"),
    FAST,
)
PAYMENTS = Metric(
    "duka_payments_total", "counter", "Payments by what became of an attempt", ("provider", "status")
)
CHECKOUTS = Metric("duka_checkouts_total", "counter", "Carts on their way to an order", ("outcome", "reason"))
STOCKOUTS = Metric("duka_stockouts_total", "counter", "Variants that sold out")
SEARCH_SECONDS = Metric("duka_search_seconds", "histogram", "Time a search of goods took", ("engine",), FAST)
SLOW_STATEMENTS = Metric("duka_slow_statements_total", "counter", "Statements over the limit", ("statement",))
PROCESSES = Metric("duka_processes", "gauge", "Processes that count into this")
ALERTS = Metric("duka_alerts", "gauge", "Alerts that are not resolved", ("kind", "severity"))

METRICS: tuple[Metric, ...] = (
    REQUESTS,
    REQUEST_SECONDS,
    REQUEST_STATEMENTS,
    REFUSALS,
    CACHE_LOOKS,
    POOL,
    POOL_WAITS,
    EVENTS_ANNOUNCED,
    EVENT_SECONDS,
    LISTENER_FAILURES,
    EVENTS,
    EVENT_AGE,
    JOBS_DONE,
    JOB_SECONDS,
    JOBS,
    JOB_AGE,
    DELIVERIES,
    WEBHOOKS,
    MESSAGES,
    MESSAGES_WAITING,
    PROVIDER_CALLS,
    PROVIDER_SECONDS,
    PAYMENTS,
    CHECKOUTS,
    STOCKOUTS,
    SEARCH_SECONDS,
    SLOW_STATEMENTS,
    PROCESSES,
    ALERTS,
)
BY_NAME = {metric.name: metric for metric in METRICS}

Series = tuple[str, tuple[str, ...]]


class Totals(msgspec.Struct):
    """Everything counted. `numbers`: counters and gauges. `spreads`: of histograms the count in each bucket (the last one is
    for what is above all), then the sum."""

    numbers: dict[Series, float] = {}
    spreads: dict[Series, list[float]] = {}


class Book:
    """The numbers of one process. Safe from any thread."""

    def __init__(self) -> None:
        self._totals = Totals({}, {})
        self._sizes: dict[str, int] = {}
        self._lock = threading.Lock()

    def count(self, metric: Metric, *labels: str, by: float = 1.0) -> None:
        key = (metric.name, labels)
        with self._lock:
            numbers = self._totals.numbers
            if key not in numbers:
                key = self._admitted(metric, key)
            numbers[key] = numbers.get(key, 0.0) + by

    def observe(self, metric: Metric, value: float, *labels: str) -> None:
        key = (metric.name, labels)
        with self._lock:
            spread = self._totals.spreads.get(key)
            if spread is None:
                key = self._admitted(metric, key)
                spread = self._totals.spreads.setdefault(key, [0.0] * (len(metric.buckets) + 2))
            spread[bisect_left(metric.buckets, value)] += 1.0
            spread[-1] += value

    def put(self, metric: Metric, value: float, *labels: str) -> None:
        """What something is now (a gauge), or what a counter that is kept elsewhere says."""
        with self._lock:
            self._totals.numbers[(metric.name, labels)] = value

    def _admitted(self, metric: Metric, key: Series) -> Series:
        size = self._sizes.get(metric.name, 0)
        if size >= MOST_SERIES:
            return (metric.name, (OTHER,) * len(metric.labels))
        self._sizes[metric.name] = size + 1
        return key

    def totals(self) -> Totals:
        """A copy."""
        with self._lock:
            return Totals(
                dict(self._totals.numbers),
                {key: list(spread) for key, spread in self._totals.spreads.items()},
            )


BOOK = Book()
"""The process's own. It is one a process by its nature, as the process's memory and its open files are."""

count = BOOK.count
observe = BOOK.observe
put = BOOK.put


class Spent:
    """What one request cost so far, and whose it turned out to be."""

    __slots__ = ("actor", "statements", "tenant")

    def __init__(self) -> None:
        self.statements = 0
        self.tenant: UUID | None = None
        self.actor: Actor | None = None


spent: ContextVar[Spent | None] = ContextVar("spent", default=None)


def answered(route: str, group: str, status: int, seconds: float, statements: int) -> None:
    """One answer of the web: three numbers under one lock."""
    BOOK.count(REQUESTS, route, group, STATUS[status // 100] if 100 <= status < 600 else OTHER)
    BOOK.observe(REQUEST_SECONDS, seconds, route, group)
    BOOK.observe(REQUEST_STATEMENTS, statements, group)


STATUS = ("", "1xx", "2xx", "3xx", "4xx", "5xx")
