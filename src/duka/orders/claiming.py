"""Orders that were placed without logging in, with an address that has an account, become that account's once its owner
proves again that the address is theirs.

Not by the address alone: a buyer may mistype theirs, and whoever typed somebody else's must not fill that person's account.
Each proof (the link of a letter, a code that was sent, a new password by letter) takes up what is there by then.
"""

from uuid import UUID

from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.ids import public
from duka.orders.events import OrderClaimed


def follow_proof(ctx: Context, delivery: Delivery) -> None:
    """On `customer.verified`."""
    claim(ctx, delivery.aggregate_id)


def claim(ctx: Context, customer_id: UUID) -> int:
    """The orders of nobody with the proved address of this account are the account's; how many. Twice is safe. Needs
    orders:write."""
    ctx.require("orders:write")
    rows = ctx.db.all(
        """update orders o set customer_id = c.id, updated_at = %(now)s
           from customers c
           where o.tenant_id = %(tenant)s and c.tenant_id = %(tenant)s and c.id = %(customer)s
             and c.claimed_at is not null and c.email_verified_at is not null and c.deactivated_at is null
             and o.customer_id is null and o.email = c.email
           returning o.id""",
        customer=customer_id,
        now=ctx.now,
    )
    for row in rows:
        events.emit(ctx, OrderClaimed(aggregate_id=row.id, customer_id=public("cus", customer_id)))
    return len(rows)
