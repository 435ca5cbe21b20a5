"""Make the environment of this checkout in .venv/, from nothing but a Python.

Usage: python3 scripts/bootstrap.py runtime|dev

`runtime` installs requirements.lock (what the application needs), `dev` installs requirements-dev.lock (the
same, and the tools of the tests). Every file is checked against the hashes in the lock. A stamp in .venv/
remembers what was installed, so that a second start costs nothing. Only the standard library is used, and the
syntax is kept old enough for an elderly Python to read this file and say in words what is missing.
"""

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
STAMP = VENV / "duka-stamp.json"
LOCKS = {"runtime": ROOT / "requirements.lock", "dev": ROOT / "requirements-dev.lock"}
WANTED = (3, 11)
NEWER = ("python3.13", "python3.12", "python3.11", "python3.14")
# the Python below any virtual environment: .venv must not be made from itself when it happens to be active
BASE_PYTHON = os.path.realpath(getattr(sys, "_base_executable", sys.executable))
ENTRY = """#!{python}
import sys
from duka.cli.main import main
sys.exit(main())
"""


def stop(words):
    print("bootstrap: " + words, file=sys.stderr)
    sys.exit(1)


def need_python():
    """Go on with this Python when it is new enough, else with a newer one on the PATH, else say so."""
    if sys.version_info >= WANTED:
        return
    for name in NEWER:
        found = shutil.which(name)
        works = found and subprocess.call([found, "-c", "import venv"], stderr=subprocess.DEVNULL) == 0
        if found and works:
            os.execv(found, [found, *sys.argv])  # noqa: S606 - replaces this process by the newer Python
    stop(
        f"Duka needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}. Install a "
        "newer one "
        "and run `make PYTHON=/path/to/python3.11 ...`."
    )


def digest(lock):
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def wanted_stamp(kind):
    stamp = {"python": f"{BASE_PYTHON} {sys.version.split()[0]}", "venv": str(VENV)}
    stamp["runtime"] = digest(LOCKS["runtime"])
    if kind == "dev":
        stamp["dev"] = digest(LOCKS["dev"])
    return stamp


def read_stamp():
    try:
        return json.loads(STAMP.read_text())
    except (OSError, ValueError):
        return {}


def run(command, what):
    code = subprocess.call(command)
    if code != 0:
        stop(f"{what} failed (exit code {code}); the lines above say why. Running the same again is safe.")


def make_venv():
    """A fresh, empty virtual environment in place of whatever .venv is now."""
    if VENV.exists():
        shutil.rmtree(str(VENV))
    uv = shutil.which("uv")
    try:
        import ensurepip  # noqa: F401 - Debian leaves it out of its python3
    except ImportError:
        if uv is None:
            stop(
                f"{sys.executable} cannot make virtual environments: it lacks the module `ensurepip`. On "
                "Debian or "
                "Ubuntu: `apt-get install python3-venv`. Having the program `uv` on the PATH is enough too."
            )
        run([uv, "venv", "--quiet", "--python", BASE_PYTHON, str(VENV)], "making .venv with uv")
    else:
        run([BASE_PYTHON, "-m", "venv", str(VENV)], "making .venv")


def install(kind):
    """Install the lock of `kind` with hashes, then make `import duka` and the command `duka` work."""
    lock = str(LOCKS[kind])
    python = str(VENV / "bin" / "python")
    print(f"bootstrap: installing {LOCKS[kind].name} into .venv", file=sys.stderr, flush=True)
    if subprocess.call([python, "-c", "import pip"], stderr=subprocess.DEVNULL) == 0:
        quiet = ["-qq", "--disable-pip-version-check", "--no-input"]  # errors only
        run([python, "-m", "pip", "install", *quiet, "--require-hashes", "-r", lock], "installing " + lock)
    else:
        command = [shutil.which("uv") or "uv", "pip", "install", "--quiet", "--python", python]
        run([*command, "--require-hashes", "-r", lock], "installing " + lock)
    script = "import sysconfig; print(sysconfig.get_path('purelib'))"
    packages = Path(subprocess.check_output([python, "-c", script]).decode().strip())
    (packages / "duka.pth").write_text(str(ROOT / "src") + "\n")
    command = VENV / "bin" / "duka"
    command.write_text(ENTRY.format(python=python))
    command.chmod(0o755)


def main():
    if len(sys.argv) != 2 or sys.argv[1] not in LOCKS:
        stop("say what to install: runtime or dev.")
    kind = sys.argv[1]
    need_python()
    with (ROOT / ".bootstrap.lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # two makes at once: the second one waits and finds the work done
        have, want = read_stamp(), wanted_stamp(kind)
        if all(have.get(key) == value for key, value in want.items()):
            return
        same = [key for key in ("python", "venv", "runtime") if have.get(key) == want[key]]
        if len(same) < 3:  # other Python, moved checkout, changed lock or an interrupted start: begin afresh
            make_venv()
        elif STAMP.exists():
            STAMP.unlink()
        install(kind)
        STAMP.write_text(json.dumps(want, indent=1) + "\n")


main()
