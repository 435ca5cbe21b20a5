"""What flags look like."""

import msgspec


class Feature(msgspec.Struct, frozen=True):
    """`why` it is on or off: default (Duka's), installation (the environment's), company (set for this merchant)."""

    name: str
    description: str
    is_on: bool
    why: str
