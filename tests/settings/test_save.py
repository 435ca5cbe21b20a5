"""Saving, inheriting, restoring; two at once; and what was left of it in the trail."""

import json
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import make
from tests.people import Shop
from tests.settings.conftest import FENCE, GARDEN, SHED, Garden, Gardener

from duka.kernel.cache import Cache
from duka.kernel.context import Grant
from duka.kernel.errors import Forbidden, InvalidInput
from duka.kernel.ids import new_id
from duka.kernel.work import Caller, Work
from duka.settings import queries
from duka.settings.errors import (
    SettingsChangedMeanwhile,
    SettingsPlaceNotFound,
    SettingsVersionNotFound,
    StoreNeeded,
)


def trail(work: Work, shop: Shop) -> list[Any]:
    return work.perform(
        Caller(shop.tenant.id),
        lambda ctx: ctx.db.all(
            """select action, kind, object, before, after, details from audit_log
               where tenant_id = %(tenant)s and kind = 'settings' order by at, id"""
        ),
    )


def test_without_a_decision_the_platform_decides(gardener: Gardener, shop: Shop) -> None:
    found = gardener.look(store=shop.store)
    assert found.value == Garden() and found.own == {} and found.version == 0
    assert set(found.sources.values()) == {"platform"}


def test_a_store_stands_on_its_company_and_its_company_on_the_platform(
    gardener: Gardener, shop: Shop
) -> None:
    assert gardener.save(beds=7, flower="iris").version == 1
    found = gardener.save(store=shop.store, flower="lily")
    assert found.value == Garden(beds=7, flower="lily") and found.own == {"flower": "lily"}
    assert found.sources == {"beds": "company", "flower": "store", "tools": "platform", "gate": "platform"}
    assert found.inherited == Garden(beds=7, flower="iris")
    gardener.save(version=1, beds=9, flower="iris")
    assert gardener.look(store=shop.store).value.beds == 9
    inherited = gardener.save(store=shop.store, version=1)
    assert inherited.value == Garden(beds=9, flower="iris") and inherited.version == 2


def test_null_is_a_decision_and_leaving_out_is_none(gardener: Gardener, shop: Shop) -> None:
    gardener.save(gate="iron")
    found = gardener.save(store=shop.store, gate=None)
    assert found.value.gate is None and found.sources["gate"] == "store"
    assert gardener.save(store=shop.store, version=1).value.gate == "iron"


def test_two_at_once_see_both_versions(gardener: Gardener, shop: Shop) -> None:
    gardener.save(beds=4)
    with pytest.raises(SettingsChangedMeanwhile) as refused:
        gardener.save(beds=5)
    told = refused.value.fields
    assert (told["version"], told["yours"], told["theirs"]) == (1, {"beds": 5}, {"beds": 4})
    assert told["changed_by"] == "Alice" and told["changed_at"] and refused.value.status == 412
    assert gardener.look().value.beds == 4


def test_saving_the_same_is_no_version(gardener: Gardener, work: Work, shop: Shop) -> None:
    gardener.save(beds=4)
    assert gardener.save(version=1, beds=4).version == 1
    assert len(trail(work, shop)) == 1


def test_every_mistake_is_told_and_nothing_is_kept(gardener: Gardener) -> None:
    with pytest.raises(InvalidInput) as refused:
        gardener.save(beds=-1, flower=3, colour="red")
    errors = refused.value.fields["errors"]
    assert isinstance(errors, dict) and set(errors) == {"beds", "flower", "colour"}
    with pytest.raises(InvalidInput, match="beds want flowers"):
        gardener.save(flower="none")
    assert gardener.look().version == 0


def test_a_whole_is_checked_with_what_it_inherits(gardener: Gardener, shop: Shop) -> None:
    gardener.save(beds=0, flower="none")
    with pytest.raises(InvalidInput, match="beds want flowers"):
        gardener.save(store=shop.store, beds=2)


def test_a_version_is_restored_as_a_new_one(gardener: Gardener, work: Work) -> None:
    gardener.save(beds=4)
    assert work.perform(gardener.caller, lambda ctx: queries.history(ctx, FENCE)).items == []
    gardener.save(version=1, beds=5, flower="iris")
    found = gardener.restore(1, 2)
    assert found.own == {"beds": 4} and found.version == 3
    told = work.perform(gardener.caller, lambda ctx: queries.history(ctx, GARDEN))
    assert [(v.version, v.restored_from, v.is_current) for v in told.items] == [
        (3, 1, True), (2, None, False), (1, None, False)
    ]  # fmt: skip
    changed = {c.field: (c.before, c.after, c.after_set) for c in told.items[0].changes}
    assert changed == {"beds": (5, 4, True), "flower": ("iris", None, False)}
    with pytest.raises(SettingsVersionNotFound):
        gardener.restore(9, 3)
    with pytest.raises(SettingsChangedMeanwhile):
        gardener.restore(1, 2)


def test_history_comes_in_pages(gardener: Gardener, work: Work) -> None:
    for version in range(5):
        gardener.save(version=version, beds=10 + version)
    seen, cursor = [], None
    while True:
        page = work.perform(gardener.caller, partial(queries.history, section=GARDEN, cursor=cursor, limit=2))
        assert work.last_statements <= 3
        seen += [(v.version, [c.after for c in v.changes]) for v in page.items]
        cursor = page.next
        if cursor is None:
            break
    assert seen == [(5, [14]), (4, [13]), (3, [12]), (2, [11]), (1, [10])]


