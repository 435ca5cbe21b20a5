"""`duka import orders --format online-retail FILE --store TENANT/STORE`: a shop's invoices of the past, as the data set
Online Retail has them; see docs/import.md."""

import argparse
import sys
from decimal import Decimal
from pathlib import Path

from duka.cli import shop_argument
from duka.cli.import_products import Bar
from duka.imports.errors import OtherCurrency, StoreNeeded
from duka.imports.retail import reading, reckoning, writing
from duka.imports.retail.reading import RetailFile
from duka.imports.retail.reckoning import Reckoning
from duka.imports.retail.writing import Report
from duka.imports.types import StorePlace
from duka.kernel import config as configuration
from duka.kernel.errors import Refusal

FORMATS = ("online-retail",)
TOLD = 20
KINDS = {
    "orders": "invoices became orders",
    "sold": "lines were sold",
    "given": "lines went with an order for nothing",
    "postage": "lines of postage became the delivery of their order",
    "refund_goods": "lines gave goods back",
    "refund_postage": "lines gave postage back",
    "refund_discount": "lines are discounts given later",
    "refund_charge": "lines are fees, samples and corrections by hand",
    "stock": "lines without any price only correct stock, and sell nothing",
    "bad_debt": "lines correct bad debts, and sell nothing",
    "without_customer": "invoices name no customer",
}


def main(argv: list[str]) -> int:
    arguments = _parse(argv)
    work = shop_argument.open_work(configuration.load())
    try:
        caller, places = shop_argument.find(work, arguments.store)
        store = places.store
        if store is None:
            raise StoreNeeded(
                example=f"{arguments.store.partition('/')[0]}/{min(places.stores, default='STORE')}"
            )
        if store.currency != arguments.currency:
            raise OtherCurrency(store=store.slug, currency=store.currency, wanted=arguments.currency)
        file = reading.read(arguments.file)
        _say_file(file, store)
        job = writing.prepare(work, caller, file, store, publishes=arguments.publish)
        bar = Bar(file.rows if sys.stderr.isatty() else 0, "invoices")
        report = writing.run(work, caller, job, restarts=arguments.restart, tell=bar.tell)
        bar.close()
        found = reckoning.reckon(work, caller, job)
        _say_report(report, found, file)
        return 1 if report.summary.refused or file.problems or not found.is_explained else 0
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. What was committed stays; the same command goes on from there.", file=sys.stderr)
        return 130
    finally:
        work.database.close()


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="duka import", description=__doc__)
    parser.add_argument("what", choices=["orders"])
    parser.add_argument("file", type=Path, help="CSV, or CSV in gzip")
    parser.add_argument("--format", choices=FORMATS, required=True)
    parser.add_argument("--store", required=True, metavar="TENANT/STORE", help="where it was sold")
    parser.add_argument(
        "--currency", default="GBP", help="what the file's prices are in (GBP); the store's must be the same"
    )
    parser.add_argument(
        "--publish",
        action="store_true",
        help="put goods that are made on sale at once, without counting them",
    )
    parser.add_argument(
        "--restart", action="store_true", help="begin again instead of going on where a run was stopped"
    )
    return parser.parse_args(argv)


def _say_file(file: RetailFile, store: StorePlace) -> None:
    skus = {line.sku for invoice in file.invoices for line in invoice.lines}
    lines = sum(len(invoice.lines) for invoice in file.invoices)
    alike = len(skus) - len({sku.upper() for sku in skus})
    print(
        f"{file.name}: {lines:,} lines of {len(file.invoices):,} invoices, {len(skus):,} stock codes, into {store.slug}."
    )
    if alike:
        print(f"{alike} stock codes differ from another in upper and lower case only; they stay apart.")
    for problem in file.problems[:TOLD]:
        print(f"refused: {problem}", file=sys.stderr)
    if len(file.problems) > TOLD:
        print(f"… and {len(file.problems) - TOLD} more rows.", file=sys.stderr)


def _say_report(report: Report, found: Reckoning, file: RetailFile) -> None:
    summary = report.summary
    if summary.resumed_after:
        print(f"Went on after row {summary.resumed_after}, where an earlier run of this file was stopped.")
    print(
        f"{summary.products:,} invoices in {summary.seconds:.1f} s: {summary.created:,} created, "
        f"{summary.unchanged:,} unchanged, {summary.refused:,} refused. {report.products:,} products made, "
        f"{report.customers:,} customers."
    )
    print()
    for line in table(found):
        print(line)
    print()
    for kind, words in KINDS.items():
        if found.counts.get(kind):
            print(f"{found.counts[kind]:>9,} {words}")
    if found.refunds:
        met = found.refunds - found.refunds_without_sale
        print(f"{met:>9,} refunds found their purchase, {found.refunds_without_sale:,} stay without one")
    if file.problems:
        print(f"{len(file.problems):>9,} rows could not be read, and are in no sum")


def table(found: Reckoning) -> list[str]:
    """Month, file, Duka, difference, why."""
    rows = [("month", "file", "Duka", "difference", "why")]
    for month in found.months:
        why = "; ".join(f"{reason} {_text(amount)}" for reason, amount in month.why.items())
        rows.append((month.month, _text(month.file), _text(month.ours), _text(month.difference), why))
    file, ours = sum(month.file for month in found.months), sum(month.ours for month in found.months)
    rows.append(("total", _text(Decimal(file)), _text(Decimal(ours)), _text(Decimal(file - ours)), ""))
    widths = [max(len(row[place]) for row in rows) for place in range(4)]
    return [
        "  ".join(
            [row[0].ljust(widths[0]), *(row[place].rjust(widths[place]) for place in (1, 2, 3)), row[4]]
        ).rstrip()
        for row in rows
    ]


def _text(amount: Decimal) -> str:
    """With two decimals, or as many as it has."""
    digits = max(2, -int(amount.normalize().as_tuple().exponent)) if amount else 2
    return f"{amount:,.{digits}f}"
