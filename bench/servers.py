"""The processes that are measured: `duka serve`, `duka worker` and the yardstick, each as it runs in earnest."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Self

from duka.kernel.postgres_process import free_port

PROCESSES = 2
START = 30.0
"""Seconds."""


class Server:
    """One command in a session of its own, ended by its process id."""

    def __init__(self, command: list[str], environment: Mapping[str, str], log: Path, port: int = 0) -> None:
        self.port = port
        self.log = log
        self.started = time.perf_counter()
        with log.open("ab") as file:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                env={**os.environ, **environment},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )

    @property
    def pid(self) -> int:
        return self.process.pid

    def wait(self, path: str) -> float:
        """Until `path` is answered with 200; how many seconds after the start that was."""
        address = f"http://127.0.0.1:{self.port}{path}"
        last = ""
        while time.perf_counter() - self.started < START:
            if self.process.poll() is not None:
                raise SystemExit(f"The server ended ({self.process.returncode}).\n{self.words()}")
            try:
                with urllib.request.urlopen(address, timeout=5) as answer:
                    answer.read()
                    return time.perf_counter() - self.started
            except urllib.error.HTTPError as error:
                last = f"{error.code} {error.read()[:300]!r}"
            except OSError as error:
                last = str(error)
            time.sleep(0.01)
        raise SystemExit(f"{path} was not answered within {START:.0f} s ({last}).\n{self.words()}")

    def words(self) -> str:
        return self.log.read_text(errors="replace")[-3000:] if self.log.exists() else ""

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                os.killpg(self.pid, signal.SIGKILL)
                self.process.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def environment(data: Path, *, is_cached: bool) -> dict[str, str]:
    """Settings and credentials are remembered as always; only the kept pages can be switched off."""
    return {
        "DUKA_DATA": str(data),
        "DUKA_WEB_PROCESSES": str(PROCESSES),
        "DUKA_RATE_PER_MINUTE": "1000000000",
        "DUKA_PAGE_CACHE_SECONDS": "0.8" if is_cached else "0",
        "DUKA_LOG_LEVEL": "WARNING",
        "PYTHONUNBUFFERED": "1",
    }


def web(data: Path, logs: Path, *, is_cached: bool) -> Server:
    port = free_port()
    command = ["-m", "duka.cli.main", "serve", "--port", str(port), "--processes", str(PROCESSES)]
    return Server(command, environment(data, is_cached=is_cached), logs / "web.log", port)


def worker(data: Path, logs: Path) -> Server:
    return Server(["-m", "duka.cli.main", "worker"], environment(data, is_cached=True), logs / "worker.log")


def hello(logs: Path) -> Server:
    """The yardstick: the same server with the same number of processes and the same settings as `duka serve`."""
    port = free_port()
    command = ["-m", "bench.hello", "--port", str(port), "--processes", str(PROCESSES)]
    return Server(command, {}, logs / "hello.log", port)
