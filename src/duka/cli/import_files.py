"""`duka import WHAT FILE`: products (see `duka import products --help`), or stock, customers and past orders:
`duka import stock FILE --store TENANT`. Orders as other systems have them: `duka import orders --format online-retail`."""

import argparse
import sys
from pathlib import Path

from duka.cli import import_orders, import_products, shop_argument
from duka.imports import tabular, workbook
from duka.imports.datasets import engine
from duka.imports.datasets.registry import DATASETS
from duka.kernel import config as configuration
from duka.kernel.errors import Refusal


def main(argv: list[str]) -> int:
    if argv[:1] == ["products"]:
        return import_products.main(argv)
    if argv[:1] == ["orders"] and any(word.partition("=")[0] == "--format" for word in argv):
        return import_orders.main(argv)
    parser = argparse.ArgumentParser(prog="duka import", description=__doc__)
    parser.add_argument("what", choices=["products", *DATASETS])
    parser.add_argument("file", type=Path)
    parser.add_argument("--store", required=True, metavar="TENANT", help="the merchant's short name")
    parser.add_argument("--dry-run", action="store_true", help="do everything and take it back")
    parser.add_argument(
        "--restart", action="store_true", help="begin again instead of going on where a run was stopped"
    )
    arguments = parser.parse_args(argv)
    work, dataset = shop_argument.open_work(configuration.load()), DATASETS[arguments.what]
    try:
        caller, _ = shop_argument.find(work, arguments.store)
        file = tabular.look_at(_as_text(arguments.file), engine.known(dataset))
        for title in engine.ignored(dataset, file.header):
            print(f"Nothing is made of the column {title}.")
        with tabular.rows(file) as rows:
            last = max((row.number for row in rows), default=1)
        bar = import_products.Bar(last if sys.stderr.isatty() else 0, dataset.name)
        summary = engine.run(
            work,
            caller,
            file,
            dataset,
            is_dry=arguments.dry_run,
            restarts=arguments.restart,
            tell=bar.tell,
        )
        bar.close()
        return import_products.sum_up(summary, bar, is_dry=arguments.dry_run)
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"{arguments.file} cannot be read: {error.strerror}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was committed stays; the same command goes on from there.", file=sys.stderr)
        return 130
    finally:
        work.database.close()


def _as_text(path: Path) -> Path:
    """The file itself, or its first sheet as CSV beside it."""
    with path.open("rb") as file:
        if not workbook.is_workbook(file.read(8)):
            return path
    text = path.with_name(path.name + ".csv")
    text.write_bytes(workbook.as_csv(path.read_bytes()))
    return text
