"""What checkout tells its callers."""

from enum import Enum

import msgspec


class Finalized(Enum):
    """What became of a paid order. `OUT_OF_STOCK`: the goods are gone or the order was given up before the
    money came; it is cancelled, and the money must go back."""

    PLACED = "placed"
    ALREADY_PLACED = "already_placed"
    OUT_OF_STOCK = "out_of_stock"


class AddressField(msgspec.Struct, frozen=True):
    """A field of an address form. `label` is a word to translate; `choices` are (code, name) where only those
    are valid."""

    name: str
    label: str
    is_required: bool
    choices: list[tuple[str, str]] = []
    example: str = ""
