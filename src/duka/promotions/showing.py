"""Pure: which promotions show in a price before anything lies in a cart.

Those that need no code, ask nothing of the cart or of who buys, and take something off each piece. The others show in the cart.
"""

from collections.abc import Iterable

from duka.promotions.compiling import Compiled, compiled
from duka.promotions.types import (
    Amount,
    AtLocation,
    Definition,
    Effect,
    FirstOrder,
    InGroup,
    Percent,
    Quantity,
    Total,
    UnitPrice,
)

_OF_A_CART = (AtLocation, FirstOrder, InGroup, Quantity, Total)


def showing(definitions: Iterable[Definition]) -> Compiled:
    return compiled(one for one in definitions if _shows(one))


def _shows(one: Definition) -> bool:
    return not (
        one.needs_code
        or one.once_each is not None
        or any(isinstance(condition, _OF_A_CART) for condition in one.rules.conditions)
        or not all(_is_of_a_piece(effect) for effect in one.rules.effects)
    )


def _is_of_a_piece(effect: Effect) -> bool:
    if isinstance(effect, Percent):
        return effect.on == "lines"
    if isinstance(effect, Amount):
        return effect.on == "each"
    return isinstance(effect, UnitPrice)
