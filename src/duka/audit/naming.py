"""What people call the things of a page of entries: one statement for all of them."""

from collections.abc import Iterable
from uuid import UUID

from duka.kernel.context import Context

NAMES = """
select id, title as name from products where tenant_id = %(tenant)s and id = any(%(ids)s)
union all
select id, number from orders where tenant_id = %(tenant)s and id = any(%(ids)s)
union all
select id, name from categories where tenant_id = %(tenant)s and id = any(%(ids)s)
union all
select id, name from stores where tenant_id = %(tenant)s and id = any(%(ids)s)
union all
select id, name from locations where tenant_id = %(tenant)s and id = any(%(ids)s)
union all
select id, name from staff where tenant_id = %(tenant)s and id = any(%(ids)s)
union all
select id, name from api_keys where tenant_id = %(tenant)s and id = any(%(ids)s)
union all
select id, coalesce(nullif(name, ''), email) from customers
  where tenant_id = %(tenant)s and id = any(%(ids)s) and %(may_see_customers)s
union all
select id, sku from stock_items where tenant_id = %(tenant)s and id = any(%(ids)s)
union all
select id, name from saved_views where tenant_id = %(tenant)s and id = any(%(ids)s)"""


def names(ctx: Context, found: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Object (32 hex digits) → name, of the (kind, object) pairs in `found` that still exist. Customers are named to those
    who may see customers."""
    wanted = sorted({UUID(hex=thing) for _, thing in found})
    if not wanted:
        return {}
    rows = ctx.db.all(NAMES, ids=wanted, may_see_customers=ctx.may("customers:read"))
    return {row.id.hex: str(row.name) for row in rows}
