"""What a source of exchange rates is."""

from datetime import datetime
from decimal import Decimal
from typing import ClassVar, Protocol

import msgspec


class Published(msgspec.Struct, frozen=True):
    """What one euro is worth in each currency, from `at` on."""

    at: datetime
    per_euro: dict[str, Decimal]


class Source(Protocol):
    """`read` asks over the network, never in a transaction. Refuses `SourceUnreachable`."""

    CODE: ClassVar[str]
    NAME: ClassVar[str]

    def read(self, address: str = "") -> Published:
        """`address` stands in for the source's own, for tests and proxies."""
        ...
