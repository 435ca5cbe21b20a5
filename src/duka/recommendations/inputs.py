"""What is chosen for a product."""

from typing import Annotated

import msgspec
from msgspec import Meta

ProductId = Annotated[str, Meta(pattern="^prod_[0-9a-f]{32}$")]


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Product ids in the order in which they are shown: further things, and better ones."""

    cross_sell: Annotated[list[ProductId], Meta(max_length=20)] = []
    up_sell: Annotated[list[ProductId], Meta(max_length=20)] = []
