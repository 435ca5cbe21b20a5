"""The wish list: what its owner puts on it and takes off it."""

from uuid import UUID

from duka.customers.errors import TooManyWishes, WishNotSold
from duka.customers.events import CustomerUpdated
from duka.customers.queries import me
from duka.kernel import events, trail
from duka.kernel.context import Context

MOST_WISHES = 200


def add_wish(ctx: Context, variant_id: UUID) -> None:
    """Puts a variant on the caller's list; twice is safe. Refuses `WishNotSold` for what no store of the company knows,
    `TooManyWishes`, `NotLoggedIn`."""
    customer_id = me(ctx)
    row = ctx.db.one(
        """with held as (
               select c.id from customers c where c.tenant_id = %(tenant)s and c.id = %(customer)s for no key update
           ), room as (
               select count(*) as taken from customer_wishes w, held
               where w.tenant_id = %(tenant)s and w.customer_id = held.id and w.variant_id <> %(variant)s
           ), added as (
               insert into customer_wishes (tenant_id, customer_id, variant_id, created_at)
               select %(tenant)s, %(customer)s, v.id, %(now)s from variants v, room
               where v.tenant_id = %(tenant)s and v.id = %(variant)s and room.taken < %(most)s
               on conflict do nothing returning variant_id)
           select (select taken from room) as taken, exists (select from added) as is_new,
                  exists (select from variants v where v.tenant_id = %(tenant)s and v.id = %(variant)s) as is_known""",
        customer=customer_id,
        variant=variant_id,
        now=ctx.now,
        most=MOST_WISHES,
    )
    if row is None or not row.is_known:
        raise WishNotSold()
    if row.taken >= MOST_WISHES:
        raise TooManyWishes(most=MOST_WISHES)
    if row.is_new:
        _announce(ctx, customer_id, variant_id, "added")


def remove_wish(ctx: Context, variant_id: UUID) -> None:
    """Takes a variant off the caller's list; one that is not there is no error. Refuses `NotLoggedIn`."""
    customer_id = me(ctx)
    if ctx.db.run(
        """delete from customer_wishes where tenant_id = %(tenant)s and customer_id = %(customer)s
           and variant_id = %(variant)s""",
        customer=customer_id,
        variant=variant_id,
    ):
        _announce(ctx, customer_id, variant_id, "removed")


def _announce(ctx: Context, customer_id: UUID, variant_id: UUID, change: str) -> None:
    events.emit(ctx, CustomerUpdated(aggregate_id=customer_id, fields=["wishes"]))
    trail.note(ctx, CustomerUpdated.TYPE, "customer", customer_id, wish=variant_id.hex, change=change)
