"""A visit: one request to one store, and all that its page may know."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, TypeVar
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

import msgspec

from duka.access import roles
from duka.experiments.types import Given
from duka.identity.customer_sessions import SeenCustomer
from duka.kernel import languages
from duka.kernel.context import Actor, Context
from duka.kernel.work import Caller
from duka.storefront import language
from duka.storefront.figures import Figures
from duka.stores import queries as stores
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
    asks: address and program. `market` is the handle of the market somebody shops in; `variants` are what experiments show
    them, `given` says what that is, and `visitor` is what they are known by there. `is_sandbox`: the shop is a place to try
    things."""

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
    market: str = ""
    variants: tuple[UUID, ...] = ()
    given: tuple[Given, ...] = ()
    visitor: str = ""
    is_visitor_new: bool = False
    is_sandbox: bool = False

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
            market=self.market,
            variants=self.variants,
            request_id=self.request_id,
            origin=self.asker,
        )

    @property
    def figures(self) -> Figures:
        return _figures(self.locale, self.store.currency, self.store.timezone)

    def priced_in(self, currency: str, market: str = "") -> Visit:
        """The visit with its money as the buyer of something in that currency sees it: an order keeps its currency, in
        whichever market they shop now. Their cart stays in their market."""
        if currency == self.store.currency:
            return self
        known = [one.handle for one in self.store.markets if one.currency == currency]
        handle = market if market in known else next(iter(known), "")
        caller = msgspec.structs.replace(self.caller, market=handle)
        shown = self.services.work.perform(caller, lambda ctx: stores.store(ctx, self.store_id))
        store = msgspec.structs.replace(
            self.store,
            currency=currency,
            country=shown.country,
            ships_to=shown.ships_to,
            prices_include_tax=shown.prices_include_tax,
            payment_methods=shown.payment_methods,
        )
        return msgspec.structs.replace(self, store=store)

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https:")

    @property
    def spoken(self) -> str:
        """The language of our own words: the visit's, or the store's where we have none in that."""
        return language.spoken(self.locale, self.store.default_locale)

    @property
    def direction(self) -> str:
        return languages.direction(self.locale)

    def say(self, message: str) -> str:
        """A message in the language of the visit."""
        return language.translate(self.spoken, message)

    def in_language(self, tag: str, path: str) -> str:
        """The address of a page in a language: that of the store's own has none to choose."""
        return path if tag == self.store.default_locale else f"{path}?{language.ASKED}={tag}"

    def switched(self, tag: str, path: str) -> str:
        """The address of the same thing in another language, asked for as it is now."""
        kept = [(name, value) for name, value in parse_qsl(self.query) if name != language.ASKED]
        return f"{self.prefix}{path}?{urlencode([*kept, (language.ASKED, tag)])}"

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
