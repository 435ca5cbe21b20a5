"""`python -m bench`: measures, prints the table, writes `report.json` and `report.html` beside this file."""

from __future__ import annotations

import argparse
import signal
import sys
from pathlib import Path

from bench.ground import NEIGHBOURS
from bench.page import page
from bench.report import report, table, write
from bench.run import measure


def main() -> int:
    """0 when everything was measured, whether or not the targets are met; errors during a round end it with 1."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--seconds", type=float, default=4.0, help="how long each round is measured")
    parser.add_argument(
        "--quick", action="store_true", help="rounds of one second and 1,000 neighbours: a rough look"
    )
    parser.add_argument("--neighbours", type=int, help="tenants to add for the second half; 0 leaves it out")
    parser.add_argument(
        "--folder", type=Path, default=Path(__file__).parent, help="where the reports are written"
    )
    arguments = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # servers and cluster are ended on the way out
    seconds, warm_up = (1.0, 0.5) if arguments.quick else (arguments.seconds, 1.0)
    neighbours = arguments.neighbours
    if neighbours is None:
        neighbours = 1000 if arguments.quick else NEIGHBOURS
    found = report(measure(seconds, warm_up, neighbours, is_quick=arguments.quick))
    write(found, arguments.folder)
    (arguments.folder / "report.html").write_text(page(found))
    print(table(found))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
