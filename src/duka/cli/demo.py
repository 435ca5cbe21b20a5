"""`duka demo`: everything on one machine and one port, with two merchants to try; in the foreground until Ctrl-C."""

import argparse
import os
import signal
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from types import FrameType

import msgspec

from duka.demo import operating
from duka.demo.seed import is_planted, seed
from duka.kernel import config as configuration
from duka.kernel import log, migrations
from duka.kernel.postgres_urls import Urls, embedded, resolve, uses_embedded
from duka.wiring import make_services

RESTART_PAUSE = 0.5


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka demo", description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument("--data", type=Path, default=Path("var"))
    parser.add_argument(
        "--seconds", type=int, default=0, help="stop by itself after so many seconds; 0: never"
    )
    arguments = parser.parse_args(argv)
    data = arguments.data.absolute()
    base_url = f"http://127.0.0.1:{arguments.port}"
    (data / "demo.json").unlink(missing_ok=True)
    os.environ.update({"DUKA_DATA": str(data), "DUKA_BASE_URL": base_url, "DUKA_DEMO": "1"})
    os.environ.setdefault(
        "DUKA_LOG_LEVEL", "WARNING"
    )  # the terminal is for people; events are lines of the log
    config = configuration.load()
    log.configure("WARNING")

    started = time.monotonic()
    own_server = uses_embedded(os.environ)
    print("Starting the database …", flush=True)
    urls = resolve(data, os.environ)
    try:
        if migrations.pending(urls.migrator):
            migrations.upgrade(urls.migrator)
        environment = {**os.environ, **_addresses(urls), "DUKA_LANDING": str(data / "landing.json")}
        services = make_services(config, urls)
        with nullcontext() if is_planted(services) else _hearing(environment):
            summary = seed(services, base_url, say=lambda line: print(line, flush=True))
        services.work.database.close()
        (data / "landing.json").write_bytes(msgspec.json.encode(summary["stores"]))
        with Children(environment, arguments.port) as children:
            _wait_until_served(base_url, children)
            (data / "demo.json").write_bytes(msgspec.json.format(msgspec.json.encode(summary)))
            _announce(summary, data, time.monotonic() - started)
            children.start("painter")
            children.watch(arguments.seconds)
    finally:
        (data / "demo.json").unlink(missing_ok=True)
        if own_server:
            embedded(data).stop()
    return 0


@contextmanager
def _hearing(environment: dict[str, str]) -> Iterator[None]:
    """What is planted is heard at once by a process of its own; when this ends, all of it was."""
    process = subprocess.Popen(
        [sys.executable, "-m", "duka.demo.hearing"], env=environment, start_new_session=True
    )
    try:
        yield
    finally:
        process.terminate()
        process.wait()


def _addresses(urls: Urls) -> dict[str, str]:
    return {"DUKA_APP_URL": urls.app, "DUKA_PLATFORM_URL": urls.platform, "DUKA_MIGRATOR_URL": urls.migrator}


class Children:
    """The web and the worker, started again when one dies."""

    def __init__(self, environment: dict[str, str], port: int) -> None:
        self.environment = environment
        self.commands = {
            "web": ["duka.cli.main", "serve", "--port", str(port)],
            "worker": ["duka.cli.main", "worker"],
            "painter": ["duka.demo.painting"],
        }
        self.processes: dict[str, subprocess.Popen[bytes]] = {}
        self.stop = threading.Event()

    def __enter__(self) -> "Children":
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._told_to_stop)
        for name in ("web", "worker"):
            self.start(name)
        return self

    def __exit__(self, *_: object) -> None:
        for process in self.processes.values():
            process.terminate()
        for process in self.processes.values():
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()

    def start(self, name: str) -> None:
        self.processes[name] = subprocess.Popen(
            [sys.executable, "-m", *self.commands[name]],
            env=self.environment,
            start_new_session=True,
        )

    def _told_to_stop(self, number: int, frame: FrameType | None) -> None:
        self.stop.set()

    def watch(self, seconds: int) -> None:
        end = time.monotonic() + seconds if seconds else None
        while not self.stop.wait(RESTART_PAUSE) and (end is None or time.monotonic() < end):
            for name, process in list(self.processes.items()):
                if process.poll() is not None and not (name == "painter" and process.returncode == 0):
                    print(f"The {name} ended ({process.returncode}); starting it again.", flush=True)
                    self.start(name)

    def any_ended(self) -> bool:
        return any(process.poll() is not None for process in self.processes.values())


def _wait_until_served(base_url: str, children: Children) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(f"{base_url}/health", timeout=2) as answer:  # noqa: S310 - our own address
                if answer.status == 200:
                    return
        except OSError:
            if children.stop.is_set() or children.any_ended():
                raise SystemExit(
                    f"The server at {base_url} did not start; is the port taken? Try PORT=8001."
                ) from None
            time.sleep(0.1)
    raise SystemExit(f"The server at {base_url} did not answer within 30 seconds.")


def _announce(summary: dict[str, object], data: Path, seconds: float) -> None:
    stores = summary["stores"]
    assert isinstance(stores, list)
    print(f"\nDuka is ready ({seconds:.1f} s).  {summary['base_url']}\n")
    for store in stores:
        print(f"  {store['name']:<22} {store['url']}")
        print(f"  {'':<22} staff {store['staff']['email']}  password {store['staff']['password']}")
        team = ", ".join(person["role"] for person in store.get("team", []))
        print(f"  {'':<22} and {team} (each as role@{store['tenant']}.example, the same password)")
        print(f"  {'':<22} customer {store['customer']['email']}  password {store['customer']['password']}")
        print(
            f"  {'':<22} keys {store['publishable_key'][:12]}… and {store['secret_key'][:12]}… (in {data / 'demo.json'})\n"
        )
    operator = summary["operator"]
    assert isinstance(operator, dict)
    print(f"  {'Center Control':<22} {summary['base_url']}/console/control")
    print(f"  {'':<22} operator {operator['email']}  password {operator['password']}")
    print(
        f"  {'':<22} code now {operating.code()}; later `duka operators demo-code`, or an app with the secret"
    )
    print(f"  {'':<22} {operator['totp_secret']}\n")
    print(f"  API documentation      {summary['base_url']}/api/docs")
    print(f"  Letters, unsent        {summary['base_url']}/mailbox")
    print("  Ctrl-C stops it; what you did is kept.\n", flush=True)
