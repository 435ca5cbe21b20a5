"""Prices that switch by the clock, or because something beside them changed."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from duka.catalog import listing
from duka.kernel import events
from duka.kernel.context import Context
from duka.pricing import history
from duka.pricing.events import PriceChanged
from duka.pricing.sales import slots


def settle(ctx: Context, product_ids: Sequence[UUID]) -> int:
    """The prices in force of these products are known everywhere: the sale price that holds, the price they are listed by, the
    history. Announces those that became another figure. Returns how many prices did; none change nothing."""
    if not product_ids:
        return 0
    listing.lock_products(ctx, product_ids)
    slots.fill(ctx, product_ids)
    listing.refresh_prices(ctx, product_ids)
    changed = history.note(ctx, product_ids)
    told: dict[tuple[UUID, UUID], list[UUID]] = {}
    for row in changed:
        told.setdefault((row.product_id, row.store_id), []).append(row.variant_id)
    for (product_id, store_id), variants in sorted(told.items()):
        events.emit(
            ctx, PriceChanged(aggregate_id=product_id, store_id=store_id, variant_ids=sorted(variants))
        )
    return len(changed)


def refresh_due(ctx: Context, since: datetime) -> int:
    """Follow the special and sale prices that began or ended after `since` and up to now. Returns how many prices became
    another figure.

    For a periodic job, which looks back further than its schedule; running over the same time twice changes nothing more.
    """
    ctx.require("products:write")
    due = ctx.db.all(
        """select distinct v.product_id
             from (select r.variant_id from prices r
                    where r.tenant_id = %(tenant)s and r.special_minor is not null
                      and (r.special_from > %(since)s and r.special_from <= %(now)s
                           or r.special_until > %(since)s and r.special_until <= %(now)s)
                   union
                   select s.variant_id from sale_prices s
                    where s.tenant_id = %(tenant)s
                      and (s.starts_at > %(since)s and s.starts_at <= %(now)s
                           or s.ends_at > %(since)s and s.ends_at <= %(now)s)) d
             join variants v on v.tenant_id = %(tenant)s and v.id = d.variant_id
            order by v.product_id""",
        since=since,
        now=ctx.now,
    )
    return settle(ctx, [row.product_id for row in due])


def follow_product(ctx: Context, product_id: UUID) -> None:
    """A product changed: it may belong to another sale event now. For a listener; twice is safe."""
    settle(ctx, slots.write(ctx, products=[product_id]))
