"""Writes the star schema of a company into a folder: only the months in which something changed since the last time.

    FOLDER/dim_store.parquet
    FOLDER/fact_order_lines/month=2026-10/facts.parquet
    FOLDER/manifest.json          what each month was like when it was written

A file is written beside its place and moved there when it is whole, so that who reads meanwhile sees the old one or the new one.
A month that has no rows any more loses its folder.
"""

import hashlib
import hmac
import shutil
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from duka.analytics.errors import WarehouseMissing
from duka.analytics.warehouse.tables import DIMENSIONS, FACTS, Kind, Table
from duka.kernel.context import SYSTEM, Context
from duka.kernel.work import Caller, Work

VERSION = 1
"""Of the columns: another one writes everything anew."""
FILE = "facts.parquet"


class Manifest(msgspec.Struct):
    """`months`: of each fact, what the rows of a month were like. `key`: by which one its customers are told apart."""

    version: int = VERSION
    key: str = ""
    months: dict[str, dict[str, str]] = msgspec.field(default_factory=dict)


class Written(msgspec.Struct, frozen=True):
    """`months`: how many were written anew; `kept`: how many had not changed. `rows`: of what was written."""

    months: int
    kept: int
    rows: int


class Key:
    """What stands for a customer outside: the same each time, and nobody else's."""

    def __init__(self, secret: str, tenant: UUID) -> None:
        self._secret = hmac.digest(secret.encode(), b"warehouse " + tenant.bytes, "sha256")
        self.fingerprint = hmac.new(self._secret, b"fingerprint", hashlib.sha256).hexdigest()[:16]

    def of(self, customer: UUID | None) -> str | None:
        return (
            None
            if customer is None
            else hmac.new(self._secret, customer.bytes, hashlib.sha256).hexdigest()[:32]
        )


def export(work: Work, tenant: UUID, folder: Path, secret: str) -> Written:
    """Everything that changed; everything there is when another version or another secret wrote the folder. Refuses
    `WarehouseMissing` without pyarrow. Each month is read in a transaction of its own."""
    _library()
    folder.mkdir(parents=True, exist_ok=True)
    key, caller = Key(secret, tenant), Caller(tenant, SYSTEM)
    manifest = _manifest(folder, key)
    months = kept = rows = 0
    for table in FACTS:
        known = manifest.months.get(table.name, {})
        found = work.perform(caller, lambda ctx, t=table: ctx.db.all(t.months))  # type: ignore[misc]
        stamps = {row.month.isoformat(): f"{row.rows} {row.stamp}" for row in found}
        written = {f"month={month[:7]}" for month in stamps}
        for place in (folder / table.name).glob("month=*"):
            if place.name not in written:
                shutil.rmtree(place, ignore_errors=True)
        for month, stamp in stamps.items():
            place = folder / table.name / f"month={month[:7]}"
            if known.get(month) == stamp and (place / FILE).exists():
                kept += 1
                continue
            place.mkdir(parents=True, exist_ok=True)
            rows += _write(work, caller, table, key, place / FILE, date.fromisoformat(month))
            months += 1
        manifest.months[table.name] = stamps
        _keep(folder, manifest)
    for table in DIMENSIONS:
        rows += _write(work, caller, table, key, folder / f"{table.name}.parquet")
    return Written(months, kept, rows)


def _write(work: Work, caller: Caller, table: Table, key: Key, path: Path, month: date | None = None) -> int:
    _, parquet = _library()

    def read(ctx: Context) -> Sequence[Any]:
        return ctx.db.all(table.rows, now=ctx.now, month=month)

    rows = work.perform(caller, read)
    columns: dict[str, list[Any]] = {name: [getattr(row, name) for row in rows] for name in table.columns}
    if "customer_key" in columns:
        columns["customer_key"] = [key.of(customer) for customer in columns["customer_key"]]
    beside = path.with_suffix(".new")
    parquet.write_table(_table(table, columns), beside, compression="zstd")
    beside.replace(path)
    return len(rows)


def _table(table: Table, columns: dict[str, list[Any]]) -> Any:
    arrow, _ = _library()
    types: dict[Kind, Any] = {
        "text": arrow.string(),
        "whole": arrow.int64(),
        "date": arrow.date32(),
        "time": arrow.timestamp("us", tz="UTC"),
        "flag": arrow.bool_(),
    }
    schema = arrow.schema([(name, types[kind]) for name, kind in table.columns.items()])
    return arrow.table(columns, schema=schema)


def _library() -> tuple[Any, Any]:
    """pyarrow and its Parquet part: 60 MiB that only an export needs."""
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError as error:
        raise WarehouseMissing() from error
    return pyarrow, pyarrow.parquet


def _manifest(folder: Path, key: Key) -> Manifest:
    """What was written before, as far as it can be gone on with."""
    path = folder / "manifest.json"
    if path.exists():
        found = msgspec.json.decode(path.read_bytes(), type=Manifest)
        if (found.version, found.key) == (VERSION, key.fingerprint):
            return found
    return Manifest(key=key.fingerprint)


def _keep(folder: Path, manifest: Manifest) -> None:
    beside = folder / "manifest.new"
    beside.write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))
    beside.replace(folder / "manifest.json")
