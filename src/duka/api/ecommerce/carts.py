"""Carts: opened by their secret token (`Cart-Token`), which is told once, when a cart is made."""

from typing import Annotated, Any

import msgspec
from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, HeaderParameter, JSONBody

from duka.api.call import Call, uuid
from duka.carts import coding, queries, service
from duka.carts.types import Cart, CartChange, NewLine, ShippingOption
from duka.customers.types import Address

Token = Annotated[
    str | None,
    HeaderParameter(name="Cart-Token", required=False, max_length=200, description="the cart's secret"),
]


class LineInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`quantity` is an integer at the product's scale: 3 pieces are 3, 1.25 kg at scale 2 are 125."""

    variant_id: str
    quantity: Annotated[int, msgspec.Meta(ge=1, le=1_000_000_000)] = 1


class PromotionCodeInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """However it is written: case, spaces and hyphens do not matter."""

    code: Annotated[str, msgspec.Meta(min_length=1, max_length=60)]


class QuantityInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """0 removes the line."""

    quantity: Annotated[int, msgspec.Meta(ge=0, le=1_000_000_000)]


class ChangeInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What is left out stays as it is; null empties an address or a choice. `market` is a market's handle, empty for the
    store's own prices: the cart is priced anew in its currency. `vat_number` is a business buyer's, its country's letters first;
    empty takes it away."""

    email: str | msgspec.UnsetType = msgspec.UNSET
    phone: str | msgspec.UnsetType = msgspec.UNSET
    shipping_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    billing_address: Address | msgspec.UnsetType | None = msgspec.UNSET
    shipping_option_id: str | msgspec.UnsetType | None = msgspec.UNSET
    payment_method: str | msgspec.UnsetType = msgspec.UNSET
    note: str | msgspec.UnsetType = msgspec.UNSET
    market: Annotated[str, msgspec.Meta(max_length=40)] | msgspec.UnsetType = msgspec.UNSET
    vat_number: Annotated[str, msgspec.Meta(max_length=30)] | msgspec.UnsetType = msgspec.UNSET

    def change(self) -> CartChange:
        chosen = self.shipping_option_id
        return CartChange(
            email=self.email,
            phone=self.phone,
            shipping_address=self.shipping_address,
            billing_address=self.billing_address,
            shipping_rate_id=uuid("rate", chosen) if isinstance(chosen, str) else chosen,
            payment_method=self.payment_method,
            note=self.note,
            market=self.market,
            vat_number=self.vat_number,
        )


class CartInput(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    lines: Annotated[list[LineInput], msgspec.Meta(max_length=100)] = []


@post("/carts", permission="carts:write", sync_to_thread=True, tags=["Carts"], status_code=201)
def create_cart(call: NamedDependency[Call], data: JSONBody[CartInput]) -> Response[Cart]:
    """A new cart, with lines if you like. The answer holds its `token`: keep it, it is not told again.

    Each call makes a cart of its own, also with an Idempotency-Key; one that nobody fills expires.
    """
    lines = [NewLine(uuid("var", line.variant_id), line.quantity) for line in data.lines]
    answer: Response[Any] = call.write(
        lambda ctx: service.create(ctx, call.store, lines), status=201, tells_secret=True
    )
    return answer


@get("/carts/{cart:str}", permission="carts:read", sync_to_thread=False, tags=["Carts"])
def get_cart(call: NamedDependency[Call], cart: FromPath[str], token: Token = None) -> Cart:
    """The cart, priced now."""
    return call.read(lambda ctx: queries.cart(ctx, uuid("cart", cart), token))


@patch("/carts/{cart:str}", permission="carts:write", sync_to_thread=True, tags=["Carts"])
def update_cart(
    call: NamedDependency[Call], cart: FromPath[str], data: JSONBody[ChangeInput], token: Token = None
) -> Response[Cart]:
    """Contact, addresses, shipping option, payment method, note, market: any of them."""
    answer: Response[Any] = call.write(
        lambda ctx: service.update(ctx, uuid("cart", cart), token, data.change())
    )
    return answer


@post(
    "/carts/{cart:str}/lines", permission="carts:write", sync_to_thread=True, tags=["Carts"], status_code=200
)
def add_to_cart(
    call: NamedDependency[Call], cart: FromPath[str], data: JSONBody[LineInput], token: Token = None
) -> Response[Cart]:
    """So much more of a variant."""
    variant = uuid("var", data.variant_id)
    answer: Response[Any] = call.write(
        lambda ctx: service.add(ctx, uuid("cart", cart), token, variant, data.quantity)
    )
    return answer


@put("/carts/{cart:str}/lines/{variant:str}", permission="carts:write", sync_to_thread=True, tags=["Carts"])
def set_quantity(
    call: NamedDependency[Call],
    cart: FromPath[str],
    variant: FromPath[str],
    data: JSONBody[QuantityInput],
    token: Token = None,
) -> Response[Cart]:
    """Exactly so much of a variant."""
    answer: Response[Any] = call.write(
        lambda ctx: service.set_quantity(ctx, uuid("cart", cart), token, uuid("var", variant), data.quantity)
    )
    return answer


@delete(
    "/carts/{cart:str}/lines/{variant:str}",
    permission="carts:write",
    sync_to_thread=True,
    tags=["Carts"],
    status_code=200,
)
def remove_from_cart(
    call: NamedDependency[Call], cart: FromPath[str], variant: FromPath[str], token: Token = None
) -> Response[Cart]:
    """The cart without that variant."""
    answer: Response[Any] = call.write(
        lambda ctx: service.remove(ctx, uuid("cart", cart), token, uuid("var", variant))
    )
    return answer


@post(
    "/carts/{cart:str}/codes", permission="carts:write", sync_to_thread=True, tags=["Carts"], status_code=200
)
def add_code(
    call: NamedDependency[Call], cart: FromPath[str], data: JSONBody[PromotionCodeInput], token: Token = None
) -> Response[Cart]:
    """Type a code. One that does not apply yet stays, and says under `codes` what it waits for."""
    cart_id = uuid("cart", cart)

    def act() -> Response[Any]:
        return call.write(lambda ctx: coding.add_code(ctx, cart_id, token, data.code))

    return call.guessing("code", act)


@delete(
    "/carts/{cart:str}/codes/{code:str}",
    permission="carts:write",
    sync_to_thread=True,
    tags=["Carts"],
    status_code=200,
)
def remove_code(
    call: NamedDependency[Call], cart: FromPath[str], code: FromPath[str], token: Token = None
) -> Response[Cart]:
    """The cart without that code."""
    answer: Response[Any] = call.write(lambda ctx: coding.remove_code(ctx, uuid("cart", cart), token, code))
    return answer


@get("/carts/{cart:str}/shipping-options", permission="carts:read", sync_to_thread=False, tags=["Carts"])
def list_shipping_options(
    call: NamedDependency[Call], cart: FromPath[str], token: Token = None
) -> list[ShippingOption]:
    """What is offered for the cart's address and goods, with prices."""
    return call.read(lambda ctx: queries.shipping_options(ctx, uuid("cart", cart), token))


HANDLERS = [
    create_cart,
    get_cart,
    update_cart,
    add_to_cart,
    set_quantity,
    remove_from_cart,
    add_code,
    remove_code,
    list_shipping_options,
]
