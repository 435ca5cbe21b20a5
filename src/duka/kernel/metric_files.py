"""Numbers of several processes as one: each writes its own file in the data folder, whoever is asked adds them up.

A process holds the lock of its file as long as it lives; the system lets go of it even when it is killed. The numbers of a
process that ended are added to `past.json` by whoever notices, so that a restart loses nothing but its last
`WRITE_SECONDS`. Gauges are of living processes only.
"""

import fcntl
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from duka.kernel import log
from duka.kernel.ids import new_id
from duka.kernel.metrics import BOOK, BY_NAME, PROCESSES, Book, Totals

WRITE_SECONDS = 5.0
_log = log.get("kernel.metrics")
_encode = msgspec.json.Encoder().encode

Before = Callable[[], None]


class _File(msgspec.Struct):
    numbers: list[tuple[str, tuple[str, ...], float]]
    spreads: list[tuple[str, tuple[str, ...], list[float]]]


_decode = msgspec.json.Decoder(_File).decode


class Keeper:
    """Writes the numbers of this process, in a thread of its own once `start` was called. `before` each writing it calls
    what was given to `also` (for numbers that are looked up: the state of the pools). Uses no database."""

    def __init__(self, folder: Path, book: Book = BOOK) -> None:
        self.folder = folder
        self.book = book
        self._name = f"{os.getpid()}-{new_id().hex[-8:]}"
        self._also: list[Before] = []
        self._at_end: list[Before] = []
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None
        self._writing = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        self._lock = (folder / f"{self._name}.lock").open("w")
        fcntl.flock(self._lock, fcntl.LOCK_EX)

    def also(self, act: Before) -> None:
        self._also.append(act)

    def at_end(self, act: Before) -> None:
        self._at_end.append(act)

    def start(self) -> None:
        self._thread = threading.Thread(target=self._run, name="metrics", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """The last numbers are written; twice is no mistake."""
        self._stop.set()
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join(timeout=2)
        if not self._lock.closed:
            self._do([*self._also, *self._at_end])
            self.write()
            self._lock.close()

    def write(self) -> None:
        with self._writing:
            totals = self.book.totals()
            written = self.folder / f"{self._name}.new"
            written.write_bytes(_encode(_written(totals)))
            written.replace(self.folder / f"{self._name}.json")

    def _run(self) -> None:
        while not self._stop.wait(WRITE_SECONDS):
            self._look()

    def _look(self) -> None:
        self._do(self._also)
        with suppress(OSError):  # a full disk is not the shop's end; the next round tries again
            self.write()

    def _do(self, acts: list[Before]) -> None:
        for act in acts:
            try:
                act()
            except Exception as error:
                _log.warning("numbers could not be kept", error=repr(error))

    def everything(self) -> Totals:
        """The numbers of all processes, this one's as of now."""
        self._do(self._also)
        self.write()
        return read(self.folder)


def read(folder: Path) -> Totals:
    """All numbers in the folder. Those of processes that ended are moved to the past."""
    total = Totals({}, {})
    with _alone(folder):
        past = folder / "past.json"
        ended = [file for file in sorted(folder.glob("*.json")) if file != past and _has_ended(file)]
        if ended:
            kept = _of(past)
            for file in ended:
                _add(kept, _of(file), is_living=False)
            new = folder / "past.new"
            new.write_bytes(_encode(_written(kept)))
            new.replace(past)
            for file in ended:
                file.unlink(missing_ok=True)
                file.with_suffix(".lock").unlink(missing_ok=True)
        living = [file for file in sorted(folder.glob("*.json")) if file != past]
        _add(total, _of(past), is_living=False)
        for file in living:
            _add(total, _of(file), is_living=True)
    total.numbers[(PROCESSES.name, ())] = float(len(living))
    return total


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One reader at a time, so that nothing is moved to the past twice."""
    with (folder / "reading").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def _has_ended(file: Path) -> bool:
    try:
        with file.with_suffix(".lock").open("r+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return True
    except BlockingIOError:
        return False
    except FileNotFoundError:
        return True


def _of(file: Path) -> Totals:
    try:
        found = _decode(file.read_bytes())
    except (OSError, msgspec.MsgspecError):
        return Totals({}, {})
    return Totals(
        {(name, labels): value for name, labels, value in found.numbers},
        {(name, labels): spread for name, labels, spread in found.spreads},
    )


def _written(totals: Totals) -> _File:
    return _File(
        [(name, labels, value) for (name, labels), value in totals.numbers.items()],
        [(name, labels, spread) for (name, labels), spread in totals.spreads.items()],
    )


def _add(total: Totals, one: Totals, *, is_living: bool) -> None:
    """Metrics that this version does not know, or knows with other buckets, are left out."""
    for key, value in one.numbers.items():
        metric = BY_NAME.get(key[0])
        if metric is None or len(metric.labels) != len(key[1]) or (metric.kind == "gauge" and not is_living):
            continue
        total.numbers[key] = total.numbers.get(key, 0.0) + value
    for key, spread in one.spreads.items():
        metric = BY_NAME.get(key[0])
        if metric is None or len(metric.labels) != len(key[1]) or len(spread) != len(metric.buckets) + 2:
            continue
        known = total.spreads.get(key)
        total.spreads[key] = [a + b for a, b in zip(known, spread, strict=True)] if known else list(spread)
