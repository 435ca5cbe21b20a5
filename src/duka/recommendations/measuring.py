"""What recommendations bring: counts by day, picks in carts, and the order lines that came of them.

Counts name a store, a day, a kind and a pair of products, and nobody. Of kinds they are kept for ever, of pairs for
`PAIR_DAYS`. A pick is a row beside a cart and goes with it; when the cart becomes an order, `follow_order` turns those that
were bought into sales. Their amounts stay with the order's lines: a cancelled order sells nothing, an edited one what it
is edited to.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import NamedTuple
from uuid import UUID

import msgspec

from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.recommendations.rules import Mark

PAIR_DAYS = 60


class Counted(NamedTuple):
    """`what`: shown, clicks or added, so many times."""

    store: UUID
    day: date
    mark: Mark
    other: UUID
    what: str
    number: int


def add(ctx: Context, counts: Sequence[Counted]) -> None:
    """Adds counts to their days; those of things that this company does not have are dropped."""
    given = [
        {
            "store": c.store,
            "day": c.day,
            "kind": c.mark.kind,
            "product": c.mark.product,
            "other": c.other,
            c.what: c.number,
        }
        for c in counts
    ]
    ctx.db.run(
        """with given as materialized (
               select g.store, g.day, g.kind, g.product, g.other, coalesce(sum(g.shown), 0)::bigint as shown,
                      coalesce(sum(g.clicks), 0)::bigint as clicks, coalesce(sum(g.added), 0)::bigint as added
                 from jsonb_to_recordset(%(given)s::jsonb) as g (store uuid, day date, kind text, product uuid, other uuid,
                                                                 shown bigint, clicks bigint, added bigint)
                where exists (select from products p where p.tenant_id = %(tenant)s and p.id = g.product)
                  and exists (select from products p where p.tenant_id = %(tenant)s and p.id = g.other)
                  and exists (select from stores s where s.tenant_id = %(tenant)s and s.id = g.store)
                group by g.store, g.day, g.kind, g.product, g.other),
           days as (
               insert into recommendation_days as d (tenant_id, store_id, day, kind, shown, clicks, added)
               select %(tenant)s, g.store, g.day, g.kind, sum(g.shown), sum(g.clicks), sum(g.added)
                 from given g group by g.store, g.day, g.kind order by g.store, g.day, g.kind
               on conflict (tenant_id, store_id, day, kind) do update
               set shown = d.shown + excluded.shown, clicks = d.clicks + excluded.clicks, added = d.added + excluded.added)
           insert into recommendation_pair_days as d (tenant_id, store_id, day, kind, product_id, other_id, shown, clicks,
                                                      added)
           select %(tenant)s, g.store, g.day, g.kind, g.product, g.other, g.shown, g.clicks, g.added
             from given g order by g.store, g.day, g.kind, g.product, g.other
           on conflict (tenant_id, store_id, day, kind, product_id, other_id) do update
           set shown = d.shown + excluded.shown, clicks = d.clicks + excluded.clicks, added = d.added + excluded.added""",
        given=msgspec.json.encode(given).decode(),
    )


def pick(ctx: Context, cart_id: UUID, variant_id: UUID, mark: Mark) -> UUID | None:
    """Remembers that a variant was put into a cart because of a mark; the last mark counts. The product that it is of, or
    None where there is nothing to remember: the cart is not there, or the mark's product is not this company's."""
    ctx.require("carts:write")
    picked: UUID | None = ctx.db.value(
        """insert into recommendation_picks as k (tenant_id, cart_id, other_id, product_id, kind, picked_at)
           select %(tenant)s, l.cart_id, v.product_id, p.id, %(kind)s, %(now)s
             from cart_lines l
             join variants v on v.tenant_id = %(tenant)s and v.id = l.variant_id
             join products p on p.tenant_id = %(tenant)s and p.id = %(product)s
            where l.tenant_id = %(tenant)s and l.cart_id = %(cart)s and l.variant_id = %(variant)s
           on conflict (tenant_id, cart_id, other_id) do update
           set product_id = excluded.product_id, kind = excluded.kind, picked_at = excluded.picked_at
           returning k.other_id""",
        cart=cart_id,
        variant=variant_id,
        kind=mark.kind,
        product=mark.product,
        now=ctx.now,
    )
    return picked


def carry_over(ctx: Context, cart_id: UUID, into_id: UUID) -> None:
    """What was picked in a cart whose lines went into another goes there too; what was picked there already stays."""
    ctx.require("carts:write")
    ctx.db.run(
        """insert into recommendation_picks (tenant_id, cart_id, other_id, product_id, kind, picked_at)
           select %(tenant)s, %(into)s, k.other_id, k.product_id, k.kind, k.picked_at
             from recommendation_picks k where k.tenant_id = %(tenant)s and k.cart_id = %(cart)s
           on conflict do nothing""",
        cart=cart_id,
        into=into_id,
    )


def follow_order(ctx: Context, delivery: Delivery) -> None:
    """On `order.placed`: what was picked and bought is a sale of its mark. Twice is once."""
    ctx.db.run(
        """insert into recommendation_sales (tenant_id, order_id, other_id, product_id, kind, store_id, day)
           select %(tenant)s, o.id, k.other_id, k.product_id, k.kind, o.store_id, (o.placed_at at time zone 'UTC')::date
             from orders o
             join recommendation_picks k on k.tenant_id = %(tenant)s and k.cart_id = o.cart_id
            where o.tenant_id = %(tenant)s and o.id = %(order)s and o.placed_at is not null
              and exists (select from order_lines l where l.tenant_id = %(tenant)s and l.order_id = o.id
                             and l.product_id = k.other_id)
           on conflict do nothing""",
        order=delivery.aggregate_id,
    )


def tidy(ctx: Context) -> None:
    """Counts of pairs that are too old to keep, and picks whose cart was ordered or forgotten."""
    ctx.db.run(
        "delete from recommendation_pair_days where tenant_id = %(tenant)s and day < %(first)s",
        first=ctx.now.date() - timedelta(days=PAIR_DAYS),
    )
    ctx.db.run(
        """delete from recommendation_picks k where k.tenant_id = %(tenant)s and k.picked_at < %(before)s""",
        before=ctx.now - timedelta(days=PAIR_DAYS),
    )
