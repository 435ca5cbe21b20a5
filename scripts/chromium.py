"""Print the path of a Chromium for the browser tests, installing Debian's when there is none.

Looks at $CHROMIUM, then for chromium, chromium-browser, google-chrome and google-chrome-stable on the PATH,
then installs the `chromium` package with apt-get (as root, or through a sudo that asks nothing). When none of
this works it says so and fails: browser tests are never left out in silence.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def stop(words: str) -> None:
    print(f"chromium: {words}", file=sys.stderr)
    sys.exit(1)


def find() -> str | None:
    return next((path for path in map(shutil.which, NAMES) if path), None)


def install() -> None:
    if shutil.which("apt-get") is None:
        stop(
            "no Chromium found and no apt-get here. Install Chromium or Chrome, or set CHROMIUM=/path/to/it."
        )
    prefix = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if prefix and shutil.which("sudo") is None:
        stop("no Chromium found, and installing it needs root: `apt-get install chromium`. Or set CHROMIUM.")
    settings = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    print("chromium: installing Debian's chromium", file=sys.stderr, flush=True)
    package = ["install", "--yes", "--quiet", "--no-install-recommends", "chromium"]
    for step in (["update", "--quiet"], package):
        # Debian's own words go to stderr: stdout carries the path alone
        if subprocess.call([*prefix, "apt-get", *step], env=settings, stdout=sys.stderr) != 0:
            stop(f"`apt-get {step[0]}` failed; the lines above say why. Or set CHROMIUM=/path/to/it.")


def main() -> None:
    given = os.environ.get("CHROMIUM")
    if given:
        if shutil.which(given) is None:
            stop(f"CHROMIUM={given} is not a program that can be run.")
        print(given)
        return
    if find() is None:
        install()
    found = find()
    if found is None:
        stop("apt-get installed its chromium package, and yet no chromium is on the PATH.")
    print(found)


main()
