"""The embedded server's supervisor, on every PostgreSQL that this machine has: nothing is patched, nothing is
faked.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from duka.kernel import postgres_account, postgres_process
from duka.kernel.postgres import Cluster, default_binaries
from duka.kernel.postgres_account import PostgresProblem

DEBIAN = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
BINARIES = [default_binaries(), *(folder for folder in DEBIAN if (folder / "initdb").exists())]
every_server = pytest.mark.parametrize("binaries", BINARIES, ids=[str(b.parent) for b in BINARIES])
as_root = os.geteuid() == 0


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder below the temporary one that other accounts may pass through (pytest's own is closed to
    them).
    """
    place = Path(tempfile.mkdtemp(prefix="duka-test-"))
    place.chmod(0o755)
    yield place
    shutil.rmtree(place)


@pytest.fixture
def clusters() -> Iterator[list[Cluster]]:
    made: list[Cluster] = []
    yield made
    for cluster in made:
        cluster.destroy()


def answer(url: str, question: str) -> object:
    with psycopg.connect(url) as connection:
        row = connection.execute(question.encode()).fetchone()
        assert row is not None
        return row[0]


def dead(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def kill_9(cluster: Cluster) -> None:
    running = cluster.running()
    assert running
    os.kill(running.pid, signal.SIGKILL)
    while not dead(running.pid):
        time.sleep(0.01)


@every_server
def test_start_makes_a_server_and_stop_ends_it(folder: Path, clusters: list[Cluster], binaries: Path) -> None:
    cluster = Cluster(folder / "pg", binaries=binaries)
    clusters.append(cluster)
    cluster.start()
    url = cluster.superuser_url
    assert answer(url, "SHOW server_encoding") == "UTF8"
    assert answer(url, "SHOW fsync") == "on"
    assert answer(url, "SHOW shared_buffers") == "256MB"
    assert answer(url, "SHOW listen_addresses") == ""
    assert answer(url, "SELECT lower('ÉTÉ') = 'été'") is True
    assert answer(url, "SELECT count(*) FROM pg_hba_file_rules WHERE auth_method <> 'scram-sha-256'") == 0
    running = cluster.running()
    assert running
    assert Path(f"/proc/{running.pid}").stat().st_uid != 0
    assert os.getsid(running.pid) != os.getsid(0)
    cluster.stop()
    assert dead(running.pid)
    assert cluster.running() is None
    cluster.stop()
    with pytest.raises(PostgresProblem, match="not running"):
        _ = cluster.superuser_url


@every_server
def test_a_running_server_is_adopted_and_left_running(
    folder: Path, clusters: list[Cluster], binaries: Path
) -> None:
    first = Cluster(folder / "pg", binaries=binaries, fast=True).start()
    clusters.append(first)
    with Cluster(folder / "pg", binaries=binaries) as second:
        assert second.running() == first.running()
        assert answer(second.superuser_url, "SHOW fsync") == "off"
    assert first.running()
    before = first.running()
    assert first.start().running() == before


@every_server
def test_data_survive_kill_9(folder: Path, clusters: list[Cluster], binaries: Path) -> None:
    cluster = Cluster(folder / "pg", binaries=binaries).start()
    clusters.append(cluster)
    with psycopg.connect(cluster.superuser_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS n")
    kill_9(cluster)
    assert cluster.running() is None
    assert answer(cluster.start().superuser_url, "SELECT n FROM kept") == 42


def test_a_pid_file_that_names_somebody_else_is_not_believed(folder: Path, clusters: list[Cluster]) -> None:
    cluster = Cluster(folder / "pg", fast=True).start()
    clusters.append(cluster)
    kill_9(cluster)
    stranger = subprocess.Popen(["/bin/sleep", "60"])
    try:
        file = cluster.data / "postmaster.pid"
        lines = file.read_text().split("\n")
        file.write_text("\n".join([str(stranger.pid), *lines[1:]]))
        assert cluster.running() is None
        assert answer(cluster.start().superuser_url, "SELECT 1") == 1
        assert stranger.poll() is None
    finally:
        stranger.kill()
        stranger.wait()


def test_an_interrupted_first_start_is_begun_again(folder: Path, clusters: list[Cluster]) -> None:
    cluster = Cluster(folder / "pg", fast=True)
    clusters.append(cluster)
    half = folder / "pg" / "data.new"
    half.mkdir(parents=True)
    (half / "PG_VERSION").write_text("18\n")
    assert answer(cluster.start().superuser_url, "SELECT 1") == 1


def test_a_long_path_has_its_socket_elsewhere(folder: Path, clusters: list[Cluster]) -> None:
    cluster = Cluster(folder / ("deep" * 20) / "pg", fast=True).start()
    clusters.append(cluster)
    running = cluster.running()
    assert running
    assert answer(cluster.superuser_url, "SELECT 1") == 1
    assert cluster.root not in running.socket_folder.parents
    assert running.socket_folder.stat().st_mode & 0o777 == 0o700
    kill_9(cluster)
    cluster.start()
    assert not running.socket_folder.exists()
    after = cluster.running()
    assert after
    cluster.stop()
    assert not after.socket_folder.exists()


def test_tcp_listens_on_loopback_and_wants_the_password(folder: Path, clusters: list[Cluster]) -> None:
    cluster = Cluster(folder / "pg", fast=True, tcp=True).start()
    clusters.append(cluster)
    url = cluster.superuser_url
    assert "@127.0.0.1:" in url
    assert answer(url, "SELECT host(inet_server_addr())") == "127.0.0.1"
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(url, password="guess")


def test_passwords_are_kept_from_others(folder: Path, clusters: list[Cluster]) -> None:
    cluster = Cluster(folder / "pg", fast=True).start()
    clusters.append(cluster)
    file = cluster.root / "passwords.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.stat().st_uid == os.geteuid()
    assert len(set(cluster.passwords().values())) == len(cluster.passwords())
    assert not (cluster.root / "pwfile").exists()
    assert cluster.root.stat().st_mode & 0o007 == 0
    assert cluster.data.stat().st_mode & 0o077 == 0


def test_two_processes_may_start_at_once(folder: Path, clusters: list[Cluster]) -> None:
    program = "import sys; from pathlib import Path; from duka.kernel.postgres import Cluster\n"
    program += "print(Cluster(Path(sys.argv[1]), fast=True).start().running().pid)"
    command = [sys.executable, "-c", program, str(folder / "pg")]
    environ = os.environ | {"PYTHONPATH": str(Path("src").absolute())}
    starts = [subprocess.Popen(command, stdout=subprocess.PIPE, env=environ) for _ in range(3)]
    pids = {start.communicate(timeout=60)[0] for start in starts}
    clusters.append(Cluster(folder / "pg"))
    assert [start.returncode for start in starts] == [0, 0, 0]
    assert len(pids) == 1


def test_a_closed_parent_stays_closed(folder: Path, clusters: list[Cluster]) -> None:
    """As below /root: the data go where the server's account can reach them, and nothing is opened."""
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    cluster = Cluster(closed / "var" / "pg", fast=True).start()
    clusters.append(cluster)
    assert answer(cluster.superuser_url, "SELECT 1") == 1
    assert closed.stat().st_mode & 0o777 == 0o700
    moved = cluster.root
    assert (moved != cluster.home) == as_root
    cluster.stop()
    again = Cluster(closed / "var" / "pg", fast=True).start()
    assert again.root == moved
    again.destroy()
    assert not moved.exists()


def test_binaries_below_a_closed_folder_are_copied(folder: Path, clusters: list[Cluster]) -> None:
    closed = folder / "closed"
    package = default_binaries().parent.parent
    shutil.copytree(package, closed / package.name)
    shutil.copytree(package.with_name(package.name + ".libs"), closed / (package.name + ".libs"))
    closed.chmod(0o700)
    binaries = closed / package.name / "pginstall" / "bin"
    cluster = Cluster(folder / "pg", binaries=binaries, fast=True).start()
    clusters.append(cluster)
    assert (cluster.binaries != binaries) == as_root
    with psycopg.connect(cluster.superuser_url) as connection:
        connection.execute("CREATE EXTENSION pg_trgm")
    cluster.stop()
    again = Cluster(folder / "pg", binaries=binaries, fast=True).start()
    assert again.binaries == cluster.binaries


def test_no_binaries_is_said_in_words(folder: Path) -> None:
    with pytest.raises(PostgresProblem, match="no program `initdb`"):
        Cluster(folder / "pg", binaries=folder).start()


def test_data_of_another_version_are_refused(folder: Path, clusters: list[Cluster]) -> None:
    cluster = Cluster(folder / "pg", fast=True).start()
    clusters.append(cluster)
    cluster.stop()
    (cluster.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgresProblem, match="made by PostgreSQL 14"):
        cluster.start()


def test_a_server_that_cannot_start_tells_its_last_words(folder: Path, clusters: list[Cluster]) -> None:
    cluster = Cluster(folder / "pg", fast=True).start()
    clusters.append(cluster)
    cluster.stop()
    with (cluster.data / "postgresql.conf").open("a") as conf:
        conf.write("\nno_such_setting = 1\n")
    with pytest.raises(PostgresProblem, match="no_such_setting"):
        cluster.start()


def test_an_account_that_is_not_there_is_refused(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUKA_POSTGRES_USER", "nobody-of-that-name")
    if as_root:
        with pytest.raises(PostgresProblem, match="no such account"):
            Cluster(folder / "pg")
    else:
        assert postgres_account.find(folder) is None


def test_a_cut_off_pid_file_is_nobody(folder: Path) -> None:
    (folder / "postmaster.pid").write_text("")
    assert postgres_process.written(folder) is None
    (folder / "postmaster.pid").write_text(f"{os.getpid()}\n")
    assert postgres_process.written(folder) is not None
    assert postgres_process.running(folder) is None
