"""Where the processor's time goes and how much memory is held, from Linux's own books."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterable
from pathlib import Path

import msgspec
import psutil


class Books(msgspec.Struct, frozen=True):
    """Processor seconds used so far, by party; `all` is what the whole machine used."""

    at: float
    all: float
    client: float
    web: float
    worker: float
    postgres: float

    def since(self, before: Books) -> Shares:
        return Shares(
            seconds=self.at - before.at,
            all=self.all - before.all,
            client=self.client - before.client,
            web=self.web - before.web,
            worker=self.worker - before.worker,
            postgres=self.postgres - before.postgres,
        )


class Shares(msgspec.Struct, frozen=True):
    """Processor seconds that each party used within `seconds`."""

    seconds: float
    all: float
    client: float
    web: float
    worker: float
    postgres: float

    @property
    def others(self) -> float:
        """Processors that programs kept busy which are no party here."""
        return max(0.0, (self.all - self.total) / self.seconds)

    @property
    def total(self) -> float:
        return self.client + self.web + self.worker + self.postgres

    def share(self, part: float) -> float:
        return part / self.total if self.total else 0.0

    @property
    def postgres_of_server(self) -> float:
        """PostgreSQL's share of what web and PostgreSQL used."""
        both = self.web + self.postgres
        return self.postgres / both if both else 0.0


class Parties(msgspec.Struct, frozen=True):
    """Process ids of the roots of web, worker and PostgreSQL; 0 for one that does not run."""

    web: int = 0
    worker: int = 0
    postgres: int = 0

    def books(self) -> Books:
        own = time.process_time()
        return Books(
            time.perf_counter(),
            everything(),
            own,
            *(tree_seconds(pid) for pid in (self.web, self.worker, self.postgres)),
        )


def everything() -> float:
    """Processor seconds that the machine has used since it started, idling not counted."""
    times = psutil.cpu_times()
    return float(sum(times) - times.idle - getattr(times, "iowait", 0.0) - getattr(times, "guest", 0.0))


def tree(pid: int) -> list[int]:
    """The process and all that it started; empty when it is gone."""
    if not pid:
        return []
    try:
        root = psutil.Process(pid)
        return [pid, *(child.pid for child in root.children(recursive=True))]
    except psutil.NoSuchProcess:
        return []


def tree_seconds(pid: int) -> float:
    """User and system time of a process, its living descendants, and those it has already buried."""
    total = 0.0
    for each in tree(pid):
        try:
            times = psutil.Process(each).cpu_times()
        except psutil.NoSuchProcess:
            continue
        total += times.user + times.system
        total += getattr(times, "children_user", 0.0) + getattr(times, "children_system", 0.0)
    return total


class Memory(msgspec.Struct, frozen=True):
    """MiB. `pss` counts memory that processes share once, split among them; `rss` counts it for each."""

    pss: float
    rss: float
    processes: int


def memory(pids: Iterable[int]) -> Memory:
    """Of whole process trees, by their roots."""
    pss = rss = 0
    every = [pid for root in pids for pid in tree(root)]
    for pid in every:
        try:
            held = psutil.Process(pid).memory_info().rss
            rss += held
            pss += _pss(pid) or held
        except psutil.NoSuchProcess:
            continue
    return Memory(round(pss / 2**20, 1), round(rss / 2**20, 1), len(every))


def _pss(pid: int) -> int:
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:")), 0)


def facts_of_machine() -> dict[str, str | int | float]:
    """What the figures depend on; nothing that names the machine."""
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else (os.cpu_count() or 1),
        "processor": _processor(),
        "memory_gib": round(psutil.virtual_memory().total / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "load_before": round(psutil.getloadavg()[0], 2),
    }


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
