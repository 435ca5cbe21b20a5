"""`duka import products FILE --store TENANT/STORE`: products from Shopify's CSV or Duka's own."""

import argparse
import sys
import time
from pathlib import Path

from duka.cli import shop_argument
from duka.imports import formats, service
from duka.imports.cells import amount_text
from duka.imports.errors import OtherCurrency
from duka.imports.formats import Source
from duka.imports.types import Outcome, Places, Price, Settings, Sheet, Summary
from duka.kernel import config as configuration
from duka.kernel.errors import Refusal
from duka.media import service as media
from duka.media.queries import make_storage

REFUSED = 1
TOLD = 20
"""How many notices are shown one by one; the rest are counted."""


def main(argv: list[str]) -> int:
    arguments = _parse(argv)
    config = configuration.load()
    work, storage = shop_argument.open_work(config), make_storage(config)
    try:
        caller, places = shop_argument.find(work, arguments.store)
        _check_currency(places, arguments.currency)
        source = formats.recognise(arguments.file)
        _say_source(source)
        settings = Settings(
            keeps_stock=arguments.keep_stock,
            makes_categories=arguments.make_categories,
            categories=arguments.categories,
            is_dry=arguments.dry_run,
            fetches_images=not arguments.no_images,
            allows_private=arguments.allow_private,
            restarts=arguments.restart,
        )
        if arguments.preview is not None:
            return _preview(service.preview(source, places, settings, arguments.preview), places)
        bar = Bar(source.last_row if sys.stderr.isatty() else 0)
        summary = service.run(
            work,
            caller,
            source,
            places,
            settings,
            upload=lambda data, name: media.upload(work, caller, storage, data, name),
            tell=bar.tell,
        )
        bar.close()
        return sum_up(summary, bar, is_dry=arguments.dry_run)
    except Refusal as refusal:
        print(refusal.message, file=sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        print("\nStopped. What was committed stays; the same command goes on from there.", file=sys.stderr)
        return 130
    finally:
        work.database.close()


def _parse(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="duka import", description=__doc__)
    parser.add_argument("what", choices=["products"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--store", required=True, help=shop_argument.HELP)
    parser.add_argument(
        "--preview", type=int, nargs="?", const=5, metavar="N", help="show the first N products (5) and stop"
    )
    parser.add_argument("--dry-run", action="store_true", help="do everything and take it back")
    parser.add_argument("--currency", default="", help="refuse unless the store sells in this currency")
    parser.add_argument(
        "--keep-stock", action="store_true", help="leave the stock of products that are here alone"
    )
    parser.add_argument(
        "--categories",
        choices=["type", "category"],
        default="",
        help="Shopify: put products into a category named by Type, or into the tree of Product Category",
    )
    parser.add_argument(
        "--make-categories",
        action="store_true",
        help="make categories that a file of ours names and that are missing",
    )
    parser.add_argument(
        "--no-images", action="store_true", help="keep the pictures' addresses and fetch none"
    )
    parser.add_argument(
        "--allow-private", action="store_true", help="fetch pictures from private networks, too"
    )
    parser.add_argument(
        "--restart", action="store_true", help="begin again instead of going on where a run was stopped"
    )
    return parser.parse_args(argv)


def _check_currency(places: Places, currency: str) -> None:
    for store in [places.store] if places.store else places.stores.values():
        if currency and store.currency != currency.upper():
            raise OtherCurrency(store=store.slug, currency=store.currency, wanted=currency.upper())


def _say_source(source: Source) -> None:
    signs = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}
    kind = {"shopify": "a Shopify export", "duka": "Duka's own format"}[source.format]
    print(f"{source.file.path.name}: {kind}, {source.file.encoding}, {signs[source.file.delimiter]}.")
    if source.ignored:
        print(f"Nothing is made of the columns {', '.join(source.ignored)}.")


def _preview(sheets: list[Sheet], places: Places) -> int:
    for sheet in sheets:
        print(f"\nrow {sheet.row}: {sheet.fields.get('title') or sheet.slug or sheet.variants[0].sku}")
        print(f"  slug {sheet.slug or '-'}, status {sheet.status or 'as it is'}")
        for option in sheet.options or []:
            print(f"  {option.name}: {', '.join(option.values)}")
        for variant in sheet.variants:
            prices = [
                f"{slug} {_price_text(places, slug, price)}"
                for slug, price in variant.prices.items()
                if price
            ]
            stock = [
                f"{code} {level['on_hand']}" for code, level in variant.stock.items() if "on_hand" in level
            ]
            name = " / ".join(variant.values) or "one variant"
            sku, counted = variant.sku or "(made)", "; ".join(stock) or "-"
            print(f"  - {name}  SKU {sku}  {'; '.join(prices)}  stock {counted}")
        for image in sheet.images or []:
            print(f"  picture {image.address}")
        for problem in sheet.problems:
            print(f"  refused: {problem}")
    return REFUSED if any(sheet.problems for sheet in sheets) else 0


def _price_text(places: Places, slug: str, price: Price) -> str:
    currency = places.stores[slug].currency
    base = f"{amount_text(price.base_minor, currency)} {currency}"
    return (
        base
        if price.special_minor is None
        else f"{amount_text(price.special_minor, currency)} instead of {base}"
    )


class Bar:
    """One line that is written over and over while somebody watches; refusals and notices go above it as they
    come. A library for this would be the largest dependency of the command line."""

    def __init__(self, total: int, things: str = "products") -> None:
        self.total = total
        self.things = things
        self.started = time.monotonic()
        self.notices = 0

    def tell(self, outcomes: list[Outcome], last_row: int, summary: Summary) -> None:
        if self.total:
            print("\r\033[K", end="", file=sys.stderr)
        for outcome in outcomes:
            for problem in outcome.problems:
                print(f"{outcome.slug or 'one'} refused: {problem}", file=sys.stderr)
            for notice in outcome.notices:
                self.notices += 1
                if self.notices <= TOLD:
                    print(f"{outcome.slug}: {notice}", file=sys.stderr)
        if self.total:
            part = min(last_row / self.total, 1.0)
            filled = int(part * 30)
            seconds = int((time.monotonic() - self.started) * (1 / part - 1)) if part else 0
            bar = "█" * filled + "·" * (30 - filled)
            line = f"[{bar}] {part:4.0%}  {summary.products} {self.things}, {seconds} s left"
            print(line, end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        if self.total:
            print("\r\033[K", end="", file=sys.stderr)
        if self.notices > TOLD:
            print(f"… and {self.notices - TOLD} more of these.", file=sys.stderr)


def sum_up(summary: Summary, bar: Bar, *, is_dry: bool) -> int:
    """Says what became of the file; the command's exit code."""
    if summary.resumed_after:
        print(f"Went on after row {summary.resumed_after}, where an earlier run of this file was stopped.")
    would = "would be " if is_dry else ""
    print(
        f"{summary.products} {bar.things} in {summary.seconds:.1f} s: {summary.created} {would}created, "
        f"{summary.updated} {would}updated, {summary.unchanged} unchanged, {summary.refused} refused."
    )
    if summary.pictures_fetched or summary.pictures_missed:
        fetched, missed = summary.pictures_fetched, summary.pictures_missed
        print(f"{fetched} pictures fetched, {missed} missed; their addresses are kept.")
    if is_dry:
        print("This was a dry run: nothing was changed.")
    return REFUSED if summary.refused else 0
