"""The platform's limits: `limits.toml`, with the operator's file (DUKA_LIMITS) laid over it."""

import os
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from duka.settings.types import Errors, Limit

Limits = Mapping[str, Limit]
SHIPPED = Path(__file__).parent / "limits.toml"


@cache
def platform() -> dict[str, dict[str, Limit]]:
    """Section → field (a path with points, through lists too) → limit. Read once; malformed ones stop the start."""
    theirs = os.environ.get("DUKA_LIMITS", "")
    return read(SHIPPED.read_text(), Path(theirs).read_text() if theirs else "")


def read(*texts: str) -> dict[str, dict[str, Limit]]:
    """Later texts replace the fields that they name."""
    merged: dict[str, dict[str, Limit]] = {}
    for text in texts:
        given = msgspec.convert(tomllib.loads(text), dict[str, dict[str, Limit]])
        for section, fields in given.items():
            merged.setdefault(section, {}).update(fields)
    return merged


def of(section: str) -> Limits:
    return platform().get(section, {})


def check(values: Mapping[str, Any], limits: Limits, errors: Errors) -> None:
    """Says of each value beyond its limit what the limit is."""
    for path, limit in limits.items():
        for at, value in _found(values, path.split("."), ""):
            wrong = _beyond(value, limit)
            if wrong:
                errors.setdefault(at, wrong)


def clamp(field: str, value: Any, limits: Limits) -> Any:
    """`value` of a top-level field as near to it as its limit allows; None where nothing near is allowed."""
    limit = limits.get(field)
    if limit is None or not _beyond(value, limit):
        return value
    if isinstance(value, int) and not isinstance(value, bool):
        return (
            max(value, limit.least or 0) if limit.most is None else _between(value, limit.least, limit.most)
        )
    if isinstance(value, list):
        kept = [entry for entry in value if limit.among is None or entry in limit.among]
        return kept[: limit.count]
    return None


def _between(value: int, least: int | None, most: int) -> int:
    return min(value if least is None else max(value, least), most)


def _beyond(value: Any, limit: Limit) -> str:
    if isinstance(value, list):
        if limit.count is not None and len(value) > limit.count:
            return f"the platform allows at most {limit.count}"
        if limit.among is not None and any(entry not in limit.among for entry in value):
            return f"the platform allows {', '.join(limit.among)}"
        return ""
    if isinstance(value, bool):
        return ""
    if limit.among is not None and isinstance(value, str) and value not in limit.among:
        return f"the platform allows {', '.join(limit.among)}"
    size = len(value) if isinstance(value, str) else value
    if not isinstance(size, int):
        return ""
    unit = " characters" if isinstance(value, str) else ""
    if limit.most is not None and size > limit.most:
        return f"the platform allows at most {limit.most}{unit}"
    if limit.least is not None and size < limit.least:
        return f"the platform asks for at least {limit.least}{unit}"
    return ""


def _found(value: Any, path: list[str], at: str) -> Iterator[tuple[str, Any]]:
    """The values at `path`, through every entry of lists on the way, each with its address."""
    if not path:
        yield at, value
    elif isinstance(value, list):
        for index, entry in enumerate(value):
            yield from _found(entry, path, f"{at}[{index}]")
    elif isinstance(value, Mapping) and path[0] in value:
        yield from _found(value[path[0]], path[1:], f"{at}.{path[0]}" if at else path[0])
