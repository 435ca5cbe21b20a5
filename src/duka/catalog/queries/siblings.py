"""The variants beside others: what else a store sells of their products. One statement."""

from collections.abc import Iterable
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.catalog.queries.fragments import FREE, LANGUAGES, OFFERED, PRICE, SHOP, squeezed
from duka.catalog.queries.words import clean
from duka.kernel.context import Context
from duka.kernel.quantity import QuantityRefused, QuantityRule


class Sibling(msgspec.Struct, frozen=True):
    """A variant that is sold now. `title` names its options in the reader's language; `available` is what can be promised, in
    its product's steps, None where stock does not matter."""

    product_id: UUID
    id: UUID
    title: str
    currency: str
    price_minor: int
    unit: str
    scale: int
    step: int
    minimum: int
    maximum: int | None
    available: int | None

    def is_allowed(self, quantity: int) -> bool:
        """Is it sold in such quantities?"""
        try:
            QuantityRule(self.unit, self.scale, self.step, self.minimum, self.maximum).check(quantity)
        except QuantityRefused:
            return False
        return True

    def has(self, quantity: int) -> bool:
        """Can so much of it be promised?"""
        return self.available is None or self.available >= max(quantity, self.minimum)


_SIBLINGS: LiteralString = squeezed(f"""
with {SHOP}, asked as (
    select x.product_id from variants x where x.tenant_id = %(tenant)s and x.id = any(%(of)s))
select p.id as product_id, q.id, q.title, shop.currency, q.price as price_minor, p.unit, p.scale, p.step, p.minimum, p.maximum,
       q.free as available
  from products p cross join shop cross join lateral (
       select v.id, v.position, variant_said(p.options, v.option_values, {LANGUAGES}, v.title) as title, {PRICE} as price,
              case when v.tracks_stock and not v.sells_without_stock then coalesce({FREE}, 0) end as free
         from {OFFERED} offset 0) q
 where p.tenant_id = %(tenant)s and p.status = 'active'
   and p.id in (select a.product_id from asked a)
   and exists (select from store_products sp where sp.tenant_id = %(tenant)s and sp.store_id = %(store)s
               and sp.product_id = p.id and sp.is_visible)
 order by p.id, q.position, q.id""")


def siblings(ctx: Context, store_id: UUID, variants: Iterable[UUID], market: str = "") -> list[Sibling]:
    """All that the store sells now of the products of `variants`, these among them, at the prices of a market for somebody
    without prices of their own. For steps and read shapes. One statement."""
    rows = ctx.db.all(
        _SIBLINGS,
        of=list(variants),
        store=store_id,
        market=market,
        customer=None,
        variants=[],
        locale=clean(ctx.locale),
        now=ctx.now,
    )
    return [Sibling(*row) for row in rows]
