"""Who acts, for which tenant, when, and in which transaction: the first argument of every verb and query."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

import msgspec

from duka.kernel.errors import Forbidden

if TYPE_CHECKING:
    from duka.kernel.cache import Cache
    from duka.kernel.db import Tx


class Actor(msgspec.Struct, frozen=True):
    """`kind`: staff, key (an API key), shopper (anonymous), customer, operator, system (jobs and listeners)."""

    kind: str
    id: UUID | None = None
    name: str = ""

    @property
    def label(self) -> str:
        return f"{self.kind}:{self.id.hex}" if self.id else self.kind


SYSTEM = Actor("system")


class Context(msgspec.Struct, frozen=True):
    """Everything a verb may know of its caller. Made by `kernel.work`, never by a handler."""

    tenant: UUID
    actor: Actor
    permissions: frozenset[str]
    now: datetime
    db: "Tx"
    cache: "Cache"
    store: UUID | None = None
    locale: str = "en"
    request_id: str = ""

    def require(self, permission: str) -> None:
        """Refuses `Forbidden` unless the caller holds `permission` (or is the system itself)."""
        if permission not in self.permissions and self.actor.kind != "system":
            raise Forbidden(permission=permission)

    def may(self, permission: str) -> bool:
        return permission in self.permissions or self.actor.kind == "system"
