"""Which prices were in force, and when: a row whenever what a variant costs in a store became another figure.

A reduced price must be announced beside the lowest price of the 30 days before (Directive 98/6/EC, article 6a). So when a
reduction begins, that price is kept beside it in `prices.prior_minor`; one that goes on, deeper or not, keeps the price from
before its beginning.
"""

from collections.abc import Sequence
from uuid import UUID

from duka.kernel.context import Context
from duka.kernel.db import Row

DAYS = 30
KEPT_DAYS = 400


def note(ctx: Context, product_ids: Sequence[UUID]) -> list[Row]:
    """Writes down what these products cost now where it is another price than was written last. Returns what changed:
    store_id, product_id, variant_id. One statement; the products must be locked."""
    return ctx.db.all(
        """with changed as (
             select r.store_id, v.product_id, r.variant_id, p.price, p.price < r.base_minor as is_reduced,
                    h.is_reduced as was_reduced
               from variants v
               join prices r on r.tenant_id = %(tenant)s and r.variant_id = v.id
              cross join lateral (
                  select price_in_force(r.base_minor, r.special_minor, r.special_from, r.special_until, r.sale_minor,
                                        r.sale_from, r.sale_until, %(now)s) as price) p
               left join lateral (
                  select x.price_minor, x.is_reduced from price_history x
                   where x.tenant_id = %(tenant)s and x.store_id = r.store_id and x.variant_id = r.variant_id
                   order by x.at desc limit 1) h on true
              where v.tenant_id = %(tenant)s and v.product_id = any(%(products)s)
                and (h.price_minor, h.is_reduced) is distinct from (p.price, p.price < r.base_minor)),
           written as (
             insert into price_history as x (tenant_id, store_id, variant_id, at, price_minor, is_reduced)
             select %(tenant)s, c.store_id, c.variant_id, %(now)s, c.price, c.is_reduced from changed c
             on conflict (tenant_id, store_id, variant_id, at) do update
             set price_minor = excluded.price_minor, is_reduced = excluded.is_reduced),
           marked as (
             update prices r
                set prior_minor = case when not c.is_reduced then null when c.was_reduced then r.prior_minor else (
                    select min(x.price_minor) from price_history x
                     where x.tenant_id = %(tenant)s and x.store_id = c.store_id and x.variant_id = c.variant_id
                       and x.at < %(now)s and x.at >= coalesce((
                           select max(b.at) from price_history b
                            where b.tenant_id = %(tenant)s and b.store_id = c.store_id and b.variant_id = c.variant_id
                              and b.at <= %(now)s - make_interval(days => %(days)s)), '-infinity')) end
               from changed c
              where r.tenant_id = %(tenant)s and r.store_id = c.store_id and r.variant_id = c.variant_id)
           select c.store_id, c.product_id, c.variant_id from changed c""",
        products=list(product_ids),
        now=ctx.now,
        days=DAYS,
    )


def forget(ctx: Context) -> int:
    """Drops what is older than 400 days, but for the last of each price. Returns how many rows."""
    ctx.require("products:write")
    return ctx.db.run(
        """delete from price_history h
            where h.tenant_id = %(tenant)s and h.at < %(now)s - make_interval(days => %(days)s)
              and exists (select from price_history x where x.tenant_id = %(tenant)s and x.store_id = h.store_id
                             and x.variant_id = h.variant_id and x.at > h.at
                             and x.at <= %(now)s - make_interval(days => %(days)s))""",
        now=ctx.now,
        days=KEPT_DAYS,
    )
