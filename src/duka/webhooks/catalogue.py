"""Which types of events there are to hear of: handed in by a surface, which knows every module."""

from collections.abc import Iterable
from types import ModuleType
from typing import Any

import msgspec

from duka.kernel.events import Event
from duka.webhooks.naming import KINDS, field_prefix
from duka.webhooks.rules import TEST


class EventType(msgspec.Struct, frozen=True):
    """`family` is the first part of the type; `data` the JSON Schema of a message's `data`."""

    type: str
    family: str
    version: int
    description: str
    data: dict[str, Any]


def catalogue(modules: Iterable[ModuleType]) -> list[EventType]:
    """Every event of these modules, by type."""
    found = [event for module in modules for event in vars(module).values()]
    kinds = {e for e in found if isinstance(e, type) and issubclass(e, Event) and e.TYPE}
    described = [
        EventType(
            event.TYPE,
            event.TYPE.partition(".")[0],
            event.VERSION,
            " ".join((vars(event).get("__doc__") or "").replace("`", "").split()),
            data_schema(event),
        )
        for event in kinds
    ]
    return sorted(described, key=lambda e: e.type)


def data_schema(event: type[Event]) -> dict[str, Any]:
    """The schema of `data`: the event's own, with ids as receivers get them."""
    schema = msgspec.json.schema(event)
    name = schema["$ref"].rpartition("/")[2]
    own, parts = schema["$defs"][name], {k: v for k, v in schema["$defs"].items() if k != name}
    properties = {
        "id": _id(KINDS.get(event.TYPE.partition(".")[0], "")),
        "tenant_id": _id("ten"),
        "store_id": {"anyOf": [_id("store"), {"type": "null"}]},
    } | {key: _renamed(key, part) for key, part in own["properties"].items() if key != "aggregate_id"}
    required = ["id", "tenant_id", *(key for key in own.get("required", []) if key != "aggregate_id")]
    return {"type": "object", "properties": properties, "required": required} | (
        {"$defs": parts} if parts else {}
    )


def _id(prefix: str) -> dict[str, Any]:
    start = f"{prefix}_" if prefix else ""
    return {"type": "string", "pattern": f"^{start}[0-9a-f]{{32}}$"}


def _renamed(name: str, part: Any) -> Any:
    """The part of a schema with public ids in place of bare ones."""
    if isinstance(part, dict):
        if part.get("format") == "uuid":
            prefix = field_prefix(name)
            return _id(prefix) if prefix else part
        return {key: _renamed(name, value) for key, value in part.items()}
    return [_renamed(name, each) for each in part] if isinstance(part, list) else part


def known_types(modules: Iterable[ModuleType]) -> frozenset[str]:
    """What an endpoint may choose from."""
    return frozenset({event.type for event in catalogue(modules)} | {TEST})
