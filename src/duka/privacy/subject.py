"""Everything by which a person's rows are found."""

from typing import Any
from uuid import UUID

import msgspec

from duka.customers.errors import CustomerNotFound
from duka.customers.queries import require_self_or
from duka.kernel.context import Context


class Subject(msgspec.Struct, frozen=True):
    """`addresses`: their e-mail addresses and telephone numbers, as they were written. `names`: as they stand on orders."""

    customer: UUID
    email: str
    names: list[str]
    addresses: list[str]
    orders: list[UUID]
    payments: list[UUID]
    carts: list[UUID]
    mails: list[UUID]
    parcels: list[UUID]
    returns: list[UUID]
    photos: list[UUID]
    words: list[str]

    def params(self) -> dict[str, Any]:
        return msgspec.structs.asdict(self)

    @property
    def objects(self) -> list[UUID]:
        """What events and entries of the trail may be about."""
        return [self.customer, *self.orders, *self.payments, *self.carts, *self.returns]


def require(ctx: Context, permission: str, customer_id: UUID) -> None:
    """Passes the customer themself, and staff who hold `permission` in the whole company: a person is no store's."""
    require_self_or(ctx, permission, customer_id)
    if ctx.actor.kind != "customer":
        ctx.require_everywhere(permission)


def of(ctx: Context, customer_id: UUID) -> Subject:
    """With the orders that were placed without signing in under their address, where nobody else has these. Refuses
    `CustomerNotFound`. One statement."""
    row = ctx.db.one(
        """with me as (
               select c.id, c.email, c.name, c.phone from customers c where c.tenant_id = %(tenant)s and c.id = %(customer)s
           ), o as (
               select o.* from orders o, me where o.tenant_id = %(tenant)s
                  and (o.customer_id = me.id or (o.customer_id is null and o.email = me.email))
           ), k as (
               select c.* from carts c, me where c.tenant_id = %(tenant)s
                  and (c.customer_id = me.id or c.id in (select d.id from draft_orders d
                                                         where d.tenant_id = %(tenant)s and d.customer_id = me.id)
                       or (c.customer_id is null and c.email <> '' and c.email = me.email)
                       or c.id in (select o.cart_id from o))
           ), said as (
               select me.email as address, me.name from me union select me.phone, '' from me
               union select o.email, coalesce(o.shipping_address ->> 'name', '') from o
               union select o.phone, coalesce(o.billing_address ->> 'name', '') from o
               union select coalesce(o.shipping_address ->> 'phone', ''), '' from o
               union select coalesce(o.billing_address ->> 'phone', ''), '' from o
               union select k.email, '' from k union select k.phone, '' from k
               union select p.payer_phone, '' from payments p
                     where p.tenant_id = %(tenant)s and p.order_id in (select o.id from o)
               union select coalesce(a.address ->> 'phone', ''), coalesce(a.address ->> 'name', '')
                     from customer_addresses a, me where a.tenant_id = %(tenant)s and a.customer_id = me.id
           )
           select me.id, me.email, array(select distinct name from said where name <> '') as names,
                  array(select distinct address from said where address <> '') as addresses,
                  array(select o.id from o) as orders,
                  array(select p.id from payments p
                        where p.tenant_id = %(tenant)s and p.order_id in (select o.id from o)) as payments,
                  array(select k.id from k) as carts,
                  array(select m.id from mails m where m.tenant_id = %(tenant)s and (m.customer_id = me.id
                        or m.recipient in (select address from said where address <> ''))) as mails,
                  array(select t.id from tracked_parcels t
                        where t.tenant_id = %(tenant)s and t.order_id in (select o.id from o)) as parcels,
                  array(select r.id from returns r
                        where r.tenant_id = %(tenant)s and r.order_id in (select o.id from o)) as returns,
                  array(select f.media_id from return_photos f
                        where f.tenant_id = %(tenant)s and f.order_id in (select o.id from o)) as photos,
                  array(select w.word from customer_words w where w.tenant_id = %(tenant)s and w.customer_id = me.id) as words
           from me""",
        customer=customer_id,
    )
    if row is None:
        raise CustomerNotFound()
    return Subject(*row)
