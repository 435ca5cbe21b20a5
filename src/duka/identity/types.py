"""What others may hold of who is asking."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.kernel.context import Actor, Grant
from duka.kernel.work import Caller


class Credential(msgspec.Struct, frozen=True):
    """A bearer that was recognised. `kind` is staff, customer, publishable or secret; `store` is the one that
    a key is bound to. The holder of a publishable key acts as an anonymous shopper."""

    tenant: UUID
    actor: Actor
    permissions: frozenset[str]
    store: UUID | None
    kind: str
    expires_at: datetime | None = None
    grants: tuple[Grant, ...] = ()

    def caller(self, *, locale: str = "en", request_id: str = "", origin: str = "") -> Caller:
        return Caller(
            self.tenant, self.actor, self.permissions, self.store, locale, request_id, origin, self.grants
        )


class StaffMember(msgspec.Struct, frozen=True):
    id: str
    email: str
    name: str
    role: str
    is_active: bool


class ApiKey(msgspec.Struct, frozen=True):
    """A key without its secret, which nobody can read again."""

    id: str
    kind: str
    name: str
    last_four: str
    scopes: list[str]
    store_id: str | None
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    last_used_at: datetime | None
