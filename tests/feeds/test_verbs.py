"""Making, changing, publishing and ending feeds: what happens, what is refused, who may."""

from typing import Any

import pytest
from tests import make
from tests.feeds.stall import DESK, Stall

from duka.access.inputs import GrantInput
from duka.catalog.errors import CategoryNotFound
from duka.feeds import queries, service
from duka.feeds.errors import FeedIsEmpty, FeedNotFound, TooManyFeeds
from duka.feeds.inputs import FeedChange, FeedChoice, FeedInput
from duka.feeds.types import Feed
from duka.kernel import ids
from duka.kernel.errors import Forbidden, InvalidInput, VersionConflict
from duka.kernel.ids import new_id, public
from duka.stores.errors import StoreNotFound


def given(stall: Stall, **more: Any) -> FeedInput:
    fields = {
        "name": "Google",
        "store_id": public("store", stall.store),
        "channel": "google",
        "format": "xml",
    }
    return FeedInput(**{**fields, **more})


def create(stall: Stall, **more: Any) -> Feed:
    feed: Feed = stall.do(lambda ctx: service.create_feed(ctx, DESK, given(stall, **more)))
    return feed


def id_of(feed: Feed) -> Any:
    return ids.parse("feed", feed.id)


def test_a_feed_is_made_as_a_draft_with_an_address(stall: Stall) -> None:
    feed = create(stall)
    assert (feed.status, feed.locale, feed.items, feed.revision, feed.is_refreshing) == (
        "draft",
        "en",
        0,
        0,
        True,
    )
    assert feed.address is not None and feed.address.startswith("https://duka.example/feeds/")
    assert feed.address.endswith("/products.xml") and len(stall.token(feed)) == 65
    assert stall.events() == ["feed.created"]
    assert stall.jobs() == 1


@pytest.mark.parametrize(
    ("field", "more"),
    [
        ("format", {"format": "json"}),
        ("format", {"channel": "meta", "format": "xml"}),
        ("locale", {"locale": "de"}),
        ("market", {"market": "moon"}),
        ("choice.collections", {"choice": FeedChoice(include_collections=[public("coll", new_id())])}),
        ("choice.categories", {"choice": FeedChoice(exclude_categories=[public("cat", new_id())])}),
    ],
)
def test_what_is_not_there_is_refused_beside_its_field(
    stall: Stall, field: str, more: dict[str, Any]
) -> None:
    with pytest.raises(InvalidInput) as refused:
        create(stall, **more)
    assert list(refused.value.fields["errors"]) == [field]  # type: ignore[call-overload]
    assert stall.events() == []


def test_a_store_of_somebody_else_is_not_there(stall: Stall, other_stall: Stall) -> None:
    with pytest.raises(StoreNotFound):
        create(stall, store_id=public("store", other_stall.store))


def test_there_is_an_end_to_feeds(stall: Stall, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "MOST", 1)
    create(stall)
    with pytest.raises(TooManyFeeds):
        create(stall)


def test_changes_make_the_file_anew_and_know_their_version(stall: Stall) -> None:
    feed = stall.feed()
    change = FeedChange(name="Other", locale="fr", choice=FeedChoice(with_sold_out=False))
    changed = stall.do(lambda ctx: service.update_feed(ctx, DESK, id_of(feed), change, feed.version))
    assert (changed.name, changed.locale, changed.version, changed.is_refreshing) == ("Other", "fr", 2, True)
    with pytest.raises(VersionConflict):
        stall.do(lambda ctx: service.update_feed(ctx, DESK, id_of(feed), change, feed.version))
    same = stall.do(lambda ctx: service.update_feed(ctx, DESK, id_of(feed), change, 2))
    assert same.version == 2
    assert stall.refresh(feed).revision == 2


def test_an_empty_feed_is_not_published(stall: Stall) -> None:
    feed = create(stall)
    with pytest.raises(FeedIsEmpty):
        stall.publish(feed)
    stall.refresh(feed)
    assert stall.publish(feed).status == "live"
    assert stall.publish(feed).status == "live"
    assert stall.do(lambda ctx: service.pause_feed(ctx, DESK, id_of(feed))).status == "paused"
    assert stall.events() == ["feed.created", "feed.refreshed", "feed.updated", "feed.updated"]


def test_a_feed_moves_and_gets_a_password(stall: Stall) -> None:
    feed = stall.feed()
    moved = stall.do(lambda ctx: service.move_feed(ctx, DESK, id_of(feed)))
    assert moved.address != feed.address
    told = stall.do(lambda ctx: service.set_password(ctx, id_of(feed)))
    assert (told.user, len(told.password)) == ("feed", 43)
    assert stall.get(feed).has_password
    stall.do(lambda ctx: service.drop_password(ctx, id_of(feed)))
    stall.do(lambda ctx: service.drop_password(ctx, id_of(feed)))
    assert not stall.get(feed).has_password
    written = stall.do(
        lambda ctx: ctx.db.value(
            """select string_agg(coalesce(t.after::text, '') || coalesce(t.details::text, ''), ' ') || (
                 select string_agg(e.payload::text, ' ') from events e where e.tenant_id = %(tenant)s)
               from audit_log t where t.tenant_id = %(tenant)s"""
        )
    )
    assert told.password not in written and stall.token(moved) not in written


