"""What others may hold of who is asking."""

from datetime import datetime
from uuid import UUID

import msgspec

from duka.kernel.context import Actor, Grant
from duka.kernel.work import Caller


class SeenSession(msgspec.Struct, frozen=True):
    """The session behind a credential. `kind` is bearer, web (a cookie) or api (access tokens); `authenticated_at` is when
    a password or another factor was last shown in it, `factor_at` when it was another factor."""

    id: UUID
    kind: str
    authenticated_at: datetime | None
    factor_at: datetime | None = None


class SeenVisit(msgspec.Struct, frozen=True):
    """The visit behind an operator's credential in a merchant's company."""

    id: UUID
    role: str
    reason: str
    began_at: datetime
    until_at: datetime


class Credential(msgspec.Struct, frozen=True):
    """A bearer that was recognised. `kind` is staff, operator, customer, publishable or secret; `store` is the one that a key
    is bound to. An operator in a merchant's company is there on a `visit`. The holder of a publishable key acts as an anonymous
    shopper."""

    tenant: UUID
    actor: Actor
    permissions: frozenset[str]
    store: UUID | None
    kind: str
    expires_at: datetime | None = None
    grants: tuple[Grant, ...] = ()
    session: SeenSession | None = None
    visit: SeenVisit | None = None

    def caller(
        self,
        *,
        locale: str = "en",
        market: str = "",
        variants: tuple[UUID, ...] = (),
        request_id: str = "",
        origin: str = "",
    ) -> Caller:
        return Caller(
            tenant=self.tenant,
            actor=self.actor,
            permissions=self.permissions,
            store=self.store,
            locale=locale,
            market=market,
            variants=variants,
            request_id=request_id,
            origin=origin,
            grants=self.grants,
        )


class ApiKey(msgspec.Struct, frozen=True):
    """A key without its secret, which nobody can read again. `created_by` is its maker's name, who may have left since
    (`is_maker_gone`). While it is being replaced, the previous secret works until `previous_until`."""

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
    last_used_from: str = ""
    created_by: str = ""
    is_maker_gone: bool = False
    rotated_at: datetime | None = None
    previous_last_four: str | None = None
    previous_until: datetime | None = None


class NewKey(msgspec.Struct, frozen=True):
    """The key, shown this once. `key` is empty in the answer to a retry with the same Idempotency-Key: it was told the
    first time and is kept nowhere. Rotate the key if it was lost."""

    id: str
    key: str
