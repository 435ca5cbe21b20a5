"""What whoever has the address of a feed gets: the file that lies ready, or what changed since a revision."""

import hmac
from base64 import b64decode
from datetime import datetime, timedelta
from typing import LiteralString
from uuid import UUID

import msgspec

from duka.feeds import writing
from duka.feeds.errors import FeedHistoryGone, FeedNotFound, RevisionUnknown
from duka.kernel.context import Context
from duka.kernel.errors import Unauthenticated
from duka.kernel.ids import token_hash

USER = "feed"
NOTED_EVERY = timedelta(minutes=1)

_FEED: LiteralString = """
select f.id, f.format, f.revision, f.purged_revision, f.password_hash, f.fetched_at, x.etag, x.made_at, x.bytes
from feeds f join feed_files x on x.tenant_id = f.tenant_id and x.feed_id = f.id
where f.tenant_id = %(tenant)s and f.token_hash = %(hash)s and f.status = 'live'"""


class Ready(msgspec.Struct, frozen=True):
    """A feed that may be fetched, and the file that lies ready."""

    id: UUID
    format: str
    revision: int
    purged_revision: int
    etag: str
    made_at: datetime
    bytes: int


def find(ctx: Context, token: str, authorization: str, agent: str) -> Ready:
    """Refuses `FeedNotFound` for an unknown address and for a feed that is not live, and `Unauthenticated` where it has a
    password and this is not it. Remembers who fetched it, at most once a minute."""
    row = ctx.db.one(_FEED, hash=token_hash(token))
    if row is None:
        raise FeedNotFound()
    if row.password_hash is not None and not _is_password(authorization, bytes(row.password_hash)):
        raise Unauthenticated()
    if row.fetched_at is None or row.fetched_at < ctx.now - NOTED_EVERY:
        ctx.db.run(
            """update feeds set fetched_at = %(now)s, fetched_by = %(agent)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=row.id,
            agent=agent.replace("\x00", "")[:120],
            now=ctx.now,
        )
    return Ready(row.id, row.format, row.revision, row.purged_revision, row.etag, row.made_at, row.bytes)


def _is_password(authorization: str, kept: bytes) -> bool:
    kind, _, given = authorization.partition(" ")
    if kind.casefold() != "basic":
        return False
    try:
        user, _, password = b64decode(given, validate=True).decode().partition(":")
    except ValueError:
        return False
    return hmac.compare_digest(token_hash(password), kept) and user == USER


def file(ctx: Context, feed_id: UUID) -> bytes:
    """The file, in gzip. Refuses `FeedNotFound`."""
    body = ctx.db.value(
        "select x.body from feed_files x where x.tenant_id = %(tenant)s and x.feed_id = %(id)s", id=feed_id
    )
    if body is None:
        raise FeedNotFound()
    return bytes(body)


def since(ctx: Context, feed: Ready, revision: int) -> str:
    """JSON lines: items that changed after that revision, whole, and `{"id", "removed": true}` of those that are listed no
    more. Refuses `RevisionUnknown` for one to come, `FeedHistoryGone` for one so old that removed items are forgotten."""
    if revision > feed.revision:
        raise RevisionUnknown(since=revision, revision=feed.revision)
    if revision < feed.purged_revision:
        raise FeedHistoryGone(since=revision)
    rows = ctx.db.all(
        """select i.item_id, i.is_listed, i.body, i.revision from feed_items i
           where i.tenant_id = %(tenant)s and i.feed_id = %(feed)s and i.revision > %(since)s and i.revision <= %(to)s
           order by i.revision, i.product_id, i.variant_id""",
        feed=feed.id,
        since=revision,
        to=feed.revision,
    )
    return "".join(row.body if row.is_listed else writing.removed(row.item_id, row.revision) for row in rows)
