"""What is put off is done: every job that some verb enqueues is one that the worker knows."""

import importlib
import re
from pathlib import Path

import pytest
from tests.api.conftest import services_on

from duka.kernel.db import Database
from duka.wiring import jobs, periodic

SOURCE = Path(__file__).parents[2] / "src" / "duka"
DEFERRED = re.compile(r"""\bdefer\(\s*ctx,\s*(?:"(?P<name>[a-z_.]+)"|(?P<constant>[A-Z_]+))""")


def deferred() -> dict[str, str]:
    """The name of each job that the source enqueues → where."""
    found = {}
    for file in SOURCE.rglob("*.py"):
        for match in DEFERRED.finditer(file.read_text()):
            place = str(file.relative_to(SOURCE))
            name = match["name"]
            if name is None:
                module = importlib.import_module("duka." + place.removesuffix(".py").replace("/", "."))
                name = getattr(module, match["constant"])
            found[name] = place
    return found


def test_every_deferred_job_is_known_to_the_worker(database: Database, tmp_path: Path) -> None:
    services = services_on(database, tmp_path)
    names = deferred()
    assert len(names) >= 5, "the pattern no longer finds how jobs are enqueued"
    unknown = {
        name: place for name, place in names.items() if name not in {job.name for job in jobs(services)}
    }
    assert unknown == {}


@pytest.mark.timeout(600)  # for the companies of all tests
def test_everything_on_a_clock_can_be_done(database: Database, tmp_path: Path) -> None:
    services = services_on(database, tmp_path)
    for turn in periodic(services):
        turn.act(services.work)
