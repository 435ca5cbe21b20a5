"""Making, changing, publishing and ending feeds. Nothing here makes a file: a job does (`refreshing`)."""

from typing import Any
from uuid import UUID

import msgspec
from msgspec import UNSET

from duka.catalog.errors import CategoryNotFound
from duka.feeds import addresses, following
from duka.feeds.channels import FORMATS
from duka.feeds.errors import FeedIsEmpty, FeedNotFound, TooManyFeeds
from duka.feeds.events import FeedCreated, FeedDeleted, FeedUpdated
from duka.feeds.fetching import USER
from duka.feeds.inputs import FeedChange, FeedChoice, FeedInput
from duka.feeds.permissions import READ, WRITE
from duka.feeds.queries import Desk, get_feed
from duka.feeds.types import Feed, FeedPassword
from duka.kernel import events, ids, trail
from duka.kernel.context import Context
from duka.kernel.db import Row
from duka.kernel.errors import InvalidInput, VersionConflict
from duka.kernel.ids import new_id, secret_token, token_hash
from duka.stores.errors import StoreNotFound

MOST = 50


def create_feed(ctx: Context, desk: Desk, data: FeedInput) -> Feed:
    """A draft with an address of its own; a job makes its first file. Refuses `StoreNotFound`, `TooManyFeeds`, and
    `InvalidInput` for a format that the channel does not take, or a language, market, collection or category that is not
    there."""
    store_id = ids.parse("store", data.store_id)
    ctx.require(WRITE, store=store_id)
    if data.format not in FORMATS[data.channel]:
        takes = " and ".join(FORMATS[data.channel])
        raise InvalidInput({"format": f"this channel takes {takes}"})
    store = _store(ctx, store_id)
    ctx.db.run("select pg_advisory_xact_lock(hashtext('feeds ' || %(tenant)s::text))")
    if ctx.db.value("select count(*) from feeds f where f.tenant_id = %(tenant)s") >= MOST:
        raise TooManyFeeds(most=MOST)
    locale = data.locale or store.default_locale
    _check(ctx, store, locale, data.market, data.choice)
    feed_id, token = new_id(), addresses.new_token(ctx.tenant)
    ctx.db.run(
        """insert into feeds (tenant_id, id, store_id, name, channel, format, locale, market, settings, token_hash, token,
                  created_at, updated_at)
           values (%(tenant)s, %(id)s, %(store)s, %(name)s, %(channel)s, %(format)s, %(locale)s, %(market)s,
                   %(settings)s::jsonb, %(hash)s, %(token)s, %(now)s, %(now)s)""",
        id=feed_id,
        store=store_id,
        name=data.name.strip() or data.channel,
        channel=data.channel,
        format=data.format,
        locale=locale,
        market=data.market,
        settings=_json(data.choice),
        hash=token_hash(token),
        token=addresses.seal(desk.keys, token),
        now=ctx.now,
    )
    events.emit(
        ctx, FeedCreated(aggregate_id=feed_id, store_id=store_id, name=data.name, channel=data.channel)
    )
    after = {"name": data.name, "channel": data.channel, "locale": locale, "market": data.market}
    trail.note(ctx, "feed.created", "feed", feed_id, after=after)
    following.defer(ctx, feed_id)
    return get_feed(ctx, desk, feed_id)


