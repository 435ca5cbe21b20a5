"""Product feeds: what is in them, what is wrong with their items, their addresses."""

from typing import Annotated, Any

from litestar import Response, delete, get, patch, post, put
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody, Parameter

from duka.api.call import Call, uuid
from duka.api.versions import IfMatch, version_of
from duka.feeds import queries, service
from duka.feeds.inputs import FeedChange, FeedInput, GoogleCategoryInput
from duka.feeds.permissions import READ, WRITE
from duka.feeds.queries import Desk
from duka.feeds.types import Feed, FeedCategory, FeedItem, FeedPassword
from duka.identity.sealing import keyring
from duka.kernel.paging import Page

TAGS = ["Admin: feeds"]
FEATURE = "feeds"
ONE = "/feeds/{feed:str}"
_Cursor = Annotated[str | None, Parameter(max_length=2000, required=False)]
_Limit = Annotated[int | None, Parameter(ge=1, le=100, required=False)]
_Problem = Annotated[str | None, Parameter(pattern="^[a-z_]{1,40}$", required=False)]
_Only = Annotated[str | None, Parameter(pattern="^(listed|left_out)$", required=False)]


def _desk(call: Call) -> Desk:
    return Desk(keyring(call.services.config), call.services.config.base_url)


def _id(text: str) -> Any:
    return uuid("feed", text)


@get("/feeds", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_feeds(call: NamedDependency[Call], cursor: _Cursor = None, limit: _Limit = None) -> Page[Feed]:
    """Feeds, newest first, with how many items have which problem. The address is told to those who may change feeds."""
    desk = _desk(call)
    return call.read(lambda ctx: queries.list_feeds(ctx, desk, cursor=cursor, limit=limit))


@post("/feeds", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=201)
def admin_create_feed(call: NamedDependency[Call], data: JSONBody[FeedInput]) -> Response[Feed]:
    """A draft; its first file is made within moments. Look at its problems, then publish it."""
    desk = _desk(call)
    answer: Response[Any] = call.write(lambda ctx: service.create_feed(ctx, desk, data), status=201)
    return answer


@get(ONE, permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_get_feed(call: NamedDependency[Call], feed: FromPath[str]) -> Feed:
    """One feed, with what is wrong with its goods."""
    desk = _desk(call)
    return call.read(lambda ctx: queries.get_feed(ctx, desk, _id(feed)))


@patch(ONE, permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS)
def admin_update_feed(
    call: NamedDependency[Call], feed: FromPath[str], data: JSONBody[FeedChange], if_match: IfMatch = None
) -> Response[Feed]:
    """Changes what is given; the file follows within moments. Needs If-Match with the version that you saw."""
    desk, id, version = _desk(call), _id(feed), version_of(if_match)
    answer: Response[Any] = call.write(lambda ctx: service.update_feed(ctx, desk, id, data, version))
    return answer


@delete(ONE, permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_delete_feed(call: NamedDependency[Call], feed: FromPath[str]) -> None:
    """With its items; its address is known no more."""
    call.write(lambda ctx: service.delete_feed(ctx, _id(feed)))


@post(ONE + "/publish", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_publish_feed(call: NamedDependency[Call], feed: FromPath[str]) -> Response[Feed]:
    """From now on it can be fetched at its address."""
    desk = _desk(call)
    answer: Response[Any] = call.write(lambda ctx: service.publish_feed(ctx, desk, _id(feed)))
    return answer


@post(ONE + "/pause", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_pause_feed(call: NamedDependency[Call], feed: FromPath[str]) -> Response[Feed]:
    """Nobody can fetch it until it is published again."""
    desk = _desk(call)
    answer: Response[Any] = call.write(lambda ctx: service.pause_feed(ctx, desk, _id(feed)))
    return answer


@post(ONE + "/refresh", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_refresh_feed(call: NamedDependency[Call], feed: FromPath[str]) -> Response[Feed]:
    """Has everything looked at anew; changes are followed without it."""
    desk = _desk(call)
    answer: Response[Any] = call.write(lambda ctx: service.refresh_feed(ctx, desk, _id(feed)))
    return answer


@post(ONE + "/move", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_move_feed(call: NamedDependency[Call], feed: FromPath[str]) -> Response[Feed]:
    """A new address; the one before is known no more."""
    call.require_recent()
    desk = _desk(call)
    answer: Response[Any] = call.write(lambda ctx: service.move_feed(ctx, desk, _id(feed)))
    return answer


@post(ONE + "/password", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=200)
def admin_set_feed_password(call: NamedDependency[Call], feed: FromPath[str]) -> Response[FeedPassword]:
    """The address asks for a user and a password (HTTP Basic) from now on: told this once, a retry with the same
    Idempotency-Key is answered without it. One that was there before is valid no more."""
    call.require_recent()
    answer: Response[Any] = call.write(
        lambda ctx: service.set_password(ctx, _id(feed)), kept=lambda told: FeedPassword(told.user, "")
    )
    return answer


@delete(ONE + "/password", permission=WRITE, feature=FEATURE, sync_to_thread=True, tags=TAGS, status_code=204)
def admin_drop_feed_password(call: NamedDependency[Call], feed: FromPath[str]) -> None:
    """The address alone is enough again."""
    call.require_recent()
    call.write(lambda ctx: service.drop_password(ctx, _id(feed)))


@get(ONE + "/items", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_feed_items(
    call: NamedDependency[Call],
    feed: FromPath[str],
    problem: _Problem = None,
    only: _Only = None,
    cursor: _Cursor = None,
    limit: _Limit = None,
) -> Page[FeedItem]:
    """What the feed says of each variant, and what is wrong with it; `problem` and `only` narrow the list."""
    return call.read(
        lambda ctx: queries.list_items(
            ctx, _id(feed), problem=problem or "", only=only or "", cursor=cursor, limit=limit
        )
    )


@get("/feed-categories", permission=READ, feature=FEATURE, sync_to_thread=False, tags=TAGS)
def admin_list_feed_categories(
    call: NamedDependency[Call], cursor: _Cursor = None, limit: _Limit = None
) -> Page[FeedCategory]:
    """Every category and what Google calls it, in the order of the tree."""
    return call.read(lambda ctx: queries.list_categories(ctx, cursor=cursor, limit=limit))


@put(
    "/feed-categories/{category:str}",
    permission=WRITE,
    feature=FEATURE,
    sync_to_thread=True,
    tags=TAGS,
    status_code=204,
)
def admin_set_feed_category(
    call: NamedDependency[Call], category: FromPath[str], data: JSONBody[GoogleCategoryInput]
) -> None:
    """What Google calls a category and, unless they say otherwise, those below it."""
    id = uuid("cat", category)
    call.write(lambda ctx: service.set_google_category(ctx, id, data.google_category))


HANDLERS = [
    admin_list_feeds,
    admin_create_feed,
    admin_get_feed,
    admin_update_feed,
    admin_delete_feed,
    admin_publish_feed,
    admin_pause_feed,
    admin_refresh_feed,
    admin_move_feed,
    admin_set_feed_password,
    admin_drop_feed_password,
    admin_list_feed_items,
    admin_list_feed_categories,
    admin_set_feed_category,
]
