"""Marks: a pair and its kind in an address or a form. They are no secrets, and grant nothing."""

from uuid import UUID

import msgspec

from duka.recommendations.types import KINDS, Kind

LONGEST = 48


class Mark(msgspec.Struct, frozen=True):
    """Something was recommended for `product` by `kind`."""

    kind: Kind
    product: UUID

    @property
    def text(self) -> str:
        return f"{self.kind}-{self.product.hex}"


def read_mark(text: str) -> Mark | None:
    """The mark that was written so, or None for anything else."""
    kind, _, tail = text.partition("-")
    known = next((one for one in KINDS if one == kind), None)
    if known is None or len(text) > LONGEST or len(tail) != 32 or not tail.isascii():
        return None
    try:
        return Mark(known, UUID(hex=tail))
    except ValueError:
        return None
