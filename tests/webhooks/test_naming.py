"""What receivers read of every kind of event: public ids, few bytes; and the catalogue that says so."""

import re
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import jsonschema
import msgspec
import pytest

from duka import wiring
from duka.cli.schemas import events
from duka.kernel.events import Delivery, Event
from duka.kernel.ids import new_id
from duka.webhooks import naming
from duka.webhooks.catalogue import catalogue, data_schema, known_types

EVENTS = events()
BARE = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def filled(schema: dict[str, Any], parts: dict[str, Any]) -> Any:
    """Some value that fits the schema."""
    if "$ref" in schema:
        return filled(parts[schema["$ref"].rpartition("/")[2]], parts)
    if "anyOf" in schema:
        return filled(schema["anyOf"][0], parts)
    if "enum" in schema:
        return schema["enum"][0]
    if schema.get("format") == "uuid":
        return str(new_id())
    if schema.get("format") == "date-time":
        return "2026-11-21T12:00:00Z"
    kind = schema.get("type")
    if kind == "array":
        return [filled(schema.get("items", {}), parts)]
    if kind == "object":
        return {name: filled(part, parts) for name, part in schema.get("properties", {}).items()}
    return {"string": "x", "integer": 1, "number": 1, "boolean": True}.get(kind or "")


def delivery(event: type[Event], **changes: Any) -> Delivery:
    schema = msgspec.json.schema(event)
    own = schema["$defs"][schema["$ref"].rpartition("/")[2]]
    payload = filled(own, schema["$defs"]) | changes
    now = datetime(2026, 11, 21, 12, 0, 0, 500_000, tzinfo=UTC)
    return Delivery(
        new_id(), new_id(), event.TYPE, 1, UUID(payload["aggregate_id"]), payload, "system", "", now
    )


@pytest.mark.parametrize("event", EVENTS, ids=lambda e: e.TYPE)
def test_every_event_is_told_with_public_ids(event: type[Event]) -> None:
    """An event with a field that holds a bare UUID has that field in `naming.FIELDS`, and its kind in `naming.KINDS`."""
    text = naming.body(delivery(event))
    assert BARE.findall(text) == []
    message = msgspec.json.decode(text)
    assert message["type"] == event.TYPE and message["timestamp"] == "2026-11-21T12:00:00.500000Z"
    assert "_" in message["data"]["id"]
    jsonschema.validate(message["data"], data_schema(event))


def test_what_is_too_big_is_told_by_its_ids() -> None:
    event = next(e for e in EVENTS if e.TYPE == "order.placed")
    text = naming.body(delivery(event, number="x" * 30_000))
    data = msgspec.json.decode(text)["data"]
    assert len(text) < 20_000 and data["is_shortened"] is True
    assert set(data) == {"id", "tenant_id", "store_id", "is_shortened"}
    assert data["store_id"].startswith("store_")


def test_the_catalogue_names_every_event() -> None:
    found = catalogue(wiring.EVENT_MODULES)
    assert [each.type for each in found] == [event.TYPE for event in EVENTS]
    assert known_types(wiring.EVENT_MODULES) == {event.TYPE for event in EVENTS} | {"webhook.test"}
    placed = next(each for each in found if each.type == "order.placed")
    assert placed.family == "order" and placed.description.startswith("The order counts")
    assert placed.data["properties"]["id"]["pattern"] == "^ord_[0-9a-f]{32}$"
    assert "aggregate_id" not in placed.data["properties"]
