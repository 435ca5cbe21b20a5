"""Who opens a cart: of nobody, whoever holds its token; of a customer, that customer alone; staff each.

A token is no key to a cart that has an owner. So a cart that was filled before its shopper logged in, whose token lies in a
browser, cannot be read there any more after they logged out.
"""

from typing import LiteralString, Never
from uuid import UUID

from duka.carts.errors import CartClosed, CartNotFound, VariantUnavailable
from duka.carts.permissions import customer_of, is_trusted
from duka.kernel.context import Context
from duka.kernel.ids import token_hash

TOUCH: LiteralString = """with cart as (
    update carts c set version = c.version + 1, updated_at = %(now)s,
           expires_at = %(now)s + make_interval(days => (select s.cart_days from stores s
                                                        where s.tenant_id = %(tenant)s and s.id = c.store_id))
    where c.tenant_id = %(tenant)s and c.id = %(cart)s and c.status = 'open'
      and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s or %(trusted)s)
    returning c.id
) """
"""The open cart that somebody may change, as the common table `cart`, with a new version and a new time to live."""


def refuse(ctx: Context, cart_id: UUID, token: str | None) -> Never:
    """Why a change touched nothing: no such cart, a closed one, or no such variant."""
    status = ctx.db.value(
        """select c.status from carts c
           where c.tenant_id = %(tenant)s and c.id = %(cart)s
             and (c.token_hash = %(hash)s and c.customer_id is null or c.customer_id = %(customer)s or %(trusted)s)""",
        **who(ctx, cart_id, token),
    )
    if status is None:
        raise CartNotFound()
    if status != "open":
        raise CartClosed(status=status)
    raise VariantUnavailable()


def who(ctx: Context, cart_id: UUID, token: str | None) -> dict[str, object]:
    return {
        "cart": cart_id,
        "hash": token_hash(token or ""),
        "customer": customer_of(ctx),
        "trusted": is_trusted(ctx),
        "now": ctx.now,
    }
