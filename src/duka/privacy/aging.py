"""Orders that are older than somebody wants to know whose they were: the buyer goes, the figures stay.

The order, its carriage and its money remain in the books, with the country; name, addresses, telephone number, e-mail address,
notes and tracking go, and what the trail and the events told of them. The link to the customer's account is cut; the account
keeps the month of the first order, or who bought long ago would be a new customer with the next one.
"""

from datetime import datetime
from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.db import Tx
from duka.privacy import data_map, erasing, subject

NOBODY = UUID(int=0)


def find(ctx: Context, before: datetime, most: int) -> subject.Subject:
    """The oldest orders made before `before` that still name somebody, with everything that hangs on them. One statement:
    those that name nobody any more are not in the index that it reads (`orders_with_buyer`)."""
    row = ctx.db.one(
        """with o as materialized (
               select o.id, o.cart_id from orders o
               where o.tenant_id = %(tenant)s and o.created_at < %(before)s
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
                        where f.tenant_id = %(tenant)s and f.order_id in (select o.id from o)) as photos""",
        before=before,
        most=most,
    )
    assert row is not None  # a row of arrays
    return subject.Subject(
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
        """update customers c set first_order_month = least(c.first_order_month, x.month)
             from (select o.customer_id, min(date_trunc('month', o.placed_at at time zone s.timezone))::date as month
                     from orders o join stores s on s.tenant_id = %(tenant)s and s.id = o.store_id
                    where o.tenant_id = %(tenant)s and o.id = any(%(orders)s) and o.placed_at is not null
                      and o.status <> 'cancelled'
                    group by o.customer_id) x
            where c.tenant_id = %(tenant)s and c.id = x.customer_id""",
        orders=orders.orders,
    )
    ctx.db.run(
        """update orders set customer_id = null, updated_at = %(now)s,
                  email = 'erased-' || replace(id::text, '-', '') || '@erased.invalid'
           where tenant_id = %(tenant)s and id = any(%(orders)s)""",
        orders=orders.orders,
        now=ctx.now,
    )
    return len(orders.orders)
