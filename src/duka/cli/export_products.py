"""`duka export products FILE --store TENANT/STORE`: a store's products as CSV, or a merchant's stock, customers or
orders; FILE may be - for the standard output."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from duka.cli import shop_argument
from duka.imports import exporting
from duka.imports.datasets.registry import DATASETS
from duka.kernel import config as configuration
from duka.kernel.errors import Refusal

Export = Callable[[TextIO], tuple[int, int]]


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka export", description=__doc__)
    parser.add_argument("what", choices=["products", *DATASETS])
    parser.add_argument("file")
    parser.add_argument("--store", required=True, help=shop_argument.HELP)
    parser.add_argument("--format", choices=["duka", "shopify"], default="duka")
    arguments = parser.parse_args(argv)
    config = configuration.load()
    work = shop_argument.open_work(config)
    try:
        caller, places = shop_argument.find(work, arguments.store)

        def export(out: TextIO) -> tuple[int, int]:
            if arguments.what != "products":
                dataset = DATASETS[arguments.what]
                return exporting.export_dataset(work, caller, dataset, exporting.csv_into(out)), 0
            return exporting.export(
                work,
                caller,
                places,
                exporting.csv_into(out),
                format=arguments.format,
                base_url=config.base_url,
            )

        if arguments.file == "-":
            sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]
            written, left_out = export(sys.stdout)
        else:
            written, left_out = _to_file(Path(arguments.file), export)
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{arguments.file} cannot be written: {error.strerror}.", file=sys.stderr)
        return 1
    finally:
        work.database.close()
    things = "products" if arguments.what == "products" else f"rows of {arguments.what}"
    print(f"{written} {things} written.", file=sys.stderr)
    if left_out:
        print(f"{left_out} sold by weight left out: Shopify has no place for them.", file=sys.stderr)
    return 0


def _to_file(path: Path, export: Export) -> tuple[int, int]:
    """Beside it first, and in its place when it is whole: an export that breaks off leaves the old file."""
    draft = path.with_name(path.name + ".part")
    try:
        with draft.open("w", encoding="utf-8-sig", newline="") as out:
            found = export(out)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    return found
