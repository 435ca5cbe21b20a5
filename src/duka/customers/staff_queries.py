"""What staff ask of customers. The list is in `staff_list`.

Customers belong to the company. Figures of their orders are of the stores whose orders the reader may see, and absent
for those who may see none.
"""

from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.customers.errors import CustomerNotFound, GroupNotFound
from duka.customers.staff_types import CustomerGroup, CustomerNote, CustomerTag, StaffCustomer
from duka.kernel.context import Context

FIGURES: LiteralString = """case
    when not %(sees_orders)s then null
    when %(stores)s::uuid[] is null then json_build_object(
        'orders', c.orders_count, 'spent', c.spent, 'last_order_at', c.last_order_at)
    else (select json_build_object('orders', coalesce(sum(f.orders), 0),
                 'spent', coalesce(json_object_agg(f.currency, f.spent) filter (where f.currency is not null), '{}'),
                 'last_order_at', max(f.last))
          from (select x.currency, sum(x.orders_count) as orders, sum(x.spent_minor) as spent,
                       max(x.last_order_at) as last
                from customer_store_figures x
                where x.tenant_id = %(tenant)s and x.customer_id = c.id and x.store_id = any(%(stores)s::uuid[])
                group by x.currency) f) end"""
TAGS: LiteralString = """(select coalesce(json_agg(t.tag order by t.tag), '[]') from customer_tags t
    where t.tenant_id = %(tenant)s and t.customer_id = c.id)"""
GROUPS: LiteralString = """(select coalesce(json_agg(json_build_object(
        'id', 'cgrp_' || replace(g.id::text, '-', ''), 'name', g.name) order by g.name_key), '[]')
    from customer_group_members m
    join customer_groups g on g.tenant_id = m.tenant_id and g.id = m.group_id
    where m.tenant_id = %(tenant)s and m.customer_id = c.id)"""
PROFILE: LiteralString = f"""json_build_object(
    'id', 'cus_' || replace(c.id::text, '-', ''), 'email', c.email, 'name', c.name, 'phone', c.phone,
    'locale', c.locale, 'country', c.country, 'is_registered', c.claimed_at is not null,
    'is_verified', c.email_verified_at is not null, 'is_active', c.deactivated_at is null, 'tags', {TAGS}, 'groups', {GROUPS},
    'addresses', (select coalesce(json_agg(json_build_object(
            'id', 'addr_' || replace(a.id::text, '-', ''), 'address', a.address, 'is_default', a.is_default)
            order by a.is_default desc, a.created_at, a.id), '[]')
        from customer_addresses a where a.tenant_id = %(tenant)s and a.customer_id = c.id),
    'figures', {FIGURES}, 'claimed_at', c.claimed_at, 'deactivated_at', c.deactivated_at,
    'created_at', c.created_at, 'version', c.version)"""
"""Of `customers c`; needs `sees_orders` and `stores` (`figure_params`)."""
NOTES: LiteralString = """(select coalesce(json_agg(json_build_object(
        'id', 'cnote_' || replace(n.id::text, '-', ''), 'body', n.body,
        'author', coalesce(nullif(n.author_name, ''), n.author), 'is_own', n.author = %(reader)s,
        'is_pinned', n.is_pinned, 'created_at', n.created_at, 'updated_at', n.updated_at)
        order by n.is_pinned desc, n.created_at desc, n.id desc), '[]')
    from (select x.* from customer_notes x where x.tenant_id = %(tenant)s and x.customer_id = c.id
          order by x.is_pinned desc, x.created_at desc, x.id desc limit 200) n)"""


def figure_params(ctx: Context) -> dict[str, Any]:
    """Whether the reader may see figures, and of which stores (None: of all). There are none by location."""
    sees_orders = ctx.may("orders:read") and ctx.locations_with("orders:read") is None
    return {"sees_orders": sees_orders, "stores": ctx.stores_with("orders:read")}


def customer_for_staff(ctx: Context, customer_id: UUID) -> StaffCustomer:
    """Everything but orders and notes. Refuses `CustomerNotFound`. One statement."""
    ctx.require("customers:read")
    text = ctx.db.value(
        f"select {PROFILE}::text from customers c where c.tenant_id = %(tenant)s and c.id = %(id)s",
        id=customer_id,
        **figure_params(ctx),
    )
    if text is None:
        raise CustomerNotFound()
    return msgspec.json.decode(text, type=StaffCustomer)


def notes(ctx: Context, customer_id: UUID) -> list[CustomerNote]:
    """Pinned ones first, then the newest; at most 200. Refuses `CustomerNotFound`."""
    ctx.require("customers:read")
    text = ctx.db.value(
        f"select {NOTES}::text from customers c where c.tenant_id = %(tenant)s and c.id = %(id)s",
        id=customer_id,
        reader=ctx.actor.label,
    )
    if text is None:
        raise CustomerNotFound()
    return msgspec.json.decode(text, type=list[CustomerNote])


_GROUP: LiteralString = """json_build_object('id', 'cgrp_' || replace(g.id::text, '-', ''), 'name', g.name,
    'description', g.description, 'version', g.version,
    'members', (select count(*) from customer_group_members m where m.tenant_id = %(tenant)s and m.group_id = g.id))"""


def list_groups(ctx: Context) -> list[CustomerGroup]:
    """By name, with how many are in each."""
    ctx.require("customers:read")
    text = ctx.db.value(
        f"""select coalesce(json_agg({_GROUP} order by g.name_key), '[]')::text
            from customer_groups g where g.tenant_id = %(tenant)s"""
    )
    return msgspec.json.decode(text, type=list[CustomerGroup])


def group(ctx: Context, group_id: UUID) -> CustomerGroup:
    """Refuses `GroupNotFound`."""
    ctx.require("customers:read")
    text = ctx.db.value(
        f"select {_GROUP}::text from customer_groups g where g.tenant_id = %(tenant)s and g.id = %(id)s",
        id=group_id,
    )
    if text is None:
        raise GroupNotFound()
    return msgspec.json.decode(text, type=CustomerGroup)


def list_tags(ctx: Context, start: str = "") -> list[CustomerTag]:
    """The twenty most used tags that begin with `start`, for suggestions; counts stop at 1000."""
    ctx.require("customers:read")
    rows = ctx.db.all(
        """with recursive used (tag, place) as (
             (select t.tag, 1 from customer_tags t
              where t.tenant_id = %(tenant)s and t.tag >= %(start)s order by t.tag limit 1)
             union all
             select (select t.tag from customer_tags t where t.tenant_id = %(tenant)s and t.tag > u.tag
                     order by t.tag limit 1), u.place + 1
             from used u where u.tag is not null and u.place < 500 and starts_with(u.tag, %(start)s))
           select u.tag, (select count(*) from (select from customer_tags t where t.tenant_id = %(tenant)s
                          and t.tag = u.tag limit 1000) n) as customers
           from used u where u.tag is not null and starts_with(u.tag, %(start)s)
           order by customers desc, u.tag limit 20""",
        start=" ".join(start.replace("\x00", "").split()).lower(),
    )
    return [CustomerTag(row.tag, row.customers) for row in rows]
