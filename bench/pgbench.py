"""The yardstick of what touches the database: PostgreSQL's own pgbench with the statements that our flow sent.

Two walks of the flow are compared. What is the same in both (tenant, store, prices) stays as it is; ids, secrets and
numbers that differ were made for the occasion, and become expressions of pgbench's variables, so that each iteration
writes rows of its own; the ids of the one product become those of a product drawn at random. What remains are the same
statements, in the same transactions, without HTTP, Python and the pool: what is possible here.
"""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec
from psycopg.conninfo import conninfo_to_dict

from bench.trace import Trace

BASE = 1_790_000_000_000
"""Milliseconds: ids begin with a time, so that new rows land at the end of the index, as ours do."""

_MARK = re.compile(r"%\((\w+)\)s|%%")
_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])"
)
_LITERAL = re.compile(r"'(?:[^']|'')*'")
_VARIABLE = re.compile(r":(?=[A-Za-z_\x80-\U0010ffff])")
SHORT = 60


class Unlike(Exception):
    """Two walks of the same flow sent different statements."""


class Script(msgspec.Struct, frozen=True):
    text: str
    statements: int
    replaced: int


class Outcome(msgspec.Struct, frozen=True):
    """`protocol` is prepared or simple."""

    connections: int
    rate: float
    latency_ms: float
    transactions: int
    protocol: str


def script(one: Trace, other: Trace, goods: Mapping[UUID, str], products: int, variants: int) -> Script:
    """A pgbench script of trace `one`. `goods`: ids of the product → SQL of the drawn one's (of :p and :v)."""
    fresh = _fresh(one, other)
    writer = _Writer({**{id.hex: sql for id, sql in goods.items()}, **_new_ids(fresh)}, fresh)
    lines = [
        "\\set n random(1, 9000000000000000)",
        "\\set i :i + 1",
        f"\\set p random(0, {products - 1})",
        f"\\set v random(0, {variants - 1})",
    ]
    for transaction in one.transactions:
        setting = f"SELECT set_config('app.tenant_id','{transaction.tenant}',true);"
        lines += ["\\startpipeline", "BEGIN;", setting, "\\endpipeline"]
        lines += [writer.statement(each.sql, each.params) for each in transaction.statements]
        lines.append("COMMIT;")
    return Script("\n".join(lines) + "\n", one.statements, len(fresh))


def simple(text: str) -> str:
    """The script for the simple protocol, which has no pipelines: BEGIN and setting go out together all the same."""
    return text.replace("\\startpipeline\nBEGIN;\n", "BEGIN\\;\n").replace("\\endpipeline\n", "")


