"""A store's products as CSV: our own format, which is lossless, or Shopify's.

Rows stream out a hundred products at a time, each hundred read in a transaction of its own, so that an export
of any size holds neither memory nor a snapshot for long; a product that changes meanwhile is written as it
was when its turn came.
"""

import csv
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TextIO
from uuid import UUID

from duka.imports import cells, queries
from duka.imports.datasets.types import Dataset
from duka.imports.errors import StoreNeeded
from duka.imports.types import Held, Places
from duka.imports.writers import own, shopify
from duka.kernel.context import Context
from duka.kernel.work import Caller, Work

AT_ONCE = 100
Write = Callable[[Sequence[str]], object]
"""Takes the header, and then the rows, as cells."""


def csv_into(out: TextIO) -> Write:
    """Rows as CSV, with cells that a spreadsheet would take for formulas guarded."""
    lines = csv.writer(out, lineterminator="\r\n")
    return lambda row: lines.writerow([cells.guarded(text) for text in row])


def export_dataset(work: Work, caller: Caller, dataset: Dataset, write: Write) -> int:
    """Everything of a dataset that the caller may see. Returns how many rows. Refuses Forbidden."""
    names = [column.name for column in dataset.columns]
    write(names)
    count, after = 0, None
    while True:
        batch = work.perform(caller, partial(dataset.rows, after=after, count=AT_ONCE * 5))
        for row in batch.rows:
            write([row.get(name, "") for name in names])
        count += len(batch.rows)
        if batch.last is None:
            return count
        after = batch.last


def export(
    work: Work, caller: Caller, places: Places, write: Write, *, format: str = "duka", base_url: str = ""
) -> tuple[int, int]:
    """Write the products of `places.store`, or of all stores when it is None, through `write`. Returns how many were written
    and how many left out: goods by weight have no place in Shopify's format, where their price would be that
    of a piece.

    `base_url` goes before the addresses of pictures that were uploaded here. Refuses `StoreNeeded` (Shopify's
    format is one store's) and `Forbidden`.
    """
    store = places.store
    if format == "shopify":
        if store is None:
            raise StoreNeeded(example="--store TENANT/STORE")
        header = list(shopify.HEADER)
    else:
        stores = [store.slug] if store else list(places.stores)
        header = work.perform(caller, lambda ctx: own.header(ctx, places, stores))
    write(header)
    written = left_out = 0
    for product in _products(work, caller, store.id if store else None):
        if format == "shopify":
            assert store is not None
            if product.pricing_mode == "weight":
                left_out += 1
                continue
            rows = shopify.rows(product, store, base_url)
        else:
            rows = own.rows(product, places, base_url)
        for row in rows:
            write([row.get(name, "") for name in header])
        written += 1
    return written, left_out


def _products(work: Work, caller: Caller, store_id: UUID | None) -> Iterator[Held]:
    after: UUID | None = None
    while True:
        ids = work.perform(caller, partial(_next, store_id=store_id, after=after))
        if not ids:
            return
        found = work.perform(caller, partial(queries.held, product_ids=ids))
        yield from (found[id] for id in ids if id in found)
        after = ids[-1]


def _next(ctx: Context, store_id: UUID | None, after: UUID | None) -> list[UUID]:
    return queries.product_ids(ctx, store_id, after, AT_ONCE)