def test_a_change_is_in_the_trail_with_before_and_after(gardener: Gardener, work: Work, shop: Shop) -> None:
    gardener.save(beds=4, flower="iris")
    gardener.save(version=1, beds=5, flower="iris")
    last = trail(work, shop)[-1]
    assert (last.action, last.object) == ("settings.changed", shop.tenant.id.hex)
    assert (last.before, last.after) == ({"beds": 4}, {"beds": 5})
    assert last.details == {"section": "garden", "version": 2}


def test_scopes_are_kept(gardener: Gardener, shop: Shop) -> None:
    with pytest.raises(StoreNeeded):
        gardener.save(SHED, beds=4)
    with pytest.raises(StoreNeeded):
        gardener.look(SHED)
    gardener.save(FENCE, shop.store, beds=4)
    assert gardener.look(FENCE).value.beds == 4
    gardener.save(SHED, shop.store, beds=6)
    assert gardener.look(SHED, shop.store).value.beds == 6


def test_strangers_have_settings_of_their_own(
    gardener: Gardener, work: Work, shop: Shop, other_shop: Shop
) -> None:
    gardener.save(beds=8)
    stranger = Gardener(work, other_shop)
    assert stranger.look().value.beds == 3
    for store in (shop.store, new_id()):
        with pytest.raises(SettingsPlaceNotFound):
            stranger.look(store=store)
        with pytest.raises(SettingsPlaceNotFound):
            stranger.save(store=store, beds=1)
    assert gardener.look(store=shop.store).value.beds == 8


def limited(shop: Shop, *stores: Any) -> Caller:
    held = frozenset({"settings:read", "settings:write"})
    grant = Grant(held, frozenset(stores))
    return Caller(shop.tenant.id, shop.caller.actor, held, grants=(grant,))


def test_who_works_in_one_store_sees_and_changes_no_other(gardener: Gardener, work: Work, shop: Shop) -> None:
    second = make.store(work, shop.tenant)
    bob = limited(shop, shop.store)
    assert gardener.save(store=shop.store, by=bob, beds=2).value.beds == 2
    for store in (second, None):
        with pytest.raises(Forbidden):
            gardener.save(store=store, by=bob, beds=1)
    with pytest.raises(Forbidden):
        gardener.look(store=second, by=bob)
    with pytest.raises(Forbidden):
        work.perform(bob, lambda ctx: queries.history(ctx, GARDEN, second))
    with pytest.raises(Forbidden):
        work.perform(bob, lambda ctx: queries.list_sections(ctx, [GARDEN], second))
    assert gardener.look(by=bob).value == Garden()
    listed = work.perform(bob, lambda ctx: queries.list_sections(ctx, [GARDEN, SHED, FENCE]))
    assert [(s.section, s.may_write) for s in listed] == [("garden", False), ("fence", False)]


def test_a_key_of_a_store_changes_that_store_only(gardener: Gardener, work: Work, shop: Shop) -> None:
    second = make.store(work, shop.tenant)
    key = make.caller(shop.tenant, shop.store, "settings:read", "settings:write", kind="key")
    gardener.save(store=shop.store, by=key, beds=2)
    with pytest.raises(Forbidden):
        gardener.save(by=key, beds=2)
    with pytest.raises(SettingsPlaceNotFound):
        gardener.save(store=second, by=key, beds=2)


def test_nobody_without_the_permission(gardener: Gardener, shop: Shop) -> None:
    reader = make.caller(shop.tenant, None, "settings:read")
    assert gardener.look(by=reader).version == 0
    with pytest.raises(Forbidden):
        gardener.save(by=reader, beds=1)
    with pytest.raises(Forbidden):
        gardener.look(by=shop.shopper)


def test_a_section_is_read_in_one_statement_and_then_in_none(
    gardener: Gardener, work: Work, shop: Shop
) -> None:
    gardener.save(beds=4)
    warm = Work(work.database, Cache(60))

    def ask(ctx: Any) -> int:
        before = ctx.db.statements
        assert queries.section(ctx, GARDEN, shop.store).beds == 4
        assert ctx.db.statements - before == expected
        return int(ctx.db.statements)

    expected = 1
    assert warm.perform(shop.shopper, ask) == 2
    expected = 0
    assert warm.perform(shop.shopper, ask) == 1
    work.perform(gardener.caller, lambda ctx: queries.list_sections(ctx, [GARDEN, FENCE]))
    assert work.last_statements <= 3


TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=20)
OWN = st.fixed_dictionaries(
    {},
    optional={
        "beds": st.integers(0, 2**53),
        "flower": TEXT.filter(lambda text: text != "none"),
        "tools": st.lists(TEXT, max_size=4),
        "gate": st.none() | TEXT,
    },
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(company=OWN, store=OWN)
def test_what_is_read_is_what_was_saved(
    gardener: Gardener, shop: Shop, company: dict[str, Any], store: dict[str, Any]
) -> None:
    gardener.save(version=gardener.look().version, **company)
    saved = gardener.save(store=shop.store, version=gardener.look(store=shop.store).version, **store)
    again = gardener.look(store=shop.store)
    assert saved == again and again.own == store
    assert again.value == Garden(**{**company, **store})
    for name, source in again.sources.items():
        assert source == ("store" if name in store else "company" if name in company else "platform")
    assert json.loads(json.dumps(again.own)) == store
