"""Appearances on trial: seen by the holder of a link, for an hour, and by nobody else."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from tests import make
from tests.conftest import Clock
from tests.people import Shop

from duka.kernel.errors import InvalidInput
from duka.kernel.ids import new_id, public
from duka.kernel.work import Work
from duka.stores import queries, service
from duka.stores.errors import PreviewExpired, StoreNotFound
from duka.stores.types import Store


def draft(work: Work, shop: Shop, words: dict[str, dict[str, str]] | None = None, **look: Any) -> str:
    return work.perform(shop.caller, lambda ctx: service.save_draft(ctx, shop.store, look, words or {}))


def seen(work: Work, shop: Shop, token: str) -> Store:
    return work.perform(shop.shopper, lambda ctx: queries.previewed(ctx, shop.store, token))


def test_the_holder_of_the_link_sees_the_draft_and_nobody_else_does(work: Work, shop: Shop) -> None:
    token = draft(work, shop, {"en": {"tagline": "Soon"}}, accent="#0b6e4f", home=["best"])
    found = seen(work, shop, token)
    assert (found.theme.accent, found.theme.home, found.texts.tagline) == ("#0b6e4f", ["best"], "Soon")
    plain = work.perform(shop.shopper, lambda ctx: queries.store(ctx, shop.store))
    assert plain.theme.accent != "#0b6e4f" and plain.texts.tagline == "" and plain.version == 1


def test_a_newer_draft_ends_the_one_before(work: Work, shop: Shop) -> None:
    first = draft(work, shop, accent="#0b6e4f")
    second = draft(work, shop, accent="#123456")
    with pytest.raises(PreviewExpired):
        seen(work, shop, first)
    assert seen(work, shop, second).theme.accent == "#123456"
    with pytest.raises(PreviewExpired):
        seen(work, shop, "nonsense")


def test_a_draft_is_over_after_an_hour(work: Work, shop: Shop, clock: Clock) -> None:
    token = draft(work, shop)
    clock.now = datetime.now(UTC) + timedelta(minutes=61)
    with pytest.raises(PreviewExpired):
        seen(work, shop, token)


@pytest.mark.parametrize(
    ("look", "words", "field"),
    [
        ({"accent": "red"}, {}, "accent"),
        ({"preset": "neon"}, {}, "preset"),
        ({"logo": public("med", new_id())}, {}, "logo"),
        ({}, {"sw": {"tagline": "x"}}, "words.sw"),
    ],
)
def test_a_draft_is_checked_as_if_it_were_saved(
    work: Work, shop: Shop, look: dict[str, Any], words: dict[str, dict[str, str]], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        draft(work, shop, words, **look)
    errors = refused.value.fields["errors"]
    assert isinstance(errors, dict) and field in errors


def test_a_link_opens_its_own_store_only(work: Work, shop: Shop, other_shop: Shop) -> None:
    token = draft(work, shop)
    with pytest.raises(PreviewExpired):
        seen(work, other_shop, token)
    second = make.store(work, shop.tenant)
    visitor = make.shopper(shop.tenant, second)
    with pytest.raises(PreviewExpired):
        work.perform(visitor, lambda ctx: queries.previewed(ctx, second, token))
    with pytest.raises(StoreNotFound):
        work.perform(other_shop.caller, lambda ctx: service.save_draft(ctx, shop.store, {}, {}))
