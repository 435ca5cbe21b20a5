"""What others may hold of a view."""

from typing import Any

import msgspec


class SavedView(msgspec.Struct, frozen=True):
    """`is_own`: it belongs to who asks."""

    id: str
    list: str
    name: str
    query: dict[str, Any]
    is_shared: bool
    is_default: bool
    is_own: bool
    owner_name: str
    position: int
    version: int
