"""Which products changed since a moment: told by events, by the stock ledger, and by the clock of price lists.

What happens to the whole store (a category's name, a sale, a market, a rate) makes a feed look at everything.
"""

from datetime import datetime, timedelta
from uuid import UUID

from duka.kernel import jobs
from duka.kernel.context import Context

JOB = "feeds.refresh"
WHOLE_EVERY = timedelta(hours=20)
"""Everything is looked at once a day, whatever was heard of changes."""
OVERLAP = timedelta(minutes=2)
"""Transactions that began before a look and were committed after it are seen by the next one."""

OF_A_PRODUCT = ("product.created", "product.updated", "product.archived", "product.deleted", "price.changed")
OF_THE_STORE = (
    "category",
    "collection",
    "sale",
    "store",
    "market",
    "price_list",
    "rate",
    "rates",
    "settings",
)
"""The first part of their types."""


def defer(ctx: Context, feed_id: UUID) -> None:
    """Have the feed made anew by a job, one at a time."""
    jobs.defer(ctx, JOB, lock=f"{JOB}.{feed_id.hex}", feed_id=str(feed_id))


def first_id(at: datetime) -> UUID:
    """The least UUIDv7 of that moment: ids of rows are in the order of time."""
    return UUID(int=int(at.timestamp() * 1000) << 80)


def changed_products(ctx: Context, since: datetime) -> list[UUID] | None:
    """The products whose items may differ since then; None when all may. Two statements."""
    since -= OVERLAP
    params = {"first": first_id(since), "since": since, "now": ctx.now}
    is_wide = ctx.db.value(
        """select exists (select from events e where e.tenant_id = %(tenant)s and e.id >= %(first)s
                          and split_part(e.type, '.', 1) = any(%(wide)s))
               or exists (select from price_lists l where l.tenant_id = %(tenant)s
                          and (l.starts_at > %(since)s and l.starts_at <= %(now)s
                               or l.ends_at > %(since)s and l.ends_at <= %(now)s or l.updated_at > %(since)s))
               or exists (select from exchange_rates r where r.tenant_id = %(tenant)s
                          and (r.created_at > %(since)s or r.valid_from > %(since)s and r.valid_from <= %(now)s))
               or exists (select from markets m where m.tenant_id = %(tenant)s and m.updated_at > %(since)s)""",
        wide=list(OF_THE_STORE),
        **params,
    )
    if is_wide:
        return None
    rows = ctx.db.all(
        """select e.aggregate_id as id from events e
           where e.tenant_id = %(tenant)s and e.id >= %(first)s and e.type = any(%(types)s)
           union
           select v.product_id from variants v
           where v.tenant_id = %(tenant)s and v.stock_item_id in (
               select k.item_id from stock_ledger k where k.tenant_id = %(tenant)s and k.id >= %(first)s)""",
        types=list(OF_A_PRODUCT),
        **params,
    )
    return [row.id for row in rows]


def follow(ctx: Context) -> None:
    """On a clock: every feed that somebody may fetch, and of which something may have changed, is made anew by a job."""
    feeds = ctx.db.all(
        """select f.id, f.refreshed_to, f.whole_at from feeds f
           where f.tenant_id = %(tenant)s and f.status = 'live' or f.tenant_id = %(tenant)s and f.revision = 0"""
    )
    if not feeds:
        return
    known: dict[datetime, bool] = {}
    for feed in feeds:
        if feed.refreshed_to is None or feed.whole_at is None or feed.whole_at < ctx.now - WHOLE_EVERY:
            defer(ctx, feed.id)
            continue
        if feed.refreshed_to not in known:
            changed = changed_products(ctx, feed.refreshed_to)
            known[feed.refreshed_to] = changed is None or bool(changed)
        if known[feed.refreshed_to]:
            defer(ctx, feed.id)
