"""What older versions of the program wrote, and what the platform allows."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
from tests.people import Shop
from tests.settings.conftest import GARDEN, Garden, Gardener

from duka.identity.sections import SECURITY
from duka.kernel.errors import InvalidInput
from duka.settings import limits, queries, rules, service
from duka.settings.types import Limit
from duka.wiring import PERMISSIONS, SECTIONS

RENAMED = msgspec.structs.replace(GARDEN, renamed={"plots": "beds"})


def saved_long_ago(gardener: Gardener, section: Any, value: dict[str, Any]) -> None:
    gardener.work.perform(
        gardener.caller, lambda ctx: service._write(ctx, section.name, None, value, None, None)
    )


def test_what_is_not_understood_is_told_and_left_out(gardener: Gardener) -> None:
    saved_long_ago(gardener, GARDEN, {"beds": "many", "flower": "iris", "pond": {"fish": 3}})
    found = gardener.look()
    assert found.value == Garden(flower="iris") and sorted(found.ignored) == ["beds", "pond"]
    assert found.sources["beds"] == "platform"
    assert gardener.save(version=1, beds=5).ignored == []


def test_a_renamed_field_is_read_under_its_new_name(gardener: Gardener) -> None:
    saved_long_ago(gardener, RENAMED, {"plots": 6})
    assert gardener.look(RENAMED).value.beds == 6 and gardener.look(RENAMED).own == {"beds": 6}
    both, ignored, _ = rules.adopt(RENAMED, {"plots": 6, "beds": 7})
    assert both == {"beds": 7} and ignored == ["plots"]


def test_an_old_version_is_restored_as_far_as_it_is_understood(gardener: Gardener) -> None:
    saved_long_ago(gardener, GARDEN, {"beds": 6, "pond": 1})
    gardener.save(version=1, beds=2)
    assert gardener.restore(1, 2).own == {"beds": 6}


def test_nobody_saves_beyond_the_platforms_limit_and_is_told_what_it_is(gardener: Gardener) -> None:
    with pytest.raises(InvalidInput) as refused:
        gardener.save(SECURITY, session_hours=1000, password_length=4)
    assert refused.value.fields["errors"] == {
        "session_hours": "the platform allows at most 336",
        "password_length": "the platform asks for at least 10",
    }
    assert gardener.save(SECURITY, session_hours=336, idle_minutes=60).value.session_hours == 336
    with pytest.raises(InvalidInput, match="length of a session"):
        gardener.save(SECURITY, version=1, session_hours=1, idle_minutes=61)


def test_what_was_saved_before_a_limit_is_read_within_it(gardener: Gardener) -> None:
    saved_long_ago(gardener, SECURITY, {"session_hours": 9000, "password_length": 1, "idle_minutes": 30})
    found = gardener.look(SECURITY)
    assert (found.value.session_hours, found.value.password_length) == (336, 10)
    assert found.clamped == ["session_hours", "password_length"]
    read = gardener.work.perform(gardener.shop.shopper, lambda ctx: queries.section(ctx, SECURITY))
    assert read == found.value


def test_limits_reach_into_lists_and_say_where(shop: Shop) -> None:
    bounds = {
        "methods.provider": Limit(among=["cash"]),
        "methods": Limit(count=1),
        "name": Limit(most=3),
        "on": Limit(most=0),
    }
    errors: dict[str, str] = {}
    limits.check(
        {"methods": [{"provider": "x"}, {"provider": "cash"}], "name": "long", "on": True}, bounds, errors
    )
    assert errors == {
        "methods[0].provider": "the platform allows cash",
        "methods": "the platform allows at most 1",
        "name": "the platform allows at most 3 characters",
    }


def test_what_is_beyond_is_drawn_to_the_nearest() -> None:
    bounds = {"n": Limit(least=2, most=5), "l": Limit(among=["a", "b"], count=1), "t": Limit(among=["x"])}
    assert [limits.clamp("n", n, bounds) for n in (1, 3, 9)] == [2, 3, 5]
    assert limits.clamp("l", ["c", "b", "a"], bounds) == ["b"]
    assert limits.clamp("t", "y", bounds) is None and limits.clamp("other", "y", bounds) == "y"


def test_an_operator_lays_limits_over_those_that_are_shipped(tmp_path: Path) -> None:
    theirs = "[security]\nsession_hours = { most = 8 }\n"
    merged = limits.read(limits.SHIPPED.read_text(), theirs)
    assert merged["security"]["session_hours"] == Limit(most=8)
    assert merged["security"]["idle_minutes"] == limits.of("security")["idle_minutes"]
    with pytest.raises(msgspec.ValidationError):
        limits.read("[security]\nsession_hours = { biggest = 8 }")


def test_sections_are_whole_and_within_their_own_limits() -> None:
    assert len({section.name for section in SECTIONS}) == len(SECTIONS)
    assert {permission for s in SECTIONS for permission in (s.read, s.write)} <= PERMISSIONS.keys()
    assert set(limits.platform()) <= {section.name for section in SECTIONS}
    for section in SECTIONS:
        errors: dict[str, str] = {}
        if section.truth is None:
            assert rules.checked(section, rules.defaults(section), {}, errors) == rules.defaults(section)
        assert errors == {}, section.name
        assert section.title and section.about and section.shape.__doc__
        assert section.truth is None or section.scope == "store"
        top = {path.partition(".")[0] for path in limits.of(section.name)}
        assert top - {"banner_pixels", "banner_bytes"} <= rules.types_of(section).keys(), section.name
