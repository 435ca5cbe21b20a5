"""Read shapes of bulk runs."""

from typing import Any

import msgspec


class BulkItem(msgspec.Struct, frozen=True):
    """`outcome` is changed, unchanged, refused, or None while it waits; `code` and `message` say why it was refused."""

    product_id: str
    title: str
    outcome: str | None
    code: str
    message: str
    before: dict[str, Any] | None


class BulkRun(msgspec.Struct, frozen=True):
    """`items` are the first hundred, refused ones first. It can be undone when it is finished and changed statuses."""

    id: str
    status: str
    change: dict[str, Any]
    actor: str
    total: int
    done: int
    changed: int
    unchanged: int
    refused: int
    can_be_undone: bool
    undoes: str | None
    created_at: str
    finished_at: str | None
    items: list[BulkItem]