def test_a_deleted_feed_is_gone_with_all_of_it(stall: Stall) -> None:
    feed = stall.feed()
    stall.do(lambda ctx: service.delete_feed(ctx, id_of(feed)))
    left = stall.do(
        lambda ctx: ctx.db.value(
            """select (select count(*) from feed_items where tenant_id = %(tenant)s)
                    + (select count(*) from feed_files where tenant_id = %(tenant)s)"""
        )
    )
    assert left == 0
    with pytest.raises(FeedNotFound):
        stall.get(feed)
    assert stall.events()[-1] == "feed.deleted"


def test_a_stranger_finds_nothing(stall: Stall, other_stall: Stall) -> None:
    feed = id_of(stall.feed())
    for act in (
        lambda ctx: queries.get_feed(ctx, DESK, feed),
        lambda ctx: queries.list_items(ctx, feed),
        lambda ctx: service.update_feed(ctx, DESK, feed, FeedChange(name="x"), 1),
        lambda ctx: service.publish_feed(ctx, DESK, feed),
        lambda ctx: service.pause_feed(ctx, DESK, feed),
        lambda ctx: service.refresh_feed(ctx, DESK, feed),
        lambda ctx: service.move_feed(ctx, DESK, feed),
        lambda ctx: service.set_password(ctx, feed),
        lambda ctx: service.drop_password(ctx, feed),
        lambda ctx: service.delete_feed(ctx, feed),
    ):
        with pytest.raises(FeedNotFound):
            other_stall.do(act)
    with pytest.raises(CategoryNotFound):
        other_stall.do(lambda ctx: service.set_google_category(ctx, stall.clothes, "1"))


def test_who_may_see_feeds_of_one_store_sees_no_other(stall: Stall) -> None:
    second = make.store(stall.work, stall.tenant, "EUR", "FR")
    here = create(stall)
    create(stall, store_id=public("store", second))
    clerk = make.staff(
        stall.work, stall.tenant, GrantInput("catalogue", stores=[public("store", stall.store)])
    )
    seen = stall.work.perform(clerk, lambda ctx: queries.list_feeds(ctx, DESK))
    assert [feed.id for feed in seen.items] == [here.id]
    assert seen.items[0].address == here.address
    with pytest.raises(Forbidden):
        stall.work.perform(
            clerk, lambda ctx: service.create_feed(ctx, DESK, given(stall, store_id=public("store", second)))
        )
    with pytest.raises(Forbidden):
        stall.work.perform(clerk, lambda ctx: service.set_google_category(ctx, stall.clothes, "1"))
    reader = make.staff(stall.work, stall.tenant, "read-only")
    assert stall.work.perform(reader, lambda ctx: queries.get_feed(ctx, DESK, id_of(here))).address is None
    with pytest.raises(Forbidden):
        stall.work.perform(reader, lambda ctx: service.publish_feed(ctx, DESK, id_of(here)))


def test_lists_are_paged_and_cost_two_statements(stall: Stall) -> None:
    for _ in range(3):
        create(stall)
    first = stall.do(lambda ctx: queries.list_feeds(ctx, DESK, limit=2))
    assert stall.work.last_statements == 2
    rest = stall.do(lambda ctx: queries.list_feeds(ctx, DESK, limit=2, cursor=first.next))
    assert (len(first.items), len(rest.items), rest.next) == (2, 1, None)
    feed = id_of(stall.feed())
    pages, cursor = [], None
    while True:
        page = stall.do(lambda ctx, cursor=cursor: queries.list_items(ctx, feed, limit=3, cursor=cursor))
        assert stall.work.last_statements == 3
        pages += page.items
        if (cursor := page.next) is None:
            break
    assert len(pages) == 4
    only = stall.do(lambda ctx: queries.list_items(ctx, feed, only="left_out"))
    assert [item.item_id for item in only.items] == ["MUG"]
    found = stall.do(lambda ctx: queries.list_items(ctx, feed, problem="gtin_restricted"))
    assert [item.item_id for item in found.items] == ["DRESS-B"]


def test_categories_are_listed_in_the_order_of_the_tree(stall: Stall) -> None:
    stall.do(lambda ctx: service.set_google_category(ctx, stall.clothes, "1604"))
    page = stall.do(lambda ctx: queries.list_categories(ctx, limit=1))
    rest = stall.do(lambda ctx: queries.list_categories(ctx, cursor=page.next))
    lines = [(line.path, line.google_category, line.inherited) for line in [*page.items, *rest.items]]
    assert lines == [(["Clothes"], "1604", ""), (["Clothes", "Dresses"], "", "1604")]
