"""Making a feed's items and its file: of everything, or of what changed since the last time.

The job looks at the goods in chunks, each in a transaction of its own, and writes the items whose piece differs under the next
revision; at the end the file is put together from the pieces and the feed moves on to that revision. Only then does anybody see
it, so a refresh that was cut off is simply done again. One at a time for a feed (the job's lock); a second one that ran all the
same finds the revision moved, and leaves the file alone.
"""

import gzip
import hashlib
import io
import time
from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import msgspec

from duka.feeds import describing, following, goods, writing
from duka.feeds.channels import PROBLEMS
from duka.feeds.describing import Described
from duka.feeds.events import FeedRefreshed
from duka.feeds.goods import Product, Scope
from duka.kernel import events
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.work import Caller, Work

CHUNK = 500
PIECES = 2_000
KEPT = timedelta(days=30)
"""How long a removed item is remembered, so that others can be told."""


class _Plan(msgspec.Struct, frozen=True):
    """`only`: the products to look at; None: all of them. `revision`: the one that changes are written under."""

    feed: Row
    scope: Scope
    revision: int
    only: list[UUID] | None
    to: datetime


def refresh(work: Work, tenant: UUID, feed_id: UUID, base_url: str) -> None:
    """The job. Safe to do twice; a feed that is gone needs nothing."""
    started = time.monotonic()
    caller = Caller(tenant)
    plan = work.perform(caller, partial(_plan, feed_id=feed_id, base_url=base_url))
    if plan is None:
        return
    after: UUID | None = None
    while True:
        after = work.perform(caller, partial(_chunk, plan=plan, after=after, base_url=base_url))
        if after is None:
            break
    is_changed = work.perform(
        caller, lambda ctx: plan.feed.revision == 0 or _changes(ctx, feed_id, plan.revision)
    )
    file = _put_together(work, caller, plan) if is_changed else None
    took = int((time.monotonic() - started) * 1000)
    work.perform(caller, lambda ctx: _close(ctx, plan, file, took))


def _plan(ctx: Context, feed_id: UUID, base_url: str) -> _Plan | None:
    feed = ctx.db.one("select f.* from feeds f where f.tenant_id = %(tenant)s and f.id = %(id)s", id=feed_id)
    if feed is None:
        return None
    is_whole = (
        feed.whole_at is None or feed.refreshed_to is None or feed.whole_at < ctx.now - following.WHOLE_EVERY
    )
    only = None if is_whole else following.changed_products(ctx, feed.refreshed_to)
    return _Plan(feed, goods.scope_of(ctx, base_url, feed), feed.revision + 1, only, ctx.now)


def _chunk(ctx: Context, plan: _Plan, after: UUID | None, base_url: str) -> UUID | None:
    """Brings the next products' items up to date. Returns the last of them; None when there are no more."""
    if plan.only is not None:
        wanted = sorted(id for id in plan.only if after is None or id > after)[:CHUNK]
        if not wanted:
            return None
        found = goods.read(ctx, plan.scope, only=wanted, limit=len(wanted))
        last, is_last = wanted[-1], False
    else:
        wanted = None
        found = goods.read(ctx, plan.scope, after=after, limit=CHUNK)
        is_last = len(found) < CHUNK
        last = found[-1].id if found else UUID(int=0)
    _write(ctx, plan, found, base_url)
    _remove(ctx, plan, found, wanted, after, None if is_last else last)
    return None if is_last else last