def run(
    binaries: Path,
    url: str,
    text: str,
    connections: int,
    warm_up: int,
    seconds: int,
    folder: Path,
    protocol: str = "prepared",
) -> Outcome:
    """Refuses (SystemExit) when pgbench fails or a transaction of it does. While it warms up, every connection plans
    every statement a few times; that is not measured."""
    path = folder / "flow.sql"
    path.write_text(text if protocol == "prepared" else simple(text))
    parts = conninfo_to_dict(url)
    environment = {
        "PATH": os.environ.get("PATH", ""),
        "PGHOST": str(parts["host"]),
        "PGPORT": str(parts["port"]),
        "PGUSER": str(parts["user"]),
        "PGPASSWORD": str(parts["password"]),
    }
    command = [binaries / "pgbench", "-n", "-M", protocol, "-c", connections, "-j", "1", "-D", "i=0"]
    command += ["-P", "1", "-T", warm_up + seconds, "-f", path, parts["dbname"]]
    done = subprocess.run(
        [str(part) for part in command],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    outcome = read(done.stdout, done.stderr, connections, warm_up, protocol)
    if done.returncode != 0 or outcome is None:
        raise SystemExit(f"pgbench failed ({done.returncode}):\n{done.stdout[-1500:]}\n{done.stderr[:3000]}")
    return outcome


def read(printed: str, progress: str, connections: int, warm_up: int, protocol: str) -> Outcome | None:
    """What pgbench says after its warm-up; None when that is nothing, or when a transaction failed."""
    done = re.search(r"^number of transactions actually processed: (\d+)", printed, re.M)
    failed = re.search(r"^number of failed transactions: (\d+)", printed, re.M)
    seconds = [
        (float(rate), float(waited))
        for at, rate, waited in re.findall(
            r"^progress: ([\d.]+) s, ([\d.]+) tps, lat ([\d.]+) ms", progress, re.M
        )
        if float(at) > warm_up + 0.5
    ]
    if not done or not seconds or (failed and int(failed[1])):
        return None
    rate = sum(each for each, _ in seconds) / len(seconds)
    waited = sum(each * ms for each, ms in seconds) / max(rate * len(seconds), 1e-9)
    return Outcome(connections, rate, waited, int(done[1]), protocol)


# what was made for the occasion


def _fresh(one: Trace, other: Trace) -> dict[str | bytes | int, int]:
    """Value → its number, for each value that the second walk did not have."""
    pairs = list(_pairs(one, other))
    known = {name for _, right in pairs for name in _uuids(right)}
    fresh: dict[str | bytes | int, int] = {}

    def note(value: str | bytes | int) -> None:
        fresh.setdefault(value, len(fresh))

    for left, _ in pairs:
        for name in _uuids(left):
            if name not in known:
                note(name)
    for left, right in pairs:
        if left == right or isinstance(left, bool | datetime | timedelta | UUID):
            continue
        is_short = isinstance(left, str) and len(left) <= SHORT and not _uuids(left) and left[:1] not in "{["
        is_secret = isinstance(left, bytes) and len(left) <= SHORT
        if is_short or is_secret or isinstance(left, int):
            note(left)
    return fresh


def _pairs(one: Trace, other: Trace) -> Iterator[tuple[Any, Any]]:
    lefts, rights = (
        [each for transaction in trace.transactions for each in transaction.statements]
        for trace in (one, other)
    )
    if [each.sql for each in lefts] != [each.sql for each in rights]:
        raise Unlike("the two walks differ")
    for left, right in zip(lefts, rights, strict=True):
        for name, value in left.params.items():
            yield from _leaves(value, right.params[name])


def _leaves(left: Any, right: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(left, list | tuple) and isinstance(right, list | tuple) and len(left) == len(right):
        for pair in zip(left, right, strict=True):
            yield from _leaves(*pair)
    else:
        yield left, right


def _uuids(value: object) -> list[str]:
    """The ids in a value, as 32 hex digits."""
    if isinstance(value, UUID):
        return [value.hex]
    if isinstance(value, str):
        return [found.replace("-", "") for found in _UUID.findall(value)]
    return []


def _new_ids(fresh: Mapping[str | bytes | int, int]) -> dict[str, str]:
    return {
        value: f"(lpad(to_hex({BASE} + :i::bigint), 12, '0') || left(md5(:n::text || '-{number}'), 20))::uuid"
        for value, number in fresh.items()
        if isinstance(value, str) and len(value) == 32
    }


class _Writer:
    """Statements with their parameters written out."""

    def __init__(self, ids: Mapping[str, str], fresh: Mapping[str | bytes | int, int]) -> None:
        self.ids = ids
        self.fresh = fresh

    def statement(self, sql: str, params: Mapping[str, Any]) -> str:
        def fill(mark: re.Match[str]) -> str:
            return self.value(params[mark[1]]) if mark[1] else "%"

        lines = (line.strip() for line in _MARK.sub(fill, _guarded(sql)).splitlines())
        return " ".join(line for line in lines if line) + ";"

    def value(self, value: Any) -> str:
        """An SQL expression of the same type as the parameter had."""
        if value is None:
            return "null"
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int):
            return f"(:n % 1000000000 + {self.fresh[value]})" if value in self.fresh else str(value)
        if isinstance(value, UUID):
            return self.ids.get(value.hex) or f"'{value}'::uuid"
        if isinstance(value, datetime):
            return f"'{value.isoformat(' ')}'::timestamptz"
        if isinstance(value, timedelta):
            return f"'{value.total_seconds()} seconds'::interval"
        if isinstance(value, bytes | bytearray | memoryview):
            return self._bytes(bytes(value))
        if isinstance(value, list | tuple):
            return self._array(list(value))
        if isinstance(value, str):
            return self._text(value)
        raise TypeError(f"a parameter of type {type(value).__name__}")

    def _bytes(self, value: bytes) -> str:
        if value in self.fresh:
            return f"sha256((:n::text || '-{self.fresh[value]}')::bytea)"
        return f"'\\x{value.hex()}'::bytea"

    def _array(self, values: list[Any]) -> str:
        kind = {UUID: "uuid", str: "text", int: "bigint", bytes: "bytea"}.get(
            type(values[0]) if values else str, "text"
        )
        return f"array[{', '.join(self.value(each) for each in values)}]::{kind}[]" if values else "'{}'"

    def _text(self, value: str) -> str:
        if value in self.fresh and len(value) != 32:
            return f"('n' || :n::text || '-{self.fresh[value]}')"
        pieces: list[str] = []
        at = 0
        for found in _UUID.finditer(value):
            sql = self.ids.get(found[0].replace("-", ""))
            if sql is None:
                continue
            text = f"{sql}::text" if "-" in found[0] else f"replace({sql}::text, '-', '')"
            pieces += [_quoted(value[at : found.start()]), text]
            at = found.end()
        if not pieces:
            return _quoted(value)
        return "(" + " || ".join([*pieces, _quoted(value[at:])]) + ")"


def _quoted(text: str) -> str:
    """A literal in which pgbench sees no variable (`:name`)."""
    if _VARIABLE.search(text) or "\n" in text or "\\" in text:
        text = text.replace("\\", "\\\\").replace("'", "''").replace("\n", "\\n")
        return "E'" + _VARIABLE.sub(r"\\x3a", text) + "'"
    return "'" + text.replace("'", "''") + "'"


def _guarded(sql: str) -> str:
    """The literals of a statement's own text, made safe likewise. Comments are none of a statement's."""
    return _LITERAL.sub(
        lambda found: (
            found[0] if not _VARIABLE.search(found[0]) else _quoted(found[0][1:-1].replace("''", "'"))
        ),
        sql,
    )