def update_feed(ctx: Context, desk: Desk, feed_id: UUID, change: FeedChange, version: int) -> Feed:
    """What is given is changed, and the file made anew. Refuses `FeedNotFound`, `VersionConflict`, `InvalidInput`."""
    row = _locked(ctx, feed_id)
    if row.version != version:
        raise VersionConflict(current_version=row.version)
    name = row.name if change.name is UNSET else change.name.strip() or row.name
    locale = row.locale if change.locale is UNSET else change.locale
    market = row.market if change.market is UNSET else change.market
    before = msgspec.convert(row.settings, FeedChoice)
    choice = before if change.choice is UNSET else change.choice
    _check(ctx, _store(ctx, row.store_id), locale, market, choice)
    was = {
        "name": row.name,
        "locale": row.locale,
        "market": row.market,
        "choice": msgspec.to_builtins(before),
    }
    now = {"name": name, "locale": locale, "market": market, "choice": msgspec.to_builtins(choice)}
    changed = sorted(field for field in was if was[field] != now[field])
    if not changed:
        return get_feed(ctx, desk, feed_id)
    is_other = changed != ["name"]
    ctx.db.run(
        """update feeds set name = %(name)s, locale = %(locale)s, market = %(market)s, settings = %(settings)s::jsonb,
                  whole_at = case when %(other)s then null else whole_at end, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=feed_id,
        name=name,
        locale=locale,
        market=market,
        settings=_json(choice),
        other=is_other,
        now=ctx.now,
    )
    events.emit(ctx, FeedUpdated(aggregate_id=feed_id, store_id=row.store_id, changed=changed))
    trail.note(ctx, "feed.updated", "feed", feed_id, before=was, after=now)
    if is_other:
        following.defer(ctx, feed_id)
    return get_feed(ctx, desk, feed_id)


def publish_feed(ctx: Context, desk: Desk, feed_id: UUID) -> Feed:
    """From now on it can be fetched at its address. Twice is no mistake. Refuses `FeedNotFound`, and `FeedIsEmpty` while no
    item can be listed."""
    row = _locked(ctx, feed_id)
    if not row.items:
        raise FeedIsEmpty()
    return _turn(ctx, desk, row, "live")


def pause_feed(ctx: Context, desk: Desk, feed_id: UUID) -> Feed:
    """Nobody can fetch it until it is published again. Twice is no mistake. Refuses `FeedNotFound`."""
    return _turn(ctx, desk, _locked(ctx, feed_id), "paused")


def refresh_feed(ctx: Context, desk: Desk, feed_id: UUID) -> Feed:
    """Have everything looked at anew, now. Refuses `FeedNotFound`."""
    row = _locked(ctx, feed_id)
    ctx.db.run(
        "update feeds set whole_at = null where tenant_id = %(tenant)s and id = %(id)s",
        id=feed_id,
    )
    trail.note(ctx, "feed.refresh_asked", "feed", row.id, after={"name": row.name})
    following.defer(ctx, feed_id)
    return get_feed(ctx, desk, feed_id)


def move_feed(ctx: Context, desk: Desk, feed_id: UUID) -> Feed:
    """A new address; the one before is known no more. Refuses `FeedNotFound`."""
    row = _locked(ctx, feed_id)
    token = addresses.new_token(ctx.tenant)
    ctx.db.run(
        """update feeds set token_hash = %(hash)s, token = %(token)s, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=feed_id,
        hash=token_hash(token),
        token=addresses.seal(desk.keys, token),
        now=ctx.now,
    )
    _tell(ctx, row, "address")
    return get_feed(ctx, desk, feed_id)


def set_password(ctx: Context, feed_id: UUID) -> FeedPassword:
    """The address asks for this user and password (HTTP Basic) from now on; told this once. Refuses `FeedNotFound`."""
    row = _locked(ctx, feed_id)
    password = secret_token()
    _keep_password(ctx, feed_id, token_hash(password))
    _tell(ctx, row, "password")
    return FeedPassword(USER, password)


def drop_password(ctx: Context, feed_id: UUID) -> None:
    """The address alone is enough. Twice is no mistake. Refuses `FeedNotFound`."""
    row = _locked(ctx, feed_id)
    if row.password_hash is not None:
        _keep_password(ctx, feed_id, None)
        _tell(ctx, row, "password")


def delete_feed(ctx: Context, feed_id: UUID) -> None:
    """With its items and file; its address is known no more. Refuses `FeedNotFound`."""
    row = _locked(ctx, feed_id)
    ctx.db.run("delete from feeds where tenant_id = %(tenant)s and id = %(id)s", id=feed_id)
    events.emit(ctx, FeedDeleted(aggregate_id=feed_id, store_id=row.store_id))
    trail.note(ctx, "feed.deleted", "feed", feed_id, before={"name": row.name, "channel": row.channel})


def set_google_category(ctx: Context, category_id: UUID, google_category: str) -> None:
    """What Google calls a category and, unless they say otherwise, those below it; empty takes it away. All of Google's feeds
    are made anew. Refuses `CategoryNotFound`."""
    ctx.require_everywhere(WRITE)
    wanted = " ".join(google_category.split())
    row = ctx.db.one(
        """select c.name, coalesce(f.google_category, '') as google from categories c
           left join feed_categories f on f.tenant_id = %(tenant)s and f.category_id = c.id
           where c.tenant_id = %(tenant)s and c.id = %(id)s""",
        id=category_id,
    )
    if row is None:
        raise CategoryNotFound()
    if row.google == wanted:
        return
    if wanted:
        ctx.db.run(
            """insert into feed_categories (tenant_id, category_id, google_category) values (%(tenant)s, %(id)s, %(google)s)
               on conflict (tenant_id, category_id) do update set google_category = excluded.google_category""",
            id=category_id,
            google=wanted,
        )
    else:
        ctx.db.run(
            "delete from feed_categories where tenant_id = %(tenant)s and category_id = %(id)s",
            id=category_id,
        )
    trail.note(
        ctx,
        "category.google_category_set",
        "category",
        category_id,
        before={"google_category": row.google},
        after={"google_category": wanted},
    )
    for feed in ctx.db.all(
        "update feeds set whole_at = null where tenant_id = %(tenant)s returning id",
    ):
        following.defer(ctx, feed.id)


