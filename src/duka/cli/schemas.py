"""`duka schemas`: writes the OpenAPI document and the events' JSON Schemas to `schemas/`, or with --check compares."""

import argparse
from collections.abc import Iterator
from pathlib import Path

import msgspec

from duka import wiring
from duka.api.router import document
from duka.kernel.events import Event

FOLDER = Path(__file__).parents[3] / "schemas"


def documents() -> Iterator[tuple[str, bytes]]:
    """(path below `schemas/`, content) of every contract."""
    yield "openapi.json", pretty(document())
    for event in events():
        yield f"events/{event.TYPE}.v{event.VERSION}.json", pretty(event_schema(event))


def events() -> list[type[Event]]:
    """Every event of every module, by type."""
    found = [event for module in wiring.EVENT_MODULES for event in vars(module).values()]
    kinds = {e for e in found if isinstance(e, type) and issubclass(e, Event) and e is not Event}
    return sorted(kinds, key=lambda e: e.TYPE)


def event_schema(event: type[Event]) -> dict[str, object]:
    schema = msgspec.json.schema(event)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": event.TYPE,
        "description": " ".join((event.__doc__ or "").split()),
        "x-version": event.VERSION,
        **schema,
    }


def pretty(document: object) -> bytes:
    return msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=1) + b"\n"


def drift() -> list[str]:
    """Which committed documents differ from the code, are missing, or are left over."""
    wanted = dict(documents())
    present = (
        {str(p.relative_to(FOLDER)): p.read_bytes() for p in FOLDER.rglob("*.json")}
        if FOLDER.exists()
        else {}
    )
    return sorted(name for name in wanted.keys() | present.keys() if wanted.get(name) != present.get(name))


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="duka schemas", description=__doc__)
    parser.add_argument(
        "--check", action="store_true", help="change nothing; fail when something would change"
    )
    arguments = parser.parse_args(argv)
    changed = drift()
    if arguments.check:
        for name in changed:
            print(
                f"schemas/{name} differs from the code; run `duka schemas` and look at what changed for its readers"
            )
        return 1 if changed else 0
    wanted = dict(documents())
    for name in changed:
        path = FOLDER / name
        if name in wanted:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(wanted[name])
        else:
            path.unlink()
        print(f"schemas/{name}")
    return 0
