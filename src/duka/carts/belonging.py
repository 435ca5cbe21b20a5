"""The cart of a customer: one open cart in each store, which follows them from one device to another."""

from uuid import UUID

import msgspec

from duka.carts.merging import merge
from duka.carts.permissions import customer_of
from duka.customers.errors import NotLoggedIn
from duka.kernel.context import Context
from duka.kernel.ids import new_id, secret_token, token_hash
from duka.stores.errors import StoreNotFound


class OwnCart(msgspec.Struct, frozen=True):
    """`items`: how many lines it has."""

    id: UUID
    items: int


def own(ctx: Context, customer_id: UUID, store_id: UUID) -> OwnCart | None:
    """The open cart of a customer whom the caller has recognised; else the one whose order still waits for its money."""
    row = ctx.db.one(
        """select c.id, case when c.status = 'open' then (
                      select count(*) from cart_lines l where l.tenant_id = %(tenant)s and l.cart_id = c.id) else 0 end as items
           from carts c
           where c.tenant_id = %(tenant)s and c.customer_id = %(customer)s and c.store_id = %(store)s
             and (c.status = 'open' or c.status = 'ordered' and c.updated_at > %(now)s - interval '2 days' and exists (
                     select from orders o where o.tenant_id = %(tenant)s and o.cart_id = c.id
                       and o.cart_version = c.version and o.status = 'open' and o.placed_at is null))
           order by c.status = 'open' desc, c.updated_at desc, c.id desc limit 1""",
        customer=customer_id,
        store=store_id,
        now=ctx.now,
    )
    return OwnCart(row.id, row.items) if row else None


def have_own(ctx: Context, store_id: UUID) -> UUID:
    """The open cart of the customer who calls, made if there is none; two calls at once get the same. Refuses `NotLoggedIn`,
    `StoreNotFound`."""
    ctx.require("carts:write")
    customer_id = _lock_me(ctx)
    found = _open_carts(ctx, customer_id, store_id)
    if found:
        return found[0]
    cart_id = new_id()
    if not ctx.db.run(
        """insert into carts (tenant_id, id, store_id, token_hash, customer_id, locale, market, variants, created_at, updated_at,
               expires_at)
           select %(tenant)s, %(cart)s, s.id, %(hash)s, %(customer)s, %(locale)s, %(market)s, %(variants)s::uuid[], %(now)s,
                  %(now)s, %(now)s + make_interval(days => s.cart_days)
           from stores s where s.tenant_id = %(tenant)s and s.id = %(store)s and s.status = 'active'""",
        cart=cart_id,
        store=store_id,
        hash=token_hash(secret_token()),
        customer=customer_id,
        locale=ctx.locale,
        market=ctx.market,
        variants=list(ctx.variants),
        now=ctx.now,
    ):
        raise StoreNotFound()
    return cart_id


def take_over(ctx: Context, store_id: UUID, cart_id: UUID | None, token: str | None) -> UUID | None:
    """What the customer who calls filled before they logged in is theirs now: the cart itself, or its lines in the one that
    they have. Further open carts of theirs go into it too. Twice is safe; a cart that its token does not open, or that has
    an owner, is left alone. The open cart, if there is one. Refuses `NotLoggedIn`."""
    ctx.require("carts:write")
    customer_id = _lock_me(ctx)
    mine = _open_carts(ctx, customer_id, store_id)
    taken = cart_id and ctx.db.value(
        """update carts c set customer_id = %(customer)s, updated_at = %(now)s
           where c.tenant_id = %(tenant)s and c.id = %(cart)s and c.store_id = %(store)s and c.status = 'open'
             and c.customer_id is null and c.token_hash = %(hash)s
           returning c.id""",
        cart=cart_id,
        store=store_id,
        hash=token_hash(token or ""),
        customer=customer_id,
        now=ctx.now,
    )
    carts = [*mine, *([taken] if taken else [])]
    for other in carts[1:]:
        merge(ctx, other, None, carts[0], None)
    return carts[0] if carts else None


def _lock_me(ctx: Context) -> UUID:
    customer_id = customer_of(ctx)
    sql = "select id from customers where tenant_id = %(tenant)s and id = %(id)s for no key update"
    if customer_id is None or ctx.db.value(sql, id=customer_id) is None:
        raise NotLoggedIn()
    return customer_id


def _open_carts(ctx: Context, customer_id: UUID, store_id: UUID) -> list[UUID]:
    """The one that was changed last comes first."""
    rows = ctx.db.all(
        """select c.id from carts c where c.tenant_id = %(tenant)s and c.customer_id = %(customer)s
             and c.store_id = %(store)s and c.status = 'open'
           order by c.updated_at desc, c.id desc limit 20""",
        customer=customer_id,
        store=store_id,
    )
    return [row.id for row in rows]
