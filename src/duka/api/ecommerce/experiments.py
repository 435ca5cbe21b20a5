"""Experiments for shops that draw their own pages: what a visitor is given, and that they saw it.

GET  …/experiments/given?visitor=K      → variants; send their ids as `Duka-Variants: expv_…,expv_…` with every further call
POST …/experiments/seen                 → the visitor saw a page, with the cart that is theirs
"""

from typing import Annotated

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.experiments import exposing
from duka.experiments.inputs import SeenInput
from duka.experiments.permissions import JOIN
from duka.experiments.types import GivenVariant
from duka.kernel import ids
from duka.kernel.context import Context

TAGS = ["Experiments"]
_Visitor = Annotated[str, Parameter(pattern="^[A-Za-z0-9_-]{16,64}$")]


@get("/experiments/given", permission=JOIN, sync_to_thread=False, tags=TAGS)
def get_given_variants(call: NamedDependency[Call], visitor: _Visitor) -> list[GivenVariant]:
    """What this visitor is given in the store's running experiments, the same whenever it is asked. `visitor` is a random word
    that the shop keeps for them (16 to 64 letters, digits, _ and -), with nothing of the person in it."""
    found = call.read(lambda ctx: exposing.given(ctx, call.store, visitor))
    return [
        GivenVariant(
            experiment_id=ids.public("exp", each.experiment_id),
            variant_id=ids.public("expv", each.variant_id),
            kind=each.kind,
            shown=each.shown,
        )
        for each in found
    ]


@post("/experiments/seen", permission=JOIN, sync_to_thread=True, tags=TAGS, status_code=204)
def mark_experiments_seen(call: NamedDependency[Call], data: JSONBody[SeenInput]) -> None:
    """The visitor saw a page: they are counted once in each experiment whose variants differ on it. Send their cart along once
    there is one, and its order counts for them."""
    cart = uuid("cart", data.cart_id) if data.cart_id else None

    def act(ctx: Context) -> None:
        if cart is not None:
            exposing.require_cart(ctx, call.store, cart)
        exposing.see(ctx, call.store, data.visitor, data.page, cart_id=cart, clicked=data.clicked)

    call.write(act)


HANDLERS = [get_given_variants, mark_experiments_seen]