def _turn(ctx: Context, desk: Desk, row: Row, status: str) -> Feed:
    if row.status != status:
        ctx.db.run(
            """update feeds set status = %(status)s, version = version + 1, updated_at = %(now)s
               where tenant_id = %(tenant)s and id = %(id)s""",
            id=row.id,
            status=status,
            now=ctx.now,
        )
        events.emit(ctx, FeedUpdated(aggregate_id=row.id, store_id=row.store_id, changed=["status"]))
        trail.note(
            ctx, "feed.updated", "feed", row.id, before={"status": row.status}, after={"status": status}
        )
        following.defer(ctx, row.id)
    return get_feed(ctx, desk, row.id)


def _keep_password(ctx: Context, feed_id: UUID, hashed: bytes | None) -> None:
    ctx.db.run(
        """update feeds set password_hash = %(hash)s, version = version + 1, updated_at = %(now)s
           where tenant_id = %(tenant)s and id = %(id)s""",
        id=feed_id,
        hash=hashed,
        now=ctx.now,
    )


def _tell(ctx: Context, row: Row, what: str) -> None:
    """That a secret is another one, and never which."""
    events.emit(ctx, FeedUpdated(aggregate_id=row.id, store_id=row.store_id, changed=[what]))
    trail.note(ctx, "feed.updated", "feed", row.id, after={"changed": what})


def _locked(ctx: Context, feed_id: UUID) -> Row:
    ctx.require(WRITE)
    row = ctx.db.one(
        """select f.* from feeds f where f.tenant_id = %(tenant)s and f.id = %(id)s
             and (%(stores)s::uuid[] is null or f.store_id = any(%(stores)s::uuid[])) for no key update""",
        id=feed_id,
        stores=ctx.stores_with(READ),
    )
    if row is None:
        raise FeedNotFound()
    ctx.require(WRITE, store=row.store_id)
    return row


def _store(ctx: Context, store_id: UUID) -> Row:
    row = ctx.db.one(
        "select s.id, s.locales, s.default_locale from stores s where s.tenant_id = %(tenant)s and s.id = %(id)s",
        id=store_id,
    )
    if row is None:
        raise StoreNotFound()
    return row


def _check(ctx: Context, store: Row, locale: str, market: str, choice: FeedChoice) -> None:
    """What a feed names must be there."""
    collections = {*choice.include_collections, *choice.exclude_collections}
    categories = {*choice.include_categories, *choice.exclude_categories}
    found: Any = ctx.db.one(
        """select (%(market)s = '' or exists (select from markets m where m.tenant_id = %(tenant)s
                     and m.store_id = %(store)s and m.handle = %(market)s and m.is_active)) as has_market,
                  array(select 'coll_' || replace(c.id::text, '-', '') from collections c
                        where c.tenant_id = %(tenant)s and c.id = any(%(collections)s)) as collections,
                  array(select 'cat_' || replace(c.id::text, '-', '') from categories c
                        where c.tenant_id = %(tenant)s and c.id = any(%(categories)s)) as categories""",
        store=store.id,
        market=market,
        collections=[ids.parse("coll", id) for id in collections],
        categories=[ids.parse("cat", id) for id in categories],
    )
    errors = {}
    if locale not in store.locales:
        errors["locale"] = f"this store speaks {', '.join(store.locales)}"
    if not found.has_market:
        errors["market"] = "this store has no such market"
    if collections - set(found.collections):
        errors["choice.collections"] = "one of these collections is not there any more"
    if categories - set(found.categories):
        errors["choice.categories"] = "one of these categories is not there any more"
    if errors:
        raise InvalidInput(errors)


def _json(choice: FeedChoice) -> str:
    return msgspec.json.encode(choice).decode()
