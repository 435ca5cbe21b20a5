"""Telling the external engine what changed: a job for each product that did, and one for all of them.

Without an engine nothing is enqueued. A job reads the product as it is when it runs, so the order of jobs does not matter, and
doing one twice changes nothing.
"""

import os
from collections.abc import Sequence
from uuid import UUID

from duka.kernel import jobs, trail
from duka.kernel.context import Context
from duka.kernel.events import Delivery
from duka.kernel.work import Caller, Work
from duka.search.counting import KEYS
from duka.search.providers.registry import POSTGRESQL
from duka.search.providers.types import Document, Engine

ONE, ALL = "search.index", "search.index_all"
CHUNK = 500


def has_engine() -> bool:
    return os.environ.get("SEARCH_PROVIDER", POSTGRESQL) not in ("", POSTGRESQL)


def follow(ctx: Context, delivery: Delivery) -> None:
    """A product or its price changed."""
    if has_engine():
        jobs.defer(ctx, ONE, lock=f"search:{delivery.aggregate_id}", product_id=delivery.aggregate_id.hex)


def reindex(ctx: Context) -> None:
    """Everything that can be searched is looked at anew: the words of all products, and what the engine knows, if there is
    one."""
    ctx.require_everywhere("products:write")
    jobs.defer(ctx, KEYS, lock=f"{KEYS}:{ctx.tenant}")
    if has_engine():
        jobs.defer(ctx, ALL, lock=f"search:{ctx.tenant}")
    trail.note(ctx, "search.reindexed", "tenant", ctx.tenant)


def index(work: Work, tenant: UUID, engine: Engine | None, product_id: UUID) -> None:
    """What the job `search.index` does."""
    if engine is None:
        return
    found = work.perform(Caller(tenant), lambda ctx: documents(ctx, [product_id]))
    if found:
        engine.put(tenant, found)
    else:
        engine.drop(tenant, [product_id])


def index_all(work: Work, tenant: UUID, engine: Engine | None) -> None:
    """What the job `search.index_all` does: from the oldest product on."""
    after = UUID(int=0)
    while engine is not None:
        asked = after
        chunk = work.perform(Caller(tenant), lambda ctx, asked=asked: _next(ctx, asked))  # type: ignore[misc]
        if not chunk:
            return
        found = work.perform(Caller(tenant), lambda ctx, chunk=chunk: documents(ctx, chunk))  # type: ignore[misc]
        engine.put(tenant, found)
        known = {document.id for document in found}
        engine.drop(tenant, [each for each in chunk if each.hex not in known])
        after = chunk[-1]


def _next(ctx: Context, after: UUID) -> list[UUID]:
    rows = ctx.db.all(
        "select id from products where tenant_id = %(tenant)s and id > %(after)s order by id limit %(limit)s",
        after=after,
        limit=CHUNK,
    )
    return [row.id for row in rows]


def documents(ctx: Context, products: Sequence[UUID]) -> list[Document]:
    """Those of them that some store shows."""
    rows = ctx.db.all(
        """select p.id, p.title, p.search_text, s.stores, s.sold,
                  array(select t.value ->> 'title' from jsonb_each(p.translations) t where t.value ->> 'title' <> '') as titles
             from products p
            cross join lateral (
                select array_agg(replace(x.store_id::text, '-', '') order by x.store_id) as stores, sum(x.sold)::bigint as sold
                  from store_products x
                 where x.tenant_id = %(tenant)s and x.product_id = p.id and x.is_visible and x.price_minor is not null) s
            where p.tenant_id = %(tenant)s and p.id = any(%(ids)s) and p.status = 'active' and s.stores is not null""",
        ids=list(products),
    )
    return [Document(r.id.hex, r.title, r.titles, r.search_text, r.stores, r.sold) for r in rows]
