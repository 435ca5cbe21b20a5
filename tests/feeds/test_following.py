"""Feeds follow what changes: one product, everything, and nothing."""

from datetime import timedelta
from typing import Any

import pytest
from tests.conftest import Clock
from tests.feeds.stall import Stall

from duka.catalog import service as catalog
from duka.catalog.inputs import NewCategory, ProductChange
from duka.feeds import fetching, following, refreshing
from duka.feeds.errors import FeedHistoryGone, RevisionUnknown
from duka.feeds.types import Feed
from duka.inventory import service as inventory
from duka.inventory.types import Count
from duka.kernel import ids
from duka.kernel.clock import system_clock


def ready(stall: Stall, feed: Feed) -> fetching.Ready:
    found: fetching.Ready = stall.do(lambda ctx: fetching.find(ctx, stall.token(feed), "", "test"))
    return found


def since(stall: Stall, feed: Feed, revision: int) -> list[str]:
    text = stall.do(lambda ctx: fetching.since(ctx, ready(stall, feed), revision))
    return sorted(str(text).splitlines())


def seen(stall: Stall, feed: Feed) -> Any:
    """Which products a refresh would look at."""
    at = stall.get(feed).refreshed_at
    assert at is not None
    return stall.do(lambda ctx: following.changed_products(ctx, at))


@pytest.fixture
def live(stall: Stall, monkeypatch: pytest.MonkeyPatch) -> Feed:
    """A published feed of JSON; a look goes back to the one before and no further, so that the goods' making is not seen."""
    monkeypatch.setattr(following, "OVERLAP", timedelta(0))
    feed = stall.feed("plain", "json")
    return stall.publish(feed)


def test_nothing_changed_makes_no_new_file(stall: Stall, live: Feed) -> None:
    before = ready(stall, live)
    again = stall.refresh(live)
    assert (again.revision, ready(stall, live).etag) == (1, before.etag)
    assert stall.events().count("feed.refreshed") == 1


def test_a_price_a_text_and_stock_are_followed_product_by_product(stall: Stall, live: Feed) -> None:
    stall.price("DRESS", 9900)
    assert since(stall, stall.refresh(live), 1)[0].count('"price":"99.00 EUR"') == 1
    mug = stall.products["MUG"]
    stall.do(lambda ctx: catalog.update_product(ctx, mug, ProductChange(title="Cup"), 1))
    item = stall.do(
        lambda ctx: ctx.db.value(
            "select stock_item_id from variants where tenant_id = %(tenant)s and sku = 'CHEESE'"
        )
    )
    stall.do(lambda ctx: inventory.count(ctx, [Count(item, stall.place, 0)], "count"))
    feed = stall.refresh(live)
    assert feed.revision == 3
    changed = since(stall, feed, 2)
    assert len(changed) == 2
    assert '"title":"Cup"' in "".join(changed) and '"availability":"out_of_stock"' in "".join(changed)


def test_what_is_sold_no_more_is_told_as_removed(stall: Stall, live: Feed) -> None:
    stall.do(lambda ctx: catalog.archive_product(ctx, stall.products["MUG"]))
    feed = stall.refresh(live)
    assert since(stall, feed, 1) == ['{"id":"MUG","removed":true,"revision":2}']
    assert (feed.items, "MUG" in stall.text(feed)) == (3, False)
    assert since(stall, feed, 2) == []


def test_what_concerns_the_whole_store_looks_at_everything(stall: Stall, live: Feed) -> None:
    assert seen(stall, live) == []
    stall.price("DRESS", 9900)
    assert seen(stall, live) == [stall.products["DRESS"]]
    stall.do(lambda ctx: catalog.create_category(ctx, NewCategory(name="New")))
    assert seen(stall, live) is None


def test_a_day_later_everything_is_looked_at(stall: Stall, live: Feed, clock: Clock) -> None:
    before = stall.do(lambda ctx: ctx.db.value("select whole_at from feeds where tenant_id = %(tenant)s"))
    clock.now = system_clock() + timedelta(hours=21)
    stall.refresh(live)
    after = stall.do(lambda ctx: ctx.db.value("select whole_at from feeds where tenant_id = %(tenant)s"))
    assert after == clock.now > before


def test_the_clock_defers_a_job_for_what_changed(stall: Stall, live: Feed) -> None:
    before = stall.jobs()
    stall.do(following.follow)
    assert stall.jobs() == before
    stall.price("DRESS", 100)
    stall.do(following.follow)
    assert stall.jobs() == before + 1


def test_a_refresh_that_another_one_overtook_leaves_its_file(stall: Stall, live: Feed) -> None:
    plan = stall.do(lambda ctx: refreshing._plan(ctx, ids.parse("feed", live.id), "https://duka.example"))
    stall.price("DRESS", 9900)
    feed = stall.refresh(live)
    stall.do(lambda ctx: refreshing._close(ctx, plan, refreshing._File(b"old", 3, "old"), 1))
    assert ready(stall, feed).etag != "old"


def test_revisions_to_come_and_long_gone_are_refused(stall: Stall, live: Feed, clock: Clock) -> None:
    with pytest.raises(RevisionUnknown):
        since(stall, live, 2)
    stall.do(lambda ctx: catalog.archive_product(ctx, stall.products["MUG"]))
    stall.refresh(live)
    clock.now = system_clock() + timedelta(days=31)
    stall.price("DRESS", 100)
    feed = stall.refresh(live)
    with pytest.raises(FeedHistoryGone):
        since(stall, feed, 1)
    assert len(since(stall, feed, 2)) == 1


def test_a_feed_that_is_gone_needs_no_refresh(stall: Stall) -> None:
    refreshing.refresh(stall.work, stall.tenant.id, ids.new_id(), "https://duka.example")
    assert stall.events() == []
