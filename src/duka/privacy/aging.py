"""Orders that are older than somebody wants to know whose they were: the buyer goes, the figures stay.

The order, its carriage and its money remain in the books, with the country; name, addresses, telephone number, e-mail address,
notes and tracking go, and what the trail and the events told of them. The link to the customer's account is cut.
"""

from datetime import datetime
from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.privacy import data_map, erasing, subject

NOBODY = UUID(int=0)


def find(
    ctx: Context, since: datetime | None, before: datetime, most: int
) -> tuple[subject.Subject, datetime]:
    """The oldest orders made from `since` until `before` that still name somebody, with everything that hangs on them; and
    until when all are found now. One statement."""
    row = ctx.db.one(
        """with o as materialized (
               select o.id, o.cart_id, o.created_at from orders o
               where o.tenant_id = %(tenant)s and o.created_at < %(before)s
                 and (%(since)s::timestamptz is null or o.created_at >= %(since)s)
                 and o.email not like 'erased-%%@erased.invalid'
               order by o.created_at, o.id limit %(most)s
           )
           select array(select o.id from o) as orders, array(select o.cart_id from o where o.cart_id is not null) as carts,
                  array(select p.id from payments p
                        where p.tenant_id = %(tenant)s and p.order_id in (select o.id from o)) as payments,
                  array(select t.id from tracked_parcels t
                        where t.tenant_id = %(tenant)s and t.order_id in (select o.id from o)) as parcels,
                  array(select r.id from returns r
                        where r.tenant_id = %(tenant)s and r.order_id in (select o.id from o)) as returns,
                  array(select f.media_id from return_photos f
                        where f.tenant_id = %(tenant)s and f.order_id in (select o.id from o)) as photos,
                  (select max(o.created_at) from o) as last""",
        since=since,
        before=before,
        most=most,
    )
    assert row is not None  # a row of arrays
    found = subject.Subject(
        customer=NOBODY,
        email="",
        names=[],
        addresses=[],
        orders=row.orders,
        payments=row.payments,
        carts=row.carts,
        mails=[],
        parcels=row.parcels,
        returns=row.returns,
        photos=row.photos,
        words=[],
    )
    return found, row.last if len(row.orders) == most else before


def empty(tx: Tx, tenant: UUID, run: UUID, orders: subject.Subject, now: datetime) -> None:
    """What was said of them: the trail keeps its entries, without what is personal. In a transaction of the platform's; comes
    first, so that what is cut off is found again."""
    erasing.empty_trail(tx, tenant, run, orders, now)
    erasing.empty_events(tx, tenant, orders)


def anonymise(ctx: Context, orders: subject.Subject) -> int:
    """Empties the rows; how many orders."""
    for rule in data_map.RULES:
        if not rule.kept:
            statement = f"update {rule.table} set {rule.set}" if rule.set else f"delete from {rule.table}"
            ctx.db.run(
                f"{statement} where tenant_id = %(tenant)s and {rule.where}", now=ctx.now, **orders.params()
            )
    ctx.db.run(
        """update orders set customer_id = null,
                  email = 'erased-' || replace(id::text, '-', '') || '@erased.invalid'
           where tenant_id = %(tenant)s and id = any(%(orders)s)""",
        orders=orders.orders,
    )
    return len(orders.orders)
