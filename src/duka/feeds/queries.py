"""Questions about feeds, for staff."""

from typing import Any, LiteralString
from uuid import UUID

import msgspec

from duka.feeds import addresses
from duka.feeds.channels import PROBLEMS
from duka.feeds.errors import FeedNotFound
from duka.feeds.inputs import FeedChoice
from duka.feeds.permissions import READ, WRITE
from duka.feeds.types import Feed, FeedCategory, FeedFinding, FeedItem
from duka.identity.sealing import Keyring
from duka.kernel import ids, paging
from duka.kernel.context import Context
from duka.kernel.paging import Page

_FEEDS: LiteralString = """
select f.*, coalesce(x.bytes, 0) as bytes from feeds f
left join feed_files x on x.tenant_id = %(tenant)s and x.feed_id = f.id
where f.tenant_id = %(tenant)s and (%(stores)s::uuid[] is null or f.store_id = any(%(stores)s::uuid[]))"""


class Desk(msgspec.Struct, frozen=True):
    """What addresses are made with."""

    keys: Keyring
    base_url: str


def list_feeds(
    ctx: Context, desk: Desk, *, cursor: str | None = None, limit: int | None = None
) -> Page[Feed]:
    """Newest first, of the stores in which the caller may see them. Two statements."""
    ctx.require(READ)
    (before,) = paging.decode(cursor, UUID) if cursor else (None,)
    size = paging.bounded(limit, 50)
    rows = ctx.db.all(
        _FEEDS + " and (%(before)s::uuid is null or f.id < %(before)s) order by f.id desc limit %(limit)s",
        stores=ctx.stores_with(READ),
        before=before,
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].id) if len(rows) > size else None
    return Page([_feed(ctx, desk, row) for row in rows[:size]], following)


def get_feed(ctx: Context, desk: Desk, feed_id: UUID) -> Feed:
    """Refuses `FeedNotFound`, also for one of a store that the caller does not see."""
    ctx.require(READ)
    row = ctx.db.one(_FEEDS + " and f.id = %(id)s", stores=ctx.stores_with(READ), id=feed_id)
    if row is None:
        raise FeedNotFound()
    return _feed(ctx, desk, row)


def _feed(ctx: Context, desk: Desk, row: Any) -> Feed:
    may_change = ctx.may(WRITE, store=row.store_id)
    return Feed(
        id=ids.public("feed", row.id),
        name=row.name,
        store_id=ids.public("store", row.store_id),
        channel=row.channel,
        format=row.format,
        locale=row.locale,
        market=row.market,
        currency=row.currency,
        status=row.status,
        choice=msgspec.convert(row.settings, FeedChoice),
        items=row.items,
        left_out=row.left_out,
        findings=[
            FeedFinding(problem, PROBLEMS[problem], items)
            for problem, items in sorted(row.findings.items(), key=lambda found: (-found[1], found[0]))
            if problem in PROBLEMS
        ],
        revision=row.revision,
        bytes=row.bytes,
        is_refreshing=row.whole_at is None,
        refreshed_at=row.refreshed_at,
        took_ms=row.took_ms,
        fetched_at=row.fetched_at,
        fetched_by=row.fetched_by,
        has_password=row.password_hash is not None,
        address=addresses.address(desk.keys, desk.base_url, bytes(row.token), row.format)
        if may_change
        else None,
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
    )


def list_items(
    ctx: Context,
    feed_id: UUID,
    *,
    problem: str = "",
    only: str = "",
    cursor: str | None = None,
    limit: int | None = None,
) -> Page[FeedItem]:
    """A feed's items in the order of the file: with one problem, or `only` those listed or left out. Three statements at
    most. Refuses `FeedNotFound`."""
    ctx.require(READ)
    after = paging.decode(cursor, UUID, UUID) if cursor else (None, None)
    size = paging.bounded(limit, 50)
    if not ctx.db.value(
        """select exists (select from feeds f where f.tenant_id = %(tenant)s and f.id = %(id)s
                          and (%(stores)s::uuid[] is null or f.store_id = any(%(stores)s::uuid[])))""",
        id=feed_id,
        stores=ctx.stores_with(READ),
    ):
        raise FeedNotFound()
    rows = ctx.db.all(
        """select i.* from feed_items i
           where i.tenant_id = %(tenant)s and i.feed_id = %(feed)s and i.removed_at is null
             and (%(problem)s = '' or %(problem)s = any(i.problems))
             and (%(only)s = '' or i.is_listed = (%(only)s = 'listed'))
             and (%(product)s::uuid is null or (i.product_id, i.variant_id) > (%(product)s, %(variant)s))
           order by i.product_id, i.variant_id limit %(limit)s""",
        feed=feed_id,
        problem=problem,
        only=only,
        product=after[0],
        variant=after[1],
        limit=size + 1,
    )
    following = (
        paging.encode(rows[size - 1].product_id, rows[size - 1].variant_id) if len(rows) > size else None
    )
    return Page(
        [
            FeedItem(
                item_id=row.item_id,
                variant_id=ids.public("var", row.variant_id),
                product_id=ids.public("prod", row.product_id),
                title=row.title,
                is_listed=row.is_listed,
                problems=list(row.problems),
                body=row.body,
                changed_at=row.changed_at,
            )
            for row in rows[:size]
        ],
        following,
    )


def list_categories(
    ctx: Context, *, cursor: str | None = None, limit: int | None = None
) -> Page[FeedCategory]:
    """Every category and what Google calls it, in the order of their paths. Two statements."""
    ctx.require(READ)
    after = paging.decode(cursor, list, str) if cursor else (None, "")
    size = paging.bounded(limit, 100)
    rows = ctx.db.all(
        """with recursive tree (id, name, path, sorted, google, inherited) as (
             select c.id, c.name, array[c.name], array[lpad(c.position::text, 9, '0') || c.id::text],
                    coalesce(f.google_category, ''), ''
             from categories c left join feed_categories f on f.tenant_id = %(tenant)s and f.category_id = c.id
             where c.tenant_id = %(tenant)s and c.parent_id is null
             union all
             select c.id, c.name, t.path || c.name, t.sorted || (lpad(c.position::text, 9, '0') || c.id::text),
                    coalesce(f.google_category, ''), coalesce(nullif(t.google, ''), t.inherited)
             from tree t join categories c on c.parent_id = t.id
             left join feed_categories f on f.tenant_id = %(tenant)s and f.category_id = c.id
             where c.tenant_id = %(tenant)s and cardinality(t.path) < 20)
           select t.* from tree t where %(after)s::text[] is null or t.sorted > %(after)s::text[]
           order by t.sorted limit %(limit)s""",
        after=after[0],
        limit=size + 1,
    )
    following = paging.encode(rows[size - 1].sorted, "") if len(rows) > size else None
    return Page(
        [
            FeedCategory(ids.public("cat", row.id), row.name, list(row.path), row.google, row.inherited)
            for row in rows[:size]
        ],
        following,
    )
