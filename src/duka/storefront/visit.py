"""A visit: one request to one store, and all that its page may know."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

import msgspec

from duka.access import roles
from duka.identity.customer_sessions import SeenCustomer
from duka.kernel.context import Actor, Context
from duka.kernel.work import Caller
from duka.storefront import language
from duka.storefront.figures import Figures
from duka.stores.types import Store

T = TypeVar("T")

SHOPPER = Actor("shopper")
MINE = "mine"
"""Stands for the token of a cart or order of the customer who is logged in: they open it by who they are."""


class CartKey(msgspec.Struct, frozen=True):
    """What the cart cookie holds: which cart, and the secret that opens it."""

    id: UUID
    token: str


class Visit(msgspec.Struct, frozen=True):
    """`prefix` goes before every address of the store; `origin` is scheme and host; `path` and `query` are
    those of the request, without the prefix. `items` is how many things the cart was last seen with, for
    the number beside it; `items_told` is what the browser was told. `csrf` is what forms send back. `preview` is the secret
    of an appearance on trial. `customer` is who is logged in here; the cart is theirs then. `asker` is from where somebody
    asks: address and program."""

    services: Any
    tenant: UUID
    store_id: UUID
    store: Store
    locale: str
    prefix: str = ""
    origin: str = ""
    path: str = "/"
    query: str = ""
    cart: CartKey | None = None
    items: int = 0
    csrf: str = ""
    request_id: str = ""
    preview: str = ""
    customer: SeenCustomer | None = None
    items_told: int = 0
    asker: str = ""

    @property
    def caller(self) -> Caller:
        """Whoever stands here: the customer who is logged in, or somebody."""
        who = self.customer
        return Caller(
            tenant=self.tenant,
            actor=Actor("customer", who.id, who.name) if who else SHOPPER,
            permissions=roles.CUSTOMER if who else roles.SHOPPER,
            store=self.store_id,
            locale=self.locale,
            request_id=self.request_id,
            origin=self.asker,
        )

    @property
    def figures(self) -> Figures:
        return _figures(self.locale, self.store.currency, self.store.timezone)

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https:")

    def say(self, message: str) -> str:
        """A message in the language of the visit."""
        return language.translate(self.locale, message)

    def url(self, path: str) -> str:
        """The address of a page of this store."""
        return self.prefix + path

    def absolute(self, path: str) -> str:
        return self.origin + self.prefix + path

    def outside(self, address: str) -> str:
        """An address of this host as others must see it: whole."""
        return address if "://" in address else self.origin + address

    def perform(self, act: Callable[[Context], T]) -> T:
        """`act` in one transaction, as this shopper."""
        result: T = self.services.work.perform(self.caller, act)
        return result


@lru_cache(maxsize=1024)
def _figures(locale: str, currency: str, timezone: str) -> Figures:
    return Figures(locale, currency, timezone)
