"""Is there a live PostgreSQL for a data folder, and how is it reached? Answered from its `postmaster.pid` and
the system.

The file outlives a killed server, and after a reboot its number may belong to any process: it is believed
only when the process lives and serves that very folder.
"""

from __future__ import annotations

import os
import socket
import subprocess
from pathlib import Path
from typing import NamedTuple


class Running(NamedTuple):
    """What `postmaster.pid` says about a live server."""

    pid: int
    port: int
    socket_folder: Path
    address: str
    status: str


def written(data: Path) -> Running | None:
    """What the file says, true or not; None when there is no such file or it is cut off."""
    try:
        lines = [*(data / "postmaster.pid").read_text().split("\n"), *[""] * 8]
        pid = int(lines[0])
    except (OSError, ValueError):
        return None
    port = int(lines[3]) if lines[3].strip().isdigit() else 5432
    return Running(pid, port, Path(lines[4].strip()), lines[5].strip(), lines[7].strip())


def running(data: Path) -> Running | None:
    found = written(data)
    return found if found and serves(found.pid, data) else None


def free_port() -> int:
    """A port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serves(pid: int, data: Path) -> bool:
    """Is `pid` alive, and the server of this data folder? After a reboot the number may belong to anybody."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # somebody else's process: ours runs under our account, or we are root
        return False
    if not Path("/proc/self/cwd").exists():  # no /proc on this system: the program's name must do
        name = subprocess.run(
            ["/bin/ps", "-o", "comm=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return "postgres" in name.stdout
    try:
        return Path(f"/proc/{pid}/cwd").readlink() == data.resolve()
    except PermissionError:  # root of a container without the right to look: the command line is open to all
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:  # gone meanwhile, or a zombie
        return False