def _write(ctx: Context, plan: _Plan, products: Iterable[Product], base_url: str) -> None:
    channel, format = plan.feed.channel, plan.feed.format
    rows = []
    for product in products:
        for item in describing.describe(product, plan.scope, channel, base_url, ctx.now):
            is_listed = not any(PROBLEMS[problem] == "error" for problem in item.problems)
            body = writing.piece(item, channel, format, plan.scope) if is_listed else ""
            rows.append(_row(item, body, is_listed=is_listed))
    if rows:
        ctx.db.run(
            """insert into feed_items as i (tenant_id, feed_id, variant_id, product_id, item_id, title, is_listed, problems,
                      body, hash, revision, changed_at)
               select %(tenant)s, %(feed)s, r.variant_id, r.product_id, r.item_id, r.title, r.is_listed, r.problems, r.body,
                      decode(r.hash, 'hex'), %(revision)s, %(now)s
               from jsonb_to_recordset(%(rows)s::jsonb) as r (variant_id uuid, product_id uuid, item_id text, title text,
                    is_listed boolean, problems text[], body text, hash text)
               order by r.variant_id
               on conflict (tenant_id, feed_id, variant_id) do update set product_id = excluded.product_id,
                  item_id = excluded.item_id, title = excluded.title, is_listed = excluded.is_listed,
                  problems = excluded.problems, body = excluded.body, hash = excluded.hash, revision = excluded.revision,
                  changed_at = excluded.changed_at, removed_at = null
               where i.hash <> excluded.hash or i.removed_at is not null""",
            feed=plan.feed.id,
            revision=plan.revision,
            rows=msgspec.json.encode(rows).decode(),
            now=ctx.now,
        )


def _row(item: Described, body: str, *, is_listed: bool) -> dict[str, object]:
    whole = "\x1f".join([item.item_id, item.title, str(is_listed), *item.problems, body])
    return {
        "variant_id": item.variant_id,
        "product_id": item.product_id,
        "item_id": item.item_id,
        "title": item.title[:300],
        "is_listed": is_listed,
        "problems": item.problems,
        "body": body,
        "hash": hashlib.sha256(whole.encode()).hexdigest(),
    }


def _remove(
    ctx: Context,
    plan: _Plan,
    products: list[Product],
    wanted: list[UUID] | None,
    after: UUID | None,
    to: UUID | None,
) -> None:
    """What was there and is not any more: of the products that were asked for, or of those up to `to`."""
    kept = [
        goods.id
        for product in products
        for goods in product.variants
        if goods.is_available or plan.scope.choice.with_sold_out
    ]
    ctx.db.run(
        """update feed_items i set is_listed = false, problems = '{}', body = '', hash = '', revision = %(revision)s,
                  changed_at = %(now)s, removed_at = %(now)s
           where i.tenant_id = %(tenant)s and i.feed_id = %(feed)s and i.removed_at is null
             and (%(wanted)s::uuid[] is null or i.product_id = any(%(wanted)s::uuid[]))
             and (%(wanted)s::uuid[] is not null or (%(after)s::uuid is null or i.product_id > %(after)s)
                  and (%(to)s::uuid is null or i.product_id <= %(to)s))
             and not i.variant_id = any(%(kept)s::uuid[])""",
        feed=plan.feed.id,
        revision=plan.revision,
        wanted=wanted,
        after=after,
        to=to,
        kept=kept,
        now=ctx.now,
    )


def _changes(ctx: Context, feed_id: UUID, revision: int) -> bool:
    return bool(
        ctx.db.value(
            """select exists (select from feed_items i where i.tenant_id = %(tenant)s and i.feed_id = %(feed)s
                              and i.revision >= %(revision)s)""",
            feed=feed_id,
            revision=revision,
        )
    )


class _File(msgspec.Struct, frozen=True):
    body: bytes
    bytes: int
    etag: str


def _put_together(work: Work, caller: Caller, plan: _Plan) -> _File:
    """The pieces in the order of their products, compressed as they come."""
    out, digest, size = io.BytesIO(), hashlib.sha256(), 0
    with gzip.GzipFile(fileobj=out, mode="wb", compresslevel=5, mtime=0) as packer:
        for text in _texts(work, caller, plan.feed, plan.scope):
            data = text.encode()
            digest.update(data)
            size += len(data)
            packer.write(data)
    return _File(out.getvalue(), size, digest.hexdigest()[:32])


