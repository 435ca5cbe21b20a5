"""Promotions of a bazaar, made by the verbs."""

from typing import Any
from uuid import UUID

from tests.checkout.bazaar import Bazaar
from tests.checkout.steps import cart_id

from duka.carts import coding
from duka.carts.types import Cart
from duka.kernel import ids
from duka.promotions import service
from duka.promotions.inputs import NewPromotion, Promotion
from duka.promotions.types import Condition, Effect, Percent, Rules

TENTH = 100_000


def promote(
    bazaar: Bazaar,
    *effects: Effect,
    conditions: list[Condition] | None = None,
    codes: list[str] | None = None,
    stacking: Any = "stackable",
    group: str = "",
    most: dict[str, int] | None = None,
    leaves_out_reduced: bool = False,
    **values: Any,
) -> Promotion:
    """An active promotion: 10 % off all goods where nothing else is said."""
    rules = Rules(
        conditions=conditions or [],
        effects=list(effects) or [Percent(ppm=TENTH)],
        stacking=stacking,
        group=group,
        most=most or {},
        leaves_out_reduced=leaves_out_reduced,
    )
    new = NewPromotion(
        rules=rules, codes=codes or [], needs_code=bool(codes), **{"name": "Ten percent", **values}
    )
    made = bazaar.staff(lambda ctx: service.create(ctx, new))
    return bazaar.staff(lambda ctx: service.activate(ctx, promotion_id(made)))


def promotion_id(promotion: Promotion) -> UUID:
    return ids.parse("promo", promotion.id)


def type_code(bazaar: Bazaar, cart: Cart, code: str) -> Cart:
    return bazaar.shop(lambda ctx: coding.add_code(ctx, cart_id(cart), cart.token, code))
