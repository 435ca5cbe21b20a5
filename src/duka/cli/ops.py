"""`duka ops`: writes what Prometheus and Grafana read (`ops/`), or says with `--check` what is not up to date."""

import argparse
from pathlib import Path

from duka.control import ops_files

FOLDER = Path(__file__).parents[3] / "ops"


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka ops", description=__doc__)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--check", action="store_true")
    arguments = parser.parse_args(argv)
    if arguments.check:
        stale = ops_files.stale(arguments.folder)
        for path in stale:
            print(f"{path} is not what `duka ops` writes.")
        return 1 if stale else 0
    for path in ops_files.write(arguments.folder):
        print(f"wrote {arguments.folder / path}")
    return 0