def _texts(work: Work, caller: Caller, feed: Row, scope: Scope) -> Iterable[str]:
    yield writing.head(feed.channel, feed.format, scope)
    last = (UUID(int=0), UUID(int=0))
    while True:
        rows = work.perform(caller, partial(_pieces, feed_id=feed.id, after=last))
        if not rows:
            break
        yield "".join(row.body for row in rows)
        last = (rows[-1].product_id, rows[-1].variant_id)
    yield writing.foot(feed.format)


def _pieces(ctx: Context, feed_id: UUID, after: tuple[UUID, UUID]) -> list[Row]:
    return ctx.db.all(
        """select i.product_id, i.variant_id, i.body from feed_items i
           where i.tenant_id = %(tenant)s and i.feed_id = %(feed)s and i.is_listed
             and (i.product_id, i.variant_id) > (%(product)s, %(variant)s)
           order by i.product_id, i.variant_id limit %(limit)s""",
        feed=feed_id,
        product=after[0],
        variant=after[1],
        limit=PIECES,
    )


def _close(ctx: Context, plan: _Plan, file: _File | None, took_ms: int) -> None:
    """The feed moves on; nothing happens when another refresh did so first."""
    feed = plan.feed
    rows = ctx.db.all(
        """select i.is_listed, i.problems, count(*) as items from feed_items i
           where i.tenant_id = %(tenant)s and i.feed_id = %(feed)s and i.removed_at is null group by 1, 2""",
        feed=feed.id,
    )
    findings: Counter[str] = Counter()
    for row in rows:
        findings.update(dict.fromkeys(row.problems, row.items))
    items = sum(row.items for row in rows if row.is_listed)
    left_out = sum(row.items for row in rows if not row.is_listed)
    moved = ctx.db.run(
        """update feeds f set revision = %(revision)s, currency = %(currency)s, items = %(items)s, left_out = %(left_out)s,
                  findings = %(findings)s::jsonb, refreshed_to = %(to)s, refreshed_at = %(now)s, took_ms = %(took)s,
                  whole_at = case when f.updated_at > %(to)s then null when %(whole)s then %(to)s else f.whole_at end
           where f.tenant_id = %(tenant)s and f.id = %(id)s and f.revision = %(before)s""",
        id=feed.id,
        before=feed.revision,
        revision=plan.revision if file else feed.revision,
        currency=plan.scope.currency,
        items=items,
        left_out=left_out,
        findings=msgspec.json.encode(findings).decode(),
        to=plan.to,
        took=took_ms,
        whole=plan.only is None,
        now=ctx.now,
    )
    if not moved or file is None:
        return
    ctx.db.run(
        """insert into feed_files (tenant_id, feed_id, body, bytes, etag, revision, made_at)
           values (%(tenant)s, %(feed)s, %(body)s, %(bytes)s, %(etag)s, %(revision)s, %(now)s)
           on conflict (tenant_id, feed_id) do update set body = excluded.body, bytes = excluded.bytes, etag = excluded.etag,
              revision = excluded.revision, made_at = excluded.made_at""",
        feed=feed.id,
        body=file.body,
        bytes=file.bytes,
        etag=file.etag,
        revision=plan.revision,
        now=ctx.now,
    )
    _forget(ctx, feed.id)
    events.emit(
        ctx,
        FeedRefreshed(
            aggregate_id=feed.id,
            store_id=feed.store_id,
            revision=plan.revision,
            items=items,
            left_out=left_out,
        ),
    )


def _forget(ctx: Context, feed_id: UUID) -> None:
    ctx.db.run(
        """with gone as (
             delete from feed_items i where i.tenant_id = %(tenant)s and i.feed_id = %(feed)s and i.removed_at < %(before)s
             returning i.revision)
           update feeds f set purged_revision = greatest(f.purged_revision, (select max(revision) from gone))
           where f.tenant_id = %(tenant)s and f.id = %(feed)s and exists (select from gone)""",
        feed=feed_id,
        before=ctx.now - KEPT,
    )
