"""A real S3 server on this machine: SeaweedFS, which knows one pair of keys and checks every signature."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

ACCESS, SECRET = "AKIAOFTHETESTS", "the secret of the tests"
MOST_SECONDS = 40
WEED = Path(sys.executable).parent / "weed"


@dataclass(frozen=True)
class S3Server:
    endpoint: str

    @property
    def environment(self) -> dict[str, str]:
        """As an installation would have it."""
        return {
            "AWS_ACCESS_KEY_ID": ACCESS,
            "AWS_SECRET_ACCESS_KEY": SECRET,
            "AWS_REGION": "eu-west-1",
            "AWS_ENDPOINT": self.endpoint,
            "AWS_ALLOW_HTTP": "true",
        }


@contextmanager
def an_s3_server(folder: Path) -> Iterator[S3Server]:
    """As long as it is needed; its files lie in `folder`."""
    keys = [{"accessKey": ACCESS, "secretKey": SECRET}]
    who = [{"name": "duka", "credentials": keys, "actions": ["Admin", "Read", "Write", "List"]}]
    (folder / "identities.json").write_text(json.dumps({"identities": who}))
    ports = _free_ports(8)
    names = (
        "master.port",
        "master.port.grpc",
        "volume.port",
        "volume.port.grpc",
        "filer.port",
        "filer.port.grpc",
    )
    options = {
        "dir": folder,
        "ip": "127.0.0.1",
        "ip.bind": "127.0.0.1",
        "master.telemetry": "false",
        "volume.max": 4,
        **dict(zip(names, ports, strict=False)),
        "filer.localSocket": folder / "f",
        "s3.port": ports[6],
        "s3.port.grpc": ports[7],
        "s3.port.iceberg": 0,
        "s3.port.lance": 0,
        "s3.localSocket": folder / "s",
        "s3.config": folder / "identities.json",
        "debug.port": 0,
    }
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(
            [str(WEED), "server", "-filer", "-s3", *(f"-{name}={value}" for name, value in options.items())],
            stdout=log,
            stderr=log,
            cwd=folder,
            env={**os.environ, "HOME": str(folder)},
            start_new_session=True,
        )
    try:
        server = S3Server(f"http://127.0.0.1:{ports[6]}")
        _wait(server, process, folder)
        yield server
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=10)


def _wait(server: S3Server, process: "subprocess.Popen[bytes]", folder: Path) -> None:
    """Until it refuses somebody without a signature, and can keep something."""
    until = time.monotonic() + MOST_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(server.endpoint + "/bucket/nothing", timeout=2)
        except HTTPError as answer:
            if answer.code == 403:
                return
        except (URLError, OSError):
            pass
        time.sleep(0.2)
    raise RuntimeError(f"no S3 server: {(folder / 'log').read_text()[-2000:]}")


def _free_ports(count: int) -> list[int]:
    with ExitStack() as held:
        found = []
        for _ in range(count):
            probe = held.enter_context(socket.socket())
            probe.bind(("127.0.0.1", 0))
            found.append(int(probe.getsockname()[1]))
        return found
