"""The price a product is listed and sorted by in each store: kept beside its assignment, so that listings
need not look at every variant."""

from collections.abc import Sequence
from uuid import UUID

from duka.kernel.context import Context


def lock_products(ctx: Context, product_ids: Sequence[UUID]) -> None:
    """Whoever changes prices waits here for others who do, so that the lowest price is computed from all of
    them. Taken before prices, in one order."""
    ctx.db.all(
        """select p.id from products p where p.tenant_id = %(tenant)s and p.id = any(%(ids)s)
           order by p.id for no key update""",
        ids=list(product_ids),
    )


def refresh_prices(ctx: Context, product_ids: Sequence[UUID]) -> int:
    """Set `store_products.price_minor` of these products, in every store, to the lowest price in force now
    among their active variants; none if no active variant has a price. Returns how many changed. One
    statement, however many; the products must be locked."""
    return ctx.db.run(
        """update store_products sp set price_minor = lowest.price_minor
           from (select x.store_id, x.product_id,
                        min(price_in_force(r.base_minor, r.special_minor, r.special_from, r.special_until,
                                           r.sale_minor, r.sale_from, r.sale_until, %(now)s)) as price_minor
                 from store_products x
                 left join variants v on v.tenant_id = x.tenant_id and v.product_id = x.product_id
                   and v.is_active
                 left join prices r on r.tenant_id = v.tenant_id and r.variant_id = v.id
                   and r.store_id = x.store_id
                 where x.tenant_id = %(tenant)s and x.product_id = any(%(ids)s)
                 group by x.store_id, x.product_id) lowest
           where sp.tenant_id = %(tenant)s and sp.store_id = lowest.store_id
             and sp.product_id = lowest.product_id
             and sp.price_minor is distinct from lowest.price_minor""",
        now=ctx.now,
        ids=list(product_ids),
    )
