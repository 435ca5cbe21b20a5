"""What goes with a product, and with what lies in a cart."""

from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency
from litestar.params import FromPath

from duka.api.call import Call, uuid
from duka.api.ecommerce.carts import Token
from duka.carts import queries as carts
from duka.kernel import ids
from duka.kernel.context import Context
from duka.recommendations import shown
from duka.recommendations.types import Recommendations

JSON = "application/json"


@get(
    "/products/{product:str}/recommendations",
    permission="products:read",
    sync_to_thread=False,
    tags=["Products"],
)
def get_product_recommendations(
    call: NamedDependency[Call], product: FromPath[str]
) -> Response[Recommendations]:
    """What was bought together with a product (`with_it`) and what is like it (`like_it`), as cards, best first."""
    product_id = uuid("prod", product)

    def ask(ctx: Context) -> bytes:
        return shown.priced(ctx, call.store, shown.for_product(ctx, call.store, product_id))

    answer: Response[Any] = call.crowd(ask)
    return answer


@get("/carts/{cart:str}/recommendations", permission="carts:read", sync_to_thread=False, tags=["Carts"])
def get_cart_recommendations(
    call: NamedDependency[Call], cart: FromPath[str], token: Token = None
) -> Response[Recommendations]:
    """What goes with what lies in a cart, as cards, best first."""

    def ask(ctx: Context) -> bytes:
        found = carts.cart(ctx, uuid("cart", cart), token)
        products = [ids.parse("prod", line.product_id) for line in found.lines]
        return shown.priced(ctx, call.store, shown.for_cart(ctx, call.store, products))

    return Response(call.read(ask), media_type=JSON)  # type: ignore[arg-type]


HANDLERS = [get_product_recommendations, get_cart_recommendations]
