"""What receivers read: an event in the words of the API, its ids as the API writes them.

    {"type": "order.placed", "timestamp": "2026-11-21T09:30:00.123456Z",
     "data": {"id": "ord_…", "tenant_id": "ten_…", "store_id": "store_…", "number": "1042", …}}

`data.id` is the thing that it happened to; the other members are the event's own. Fields that hold a bare UUID in an event get
the prefix of their name.
"""

import re
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec

from duka.kernel import ids
from duka.kernel.events import Delivery

MOST_BYTES = 19_900
"""The specification asks for less than 20 kB; the store's id is added afterwards."""

KINDS = {
    "category": "cat",
    "collection": "coll",
    "credit": "cus",
    "customer": "cus",
    "draft_order": "draft",
    "exchange_rates": "ten",
    "experiment": "exp",
    "feed": "feed",
    "fulfillment": "ord",
    "import": "imp",
    "key": "key",
    "label": "ord",
    "ledger": "ten",
    "location": "loc",
    "market": "mkt",
    "order": "ord",
    "payment": "ord",
    "payment_link": "ord",
    "plan": "plan",
    "price": "prod",
    "price_list": "plist",
    "product": "prod",
    "promotion": "promo",
    "codes": "promo",
    "return": "ret",
    "role": "role",
    "sale": "sale",
    "settings": "ten",
    "shipment": "ord",
    "staff": "staff",
    "stock": "item",
    "store": "store",
    "support_visit": "visit",
    "tax_exemption": "texm",
    "webhook": "whe",
}
"""First part of an event's type → the prefix of the id of the thing it happened to."""

FIELDS = {
    "asked_by": "staff",
    "customer_id": "cus",
    "dispute_id": "disp",
    "draft_order_id": "draft",
    "erasure_id": "erasure",
    "fulfillment_id": "ful",
    "group_id": "cgrp",
    "label_id": "label",
    "location_id": "loc",
    "location_ids": "loc",
    "note_id": "note",
    "order_id": "ord",
    "parcel_id": "parcel",
    "payment_id": "pay",
    "product_id": "prod",
    "refund_id": "ref",
    "return_id": "ret",
    "staff_id": "staff",
    "store_id": "store",
    "variant_id": "var",
    "variant_ids": "var",
    "winner_id": "expv",
}
"""Field of an event that holds a bare UUID → the prefix that its public form has. `exchange_order_id` is an `order_id` too."""

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")


def object_id(type: str, id: UUID) -> str:
    """The public id of what an event of this type happened to; bare where its kind has none."""
    prefix = KINDS.get(type.partition(".")[0])
    return ids.public(prefix, id) if prefix else id.hex


def field_prefix(name: str) -> str | None:
    """The prefix of the ids in a field of this name: of its longest ending that is known."""
    while name and name not in FIELDS:
        name = name.partition("_")[2]
    return FIELDS.get(name)


def timestamp(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def body(event: Delivery) -> str:
    """The message about `event`, without the store of what knows only its order's: the listener's statement adds that. An
    event too big to be sent is told by its ids alone, with `is_shortened`."""
    head = {
        "id": object_id(event.type, event.aggregate_id),
        "tenant_id": ids.public("ten", event.tenant),
        "store_id": None,
    }
    told = {
        name: _public(name, value)
        for name, value in event.payload.items()
        if name not in ("aggregate_id", "id")
    }
    whole = _written(event, head | told)
    if len(whole.encode()) <= MOST_BYTES:
        return whole
    named = {name: value for name, value in told.items() if name.endswith("_id")}
    return _written(event, head | named | {"is_shortened": True})


def _written(event: Delivery, data: dict[str, Any]) -> str:
    message = {"type": event.type, "timestamp": timestamp(event.occurred_at), "data": data}
    return msgspec.json.encode(message).decode().replace("\\u0000", "")


def _public(name: str, value: Any) -> Any:
    if isinstance(value, list):
        return [_public(name, each) for each in value]
    prefix = field_prefix(name)
    if prefix and isinstance(value, str) and _UUID.fullmatch(value):
        return ids.public(prefix, UUID(value))
    return value
