"""Codes in a cart."""

from collections.abc import Sequence
from uuid import UUID

from duka.carts import assembly, queries
from duka.carts.opening import refuse, who
from duka.carts.types import Cart
from duka.kernel.context import Context
from duka.promotions import codes
from duka.promotions.errors import CodeRefused, CodeUnknown, TooManyCodesInCart


def add_code(ctx: Context, cart_id: UUID, token: str | None, text: str) -> Cart:
    """Types a code into the cart; however it is written, twice is once. One that does not apply yet stays and says what it waits
    for. The surface limits how often it is tried.

    Refuses `CartNotFound`, `CartClosed`, `CodeUnknown`, `CodeRefused` for one that nothing in the cart could make apply, and
    `TooManyCodesInCart`.
    """
    ctx.require("carts:write")
    code = codes.normal(text)
    changed = ctx.db.run(
        """update carts c set codes = case when %(code)s = any(c.codes) then c.codes else array_append(c.codes, %(code)s) end,
                  version = c.version + 1, updated_at = %(now)s
           where c.tenant_id = %(tenant)s and c.id = %(cart)s and c.status = 'open'
             and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s or %(trusted)s)""",
        code=code,
        **who(ctx, cart_id, token),
    )
    if not changed:
        refuse(ctx, cart_id, token)
    priced = queries.priced(ctx, cart_id, token)
    cart = assembly.cart(priced)
    if code not in {each.code for each in priced.row.offers.known.codes}:
        raise CodeUnknown(code=text.strip()[:40])
    typed = next(each for each in cart.codes if each.code == code)
    if typed.state == "over":
        raise CodeRefused(code=code, why=typed.why)
    if len(cart.codes) > codes.MOST_IN_CART:
        raise TooManyCodesInCart(most=codes.MOST_IN_CART)
    return cart


def remove_code(ctx: Context, cart_id: UUID, token: str | None, text: str) -> Cart:
    """Takes a code out; one that is not there is no error. Refuses `CartNotFound` and `CartClosed`."""
    ctx.require("carts:write")
    changed = ctx.db.run(
        """update carts c set codes = array_remove(c.codes, %(code)s), version = c.version + 1, updated_at = %(now)s
           where c.tenant_id = %(tenant)s and c.id = %(cart)s and c.status = 'open'
             and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s or %(trusted)s)""",
        code=codes.normal(text),
        **who(ctx, cart_id, token),
    )
    if not changed:
        refuse(ctx, cart_id, token)
    return queries.cart(ctx, cart_id, token)


def set_codes(
    ctx: Context, cart_id: UUID, token: str | None, before: Sequence[str], texts: Sequence[str]
) -> None:
    """These codes and no others, of a cart that has those `before`. Refuses what `add_code` refuses."""
    wanted = {codes.normal(text): text for text in texts}
    for code in before:
        if code not in wanted:
            remove_code(ctx, cart_id, token, code)
    for code, text in wanted.items():
        if code not in before:
            add_code(ctx, cart_id, token, text)
