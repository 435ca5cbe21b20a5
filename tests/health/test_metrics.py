"""Numbers: counted cheaply, bounded, added up over processes, none lost with one that is killed."""

import re
import signal
import subprocess
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families
from tests.api.client import Client

from duka.kernel import exposition, metric_files, metrics
from duka.kernel.metric_files import Keeper
from duka.kernel.metrics import METRICS, Book, Totals

SOURCE = Path(__file__).parents[2] / "src"
DOCS = Path(__file__).parents[2] / "docs" / "observability.md"


def shown(totals: Totals) -> dict[tuple[str, tuple[tuple[str, str], ...]], float]:
    """As Prometheus reads it."""
    text = exposition.text(totals).decode()
    return {
        (sample.name, tuple(sorted(sample.labels.items()))): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_prometheus_reads_what_was_counted() -> None:
    book = Book()
    book.count(metrics.REQUESTS, "place_order", "shop", "2xx")
    book.count(metrics.REQUESTS, "place_order", "shop", "2xx", by=2)
    book.put(metrics.PROCESSES, 3)
    for seconds in (0.004, 0.005, 0.02, 99.0):
        book.observe(metrics.REQUEST_SECONDS, seconds, "place_order", "shop")
    found = shown(book.totals())
    route = (("group", "shop"), ("route", "place_order"))
    assert found["duka_requests_total", (("group", "shop"), ("route", "place_order"), ("status", "2xx"))] == 3
    assert found["duka_processes", ()] == 3
    by_edge = {
        edge: found["duka_request_seconds_bucket", (route[0], ("le", edge), route[1])]
        for edge in ("0.005", "0.025", "10", "+Inf")
    }
    assert by_edge == {"0.005": 2, "0.025": 3, "10": 3, "+Inf": 4}
    assert found["duka_request_seconds_count", route] == 4
    assert found["duka_request_seconds_sum", route] == pytest.approx(99.029)


def test_a_metric_never_grows_without_end() -> None:
    book = Book()
    for n in range(metrics.MOST_SERIES + 500):
        book.count(metrics.LISTENER_FAILURES, f"type {n}")
        book.observe(metrics.JOB_SECONDS, 1.0, f"task {n}")
    totals = book.totals()
    assert len(totals.numbers) == len(totals.spreads) == metrics.MOST_SERIES + 1
    assert totals.numbers["duka_listener_failures_total", ("other",)] == 500


def test_threads_lose_nothing() -> None:
    book = Book()

    def work() -> None:
        for _ in range(5_000):
            book.count(metrics.STOCKOUTS)
            book.observe(metrics.EVENT_SECONDS, 0.1)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert book.totals().numbers["duka_stockouts_total", ()] == 20_000
    assert sum(book.totals().spreads["duka_event_delivery_seconds", ()][:-1]) == 20_000


def test_processes_add_up_and_gauges_are_of_the_living(folder: Path) -> None:
    one, two = Keeper(folder, Book()), Keeper(folder, Book())
    for keeper, count in ((one, 3), (two, 4)):
        keeper.book.count(metrics.STOCKOUTS, by=count)
        keeper.book.observe(metrics.EVENT_SECONDS, 0.2)
        keeper.book.put(metrics.POOL, 8, "app", "open")
        keeper.write()
    found = one.everything()
    assert found.numbers["duka_stockouts_total", ()] == 7
    assert found.numbers["duka_pool_connections", ("app", "open")] == 16
    assert found.numbers["duka_processes", ()] == 2
    two.stop()
    for _ in range(2):
        found = one.everything()
        assert found.numbers["duka_stockouts_total", ()] == 7
        assert found.numbers["duka_pool_connections", ("app", "open")] == 8
        assert found.numbers["duka_processes", ()] == 1
        assert sum(found.spreads["duka_event_delivery_seconds", ()][:-1]) == 2
    one.stop()
    one.stop()
    assert sorted(path.suffix for path in folder.glob("*-*.json")) == [".json"]


def test_a_killed_process_is_counted_on(folder: Path) -> None:
    program = (
        "import sys, time; from pathlib import Path; from duka.kernel import metrics;"
        "from duka.kernel.metric_files import Keeper; k = Keeper(Path(sys.argv[1]));"
        "metrics.count(metrics.STOCKOUTS, by=5); k.write(); print('written', flush=True); time.sleep(60)"
    )
    child = subprocess.Popen(
        [sys.executable, "-c", program, str(folder)], stdout=subprocess.PIPE, env={"PYTHONPATH": str(SOURCE)}
    )
    try:
        assert child.stdout is not None and child.stdout.readline() == b"written\n"
        assert metric_files.read(folder).numbers["duka_processes", ()] == 1
    finally:
        child.send_signal(signal.SIGKILL)
        child.communicate(timeout=10)
    for _ in range(2):
        found = metric_files.read(folder)
        assert found.numbers == {("duka_stockouts_total", ()): 5, ("duka_processes", ()): 0}


def test_what_another_version_wrote_is_left_out(folder: Path) -> None:
    folder.mkdir()
    (folder / "past.json").write_text(
        '{"numbers": [["duka_gone_total", [], 1], ["duka_requests_total", ["one"], 1], ["duka_stockouts_total", [], 2]],'
        ' "spreads": [["duka_request_seconds", ["a", "b"], [1, 2]]]}'
    )
    (folder / "1-torn.json").write_text('{"numbers": [[')
    found = metric_files.read(folder)
    assert found.numbers == {("duka_stockouts_total", ()): 2, ("duka_processes", ()): 0} and not found.spreads


def counted(totals: Totals, route: str) -> dict[str, int]:
    """By status, over all groups."""
    found: Counter[str] = Counter()
    for (name, labels), n in totals.numbers.items():
        if name == "duka_requests_total" and labels[0] == route:
            found[labels[2]] += int(n)
    return dict(found)


def soon(what: Callable[[], bool], seconds: float = 5.0) -> bool:
    """An answer is counted after it was sent."""
    end = time.monotonic() + seconds
    while not what() and time.monotonic() < end:
        time.sleep(0.01)
    return what()


def test_answers_are_counted_by_the_name_of_their_route(server: Client) -> None:
    before = counted(metrics.BOOK.totals(), "get_readyz"), counted(metrics.BOOK.totals(), "unmatched")
    assert server.request("GET", "/readyz").status == 200
    assert server.request("HEAD", "/readyz").status == 200
    assert server.request("GET", "/api/no/such/address").status == 404
    assert soon(
        lambda: counted(metrics.BOOK.totals(), "unmatched").get("4xx", 0) == before[1].get("4xx", 0) + 1
    )
    totals = metrics.BOOK.totals()
    assert counted(totals, "get_readyz")["2xx"] == before[0].get("2xx", 0) + 2
    assert totals.spreads["duka_request_statements", ("probes",)][1] >= 2, "one statement each"


def test_no_label_holds_a_merchant(server: Client) -> None:
    assert not {label for metric in METRICS for label in metric.labels} & {
        "tenant",
        "merchant",
        "store",
        "path",
        "customer",
    }
    server.request("GET", "/s/acorn-of-nobody/none/products/secret-tea")
    server.request("GET", "/api/tenants/acorn-of-nobody/admin/orders")
    assert "acorn-of-nobody" not in exposition.text(metrics.BOOK.totals()).decode()


def test_the_documentation_lists_every_metric_with_its_labels() -> None:
    rows = re.findall(r"^\| `(duka_\w+)` \| (\w+) \| ([^|]*) \|", DOCS.read_text(), re.M)
    told = {name: (kind, tuple(re.findall(r"`(\w+)`", labels))) for name, kind, labels in rows}
    assert told == {metric.name: (metric.kind, metric.labels) for metric in METRICS}
