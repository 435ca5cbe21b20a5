"""Visits into sums of days. Somebody is counted once a day and step, whichever process they come to.

They are told apart by a hash of address and program with a salt that belongs to one store and day. Salts and hashes of days that
are over are deleted whenever a company's visits are written, and by a job: then nobody can say any more who came.
"""

import secrets
from collections.abc import Sequence
from hashlib import blake2b
from typing import NamedTuple
from uuid import UUID

from duka.analytics.visits.reading import Look
from duka.kernel.context import Context

MOST_ORIGINS = 500
"""So many different ones are told apart of a store and day; those that come later count without host and campaign."""


class Seen(NamedTuple):
    """What one visitor did since the last writing."""

    store: UUID
    look: Look
    steps: int
    page_views: int


def add(ctx: Context, rows: Sequence[Seen]) -> None:
    """Adds them up. Four statements, however many."""
    forget(ctx)
    stores = sorted({row.store for row in rows})
    salts = ctx.db.all(
        """insert into visit_salts (tenant_id, store_id, day, salt)
           select %(tenant)s, s.id, (%(now)s at time zone s.timezone)::date, g.salt
             from unnest(%(stores)s::uuid[], %(salts)s::bytea[]) g (id, salt)
             join stores s on s.tenant_id = %(tenant)s and s.id = g.id
           on conflict (tenant_id, store_id, day) do update set salt = visit_salts.salt
           returning store_id, day, salt""",
        now=ctx.now,
        stores=stores,
        salts=[secrets.token_bytes(32) for _ in stores],
    )
    salt_of = {row.store_id: (row.day, bytes(row.salt)) for row in salts}
    known = [row for row in rows if row.store in salt_of]
    given = {
        "stores": [row.store for row in known],
        "days": [salt_of[row.store][0] for row in known],
        "visitors": [_visitor(salt_of[row.store][1], row) for row in known],
    }
    ctx.db.run(
        f"""insert into visit_marks (tenant_id, store_id, day, visitor, steps, source, referrer, campaign, device)
           select %(tenant)s, g.store_id, g.day, g.visitor, 0, g.source,
                  case when x.is_full then '' else g.referrer end, case when x.is_full then '' else g.campaign end, g.device
             from unnest(%(stores)s::uuid[], %(days)s::date[], %(visitors)s::bytea[], %(sources)s::text[],
                         %(referrers)s::text[], %(campaigns)s::text[], %(devices)s::text[])
                  g (store_id, day, visitor, source, referrer, campaign, device)
             cross join lateral (select count(*) >= {MOST_ORIGINS} as is_full from funnel_days f
                 where f.tenant_id = %(tenant)s and f.day = g.day and f.store_id = g.store_id) x
            order by g.store_id, g.day, g.visitor
           on conflict do nothing""",
        sources=[row.look.source for row in known],
        referrers=[row.look.referrer for row in known],
        campaigns=[row.look.campaign for row in known],
        devices=[row.look.device for row in known],
        **given,
    )
    ctx.db.run(
        """with given as (
               select g.store_id, g.day, g.visitor, bit_or(g.steps) as steps, sum(g.page_views) as page_views
                 from unnest(%(stores)s::uuid[], %(days)s::date[], %(visitors)s::bytea[], %(steps)s::integer[],
                             %(page_views)s::bigint[]) g (store_id, day, visitor, steps, page_views)
                group by g.store_id, g.day, g.visitor),
           known as materialized (
               select m.store_id, m.day, m.visitor, m.steps, m.source, m.referrer, m.campaign, m.device
                 from visit_marks m join given g on g.store_id = m.store_id and g.day = m.day and g.visitor = m.visitor
                where m.tenant_id = %(tenant)s
                order by m.store_id, m.day, m.visitor for update of m),
           marked as (
               update visit_marks m set steps = m.steps | g.steps from given g
                where m.tenant_id = %(tenant)s and m.store_id = g.store_id and m.day = g.day and m.visitor = g.visitor),
           fresh as (
               select k.*, g.page_views, (g.steps | 1) & ~k.steps as news
                 from known k join given g on g.store_id = k.store_id and g.day = k.day and g.visitor = k.visitor)
           insert into funnel_days as f (tenant_id, day, store_id, source, referrer, campaign, device, visits, page_views,
                  product_visits, cart_visits, checkout_visits, order_visits)
           select %(tenant)s, n.day, n.store_id, n.source, n.referrer, n.campaign, n.device, count(*) filter (where n.steps = 0),
                  sum(n.page_views), count(*) filter (where n.news & 2 > 0), count(*) filter (where n.news & 4 > 0),
                  count(*) filter (where n.news & 8 > 0), count(*) filter (where n.news & 16 > 0)
             from fresh n
            group by n.day, n.store_id, n.source, n.referrer, n.campaign, n.device
            order by n.day, n.store_id, n.source, n.referrer, n.campaign, n.device
           on conflict (tenant_id, day, store_id, source, referrer, campaign, device) do update set
                  visits = f.visits + excluded.visits, page_views = f.page_views + excluded.page_views,
                  product_visits = f.product_visits + excluded.product_visits,
                  cart_visits = f.cart_visits + excluded.cart_visits,
                  checkout_visits = f.checkout_visits + excluded.checkout_visits,
                  order_visits = f.order_visits + excluded.order_visits""",
        steps=[row.steps for row in known],
        page_views=[row.page_views for row in known],
        **given,
    )


def forget(ctx: Context) -> None:
    """Salts and hashes of days that are over where the store is. One statement."""
    ctx.db.run(
        """with over as (
               delete from visit_salts v using stores s
                where v.tenant_id = %(tenant)s and s.tenant_id = %(tenant)s and s.id = v.store_id
                  and v.day <> (%(now)s at time zone s.timezone)::date
               returning v.store_id, v.day)
           delete from visit_marks m using over o
            where m.tenant_id = %(tenant)s and m.store_id = o.store_id and m.day = o.day""",
        now=ctx.now,
    )


def _visitor(salt: bytes, row: Seen) -> bytes:
    told = f"{row.store.hex}\n{row.look.address}\n{row.look.agent}"
    return blake2b(told.encode(), key=salt, digest_size=16).digest()
