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
PEOPLE = ("staff", "operator")
"""Kinds of actors who work for a company and log in to it: a merchant's, or the platform's own."""


class Grant(msgspec.Struct, frozen=True):
    """Permissions that hold in some stores and at some locations only; None means in all of them."""

    permissions: frozenset[str]
    stores: frozenset[UUID] | None = None
    locations: frozenset[UUID] | None = None

    @property
    def is_limited(self) -> bool:
        return self.stores is not None or self.locations is not None

    def covers(self, permission: str, store: UUID | None, location: UUID | None) -> bool:
        return (
            permission in self.permissions
            and (store is None or self.stores is None or store in self.stores)
            and (location is None or self.locations is None or location in self.locations)
        )


class Context(msgspec.Struct, frozen=True):
    """Everything a verb may know of its caller. Made by `kernel.work`, never by a handler. `market`: the handle of the market
    somebody shops in, empty for the store's own; `variants`: what experiments show them."""

    tenant: UUID
    actor: Actor
    permissions: frozenset[str]
    now: datetime
    db: "Tx"
    cache: "Cache"
    store: UUID | None = None
    locale: str = "en"
    market: str = ""
    variants: tuple[UUID, ...] = ()
    request_id: str = ""
    origin: str = ""
    grants: tuple[Grant, ...] = ()

    def may(self, permission: str, *, store: UUID | None = None, location: UUID | None = None) -> bool:
        """Whether the caller holds `permission`: in this store and at this location, or without them somewhere."""
        if self.actor.kind == "system":
            return True
        if permission not in self.permissions:
            return False
        return not self.grants or any(g.covers(permission, store, location) for g in self.grants)

    def require(self, permission: str, *, store: UUID | None = None, location: UUID | None = None) -> None:
        """Refuses `Forbidden` unless the caller holds `permission` there (or is the system itself)."""
        if not self.may(permission, store=store, location=location):
            raise Forbidden(permission=permission)

    def require_everywhere(self, permission: str) -> None:
        """For what is the whole company's: refuses `Forbidden` to those who hold `permission` in some places only."""
        self.require(permission)
        held = self._grants_of(permission)
        if held and all(grant.is_limited for grant in held):
            raise Forbidden(permission=permission)

    def stores_with(self, permission: str) -> list[UUID] | None:
        """The stores in which the caller holds `permission`; None means all."""
        return self._places([g.stores for g in self._grants_of(permission)])

    def locations_with(self, permission: str) -> list[UUID] | None:
        """The locations at which the caller holds `permission`; None means all."""
        return self._places([g.locations for g in self._grants_of(permission)])

    def _grants_of(self, permission: str) -> list[Grant]:
        return [g for g in self.grants if permission in g.permissions]

    def _places(self, limits: list[frozenset[UUID] | None]) -> list[UUID] | None:
        if not self.grants or any(limit is None for limit in limits):
            return None
        return sorted({place for limit in limits if limit is not None for place in limit})
