"""What an engine must do."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

import msgspec


class Document(msgspec.Struct, frozen=True):
    """What an engine knows of a product. `id` and `stores` are hex digits; `text` is the folded search text. Neither prices
    nor stock: those are ours, asked when a page is built."""

    id: str
    title: str
    titles: list[str]
    text: str
    stores: list[str]
    sold: int


class EngineDown(Exception):
    """The engine did not answer in time, or not as it should."""


class Engine(Protocol):
    """Each call talks to the outside world, so it belongs outside a transaction, and refuses `EngineDown`."""

    @property
    def name(self) -> str: ...

    def find(self, tenant: UUID, store: UUID, text: str, locale: str, limit: int) -> list[str]:
        """Ids of products (UUIDs as text), best first."""
        ...

    def put(self, tenant: UUID, documents: Sequence[Document]) -> None:
        """New or changed ones. Twice is safe."""
        ...

    def drop(self, tenant: UUID, products: Sequence[UUID]) -> None:
        """Twice is safe."""
        ...

    def forget(self, tenant: UUID) -> None:
        """Everything that it knows of the company. Twice is safe."""
        ...
